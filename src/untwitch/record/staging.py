"""Rows of an import on their way into the file: hashed, numbered, written in short transactions.

Nothing written here is seen before its run is finished; `runs` decides that.
"""

import math
import operator
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import chain, compress, repeat
from struct import Struct
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert as upsert

from untwitch.facts.identity import SAMPLE_ID_BYTES, sample_id
from untwitch.facts.measure import measure
from untwitch.facts.sample_batch import SampleBatch
from untwitch.record.connection import Database
from untwitch.record.entries import Entry, entity_of, from_row, table_of, to_row
from untwitch.record.schema import run_entry, run_sample, sample, series, zone

ROWS_A_CHUNK = 4_000
"""Rows that one transaction writes: about 20 ms, so that others wait at most 50 ms for their turn."""
ROWS_A_STATEMENT = 50
"""Rows that one INSERT carries: a quarter less work than one row each."""

SampleRow = tuple[int, int, int, bytes, int, float]
HoldRow = tuple[int, int, int, bytes, int, int, int, int]
_CONTENT = Struct("<qqdI")


def _insert_new(table: Table) -> str:
    """Gives the SQL that inserts a row unless its key is there, compiled from the table itself."""
    return str(upsert(table).on_conflict_do_nothing().compile(dialect=sqlite.dialect()))


_INSERT_SAMPLE = _insert_new(sample)
_INSERT_HOLD = _insert_new(run_sample)


def believable_part(batch: SampleBatch) -> tuple[SampleBatch, int]:
    """Gives the rows of a batch that may be kept, and how many may not.

    A row that ends before it begins, or whose value is not finite or outside the believable range of its
    measure, may not: it is a defect of its source, and must not spoil the good rows.
    """
    limits = measure(batch.measure)
    low, high = limits.believable_low, limits.believable_high
    if not len(batch) or (
        low <= min(batch.value)
        and max(batch.value) <= high
        and math.isfinite(sum(batch.value))
        and not any(map(operator.gt, batch.start_ms, batch.end_ms))
    ):
        return batch, 0
    keep = [
        low <= value <= high and start <= end
        for start, end, value in zip(batch.start_ms, batch.end_ms, batch.value, strict=True)
    ]

    good = replace(
        batch,
        start_ms=_kept(batch.start_ms, keep),
        end_ms=_kept(batch.end_ms, keep),
        value=_kept(batch.value, keep),
        app_index=_kept(batch.app_index, keep),
        zone_index=_kept(batch.zone_index, keep),
        estimate=_kept(batch.estimate, keep),
    )
    return good, len(batch) - len(good)


def _kept(column: "array[Any]", keep: list[bool]) -> "array[Any]":
    return array(column.typecode, compress(column, keep))


class _LikeEarlierRow(Exception):  # noqa: N818 - not an error: a chunk to be written another way
    """A row of this chunk is alike to one of an earlier chunk of the same run."""


