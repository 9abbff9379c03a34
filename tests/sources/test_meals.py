import datetime as dt

import pytest

from untwitch.sources.csv_moments import Place
from untwitch.sources.meals import meal_span

DAY = dt.date(2026, 3, 2)
PLACE = Place("Europe/Berlin", stays=(), day_first=None)


@pytest.mark.parametrize(
    ("meal", "first", "past"),
    [
        ("Breakfast", 4, 11),
        ("lunch ", 11, 16),
        ("Dinner", 16, 23),
        ("Supper", 16, 23),
        ("Snacks", 4, 23),
        ("", 4, 23),
    ],
)
def test_a_meal_has_the_hours_of_its_name(meal: str, first: int, past: int) -> None:
    span = meal_span(DAY, meal, place=PLACE, where="row 2")
    assert (span.start.local().hour, span.end.local().hour) == (first, past)
    assert span.start.local_day() == span.end.local_day() == DAY
    assert span.start.zone == "Europe/Berlin"


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), DAY])
def test_no_meal_is_as_long_as_a_day_or_as_short_as_a_drink(day: dt.date) -> None:
    for meal in ("breakfast", "lunch", "dinner", "snack"):
        span = meal_span(day, meal, place=PLACE, where="row 2")
        assert 4 < (span.end.utc_ms - span.start.utc_ms) / 3_600_000 < 20
