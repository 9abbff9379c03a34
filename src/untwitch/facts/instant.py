"""An instant carries the zone it was lived in and how that zone is known."""

import datetime as dt
import functools
import re
import zoneinfo
from dataclasses import dataclass
from typing import Literal, get_args

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused, nearest

ZoneKnownBy = Literal["source", "stay", "guess"]
ZONE_KNOWN_BY: tuple[ZoneKnownBy, ...] = get_args(ZoneKnownBy)

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_EARLIEST_MS = -2_208_988_800_000  # 1900-01-01
_LATEST_MS = 4_102_444_800_000  # 2100-01-01
_FIRST_DAY, _LAST_DAY = dt.date(1899, 12, 31), dt.date(2100, 1, 1)


@functools.lru_cache(maxsize=1024)
def zone_info(zone: str) -> dt.tzinfo:
    """Gives the time zone of an IANA name or a fixed offset.

    Args:
        zone: `Europe/Amsterdam`, `+02:00`, `-0700` or `UTC`.

    Raises:
        Refused: The zone is not known; the nearest names are given.
    """
    fixed = _OFFSET.fullmatch(zone)
    if fixed:
        sign, hours, minutes = fixed.groups()
        offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
        if offset > dt.timedelta(hours=18):
            raise Refused(f"zone {zone!r} is more than 18 hours from UTC")
        return dt.timezone(-offset if sign == "-" else offset)
    try:
        return zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        names = sorted(zoneinfo.available_timezones())
        raise Refused(f"zone {zone!r} is not known{nearest(zone, names)}") from None


def _told(utc_ms: int) -> str:
    """Gives the day of an instant in words, its number where no calendar has it."""
    try:
        return (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=utc_ms)).date().isoformat()
    except OverflowError:
        return f"instant {utc_ms} ms"


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A moment, and where it was lived.

    Attributes:
        utc_ms: Milliseconds since 1970-01-01 UTC.
        zone: IANA name or fixed offset of the place lived in.
        zone_known_by: `source` (the file says so), `stay` (the person's own zone history) or `guess`.
    """

    utc_ms: int
    zone: str
    zone_known_by: ZoneKnownBy = "guess"

    def __post_init__(self) -> None:
        if not _EARLIEST_MS <= self.utc_ms <= _LATEST_MS:
            raise Refused(f"{_told(self.utc_ms)} lies outside the years 1900 to 2100")
        if self.zone_known_by not in ZONE_KNOWN_BY:
            raise Refused(f"zone_known_by is {self.zone_known_by!r}; known: {', '.join(ZONE_KNOWN_BY)}")
        zone_info(self.zone)

    def local(self) -> dt.datetime:
        """Gives the wall clock of the place, with its offset."""
        return dt.datetime.fromtimestamp(self.utc_ms / 1000, tz=zone_info(self.zone))

    def local_day(self) -> dt.date:
        """Gives the calendar day of the place: local midnight to midnight."""
        return self.local().date()


def from_local(
    wall_clock: dt.datetime, zone: str, *, known_by: ZoneKnownBy, where: str = "time"
) -> tuple[Instant, Problem | None]:
    """Gives the instant of a wall-clock reading.

        spring forward                 autumn back
        01:59 | 03:00                  02:00 .. 02:59 | 02:00 .. 02:59
          02:30 never was: 03:30         02:30 was twice: the first is taken

    Args:
        wall_clock: A reading without zone.
        zone: IANA name or fixed offset.
        known_by: How the zone is known.
        where: Place in the input, for the problem.

    Returns:
        The instant, and a problem when the reading was ambiguous or never existed.

    Raises:
        Refused: The reading carries a zone already, or the zone is unknown.
    """
    if wall_clock.tzinfo is not None:
        raise Refused(f"{wall_clock.isoformat()} carries a zone already")
    place = zone_info(zone)
    first = wall_clock.replace(tzinfo=place, fold=0)
    second = wall_clock.replace(tzinfo=place, fold=1)
    instant = Instant(round(first.timestamp() * 1000), zone, known_by)
    if first.utcoffset() == second.utcoffset():
        return instant, None
    clock = wall_clock.isoformat(sep=" ", timespec="minutes")
    if instant.local().replace(tzinfo=None) == wall_clock:
        return instant, Problem(where, f"{clock} happened twice in {zone}; the first is taken")
    later = instant.local().isoformat(sep=" ", timespec="minutes")
    return instant, Problem(where, f"{clock} never was in {zone}, the clock went forward; {later} is taken")


def day_bounds_ms(day: dt.date, zone: str) -> tuple[int, int]:
    """Gives the first and the one-past-last millisecond of a local day; 23 and 25 hour days exist.

    Raises:
        Refused: The day lies outside the years 1900 to 2100, or the zone is not known.
    """
    place = zone_info(zone)
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise Refused(f"{day} lies outside the years 1900 to 2100")
    start = dt.datetime.combine(day, dt.time(), tzinfo=place)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=place)
    return round(start.timestamp() * 1000), round(end.timestamp() * 1000)