class Staging:
    """Takes batches and entries of one run and writes them in chunks."""

    def __init__(self, database: Database, key: int, run_id: int) -> None:
        self._database = database
        self._key = key
        self._run_id = run_id
        self._series: dict[tuple[str, str], int] = {}
        self._names: dict[int, tuple[str, str]] = {}
        self._zones: dict[tuple[str, str], int] = {}
        self._samples: list[SampleRow] = []
        self._holds: list[HoldRow] = []
        self._next_ordinal: dict[bytes, int] = {}
        self._entries: dict[tuple[str, str], Entry] = {}
        self._in_this_file: set[bytes] | None = None
        self.refused_entries: dict[str, int] = defaultdict(int)
        self.repeated: dict[str, int] = defaultdict(int)
        self.some_known = False

    def take_batch(self, batch: SampleBatch) -> None:
        """Takes the rows of a batch; they are written once a chunk is full."""
        if not len(batch):
            return
        series_of, zone_of = self._numbers(batch)
        ids = _content_ids(batch)
        series_ids = [series_of[index] for index in batch.app_index]
        zone_ids = [zone_of[index] for index in batch.zone_index]
        rows = len(batch)
        key, run_id, ordinal = repeat(self._key, rows), repeat(self._run_id, rows), repeat(0, rows)
        self._samples += zip(key, series_ids, batch.start_ms, ids, batch.end_ms, batch.value, strict=True)
        key = repeat(self._key, rows)
        self._holds += zip(
            key, series_ids, batch.start_ms, ids, run_id, ordinal, zone_ids, batch.estimate, strict=True
        )
        while len(self._samples) >= ROWS_A_CHUNK:
            self._write_chunk()

    def next_file(self) -> None:
        """Says that what comes is of another file: rows that the run holds already are the same rows."""
        self.flush()
        self._next_ordinal.clear()
        self._in_this_file = set()

    def take_entry(self, entry: Entry) -> bool:
        """Takes an entry; gives False if this chunk has one of that id already."""
        name = (entity_of(entry), entry.id)
        if name in self._entries:
            return False
        self._entries[name] = entry
        if len(self._entries) >= ROWS_A_CHUNK:
            self._write_entries()
        return True

    def flush(self) -> None:
        """Writes what is waiting."""
        while self._samples:
            self._write_chunk()
        if self._entries:
            self._write_entries()

    def _numbers(self, batch: SampleBatch) -> tuple[list[int], list[int]]:
        """Gives the numbers of the series and zones of a batch, new ones written first."""
        wanted_series = [(batch.measure, app) for app in batch.apps]
        new_series = [each for each in wanted_series if each not in self._series]
        new_zones = [each for each in batch.zones if each not in self._zones]
        if new_series or new_zones:
            with self._database.write() as connection:
                self._series |= _numbered(connection, series, self._key, new_series)
                self._zones |= _numbered(connection, zone, self._key, new_zones)
            self._names = {number: names for names, number in self._series.items()}
        return [self._series[each] for each in wanted_series], [self._zones[each] for each in batch.zones]

    def _write_chunk(self) -> None:
        samples, holds = self._samples[:ROWS_A_CHUNK], self._holds[:ROWS_A_CHUNK]
        del self._samples[:ROWS_A_CHUNK], self._holds[:ROWS_A_CHUNK]
        if self._in_this_file is not None:
            self._write_later_chunk(samples, holds, self._in_this_file)
            return
        first: dict[bytes, int] = {}
        alike = [at for at, row in enumerate(samples) if first.setdefault(row[3], at) != at]
        if not self._write_rows(samples, holds, alike):
            # Some rows are like rows of an earlier chunk: they are the second, third… of their kind.
            alike = sorted({*alike, *self._held_before(holds)})
            self._write_rows(samples, holds, alike)

    def _write_later_chunk(
        self, samples: list[SampleRow], holds: list[HoldRow], in_this_file: set[bytes]
    ) -> None:
        """Writes a chunk of a file that is not the first: a row of an earlier file is not written again."""
        alike = []
        for at, row in enumerate(samples):
            if row[3] in in_this_file:
                alike.append(at)
            in_this_file.add(row[3])
        if self._write_rows(samples, holds, alike):
            return
        second = {at: holds[at] for at in alike}
        held = set(self._held_before(holds)) - second.keys()
        for at in held:
            self.repeated[self._names[samples[at][1]][0]] += 1
        kept = [at for at in range(len(samples)) if at not in held]
        alike = [number for number, at in enumerate(kept) if at in second]
        self._write_rows([samples[at] for at in kept], [holds[at] for at in kept], alike)

    def _write_rows(self, samples: list[SampleRow], holds: list[HoldRow], alike: list[int]) -> bool:
        """Writes one chunk; gives False, and writes nothing, if a row outside `alike` was held before."""
        later = set(alike)
        plain_samples = [row for at, row in enumerate(samples) if at not in later] if later else samples
        plain_holds = [row for at, row in enumerate(holds) if at not in later] if later else holds
        try:
            with self._database.write() as connection:
                new, held = _insert_rows(connection, plain_samples, plain_holds)
                if held < len(plain_holds):
                    raise _LikeEarlierRow  # noqa: TRY301 - leaving by an error rolls back
                for at in alike:
                    new += self._write_alike(connection, samples[at], holds[at])
        except _LikeEarlierRow:
            return False
        self.some_known = self.some_known or new < len(samples)
        return True

    def _write_alike(self, connection: Connection, row: SampleRow, hold: HoldRow) -> int:
        """Writes a row that is like others of this run under the next ordinal; gives 1 if it is new."""
        key, series_id, start_ms, first_id, end_ms, value = row
        name, app = self._names[series_id]
        while True:
            ordinal = self._next_ordinal.get(first_id, 1)
            self._next_ordinal[first_id] = ordinal + 1
            own_id = sample_id(name, app, start_ms=start_ms, end_ms=end_ms, value=value, ordinal=ordinal)
            new, held = _insert_rows(
                connection,
                [(key, series_id, start_ms, own_id, end_ms, value)],
                [(key, series_id, start_ms, own_id, self._run_id, ordinal, *hold[6:])],
            )
            if self._in_this_file is not None and not held:
                self.repeated[name] += 1
            if held or self._in_this_file is not None:
                return new

    def _held_before(self, holds: list[HoldRow]) -> list[int]:
        columns = run_sample.c
        with self._database.read() as connection:
            held: set[bytes] = set()
            for start in range(0, len(holds), 500):
                some = holds[start : start + 500]
                rows = connection.execute(
                    select(columns.sample_id).where(
                        columns.person_id == self._key,
                        columns.series_id.in_({row[1] for row in some}),
                        columns.start_ms.in_({row[2] for row in some}),
                        columns.sample_id.in_({row[3] for row in some}),
                        columns.run_id == self._run_id,
                    )
                )
                held.update(rows.scalars())
        return [at for at, row in enumerate(holds) if row[3] in held]

    def _write_entries(self) -> None:
        waiting, self._entries = self._entries, {}
        with self._database.write() as connection:
            for entity in {entity for entity, _ in waiting}:
                entries = {each_id: entry for (name, each_id), entry in waiting.items() if name == entity}
                self._write_entity(connection, entity, entries)

    def _write_entity(self, connection: Connection, entity: str, entries: dict[str, Entry]) -> None:
        table = table_of(entity)
        there: dict[str, Entry] = {}
        ids = list(entries)
        for start in range(0, len(ids), 500):
            wanted = table.c.id.in_(ids[start : start + 500])
            rows = connection.execute(select(table).where(table.c.person_id == self._key, wanted)).mappings()
            there |= {row["id"]: from_row(entity, row) for row in rows}
        new = [to_row(entry, self._key) for each_id, entry in entries.items() if each_id not in there]
        if new:
            connection.execute(insert(table), new)
        same = [each_id for each_id, entry in entries.items() if there.get(each_id, entry) == entry]
        self.refused_entries[entity] += len(entries) - len(same)
        if same:
            holds = [
                {"person_id": self._key, "run_id": self._run_id, "entity": entity, "id": each_id}
                for each_id in same
            ]
            connection.execute(upsert(run_entry).on_conflict_do_nothing(), holds)


