"""The rows of a table as samples, watches and symptoms."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import SYMPTOM_KINDS, Symptom
from untwitch.intake.csv_text import Table, TableRow
from untwitch.intake.wall_clock import WallClock, day_first_of
from untwitch.sources.complaints import Complaints
from untwitch.sources.csv_cells import read_amount, read_rating
from untwitch.sources.csv_columns import ACTIVITY, OUTCOMES, Meaning, plain, read_target
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.csv_outcomes import row_id, watch_of_diary, watch_of_recording
from untwitch.sources.source import Item

ROWS_A_BATCH = 8192
_NOT_UNDERSTOOD = "this column is not understood; say what it means with --map"
_ACTIVITY_NOT_MAPPED = "this activity has no meaning yet; give it one with --map"
_NO_TIME, _NO_NIGHT = "time cannot be read", "night cannot be read"
_HOUR_MS = 3_600_000
_WATCHED = frozenset({*OUTCOMES, "evening", "instrument", "site"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a table is read with.

    Attributes:
        app: Name that its samples carry.
        zone: Zone to assume.
        stays: Zone history.
        is_timeline: Whether a row with a time lasts until the next one, as in the project's own table.
    """

    app: str
    zone: str
    stays: tuple[Stay, ...] = ()
    is_timeline: bool = False


