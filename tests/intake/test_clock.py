import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.intake import clock
from untwitch.intake.clock import apple_ms, apple_ms_of_all, apple_offset, parse_day, parse_when, read_when

NOW = Instant(1_795_341_600_000, "Europe/Berlin", "stay")  # Sunday 2026-11-22 11:00 +01:00


def local(text: str) -> str:
    return parse_when(text, now=NOW).local().isoformat(sep=" ", timespec="minutes")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-11-22 11:00+01:00"),
        ("just now", "2026-11-22 11:00+01:00"),
        ("07:30", "2026-11-22 07:30+01:00"),
        ("7 am", "2026-11-22 07:00+01:00"),
        ("yesterday 18:00", "2026-11-21 18:00+01:00"),
        ("Yesterday at 6:30 PM", "2026-11-21 18:30+01:00"),
        ("yesterday", "2026-11-21 12:00+01:00"),
        ("the day before yesterday 7:00", "2026-11-20 07:00+01:00"),
        ("monday 7am", "2026-11-16 07:00+01:00"),
        ("last sunday", "2026-11-15 12:00+01:00"),
        ("today", "2026-11-22 11:00+01:00"),
        ("this morning 06:00", "2026-11-22 06:00+01:00"),
        ("2 h ago", "2026-11-22 09:00+01:00"),
        ("30 minutes ago", "2026-11-22 10:30+01:00"),
        ("an hour ago", "2026-11-22 10:00+01:00"),
        ("half an hour ago", "2026-11-22 10:30+01:00"),
        ("3 days ago", "2026-11-19 11:00+01:00"),
        ("3 days ago 08:00", "2026-11-19 08:00+01:00"),
        ("1 week ago", "2026-11-15 11:00+01:00"),
        ("2026-11-22 07:15", "2026-11-22 07:15+01:00"),
        ("2026-11-20", "2026-11-20 12:00+01:00"),
        ("2026-07-01 07:15", "2026-07-01 07:15+02:00"),
        ("2026-11-22T07:15:00-05:00", "2026-11-22 07:15-05:00"),
    ],
)
def test_what_a_person_types_becomes_the_instant_they_mean(text: str, expected: str) -> None:
    assert local(text) == expected


def test_an_instant_says_how_its_zone_is_known() -> None:
    assert parse_when("07:00", now=NOW).zone_known_by == "stay"
    assert parse_when("2 h ago", now=NOW).zone_known_by == "stay"
    assert parse_when("2026-11-22T07:15Z", now=NOW).zone_known_by == "source"


def test_a_time_of_today_that_is_still_to_come_is_refused() -> None:
    with pytest.raises(Refused, match=r"'18:30' is still to come today; .* 'yesterday 18:30'"):
        parse_when("18:30", now=NOW)


@pytest.mark.parametrize(
    "text", ["garbage", "", "03/04/2026", "5 parsecs ago", "x" * 500, "yesterday noonish"]
)
def test_what_cannot_be_read_is_refused_with_a_way_to_write_it(text: str) -> None:
    with pytest.raises(Refused):
        parse_when(text, now=NOW)


def test_more_than_a_century_ago_is_refused() -> None:
    with pytest.raises(Refused, match="hundred years"):
        parse_when("99999999 days ago", now=NOW)


def test_a_clock_that_was_put_back_is_told() -> None:
    instant, problem = read_when("2026-10-25 02:30", now=NOW)
    assert instant.local().utcoffset() == dt.timedelta(hours=2)
    assert problem is not None
    assert "happened twice" in problem.what


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", 22), ("yesterday", 21), ("sunday", 15), ("saturday", 21), ("3 days ago", 19),
        ("2026-11-02", 2), ("02.11.2026", 2),
    ],
)  # fmt: skip
def test_a_day_in_words_is_a_day(text: str, day: int) -> None:
    assert parse_day(text, now=NOW) == dt.date(2026, 11, day)


def test_a_day_is_that_of_the_place() -> None:
    night = Instant(1_795_388_400_000, "Europe/Berlin", "guess")  # 2026-11-23 00:00 in Berlin
    assert parse_day("today", now=night) == dt.date(2026, 11, 23)


OFFSETS = st.integers(min_value=-14 * 60, max_value=14 * 60).map(lambda each: dt.timedelta(minutes=each))


@given(
    st.datetimes(min_value=dt.datetime(1901, 1, 1), max_value=dt.datetime(2098, 1, 1)),
    OFFSETS,
)
def test_apples_times_are_read_as_the_calendar_of_python_reads_them(
    moment: dt.datetime, offset: dt.timedelta
) -> None:
    there = moment.replace(microsecond=0, tzinfo=dt.timezone(offset))
    text = there.strftime("%Y-%m-%d %H:%M:%S %z").encode()
    assert apple_ms(text) == round(there.timestamp() * 1000)
    assert apple_ms_of_all([text, text]) == [apple_ms(text)] * 2
    assert apple_offset(text) == there.isoformat()[-6:]


@pytest.mark.parametrize(
    "text",
    [
        b"", b"2024-01-01", b"2024-01-01 01:01:36", b"2024-01-01 25:01:36 +0200",
        b"2024-13-01 01:01:36 +0200", b"\xff" * 25, b"0001-01-01 01:01:36 +0200",
        b"2024-01-01 01:01:36 +02000", b"2024-01-01 01:01:66 +0200", b"2024-01-01 01:01:36 x0200",
        b"2024-01-01 01:01:36 +0a00", b"9999-01-01 01:01:36 +0200",
    ],
)  # fmt: skip
def test_a_time_that_apple_does_not_write_is_refused(text: bytes) -> None:
    with pytest.raises(Refused, match="is not a time such as"):
        apple_ms(text)
    with pytest.raises(Refused, match="not all of them are times"):
        apple_ms_of_all([b"2024-01-01 01:01:36 +0200", text])


def test_days_beyond_number_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_MOST_MIDNIGHTS", 5)
    for day in range(1, 29):
        apple_ms(f"2031-01-{day:02} 00:00:00 +0000".encode())
    assert len(clock._MIDNIGHT_MS) <= 6
