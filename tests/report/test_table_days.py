"""What the timeline knows, per day and per measure."""

import datetime as dt

import numpy as np
import pytest
from tests.report.sample_person import FIRST_DAY, timeline

from untwitch.report.table_days import days_of, logged, outcome_to_draw
from untwitch.timeline.timeline import Timeline, daily

NAN = np.nan


def test_every_day_is_there_and_unknown_ones_stay_unknown() -> None:
    days = days_of(timeline())
    assert len(days) == 90
    assert [each.low for each in days[10:14]] == [None] * 4
    assert (days[20].low, days[20].high) == (0, 0)
    assert (days[21].low, days[21].high) == (4, 10)


def test_an_empty_table_has_no_days_and_nothing_logged() -> None:
    empty = daily(FIRST_DAY, {})
    assert days_of(empty) == ()
    assert logged(empty) == ()
    assert outcome_to_draw(empty) == "twitches"


def test_a_gap_between_rows_is_unknown_days() -> None:
    table = daily(FIRST_DAY, {"twitches": [1, NAN, NAN, 4]})
    assert [each.low for each in days_of(table)] == [1, None, None, 4]


def rows_by_site(twitches: list[float], sites: tuple[str | None, ...]) -> Timeline:
    return Timeline(
        starts=(FIRST_DAY,) * len(sites), row_h=24.0, sites=sites, columns={"twitches": np.array(twitches)},
        instruments=("",) * len(sites),
    )  # fmt: skip


def test_rows_for_the_whole_body_stand_for_the_day_else_the_sites_are_summed() -> None:
    (whole,) = days_of(rows_by_site([5, 3], (None, "calf_left")))
    assert whole.low == 5
    (summed,) = days_of(rows_by_site([2, 3], ("calf_left", "calf_right")))
    assert summed.low == 5


def test_shorter_rows_of_one_day_are_one_day() -> None:
    zone = dt.timezone(dt.timedelta(hours=1))
    starts = tuple(dt.datetime(2025, 1, 1, hour, tzinfo=zone) for hour in (0, 6, 12, 18))
    table = Timeline(
        starts=starts, row_h=6, sites=(None,) * 4, instruments=("",) * 4,
        columns={"twitches": np.array([1, NAN, 2, 3]), "bother_0_10": np.array([1, 5, NAN, 2]),
                 "caffeine_mg": np.array([50, NAN, 100, NAN])},
    )  # fmt: skip
    assert [each.low for each in days_of(table)] == [6]
    assert [each.high for each in days_of(table, outcome="bother_0_10")] == [5]
    (caffeine,) = logged(table)
    assert (caffeine.days_known, caffeine.days, caffeine.usual) == (1, 1, 75)


def test_the_asked_outcome_is_drawn_if_known_else_the_first_that_is() -> None:
    table = daily(FIRST_DAY, {"twitches": [1, 2], "bother_0_10": [3, NAN]})
    assert outcome_to_draw(table, asked="bother_0_10") == "bother_0_10"
    assert outcome_to_draw(table, asked="twitch_min") == "twitches"
    assert outcome_to_draw(table, asked="recorded_count") == "twitches"
    minutes = daily(FIRST_DAY, {"twitches": [NAN, NAN], "twitch_min": [3, 4]})
    assert outcome_to_draw(minutes) == "twitch_min"
    assert [each.low for each in days_of(minutes, outcome="twitch_min")] == [3, 4]


def test_what_was_logged_counts_known_days_and_gives_the_usual_amount() -> None:
    table = daily(FIRST_DAY, {"twitches": [1, 2, 3], "caffeine_mg": [100, NAN, 300], "sleep_h": [NAN] * 3})
    (caffeine,) = logged(table)
    assert (caffeine.measure, caffeine.cause, caffeine.unit) == ("caffeine_mg", "caffeine", "mg")
    assert (caffeine.days_known, caffeine.days) == (2, 3)
    assert (caffeine.usual, caffeine.low, caffeine.high) == pytest.approx((200, 100, 300))
