import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.formats import block_format as module
from untwitch.recordings.formats.block_format import (
    FORMAT,
    MAGIC,
    BlockHeader,
    block_bytes,
    checked_block,
)
from untwitch.recordings.recording import Recording

HEADER = BlockHeader(
    unit="m/s2",
    channels=("x", "y", "z"),
    sensor="accelerometer",
    started=Instant(1_772_472_600_000, "Europe/Berlin", "source"),
    holds_gravity=True,
)
TIMES = 5000 + np.arange(600) * (1000 / 60)
VALUES = np.random.default_rng(2).normal(size=(600, 3)).astype(np.float32)


def blocks(rows: int = 60) -> list[bytes]:
    return [
        block_bytes(number, TIMES[at : at + rows], VALUES[at : at + rows])
        for number, at in enumerate(range(0, len(TIMES), rows))
    ]


def read(folder: Path, *parts: bytes, header: bytes | None = None, **said: Any) -> Recording:
    data = (HEADER.to_bytes() if header is None else header) + b"".join(parts)
    one = given(written(folder, "leg.untwitch", data))
    assert FORMAT.claims(one) == 1
    return FORMAT.read(one, asked(**said))


def said_by(recording: Recording) -> list[str]:
    return [each.what for each in recording.problems]


@pytest.mark.parametrize("rows", [1, 7, 60, 600])
def test_blocks_of_any_length_are_one_recording(tmp_path: Path, rows: int) -> None:
    found = read(tmp_path, *blocks(rows))
    assert (found.sensor, found.unit, found.channel_names) == ("accelerometer", "mm/s2", ("x", "y", "z"))
    assert found.rate_hz == pytest.approx(60)
    assert (found.n_samples, found.gaps, found.problems) == (600, (), ())
    assert (found.started, found.holds_gravity) == (HEADER.started, True)
    np.testing.assert_array_equal(samples_of(found), 1000 * VALUES)


def test_the_layout_is_as_documented() -> None:
    """Byte by byte, as a page in another language writes it."""
    data = block_bytes(3, [1.5, 2.5], [[1, 2, 3], [4, 5, 6]])
    assert data[:4] == b"BLK:"
    assert [int.from_bytes(data[at : at + 4], "little") for at in (8, 12)] == [3, 2]
    assert int.from_bytes(data[4:8], "little") == zlib.crc32(data[8:])
    assert np.frombuffer(data[16:32], "<f8").tolist() == [1.5, 2.5]
    assert np.frombuffer(data[32:], "<f4").tolist() == [1, 2, 3, 4, 5, 6]
    begin = HEADER.to_bytes()
    assert begin[:8] == b"UNTWBLK1"
    length = int.from_bytes(begin[8:12], "little")
    assert len(begin) == 12 + length
    assert json.loads(begin[12:])["contract"] == "recording_block/1"


def test_a_block_without_a_checksum_is_taken(tmp_path: Path) -> None:
    bare = [each[:4] + bytes(4) + each[8:] for each in blocks()]
    assert read(tmp_path, *bare).problems == ()


def test_blocks_that_came_late_or_twice_are_put_right(tmp_path: Path) -> None:
    one, two, three, *rest = blocks()
    found = read(tmp_path, one, three, two, three, one, *rest)
    np.testing.assert_array_equal(samples_of(found), 1000 * VALUES)
    assert said_by(found) == ["2 blocks came twice and were taken once"]


def test_a_block_that_never_came_is_a_gap(tmp_path: Path) -> None:
    parts = blocks()
    found = read(tmp_path, *parts[:4], *parts[5:])
    assert [(each.start_s, each.end_s) for each in found.gaps] == [pytest.approx((4, 5))]
    assert np.isnan(samples_of(found)[240:300]).all()


@pytest.mark.parametrize("at", [0, 5, 8, 9, 12, 13, 20, 300])
def test_a_damaged_block_is_left_out_and_the_next_one_found(tmp_path: Path, at: int) -> None:
    parts = blocks()
    broken = bytearray(parts[4])
    broken[at] ^= 0xFF
    found = read(tmp_path, *parts[:4], bytes(broken), *parts[5:])
    whole = samples_of(found)
    np.testing.assert_array_equal(whole[:240], 1000 * VALUES[:240])
    np.testing.assert_array_equal(whole[300:], 1000 * VALUES[300:])
    assert said_by(found)[0] == "it is damaged in 1 places; those blocks were left out"
    assert [(each.start_s, each.end_s) for each in found.gaps] == [pytest.approx((4, 5))]


@settings(max_examples=40)
@for_all(st.integers(1, 1000))
def test_a_file_cut_anywhere_gives_the_blocks_before(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    data = b"".join(blocks())[:-cut]
    size = len(blocks()[0])
    good = len(data) // size
    found = read(tmp_path_factory.mktemp("cut"), data)
    np.testing.assert_array_equal(samples_of(found, read_s=(10,)), 1000 * VALUES[: 60 * good])
    if len(data) % size:
        (said,) = found.problems
        assert isinstance(said, Incomplete)
        assert said.what == f"the file ends within a block; the {good} before it were read"


def test_garbage_at_the_end_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, *blocks(), b"x" * 3_000_000)
    assert said_by(found) == ["it is damaged in 1 places; those blocks were left out"]


