"""Reads the export of Apple Health as bytes, in one pass and little memory; it is no XML parser.

Real exports break XML: a document type that does not parse (iOS 16), control characters, two roots. So the
document type is never read (and no entity ever expanded), and elements are found by their names:

    <Record a="…" …> entries </Record> <Record … /> <Correlation …> <Record …/> </Correlation> <Workout …> …
    |--------- piece ---------------->|-- piece ------------------->|-- piece --------------------------------

A piece reaches from one `<Record` to the next. A `<Record` within quotes is no beginning: the piece before it
has an odd number of quotes then, and is joined with what follows.
"""

import functools
import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from untwitch.facts.instant import zone_info
from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.intake.bounded import BoundedStream

CHUNK_BYTES = 1 << 18
LONGEST_ELEMENT_BYTES = 16 << 20
ROOT = re.compile(rb"<HealthData[\s>]")

_FAST = re.compile(
    rb'\stype="([^"]*)" sourceName="([^"]*)"(?: sourceVersion="[^"]*")?(?: device="[^"]*")?'
    rb'(?: unit="([^"]*)")?(?: creationDate="[^"]*")? startDate="([^"]*)" endDate="([^"]*)"'
    rb'(?: value="([^"]*)")?\s*/?>'
)
_WHOLE = re.compile(b"<Record" + _FAST.pattern + rb"([^<]*+(?:<(?!Record)[^<]*+)*+)")
_ATTRIBUTES = re.compile(rb"""((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"]*"|'[^']*'))*+)\s*/?>""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAGS = re.compile(
    rb"<(/?)(Correlation|Workout|WorkoutActivity|WorkoutStatistics|MetadataEntry|Me|HealthData)"
    rb"""(?=[\s/>])((?:[^"'>]|"[^"]*"|'[^']*')*+)>"""
)
_ENTITY = re.compile(r"&(#x?[0-9a-fA-F]{1,7}|amp|lt|gt|quot|apos);")
_TIME_ZONE = b"HKTimeZone"
_ZONE_ENTRY = re.compile(rb'key="HKTimeZone"\s+value="([^"]*)"')
_BIRTH_DAY = "HKCharacteristicTypeIdentifierDateOfBirth"
_SEX = "HKCharacteristicTypeIdentifierBiologicalSex"
_ELEMENT_STARTS = (b"<Record", b"<Workout ", b"<Correlation ", b"<ActivitySummary ")
_MOST_TAILS, _LONGEST_TAIL = 5000, 1000
_NEAR_END_BYTES = 64 << 10

RawFields = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]
"""Type, source name, unit, start, end and value as written, empty where there is none; and what follows."""
RawRecord = tuple[RawFields, str, int]
"""The fields, the zone that the record names (empty for none), and the number of its piece."""


@dataclass(slots=True)
class RawWorkout:
    """One workout as written.

    Attributes:
        attributes: Its attributes.
        statistics: Attributes of the statistics directly under it.
        zone: Zone that it names, empty for none.
    """

    attributes: dict[str, str]
    statistics: list[dict[str, str]] = field(default_factory=list)
    zone: str = ""


@dataclass(slots=True)
class Block:
    """What one stretch of the file holds.

    Attributes:
        first_line: Line that it begins on.
        buffer: Its bytes.
        pieces: Its bytes, split before every record, where they had to be.
        records: Records that stand by themselves, by type.
        repeated: Type and count of records inside a correlation, which repeat others.
        workouts: Workouts that ended in it.
        problems: What could not be read.
        odd_starts: Numbers of pieces that begin a record that is not written in the usual order.
        joined: Numbers of pieces that were read as part of an earlier one.
    """

    first_line: int = 1
    buffer: bytes = b""
    pieces: list[bytes] = field(default_factory=list)
    records: defaultdict[bytes, list[RawRecord]] = field(default_factory=lambda: defaultdict(list))
    repeated: dict[bytes, int] = field(default_factory=dict)
    workouts: list[RawWorkout] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    odd_starts: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)

    def line_of(self, piece: int) -> int:
        """Gives the line that the record of a number begins on."""
        before = self.buffer.split(b"<Record", piece + 1)[: piece + 1]
        return self.first_line + sum(each.count(b"\n") for each in before)


def attributes_of(text: bytes) -> dict[str, str]:
    """Gives the attributes of a tag by name, in clean text."""
    return {
        found[1].decode("ascii", "replace"): clean(found[2] if found[2] is not None else found[3])
        for found in _ATTRIBUTE.finditer(text)
    }


def clean(raw: bytes) -> str:
    """Gives the text of an attribute: known entities resolved, others left, control characters as blanks."""
    text = raw.decode("utf-8", "replace")
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


class Scanner:
    """Goes through one export.

    Attributes:
        birth_day: Day of birth as the export states it, empty for none.
        sex: Sex as the export writes it, empty for none.
        has_ended: Whether the end of the export was met.
    """

    def __init__(self, *, name: str) -> None:
        """Starts before the first byte.

        Args:
            name: Name of the file, for sentences.
        """
        self.birth_day = self.sex = ""
        self.has_ended = False
        self._name = name
        self._in_correlation = False
        self._in_activity = False
        self._workout: RawWorkout | None = None
        self._line = 1
        self._zone_of_tail: dict[bytes, str] = {}

    def scan(self, stream: BoundedStream) -> Iterator[Block]:
        """Gives block after block; damage ends it with an `Incomplete`, after all that was good.

        Args:
            stream: The bytes of the export.
        """
        rest, started = b"", False
        damage = ""
        while not damage:
            try:
                data = stream.read(CHUNK_BYTES)
            except Refused as refused:
                data, damage = b"", str(refused)
            buffer = rest + data
            if not started:
                root = ROOT.search(buffer)
                if root is None and data and len(buffer) < LONGEST_ELEMENT_BYTES:
                    rest = buffer
                    continue
                started = True
                self._line += buffer.count(b"\n", 0, root.start()) if root else 0
                buffer = buffer[root.start() :] if root else b""
            if not data:
                yield self._last_block(buffer, damage=damage)
                return
            cut = _last_start(buffer)
            rest = buffer[cut:]
            if len(rest) > LONGEST_ELEMENT_BYTES:
                damage = f"{self._name} has an element longer than {LONGEST_ELEMENT_BYTES >> 20} MB"
                yield self._last_block(b"", damage=damage)
                return
            if cut:
                yield self._block(buffer[:cut])

    def _last_block(self, buffer: bytes, *, damage: str) -> Block:
        block = self._block(buffer, is_last=True)
        if self._workout is not None:
            self._workout = None
            damage = damage or f"{self._name} ends within a workout"
        if not self.has_ended:
            what = damage or f"{self._name} ends before its end tag"
            block.problems.append(
                Incomplete(self._name, f"{what}; what came before is taken, later records are missing")
            )
        elif damage:
            block.problems.append(Incomplete(self._name, f"{damage}; check it against the original"))
        return block

    def _block(self, buffer: bytes, *, is_last: bool = False) -> Block:
        """Reads a stretch that begins at an element and ends before one."""
        block = Block(first_line=self._line, buffer=buffer)
        first = buffer.find(b"<Record")
        self._structure(buffer if first < 0 else buffer[:first], block)
        records = _WHOLE.findall(buffer)
        if len(records) == buffer.count(b"<Record"):
            of_kind, zone_of_tail = block.records, self._zone_of_tail.get
            for number, fields in enumerate(records):
                zone = zone_of_tail(fields[6])
                if zone is None or self._in_correlation:
                    self._usual_record(fields, number, block)
                else:
                    of_kind[fields[0]].append((fields, zone, number))
        else:
            self._one_by_one(block, is_last=is_last)
        self._line += buffer.count(b"\n")
        return block

    def _one_by_one(self, block: Block, *, is_last: bool) -> None:
        """Reads a stretch in which not every record is written in the usual way."""
        block.pieces = block.buffer.split(b"<Record")[1:]
        for number, piece in enumerate(block.pieces):
            found = _FAST.match(piece)
            if found is None:
                self._odd_piece(number, block, is_last=is_last)
            else:
                kind, source, unit, start, end, value = found.groups(b"")
                fields = (kind, source, unit, start, end, value, piece[found.end() :])
                self._usual_record(fields, number, block)

    def _usual_record(self, fields: RawFields, number: int, block: Block) -> None:
        tail = fields[6]
        zone = self._zone_of_tail.get(tail)
        is_structure = zone is None
        if zone is None:
            zone, is_structure = self._learn_tail(tail)
        if self._in_correlation:
            block.repeated[fields[0]] = block.repeated.get(fields[0], 0) + 1
        else:
            block.records[fields[0]].append((fields, zone, number))
        if is_structure:
            self._structure(tail, block)

    def _learn_tail(self, tail: bytes) -> tuple[str, bool]:
        """Gives the zone that what follows a record names, and whether it opens or closes anything.

        Most tails are one of a few, so what a plain one says is remembered: that saves a third of the time.
        """
        zone = _zone_in(tail) if _TIME_ZONE in tail else ""
        if b"orrelation" in tail or b"<Workout" in tail or b"</HealthData" in tail:
            return zone, True
        if len(self._zone_of_tail) < _MOST_TAILS and len(tail) < _LONGEST_TAIL:
            self._zone_of_tail[tail] = zone
        return zone, False

    def _odd_piece(self, number: int, block: Block, *, is_last: bool) -> None:
        """Reads a record that is not written in the usual order, or finds that it is none."""
        if number in block.joined:
            return
        piece = block.pieces[number]
        if self._begins_within_quotes(number, block):
            self._structure(piece[piece.find(b'"') + 1 :], block)
            return
        block.odd_starts.add(number)
        for later, more in enumerate(block.pieces[number + 1 :], start=number + 1):
            if not piece.count(b'"') & 1:
                break
            piece += b"<Record" + more
            block.joined.add(later)
        found = _ATTRIBUTES.match(piece)
        if found is not None:
            self._slow_record(number, found, block)
            self._structure(piece[found.end() :], block)
        elif not piece[:1].isspace():
            self._structure(piece, block)
        elif not is_last or b">" in piece:
            where = f"line {block.line_of(number)}"
            block.problems.append(Problem(where, "a record that cannot be read is left out"))
            self._structure(piece, block)

    def _begins_within_quotes(self, number: int, block: Block) -> bool:
        """Says whether a `<Record` stands within quotes that an earlier piece opened."""
        quotes = 0
        for before in range(number - 1, -1, -1):
            quotes += block.pieces[before].count(b'"')
            if before in block.odd_starts or _FAST.match(block.pieces[before]):
                break
        return bool(quotes & 1)

    def _slow_record(self, number: int, found: re.Match[bytes], block: Block) -> None:
        named = {
            each[1]: each[2] if each[2] is not None else each[3] for each in _ATTRIBUTE.finditer(found[1])
        }
        kind = named.get(b"type", b"")
        if self._in_correlation:
            block.repeated[kind] = block.repeated.get(kind, 0) + 1
            return
        names = (b"sourceName", b"unit", b"startDate", b"endDate", b"value")
        source, unit, start, end, value = (named.get(each, b"") for each in names)
        fields = (kind, source, unit, start, end or start, value, b"")
        zone = _zone_in(block.pieces[number])
        block.records[kind].append((fields, zone, number))

    def _structure(self, text: bytes, block: Block) -> None:
        """Follows what opens and closes around the records."""
        for tag in _TAGS.finditer(text):
            name, is_end, is_empty = tag[2], bool(tag[1]), tag[3].endswith(b"/")
            if name == b"Correlation":
                self._in_correlation = not is_end and not is_empty
            elif name == b"WorkoutActivity":
                self._in_activity = not is_end and not is_empty
            elif name == b"Workout":
                self._workout_tag(tag[3], block, is_end=is_end, is_empty=is_empty)
            elif name == b"HealthData":
                self.has_ended = self.has_ended or is_end
            elif name == b"Me":
                said = attributes_of(tag[3])
                self.birth_day, self.sex = said.get(_BIRTH_DAY, self.birth_day), said.get(_SEX, self.sex)
            elif self._workout is not None and not self._in_activity:
                self._inside_workout(name, attributes_of(tag[3]))

    def _workout_tag(self, text: bytes, block: Block, *, is_end: bool, is_empty: bool) -> None:
        if not is_end:
            self._workout = RawWorkout(attributes_of(text))
            self._in_activity = False
        if (is_end or is_empty) and self._workout is not None:
            block.workouts.append(self._workout)
            self._workout = None

    def _inside_workout(self, name: bytes, attributes: dict[str, str]) -> None:
        if self._workout is None:
            return
        if name == b"WorkoutStatistics":
            self._workout.statistics.append(attributes)
        elif attributes.get("key") == "HKTimeZone":
            self._workout.zone = known_zone(attributes.get("value", ""))


def known_zone(name: str) -> str:
    """Gives a zone back if it is one, else nothing."""
    try:
        zone_info(name)
    except Refused:
        return ""
    return name


@functools.lru_cache(maxsize=4096)
def _zone_of_text(raw: bytes) -> str:
    return known_zone(clean(raw))


def _zone_in(piece: bytes) -> str:
    """Gives the zone that the entries of a record name, empty for none."""
    found = _ZONE_ENTRY.search(piece)
    return _zone_of_text(found[1]) if found else ""


def _last_start(buffer: bytes) -> int:
    """Gives the position of the last element that a stretch can be cut before; 0 if there is none."""
    cut = buffer.rfind(b"<Record", max(0, len(buffer) - _NEAR_END_BYTES))
    if cut < 0:
        cut = max(buffer.rfind(each) for each in _ELEMENT_STARTS)
    while cut > 0:
        before = max(0, buffer.rfind(b"<Record", 0, cut))
        if not buffer.count(b'"', before, cut) & 1:
            return cut
        cut = before
    return 0
