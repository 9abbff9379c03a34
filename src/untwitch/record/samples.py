"""Imported samples read back as columns: each once, as the earliest finished run that holds it saw it."""

import dataclasses
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, func, select

from untwitch.facts.identity import SAMPLE_ID_BYTES
from untwitch.facts.instant import Instant, ZoneKnownBy
from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.record.schema import import_run, run_sample, sample, series, zone

_LONGEST_MS = 62 * 86_400_000
"""Of a sample; where days are given, a longer one is found only if it begins within two months before them.
No table takes one of over 31 days."""

Zones = Mapping[int, tuple[str, ZoneKnownBy]]


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, both ends included, milliseconds since 1970 UTC."""

    first_ms: int
    last_ms: int


def _finished(key: int) -> ColumnElement[bool]:
    """Gives the condition that a row of `run_sample` belongs to a finished run."""
    runs = select(import_run.c.run_id).where(import_run.c.person_id == key, import_run.c.state == "finished")
    return run_sample.c.run_id.in_(runs)


def all_series(connection: Connection, key: int) -> Sequence[RowMapping]:
    """Gives the series of a person (`series_id`, `measure`, `app`), in the order of the registry."""
    order = {name: position for position, name in enumerate(measures())}
    rows = connection.execute(select(series).where(series.c.person_id == key)).mappings().all()
    return sorted(rows, key=lambda row: (order[row["measure"]], row["app"]))


def zones(connection: Connection, key: int) -> Zones:
    """Gives the zones that samples were lived in, by their number."""
    rows = connection.execute(select(zone).where(zone.c.person_id == key))
    return {row.zone_id: (row.zone, row.zone_known_by) for row in rows}


def batches(
    connection: Connection, key: int, *, span: Span | None, said: Mapping[str, Mapping[str, Any]]
) -> tuple[SampleBatch, ...]:
    """Gives the imported samples of a person as they stand now, one batch a series, by start.

    Args:
        connection: In a transaction.
        key: Number of the person.
        span: Only samples that touch this time; None for all.
        said: What the person changed or removed, by hexadecimal sample id.
    """
    known_zones = zones(connection, key)
    edited = {bytes.fromhex(sample_id): dict(fields) for sample_id, fields in said.items()}
    made = []
    for each in all_series(connection, key):
        columns = _columns(connection, key, each["series_id"], span)
        if edited:
            columns = _with_edits(columns, edited)
        if columns:
            made.append(_batch(each["measure"], each["app"], columns, zones=known_zones))
    return tuple(made)


def _columns(connection: Connection, key: int, series_id: int, span: Span | None) -> list[Sequence[Any]]:
    """Gives sample_id, start, end, value and lived of one series as columns, by start; empty if no rows.

    `lived` is zone and estimate as one number. Samples and holds are read in one order, each in one pass:
    looking up the holds of every sample inside SQLite took three times as long.
    """
    samples = _pass(
        connection,
        select(sample.c.sample_id, sample.c.start_ms, sample.c.end_ms, sample.c.value)
        .where(sample.c.person_id == key, sample.c.series_id == series_id, *_in_span(sample, span))
        .order_by(sample.c.start_ms, sample.c.sample_id),
    )
    if not samples:
        return []
    in_reach = run_sample.c.start_ms.between(samples[1][0], samples[1][-1])
    holds = _pass(
        connection,
        select(run_sample.c.sample_id, run_sample.c.zone_id * 2 + func.abs(run_sample.c.estimate))
        .where(run_sample.c.person_id == key, run_sample.c.series_id == series_id, in_reach, _finished(key))
        .order_by(run_sample.c.start_ms, run_sample.c.sample_id, run_sample.c.run_id.desc()),
    )
    if not holds:
        return []
    if samples[0] == holds[0]:
        return [*samples, holds[1]]
    # Of several runs that hold one sample the first comes last here, and so is the one that stays.
    lived_by_id = dict(zip(*holds, strict=True))
    lived = [lived_by_id.get(each) for each in samples[0]]
    columns = [*samples, lived]
    return _kept(columns, [each is not None for each in lived]) if None in lived else columns


def _in_span(table: Table, span: Span | None) -> tuple[ColumnElement[bool], ...]:
    if span is None:
        return ()
    # The earliest start lets SQLite begin where the time begins, not at the first sample ever.
    earliest_ms = span.first_ms - _LONGEST_MS
    return (table.c.start_ms.between(earliest_ms, span.last_ms), table.c.end_ms >= span.first_ms)


def _pass(connection: Connection, wanted: Select[Any]) -> list[Sequence[Any]]:
    """Gives the rows of a query as columns; empty if there are none."""
    return list(zip(*connection.execute(wanted).cursor.fetchall(), strict=True))


def _kept(columns: list[Sequence[Any]], keep: Sequence[bool]) -> list[Sequence[Any]]:
    if not any(keep):
        return []
    return [[value for value, kept in zip(column, keep, strict=True) if kept] for column in columns]


def _with_edits(
    columns: list[Sequence[Any]], edited: Mapping[bytes, Mapping[str, Any]]
) -> list[Sequence[Any]]:
    if not columns or edited.keys().isdisjoint(columns[0]):
        return columns
    ids, starts, ends, values, lived = columns
    now = [edited.get(each, {}).get("value", value) for each, value in zip(ids, values, strict=True)]
    return _kept([ids, starts, ends, now, lived], [edited.get(each, {}).get("entry", True) for each in ids])


def _batch(measure_id: str, app: str, columns: list[Sequence[Any]], *, zones: Zones) -> SampleBatch:
    _, starts, ends, values, lived = columns
    seen = sorted(set(lived))
    zone_ids = sorted({each >> 1 for each in seen})
    place = {each: (zone_ids.index(each >> 1), each & 1) for each in seen}
    return SampleBatch(
        measure=measure_id,
        start_ms=array("q", starts),
        end_ms=array("q", ends),
        value=array("d", values),
        apps=(app,),
        app_index=array("H", bytes(2 * len(starts))),
        zones=tuple(zones[each] for each in zone_ids),
        zone_index=_mapped("H", lived, lambda each: place[each][0], seen),
        estimate=_mapped("b", lived, lambda each: place[each][1], seen),
        seen=len(starts),
    )


def _mapped(
    code: str, column: Sequence[int], number: Callable[[int], int], seen: Sequence[int]
) -> "array[int]":
    if len(seen) == 1:
        return array(code, [number(seen[0])]) * len(column)
    table = {each: number(each) for each in seen}
    return array(code, map(table.__getitem__, column))


def find(connection: Connection, key: int, sample_id: str) -> tuple[str, str] | None:
    """Gives the one spelling of the id and the measure of a sample that a finished run holds, or None.

    Raises:
        Refused: The id is not 16 bytes in hexadecimal.
    """
    try:
        wanted = bytes.fromhex(sample_id)
    except ValueError:
        wanted = b""
    if len(wanted) != SAMPLE_ID_BYTES:
        raise Refused(f"sample id {sample_id!r} is not 16 bytes in hexadecimal")
    row = connection.execute(
        select(series.c.measure)
        .join(
            run_sample,
            (series.c.person_id == run_sample.c.person_id) & (series.c.series_id == run_sample.c.series_id),
        )
        .where(run_sample.c.person_id == key, run_sample.c.sample_id == wanted, _finished(key))
    ).first()
    return None if row is None else (wanted.hex(), row.measure)


def freshness(connection: Connection, key: int) -> dict[tuple[str, str], Instant]:
    """Gives the start of the newest sample of every (app, measure)."""
    known_zones = zones(connection, key)
    newest = {}
    for each in all_series(connection, key):
        of_series = (run_sample.c.person_id == key, run_sample.c.series_id == each["series_id"])
        last = connection.execute(
            select(run_sample.c.start_ms, run_sample.c.zone_id)
            .where(*of_series, _finished(key))
            .order_by(run_sample.c.start_ms.desc(), run_sample.c.sample_id.desc(), run_sample.c.run_id)
            .limit(1)
        ).first()
        if last is not None:
            name, known_by = known_zones[last.zone_id]
            newest[each["app"], each["measure"]] = Instant(last.start_ms, name, known_by)
    return newest
