"""Tallies over several rows: one observation of all of them, and no twitch is told twice or lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.timeline.made import grid, history, twitch, watch

from untwitch.facts.history import History
from untwitch.timeline.outcome import Outcome, outcome_of

NAN = np.nan


def see(given_: History, *, days: int = 1, row_h: int = 6, site: str | None = None) -> Outcome:
    return outcome_of(given_, "diary", grid(days, row_h=row_h), site=site, problems=[])


def bounds(outcome: Outcome) -> list[tuple[float, float] | None]:
    return [
        None if np.isnan(low) else (low, high)
        for low, high in zip(outcome.low.tolist(), outcome.high.tolist(), strict=True)
    ]


def test_a_tally_equal_to_the_taps_inside_it_leaves_each_in_its_row() -> None:
    taps = (twitch(8), twitch(13), twitch(14))
    assert bounds(see(history(watches=(watch(7, 23, 3),), twitches=taps))) == [None, (1, 1), (2, 2), (0, 0)]
    assert bounds(see(history(watches=(watch(7, 23, 4),), twitches=taps))) == [None, None, None, (4, 4)]


def test_taps_and_watches_inside_go_with_it() -> None:
    given_ = history(
        watches=(watch(7, 23, 4, 10), watch(8, 9, 2), watch(13, 14)), twitches=(twitch(8.5), twitch(13.5))
    )
    outcome = see(given_)
    assert bounds(outcome) == [None, None, None, (4, 10)]
    assert outcome.observed_h[3] == 16


def test_what_lies_outside_it_stays() -> None:
    given_ = history(watches=(watch(1, 5, 2), watch(7, 23, 4, 10), watch(23.5, 24)), twitches=(twitch(23.7),))
    outcome = see(given_)
    assert bounds(outcome) == [(2, 2), None, None, (5, 11)]
    assert outcome.observed_h[3] == 16.5


def test_two_that_overlap_become_one() -> None:
    outcome = see(history(watches=(watch(7, 19, 3), watch(8, 23, 5))))
    assert bounds(outcome) == [None, None, None, (5, 8)]
    assert outcome.observed_h[3] == 16


@pytest.mark.parametrize("other", [watch(20, 25), watch(6.5, 8, 1)])
def test_one_that_meets_another_watch_in_part_only_bounds_its_rows(other: object) -> None:
    outcome = see(history(watches=(watch(7, 23, 4, 10), other)), days=2)
    assert [each and each[1] for each in bounds(outcome)[1:3]] == [pytest.approx(10, abs=1), 10]


def test_one_that_the_table_does_not_hold_whole_bounds_its_rows() -> None:
    assert bounds(see(history(watches=(watch(12, 36, 9),))))[2:] == [(0, 9), (0, 9)]


def test_a_night_over_midnight_belongs_to_the_day_it_ends_in() -> None:
    outcome = see(history(watches=(watch(20, 28, 5),)), days=2, row_h=24)
    assert bounds(outcome) == [None, (5, 5)]
    assert outcome.observed_h[1] == 8


def test_the_tally_of_the_whole_body_only_bounds_a_place() -> None:
    given_ = history(watches=(watch(7, 23, 4, 10),), twitches=(twitch(13, site="calf_left"),))
    assert bounds(see(given_, site="calf_left")) == [None, None, None, (1, 10)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), min_size=1, max_size=5),
    st.sampled_from([1, 3, 6, 12]),
)
def test_evening_lines_add_up_to_what_they_say_whatever_the_rows(
    days: list[tuple[int, int]], row_h: int
) -> None:
    lines = tuple(watch(24 * day + 7, 24 * day + 23, low, low + more) for day, (low, more) in enumerate(days))
    outcome = see(history(watches=lines), days=len(days), row_h=row_h)
    assert np.nansum(outcome.low) == sum(low for low, _ in days)
    assert np.nansum(outcome.high) == sum(low + more for low, more in days)
    assert np.nansum(outcome.observed_h) == 16 * len(days)


def test_ten_years_of_evening_lines_are_gathered_at_once() -> None:
    lines = tuple(watch(24 * day + 7, 24 * day + 23, 3) for day in range(3650))
    outcome = see(history(watches=lines), days=3650)
    assert int((~np.isnan(outcome.low)).sum()) == 3650
