"""An instant knows its zone, its day and how the zone is known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.instant import Instant, day_bounds_ms, from_local, zone_info
from untwitch.facts.refused import Refused

AMSTERDAM = "Europe/Amsterdam"
ZONES = st.sampled_from(
    [AMSTERDAM, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "+05:30", "UTC"]
)
HOUR_MS = 3_600_000


def test_the_local_day_is_the_day_of_the_place() -> None:
    late = round(dt.datetime(2024, 1, 1, 23, 30, tzinfo=dt.UTC).timestamp() * 1000)
    assert Instant(late, "UTC").local_day() == dt.date(2024, 1, 1)
    assert Instant(late, AMSTERDAM).local_day() == dt.date(2024, 1, 2)


@pytest.mark.parametrize(("zone", "hours"), [("+02:00", 2), ("-0700", -7), ("+05:30", 5.5)])
def test_a_fixed_offset_is_a_zone(zone: str, hours: float) -> None:
    assert zone_info(zone).utcoffset(None) == dt.timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["Europe/Amsterdm", "", "../../etc/passwd", "+25:00"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(Refused, match="zone"):
        Instant(0, zone)


def test_a_misspelt_zone_names_the_nearest() -> None:
    with pytest.raises(Refused, match="Europe/Amsterdam"):
        zone_info("Europe/Amsterdm")


@pytest.mark.parametrize("utc_ms", [-2_208_988_800_001, 4_102_444_800_001])
def test_an_instant_outside_two_centuries_is_refused(utc_ms: int) -> None:
    with pytest.raises(Refused, match="1900 to 2100"):
        Instant(utc_ms, "UTC")


def test_how_the_zone_is_known_is_one_of_three_words() -> None:
    with pytest.raises(Refused, match="zone_known_by"):
        Instant(0, "UTC", "rumour")  # type: ignore[arg-type]


def test_an_ambiguous_reading_takes_the_first_and_says_so() -> None:
    instant, problem = from_local(dt.datetime(2024, 10, 27, 2, 30), AMSTERDAM, known_by="stay", where="row 7")
    assert instant.utc_ms == round(dt.datetime(2024, 10, 27, 0, 30, tzinfo=dt.UTC).timestamp() * 1000)
    assert problem is not None
    assert (problem.where, "twice" in problem.what) == ("row 7", True)
    assert instant.zone_known_by == "stay"


def test_a_reading_that_never_was_moves_forward_and_says_so() -> None:
    instant, problem = from_local(dt.datetime(2024, 3, 31, 2, 30), AMSTERDAM, known_by="guess")
    assert instant.local().strftime("%H:%M") == "03:30"
    assert problem is not None
    assert "never was" in problem.what


def test_an_ordinary_reading_has_no_problem() -> None:
    instant, problem = from_local(dt.datetime(2024, 7, 1, 12, 0), AMSTERDAM, known_by="source")
    assert problem is None
    assert instant.utc_ms == round(dt.datetime(2024, 7, 1, 10, tzinfo=dt.UTC).timestamp() * 1000)


def test_a_reading_with_a_zone_is_refused() -> None:
    with pytest.raises(Refused, match="carries a zone already"):
        from_local(dt.datetime(2024, 7, 1, tzinfo=dt.UTC), AMSTERDAM, known_by="source")


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-10-27", 25), ("2024-07-01", 24)])
def test_days_of_23_and_25_hours_exist(day: str, hours: int) -> None:
    start, end = day_bounds_ms(dt.date.fromisoformat(day), AMSTERDAM)
    assert end - start == hours * HOUR_MS


@given(st.integers(0, 2_000_000_000_000), ZONES)
def test_every_instant_lies_within_its_own_local_day(utc_ms: int, zone: str) -> None:
    start, end = day_bounds_ms(Instant(utc_ms, zone).local_day(), zone)
    assert start <= utc_ms < end


@given(st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2035, 1, 1)), ZONES)
def test_a_reading_without_a_problem_comes_back_as_it_was(wall_clock: dt.datetime, zone: str) -> None:
    whole = wall_clock.replace(microsecond=0, fold=0)
    instant, problem = from_local(whole, zone, known_by="source")
    if problem is None:
        assert instant.local().replace(tzinfo=None) == whole


@pytest.mark.parametrize(
    ("utc_ms", "told"),
    [(-2_524_478_400_000, "1890-01-01 lies outside"), (10**18, "instant 1000000000000000000 ms")],
)
def test_an_instant_outside_the_calendar_is_named_by_its_day(utc_ms: int, told: str) -> None:
    with pytest.raises(Refused, match=told):
        Instant(utc_ms, "UTC")
