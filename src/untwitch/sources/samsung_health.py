"""The folder that Samsung Health exports. No real file was at hand: headers are those of public tests.

    com.samsung.shealth.sleep,7006003,11                     line 1: kind, version, number
    com.samsung.health.sleep.start_time,..,time_offset,..    line 2: header, some columns with a prefix
    2026-09-04 02:53:00.000,..,UTC-0400,..                   UTC, and the offset of the place beside it

Older files write times as milliseconds since 1970. The unit of water is the millilitre and of caffeine the
milligram (from memory). Scores of stress and sleep, and heart rates, are counted and not kept.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout
from untwitch.intake.csv_text import read_table
from untwitch.intake.json_text import read_json_list
from untwitch.intake.members import Member
from untwitch.sources.file_source import FIRST_BYTES, FileReader, FileSource, Setting, whole
from untwitch.sources.samsung_sleep import SamsungSleep
from untwitch.sources.shelf import TIME_UNREADABLE, When, name_of, number
from untwitch.sources.source import Item

_APP, _TOTALS = "Samsung Health", "Samsung Health (day totals)"
_KIND = re.compile(rb"(?:\xef\xbb\xbf)?(com\.samsung\.s?health\.[a-z0-9_.]+),\d", re.ASCII)
_BINS = re.compile(rb'\s*\[\s*\{[^}]{0,2000}"(?:start_time|end_time)"\s*:\s*\d{13}')
_OFFSET = re.compile(r"UTC([+-])(\d\d):?(\d\d)", re.ASCII)
_EPOCH = re.compile(r"-?\d{11,14}", re.ASCII)
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "com.samsung.shealth.sleep": "sleep",
        "com.samsung.health.sleep": "sleep",
        "com.samsung.health.sleep_stage": "sleep_stage",
        "com.samsung.shealth.tracker.pedometer_step_count": "steps",
        "com.samsung.health.step_count": "steps",
        "com.samsung.shealth.step_daily_trend": "step_days",
        "com.samsung.shealth.exercise": "exercise",
        "com.samsung.health.exercise": "exercise",
        "com.samsung.health.water_intake": "water",
        "com.samsung.health.caffeine_intake": "caffeine",
        "com.samsung.health.weight": "weight",
        "com.samsung.health.hrv": "hrv",
    }
)
_MOMENTS = MappingProxyType(
    {
        "water": ("water_ml", "amount"),
        "caffeine": ("caffeine_mg", "amount"),
        "weight": ("body_mass_kg", "weight"),
    }
)
_ALL_DEVICES = "-2"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, its cells by name without the prefix."""

    where: str
    cells: Mapping[str, str]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")


def utc_ms(text: str) -> int | None:
    """Gives the milliseconds since 1970 of a time in UTC, or of milliseconds themselves; None for no time."""
    if _EPOCH.fullmatch(text):
        return int(text)
    try:
        clock = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1900 < clock.year < 2100:
        return None
    return round(clock.replace(tzinfo=clock.tzinfo or dt.UTC).timestamp() * 1000)


def _rows(data: bytes, *, name: str) -> Iterator[_Row]:
    """Gives the rows under the header, the second line; a column with a prefix goes before one without."""
    table = read_table(data.partition(b"\n")[2], name=name)
    columns = sorted(enumerate(table.header), key=lambda each: each[1].startswith("com.samsung."))
    for row in table.rows:
        cells = {header.rpartition(".")[2]: row.cells[at] for at, header in columns}
        yield _Row(f"{name}, row {row.line + 1}", cells)


