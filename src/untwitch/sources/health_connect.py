"""The export of Health Connect: a SQLite database, mostly in a zip.

    sleep session   |-------------------------------|
    stages          |awake|light|deep|rem|light|awake|
    taken                 |-------------------|         one row with the hours asleep within it

A session without stages is taken whole, as an estimate.

Mass is in grams, volume in litres, energy in small calories, times in milliseconds UTC, offsets in seconds
(AOSP, packages/modules/HealthFitness). Columns are read by name: their order differs between phones.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from untwitch.facts.problem import Incomplete, Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.facts.workout import Workout
from untwitch.intake.database import LARGEST_DATABASE_BYTES, MAGIC, tables
from untwitch.intake.members import Member, Members
from untwitch.intake.progress import Progress
from untwitch.sources.shelf import (
    NOT_BELIEVABLE,
    NOT_KEPT,
    TIME_UNREADABLE,
    Shelf,
    When,
    name_of,
    number,
    offset_zone,
    stretches,
)
from untwitch.sources.source import ColumnPlan, Item, NextFile
from untwitch.sources.wall_place import WallPlace

_MARK = b"application_info_table"
_SCHEMA_BYTES = 4 << 20
_APPS, _DEVICES = "application_info_table", "device_info_table"
_SLEEP, _STAGES, _EXERCISE = (
    "sleep_session_record_table",
    "sleep_stages_table",
    "exercise_session_record_table",
)
_ENERGY = "active_calories_burned_record_table"
_WHO = ("row_id", "app_info_id", "device_info_id")
_SPAN = (*_WHO, "start_time", "start_zone_offset", "end_time")
_MOMENT = (*_WHO, "time", "zone_offset", "time")

_SPANS: Mapping[str, Mapping[str, tuple[str, float]]] = MappingProxyType(
    {
        "steps_record_table": {"count": ("steps", 1)},
        _ENERGY: {"energy": ("active_energy_kcal", 0.001)},
        "hydration_record_table": {"volume": ("water_ml", 1000)},
        "nutrition_record_table": {
            "magnesium": ("magnesium_mg", 1000),
            "potassium": ("potassium_mg", 1000),
            "calcium": ("calcium_mg", 1000),
            "caffeine": ("caffeine_mg", 1000),
        },
    }
)
"""Measure and factor to its canonical unit, by table and column, of what has a begin and an end."""
_MOMENTS: Mapping[str, Mapping[str, tuple[str, float]]] = MappingProxyType(
    {
        "resting_heart_rate_record_table": {"beats_per_minute": ("resting_hr_bpm", 1)},
        "heart_rate_variability_rmssd_record_table": {"heart_rate_variability_millis": ("hrv_rmssd_ms", 1)},
        "weight_record_table": {"weight": ("body_mass_kg", 0.001)},
        "body_temperature_record_table": {"temperature": ("body_temperature_c", 1)},
    }
)
_WANTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        _APPS: ("row_id", "package_name", "app_name"),
        _DEVICES: ("row_id", "manufacturer", "model", "device_type"),
        **{table: (*_SPAN, *columns) for table, columns in _SPANS.items()},
        **{table: (*_MOMENT, *columns) for table, columns in _MOMENTS.items()},
        _SLEEP: (*_SPAN, "end_zone_offset"),
        _STAGES: ("parent_key", "stage_start_time", "stage_end_time", "stage_type"),
        _EXERCISE: (*_SPAN, "rate_of_perceived_exertion"),
    }
)
_DEVICE_KINDS = MappingProxyType(
    {1: "watch", 2: "phone", 3: "scale", 4: "ring", 5: "head", 6: "band", 7: "strap"}
)
_ASLEEP, _NOT_ASLEEP = frozenset({2, 4, 5, 6}), frozenset({0, 1, 3, 7})
_SMALLEST = 1e-300  # a phone marks a nutrient that nobody gave by the smallest number there is (from memory)
_LONGEST_SLEEP_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class _Session:
    when: When
    app: str
    where: str


@dataclass(slots=True)
class _Database:
    """Takes the rows of one database, table by table."""

    shelf: Shelf
    place: WallPlace
    apps: dict[int, str] = field(default_factory=dict)
    devices: dict[int, str] = field(default_factory=dict)
    sleep: dict[int, _Session] = field(default_factory=dict)
    stages: defaultdict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    staged: set[int] = field(default_factory=set)
    exercise: list[tuple[_Session, float | None]] = field(default_factory=list)
    energy: defaultdict[str, list[tuple[int, int, float]]] = field(default_factory=lambda: defaultdict(list))

    def take(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Takes some rows of a table."""
        if table == _APPS:
            self.apps |= {each[0]: name_of(str(each[2] or each[1] or "")) for each in rows}
        elif table == _DEVICES:
            self.devices |= {each[0]: _device(*each[1:]) for each in rows}
        elif table == _STAGES:
            for row in rows:
                self._stage(*row)
        elif table in _SPANS or table in _MOMENTS:
            columns = {**_SPANS, **_MOMENTS}[table]
            for row in rows:
                self._amounts(table, row, columns)
        else:
            for row in rows:
                self._session(table, row)

    def _when(self, start: object, offset: object, end: object) -> When | None:
        start_ms, end_ms = number(start), number(end)
        if start_ms is None or end_ms is None:
            return None
        zone = offset_zone(number(offset))
        if zone is None:
            return self.place.when(round(start_ms), round(end_ms))
        return When(round(start_ms), round(end_ms), zone, "source")

    def _who(self, app_id: object, device_id: object) -> str:
        app = self.apps.get(app_id, "") if isinstance(app_id, int) else ""
        device = self.devices.get(device_id, "") if isinstance(device_id, int) else ""
        name = app or "Health Connect"
        return name if not device or device.lower() in name.lower() else name_of(f"{name} ({device})")

    def _amounts(self, table: str, row: Sequence[Any], columns: Mapping[str, tuple[str, float]]) -> None:
        row_id, app_id, device_id, start, offset, end = row[:6]
        where = f"{table}, row {row_id}"
        when, app = self._when(start, offset, end), self._who(app_id, device_id)
        for value, (measure_id, factor) in zip(row[6:], columns.values(), strict=True):
            if value is None:
                continue
            amount = number(value)
            if when is None:
                self.shelf.leave_out(measure_id, "its time cannot be read", where, reason=TIME_UNREADABLE)
            elif amount is None:
                self.shelf.leave_out(measure_id, "it is not a number", where, reason="not a number")
            elif 0 < abs(amount) < _SMALLEST:
                self.shelf.skip(measure_id, "not given")
            elif (
                self.shelf.take(measure_id, amount * factor, when, app=app, where=where) and table == _ENERGY
            ):
                self.energy[app].append((when.start_ms, when.end_ms, amount * factor))

    def _session(self, table: str, row: Sequence[Any]) -> None:
        row_id, app_id, device_id, start, offset, end = row[:6]
        where, measure_id = f"{table}, row {row_id}", "sleep_h" if table == _SLEEP else "exertion_au"
        # a night belongs to the place of waking, also after a flight
        lived = offset if table == _EXERCISE or row[6] is None else row[6]
        when = self._when(start, lived, end)
        if when is None:
            self.shelf.leave_out(measure_id, "its time cannot be read", where, reason=TIME_UNREADABLE)
        elif not 0 <= when.end_ms - when.start_ms <= _LONGEST_SLEEP_MS:
            self.shelf.leave_out(measure_id, "its length is not believable", where, reason=NOT_BELIEVABLE)
        elif table == _SLEEP:
            self.sleep[row_id] = _Session(when, self._who(app_id, device_id), where)
        else:
            self.exercise.append((_Session(when, self._who(app_id, device_id), where), number(row[6])))

    def _stage(self, parent: object, start: object, end: object, kind: object) -> None:
        start_ms, end_ms, code = number(start), number(end), number(kind)
        if not isinstance(parent, int) or parent not in self.sleep or start_ms is None or end_ms is None:
            self.shelf.skip("sleep_h", "stage without its session or time")
            return
        self.staged.add(parent)
        if code in _ASLEEP:
            self.stages[parent].append((round(start_ms), round(end_ms)))
        elif code in _NOT_ASLEEP:
            self.shelf.skip("sleep_h", "awake or not known")
        else:
            where = self.sleep[parent].where
            self.shelf.leave_out("sleep_h", f"stage {kind!r} is not known", where, reason="stage unknown")

    def finish(self) -> None:
        """Takes what needs several tables: nights and workouts."""
        for row_id, session in self.sleep.items():
            when = session.when
            parts = [(max(start, when.start_ms), min(end, when.end_ms)) for start, end in self.stages[row_id]]
            whole = [(when.start_ms, when.end_ms)]
            asleep = stretches(parts if row_id in self.staged else whole)
            if asleep:
                self.shelf.take(
                    "sleep_h",
                    sum(end - start for start, end in asleep) / 3_600_000,
                    When(asleep[0][0], asleep[-1][1], when.zone, when.known_by),
                    app=session.app,
                    where=session.where,
                    estimate=row_id not in self.staged,
                )
        for rows in self.energy.values():
            rows.sort()
        for session, rpe in self.exercise:
            workout = Workout(
                minutes=(session.when.end_ms - session.when.start_ms) / 60_000,
                rpe_0_10=rpe if rpe is not None and 0 <= rpe <= 10 else None,
                energy_kcal=_energy_within(session.when, self.energy[session.app]),
            )
            self.shelf.take_workout(workout, session.when, app=session.app, where=session.where)


