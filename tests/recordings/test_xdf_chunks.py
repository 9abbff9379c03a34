import io
import random

import numpy as np
import numpy.typing as npt
import pytest
from tests.recordings.xdf_files import BOUNDARY, chunk, samples, some_values, stream_header, xdf_file

from untwitch.facts.refused import Refused
from untwitch.recordings import xdf_chunks as module
from untwitch.recordings.xdf_chunks import (
    ChunkTime,
    EvenRun,
    XdfContents,
    chunk_samples,
    chunk_time,
    even_runs,
    xdf_contents,
)

VALUES = some_values(100)
TIMES = 7 + np.arange(100) / 500


def contents(data: bytes) -> XdfContents:
    return xdf_contents(io.BytesIO(data), size=len(data), name="a.xdf")


GOOD = xdf_file(
    stream_header(1), stream_header(2, kind="Markers"), samples(1, TIMES, VALUES), chunk(5, BOUNDARY),
    samples(1, TIMES, VALUES, width=1), samples(2, TIMES, VALUES, width=8), samples(9, TIMES, VALUES),
)  # fmt: skip


def test_streams_and_their_chunks_are_found() -> None:
    found = contents(GOOD)
    assert sorted(found.streams) == [1, 2]
    assert [len(found.streams[each].at) for each in (1, 2)] == [2, 1]
    assert b"<type>EMG" in found.streams[1].header
    assert (found.jumps, found.is_cut) == (0, False)


@pytest.mark.parametrize("width", [1, 4, 8])
@pytest.mark.parametrize(
    "times", [list(TIMES), [7.0, *[None] * 99], [None if each % 3 else 7.0 + each for each in range(100)]]
)
def test_samples_are_those_that_were_written(width: int, times: list[float | None]) -> None:
    data = samples(1, times, VALUES, width=width)[11:]
    found_times, found = chunk_samples(data, kind="<f4", n_channels=2)
    np.testing.assert_array_equal(found, VALUES)
    np.testing.assert_array_equal(found_times, [np.nan if each is None else each for each in times])


def test_samples_up_to_the_first_damaged_one_are_given() -> None:
    data = samples(1, TIMES, VALUES)[11:]
    for broken in (data[:-3], data[: 5 + 17 * 40] + b"\x07" + data[5 + 17 * 40 + 1 :]):
        times, found = chunk_samples(broken, kind="<f4", n_channels=2)
        assert 40 <= len(found) < 100
        np.testing.assert_array_equal(found, VALUES[: len(found)])
        np.testing.assert_array_equal(times, TIMES[: len(found)])


@pytest.mark.parametrize("data", [b"", b"\x03\0\0\0", b"\x01\x05", b"\x01\x00"])
def test_a_chunk_without_samples_has_none(data: bytes) -> None:
    times, values = chunk_samples(data, kind="<i2", n_channels=3)
    assert (times.shape, values.shape, values.dtype.str) == ((0,), (0, 3), "<i2")


def test_behind_damage_reading_goes_on_at_the_next_boundary() -> None:
    broken = xdf_file(stream_header(1), samples(1, TIMES, VALUES))
    broken += b"\x05" + b"x" * (1 << 20) + BOUNDARY + samples(1, TIMES, VALUES)
    found = contents(broken)
    assert (found.jumps, found.is_cut, len(found.streams[1].at)) == (1, False, 2)


def test_damage_without_a_boundary_ends_the_file() -> None:
    assert contents(GOOD + b"\x02garbage").is_cut
    assert contents(GOOD[:-5]).is_cut
    many = GOOD + (b"\x05" + BOUNDARY) * (module.MOST_JUMPS + 5)
    assert contents(many).is_cut


def test_a_chunk_larger_than_any_is_passed_over() -> None:
    assert contents(GOOD + b"\x08" + (1 << 40).to_bytes(8, "little") + b"xxxx").is_cut


def test_other_files_and_endless_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match=r"a\.xdf is no XDF file"):
        contents(b"RIFF" + GOOD)
    monkeypatch.setattr(module, "MOST_CHUNKS", 3)
    with pytest.raises(Refused, match=r"more than 3 chunks; give it in parts"):
        contents(GOOD)


def runs(times_s: npt.ArrayLike, *, n: int = 50, rate_hz: float = 500) -> tuple[EvenRun, ...]:
    return even_runs([ChunkTime(n, 0, each) for each in np.atleast_1d(times_s)], rate_hz=rate_hz)


def test_an_even_stream_runs_until_it_pauses() -> None:
    number = np.arange(400)
    one, other = runs(3 + number * 0.1002 + np.where(number > 200, 30, 0))
    assert (one.first_chunk, one.n_chunks, other.first_chunk, other.n_chunks) == (0, 201, 201, 199)
    assert (one.n, other.n) == (201 * 50, 199 * 50)
    assert one.rate_hz == pytest.approx(50 / 0.1002, rel=1e-6)
    assert one.start_s == pytest.approx(3, abs=1e-6)
    assert other.start_s == pytest.approx(3 + 201 * 0.1002 + 30, abs=1e-6)


def test_a_short_or_strange_run_has_no_rate_of_its_own() -> None:
    (short,) = runs([2.0, 2.1, 2.2])
    assert short.rate_hz is None
    assert short.start_s == pytest.approx(2)
    (strange,) = runs(np.arange(200) * 0.03, n=5, rate_hz=400)
    assert strange.rate_hz is None


def test_chunks_without_times_follow_those_before() -> None:
    number = np.arange(100)
    (lacking,) = runs(np.where(number % 2, np.nan, number * 0.1))
    assert lacking.rate_hz == pytest.approx(500)
    assert lacking.n == 5000
    assert runs(np.nan) == ()


def test_the_time_of_a_chunk_is_the_mean_of_those_known() -> None:
    assert chunk_time(np.array([1.0, np.nan, 3.0, 5.0])) == ChunkTime(4, 5 / 3, 3.0)
    nothing = chunk_time(np.array([np.nan]))
    assert nothing.n == 1
    assert np.isnan(nothing.time_s)


@pytest.mark.parametrize("seed", range(3))
def test_no_damage_breaks_the_look_into_a_file(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        broken = bytearray(GOOD)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        for stream in contents(bytes(broken)).streams.values():
            for at, size in zip(stream.at, stream.sizes, strict=True):
                chunk_samples(bytes(broken[at : at + size]), kind="<f4", n_channels=2)
