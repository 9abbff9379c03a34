"""The four tables of a Whoop export. No real file was at hand: headers and cells are those of public tests.

    cycle     |- sleep -|-------- day --------|- sleep -| ..
    belongs to           the day of waking

Times are wall clocks; `Cycle timezone` says of which offset: `UTC+01:00`, `UTCZ`, `-05:00`, `GMT-5`. Headers
are translated; those known are in `whoop_headers`. The running cycle has no end. Energy burned (cal) is
the food calorie (from memory). Strain and recovery are scores of the app, not kept.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from untwitch.facts.instant import Instant, from_local
from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout
from untwitch.intake.csv_text import Table, TableRow, read_table
from untwitch.intake.members import Member, Members
from untwitch.sources.csv_columns import plain
from untwitch.sources.file_source import FIRST_BYTES, FileReader, FileSource, Setting, whole
from untwitch.sources.shelf import TIME_UNREADABLE, When, between, number
from untwitch.sources.source import ColumnPlan, Item
from untwitch.sources.tag_book import TagBook, plan_of
from untwitch.sources.wall_place import whole_day
from untwitch.sources.whoop_headers import KEYS

_APP = "Whoop"
_ZONE = re.compile(r"(?:UTC|GMT)?(?:Z|([+-])(\d{1,2}):?(\d\d)?)?", re.ASCII)
_ROW = re.compile(
    rb'"?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"?,"?(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)?"?,'
    rb'"?(?:(?:UTC|GMT)(?:Z|[+-]\d{1,2}(?::?\d\d)?)|[+-]\d\d:\d\d)"?,'
)
_YES, _NO = frozenset({"true", "yes", "sí", "si", "1"}), frozenset({"false", "no", "0"})
_KIND_BY_KEY = (
    ("question", "journal"),
    ("workout_start", "workouts"),
    ("nap", "sleeps"),
    ("resting", "cycles"),
)
_STRANGE = "tables with a header in a language that is not known"


class _Cycle(NamedTuple):
    zone: str | None
    wake: Instant | None


def zone_of(text: str) -> str | None:
    """Gives the zone of a cell of `Cycle timezone`, `+01:00`; None where it says none.

    Raises:
        Refused: It is not an offset.
    """
    found = _ZONE.fullmatch(text.strip())
    if not found:
        raise Refused(f"{text[:40]!r} is not an offset from UTC")
    if found[1] is None:
        return "UTC" if text.strip() else None
    return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}"


class _Rows:
    """The rows of a table, their cells by what they mean, whatever the language."""

    def __init__(self, table: Table) -> None:
        self.rows = table.rows
        self._at = {
            KEYS[plain(each)]: number for number, each in enumerate(table.header) if plain(each) in KEYS
        }

    def cell(self, row: TableRow, key: str) -> str:
        return row.cells[self._at[key]] if key in self._at else ""


class _Reader(FileReader):
    def __init__(self, setting: Setting, *, has_sleeps: bool) -> None:
        super().__init__(setting)
        self._cycles: dict[str, _Cycle] = {}
        self._has_sleeps = has_sleeps
        self._tags = TagBook(self.shelf, mapping=setting.mapping)

    def take(self, kind: str, member: Member) -> Iterator[Item]:
        """Takes one table."""
        rows = _Rows(read_table(whole(member), name=member.name))
        for row in rows.rows:
            where = f"{member.name}, row {row.line}"
            try:
                if kind == "cycles":
                    self._cycle(rows, row, where)
                elif kind == "sleeps":
                    self._sleep(rows, row, where)
                elif kind == "workouts":
                    self._workout(rows, row, where)
                else:
                    yield from self._answer(rows, row, where)
            except Refused as refused:
                measure_id = {"cycles": "resting_hr_bpm", "workouts": "exertion_au"}.get(kind, "sleep_h")
                if kind == "journal":
                    self.shelf.complaints.problem(where, f"{refused}; left out", reason=TIME_UNREADABLE)
                else:
                    self.shelf.leave_out(measure_id, str(refused), where, reason=TIME_UNREADABLE)

    def _instant(self, text: str, zone: str | None, where: str) -> Instant:
        try:
            clock = dt.datetime.fromisoformat(text)
        except ValueError:
            raise Refused(f"{text[:40]!r} is not a time such as 2026-05-09 23:15:00") from None
        if clock.tzinfo is not None:
            clock = clock.replace(tzinfo=None)
        if zone is None:
            return self.place.wall(clock, where=where)[0]
        return from_local(clock, zone, known_by="source")[0]

    def _cycle(self, rows: _Rows, row: TableRow, where: str) -> None:
        zone, start, wake = (
            zone_of(rows.cell(row, "zone")),
            rows.cell(row, "cycle_start"),
            rows.cell(row, "wake"),
        )
        woke = self._instant(wake, zone, where) if wake else None
        self._cycles[start] = _Cycle(zone, woke)
        for key, measure_id in (("resting", "resting_hr_bpm"), ("hrv", "hrv_rmssd_ms")):
            text = rows.cell(row, key)
            value = number(text)
            if not text:
                continue
            if woke is None:
                self.shelf.skip(measure_id, "without a time of waking")
            elif value is None:
                self.shelf.leave_out(
                    measure_id, f"{text[:40]!r} is not a number", where, reason="not a number"
                )
            else:
                self.shelf.take(measure_id, value, between(woke, woke), app=_APP, where=where)
        if not self._has_sleeps and wake:
            self._sleep(rows, row, where)

    def _sleep(self, rows: _Rows, row: TableRow, where: str) -> None:
        zone, asleep_min = zone_of(rows.cell(row, "zone")), number(rows.cell(row, "asleep"))
        measure_id = "nap_h" if rows.cell(row, "nap").lower() in _YES else "sleep_h"
        if asleep_min is None:
            self.shelf.skip(measure_id, "length not known")
            return
        fell = self._instant(rows.cell(row, "onset"), zone, where)
        woke = self._instant(rows.cell(row, "wake"), zone, where)
        self.shelf.take(measure_id, asleep_min / 60, between(fell, woke), app=_APP, where=where)

    def _workout(self, rows: _Rows, row: TableRow, where: str) -> None:
        known = self._cycles.get(rows.cell(row, "cycle_start"))
        zone = zone_of(rows.cell(row, "zone")) or (known.zone if known else None)
        start = self._instant(rows.cell(row, "workout_start"), zone, where)
        end = self._instant(rows.cell(row, "workout_end"), zone, where)
        minutes = number(rows.cell(row, "duration"))
        workout = Workout(
            minutes=(end.utc_ms - start.utc_ms) / 60_000 if minutes is None else minutes,
            energy_kcal=number(rows.cell(row, "energy")),
        )
        self.shelf.take_workout(workout, between(start, end), app=_APP, where=where)

    def _answer(self, rows: _Rows, row: TableRow, where: str) -> Iterator[Item]:
        answer = rows.cell(row, "answer").lower()
        if answer not in _YES | _NO:
            raise Refused(f"the answer {answer[:40]!r} is neither yes nor no")
        when = self._day_of(rows, row, where)
        yield from self._tags.take(rows.cell(row, "question"), answer in _YES, when, app=_APP, where=where)

    def _day_of(self, rows: _Rows, row: TableRow, where: str) -> When:
        """Gives the day of waking of a cycle: the table of cycles says it, else that of half a day on."""
        start = rows.cell(row, "cycle_start")
        known = self._cycles.get(start)
        if known is not None and known.wake is not None:
            woke = known.wake
        else:
            began = self._instant(start, zone_of(rows.cell(row, "zone")), where)
            woke = Instant(began.utc_ms + 12 * 3_600_000, began.zone, began.zone_known_by)
        return whole_day(woke.local_day(), woke.zone, woke.zone_known_by)


def _header(head: bytes) -> frozenset[str]:
    if b"," not in head[:400] or head[:1] in b"{[<\0":
        return frozenset()
    line = head.partition(b"\n")[0]
    try:
        header = read_table(line, name="header").header
    except Refused:
        return frozenset()
    return frozenset(KEYS[plain(each)] for each in header if plain(each) in KEYS)


class Whoop(FileSource):
    """Reads exports of Whoop."""

    name = "whoop"
    app_name = _APP
    measures = frozenset(measures())
    unproven = True
    order = ("cycles", "sleeps", "workouts", "journal")

    def kind_of(self, member: Member) -> str:
        """Gives the kind of a table by its header, in the languages that are known."""
        head = member.head(FIRST_BYTES)
        keys = _header(head)
        if "cycle_start" in keys:
            for key, kind in _KIND_BY_KEY:
                if key in keys:
                    return kind
        return _STRANGE if _ROW.match(head.partition(b"\n")[2]) else ""

    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the files of one import."""
        kinds = {self.kind_of(each) for each in setting.members.members}
        return _Reader(setting, has_sleeps="sleeps" in kinds)

    def plan(self, members: Members, *, mapping: Mapping[str, str] | None) -> tuple[ColumnPlan, ...]:
        """Gives the questions of the journal that may be given a meaning."""
        plans = []
        for member in members.members:
            if self.kind_of(member) == "journal":
                rows = _Rows(read_table(whole(member), name=member.name))
                questions = (rows.cell(each, "question") for each in rows.rows)
                plans.append(plan_of(self.name, member.name, questions, suggested=suggested, mapping=mapping))
        return tuple(each for each in plans if each is not None)


def suggested(question: str) -> str:
    """Gives what a question may be taken for, in the words of `--map`; empty for nothing."""
    if "stress" in question or "estres" in question or "estrés" in question:
        return "stress_0_10:7"
    words = set(question.strip("?¿ ").split())
    return "illness_0_1:1" if words & {"sick", "ill", "enfermo", "enferma"} else ""


SOURCE = Whoop()
