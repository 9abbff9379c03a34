from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.recording import SampleArray
from untwitch.recordings.timed_rows import Placed, placed

TIMES = np.arange(200) / 100


def on_grid(
    times_s: npt.NDArray[np.float64], *, rate_hz: float | None = None, factor: float = 1.0
) -> tuple[Placed, npt.NDArray[np.float32]]:
    rows = np.arange(times_s.size, dtype=np.float32)[np.newaxis]

    def values() -> Iterator[SampleArray]:
        yield rows[:, :70]
        yield rows[:, 70:]

    found = placed(times_s, values, n_channels=1, asked=asked(rate_hz=rate_hz), name="log", factor=factor)
    return found, np.concatenate([each.samples for each in found.open_blocks(33)])[:, 0]


def test_rows_are_placed_by_their_times() -> None:
    found, samples = on_grid(np.delete(TIMES, np.arange(50, 60)))
    assert found.rate_hz == pytest.approx(100)
    assert (found.n_samples, len(found.gaps)) == (200, 1)
    assert np.isnan(samples[50:60]).all()
    np.testing.assert_array_equal(samples[60:], np.arange(50, 190))


def test_rows_without_a_time_are_left_out_with_their_values() -> None:
    times = TIMES.copy()
    times[[3, 100]] = np.nan
    found, samples = on_grid(np.insert(times, 50, times[49]))
    assert found.n_samples == 200
    np.testing.assert_allclose(samples[101:], np.arange(102, 201))
    assert len(found.problems) == 3


def test_values_are_multiplied() -> None:
    np.testing.assert_array_equal(on_grid(TIMES, factor=1000)[1], 1000 * np.arange(200))


def test_a_rate_against_the_times_is_refused() -> None:
    assert on_grid(TIMES, rate_hz=100.5)[0].rate_hz == pytest.approx(100)
    with pytest.raises(Refused, match="log has 100 samples a second, not the 50"):
        on_grid(TIMES, rate_hz=50)


def test_two_times_are_too_few() -> None:
    with pytest.raises(Refused, match="log has fewer than three rows with a time"):
        on_grid(np.array([1.0, 2.0]))
