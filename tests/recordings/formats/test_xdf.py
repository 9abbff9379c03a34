import logging
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import pyxdf
from tests.recordings.reading import given, samples_of, written
from tests.recordings.xdf_files import footer, samples, some_values, stream_header, xdf_file

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.formats import xdf as module
from untwitch.recordings.formats.xdf import FORMAT
from untwitch.recordings.recording import Recording

VALUES = some_values()
TIMES = 100 + np.arange(4000) / 498.5


def chunks(
    number: int = 1,
    *,
    times: npt.NDArray[Any] = TIMES,
    values: npt.NDArray[Any] = VALUES,
    rows: int = 50,
    stamps: bool = True,
) -> list[bytes]:
    """Gives chunks of samples; without stamps only the first of each has a time."""
    return [
        samples(
            number,
            times[at : at + rows] if stamps else [times[at], *[None] * (len(times[at : at + rows]) - 1)],
            values[at : at + rows],
        )
        for at in range(0, len(times), rows)
    ]


def read(folder: Path, data: bytes, **said: Any) -> Recording:
    one = given(written(folder, "session.xdf", data))
    assert FORMAT.claims(one) == 1
    return FORMAT.read(one, asked(**said))


@pytest.mark.parametrize("stamps", [True, False])
def test_an_even_stream_is_read_at_its_true_rate(tmp_path: Path, *, stamps: bool) -> None:
    found = read(tmp_path, xdf_file(stream_header(1), *chunks(stamps=stamps), footer(1)))
    assert found.rate_hz == pytest.approx(498.5)
    assert (found.unit, found.sensor, found.channel_names) == ("uV", "emg", ("left", "right"))
    assert (found.gaps, found.problems, found.least_bit) == ((), (), None)
    np.testing.assert_array_equal(samples_of(found), VALUES)


def test_it_is_read_as_pyxdf_reads_it(tmp_path: Path) -> None:
    late = np.random.default_rng(2).normal(scale=0.001, size=4000)
    times = TIMES + np.where(np.arange(4000) >= 2500, 12, 0) + late
    found = read(tmp_path, xdf_file(stream_header(1), *chunks(times=times), footer(1)))
    logging.getLogger("pyxdf").setLevel(logging.CRITICAL)
    (stream,), _ = pyxdf.load_xdf(str(tmp_path / "session.xdf"), synchronize_clocks=False)
    whole = samples_of(found)
    index = np.round((stream["time_stamps"] - stream["time_stamps"][0]) * found.rate_hz).astype(int)
    shift = np.flatnonzero(~np.isnan(whole[:, 0])) - index
    assert np.abs(shift).max() <= 2
    np.testing.assert_array_equal(whole[~np.isnan(whole[:, 0])], stream["time_series"])
    assert [(each.start_s, each.end_s) for each in found.gaps] == [
        pytest.approx((2500 / 498.5, 2500 / 498.5 + 12), abs=0.01)
    ]


def test_whole_numbers_have_a_step_and_a_unit_that_is_asked_for(tmp_path: Path) -> None:
    values = (VALUES * 100).astype("<i2")
    head = stream_header(1, value_format="int16", units=("", ""))
    data = xdf_file(head, *chunks(values=values))
    with pytest.raises(Refused, match="--unit"):
        read(tmp_path, data)
    found = read(tmp_path, data, unit="0.5uV")
    assert found.least_bit == 0.5
    np.testing.assert_array_equal(samples_of(found), 0.5 * values)


@pytest.mark.parametrize(("value_format", "kind"), [("double64", "<f8"), ("int32", "<i4"), ("int8", "|i1")])
def test_values_of_every_kind_are_read(tmp_path: Path, value_format: str, kind: str) -> None:
    values = np.clip(VALUES, -127, 127).astype(kind)
    found = read(tmp_path, xdf_file(stream_header(1, value_format=value_format), *chunks(values=values)))
    np.testing.assert_array_equal(samples_of(found), values.astype(np.float32))


def test_endless_values_are_missing(tmp_path: Path) -> None:
    values = VALUES.copy()
    values[5, 0] = np.inf
    whole = samples_of(read(tmp_path, xdf_file(stream_header(1), *chunks(values=values))))
    assert np.isnan(whole[5, 0])


