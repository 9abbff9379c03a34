"""The Takeout of Google Fit. No real file was at hand: headers and fields are those of public tests.

    2026-01-01.csv                     a day in quarter hours: times with an offset and without a date
    Daily activity metrics.csv         a row a day
    All sessions/.._SLEEP.json         one sleep or workout, with the stages of sleep as segments

The date of the quarter hours stands in the name of their file and nowhere else. Where a day has them, the
total of the day is not taken too. Calories include the resting part, so they are no active energy; of a
workout they say how hard it was.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from untwitch.facts.instant import Instant, ZoneKnownBy
from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout
from untwitch.intake.csv_text import TableRow, read_table
from untwitch.intake.json_text import read_json
from untwitch.intake.members import Member
from untwitch.sources.file_source import FIRST_BYTES, FileReader, FileSource, Setting, whole
from untwitch.sources.shelf import (
    NOT_BELIEVABLE,
    TIME_UNREADABLE,
    When,
    between,
    name_of,
    number,
    offset_zone,
    stretches,
)
from untwitch.sources.source import Item

_APP, _TOTALS = "Google Fit", "Google Fit (day totals)"
_TAKEN: Mapping[str, str] = MappingProxyType({"step count": "steps", "average weight (kg)": "body_mass_kg"})
_USED = frozenset({"date", "start time", "end time", *_TAKEN})
_OWN_WORDS = ("move minutes count", "heart points", "heart minutes")
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)[^/]*$", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_SESSION = re.compile(rb'\s*\{[^\[]{0,600}"fitnessActivity"\s*:')
_RAW = re.compile(rb'\s*\{\s*"Data (?:Source|Points)"\s*:')
_ASLEEP = frozenset({"sleep", "sleep.light", "sleep.deep", "sleep.rem"})
_NO_EXERCISE = frozenset({"still", "in_vehicle", "tilting", "unknown", "meditation", ""})
_LONGEST_MS = 24 * 3_600_000


class _Reader(FileReader):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._days_in_quarters: set[dt.date] = set()

    def take(self, kind: str, member: Member) -> Iterator[Item]:
        """Takes one file."""
        if kind == "quarters":
            self._quarters(member)
        elif kind == "days":
            self._days(member)
        else:
            self._session(member)
        yield from ()

    def _quarters(self, member: Member) -> None:
        found = _DATE_IN_NAME.search(member.name)
        day = _day(found[1]) if found else None
        if day is None:
            raise Refused(
                f"{member.name} has times without a date; the name that it was exported with has it"
            )
        table = read_table(whole(member), name=member.name)
        header = [each.lower() for each in table.header]
        for row in table.rows:
            where = f"{member.name}, row {row.line}"
            start, end = self._clock(day, row.cells[0], where), self._clock(day, row.cells[1], where)
            if start is None or end is None:
                self.shelf.leave_out("steps", "its times cannot be read", where, reason=TIME_UNREADABLE)
                continue
            end_ms = end.utc_ms + (86_400_000 if end.utc_ms <= start.utc_ms else 0)
            when = When(start.utc_ms, end_ms, start.zone, start.zone_known_by)
            if self._cells(header, row, when, app=_APP, where=where):
                self._days_in_quarters.add(day)

    def _clock(self, day: dt.date, text: str, where: str) -> Instant | None:
        found = _TIME.fullmatch(text)
        if not found:
            return None
        try:
            clock = dt.datetime.combine(day, dt.time(int(found[1]), int(found[2]), int(found[3] or 0)))
        except ValueError:
            return None
        if found[4] is None:
            return self.place.wall(clock, where=where)[0]
        try:
            moment = dt.datetime.fromisoformat(clock.isoformat() + found[4])
        except ValueError:
            return None
        return Instant(round(moment.timestamp() * 1000), *self._zone(moment, clock.date()))

    def _zone(self, moment: dt.datetime, day: dt.date) -> tuple[str, ZoneKnownBy]:
        """Gives the zone of a time; `Z` names no place, so that it is the one of the person."""
        offset = moment.utcoffset()
        zone = offset_zone(offset.total_seconds()) if offset else None
        return (zone, "source") if zone else self.place.zone_of(day)

    def _days(self, member: Member) -> None:
        table = read_table(whole(member), name=member.name)
        header = [each.lower() for each in table.header]
        for row in table.rows:
            where = f"{member.name}, row {row.line}"
            day = _day(row.cells[0])
            if day is None:
                self.shelf.leave_out("steps", "its day cannot be read", where, reason=TIME_UNREADABLE)
            else:
                has_quarters = day in self._days_in_quarters
                self._cells(
                    header, row, self.place.whole(day), app=_TOTALS, where=where, has_quarters=has_quarters
                )

    def _cells(
        self,
        header: list[str],
        row: TableRow,
        when: When,
        *,
        app: str,
        where: str,
        has_quarters: bool = False,
    ) -> bool:
        """Takes the cells of a row.

        Returns:
            Whether it had steps.
        """
        has_steps = False
        for name, cell in zip(header, row.cells, strict=True):
            if not cell:
                continue
            if name not in _TAKEN:
                if name not in _USED:
                    self.shelf.keep_apart(name)
                continue
            measure_id, value = _TAKEN[name], number(cell)
            if measure_id == "steps" and has_quarters:
                self.shelf.skip("steps", "given by the quarter hour")
            elif value is None:
                self.shelf.leave_out(
                    measure_id, f"{cell[:40]!r} is not a number", where, reason="not a number"
                )
            elif self.shelf.take(measure_id, value, when, app=app, where=where):
                has_steps = has_steps or measure_id == "steps"
        return has_steps

    def _session(self, member: Member) -> None:
        record = read_json(whole(member), name=member.name)
        activity = str(record.get("fitnessActivity") or "")
        measure_id = "sleep_h" if activity.startswith("sleep") else "exertion_au"
        start, end = self._moment(record.get("startTime")), self._moment(record.get("endTime"))
        if start is None or end is None:
            self.shelf.leave_out(measure_id, "its times cannot be read", member.name, reason=TIME_UNREADABLE)
        elif not 0 <= end.utc_ms - start.utc_ms <= _LONGEST_MS:
            self.shelf.leave_out(measure_id, "its length", member.name, reason=NOT_BELIEVABLE)
        elif measure_id == "sleep_h":
            night = When(start.utc_ms, end.utc_ms, end.zone, end.zone_known_by)
            self._sleep(record, night, where=member.name)
        elif activity in _NO_EXERCISE:
            self.shelf.keep_apart(f"session {name_of(activity)}")
        else:
            workout = Workout(minutes=(end.utc_ms - start.utc_ms) / 60_000, energy_kcal=_energy(record))
            self.shelf.take_workout(workout, between(start, end), app=_APP, where=member.name)

    def _moment(self, text: object) -> Instant | None:
        try:
            moment = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            return None
        if moment is None or moment.tzinfo is None or not 1900 < moment.year < 2100:
            return None
        return Instant(round(moment.timestamp() * 1000), *self._zone(moment, moment.date()))

    def _sleep(self, record: Mapping[str, Any], when: When, *, where: str) -> None:
        parts, is_staged = [], False
        for each in record.get("segment") or []:
            held = each if isinstance(each, dict) else {}
            start, end = self._moment(held.get("startTime")), self._moment(held.get("endTime"))
            if start is None or end is None:
                self.shelf.leave_out("sleep_h", "a stage without times", where, reason=TIME_UNREADABLE)
                continue
            is_staged = True
            if held.get("fitnessActivity") in _ASLEEP:
                parts.append((max(start.utc_ms, when.start_ms), min(end.utc_ms, when.end_ms)))
        asleep = stretches(parts if is_staged else [(when.start_ms, when.end_ms)])
        if asleep:
            hours = sum(end - start for start, end in asleep) / 3_600_000
            night = When(asleep[0][0], asleep[-1][1], when.zone, when.known_by)
            self.shelf.take("sleep_h", hours, night, app=_APP, where=where, estimate=not is_staged)


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 2100 else None


def _energy(record: Mapping[str, Any]) -> float | None:
    for each in record.get("aggregate") or []:
        if isinstance(each, dict) and each.get("metricName") == "com.google.calories.expended":
            return number(each.get("floatValue"))
    return None


class GoogleFit(FileSource):
    """Reads Takeouts of Google Fit."""

    name = "google_fit"
    app_name = _APP
    measures = frozenset({"steps", "body_mass_kg", "sleep_h", "exertion_au"})
    unproven = True
    order = ("quarters", "days", "session")

    def kind_of(self, member: Member) -> str:
        """Gives the kind of a file by its begin."""
        head = member.head(FIRST_BYTES).removeprefix(b"\xef\xbb\xbf")
        if head.lstrip()[:1] == b"{":
            if _RAW.match(head):
                return "raw data files"
            return "session" if _SESSION.match(head) and b'"startTime"' in head else ""
        header = head.partition(b"\n")[0].decode("utf-8", "replace").lower()
        if not any(each in header for each in _OWN_WORDS):
            return ""
        if header.startswith("date,"):
            return "days"
        return "quarters" if header.startswith("start time,end time,") else ""

    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the files of one import."""
        return _Reader(setting)


SOURCE = GoogleFit()
