"""Which local day and row an instant falls in, for many instants at once."""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from untwitch.facts.instant import Instant, ZoneKnownBy, zone_info
from untwitch.facts.stay import Stay, zone_on

IntArray: TypeAlias = npt.NDArray[np.int64]

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
_EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()


def day_number(day: dt.date) -> int:
    """Gives the days since 1970-01-01."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of(number: int) -> dt.date:
    """Gives the day of a day number."""
    return dt.date.fromordinal(number + _EPOCH_ORDINAL)


@dataclass(frozen=True, slots=True)
class ZoneClock:
    """The wall clock of one zone over some years.

    Attributes:
        changes_ms: Instants at which the offset changes, shape (n_changes,).
        offsets_ms: Offset before, between and after them, shape (n_changes + 1,).
    """

    changes_ms: IntArray
    offsets_ms: IntArray

    def local_ms(self, utc_ms: IntArray) -> IntArray:
        """Gives the wall clock as milliseconds since 1970-01-01 00:00 of the same wall.

        Args:
            utc_ms: Instants, any shape.
        """
        return utc_ms + self.offsets_ms[np.searchsorted(self.changes_ms, utc_ms, side="right")]

    def utc_ms(self, local_ms: IntArray) -> IntArray:
        """Gives the instant at which the wall clock first shows a reading or, if it skips it, the skip.

        Args:
            local_ms: Wall-clock readings, any shape.
        """
        before, after = self.offsets_ms[:-1], self.offsets_ms[1:]
        held_until = self.changes_ms + np.maximum(before, after)
        position = np.searchsorted(held_until, local_ms, side="right")
        utc = local_ms - self.offsets_ms[position]
        if self.changes_ms.size:
            change = self.changes_ms[np.minimum(position, self.changes_ms.size - 1)]
            utc = np.where(position < self.changes_ms.size, np.minimum(utc, change), utc)
        return utc


def zone_clock(zone: str, *, first_ms: int, last_ms: int) -> ZoneClock:
    """Gives the wall clock of a zone, right between two instants.

    Args:
        zone: IANA name or fixed offset.
        first_ms: Earliest instant that will be asked for.
        last_ms: Latest.
    """
    first_year = dt.datetime.fromtimestamp(first_ms / 1000, tz=dt.UTC).year
    last_year = dt.datetime.fromtimestamp(last_ms / 1000, tz=dt.UTC).year
    return _zone_clock(zone, max(first_year - 1, 1900), min(last_year + 1, 2100))


@functools.lru_cache(maxsize=64)
def _zone_clock(zone: str, first_year: int, last_year: int) -> ZoneClock:
    place = zone_info(zone)

    def offset_s(moment_s: int) -> float:
        offset = dt.datetime.fromtimestamp(moment_s, tz=place).utcoffset()
        return (offset or dt.timedelta()).total_seconds()

    first, last = (day_number(dt.date(year, month, 1)) for year, month in ((first_year, 1), (last_year, 12)))
    if isinstance(place, dt.timezone):
        last = first  # a fixed offset never changes
    changes, offsets = [], [offset_s(first * 86_400)]
    for day in range(first, last + 31):
        begin, end = day * 86_400, (day + 1) * 86_400
        if offset_s(end) == offsets[-1]:
            continue
        while end - begin > 1:
            middle = (begin + end) // 2
            begin, end = (middle, end) if offset_s(middle) == offsets[-1] else (begin, middle)
        changes.append(end)
        offsets.append(offset_s(end))
    return ZoneClock(np.array(changes, np.int64) * 1000, np.rint(np.array(offsets) * 1000).astype(np.int64))


def lived_zones(
    utc_ms: IntArray,
    zone_index: IntArray,
    *,
    zones: Sequence[tuple[str, ZoneKnownBy]],
    stays: Sequence[Stay],
) -> tuple[IntArray, tuple[str, ...]]:
    """Gives the zone each instant was lived in: the source's if it says so, else the stay's, else the guess.

    Args:
        utc_ms: Instants, shape (n,).
        zone_index: Position in `zones`, shape (n,).
        zones: Zone names, each with how it is known.
        stays: Zone history of the person.

    Returns:
        Position in the second value, shape (n,), and the zone names.
    """
    names: dict[str, int] = {}
    lived = np.zeros(utc_ms.size, np.int64)
    for position, (zone, known_by) in enumerate(zones):
        rows = np.flatnonzero(zone_index == position)
        if not rows.size:
            continue
        if known_by == "source" or not stays:
            lived[rows] = names.setdefault(zone, len(names))
            continue
        moments = utc_ms[rows]
        clock = zone_clock(zone, first_ms=int(moments.min()), last_ms=int(moments.max()))
        days, day_index = np.unique(clock.local_ms(moments) // DAY_MS, return_inverse=True)
        found = [zone_on(stays, date_of(int(day))) or zone for day in days]
        codes = np.array([names.setdefault(each, len(names)) for each in found], np.int64)
        lived[rows] = codes[day_index.reshape(-1)]
    return lived, tuple(names)


def lived_zone(instant: Instant, stays: Sequence[Stay]) -> str:
    """Gives the zone that one instant was lived in, by the same rule as `lived_zones`."""
    if instant.zone_known_by == "source":
        return instant.zone
    return zone_on(stays, instant.local_day()) or instant.zone


@dataclass(frozen=True, slots=True)
class RowGrid:
    """The rows of a timeline: stretches of the wall clock, wherever the person is.

    Attributes:
        first_day: Day number of the first row.
        n_days: How many days.
        row_h: Length of a row in hours, a divisor of 24.
    """

    first_day: int
    n_days: int
    row_h: int

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return self.n_days * self.rows_a_day

    @property
    def rows_a_day(self) -> int:
        """How many rows a day has."""
        return 24 // self.row_h

    def row(self, local_ms: IntArray) -> IntArray:
        """Gives the row of wall-clock readings; below 0 or from `n_rows` on they lie outside.

        Args:
            local_ms: Wall-clock readings, any shape.
        """
        return local_ms // (self.row_h * HOUR_MS) - self.first_day * self.rows_a_day

    def row_start_local_ms(self, row: IntArray) -> IntArray:
        """Gives the wall-clock reading at which rows start.

        Args:
            row: Rows, any shape.
        """
        return (row + self.first_day * self.rows_a_day) * self.row_h * HOUR_MS

    def day_of_row(self) -> IntArray:
        """Gives the day of each row, counted from the first day, shape (n_rows,)."""
        return np.arange(self.n_rows, dtype=np.int64) // self.rows_a_day
