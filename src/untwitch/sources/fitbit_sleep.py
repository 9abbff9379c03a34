"""Nights of Fitbit: wall clocks without a zone, whose end decides.

    the night in which the clock goes forward, Berlin
    startTime 23:00   endTime 07:00    8 h on the wall, 7 h slept: duration 25,200,000 ms

Each end is read by the offset of its own day; a clock that showed it twice is read so that the length fits.
Where no reading fits the length that the file gives, the person travelled or the device was late to notice:
then the end counts, and the begin is the end less the length.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from untwitch.facts.instant import Instant, zone_info
from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import Table, TableRow, table_of
from untwitch.intake.text_file import decode
from untwitch.intake.wall_clock import read_wall_clock
from untwitch.sources.shelf import NOT_BELIEVABLE, TIME_UNREADABLE, Shelf, When, checked_zone, number
from untwitch.sources.wall_place import WallPlace

_APP = "Fitbit"
_LONGEST_MIN = 24 * 60
_MINUTE_MS = 60_000
_OFFSET = re.compile(r"[+-]\d\d:\d\d", re.ASCII)


class FitbitSleep:
    """Takes nights of all three kinds of files."""

    def __init__(self, shelf: Shelf, place: WallPlace) -> None:
        """Starts empty.

        Args:
            shelf: Takes the nights.
            place: Where the person was.
        """
        self._shelf = shelf
        self._place = place
        self._with_offset: set[str] = set()

    def take_log(self, record: Mapping[str, Any], where: str) -> None:
        """Takes a night of `sleep-*.json`."""
        start, end = _clock(record.get("startTime")), _clock(record.get("endTime"))
        asleep_min, length_ms = number(record.get("minutesAsleep")), number(record.get("duration"))
        if start is None or end is None:
            self._shelf.leave_out("sleep_h", "its times cannot be read", where, reason=TIME_UNREADABLE)
        elif asleep_min is None:
            self._shelf.leave_out("sleep_h", "it does not say how long", where, reason="length unknown")
        elif start.isoformat()[:16] in self._with_offset:
            self._shelf.skip("sleep_h", "said again in UserSleeps")
        else:
            self._night(start, end, where, asleep_min=asleep_min, length_ms=length_ms)

    def take_nights(self, table: Table, *, name: str) -> None:
        """Takes `UserSleeps_*.csv`, whose nights carry their offsets."""
        at = {header: number for number, header in enumerate(table.header)}
        wanted = ("sleep_start", "start_utc_offset", "sleep_end", "end_utc_offset", "minutes_asleep")
        if not at.keys() >= set(wanted):
            raise Refused(f"{name} lacks a column of {', '.join(wanted)}")
        for row in table.rows:
            self._offset_night([row.cells[at[each]] for each in wanted], f"{name}, row {row.line}")

    def _offset_night(self, cells: Sequence[str], where: str) -> None:
        start, end, asleep_min = _clock(cells[0]), _clock(cells[2]), number(cells[4])
        zone = checked_zone(cells[3]) if _OFFSET.fullmatch(cells[3]) else None
        if start is None or end is None or zone is None or not (start.tzinfo and end.tzinfo):
            self._shelf.leave_out("sleep_h", "its times cannot be read", where, reason=TIME_UNREADABLE)
        elif asleep_min is None:
            self._shelf.leave_out("sleep_h", "it does not say how long", where, reason="length unknown")
        else:
            when = When(_ms(start), _ms(end), zone, "source")
            if self._shelf.take("sleep_h", asleep_min / 60, when, app=_APP, where=where):
                begin_zone = cells[1] if _OFFSET.fullmatch(cells[1]) else zone
                self._with_offset.add(Instant(_ms(start), begin_zone).local().isoformat()[:16])

    def take_table(self, data: bytes, *, name: str) -> None:
        """Takes the older csv of sleep, which begins with a line `Sleep`."""
        lines = decode(data, name=name).splitlines()
        skipped = next((number for number, each in enumerate(lines) if each.startswith("Start Time,")), 0)
        table = table_of(_rows(lines[skipped:], skipped), name=name, decimal_comma=False)
        for row in table.rows:
            where = f"{name}, row {row.line}"
            try:
                self._table_night(row, where)
            except Refused as refused:
                self._shelf.leave_out("sleep_h", str(refused), where, reason=TIME_UNREADABLE)

    def _table_night(self, row: TableRow, where: str) -> None:
        clocks = [read_wall_clock(each, day_first=True) for each in row.cells[:2]]
        asleep_min, awake_min = (number(each.replace(",", "")) for each in row.cells[2:4])
        if any(each.time is None for each in clocks) or asleep_min is None or awake_min is None:
            raise Refused("it lacks a time or how long")
        start, end = (dt.datetime.combine(each.day, each.time or dt.time()) for each in clocks)
        length_ms = (asleep_min + awake_min) * _MINUTE_MS
        self._night(start, end, where, asleep_min=asleep_min, length_ms=length_ms)

    def _night(
        self,
        start: dt.datetime,
        end: dt.datetime,
        where: str,
        *,
        asleep_min: float,
        length_ms: float | None,
    ) -> None:
        if not 0 <= asleep_min <= _LONGEST_MIN or (
            length_ms is not None and not 0 <= length_ms <= 2 * 86_400_000
        ):
            self._shelf.leave_out("sleep_h", f"{asleep_min:g} minutes", where, reason=NOT_BELIEVABLE)
            return
        begins, ends = self._readings(start), self._readings(end)
        pairs = [(begin.utc_ms, ended) for ended in ends for begin in begins]
        if length_ms is not None:
            fitting = [each for each in pairs if abs(each[1].utc_ms - each[0] - length_ms) <= 2 * _MINUTE_MS]
            if not fitting:
                what = "its two times do not fit its length; its end and its length count"
                self._shelf.complaints.problem(where, what, reason="times and length of a night differ")
            pairs = fitting or [(ends[0].utc_ms - round(length_ms), ends[0])]
        begin_ms, ended = pairs[0]
        when = When(begin_ms, ended.utc_ms, ended.zone, ended.zone_known_by)
        self._shelf.take("sleep_h", asleep_min / 60, when, app=_APP, where=where)

    def _readings(self, clock: dt.datetime) -> list[Instant]:
        """Gives the instant of a wall clock, and the second one where the clock showed it twice."""
        if clock.tzinfo is not None:
            return [Instant(_ms(clock), checked_zone(clock.isoformat()[-6:]) or "UTC", "source")]
        first, _ = self._place.wall(clock, where="night")
        second = _ms(clock.replace(tzinfo=zone_info(first.zone), fold=1))
        return [first, Instant(second, first.zone, first.zone_known_by)] if second > first.utc_ms else [first]


def _ms(clock: dt.datetime) -> int:
    return round(clock.timestamp() * 1000)


def _clock(text: object) -> dt.datetime | None:
    try:
        clock = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return clock if clock is None or 1900 < clock.year < 2100 else None


def _rows(lines: Sequence[str], before: int) -> Iterator[tuple[int, Sequence[str]]]:
    yield from enumerate(csv.reader(lines), start=before + 1)