def test_an_uneven_stream_is_placed_by_its_times(tmp_path: Path) -> None:
    head = stream_header(1, kind="Accelerometer", rate_hz=0, units=("m/s2", "m/s2"))
    keep = np.delete(np.arange(4000), np.arange(1000, 1100))
    found = read(tmp_path, xdf_file(head, *chunks(times=TIMES[keep], values=VALUES[keep])))
    assert (found.sensor, found.unit, len(found.gaps)) == ("accelerometer", "mm/s2", 1)
    assert found.rate_hz == pytest.approx(498.5)
    np.testing.assert_allclose(samples_of(found)[:1000], 1000 * VALUES[:1000], rtol=1e-6)


def test_too_many_uneven_samples_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_UNEVEN_SAMPLES", 1000)
    with pytest.raises(Refused, match="more uneven samples than a recording"):
        read(tmp_path, xdf_file(stream_header(1, rate_hz=0), *chunks()))


def test_the_stream_of_muscle_is_taken(tmp_path: Path) -> None:
    data = xdf_file(
        stream_header(1, name="Marks", kind="Markers", value_format="string"),
        stream_header(2, name="Phone", kind="ACC", units=("g", "g")),
        stream_header(3, name="Arm", kind="EMG"),
        stream_header(4, name="Head", kind="EEG"),
        *chunks(1), *chunks(2), *chunks(3), *chunks(4),
    )  # fmt: skip
    assert read(tmp_path, data).sensor == "emg"
    assert read(tmp_path, data, sensor="accelerometer").sensor == "accelerometer"
    assert read(tmp_path, data, variable="Head").n_samples == 4000
    with pytest.raises(Refused, match=r"has no stream 'Arn'; known: Phone, Arm, Head"):
        read(tmp_path, data, variable="Arn")


def test_a_single_stream_of_numbers_is_taken_whatever_it_is(tmp_path: Path) -> None:
    assert read(tmp_path, xdf_file(stream_header(1, name="x", kind="y"), *chunks())).sensor == "emg"


@pytest.mark.parametrize(
    ("heads", "says"),
    [
        (
            [stream_header(1, name="A"), stream_header(2, name="B")],
            "2 streams of muscle or movement among: A, B",
        ),
        (
            [stream_header(1, kind="x"), stream_header(2, kind="y")],
            "0 streams .* among: Band, Band",
        ),
        ([stream_header(1, value_format="string")], "0 streams .* none of numbers"),
        ([stream_header(1, channels=0)], "none of numbers"),
        ([stream_header(1, rate_hz=-5)], "none of numbers"),
        ([stream_header(1).replace(b"<channel_count>2<", b"<channel_count>x<")], "none of numbers"),
        ([stream_header(1).replace(b"</info>", b"</inf0>")], "none of numbers"),
        ([], "none of numbers"),
    ],
)
def test_where_no_stream_or_several_can_be_meant_a_sentence_says_so(
    tmp_path: Path, heads: list[bytes], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        read(tmp_path, xdf_file(*heads, *chunks(1), *chunks(2)))


def test_channels_of_another_unit_are_left_out_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, xdf_file(stream_header(1, units=("mV", "kg")), *chunks()))
    assert found.channel_names == ("left",)
    assert [each.what for each in found.problems] == ["1 channels of another unit were left out"]


def test_a_stream_without_times_is_refused(tmp_path: Path) -> None:
    part = samples(1, [None] * 50, VALUES[:50])
    with pytest.raises(Refused, match="has no times in its stream Band"):
        read(tmp_path, xdf_file(stream_header(1), part))


@pytest.mark.parametrize("cut", [1, 300, 700])
def test_a_cut_file_gives_its_good_part_and_says_where_it_ends(tmp_path: Path, cut: int) -> None:
    found = read(tmp_path, xdf_file(stream_header(1), *chunks())[:-cut])
    said = found.problems[-1]
    assert isinstance(said, Incomplete)
    assert said.what.startswith(f"the file ends within a part, after {found.duration_s:g} s")
    np.testing.assert_array_equal(samples_of(found), VALUES[: found.n_samples])
    assert 3900 <= found.n_samples < 4000


def test_damage_within_is_said(tmp_path: Path) -> None:
    parts = chunks()
    boundary = b"\x05" + bytes.fromhex("43a546dccbf5410fb30ed5467383cbe4")
    found = read(tmp_path, xdf_file(stream_header(1), *parts[:40], boundary, *parts[40:]))
    assert found.problems[0].what == "it is damaged in 1 places; those parts were left out"
    assert found.n_samples == 4000
