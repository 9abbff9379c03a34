"""The zone history says which zone a day was lived in."""

import datetime as dt

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay, zone_on

HOME = Stay(new_id(), "Europe/Amsterdam")
TRIP = Stay(new_id(), "Asia/Tokyo", dt.date(2024, 5, 1), dt.date(2024, 5, 9))


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        ("2024-04-30", "Europe/Amsterdam"),
        ("2024-05-01", "Asia/Tokyo"),
        ("2024-05-09", "Asia/Tokyo"),
        ("2024-05-10", "Europe/Amsterdam"),
    ],
)
def test_the_stay_that_began_last_holds(day: str, zone: str) -> None:
    assert zone_on([TRIP, HOME], dt.date.fromisoformat(day)) == zone
    assert zone_on([HOME, TRIP], dt.date.fromisoformat(day)) == zone


def test_a_day_that_no_stay_covers_has_no_zone() -> None:
    assert zone_on([TRIP], dt.date(2024, 6, 1)) is None
    assert zone_on([], dt.date(2024, 6, 1)) is None


def test_a_stay_of_one_day_is_a_stay_and_a_backward_one_is_refused() -> None:
    day = dt.date(2024, 5, 1)
    assert Stay(new_id(), "UTC", day, day).covers(day)
    with pytest.raises(Refused, match="cannot end on"):
        Stay(new_id(), "UTC", day, dt.date(2024, 4, 30))


@pytest.mark.parametrize(
    ("name", "zone"), [("x", "UTC"), ("6801e993-ea5e-4c6c-925f-570c6c3488ae", "Mars/Olympus")]
)
def test_a_wrong_id_or_zone_is_refused(name: str, zone: str) -> None:
    with pytest.raises(Refused):
        Stay(name, zone)
