"""Tables of one row a day, an entry or a night: csv in any of its dialects, and the sheet of a workbook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from untwitch.facts.measure import measures
from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import SYMPTOM_KINDS
from untwitch.intake.csv_text import LARGEST_TABLE_BYTES, Table, read_table, table_of
from untwitch.intake.members import FIRST_BYTES, HEAD_BYTES, Member, Members
from untwitch.intake.progress import Progress
from untwitch.intake.wall_clock import read_wall_clock
from untwitch.intake.workbook import is_workbook, sheets
from untwitch.sources.complaints import Complaints
from untwitch.sources.csv_columns import ACTIVITY, OUTCOMES, Meaning, meaning_of, plain, read_target
from untwitch.sources.csv_moments import EPOCH
from untwitch.sources.csv_rows import RowReader, Setting, activity_meanings
from untwitch.sources.source import ColumnPlan, Item
from untwitch.sources.tags import suggestions

_DAYLIO = {"full_date", "mood", "activities"}
_TIMELINE = {"start", "site", "instrument", *OUTCOMES}
_STRUCTURE = {"date", "time", "start", "end", "sleep_start", "sleep_end", "activities", "site", "evening"}
_WORKBOOK_SCORE, _DAYS_ONLY_SCORE, _UNDERSTOOD_SCORE, _KNOWN_SCORE = 0.25, 0.3, 0.6, 0.9
_NO_TABLE = (b"{", b"[", b"<")
_TABLES_LOOKED_AT, _DAYS_LOOKED_AT, _CELLS_LOOKED_AT = 50, 20, 200
_NO_DAYS = (
    "has no column of days under a header, and a diary kept in colours cannot be read; "
    "name the column with --map COLUMN=date"
)


@dataclass(frozen=True, slots=True)
class _Understood:
    """A table and what its columns are taken for."""

    table: Table
    meanings: tuple[Meaning | None, ...]
    suggestions: Mapping[str, str]

    def has(self, *roles: str) -> bool:
        return any(each is not None and each.role in roles for each in self.meanings)

    def has_days(self) -> bool:
        return self.has("date", "start") or (self.has("sleep_start") and self.has("sleep_end"))

    def has_content(self) -> bool:
        nights = self.has("sleep_start") and self.has("sleep_end")
        return nights or self.has("measure", "activities", "evening", *OUTCOMES, *SYMPTOM_KINDS)


def _is_timeline(table: Table) -> bool:
    names = {each.lower() for each in table.header}
    known = _TIMELINE | {each.id for each in measures().values() if each.timeline}
    return "start" in names and names <= known and len(names) > 1


def _is_daylio(table: Table) -> bool:
    return {each.lower() for each in table.header} >= _DAYLIO


def understand(table: Table, mapping: Mapping[str, str] | None) -> _Understood:
    """Decides what the columns of a table mean: what a person said goes before any guess.

    Args:
        table: The table.
        mapping: Meaning by column, in the words of `--map`.

    Raises:
        Refused: A meaning is not known.
    """
    said = {plain(column): target for column, target in (mapping or {}).items()}
    meanings: list[Meaning | None] = []
    suggested: dict[str, str] = {}
    named = (target for column, target in said.items() if not column.startswith(ACTIVITY))
    taken = {target.partition(":")[0].strip() for target in named} & _STRUCTURE
    first_cells = table.first_cells(at_most=_CELLS_LOOKED_AT)
    for header, cells in zip(table.header, first_cells, strict=True):
        name = plain(header)
        if name in said:
            meanings.append(read_target(said[name], column=header))
            continue
        meaning, suggestion = meaning_of(header, cells=cells)
        if suggestion:
            suggested[header] = suggestion
        if meaning is not None and meaning.role in _STRUCTURE:
            meaning = Meaning("ignore") if meaning.role in taken else meaning
            taken.add(meaning.role)
        meanings.append(meaning)
    _suggest_activities(table, meanings, said, suggested)
    return _Understood(table, tuple(meanings), suggested)


def _suggest_activities(
    table: Table, meanings: Sequence[Meaning | None], said: Mapping[str, str], suggested: dict[str, str]
) -> None:
    for number, meaning in enumerate(meanings):
        if meaning is not None and meaning.role == "activities":
            names = (each for cell in table.column(number) for each in cell.split("|"))
            suggested |= suggestions(names, said=said)


def _tables(members: Members) -> Iterator[tuple[Member, Table, list[str]]]:
    """Gives each table of the files, with the names of sheets that are not read."""
    for member in members.members[:_TABLES_LOOKED_AT]:
        if not _may_be_table(member):
            continue
        with member.open() as stream:
            data = stream.read_whole(at_most_bytes=LARGEST_TABLE_BYTES)
        if not is_workbook(data):
            yield member, read_table(data, name=member.name), []
            continue
        found = sheets(data, name=member.name)
        first, *others = [*found] or [""]
        lines = enumerate(found.get(first, []), start=1)
        yield member, table_of(lines, name=member.name, decimal_comma=False), others


def _may_be_table(member: Member) -> bool:
    try:
        return _score(member) > 0
    except Refused:
        return False


def _score(member: Member) -> float:
    """Says how surely a file is a table that can be imported.

    Raises:
        Refused: It is not even text.
    """
    first = member.head(FIRST_BYTES)
    if not first or first.lstrip()[:1] in _NO_TABLE:
        return 0.0
    head = member.head()
    if head.startswith(b"PK"):
        with member.open() as stream:
            data = stream.read_whole(at_most_bytes=LARGEST_TABLE_BYTES)
        return _WORKBOOK_SCORE if is_workbook(data) else 0.0
    if len(head) == HEAD_BYTES:
        head = head[: head.rfind(b"\n") + 1]
    table = read_table(head, name=member.name)
    if _is_timeline(table) or _is_daylio(table):
        return _KNOWN_SCORE
    if len(table.header) < 2:
        return 0.0
    found = understand(table, None)
    if not found.has_days() or not _days_can_be_read(found):
        return 0.0
    return _UNDERSTOOD_SCORE if found.has_content() else _DAYS_ONLY_SCORE


def _days_can_be_read(found: _Understood) -> bool:
    """Says whether most of the first days of a table are days, whichever of day and month comes first."""
    roles = {"date", "start", "sleep_start"}
    number = next(at for at, each in enumerate(found.meanings) if each is not None and each.role in roles)
    cells = found.table.column(number, at_most=_DAYS_LOOKED_AT)
    return 2 * sum(map(_is_day, cells)) >= len(cells)


def _is_day(cell: str) -> bool:
    if EPOCH.fullmatch(cell):
        return True
    for day_first in (True, False):
        try:
            read_wall_clock(cell, day_first=day_first)
        except Refused:
            continue
        return True
    return False


class CsvTable:
    """Reads tables whose columns are named."""

    name = "csv_table"
    version = "1"
    measures = frozenset(measures())
    together = False
    unproven = False

    def app(self, members: Members) -> str:
        """Gives the app that wrote the table, if its header tells; else that it is a table."""
        for _, table, _ in _tables(members):
            return _app(table)
        return "table"

    def claims(self, members: Members) -> float:
        """Says how surely there is a table with a column of days."""
        best = 0.0
        for member in members.members[:_TABLES_LOOKED_AT]:
            try:
                best = max(best, _score(member))
            except Refused:
                continue
        return best

    def plan(self, members: Members, *, mapping: Mapping[str, str] | None) -> tuple[ColumnPlan, ...]:
        """Gives what the columns of each table are taken for.

        Raises:
            Refused: A meaning is not known, or it names a column that no table has.
        """
        plans, columns = [], set()
        for member, table, _ in _tables(members):
            found = understand(table, mapping)
            words = {
                header: meaning.words() if meaning else ""
                for header, meaning in zip(table.header, found.meanings, strict=True)
            }
            columns |= {plain(each) for each in table.header}
            plans.append(ColumnPlan(member.name, table.header_hash, words, found.suggestions))
        for column in mapping or {}:
            if not column.startswith(ACTIVITY) and plain(column) not in columns:
                raise Refused(f"there is no column {column!r}{nearest(plain(column), sorted(columns))}")
        return tuple(plans)

    def read(
        self,
        members: Members,
        *,
        mapping: Mapping[str, str] | None,
        zone: str,
        progress: Progress,
        stays: Iterable[Stay] = (),
    ) -> Iterator[Item]:
        """Gives what the tables hold.

        Args:
            members: The opened files.
            mapping: Meaning by column, in the words of `--map`.
            zone: Zone of days for which no stay names one.
            progress: Told after each table.
            stays: Zone history.

        Raises:
            Refused: The only table has no column of days, or writes them in two orders.
        """
        complaints, known = Complaints(), tuple(stays)
        if members.damage:
            yield Incomplete(members.name, members.damage)
        done_bytes, tables = 0, 0
        for member, table, unread in _tables(members):
            tables += 1
            found = understand(table, mapping)
            if not found.has_days():
                raise Refused(f"{member.name} {_NO_DAYS}")
            for sheet in unread:
                yield Problem(member.name, f"sheet {sheet!r} is not read; only the first with content is")
            setting = Setting(_app(table), zone, known, is_timeline=_is_timeline(table))
            reader = RowReader(
                table,
                found.meanings,
                activities=activity_meanings(mapping),
                setting=setting,
                complaints=complaints,
            )
            yield from reader.items()
            done_bytes += member.size or 0
            progress(done_bytes, members.bytes, kinds=reader.kinds())
        if not tables:
            raise Refused(f"{members.name} holds no table that can be read")
        yield from complaints.rest(where=members.name)


def _app(table: Table) -> str:
    if _is_daylio(table):
        return "Daylio"
    return "timeline table" if _is_timeline(table) else "table"


SOURCE = CsvTable()