class _Reader(FileReader):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._sleep = SamsungSleep(self.shelf, app=_APP)
        self._bins: dict[str, Mapping[str, float]] = {}
        self._days_by_minute: set[dt.date] = set()

    def take(self, kind: str, member: Member) -> Iterator[Item]:
        """Takes one file."""
        if kind == "hrv_bins":
            records, damage = read_json_list(whole(member), name=member.name)
            if damage:
                yield Incomplete(member.name, damage)
            self._bins[member.name.rpartition("/")[2]] = _means(records)
            return
        for row in _rows(whole(member), name=member.name):
            if kind == "sleep_stage":
                times = (utc_ms(row.cell("start_time")), utc_ms(row.cell("end_time")))
                self._sleep.take_stage(row.cell("sleep_id"), *times, row.cell("stage"))
            elif kind == "step_days":
                self._day(row)
            else:
                self._timed(kind, row)

    def finish(self) -> Iterator[Item]:
        """Takes the nights, once their stages are known."""
        self._sleep.finish()
        yield from ()

    def _when(self, row: _Row) -> When | None:
        start_ms = utc_ms(row.cell("start_time"))
        end_ms = utc_ms(row.cell("end_time"))
        duration_ms = number(row.cell("duration"))
        if start_ms is None:
            return None
        if end_ms is None:
            end_ms = start_ms + (round(duration_ms) if duration_ms is not None else 0)
        found = _OFFSET.fullmatch(row.cell("time_offset"))
        if found is None or int(found[2]) > 18:
            return self.place.when(start_ms, end_ms)
        return When(start_ms, end_ms, f"{found[1]}{found[2]}:{found[3]}", "source")

    def _timed(self, kind: str, row: _Row) -> None:
        measure_id = {
            "sleep": "sleep_h",
            "steps": "steps",
            "exercise": "exertion_au",
            "hrv": "hrv_rmssd_ms",
        }.get(kind, _MOMENTS.get(kind, ("",))[0])
        when = self._when(row)
        if when is None:
            self.shelf.leave_out(measure_id, "its time cannot be read", row.where, reason=TIME_UNREADABLE)
        elif kind == "sleep":
            self._sleep.take_session(row.cell("datauuid"), when, where=row.where)
        elif kind == "steps":
            self._steps(row, when)
        elif kind == "exercise":
            self._exercise(row, when)
        elif kind == "hrv":
            self._hrv(row, when)
        else:
            moment = when._replace(end_ms=when.start_ms)
            self._value(measure_id, row.cell(_MOMENTS[kind][1]), moment, row, app=_APP)

    def _value(self, measure_id: str, cell: str, when: When, row: _Row, *, app: str) -> bool:
        if not cell:
            return False
        value = number(cell)
        if value is None:
            what = f"{cell[:40]!r} is not a number"
            return self.shelf.leave_out(measure_id, what, row.where, reason="not a number")
        return self.shelf.take(measure_id, value, when, app=app, where=row.where)

    def _steps(self, row: _Row, when: When) -> None:
        device = name_of(row.cell("deviceuuid"))[:8]
        app = f"{_APP} ({device})" if device else _APP
        if self._value("steps", row.cell("count"), when, row, app=app):
            self._days_by_minute.add(Instant(when.start_ms, when.zone).local_day())

    def _day(self, row: _Row) -> None:
        if row.cell("source_type") not in {"", _ALL_DEVICES}:
            self.shelf.skip("steps", "the part of one device")
            return
        day_ms = utc_ms(row.cell("day_time") or row.cell("start_time"))
        if day_ms is None or not 0 <= day_ms < 4_000_000_000_000:
            self.shelf.leave_out("steps", "its day cannot be read", row.where, reason=TIME_UNREADABLE)
            return
        day = dt.date(1970, 1, 1) + dt.timedelta(milliseconds=day_ms)
        if day in self._days_by_minute:
            self.shelf.skip("steps", "given by shorter rows")
        else:
            self._value("steps", row.cell("count"), self.place.whole(day), row, app=_TOTALS)

    def _exercise(self, row: _Row, when: When) -> None:
        duration_ms = number(row.cell("duration"))
        length_ms = when.end_ms - when.start_ms if duration_ms is None else duration_ms
        try:
            workout = Workout(minutes=length_ms / 60_000, energy_kcal=number(row.cell("calorie")))
        except Refused as refused:
            self.shelf.leave_out("exertion_au", str(refused), row.where, reason="not believable")
            return
        self.shelf.take_workout(workout, when, app=_APP, where=row.where)

    def _hrv(self, row: _Row, when: When) -> None:
        means = self._bins.get(row.cell("binning_data").rpartition("/")[2])
        if means is None:
            self.shelf.skip("hrv_rmssd_ms", "its file of readings is not there")
            return
        for name, mean in means.items():
            self.shelf.take(f"hrv_{name}_ms", mean, when, app=_APP, where=row.where)


def _means(records: list[Any]) -> dict[str, float]:
    found = {}
    for name in ("rmssd", "sdnn"):
        values = [number(each.get(name)) for each in records if isinstance(each, dict)]
        known = [each for each in values if each]
        if known:
            found[name] = sum(known) / len(known)
    return found


class SamsungHealth(FileSource):
    """Reads exports of Samsung Health."""

    name = "samsung_health"
    app_name = _APP
    measures = frozenset(
        {
            "sleep_h", "steps", "exertion_au", "water_ml", "caffeine_mg", "body_mass_kg", "hrv_rmssd_ms",
            "hrv_sdnn_ms",
        }
    )  # fmt: skip
    unproven = True
    order = (
        "hrv_bins", "sleep", "sleep_stage", "steps", "step_days", "exercise", "water", "caffeine", "weight",
        "hrv",
    )  # fmt: skip

    def kind_of(self, member: Member) -> str:
        """Gives the kind of a table by its first line, and of a list of readings by its fields."""
        head = member.head(FIRST_BYTES)
        found = _KIND.match(head)
        if found:
            kind = found[1].decode("ascii")
            return _KINDS.get(kind, f"{kind} files")
        if _BINS.match(head):
            return "hrv_bins" if b'"rmssd"' in head else "files of readings"
        return ""

    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the files of one import."""
        return _Reader(setting)


SOURCE = SamsungHealth()
