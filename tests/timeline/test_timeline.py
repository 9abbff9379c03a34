"""The table keeps its shape, refuses what cannot be, and comes back from its text form as it was."""

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from tests.strategies import timelines

from untwitch.facts.refused import Refused
from untwitch.timeline.timeline import Timeline, daily, from_csv, to_csv

DAY = dt.date(2026, 3, 1)
NAN = float("nan")


def small(**changes: Any) -> Timeline:
    given_: dict[str, Any] = {
        "starts": (DAY, DAY + dt.timedelta(days=1)),
        "row_h": 24.0,
        "sites": (None, None),
        "columns": {"twitches": [1, NAN]},
        "instruments": ("", ""),
    }
    return Timeline(**(given_ | changes))


@settings(max_examples=150, deadline=None)
@given(timelines())
def test_text_and_back_is_the_same_timeline_and_the_same_text(timeline: Timeline) -> None:
    text = to_csv(timeline)
    back, problems = from_csv(text)
    assert problems == []
    assert to_csv(back) == text
    if len(timeline):  # the text of no rows does not say how long they would be
        assert back == timeline


def test_the_text_form_is_the_one_of_the_contract() -> None:
    timeline = daily(DAY, {"caffeine_mg": [95, NAN, 0], "twitches": [NAN, 3, 0], "sleep_h": [6.5, 7, NAN]})
    assert to_csv(timeline) == (
        "start,twitches,observed_h,sleep_h,caffeine_mg\n"
        "2026-03-01,,,6.5,95\n"
        "2026-03-02,3,16,7,\n"
        "2026-03-03,0,16,,0\n"
    )


def test_shorter_rows_carry_a_time_with_its_offset_and_places_and_instruments_have_a_column() -> None:
    zone = dt.timezone(dt.timedelta(hours=1))
    timeline = small(
        starts=tuple(dt.datetime(2026, 3, 1, hour, tzinfo=zone) for hour in (0, 0, 12, 12)),
        row_h=12,
        sites=(None, "calf_left") * 2,
        columns={"recorded_count": [1.5, NAN, NAN, 2]},
        instruments=("emg", "", "", "emg"),
    )
    assert to_csv(timeline) == (
        "start,site,recorded_count,instrument\n"
        "2026-03-01T00:00+01:00,,1.5,emg\n"
        "2026-03-01T00:00+01:00,calf_left,,\n"
        "2026-03-01T12:00+01:00,,,\n"
        "2026-03-01T12:00+01:00,calf_left,2,emg\n"
    )


def test_a_start_on_a_second_keeps_it() -> None:
    zone = dt.timezone(dt.timedelta(hours=1))
    starts = tuple(dt.datetime(2026, 3, 1, hour, 0, 30, tzinfo=zone) for hour in (0, 6))
    timeline = small(starts=starts, row_h=6)
    assert "2026-03-01T00:00:30+01:00" in to_csv(timeline)
    assert from_csv(to_csv(timeline))[0] == timeline


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"row_h": 5.0}, "row_h is 5; rows can be 1, 2, 3, 4, 6, 8, 12, 24 h long"),
        ({"sites": (None,)}, r"lengths \[2, 1, 2\]"),
        ({"starts": (DAY, DAY)}, "in order of their start"),
        ({"starts": (DAY, DAY + dt.timedelta(days=2))}, "24 h apart"),
        ({"starts": (dt.datetime(2026, 3, 1, tzinfo=dt.UTC), DAY)}, "start on a date"),
        ({"starts": (dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 1, 6)), "row_h": 6.0}, "needs the offset"),
        ({"sites": ("elbow", "elbow")}, "body site 'elbow' is not known"),
        ({"sites": (None, "calf_left")}, "every start must have the same sites"),
        ({"columns": {"coffee": [1, 2]}}, "column 'coffee' is not known"),
        ({"columns": {"twitches": [1]}}, r"column twitches has shape \(1,\); it needs \(2,\)"),
        ({"columns": {"twitches": [1, -1]}}, "twitches of -1 is not believable"),
        ({"columns": {"twitches": [1, 1.5]}}, "twitches of 1.5 is not believable"),
        ({"columns": {"caffeine_mg": [np.inf, 1]}}, "caffeine_mg of inf is not believable"),
        ({"columns": {"twitches_low": [1, NAN]}}, "row 0: twitches_low and twitches_high need each other"),
        ({"columns": {"twitches": [1, 2], "observed_h": [16, 0]}}, "row 1: observed_h is 0"),
        ({"instruments": (" emg", "")}, "instrument ' emg' is not a plain name"),
    ],
)
def test_a_table_that_cannot_be_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        small(**changes)


