"""The usual range comes from the person's own earlier weeks, and holds what it says it holds."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.report.series import Day
from untwitch.report.weeks import Week, usual_range, weeks_of

MONDAY = dt.date(2026, 1, 5)


def days(*means: float | None, known: int = 7) -> list[Day]:
    """Whole weeks, each day at the mean of its week; of the last days of a week nothing is known."""
    return [
        Day(
            MONDAY + dt.timedelta(days=7 * week + day),
            *((None, None) if mean is None or day >= known else (mean, mean)),
        )
        for week, mean in enumerate(means)
        for day in range(7)
    ]


def after(weeks: int) -> dt.date:
    return MONDAY + dt.timedelta(days=7 * weeks)


def test_a_week_counts_when_four_of_its_days_have_a_line() -> None:
    assert weeks_of(days(5, known=4), today=after(1)).weeks == (Week(MONDAY, 5, 4),)
    assert weeks_of(days(5, known=3), today=after(1)).weeks == (Week(MONDAY, None, 3),)


def test_the_running_week_does_not_count_before_it_is_over() -> None:
    assert weeks_of(days(5), today=after(1) - dt.timedelta(days=1)).weeks == ()
    assert weeks_of(days(5), today=after(1)).known == 1


def test_a_week_begins_on_monday_whatever_day_the_diary_began() -> None:
    shown = days(5, 6)[3:]
    assert [each.first_day for each in weeks_of(shown, today=after(2)).weeks] == [MONDAY, after(1)]


def test_an_evening_word_counts_as_its_middle() -> None:
    word = [Day(each.day, 1, 3) for each in days(5)]
    assert weeks_of(word, today=after(1)).weeks[0].mean == 2


def test_before_six_weeks_nothing_is_said() -> None:
    five = weeks_of(days(5, 6, None, 7, 5, 6), today=after(6))
    assert (five.known, five.usual, five.standing, five.outside) == (5, None, None, 0)
    assert weeks_of(days(5, 6, 4, 7, 5, 6), today=after(6)).usual is not None


def test_the_latest_weeks_are_held_beside_those_before_them_alone() -> None:
    found = weeks_of(days(5, 6, 4, 7, 0, 0), today=after(6))
    assert found.usual == usual_range([5, 6, 4, 7])
    assert [each.mean for each in found.latest] == [0, 0]
    many = weeks_of(days(*[5] * 40), today=after(40))
    assert len(many.latest) == 4
    assert many.usual is not None
    assert many.usual.weeks == 26


@pytest.mark.parametrize(
    ("latest", "standing", "outside"),
    [
        ((0, 0), "fewer", 2),
        ((30, 30), "more", 2),
        ((0, 5), "usual", 0),
        ((30, 5), "usual", 0),
        ((0, 30), "mixed", 0),
        ((5, 6), "usual", 0),
    ],
)
def test_one_week_outside_is_chance_and_two_on_one_side_are_told(
    latest: tuple[float, float], standing: str, outside: int
) -> None:
    found = weeks_of(days(5, 6, 4, 7, *latest), today=after(6))
    assert (found.standing, found.outside) == (standing, outside)


def test_weeks_that_were_all_alike_still_leave_room_for_chance() -> None:
    usual = usual_range([2.0] * 5)
    assert usual.low < 1.5
    assert usual.high > 2.5
    assert usual_range([0.0, 0.0]).low == 0


@given(st.lists(st.floats(0, 1000), min_size=2, max_size=30))
def test_the_range_is_in_order_and_never_below_zero(means: list[float]) -> None:
    usual = usual_range(means)
    assert 0 <= usual.low <= usual.high
    assert min(means) <= usual.middle <= max(means)


@pytest.mark.parametrize("weeks", [4, 8, 20])
def test_nine_of_ten_further_weeks_lie_in_the_range_if_nothing_changes(weeks: int) -> None:
    rng = np.random.default_rng(weeks)
    people = 1500
    rate = rng.gamma(4.0, 6.0 / 4.0, (people, 1)) * rng.gamma(8.0, 1 / 8.0, (people, weeks + 1))
    means = rng.poisson(7 * rate) / 7
    held = 0
    for row in means:
        usual = usual_range(row[:-1].tolist())
        held += usual.low <= row[-1] <= usual.high
    assert 0.87 <= held / people <= 0.94
