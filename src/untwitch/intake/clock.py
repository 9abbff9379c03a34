"""Text turned into instants and days: what a person types, and the one form that Apple Health writes."""

import datetime as dt
import re
from collections.abc import Sequence

from untwitch.facts.instant import Instant, from_local
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.intake.wall_clock import read_day, read_time, read_wall_clock

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNIT_S = {"s": 1, "second": 1, "sec": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "hr": 3600}
_UNIT_DAYS = {"day": 1, "d": 1, "week": 7, "w": 7}
_AGO = re.compile(r"(?P<count>\d+(?:\.\d+)?|an?|half an)\s*(?P<unit>[a-z]+?)s? ago", re.ASCII)
_WAYS = "such as 18:30, yesterday 18:00, 2 h ago or 2026-11-22 07:15"
_NOON = dt.time(12)
_LONGEST = 60

_MOST_MIDNIGHTS = 50_000
_CLOCK_MS = {
    f"{hour:02}:{minute:02}".encode(): (hour * 60 + minute) * 60_000
    for hour in range(24)
    for minute in range(60)
}
_SECOND_MS = {f"{second:02}".encode(): second * 1000 for second in range(60)}


def parse_when(text: str, *, now: Instant) -> Instant:
    """Gives the instant that a person means.

    A time without a day is today's. A day without a time is its noon, today's is now at the latest.

    Args:
        text: `now`, `18:30`, `6:30 pm`, `yesterday 18:00`, `monday 7am`, `2 h ago`, `2026-11-22 07:15`, or an
            ISO time with its offset.
        now: The moment of the call, in the zone that the words are meant in.

    Raises:
        Refused: It cannot be read, a day can be two, or the time of today is still to come.
    """
    return read_when(text, now=now)[0]


def read_when(text: str, *, now: Instant) -> tuple[Instant, Problem | None]:
    """Gives the instant that a person means, and a problem where their clock showed that time twice or never.

    Args:
        text: As for `parse_when`.
        now: The moment of the call.

    Raises:
        Refused: As for `parse_when`.
    """
    written = " ".join(text.lower().split())
    if len(written) > _LONGEST:
        raise Refused(f"{text[:_LONGEST]!r}… is not a time, {_WAYS}")
    if written in {"now", "just now"}:
        return now, None
    ago = _AGO.fullmatch(written)
    if ago:
        return _ago(text, ago, now=now), None
    if _is_time_only(written):
        return _today_at(text, read_time(written)[0], now=now)
    said = _day_and_time(written, now=now)
    if said is not None:
        day, time_and_zone = said
        return _noon(day, now=now) if time_and_zone is None else _local(day, time_and_zone, now=now)
    try:
        clock = read_wall_clock(text)
    except Refused as refused:
        raise Refused(f"{refused}; a time is written {_WAYS}") from None
    if clock.time is None:
        return _noon(clock.day, now=now)
    return _local(clock.day, (clock.time, clock.zone), now=now)


def parse_day(text: str, *, now: Instant) -> dt.date:
    """Gives the day that a person means.

    Args:
        text: `today`, `yesterday`, `monday` (the last one), `3 days ago`, `2026-11-22`, `22.11.2026`.
        now: The moment of the call.

    Raises:
        Refused: It cannot be read, or it can be two days.
    """
    written = " ".join(text.lower().split())
    day = _day_in_words(written, now=now)
    return day if day is not None else read_day(text)


def _day_in_words(written: str, *, now: Instant) -> dt.date | None:
    today = now.local_day()
    if written in {"today", "this morning"}:
        return today
    if written == "yesterday":
        return today - dt.timedelta(days=1)
    if written == "the day before yesterday":
        return today - dt.timedelta(days=2)
    weekday = written.removeprefix("last ").removeprefix("on ")
    if weekday in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(weekday)) % 7
        return today - dt.timedelta(days=back or 7)
    ago = _AGO.fullmatch(written)
    if ago and ago["unit"] in _UNIT_DAYS:
        return today - dt.timedelta(days=_days_ago(written, ago))
    return None


def _is_time_only(written: str) -> bool:
    try:
        read_time(written)
    except Refused:
        return False
    return True


def _day_and_time(written: str, *, now: Instant) -> tuple[dt.date, tuple[dt.time, str | None] | None] | None:
    """Gives the day of words such as `yesterday at 6:30 pm`, and the time if one follows; else None."""
    words = [each for each in written.split(" ") if each != "at"]
    for cut in range(len(words), 0, -1):
        day = _day_in_words(" ".join(words[:cut]), now=now)
        rest = " ".join(words[cut:])
        if day is not None and (not rest or _is_time_only(rest)):
            return day, (read_time(rest) if rest else None)
    return None


