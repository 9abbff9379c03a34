"""What the readers of one app's tables share: they know a file by its header and read it row by row."""

import codecs
import functools
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.intake.csv_text import LARGEST_TABLE_BYTES, Table, read_table
from untwitch.intake.members import Member, Members
from untwitch.intake.progress import Progress
from untwitch.sources.csv_columns import plain
from untwitch.sources.harvest import Harvest
from untwitch.sources.source import ColumnPlan, Item, NextFile
from untwitch.sources.tags import suggestions

KNOWN_HEADER = 0.95
_HEADER_BYTES = 4096
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TABLE = (b"{", b"[", b"<", b"PK", b"SQLite", b"\x1f\x8b")
_BLANKS = b" \t\r\n"


def header_of(member: Member) -> tuple[str, ...]:
    """Gives the names of the columns of a table, plain; none where it is no table."""
    head = member.head(_HEADER_BYTES)
    if not head.startswith(_UTF_16):
        head = head.lstrip(_BLANKS).partition(b"\n")[0]
    return () if head.startswith(_NO_TABLE) else _header(head)


@functools.lru_cache(maxsize=16)
def _header(begin: bytes) -> tuple[str, ...]:
    """Gives the header; all readers of tables ask for that of the same file one after the other."""
    try:
        return tuple(map(plain, read_table(begin, name="a table").header))
    except Refused:
        return ()


class TableSource(ABC):
    """Reads tables of one app, each known by its header.

    Attributes:
        name: Name of the format.
        version: Version of the reader.
        app_name: The app.
        measures: Ids of the measures that it can give.
        together: Whether the files of one folder or zip are one import.
        unproven: Whether no real file was at hand.
    """

    name: str
    version = "1"
    app_name: str
    measures: frozenset[str]
    together = False
    unproven = False

    def knows(self, member: Member) -> bool:
        """Says by its begin whether a file is of this format."""
        return self.knows_header(header_of(member))

    def knows_header(self, header: tuple[str, ...]) -> bool:  # noqa: ARG002 - some are known otherwise
        """Says whether the names of columns, plain, are those of this format."""
        return False

    def table(self, data: bytes, *, name: str) -> Table:
        """Gives a file as a table that has the columns of this format.

        Args:
            data: The whole file.
            name: Name for sentences.

        Raises:
            Refused: It is no table, or its header goes on in another way than it begins.
        """
        table = read_table(data, name=name)
        if not self.knows_header(tuple(map(plain, table.header))):
            raise Refused(f"{name} begins like a table of {self.app_name} and does not go on like one")
        return table

    @abstractmethod
    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Reads one file.

        Args:
            data: The whole file.
            harvest: Takes what it gives.
            name: Name for sentences.

        Yields:
            What is no sample: symptoms; batches come from the harvest.

        Raises:
            Refused: The file as a whole cannot be read.
        """

    def tags_of(self, data: bytes, *, name: str) -> Iterable[str]:  # noqa: ARG002 - most have none
        """Gives the tags of a file, for suggestions."""
        return ()

    def app(self, members: Members) -> str:  # noqa: ARG002 - one app writes this format
        """Gives the name of the app."""
        return self.app_name

    def claims(self, members: Members) -> float:
        """Says whether one of the files has a header of this app."""
        return KNOWN_HEADER if any(map(self.knows, members.members)) else 0.0

    def plan(self, members: Members, *, mapping: Mapping[str, str] | None) -> tuple[ColumnPlan, ...]:
        """Gives the meanings that its tags may have; nothing where a file has no tags."""
        plans = []
        remembered_by = hashlib.sha256(self.name.encode()).hexdigest()
        for member in filter(self.knows, members.members):
            data, _ = _whole(member)
            tags = tuple(self.tags_of(data, name=member.name))
            if tags or mapping:
                found = suggestions(tags, said=mapping or {})
                plans.append(ColumnPlan(member.name, remembered_by, {}, found))
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
        """Gives what the files hold.

        Args:
            members: The opened files.
            mapping: Meaning of tags, in the words of `--map`.
            zone: Zone of times for which neither the file nor a stay names one.
            progress: Told after each file.
            stays: Zone history.

        Raises:
            Refused: A file cannot be read as a whole.
        """
        harvest = Harvest(self.app_name, zone=zone, stays=stays, mapping=mapping)
        if members.damage:
            yield Incomplete(members.name, members.damage)
        done_bytes = 0
        for number, member in enumerate(filter(self.knows, members.members)):
            if number:
                yield from harvest.items(at_least=1)
                yield NextFile()
            data, damage = _whole(member)
            if damage:
                yield Incomplete(member.name, damage)
            for item in self.rows(data, harvest, name=member.name):
                yield item
                yield from harvest.items()
            done_bytes += len(data)
            progress(done_bytes, members.bytes, kinds=harvest.kinds())
        yield from harvest.finish(where=members.name)


def _whole(member: Member) -> tuple[bytes, str]:
    """Gives the bytes of a file, and why they end too early; a cut line at their end is left out.

    Raises:
        Refused: It is too large, or not even its begin can be read.
    """
    data = bytearray()
    with member.open() as stream:
        while True:
            try:
                more = stream.read()
            except Refused as refused:
                return bytes(data[: data.rfind(b"\n") + 1]), str(refused)
            if not more:
                return bytes(data), ""
            data += more
            if len(data) > LARGEST_TABLE_BYTES:
                raise Refused(f"{member.name} is larger than {LARGEST_TABLE_BYTES >> 20} MB")
