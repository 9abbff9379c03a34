from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.recordings import even_grid as module
from untwitch.recordings.even_grid import EvenGrid, even_grid, even_pieces, true_rate_hz
from untwitch.recordings.recording import Gap

Floats = npt.NDArray[np.float64]


def placed(grid: EvenGrid, values: npt.ArrayLike, *, cuts: Iterable[int] = ()) -> npt.NDArray[np.float32]:
    rows = np.atleast_2d(np.asarray(values, dtype=np.float32))
    whole = np.full((len(rows), grid.n_samples), np.nan, dtype=np.float32)
    end = 0
    for piece in even_pieces(grid, np.split(rows, sorted(cuts), axis=1)):
        assert piece.first_index >= end
        end = piece.first_index + piece.channels.shape[1]
        whole[:, piece.first_index : end] = piece.channels
    return whole


def grid_of(times_s: Floats, rate_hz: float | None = None) -> EvenGrid:
    found = rate_hz or true_rate_hz(times_s)
    assert found is not None
    return even_grid(times_s, rate_hz=found, name="log.csv")


def test_even_rows_come_through_as_they_are() -> None:
    times = 5 + np.arange(1000) / 100.643
    values = np.random.default_rng(1).normal(size=(3, 1000)).astype(np.float32)
    grid = grid_of(times)
    assert grid.rate_hz == pytest.approx(100.643)
    assert (grid.n_samples, grid.gaps, grid.problems) == (1000, (), ())
    np.testing.assert_array_equal(placed(grid, values), values)


@settings(max_examples=40)
@given(
    lost=st.integers(0, 60),
    cuts=st.lists(st.integers(0, 900), max_size=5),
    jitter=st.sampled_from([0, 0.0005]),
    slip=st.floats(0, 0.5),
)
def test_the_way_the_rows_come_makes_no_difference(
    lost: int, cuts: list[int], jitter: float, slip: float
) -> None:
    chance = np.random.default_rng(3)
    times = np.delete(np.arange(960) / 100, np.arange(300, 300 + lost))
    times[500:] += slip
    times += jitter * chance.normal(size=times.size)
    values = chance.normal(size=(2, times.size))
    grid = grid_of(times)
    np.testing.assert_array_equal(placed(grid, values, cuts=cuts), placed(grid, values))


def test_a_hole_is_a_gap_with_nothing_in_it() -> None:
    times = np.concatenate([np.arange(500), np.arange(700, 1000)]) / 100
    values = np.arange(800, dtype=np.float32)
    grid = grid_of(times)
    assert grid.gaps == (Gap(5.0, 7.0, "no samples in the file"),)
    whole = placed(grid, values)[0]
    assert grid.n_samples == 1000
    np.testing.assert_array_equal(whole[:500], values[:500])
    assert np.isnan(whole[500:700]).all()
    np.testing.assert_array_equal(whole[700:], values[500:])


def test_one_lost_sample_is_bridged_by_a_straight_line() -> None:
    times = np.delete(np.arange(100), [40]) / 100
    values = np.delete(np.arange(100.0) * 2, [40])
    grid = grid_of(times)
    np.testing.assert_allclose(placed(grid, values)[0], np.arange(100) * 2, rtol=1e-6)
    assert grid.gaps == ()


def test_a_few_lost_among_many_are_not_worth_a_word() -> None:
    few = np.delete(np.arange(5000), [400, 900]) / 100
    assert grid_of(few).problems == ()
    many = np.delete(np.arange(5000), np.arange(10, 4000, 50)) / 100
    assert [each.what for each in grid_of(many).problems] == ["80 lost samples were bridged, each alone"]


def test_more_than_one_lost_sample_is_a_gap_where_a_twitch_would_fit_into_it() -> None:
    for rate_hz, lost, gaps in ((50, 1, 0), (50, 2, 1), (400, 8, 0), (400, 10, 1)):
        times = np.delete(np.arange(1000), np.arange(400, 400 + lost)) / rate_hz
        assert len(grid_of(times).gaps) == gaps


def test_late_time_stamps_do_not_move_the_samples() -> None:
    chance = np.random.default_rng(5)
    truth = np.arange(6000) / 60
    values = 100 * np.sin(2 * np.pi * 7 * truth)
    stamped = truth + np.abs(chance.normal(scale=0.0015, size=truth.size))
    grid = grid_of(np.round(np.sort(stamped), 3).astype(np.float64))
    error = placed(grid, values)[0][60:-60] - 100 * np.sin(
        2 * np.pi * 7 * (np.arange(60, grid.n_samples - 60) / grid.rate_hz)
    )
    assert np.std(error) < 1.5  # straight from the stamps it would be above 4