def test_a_mark_far_behind_garbage_is_found(tmp_path: Path) -> None:
    parts = blocks()
    found = read(tmp_path, *parts[:3], b"x" * ((1 << 16) - 2 - 1), *parts[3:])
    assert found.n_samples == 600


def test_a_file_that_is_all_marks_ends_soon(tmp_path: Path) -> None:
    found = read(tmp_path, *blocks(), b"BLK:" * 200_000)
    assert found.n_samples == 600
    assert said_by(found)[0] == "it is damaged again and again; the rest was not read"


def test_missing_values_stay_missing(tmp_path: Path) -> None:
    values = VALUES.copy()
    values[100, 1], values[200, 0] = np.nan, np.inf
    whole = samples_of(read(tmp_path, block_bytes(0, TIMES, values)))
    assert np.isnan(whole[[100, 200], [1, 0]]).all()
    assert np.count_nonzero(np.isnan(whole)) == 2


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"contract": "other/1"}, "no recording of this app"),
        ({"unit": None}, "does not say its unit and channels"),
        ({"channels": "xyz"}, "does not say its unit and channels"),
        ({"unit": "furlong"}, "unit 'furlong' of a recording is not known"),
        ({"channels": []}, "1 to 64 channels, not 0"),
        ({"channels": ["x"] * 1000}, "1 to 64 channels, not 65"),
    ],
)
def test_a_header_that_says_too_little_is_refused(tmp_path: Path, changed: dict[str, Any], says: str) -> None:
    words = json.dumps(json.loads(HEADER.to_bytes()[12:]) | changed).encode()
    with pytest.raises(Refused, match=says):
        read(tmp_path, *blocks(), header=MAGIC + len(words).to_bytes(4, "little") + words)


@pytest.mark.parametrize(
    "header",
    [
        MAGIC,
        MAGIC + b"\xff\xff\xff\xff{}",
        MAGIC + (9).to_bytes(4, "little") + b"not json!",
        MAGIC + (2).to_bytes(4, "little") + b"[]",
        MAGIC + (60_000).to_bytes(4, "little") + b"[" * 60_000,
    ],
)
def test_a_damaged_header_is_refused(tmp_path: Path, header: bytes) -> None:
    with pytest.raises(Refused, match="no recording of this app, or its begin is damaged"):
        read(tmp_path, header=header)


def test_what_a_header_may_leave_open_is_open(tmp_path: Path) -> None:
    for changed in ({"started_utc_ms": None}, {"started_utc_ms": True}, {"started_utc_ms": 10**18}):
        words = json.loads(HEADER.to_bytes()[12:]) | {"sensor": "ear", "holds_gravity": 1} | changed
        data = json.dumps(words).encode()
        found = read(tmp_path, *blocks(), header=MAGIC + len(data).to_bytes(4, "little") + data)
        assert (found.started, found.holds_gravity, found.sensor) == (None, None, "accelerometer")
    bare = BlockHeader("uV", ("a",), "emg")
    one = block_bytes(0, TIMES, VALUES[:, :1])
    assert read(tmp_path, one, header=bare.to_bytes()).started is None
    counted = BlockHeader("count", ("a",), "accelerometer")
    assert read(tmp_path, one, header=counted.to_bytes()).sensor == "accelerometer"
    steps = BlockHeader("0.5uV", ("a",))
    assert read(tmp_path, one, header=steps.to_bytes()).least_bit == 0.5


def test_a_recording_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="fewer than three rows"):
        read(tmp_path)


def test_more_blocks_than_a_recording_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BLOCKS", 3)
    with pytest.raises(Refused, match="more than 3 blocks"):
        read(tmp_path, *blocks())


def test_a_file_that_was_cut_meanwhile_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, *blocks())
    path = tmp_path / "leg.untwitch"
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(Refused, match="was changed while it was read"):
        list(found.blocks())


def test_a_block_that_was_posted_is_checked() -> None:
    one = blocks()[2]
    assert checked_block(one, n_channels=3) == 2
    assert checked_block(one[:4] + bytes(4) + one[8:], n_channels=3) == 2
    for data, n_channels, says in (
        (b"BLK", 3, "a block of 3 bytes is too short"),
        (b"XXXX" + one[4:], 3, "no block of a recording"),
        (one[:12] + bytes(4) + one[16:], 3, "no block of a recording"),
        (one, 2, "a block of 60 rows and 2 channels is not"),
        (one[:-1], 3, "is not 1215 bytes long"),
        (one[:-1] + b"\0", 3, "damaged on its way"),
    ):
        with pytest.raises(Refused, match=says):
            checked_block(data, n_channels=n_channels)
