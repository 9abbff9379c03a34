"""What `untwitch export` wrote, read back: tables of facts and samples, or the one JSON document."""

import codecs
import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from untwitch.facts.fact_table import KINDS, SAMPLE_COLUMNS, fact_of, id_column, instant_of
from untwitch.facts.measure import measure, measures
from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.facts.stay import Stay
from untwitch.intake.bounded import MEBIBYTE, BoundedStream
from untwitch.intake.members import Member, Members
from untwitch.intake.progress import Progress
from untwitch.sources.complaints import Complaints
from untwitch.sources.source import ColumnPlan, Item, NextFile

ROWS_A_BATCH = 8192
LARGEST_DOCUMENT_BYTES = 128 * MEBIBYTE
LONGEST_LINE = 16 * MEBIBYTE
"""The summary of a recording stands in one cell; each of its quotation marks is doubled there."""
_DOCUMENT = re.compile(rb'\{\s*"contract"\s*:\s*"export/1"')
_DATABASE, _OWN_TABLE = b"SQLite format 3\0", b"run_sample"
_SCHEMA_WITHIN_BYTES = 1 << 18
_KIND_OF_COLUMN = {id_column(kind): kind for kind in KINDS} | {SAMPLE_COLUMNS[0]: "sample"}
_LEFT_OUT = "cannot be used"


def _kind(member: Member) -> str:
    """Gives the kind of facts of a table, `document` for all of them, `backup` for a record, else nothing."""
    head = member.head(4096).removeprefix(codecs.BOM_UTF8)
    if head.startswith(b"untwitch_"):
        return _KIND_OF_COLUMN.get(head.partition(b",")[0].decode("ascii", "replace"), "")
    if head.startswith(_DATABASE):
        return "backup" if _OWN_TABLE in member.head(_SCHEMA_WITHIN_BYTES) else ""
    return "document" if _DOCUMENT.match(head.lstrip()) else ""


