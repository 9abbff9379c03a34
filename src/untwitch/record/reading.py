"""The facts of a person read back as they stand now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import select

from untwitch.facts.exposure import TYPED, Exposure
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.kept_recording import KeptRecording, watch_of
from untwitch.facts.mark import Mark
from untwitch.facts.measure import measures
from untwitch.facts.person import Person
from untwitch.facts.sample_batch import BatchBuilder, SampleBatch, SampleRow
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.record import edits, operations, samples
from untwitch.record.connection import Database
from untwitch.record.entries import ENTITIES, Entry
from untwitch.record.people import person_key
from untwitch.record.samples import Span
from untwitch.record.schema import person, twitch, watch

_DAY_MS = 86_400_000
_WIDEST_OFFSET_MS = 18 * 3_600_000
_EPOCH = dt.date(1970, 1, 1)


def span_of(first_day: dt.date | None, last_day: dt.date | None) -> Span | None:
    """Gives the time in which these days are anywhere on Earth; None for all time."""
    if first_day is None and last_day is None:
        return None
    first, last = first_day or dt.date(1900, 1, 1), last_day or dt.date(2100, 1, 1)
    return Span(
        first_ms=(first - _EPOCH).days * _DAY_MS - _WIDEST_OFFSET_MS,
        last_ms=((last - _EPOCH).days + 1) * _DAY_MS + _WIDEST_OFFSET_MS - 1,
    )


def history(
    database: Database, person_id: str, *, first_day: dt.date | None, last_day: dt.date | None
) -> History:
    """Gives the facts of a person, all as of one moment.

    Args:
        database: The open record.
        person_id: Whose.
        first_day: First day wanted, or None.
        last_day: Last day wanted, included, or None.
    """
    span = span_of(first_day, last_day)
    with database.read() as connection:
        key = person_key(connection, person_id)
        name = connection.execute(person.select().where(person.c.person_id == key)).one().name

        def now(entity: str) -> tuple[Any, ...]:
            return _within(_sorted(edits.current(connection, key, entity, span=span)), span)

        said = edits.changes(connection, key, operations.SAMPLE)
        recordings = now("recording")
        marks = _marks_of(recordings, edits.current(connection, key, "mark"))
        return History(
            person=Person(person_id=person_id, name=name),
            person_facts=now("person_fact"),
            stays=now("stay"),
            twitches=now("twitch"),
            watches=_watches(now("watch"), recordings, marks),
            symptoms=now("symptom"),
            medicines=now("medicine"),
            conditions=now("condition"),
            batches=(
                *samples.batches(connection, key, span=span, said=said),
                *_typed_batches(now("exposure")),
            ),
            recordings=recordings,
            marks=marks,
        )


def _marks_of(recordings: Iterable[KeptRecording], marks: Iterable[Entry]) -> tuple[Mark, ...]:
    """Gives the marks of recordings that are there; those of a removed one wait for it to come back."""
    there = {each.id for each in recordings}
    return tuple(each for each in marks if isinstance(each, Mark) and each.recording_id in there)


def _watches(
    typed: Iterable[Watch], recordings: Iterable[KeptRecording], marks: Sequence[Mark]
) -> tuple[Watch, ...]:
    recorded = [watch_of(each, marks) for each in recordings]
    found = [*typed, *(each for each in recorded if each is not None)]
    return tuple(sorted(found, key=attrgetter("start.utc_ms", "id")))


def entries(
    database: Database,
    person_id: str,
    entity: str,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
) -> tuple[Entry, ...]:
    """Gives the entries of one kind as they stand now.

    Args:
        database: The open record.
        person_id: Whose.
        entity: Kind of entry.
        first_day: First day wanted, or None.
        last_day: Last day wanted, included, or None.
    """
    span = span_of(first_day, last_day)
    with database.read() as connection:
        key = person_key(connection, person_id)
        return _within(_sorted(edits.current(connection, key, entity, span=span)), span)


def entry(database: Database, person_id: str, entity: str, entry_id: str) -> Entry | None:
    """Gives one entry as it stands now; None if there is none of that id."""
    with database.read() as connection:
        key = person_key(connection, person_id)
        return next(iter(edits.current(connection, key, entity, only=entry_id)), None)


def freshness(database: Database, person_id: str) -> dict[tuple[str, str], Instant]:
    """Gives the newest instant of every (app, measure); typed ones under the app `typed`."""
    with database.read() as connection:
        key = person_key(connection, person_id)
        newest = samples.freshness(connection, key)
        for each in _sorted(edits.current(connection, key, "exposure")):
            if isinstance(each, Exposure):
                newest[TYPED, each.measure] = each.start
    return newest


def latest_outcome(database: Database, person_id: str) -> Instant | None:
    """Gives the start of the newest twitch or watch; one that was removed since counts too.

    Args:
        database: The open record.
        person_id: Whose.
    """
    with database.read() as connection:
        key = person_key(connection, person_id)
        newest = [
            connection.execute(
                select(table.c.start_ms, table.c.start_zone, table.c.start_zone_known_by)
                .where(table.c.person_id == key)
                .order_by(table.c.start_ms.desc())
                .limit(1)
            ).first()
            for table in (twitch, watch)
        ]
    found = [Instant(*each) for each in newest if each is not None]
    return max(found, key=attrgetter("utc_ms"), default=None)


def entry_counts(database: Database, person_id: str) -> dict[str, int]:
    """Gives how many entries of each kind a person has now, and under `sample` how many imported samples."""
    with database.read() as connection:
        key = person_key(connection, person_id)
        counts = {entity: len(edits.current(connection, key, entity)) for entity in ENTITIES}
        said = edits.changes(connection, key, operations.SAMPLE)
        counts[operations.SAMPLE] = sum(map(len, samples.batches(connection, key, span=None, said=said)))
    return counts


def _sorted(found: list[Entry]) -> list[Entry]:
    """Gives entries by start where they have one, else as they came."""
    if found and hasattr(found[0], "start"):
        return sorted(found, key=attrgetter("start.utc_ms", "id"))
    return found


def _within(found: list[Entry], span: Span | None) -> tuple[Entry, ...]:
    return tuple(each for each in found if span is None or _touches(each, span))


def _touches(entry: Entry, span: Span) -> bool:
    if not isinstance(entry, Twitch | Watch | Exposure | Symptom | KeptRecording):
        return True
    end = getattr(entry, "end", entry.start)
    return bool(entry.start.utc_ms <= span.last_ms and end.utc_ms >= span.first_ms)


def _typed_batches(exposures: tuple[Exposure, ...]) -> list[SampleBatch]:
    builders: dict[str, BatchBuilder] = {}
    for each in exposures:
        builder = builders.setdefault(each.measure, BatchBuilder(each.measure))
        builder.add(
            SampleRow(
                start_ms=each.start.utc_ms,
                end_ms=each.end.utc_ms,
                value=each.value,
                app=TYPED,
                zone=each.start.zone,
                zone_known_by=each.start.zone_known_by,
                estimate=each.estimate,
            )
        )
    return [builders[name].batch() for name in measures() if name in builders]


def integrity(database: Database) -> list[str]:
    """Checks the file through; gives one sentence for each fault."""
    faults = []
    with database.read() as connection:
        for (words,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if words != "ok":
                faults.append(f"the file says: {words}")
        broken: dict[tuple[str, str], int] = defaultdict(int)
        for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            broken[table, parent] += 1
    faults += [
        f"{count} rows of {table} point at no row of {parent}" for (table, parent), count in broken.items()
    ]
    return faults
