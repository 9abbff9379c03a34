"""Days and times as files write them; a day that can be read two ways is refused, never guessed."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from untwitch.facts.refused import Refused

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>z|utc|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_LATEST_SHORT_YEAR = 69  # as POSIX: 69 is 1969 and 68 is 2068


@dataclass(frozen=True, slots=True)
class WallClock:
    """A day, and what the text says beside it.

    Attributes:
        day: Calendar day.
        time: Time of the day, or None where the text has none.
        zone: Offset written beside the time, such as `+01:00`, or None.
    """

    day: dt.date
    time: dt.time | None = None
    zone: str | None = None


def read_time(text: str) -> tuple[dt.time, str | None]:
    """Gives a time of the day, and the offset if one is written: `18:52`, `10:00 pm`, `7am`.

    Raises:
        Refused: It is not a time.
    """
    found = _TIME.fullmatch(text.strip().lower())
    if not found or not (found["minute"] or found["half"]):
        raise Refused(f"{text!r} is not a time of the day, such as 18:30 or 6:30 pm")
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise Refused(f"{text!r} is not a time of the day: {hour} does not go with am or pm")
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    try:
        time = dt.time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        raise Refused(f"{text!r} is not a time of the day, such as 18:30 or 6:30 pm") from None
    return time, _offset(found["zone"])


def _offset(written: str | None) -> str | None:
    if written is None:
        return None
    if written in {"z", "utc"}:
        return "UTC"
    return f"{written[:3]}:{written[-2:]}"


def read_day(text: str, *, day_first: bool | None = None) -> dt.date:
    """Gives a day: `2026-11-22`, `22.11.2026`, `22 Nov 2026`, and `22/11/2026` where it can be told.

    Args:
        text: The day as written.
        day_first: Whether `03/04/2026` is 3 April; None where nobody has said.

    Raises:
        Refused: It is not a day, or it can be two.
    """
    written = text.strip().lower()
    year_first = _YEAR_FIRST.fullmatch(written)
    if year_first:
        return _day(text, year=int(year_first[1]), month=int(year_first[3]), day=int(year_first[4]))
    year_last = _YEAR_LAST.fullmatch(written)
    if year_last:
        return _year_last_day(text, year_last, day_first=day_first)
    named = _DAY_MONTH.fullmatch(written)
    if named:
        return _day(text, year=int(named[3]), month=_month(text, named[2]), day=int(named[1]))
    named = _MONTH_DAY.fullmatch(written)
    if named:
        return _day(text, year=int(named[3]), month=_month(text, named[1]), day=int(named[2]))
    raise Refused(f"{text!r} is not a day, such as 2026-11-22")


def _month(text: str, name: str) -> int:
    if name[:3] not in _MONTHS:
        raise Refused(f"{text!r} is not a day: {name!r} is not a month")
    return _MONTHS.index(name[:3]) + 1


def _day(text: str, *, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Refused(f"{text!r} is not a day of the calendar") from None


def _year_last_day(text: str, found: re.Match[str], *, day_first: bool | None) -> dt.date:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += 1900 if year >= _LATEST_SHORT_YEAR else 2000
    order = _order(first, second, mark=found[2])
    if order is None:
        order = day_first
    if order is None and first != second:
        raise Refused(
            f"{text!r} can be two days: write it as {year}-{second:02}-{first:02} "
            f"or {year}-{first:02}-{second:02}, or say which of day and month comes first"
        )
    day, month = (first, second) if order else (second, first)
    return _day(text, year=year, month=month, day=day)


def _order(first: int, second: int, *, mark: str) -> bool | None:
    """Says whether the day comes first; dots are only used that way round."""
    if first > 12 or mark == ".":
        return True
    return False if second > 12 else None


def day_first_of(texts: Iterable[str]) -> bool | None:
    """Says of a column of days whether the day comes before the month; None where no row decides it.

    Raises:
        Refused: One row says yes and another no.
    """
    said: dict[bool, str] = {}
    for text in texts:
        found = _YEAR_LAST.match(text.strip())
        order = _order(int(found[1]), int(found[3]), mark=found[2]) if found else None
        if order is not None:
            said.setdefault(order, text)
    if len(said) == 2:
        raise Refused(f"{said[True]!r} has the day first and {said[False]!r} the month")
    return next(iter(said), None)


def read_wall_clock(text: str, *, day_first: bool | None = None) -> WallClock:
    """Gives a day with the time and offset that may stand after it: `2026-11-22T07:15+01:00`.

    Args:
        text: As written; a blank or a `T` stands before the time.
        day_first: Whether `03/04/2026` is 3 April; None where nobody has said.

    Raises:
        Refused: It cannot be read, or the day can be two.
    """
    written = " ".join(text.split())
    for mark in ("T", "t", " ", ", "):
        cut = written.find(mark)
        while cut > 0:
            head, tail = written[:cut].rstrip(","), written[cut + len(mark) :]
            if tail[:1].isdigit() and _is_time(tail):
                time, zone = read_time(tail)
                return WallClock(read_day(head, day_first=day_first), time, zone)
            cut = written.find(mark, cut + 1)
    return WallClock(read_day(written, day_first=day_first))


def _is_time(text: str) -> bool:
    try:
        read_time(text)
    except Refused:
        return False
    return True