def test_columns_cannot_be_written_to_and_have_no_negative_zero() -> None:
    values = np.array([-0.0, 1.0])
    timeline = small(columns={"caffeine_mg": values})
    with pytest.raises(ValueError, match="read-only"):
        timeline.column("caffeine_mg")[0] = 5.0
    values[0] = 7.0
    assert str(timeline.column("caffeine_mg")[0]) == "0.0"


def test_a_column_that_is_not_there_is_unknown_in_every_row() -> None:
    assert np.isnan(small().column("sleep_h")).all()
    with pytest.raises(Refused, match="column 'sleep' is not known; nearest: sleep_h"):
        small().column("sleep")


def test_days_are_the_local_days_of_the_rows() -> None:
    zone = dt.timezone(dt.timedelta(hours=-11))
    starts = (dt.datetime(2026, 3, 1, 12, tzinfo=zone), dt.datetime(2026, 3, 2, 0, tzinfo=zone))
    assert small(starts=starts, row_h=12).days() == (DAY, DAY + dt.timedelta(days=1))
    assert small().days() == (DAY, DAY + dt.timedelta(days=1))


def test_equal_timelines_are_equal_in_everything() -> None:
    assert small() == small()
    assert small() != small(columns={"twitches": [2, NAN]})
    assert small() != small(columns={"bother_0_10": [1, NAN]})
    assert small() != small(instruments=("emg", ""))
    later = (DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=2))
    assert small() != small(starts=later)
    assert small() != "a table"
    with pytest.raises(TypeError):
        hash(small())
    with pytest.raises(dataclasses.FrozenInstanceError):
        small().row_h = 6.0  # type: ignore[misc]


def test_daily_of_nothing_has_no_rows() -> None:
    assert len(daily(DAY, {})) == 0


def test_dates_that_a_table_leaves_out_are_unknown_rows() -> None:
    timeline, problems = from_csv("start,twitches,caffeine_mg\n2026-03-01,2,95\n2026-03-04,0,\n")
    assert problems == []
    assert timeline.starts == tuple(DAY + dt.timedelta(days=day) for day in range(4))
    np.testing.assert_array_equal(timeline.column("twitches"), [2, NAN, NAN, 0])
    np.testing.assert_array_equal(timeline.column("observed_h"), [16, NAN, NAN, 16])


def test_every_place_of_a_table_has_a_row_for_every_start() -> None:
    timeline, problems = from_csv("start,site,twitches\n2026-03-01,calf_left,2\n2026-03-02,,4\n")
    assert problems == []
    assert timeline.sites == (None, "calf_left") * 2
    np.testing.assert_array_equal(timeline.column("twitches"), [NAN, 2, 4, NAN])


def test_what_contradicts_itself_is_taken_back_and_named() -> None:
    timeline, problems = from_csv(
        "start,twitches,twitches_low,twitches_high,observed_h\n"
        "2026-03-01,,3,1,\n"
        "2026-03-02,,3,,\n"
        "2026-03-03,5,1,3,\n"
        "2026-03-04,5,,,0\n"
        "2026-03-05,2,1,3,12\n"
    )
    assert [(each.where, each.what) for each in problems] == [
        ("row 3, column twitches_low", "twitches_low and twitches_high need each other; taken as unknown"),
        ("row 2, column twitches_low", "twitches_low is above twitches_high; taken as unknown"),
        (
            "row 4, column twitches_low",
            "twitches is not between twitches_low and twitches_high; taken as unknown",
        ),
        ("row 5, column twitches", "observed_h is 0, so nothing can have been seen; taken as unknown"),
    ]
    np.testing.assert_array_equal(timeline.column("twitches"), [NAN, NAN, 5, NAN, 2])
    np.testing.assert_array_equal(timeline.column("twitches_low"), [NAN, NAN, NAN, NAN, 1])


def test_a_refusal_names_the_file() -> None:
    with pytest.raises(Refused, match=r"diary\.csv: column 'coffee' is not known; nearest"):
        from_csv("start,coffee\n2026-03-01,1\n", name="diary.csv")
