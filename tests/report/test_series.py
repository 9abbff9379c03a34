"""The diary as days and weeks: an unknown day stays unknown."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.report.series import Day, by_weekday, stretches

MONDAY = dt.date(2025, 1, 6)
COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=1, max_size=60)


def days_of_counts(counts: list[int | None]) -> list[Day]:
    return [
        Day(MONDAY + dt.timedelta(days=step), *((float(each), float(each)) if each is not None else ()))
        for step, each in enumerate(counts)
    ]


@given(COUNTS, st.integers(1, 10))
def test_stretches_cover_every_day_once_and_keep_the_sum(counts: list[int | None], days_each: int) -> None:
    days = days_of_counts(counts)
    found = stretches(days, days_each=days_each)
    assert sum(each.days for each in found) == len(days)
    assert sum(each.days_known for each in found) == sum(each is not None for each in counts)
    total = sum((each.middle or 0) * each.days_known for each in found)
    assert total == pytest.approx(sum(each or 0 for each in counts))


def test_a_stretch_without_entries_is_unknown_and_not_zero() -> None:
    empty, zero = stretches(days_of_counts([None, None, 0, None]), days_each=2)
    assert (empty.low, empty.high, empty.middle, empty.days_known) == (None, None, None, 0)
    assert (zero.low, zero.high, zero.middle, zero.days_known) == (0, 0, 0, 1)


def test_a_bucket_keeps_both_its_ends() -> None:
    day = Day(MONDAY, 4, 10)
    (found,) = stretches([day], days_each=7)
    assert (day.middle, found.low, found.high, found.days) == (7, 4, 10, 1)


def test_a_stretch_has_at_least_one_day() -> None:
    with pytest.raises(Refused, match="0 days"):
        stretches([Day(MONDAY)], days_each=0)


def test_weekdays_are_means_of_known_days_only() -> None:
    found = by_weekday(days_of_counts([4, None, *[None] * 5, 6]))
    assert found[:2] == ((0, 5, 2), (1, None, 0))