def test_a_clock_that_drifts_keeps_fast_movement() -> None:
    """Up to 45 Hz at 100 Hz the amplitude stays, where a straight line between samples halves it."""
    ticks = np.arange(12_000)
    times = ticks / 100 + 2e-9 * ticks**2  # half a second late after two minutes
    for frequency_hz in (5.0, 25.0, 40.0):
        values = np.sin(2 * np.pi * frequency_hz * times)
        grid = grid_of(times)
        whole = placed(grid, values)[0][200:-200]
        truth = np.sin(2 * np.pi * frequency_hz * (np.arange(200, grid.n_samples - 200) / grid.rate_hz))
        assert np.abs(whole - truth).max() < 0.06


def test_uneven_times_are_taken_as_written_and_said() -> None:
    chance = np.random.default_rng(6)
    times = np.cumsum(chance.uniform(0.004, 0.016, size=3000))
    grid = grid_of(times)
    slow = np.sin(2 * np.pi * 1.0 * times)
    whole = placed(grid, slow)[0][100:-100]
    truth = np.sin(2 * np.pi * 1.0 * (times[0] + np.arange(100, grid.n_samples - 100) / grid.rate_hz))
    assert np.corrcoef(whole, truth)[0, 1] > 0.99
    assert any("its times are uneven" in each.what for each in grid.problems)


def test_a_few_rows_far_from_all_others_are_left_out() -> None:
    times = np.concatenate([[0.0], 1e6 + np.arange(500) / 100, [2e6, 2e6 + 0.01]])
    grid = grid_of(times)
    assert grid.n_samples == 500
    np.testing.assert_array_equal(placed(grid, np.arange(503.0))[0], np.arange(1, 501))
    assert [each.what for each in grid.problems] == [
        "3 rows were left out, their time is far from all others"
    ]


def test_rows_that_are_all_far_apart_are_kept() -> None:
    assert even_grid(np.array([0.0, 100, 200]), rate_hz=1, name="x").n_samples == 201


def test_a_log_over_days_is_refused() -> None:
    times = np.concatenate([np.arange(100) / 10, 1e6 + np.arange(100) / 10])
    with pytest.raises(Refused, match=r"log\.csv spans more than 48 hours; give it in parts"):
        grid_of(times)


def test_a_log_full_of_holes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_GAPS", 3)
    times = np.concatenate([start + np.arange(20) / 100 for start in range(5)])
    with pytest.raises(Refused, match="4 gaps in its times; it is no even recording"):
        grid_of(times)


def test_the_true_rate_is_that_between_losses() -> None:
    times = np.delete(np.arange(1000) / 74.4, [100, 200, 201, 500])
    assert true_rate_hz(times) == pytest.approx(74.4)
    assert true_rate_hz(np.array([0.0, 1.0])) is None
    assert true_rate_hz(np.array([0.0, 0.1, 3.0, 3.1, 9.0, 9.1, 20.0])) is not None


@settings(max_examples=40)
@given(
    steps=st.lists(
        st.sampled_from([0.001, 0.008, 0.01, 0.012, 0.02, 0.03, 0.5, 70.0]), min_size=3, max_size=40
    ),
    cuts=st.lists(st.integers(0, 60), max_size=3),
)
def test_any_rising_times_can_be_placed(steps: list[float], cuts: list[int]) -> None:
    times = np.cumsum(steps)
    grid = grid_of(times)
    values = np.arange(times.size, dtype=float)
    whole = placed(grid, values, cuts=[each for each in cuts if each <= times.size])
    np.testing.assert_array_equal(whole, placed(grid, values))
    inside = np.zeros(grid.n_samples, dtype=bool)
    for gap in grid.gaps:
        first, last = round(gap.start_s * grid.rate_hz), round(gap.end_s * grid.rate_hz)
        inside[first:last] = True
    np.testing.assert_array_equal(np.isnan(whole[0]), inside)


@pytest.mark.parametrize("n", [30, 99, 100, 101, 102, 150, 200, 201, 5001])
def test_late_time_stamps_are_smoothed_at_the_ends_too(n: int) -> None:
    late = np.random.default_rng(n).normal(scale=0.0005, size=n)
    grid = even_grid(np.arange(n) / 100 + late, rate_hz=100, name="x")
    (one,) = grid.stretches
    assert one.shift == 0
    assert grid.n_samples == n
    assert one.knots_tick.size <= n / 100 + 4


def test_the_grid_begins_at_the_first_tick_not_at_its_stamp() -> None:
    times = np.arange(500) / 100
    times[0] = -0.004
    assert even_grid(times, rate_hz=100, name="x").stretches[0].shift == 0