class RowReader:
    """Reads the rows of one table."""

    def __init__(
        self,
        table: Table,
        meanings: Sequence[Meaning | None],
        *,
        activities: Mapping[str, Meaning],
        setting: Setting,
        complaints: Complaints,
    ) -> None:
        """Prepares for the rows.

        Args:
            table: The table.
            meanings: Meaning of each column, None where it has none.
            activities: Meaning by activity.
            setting: What it is read with.
            complaints: Takes what cannot be used.

        Raises:
            Refused: The table has no day, or writes its days in two orders.
        """
        self._table = table
        self._meanings = meanings
        self._activities = activities
        self._setting = setting
        self._complaints = complaints
        self._builders: dict[str, BatchBuilder] = {}
        self._at = {each.role: number for number, each in enumerate(meanings) if each}
        self._day = self._at.get("date", self._at.get("start", -1))
        if self._day < 0 and not {"sleep_start", "sleep_end"} <= self._at.keys():
            raise Refused("it has no column of days; name one with --map COLUMN=date")
        self._place = Place(setting.zone, stays=setting.stays, day_first=self._day_first())
        self._row_ms = self._length_of_rows() if setting.is_timeline else 0

    def _day_first(self) -> bool | None:
        if self._day < 0:
            return None
        meaning = self._meanings[self._day]
        if meaning and meaning.detail:
            return meaning.detail == "day_first"
        return day_first_of(self._table.column(self._day))

    def _length_of_rows(self) -> int:
        starts = set()
        for text in self._table.column(self._day):
            try:
                clock = self._place.clock(text)
            except Refused:
                continue
            if isinstance(clock, WallClock) and clock.time is None:
                return 0
            starts.add(self._place.instant(clock, where=text)[0].utc_ms)
        ordered = sorted(starts)
        gaps = [later - earlier for earlier, later in itertools.pairwise(ordered)]
        return min(gaps, default=0)

    def kinds(self) -> dict[str, int]:
        """Gives how many rows of each measure wait."""
        return {name: len(each) for name, each in self._builders.items() if len(each)}

    def items(self) -> Iterator[Item]:
        """Gives what the rows hold."""
        for row in self._table.rows:
            yield from self._row(row)
            yield from self._complaints.new_problems()
            yield from self._batches(at_least=ROWS_A_BATCH)
        yield from self._batches(at_least=0)

    def _batches(self, *, at_least: int) -> Iterator[Item]:
        for builder in self._builders.values():
            if len(builder) >= at_least:
                yield builder.batch()

    def _row(self, row: TableRow) -> Iterator[Item]:
        where = f"row {row.line}"
        span = None
        if self._day >= 0:
            try:
                span = self._span(row, where=where)
            except Refused as refused:
                self._leave_out(where, f"{refused}; the row is left out", reason=_NO_TIME)
                self._skip_row(row)
                return
            self._note_clock(span)
        self._night(row, where=where)
        if span is not None:
            yield from self._outcomes(row, span, where=where)
            for number, meaning in enumerate(self._meanings):
                if row.cells[number]:
                    yield from self._cell_items(number, row.cells[number], meaning, span, where=where)

    def _cell_items(
        self, number: int, cell: str, meaning: Meaning | None, span: Span, *, where: str
    ) -> Iterator[Item]:
        header = self._table.header[number]
        if meaning is None:
            self._keep_apart(header, cell, span, what=_NOT_UNDERSTOOD)
        elif meaning.role == "measure":
            self._amount(cell, meaning, span, where=f"{where}, column {header}")
        elif meaning.role == "activities":
            yield from self._activities_of(cell, span, where=where)
        elif meaning.role in SYMPTOM_KINDS:
            yield from self._symptom(cell, meaning.role, span, where=where)

    def _leave_out(self, where: str, what: str, *, reason: str) -> None:
        self._complaints.problem(where, what, reason=reason)

    def _note_clock(self, span: Span) -> None:
        for problem in span.problems:
            self._leave_out(problem.where, problem.what, reason="the clock was changed")

    def _cell(self, row: TableRow, role: str) -> str:
        return row.cells[self._at[role]] if role in self._at else ""

    def _span(self, row: TableRow, *, where: str) -> Span:
        text = row.cells[self._day]
        if not text:
            raise Refused("it has no day")
        span = self._place.span(text, time=self._cell(row, "time"), end=self._cell(row, "end"), where=where)
        if self._row_ms and not span.is_day and span.start == span.end:
            end = Instant(span.start.utc_ms + self._row_ms, span.start.zone, span.start.zone_known_by)
            return Span(span.start, end, problems=span.problems)
        return span

    def _skip_row(self, row: TableRow) -> None:
        for cell, meaning in zip(row.cells, self._meanings, strict=True):
            if cell and meaning and meaning.role == "measure":
                self._builder(meaning.measure).skip(_NO_TIME)

    def _night(self, row: TableRow, *, where: str) -> None:
        asleep, awake = self._cell(row, "sleep_start"), self._cell(row, "sleep_end")
        if not asleep or not awake:
            return
        day = row.cells[self._day] if self._day >= 0 and self._is_bare_time(asleep) else ""
        try:
            night = self._place.night(day, asleep=asleep, awake=awake, where=where)
        except Refused as refused:
            self._complaints.problem(
                where, f"{refused}; the night is left out", reason="night cannot be read"
            )
            self._builder("sleep_h").skip("night cannot be read")
            return
        self._note_clock(night)
        hours = (night.end.utc_ms - night.start.utc_ms) / _HOUR_MS
        self._add("sleep_h", hours, night)

    def _is_bare_time(self, text: str) -> bool:
        try:
            self._place.clock(text)
        except Refused:
            return True
        return False

    def _outcomes(self, row: TableRow, span: Span, *, where: str) -> Iterator[Item]:
        cells = {role: row.cells[at] for role, at in self._at.items() if role in _WATCHED and row.cells[at]}
        if not cells.keys() - {"site", "instrument"}:
            return
        day = span if span.end.utc_ms > span.start.utc_ms else self._place.day(span.start.local_day())
        for read in (watch_of_diary, watch_of_recording):
            try:
                watch = read(cells, day, decimal_comma=self._table.decimal_comma)
            except Refused as refused:
                self._leave_out(where, f"{refused}; the outcome is left out", reason="outcome")
                continue
            if watch is not None:
                yield watch

    def _amount(self, cell: str, meaning: Meaning, span: Span, *, where: str) -> None:
        try:
            value = read_amount(cell, meaning, decimal_comma=self._table.decimal_comma)
        except Refused as refused:
            self._leave_out(where, f"{refused}; left out", reason="cannot be used")
            self._builder(meaning.measure).skip("cannot be used")
            return
        self._add(meaning.measure, value, span, estimate=meaning.factor is not None)

    def _add(self, name: str, value: float, span: Span, *, estimate: bool = False) -> None:
        self._builder(name).add(
            SampleRow(
                start_ms=span.start.utc_ms,
                end_ms=span.end.utc_ms,
                value=value,
                app=self._setting.app,
                zone=span.start.zone,
                zone_known_by=span.start.zone_known_by,
                estimate=estimate,
            )
        )

    def _builder(self, name: str) -> BatchBuilder:
        return self._builders.setdefault(name, BatchBuilder(name))

    def _activities_of(self, cell: str, span: Span, *, where: str) -> Iterator[Item]:
        for each in cell.split("|"):
            name = plain(each)
            meaning = self._activities.get(name)
            if not name or (meaning is not None and meaning.role == "ignore"):
                continue
            if meaning is None:
                self._keep_apart(f"{ACTIVITY}{name}", each.strip(), span, what=_ACTIVITY_NOT_MAPPED)
            elif meaning.role == "measure":
                self._amount(meaning.detail or "1", meaning, span, where=f"{where}, activity {name}")
            else:
                yield from self._symptom("yes", meaning.role, span, where=where)

    def _symptom(self, cell: str, kind: str, span: Span, *, where: str) -> Iterator[Item]:
        try:
            rating = read_rating(cell, decimal_comma=self._table.decimal_comma)
        except Refused as refused:
            self._leave_out(where, f"{kind}: {refused}; left out", reason="cannot be used")
            return
        if rating == 0:
            return
        start = span.start
        if span.is_day:
            start = Instant(start.utc_ms + 12 * _HOUR_MS, start.zone, start.zone_known_by)
        own_id = row_id("symptom", kind, start.utc_ms, rating)
        yield Symptom(id=own_id, kind=kind, start=start, severity_0_10=rating)

    def _keep_apart(self, kind: str, cell: str, span: Span, *, what: str) -> None:
        def example() -> str:
            return f"{span.start.local_day()}: {cell[:80]}"

        self._complaints.quarantine(kind, "", what=what, example=example, start_ms=span.start.utc_ms)


def activity_meanings(mapping: Mapping[str, str] | None) -> dict[str, Meaning]:
    """Gives what a person says of activities.

    Args:
        mapping: Meaning by column; those that begin with `activity:` are about activities.

    Raises:
        Refused: A meaning is not known.
    """
    said: Iterable[tuple[str, str]] = (mapping or {}).items()
    return {
        plain(column[len(ACTIVITY) :]): read_target(target, column=column)
        for column, target in said
        if column.startswith(ACTIVITY)
    }