def _content_ids(batch: SampleBatch) -> list[bytes]:
    """Gives `facts.identity.sample_id` of every row as the first of its kind, hashed in one go.

    A test holds that the bytes are the same.
    """
    starts = [b"%s\x00%s\x00" % (batch.measure.encode(), app.encode()) for app in batch.apps]
    pack = _CONTENT.pack
    return [
        blake2b(starts[app] + pack(start, end, value, 0), digest_size=SAMPLE_ID_BYTES).digest()
        for app, start, end, value in zip(
            batch.app_index, batch.start_ms, batch.end_ms, batch.value, strict=True
        )
    ]


def _insert_rows(
    connection: Connection, samples: Sequence[SampleRow], holds: Sequence[HoldRow]
) -> tuple[int, int]:
    """Inserts what is not there; gives how many samples and holds were new."""
    if not samples:
        return 0, 0
    return _insert(connection, _INSERT_SAMPLE, samples), _insert(connection, _INSERT_HOLD, holds)


def _insert(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    """Inserts rows, many a statement; gives how many were new."""
    one_row = "(" + ", ".join("?" * len(rows[0])) + ")"
    many = statement.replace(one_row, ", ".join([one_row] * ROWS_A_STATEMENT))
    width, whole = ROWS_A_STATEMENT * len(rows[0]), len(rows) - len(rows) % ROWS_A_STATEMENT
    flat = list(chain.from_iterable(rows[:whole]))
    new = 0
    if flat:
        portions = [tuple(flat[at : at + width]) for at in range(0, len(flat), width)]
        new += connection.exec_driver_sql(many, portions).rowcount
    if whole < len(rows):
        new += connection.exec_driver_sql(statement, list(rows[whole:])).rowcount
    return new


def _numbered(
    connection: Connection, table: Table, key: int, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Gives the numbers of pairs of names in `series` or `zone`, with new numbers for new pairs."""
    _, number, first, second = table.c
    newest = connection.execute(
        select(func.coalesce(func.max(number), 0)).where(table.c.person_id == key)
    ).scalar_one()
    numbers = {}
    for pair in dict.fromkeys(wanted):
        found = connection.execute(
            select(number).where(table.c.person_id == key, first == pair[0], second == pair[1])
        ).scalar()
        if found is None:
            newest += 1
            found = newest
            row = {"person_id": key, number.name: found, first.name: pair[0], second.name: pair[1]}
            connection.execute(insert(table), row)
        numbers[pair] = int(found)
    return numbers
