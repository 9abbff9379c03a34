import datetime as dt

from untwitch.facts.stay import Stay
from untwitch.sources.wall_place import WallPlace

TOKYO = Stay("b8f5c2a4-6f0e-4d57-9d1b-3c1f5f7a2e10", "Asia/Tokyo", dt.date(2026, 5, 1), dt.date(2026, 5, 9))


def test_a_wall_clock_is_read_where_the_person_was_on_that_day() -> None:
    place = WallPlace("Europe/Berlin", stays=[TOKYO])
    at_home, problem = place.wall(dt.datetime(2026, 4, 30, 12), where="row 1")
    assert (at_home.utc_ms, at_home.zone_known_by, problem) == (1_777_543_200_000, "guess", None)
    away, _ = place.wall(dt.datetime(2026, 5, 1, 12), where="row 1")
    assert (away.utc_ms, away.zone, away.zone_known_by) == (1_777_604_400_000, "Asia/Tokyo", "stay")


def test_a_clock_that_showed_it_twice_is_said() -> None:
    _, problem = WallPlace("Europe/Berlin").wall(dt.datetime(2026, 10, 25, 2, 30), where="row 1")
    assert problem is not None
    assert "happened twice" in problem.what


def test_a_day_is_whole_also_when_it_has_23_hours() -> None:
    day = WallPlace("Europe/Berlin").whole(dt.date(2026, 3, 29))
    assert day.end_ms - day.start_ms == 23 * 3_600_000
    assert (day.zone, day.known_by) == ("Europe/Berlin", "guess")


def test_an_instant_gets_the_zone_of_its_day_and_a_far_one_any() -> None:
    place = WallPlace("Europe/Berlin", stays=[TOKYO])
    noon_ms = 1_777_604_400_000 + 9 * 3_600_000
    assert place.when(noon_ms, noon_ms + 1) == (noon_ms, noon_ms + 1, "Asia/Tokyo", "stay")
    assert place.when(10**18, 10**18)[2] == "Europe/Berlin"
