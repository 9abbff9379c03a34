"""A zero exists only inside a watch, and nothing is counted twice."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from tests.timeline.made import AMSTERDAM, DAY, at, grid, history, twitch, watch

from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.problem import Problem
from untwitch.facts.stay import Stay
from untwitch.facts.twitch import DIARY
from untwitch.facts.watch import Watch
from untwitch.timeline.outcome import Outcome, outcome_of

NAN = np.nan
OUTSIDE = "twitches outside every watch are not counted"
UNWATCHED = "twitches were tapped but nothing was watched, so their number is unknown"


def see(given_: History, **more: Any) -> tuple[Outcome, list[Problem]]:
    problems: list[Problem] = []
    wanted: dict[str, Any] = {"instrument": DIARY, "grid": grid(2), "site": None} | more
    instrument, rows = wanted.pop("instrument"), wanted.pop("grid")
    return outcome_of(given_, instrument, rows, problems=problems, **wanted), problems


def bounds(given_: History, **more: Any) -> list[tuple[float, float]]:
    outcome, _ = see(given_, **more)
    return list(zip(outcome.low.tolist(), outcome.high.tolist(), strict=True))


def first(*watches: Watch, taps: tuple[float, ...] = ()) -> tuple[float, float]:
    return bounds(history(watches=watches, twitches=tuple(twitch(hour) for hour in taps)))[0]


def test_a_watch_without_a_twitch_is_a_zero_and_a_day_without_a_watch_is_unknown() -> None:
    outcome, problems = see(history(watches=(watch(7, 23),)))
    assert problems == []
    for found, expected in (
        (outcome.low, [0, NAN]),
        (outcome.high, [0, NAN]),
        (outcome.observed_h, [16, NAN]),
        (outcome.twitch_min, [NAN, NAN]),
        (outcome.bother_0_10, [NAN, NAN]),
    ):
        np.testing.assert_array_equal(found, expected)


def test_taps_inside_a_watch_are_its_count_and_a_tap_that_ends_it_is_inside() -> None:
    assert first(watch(7, 23), taps=(7, 12, 23)) == (3, 3)


def test_taps_outside_every_watch_are_not_counted_and_named() -> None:
    given_ = history(
        watches=(watch(7, 12), watch(24 + 7, 24 + 9)), twitches=tuple(map(twitch, (11, 13, 6, 24 + 10)))
    )
    assert bounds(given_) == [(1, 1), (0, 0)]
    assert see(given_)[1] == [Problem("diary, 2026-03-10 and 1 more day", OUTSIDE)]


def test_taps_on_a_day_without_a_watch_leave_it_unknown_and_are_named() -> None:
    outcome, problems = see(history(twitches=(twitch(11), twitch(12))))
    assert np.isnan(outcome.low).all()
    assert problems == [Problem("diary, 2026-03-10", UNWATCHED)]


@pytest.mark.parametrize(
    ("tally", "taps", "expected"),
    [
        ((1, 3), (), (1, 3)),
        ((1, 3), (9, 10), (2, 3)),
        ((1, 3), (9, 10, 11, 12), (4, 4)),
        ((5, 5), (9, 10), (5, 5)),
        ((0, 0), (9,), (1, 1)),
    ],
)
def test_the_count_lies_between_tally_and_taps(
    tally: tuple[int, int], taps: tuple[float, ...], expected: tuple[float, float]
) -> None:
    assert first(watch(7, 23, *tally), taps=taps) == expected


def test_watches_apart_add_up_and_their_hours_too() -> None:
    given_ = history(watches=(watch(7, 9, 1, 3), watch(12, 14), watch(20, 22, 4)), twitches=(twitch(13),))
    outcome, _ = see(given_)
    assert (outcome.low[0], outcome.high[0], outcome.observed_h[0]) == (6, 8, 6)


def test_watches_that_overlap_count_once() -> None:
    given_ = history(
        watches=(watch(7, 12), watch(9, 14), watch(10, 11), watch(14, 15)), twitches=(twitch(10),)
    )
    outcome, _ = see(given_)
    assert (outcome.low[0], outcome.high[0], outcome.observed_h[0]) == (1, 1, 8)


def test_a_tally_inside_a_longer_watch_leaves_the_taps_beside_it() -> None:
    assert first(watch(7, 23), watch(8, 12, 1, 3), taps=(9, 15)) == (2, 4)


def test_the_evening_line_typed_twice_counts_once() -> None:
    assert first(watch(7, 23, 1, 3), watch(7, 23, 1, 3)) == (1, 3)
    assert first(watch(7, 23, 1, 3), watch(7, 23, 2, 2)) == (2, 2)


def test_two_tallies_of_one_time_that_do_not_agree_give_the_larger_and_a_problem() -> None:
    given_ = history(watches=(watch(7, 23, 1, 3), watch(7, 23, 4, 10)))
    assert bounds(given_)[0] == (4, 10)
    what = "two tallies of the same time do not agree; the larger is taken"
    assert see(given_)[1] == [Problem("diary, 2026-03-10", what)]


def test_tallies_of_times_that_only_meet_in_part_bound_the_count() -> None:
    assert first(watch(7, 12, 2, 3), watch(10, 15, 4, 5)) == (4, 8)


def test_a_tally_belongs_to_the_row_that_holds_most_of_its_watch() -> None:
    outcome, _ = see(history(watches=(watch(8, 24.5, 5, twitch_min=12.0, bother_0_10=4.0),)))
    np.testing.assert_array_equal(outcome.low, [5, NAN])
    np.testing.assert_array_equal(outcome.observed_h, [16, NAN])
    np.testing.assert_array_equal(outcome.twitch_min, [12, NAN])
    np.testing.assert_array_equal(outcome.bother_0_10, [4, NAN])


def test_a_tally_over_several_rows_is_one_observation_in_the_last() -> None:
    given_ = history(watches=(watch(7, 23, 4, 10, twitch_min=12.0, bother_0_10=3.0),), twitches=(twitch(13),))
    outcome, problems = see(given_, grid=grid(1, row_h=6))
    np.testing.assert_array_equal(outcome.low, [NAN, NAN, NAN, 4])
    np.testing.assert_array_equal(outcome.high, [NAN, NAN, NAN, 10])
    np.testing.assert_array_equal(outcome.observed_h, [NAN, NAN, NAN, 16])
    np.testing.assert_array_equal(outcome.twitch_min, [NAN, NAN, NAN, 12])
    np.testing.assert_array_equal(outcome.bother_0_10, [NAN, NAN, NAN, 3])
    assert problems == []


def test_a_tally_of_none_says_none_of_every_row() -> None:
    assert bounds(history(watches=(watch(7, 23, 0),)), grid=grid(1, row_h=6))[1:] == [(0, 0)] * 3


def test_a_watch_without_a_tally_is_cut_where_the_row_ends() -> None:
    outcome, _ = see(history(watches=(watch(20, 26),), twitches=(twitch(21), twitch(25), twitch(25.5))))
    np.testing.assert_array_equal(outcome.observed_h, [4, 2])
    np.testing.assert_array_equal(outcome.low, [1, 2])


def test_minutes_add_up_over_watches_apart_and_bother_is_the_most() -> None:
    given_ = history(
        watches=(
            watch(7, 9, 1, twitch_min=5.0, bother_0_10=2.0),
            watch(8, 9, 1, twitch_min=4.0),
            watch(12, 14, 1, twitch_min=3.0, bother_0_10=6.0),
        )
    )
    outcome, _ = see(given_)
    assert (outcome.twitch_min[0], outcome.bother_0_10[0]) == (8, 6)


def test_minutes_and_hours_stay_within_the_row() -> None:
    zone_change = Watch(new_id(), at(0), at(24, zone="Pacific/Honolulu"), twitch_min=9999.0)
    outcome, _ = see(history(watches=(zone_change,)))
    assert (outcome.observed_h[0], outcome.twitch_min[0]) == (27, 27 * 60)


def test_instruments_are_series_of_their_own() -> None:
    given_ = history(
        watches=(watch(7, 23, 2), watch(20, 20.5, 40, instrument="emg", site="calf_left")),
        twitches=(twitch(20.1, instrument="emg"),),
    )
    assert bounds(given_)[0] == (2, 2)
    assert bounds(given_, instrument="emg")[0] == (40, 40)
    assert bounds(given_, instrument="emg", site="thigh_left")[0] == (40, 40)


def test_watching_one_place_says_nothing_of_the_whole_body() -> None:
    given_ = history(watches=(watch(7, 23, 2, site="calf_left"),), twitches=(twitch(9, site="calf_left"),))
    outcome, problems = see(given_)
    assert np.isnan(outcome.low).all()
    what = "only one place was watched, which says nothing of the whole body; not counted"
    assert problems == [Problem("diary, 2026-03-10", what), Problem("diary, 2026-03-10", UNWATCHED)]


def test_one_place_has_its_own_taps_and_the_tally_of_the_whole_body_only_bounds_it() -> None:
    taps = (twitch(9, site="calf_left"), twitch(10, site="thumb_left"))
    whole = history(watches=(watch(7, 23, 4, 10),), twitches=taps)
    assert bounds(whole, site="calf_left")[0] == (1, 10)
    own = history(watches=(watch(7, 23, 4, 10, site="calf_left"),), twitches=taps)
    assert bounds(own, site="calf_left")[0] == (4, 10)
    assert see(own, site="thumb_left")[1][0].what.startswith("only one place was watched")


def test_facts_outside_the_rows_are_left_out() -> None:
    given_ = history(watches=(watch(-10, -5), watch(99, 100)), twitches=(twitch(-7), twitch(99.5)))
    outcome, problems = see(given_)
    assert np.isnan(outcome.low).all()
    assert problems == []


def test_a_travel_day_keeps_its_watch_whole() -> None:
    flown = Watch(new_id(), at(7), at(23, zone="America/New_York"), twitches_low=3, twitches_high=3)
    outcome, _ = see(history(watches=(flown,)))
    np.testing.assert_array_equal(outcome.low, [3, NAN])
    assert outcome.observed_h[0] == pytest.approx(21)  # New York had changed its clock two days before


def test_the_stay_says_which_day_it_was_where_the_source_does_not() -> None:
    begin, end = (at(hour, known_by="guess") for hour in (22, 23.5))
    given_ = history(watches=(Watch(new_id(), begin, end),), stays=(Stay(new_id(), "Asia/Tokyo"),))
    np.testing.assert_array_equal(see(given_)[0].low, [NAN, 0])


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2026, 3, 29), 23), (dt.date(2026, 10, 25), 25)])
def test_a_day_of_a_clock_change_can_be_watched_for_23_or_25_hours(day: dt.date, hours: int) -> None:
    whole = Watch(new_id(), at(0, first=day, zone=AMSTERDAM), at(24, first=day, zone=AMSTERDAM))
    outcome, _ = see(history(watches=(whole,)), grid=grid(1, first=day))
    assert outcome.observed_h.tolist() == [hours]
    assert day != DAY
