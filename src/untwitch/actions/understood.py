"""The first rows of a file as they were understood, for a person to look at before anything is kept."""

import itertools
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from types import GeneratorType
from typing import Any

from untwitch.facts.instant import Instant
from untwitch.facts.measure import measure
from untwitch.facts.problem import Problem
from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.members import Members
from untwitch.intake.progress import silent
from untwitch.sources.source import Item, NextFile, Source

ROWS_SHOWN = 3
_ITEMS_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class UnderstoodRow:
    """One row of a file as it would be kept.

    Attributes:
        kind: Id of the measure, or the kind of entry.
        value: In the unit of the measure; None for an entry.
        unit: Unit of the measure, empty for an entry.
        start: When it began, as the person's clock said, with the offset; empty where it has no moment.
        end: When it ended.
        zone: Zone lived in.
    """

    kind: str
    value: float | None
    unit: str
    start: str
    end: str
    zone: str

    def words(self) -> str:
        """Gives the row in one line."""
        amount = "" if self.value is None else f" {self.value:g} {self.unit}"
        until = f" to {self.end}" if self.end != self.start else ""
        return f"{self.kind}{amount}, {self.start}{until} ({self.zone})"

    def to_json(self) -> dict[str, Any]:
        """Gives the row as one object."""
        return {
            "kind": self.kind,
            "value": self.value,
            "unit": self.unit,
            "start": self.start,
            "end": self.end,
            "zone": self.zone,
        }


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Files of a format whose reader was never tried on a real file, which nobody has looked through yet.

    Attributes:
        path: The file, zip or folder.
        format: Name of the source.
        app: The app that wrote it.
        rows: Its first rows as understood.
    """

    path: str
    format: str
    app: str
    rows: tuple[UnderstoodRow, ...]

    def to_json(self) -> dict[str, Any]:
        """Gives it as one object."""
        return {
            "path": self.path,
            "format": self.format,
            "app": self.app,
            "first_rows": [each.to_json() for each in self.rows],
        }


def first_rows(items: Iterable[Item], *, at_most: int = ROWS_SHOWN) -> tuple[UnderstoodRow, ...]:
    """Gives the first rows of what a source reads, of different kinds where there are some.

    Three amounts of alcohol say nothing about how magnesium was understood. Only a few items are read.

    Args:
        items: What the source gives.
        at_most: Number of rows.
    """
    firsts: dict[str, UnderstoodRow] = {}
    others: list[UnderstoodRow] = []
    for item in itertools.islice(items, _ITEMS_LOOKED_AT):
        rows = _rows_of(item, at_most=at_most)
        others += [row for row in rows if firsts.setdefault(row.kind, row) is not row]
        if len(firsts) >= at_most:
            break
    return (*firsts.values(), *others)[:at_most]


def _rows_of(item: Item, *, at_most: int) -> list[UnderstoodRow]:
    if isinstance(item, SampleBatch):
        return _of_batch(item, at_most=at_most)
    return [] if isinstance(item, (Problem, NextFile)) else [_of_entry(item)]


def look_at(
    source: Source, members: Members, *, mapping: Mapping[str, str], zone: str
) -> tuple[UnderstoodRow, ...]:
    """Reads the first rows of files.

    Args:
        source: Their source.
        members: The files.
        mapping: Meaning by column.
        zone: Zone to assume.

    Raises:
        Refused: They cannot be read.
    """
    items = source.read(members, mapping=mapping, zone=zone, progress=silent)
    if isinstance(items, GeneratorType):
        with closing(items):
            return first_rows(items)
    return first_rows(items)


def _of_batch(batch: SampleBatch, *, at_most: int) -> list[UnderstoodRow]:
    unit = measure(batch.measure).unit
    return [
        UnderstoodRow(
            batch.measure,
            row.value,
            unit,
            _clock(Instant(row.start_ms, row.zone, row.zone_known_by)),
            _clock(Instant(row.end_ms, row.zone, row.zone_known_by)),
            row.zone,
        )
        for row, _ in zip(batch.rows(), range(at_most), strict=False)
    ]


def _of_entry(entry: object) -> UnderstoodRow:
    start = getattr(entry, "start", None)
    end = getattr(entry, "end", start)
    kind = type(entry).__name__.lower()
    if not isinstance(start, Instant) or not isinstance(end, Instant):
        return UnderstoodRow(kind, None, "", "", "", "")
    return UnderstoodRow(kind, None, "", _clock(start), _clock(end), start.zone)


def _clock(instant: Instant) -> str:
    return instant.local().isoformat(sep=" ", timespec="minutes")
