import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.intake.wall_clock import WallClock, day_first_of, read_day, read_time, read_wall_clock

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22", "2026/11/22", "2026.11.22", "22.11.2026", "22/11/2026", "11/22/2026", "22-11-26",
        "22 Nov 2026", "22 November 2026", "22. Nov. 2026", "Nov 22, 2026", "November 22 2026", "22-Nov-2026",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text) == DAY


@pytest.mark.parametrize("text", ["22 Foo 2026", "2026-13-01", "30.02.2026", "today", "", "22", "2026-11/22"])
def test_what_is_no_day_is_refused_with_what_was_written(text: str) -> None:
    with pytest.raises(Refused, match="is not a day"):
        read_day(text)


def test_a_day_that_can_be_two_is_refused_unless_told() -> None:
    with pytest.raises(Refused, match=r"can be two days: write it as 2026-04-03 or 2026-03-04"):
        read_day("03/04/2026")
    assert read_day("03/04/2026", day_first=True) == dt.date(2026, 4, 3)
    assert read_day("03/04/2026", day_first=False) == dt.date(2026, 3, 4)
    assert read_day("04/04/2026") == dt.date(2026, 4, 4)


def test_short_years_are_of_this_century_up_to_68() -> None:
    assert read_day("22.11.68").year == 2068
    assert read_day("22.11.69").year == 1969


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("18:52", dt.time(18, 52)),
        ("10:00 pm", dt.time(22)),
        ("12:05 am", dt.time(0, 5)),
        ("12 p.m.", dt.time(12)),
        ("7am", dt.time(7)),
        ("07:15:09.250", dt.time(7, 15, 9)),
    ],
)
def test_a_time_is_read_in_12_and_24_hours(text: str, time: dt.time) -> None:
    assert read_time(text) == (time, None)


@pytest.mark.parametrize("text", ["25:00", "7", "13 pm", "0am", "half past", "12:60"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a time of the day"):
        read_time(text)


def test_an_offset_is_kept_in_one_spelling() -> None:
    assert read_time("07:15+0100") == (dt.time(7, 15), "+01:00")
    assert read_time("07:15Z") == (dt.time(7, 15), "UTC")


@given(st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(2099, 1, 1)))
def test_an_iso_moment_comes_back_as_it_was_written(moment: dt.datetime) -> None:
    written = moment.replace(microsecond=0)
    for mark in "T ":
        assert read_wall_clock(written.isoformat(sep=mark)) == WallClock(written.date(), written.time())


def test_a_moment_is_read_in_the_words_of_other_tables() -> None:
    assert read_wall_clock("Apr 30, 2026, 7:00:00 AM") == WallClock(dt.date(2026, 4, 30), dt.time(7))
    assert read_wall_clock("22 Nov 2026 07:15 pm") == WallClock(DAY, dt.time(19, 15))
    assert read_wall_clock("22/11/2026 18:00", day_first=True).time == dt.time(18)
    assert read_wall_clock("2026-11-22T07:15:00+01:00") == WallClock(DAY, dt.time(7, 15), "+01:00")
    assert read_wall_clock("2026-11-22") == WallClock(DAY)


def test_a_day_with_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="is not a day"):
        read_wall_clock("2026-11-22 99:15")


def test_one_row_decides_the_order_of_a_column() -> None:
    assert day_first_of(["03/04/2026", "13/04/2026 10:00"]) is True
    assert day_first_of(["03/04/2026", "04/13/2026"]) is False
    assert day_first_of(["03/04/2026", "nothing", "2026-01-02"]) is None
    assert day_first_of(["03.04.2026"]) is True


def test_a_column_of_both_orders_is_refused() -> None:
    with pytest.raises(Refused, match="'13/04/2026' has the day first and '04/13/2026' the month"):
        day_first_of(["13/04/2026", "04/13/2026"])
