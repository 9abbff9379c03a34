"""One series is chosen, none are added, and unknown rows stay unknown."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from tests.explain.diaries import FIRST_DAY, Floats

from untwitch.explain.outcomes import OUTCOMES, choose
from untwitch.facts.refused import Refused
from untwitch.timeline.timeline import Timeline, daily

NAN = float("nan")


def table(**columns: list[float] | Floats) -> Timeline:
    return daily(FIRST_DAY, {name: np.asarray(each, dtype=np.float64) for name, each in columns.items()})


def recorded(instruments: list[str], counts: list[float]) -> Timeline:
    plain = table(recorded_count=counts, recorded_h=[2.0] * len(counts))
    return Timeline(
        starts=plain.starts,
        row_h=24.0,
        sites=plain.sites,
        columns=plain.columns,
        instruments=tuple(instruments),
    )


def test_a_count_goes_before_the_word_of_the_evening() -> None:
    made, problems = choose(
        table(twitches=[5, NAN, NAN], twitches_low=[4, 1, NAN], twitches_high=[10, 3, NAN])
    )
    assert made.name == "twitches"
    assert_array_equal(made.low, [5, 1, NAN])
    assert_array_equal(made.high, [5, 3, NAN])
    assert_array_equal(made.usable, [True, True, False])
    assert problems == ()


def test_hours_that_are_not_said_are_a_waking_day() -> None:
    made, _ = choose(table(twitches=[5, 6], observed_h=[NAN, 4]))
    assert_array_equal(made.hours, [16, 4])


def test_the_diary_is_taken_first_when_it_has_fourteen_rows() -> None:
    fourteen, fifteen = [1.0] * 14 + [NAN], [2.0] * 15
    made, _ = choose(table(twitches=fourteen, recorded_count=fifteen, recorded_h=[1.0] * 15))
    assert made.name == "twitches"
    made, _ = choose(table(twitches=[*fourteen[:13], NAN, NAN], twitch_min=fifteen))
    assert made.name == "twitch_min"


def test_with_few_rows_the_fullest_series_is_taken() -> None:
    made, _ = choose(table(twitches=[1, NAN, NAN], bother_0_10=[1, 2, 3]))
    assert made.name == "bother_0_10"


def test_a_table_without_outcome_has_no_usable_row() -> None:
    made, _ = choose(table(sleep_h=[7, 7]))
    assert made.name == "twitches"
    assert not made.usable.any()


def test_of_two_instruments_the_one_with_more_rows_is_taken_alone() -> None:
    made, _ = choose(recorded(["emg", "phone", "phone", ""], [3, 4, 5, NAN]), outcome="recorded_count")
    assert made.instrument == "phone"
    assert_array_equal(made.low, [NAN, 4, 5, NAN])


def test_a_recording_without_a_name_is_still_a_recording() -> None:
    made, _ = choose(recorded(["", "", ""], [3, 4, 5]), outcome="recorded_count")
    assert made.instrument == "recording"
    assert made.usable.all()


def test_a_recording_without_hours_is_not_used_and_said() -> None:
    made, problems = choose(table(recorded_count=[3, 4], recorded_h=[1, NAN]), outcome="recorded_count")
    assert_array_equal(made.usable, [True, False])
    assert "1 row with how many but not in how many hours" in problems[0].what


def test_a_recording_may_give_bounds_that_are_not_whole() -> None:
    made, _ = choose(
        table(recorded_low=[1.2, 2.4], recorded_high=[3.7, 2.6], recorded_h=[1, 1]), outcome="recorded_count"
    )
    assert_array_equal(made.low, [2, 3])
    assert_array_equal(made.high, [3, 3])


@pytest.mark.parametrize("name", ["twitch_min", "bother_0_10"])
def test_minutes_and_bother_are_labelled_as_rounded_counts(name: str) -> None:
    made, problems = choose(table(**{name: [1.4, 1.6]}), outcome=name)
    assert_array_equal(made.low, [1, 2])
    assert "rounded counts" in problems[0].what


def test_a_rating_does_not_grow_with_the_hours_watched() -> None:
    made, _ = choose(table(bother_0_10=[3, 3], observed_h=[2, 8]), outcome="bother_0_10")
    assert_array_equal(made.hours, [16, 16])
    made, _ = choose(table(twitch_min=[3, 3], observed_h=[2, 8]), outcome="twitch_min")
    assert_array_equal(made.hours, [2, 8])


def test_an_outcome_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="'twitchs' is not known; nearest: twitches"):
        choose(table(twitches=[1]), outcome="twitchs")
    assert len(OUTCOMES) == 4
