"""The shape of a source: what reads the files of one format."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from untwitch.facts.fact_table import Fact
from untwitch.facts.problem import Problem
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.stay import Stay
from untwitch.intake.members import Members
from untwitch.intake.progress import Progress


@dataclass(frozen=True, slots=True)
class NextFile:
    """Said between two files of one format: a row that an earlier file gave too is the same row, not another.

    Within one file two equal rows are two (two coffees in one minute). Exports overlap, so across files they
    are one. Whoever says this has given every row of the file before.
    """


Item = SampleBatch | Fact | Problem | NextFile


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What a source takes the columns of one table for.

    Attributes:
        name: The table.
        header_hash: What its header is remembered by.
        columns: Meaning by column, in the words of `--map`; empty where a column is not understood.
        suggestions: Meanings that a person may choose, by column or activity, never taken unasked.
    """

    name: str
    header_hash: str
    columns: Mapping[str, str]
    suggestions: Mapping[str, str] = field(default_factory=dict)


class Source(Protocol):
    """Reads one format. A third party adds one under the entry-point group `untwitch.sources`.

    Every file that a person hands over, within zips and folders too, is shown to `claims` by itself, and is
    read by the source that is surest of it. `claims` looks at `head` alone: it is shown thousands of files.
    Modules that are slow to import (numpy, sqlite3) are imported by `read`.

    A source knows facts and intake only. It never turns a blank into zero; a row that it cannot use becomes a
    `Problem` with its place and hides no other row; rows of unknown kinds become `Quarantined`; input that
    ends too early becomes `Incomplete`.

    Attributes:
        name: Name of the format, as the import contract shows it.
        version: Version of this reader, kept with every import.
        measures: Ids of the measures that it can give.
        together: Whether the files of one folder or zip are one import, as the many small files of an app
            are. Else each file is an import of its own, as each table is.
        unproven: Whether no real file was at hand: the reader was made from a documented header, and a person
            is asked to look at the first rows before anything is kept.
    """

    @property
    def name(self) -> str:
        """Name of the format."""
        ...

    @property
    def version(self) -> str:
        """Version of the reader."""
        ...

    @property
    def measures(self) -> frozenset[str]:
        """Ids of the measures that it can give."""
        ...

    @property
    def together(self) -> bool:
        """Whether the files of one folder or zip are one import."""
        ...

    @property
    def unproven(self) -> bool:
        """Whether no real file was at hand when the reader was made."""
        ...

    def app(self, members: Members) -> str:
        """Gives the name of the app that wrote the files."""
        ...

    def claims(self, members: Members) -> float:
        """Says by content how surely the files are of this format, 0 to 1; 1 where nothing else can be.

        A table whose header is known claims 0.95, so that the reader of any table (0.9 at most) yields.
        """
        ...

    def plan(self, members: Members, *, mapping: Mapping[str, str] | None) -> tuple[ColumnPlan, ...]:
        """Gives what the columns are taken for; nothing where the format leaves no choice."""
        ...

    def read(
        self,
        members: Members,
        *,
        mapping: Mapping[str, str] | None,
        zone: str,
        progress: Progress,
        stays: Iterable[Stay] = (),
    ) -> Iterator[Item]:
        """Gives what the files hold, with a `NextFile` between them where there are several.

        Args:
            members: The opened files.
            mapping: Meaning by column, where a person has said so.
            zone: Zone to assume where neither the file nor a stay names one.
            progress: Told every so often how far the reading is.
            stays: The person's zone history, for days that carry no zone.

        Raises:
            Refused: The files as a whole cannot be read.
        """
        ...