def _device(manufacturer: object, model: object, kind: object) -> str:
    code = number(kind)
    named = name_of(str(model or manufacturer or ""))
    return named or _DEVICE_KINDS.get(int(code) if code is not None else 0, "")


def _energy_within(when: When, rows: Sequence[tuple[int, int, float]]) -> float | None:
    """Gives the energy that an app counted during a workout, if it counted for at least half of it."""
    first = bisect_left(rows, (when.start_ms - _LONGEST_SLEEP_MS,))
    past = bisect_right(rows, (when.end_ms,))
    counted_ms, energy_kcal = 0, 0.0
    for start, end, value in rows[first:past]:
        shared_ms = min(end, when.end_ms) - max(start, when.start_ms)
        if shared_ms > 0:
            counted_ms += shared_ms
            energy_kcal += value * shared_ms / (end - start)
    return energy_kcal if 2 * counted_ms >= when.end_ms - when.start_ms > 0 else None


def _is_database(member: Member) -> bool:
    return member.head(len(MAGIC)) == MAGIC and _MARK in member.head(_SCHEMA_BYTES)


class HealthConnect:
    """Reads exports of Health Connect."""

    name = "health_connect"
    version = "1"
    measures = frozenset(
        {
            "sleep_h",
            "exertion_au",
            *(name for columns in (*_SPANS.values(), *_MOMENTS.values()) for name, _ in columns.values()),
        }
    )
    together = False
    unproven = False

    def app(self, members: Members) -> str:  # noqa: ARG002 - one app writes this format
        """Gives the name of the app."""
        return "Health Connect"

    def claims(self, members: Members) -> float:
        """Says whether one of the files is such a database, whatever its name."""
        return 1.0 if any(map(_is_database, members.members)) else 0.0

    def plan(
        self,
        members: Members,  # noqa: ARG002 - nothing to choose in this format
        *,
        mapping: Mapping[str, str] | None,  # noqa: ARG002
    ) -> tuple[ColumnPlan, ...]:
        """Gives nothing: the format leaves no choice."""
        return ()

    def read(
        self,
        members: Members,
        *,
        mapping: Mapping[str, str] | None,  # noqa: ARG002 - nothing to map
        zone: str,
        progress: Progress,
        stays: Iterable[Stay] = (),
    ) -> Iterator[Item]:
        """Gives the measures of an export.

        Apps and devices are kept apart; one walk that two of them counted becomes one in the timeline.

        Args:
            members: The opened files.
            mapping: Not used.
            zone: Zone of rows without an offset for which no stay names one.
            progress: Told after each piece of a table.
            stays: Zone history.
        """
        shelf, place = Shelf(), WallPlace(zone, stays=stays)
        if members.damage:
            yield Incomplete(members.name, members.damage)
        done_bytes = 0
        for position, member in enumerate(filter(_is_database, members.members)):
            if position:
                yield from shelf.items(at_least=1)
                yield NextFile()
            database = _Database(shelf, place)
            try:
                data = member.whole(at_most_bytes=LARGEST_DATABASE_BYTES)
                for piece in tables(data, name=member.name, wanted=_WANTED):
                    yield from _heard(piece, database, name=member.name)
                    yield from shelf.items()
                    progress(done_bytes, members.bytes, kinds=shelf.kinds())
            except Refused as refused:
                yield Incomplete(member.name, str(refused))
            database.finish()
            done_bytes += member.size or 0
            progress(done_bytes, members.bytes, kinds=shelf.kinds())
        yield from shelf.finish(where=members.name)


def _heard(piece: Sequence[Any], database: _Database, *, name: str) -> Iterator[Item]:
    said, table, *rest = piece
    if said == "rows":
        database.take(table, rest)
    elif said == "damaged":
        yield Incomplete(name, f"{table} is damaged and was read only in part")
    elif said == "beside" and table.endswith("_record_table") and rest[0]:
        yield Quarantined(name, NOT_KEPT, kind=name_of(table), count=rest[0])


SOURCE = HealthConnect()