class UntwitchExport:
    """Reads exports of this program."""

    name = "untwitch_export"
    version = "1"
    measures = frozenset(measures())
    together = True
    unproven = False

    def app(self, members: Members) -> str:  # noqa: ARG002 - one program writes this format
        """Gives the name of the program."""
        return "untwitch"

    def claims(self, members: Members) -> float:
        """Says whether the files are tables or the document of an export."""
        return 1.0 if any(_kind(each) for each in members.members) else 0.0

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
        zone: str,  # noqa: ARG002 - every time carries its zone
        progress: Progress,
        stays: Iterable[Stay] = (),  # noqa: ARG002 - same
    ) -> Iterator[Item]:
        """Gives the facts and samples of an export; the document only where its tables are not there.

        Args:
            members: The opened files.
            mapping: Not used.
            zone: Not used.
            progress: Told after each file.
            stays: Not used.

        Raises:
            Refused: It is a backup of a whole record, which is brought back by another command.
        """
        kinds = {member.name: _kind(member) for member in members.members}
        if "backup" in kinds.values():
            raise Refused(f"{members.name} is a whole record; bring it back with: untwitch restore FILE")
        if members.damage:
            yield Incomplete(members.name, members.damage)
        tables = [each for each in members.members if kinds[each.name] in {*KINDS, "sample"}]
        complaints = Complaints()
        files = tables or [each for each in members.members if kinds[each.name]]
        for number, member in enumerate(files, start=1):
            reader = _Reader(member.name, kinds[member.name], complaints)
            yield from reader.items(member)
            yield from [NextFile()] * (number < len(files))
            progress(members.bytes * number // len(files), members.bytes, kinds=reader.kinds)
        yield from complaints.rest(where=members.name)


class _Reader:
    """Turns the rows of one file into facts and samples."""

    def __init__(self, name: str, kind: str, complaints: Complaints) -> None:
        self.kinds: dict[str, int] = {}
        self._name = name
        self._kind = kind
        self._complaints = complaints
        self._builders: dict[str, BatchBuilder] = {}

    def items(self, member: Member) -> Iterator[Item]:
        rows = _document(member) if self._kind == "document" else _rows(member, self._kind)
        try:
            for where, kind, row in rows:
                yield from self._take(kind, row, where=where)
                yield from self._complaints.new_problems()
                yield from self._batches(at_least=ROWS_A_BATCH)
        except Refused as refused:
            yield Incomplete(member.name, str(refused))
        yield from self._batches(at_least=0)

    def _take(self, kind: str, row: Mapping[str, Any], *, where: str) -> Iterator[Item]:
        try:
            if kind == "sample":
                self._sample(row)
            else:
                yield fact_of(kind, row)
        except Refused as refused:
            what = f"{refused}; the row is left out"
            self._complaints.problem(f"{self._name}, {where}", what, reason=_LEFT_OUT)

    def _sample(self, row: Mapping[str, Any]) -> None:
        held = measure(str(row.get("measure")))
        builder = self._builders.setdefault(held.id, BatchBuilder(held.id))
        self.kinds[held.id] = self.kinds.get(held.id, 0) + 1
        try:
            builder.add(_sample_of(row, held.unit))
        except Refused:
            builder.skip(_LEFT_OUT)
            raise

    def _batches(self, *, at_least: int) -> Iterator[Item]:
        for builder in self._builders.values():
            if len(builder) >= at_least:
                yield builder.batch()


def _sample_of(row: Mapping[str, Any], unit: str) -> SampleRow:
    if row.get("unit") != unit:
        raise Refused(f"unit is {row.get('unit')!r}; it should be {unit!r}")
    zone, known_by = row.get("zone"), row.get("zone_known_by")
    start = instant_of(row.get("start"), zone=zone, known_by=known_by)
    end = instant_of(row.get("end"), zone=zone, known_by=known_by)
    if end < start:
        raise Refused(f"it ends at {row.get('end')} before it begins")
    try:
        value = float(str(row.get("value")))
    except ValueError:
        raise Refused(f"value is {str(row.get('value'))[:40]!r}") from None
    held = measure(str(row.get("measure")))
    held.refuse_unless_believable(value)
    return SampleRow(
        start_ms=start.utc_ms,
        end_ms=end.utc_ms,
        value=value,
        app=str(row.get("source")),
        zone=start.zone,
        zone_known_by=start.zone_known_by,
        estimate=str(row.get("estimate")).lower() == "true",
    )


def _rows(member: Member, kind: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    with member.open() as stream:
        reader = csv.DictReader(_lines(stream, name=member.name))
        while True:
            try:
                row = _next_row(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Refused(f"line {reader.line_num} is not a line of a table: {error}") from None
            yield f"row {reader.line_num}", kind, row


def _next_row(reader: "csv.DictReader[str]") -> Mapping[str, Any]:
    """Gives the next row; the limit of a cell is that of the whole process and is put back."""
    before = csv.field_size_limit(LONGEST_LINE)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(before)


def _lines(stream: BoundedStream, *, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    rest = ""
    while data := stream.read(MEBIBYTE // 4):
        *lines, rest = (rest + decoder.decode(data)).split("\n")
        yield from (f"{each}\n" for each in lines)
        if len(rest) > LONGEST_LINE:
            raise Refused(f"{name} has a line longer than any that an export has")
    if rest:
        yield rest


def _document(member: Member) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    data = member.whole(at_most_bytes=LARGEST_DOCUMENT_BYTES)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused("it is not a whole JSON document") from None
    entries = document.get("entries")
    lists = {**(entries if isinstance(entries, dict) else {}), "sample": document.get("samples")}
    for kind, rows in lists.items():
        if kind not in KINDS and kind != "sample":
            continue
        for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            yield f"{kind} record {number}", kind, row if isinstance(row, dict) else {}


SOURCE = UntwitchExport()