def _count(found: re.Match[str]) -> float:
    words = {"a": 1.0, "an": 1.0, "half an": 0.5}
    return words[found["count"]] if found["count"] in words else float(found["count"])


def _days_ago(text: str, found: re.Match[str]) -> int:
    days = _count(found) * _UNIT_DAYS[found["unit"]]
    if days > 36_500:
        raise Refused(f"{text!r} is more than a hundred years ago")
    return int(days)


def _ago(text: str, found: re.Match[str], *, now: Instant) -> Instant:
    unit = found["unit"]
    if unit in _UNIT_DAYS:
        seconds = 86_400.0 * _days_ago(text, found)
    elif unit in _UNIT_S:
        seconds = _count(found) * _UNIT_S[unit]
    else:
        raise Refused(f"{text!r} is not a time: {unit!r} is not a unit of time")
    return Instant(round(now.utc_ms - 1000 * seconds), now.zone, now.zone_known_by)


def _today_at(text: str, time: dt.time, *, now: Instant) -> tuple[Instant, Problem | None]:
    instant, problem = _local(now.local_day(), (time, None), now=now)
    if instant.utc_ms > now.utc_ms:
        raise Refused(f"{text!r} is still to come today; for the day before write 'yesterday {text}'")
    return instant, problem


def _noon(day: dt.date, *, now: Instant) -> tuple[Instant, Problem | None]:
    if day == now.local_day():
        noon = _local(day, (_NOON, None), now=now)[0]
        return min(noon, now, key=lambda each: each.utc_ms), None
    return _local(day, (_NOON, None), now=now)


def _local(
    day: dt.date, time_and_zone: tuple[dt.time, str | None], *, now: Instant
) -> tuple[Instant, Problem | None]:
    time, zone = time_and_zone
    known_by = "source" if zone else now.zone_known_by
    return from_local(dt.datetime.combine(day, time), zone or now.zone, known_by=known_by)


class _Midnights(dict[bytes, int]):
    """The local midnight of `2024-01-01 +0200` in milliseconds since 1970 UTC, worked out once."""

    def __missing__(self, day_and_offset: bytes) -> int:
        text = day_and_offset.decode("ascii")
        is_apple = len(text) == 16 and text[10] == " " and text[11] in "+-" and "1900" <= text[:4] < "2100"
        if not is_apple:
            raise ValueError(text)
        day = dt.datetime.combine(dt.date.fromisoformat(text[:10]), dt.time(), tzinfo=dt.UTC)
        minutes = int(text[12:14]) * 60 + int(text[14:16])
        offset_ms = minutes * 60_000 * (-1 if text[11] == "-" else 1)
        if len(self) > _MOST_MIDNIGHTS:
            self.clear()
        self[day_and_offset] = round(day.timestamp() * 1000) - offset_ms
        return self[day_and_offset]


_MIDNIGHT_MS = _Midnights()


def apple_ms_of_all(texts: Sequence[bytes]) -> list[int]:
    """Gives the instants of many Apple Health times, half a microsecond each.

    Args:
        texts: Each 25 bytes of ASCII.

    Returns:
        Milliseconds since 1970 UTC.

    Raises:
        Refused: One of them is not of this form.
    """
    try:
        return [
            _MIDNIGHT_MS[text[:10] + text[19:]] + _CLOCK_MS[text[11:16]] + _SECOND_MS[text[17:19]]
            for text in texts
        ]
    except (KeyError, ValueError):
        raise Refused("not all of them are times such as 2024-01-01 01:01:36 +0200") from None


def apple_ms(text: bytes) -> int:
    """Gives the instant of an Apple Health time, `2024-01-01 01:01:36 +0200`.

    Args:
        text: 25 bytes of ASCII.

    Returns:
        Milliseconds since 1970 UTC.

    Raises:
        Refused: It is not of this form.
    """
    try:
        return _MIDNIGHT_MS[text[:10] + text[19:]] + _CLOCK_MS[text[11:16]] + _SECOND_MS[text[17:19]]
    except (KeyError, ValueError):
        shown = text[:_LONGEST].decode("utf-8", "replace")
        raise Refused(f"{shown!r} is not a time such as 2024-01-01 01:01:36 +0200") from None


def apple_offset(text: bytes) -> str:
    """Gives the offset of an Apple Health time as a zone, `+02:00`.

    Args:
        text: A time that `apple_ms` has read.
    """
    return f"{text[20:23].decode('ascii')}:{text[23:25].decode('ascii')}"
