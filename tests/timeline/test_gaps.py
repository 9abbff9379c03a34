"""Rows stand evenly, and those that are left out are known to be."""

import datetime as dt

import pytest

from untwitch.facts.refused import Refused
from untwitch.timeline.gaps import MOST_ROWS, every_start, row_hours, row_order, wall_clock

DAY = dt.date(2026, 3, 29)
WINTER, SUMMER = (dt.timezone(dt.timedelta(hours=hours)) for hours in (1, 2))


def at(hour: int, zone: dt.timezone = WINTER, *, day: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAY + dt.timedelta(days=day), dt.time(hour, tzinfo=zone))


def test_a_date_is_its_midnight_and_a_time_its_wall_clock() -> None:
    assert wall_clock(DAY) == dt.datetime(2026, 3, 29)
    assert wall_clock(at(6)) == dt.datetime(2026, 3, 29, 6)


def test_the_whole_body_comes_before_its_places() -> None:
    assert row_order(DAY, None) < row_order(DAY, "eyelid_left") < row_order(DAY, "calf_left")


def test_an_hour_that_came_twice_is_in_order_of_the_instants() -> None:
    assert row_order(at(2, SUMMER), None) < row_order(at(2, WINTER), None)


@pytest.mark.parametrize(
    ("starts", "hours"),
    [
        ([], 24),
        ([DAY], 24),
        ([DAY, DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=9)], 24),
        ([DAY, DAY + dt.timedelta(days=2)], 24),
        ([at(0), at(6, SUMMER), at(12, SUMMER), at(0, SUMMER, day=1)], 6),
        ([at(1), at(3, SUMMER), at(4, SUMMER), at(5, SUMMER)], 1),
        ([at(0), at(6), at(18)], 6),
    ],
)
def test_the_commonest_step_of_the_wall_clock_is_the_row(starts: list[dt.date], hours: float) -> None:
    assert row_hours(starts) == hours


def test_a_step_that_does_not_divide_the_day_is_refused() -> None:
    with pytest.raises(Refused, match="rows are 5 h apart; rows can be 1, 2, 3, 4, 6, 8, 12, 24 h long"):
        row_hours([at(0), at(5), at(10)])


def test_left_out_rows_are_filled_at_the_same_offset_and_a_clock_change_leaves_no_hole() -> None:
    assert every_start([at(0), at(18, SUMMER)], row_h=6) == (at(0), at(6), at(12), at(18, SUMMER))
    assert every_start([at(0), at(6, SUMMER)], row_h=6) == (at(0), at(6, SUMMER))
    assert every_start([], row_h=24) == ()


def test_a_mistyped_year_is_refused_and_named() -> None:
    with pytest.raises(Refused, match=f"2026-03-29 to 2206-03-29, more than {MOST_ROWS} rows"):
        every_start([DAY, dt.date(2206, 3, 29)], row_h=24)
    assert len(every_start([DAY, DAY + dt.timedelta(days=MOST_ROWS - 1)], row_h=24)) == MOST_ROWS
