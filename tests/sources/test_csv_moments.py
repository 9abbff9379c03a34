import datetime as dt

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.intake.wall_clock import WallClock
from untwitch.sources.csv_moments import Place

BERLIN = Place("Europe/Berlin", stays=(), day_first=True)


def shown(instant: Instant) -> str:
    return instant.local().isoformat(sep=" ", timespec="minutes")


def span(text: str, *, time: str = "", end: str = "", place: Place = BERLIN) -> tuple[str, str, bool]:
    found = place.span(text, time=time, end=end, where="row 2")
    return shown(found.start), shown(found.end), found.is_day


def test_a_row_without_a_time_is_a_whole_local_day_also_when_the_clock_changes() -> None:
    assert span("2026-03-29") == ("2026-03-29 00:00+01:00", "2026-03-30 00:00+02:00", True)
    found = BERLIN.span("2026-03-29", time="", end="", where="row 2")
    assert found.end.utc_ms - found.start.utc_ms == 23 * 3_600_000


def test_a_row_with_a_time_is_a_moment() -> None:
    moment = "2026-03-02 18:30+01:00"
    assert span("2026-03-02 18:30") == span("02/03/2026", time="6:30 pm") == (moment, moment, False)


def test_a_row_with_an_end_lasts() -> None:
    assert span("2026-03-02 18:30", end="2026-03-02 19:00")[:2] == (
        "2026-03-02 18:30+01:00",
        "2026-03-02 19:00+01:00",
    )
    with pytest.raises(Refused, match=r"it ends .* before it begins"):
        span("2026-03-02 18:30", end="2026-03-02 18:00")


def test_seconds_since_1970_are_instants_in_the_zone_lived_in() -> None:
    assert span("1772472600")[0] == span("1772472600000")[0] == "2026-03-02 18:30+01:00"
    assert span("1772472600.00")[0] == "2026-03-02 18:30+01:00"


def test_an_offset_in_the_text_goes_before_the_zone() -> None:
    found = BERLIN.span("2026-03-02T18:30:00-05:00", time="", end="", where="row 2")
    assert (found.start.zone, found.start.zone_known_by) == ("-05:00", "source")


def test_a_stay_goes_before_the_zone_to_assume() -> None:
    stay = Stay(new_id(), "Asia/Tokyo", dt.date(2026, 3, 10), dt.date(2026, 3, 20))
    place = Place("Europe/Berlin", stays=[stay], day_first=None)
    assert place.zone_of(dt.date(2026, 3, 15)) == ("Asia/Tokyo", "stay")
    assert place.zone_of(dt.date(2026, 3, 9)) == ("Europe/Berlin", "guess")
    assert span("2026-03-15 08:00", place=place)[0] == "2026-03-15 08:00+09:00"


def test_a_clock_that_never_was_is_told() -> None:
    (problem,) = BERLIN.span("2026-03-29 02:30", time="", end="", where="row 2").problems
    assert problem.where == "row 2"
    assert "never was" in problem.what


def night(day: str, asleep: str, awake: str) -> tuple[str, str]:
    found = BERLIN.night(day, asleep=asleep, awake=awake, where="row 2")
    return shown(found.start), shown(found.end)


def test_a_night_belongs_to_the_day_of_waking() -> None:
    assert night("2026-03-29", "23:00", "07:00") == ("2026-03-28 23:00+01:00", "2026-03-29 07:00+02:00")
    assert night("2026-03-29", "01:15", "07:00") == ("2026-03-29 01:15+01:00", "2026-03-29 07:00+02:00")
    assert night("", "2000-01-01", "2000-01-01 08:00:00") == (
        "2000-01-01 00:00+01:00",
        "2000-01-01 08:00+01:00",
    )


def test_a_night_longer_than_a_day_is_refused() -> None:
    with pytest.raises(Refused, match="is not possible"):
        night("", "2026-03-01 22:00", "2026-03-03 07:00")
    with pytest.raises(Refused, match="is not possible"):
        night("2026-03-29", "07:00", "07:00")


def test_the_order_of_day_and_month_is_the_one_that_was_said() -> None:
    assert BERLIN.clock("03/04/2026") == WallClock(dt.date(2026, 4, 3))
    unsaid = Place("UTC", stays=(), day_first=None)
    with pytest.raises(Refused, match="can be two days"):
        unsaid.clock("03/04/2026")
