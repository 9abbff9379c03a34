"""Imports: staged in short steps, seen at once when finished, gone without a trace when not.

begin      take … take … take      finish
  |----------chunks, unseen----------|======= seen =======>
  |----------chunks, unseen---- kill                        the next opening sweeps them
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, exists, func, insert, select, update

from untwitch.facts.instant import Instant, ZoneKnownBy
from untwitch.facts.measure import measures
from untwitch.facts.problem import Incomplete, Problem, Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.record import lock, sweep
from untwitch.record.connection import Database
from untwitch.record.entries import Entry, entity_of
from untwitch.record.operations import ENTRY, Stamp
from untwitch.record.people import count_change, person_key
from untwitch.record.schema import import_run, operation, run_entry, run_sample, series
from untwitch.record.staging import Staging, believable_part
from untwitch.record.summary import KindCount, RunSummary, keep

PROBLEMS_KEPT = 100
EXAMPLES_KEPT = 5


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an import comes from.

    Attributes:
        path: What was imported, as the person named it.
        sha256: Hash of the file.
        size_bytes: Its size.
        format: Name of the source that reads it.
        app: The app that wrote it.
        importer_version: Version of the source.
    """

    path: str
    sha256: str
    size_bytes: int
    format: str
    app: str
    importer_version: str


@contextmanager
def importing(database: Database, person_id: str, *, origin: Origin, stamp: Stamp) -> Iterator["ImportRun"]:
    """Gives a run that takes rows; left without its `finish`, nothing of it stays."""
    # Held to the end, so that another process can tell this import from one that was killed.
    with lock.shared(lock.import_lock(database.path)):
        with database.write() as connection:
            key = person_key(connection, person_id)
            run_id = _begin(connection, key, origin=origin, stamp=stamp)
        run = ImportRun(database, key, run_id=run_id, origin=origin, started_ms=stamp.instant_ms)
        try:
            yield run
        finally:
            if not run.is_finished:
                sweep.abandon(database, key, run_id)


def _begin(connection: Connection, key: int, *, origin: Origin, stamp: Stamp) -> int:
    newest = connection.execute(
        select(func.coalesce(func.max(import_run.c.run_id), 0)).where(import_run.c.person_id == key)
    ).scalar_one()
    row = {
        "person_id": key,
        "run_id": newest + 1,
        "state": "staged",
        "swept": False,
        "started_ms": stamp.instant_ms,
        "device": stamp.device,
        "complete": False,
        "problem_count": 0,
        **dataclasses.asdict(origin),
    }
    connection.execute(insert(import_run), row)
    return int(newest) + 1


class ImportRun:
    """One import under way.

    Attributes:
        id: Number of the run in words, as `imports undo` takes it.
        is_finished: Whether it is seen.
    """

    def __init__(self, database: Database, key: int, *, run_id: int, origin: Origin, started_ms: int) -> None:
        self.id = str(run_id)
        self.is_finished = False
        self._database = database
        self._key = key
        self._run_id = run_id
        self._origin = origin
        self._started_ms = started_ms
        self._staging = Staging(database, key, run_id)
        self._seen: dict[str, int] = defaultdict(int)
        self._skipped: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._problems: list[Problem] = []
        self._problem_count = 0
        self._quarantined: dict[tuple[str, str, str], Quarantined] = {}
        self._cut_off = False
        self._span: tuple[Instant, Instant] | None = None

    @property
    def has_seen_anything(self) -> bool:
        """Whether any row of a measure or any entry was met."""
        return any(self._seen.values())

    def take(self, item: SampleBatch | Entry | Problem) -> None:
        """Takes what a source gives.

        Raises:
            Refused: The run is finished, or the record cannot be written.
        """
        if self.is_finished:
            raise Refused(f"import {self.id} is finished; it takes no more")
        if isinstance(item, SampleBatch):
            self._take_batch(item)
        elif isinstance(item, Problem):
            self._take_problem(item)
        else:
            self._take_entry(item)

    def next_file(self) -> None:
        """Says that what comes is of another file of this import; overlapping files count a row once."""
        self._staging.next_file()

    def _take_batch(self, batch: SampleBatch) -> None:
        good, unbelievable = believable_part(batch)
        name = batch.measure
        for reason, count in batch.skipped.items():
            self._skipped[name][reason] += count
        if unbelievable:
            self._skipped[name]["not believable"] += unbelievable
        self._seen[name] += max(batch.seen, len(batch) + sum(batch.skipped.values()))
        if len(good):
            for extreme in (min, max):
                at = good.start_ms.index(extreme(good.start_ms))
                zone, known_by = good.zones[good.zone_index[at]]
                self._stretch(good.start_ms[at], zone, known_by)
        self._staging.take_batch(good)

    def _take_entry(self, entry: Entry) -> None:
        taken = self._staging.take_entry(entry)
        name = entity_of(entry)
        self._seen[name] += 1
        if not taken:
            self._skipped[name]["twice in this file"] += 1
        start = getattr(entry, "start", None)
        if isinstance(start, Instant):
            self._stretch(start.utc_ms, start.zone, start.zone_known_by)

    def _stretch(self, utc_ms: int, zone: str, known_by: ZoneKnownBy) -> None:
        first, last = self._span or (None, None)
        if first is None or last is None or not first.utc_ms <= utc_ms <= last.utc_ms:
            instant = Instant(utc_ms, zone, known_by)
            self._span = (min(first or instant, instant), max(last or instant, instant))

    def _take_problem(self, problem: Problem) -> None:
        if isinstance(problem, Incomplete):
            self._cut_off = True
        if isinstance(problem, Quarantined):
            name = (problem.kind, problem.unit, problem.what)
            before = self._quarantined.get(name)
            self._quarantined[name] = _joined(before, problem) if before else problem
            return
        self._problem_count += 1
        if len(self._problems) < PROBLEMS_KEPT or isinstance(problem, Incomplete):
            self._problems.append(problem)

    def preview(self, *, complete: bool) -> RunSummary:
        """Gives the counts that `finish` would give, and finishes nothing."""
        self._staging.flush()
        with self._database.read() as connection:
            return self._summary(connection, complete=complete and not self._cut_off)

    def finish(self, complete: bool) -> RunSummary:  # noqa: FBT001 - the one thing to say of an end
        """Makes everything seen at once.

        Args:
            complete: Whether the input was whole to its end; a problem of the kind `Incomplete` says no.

        Raises:
            Refused: It is finished already, or the record cannot be written.
        """
        if self.is_finished:
            raise Refused(f"import {self.id} is finished already")
        summary = self.preview(complete=complete)
        with self._database.write() as connection:
            connection.execute(
                update(import_run)
                .where(import_run.c.person_id == self._key, import_run.c.run_id == self._run_id)
                .values(
                    state="finished",
                    complete=summary.complete,
                    first_day=summary.first_day,
                    last_day=summary.last_day,
                    problem_count=summary.problem_count,
                )
            )
            keep(connection, self._key, summary)
            count_change(connection, self._key)
        self.is_finished = True
        return summary

    def _summary(self, connection: Connection, *, complete: bool) -> RunSummary:
        known = self._known_samples(connection) if self._staging.some_known else {}
        known |= self._known_entries(connection)
        for entity, count in self._staging.refused_entries.items():
            if count:
                self._skipped[entity]["its id stands for another entry"] = count
        for name, count in self._staging.repeated.items():
            self._skipped[name]["in another file too"] = count
        counts = {name: self._count(name, known.get(name, 0)) for name in self._seen}
        return RunSummary(
            id=self.id,
            complete=complete,
            measures=MappingProxyType({name: counts[name] for name in measures() if name in counts}),
            entries=MappingProxyType({name: counts[name] for name in counts if name not in measures()}),
            first_day=self._span[0].local_day() if self._span else None,
            last_day=self._span[1].local_day() if self._span else None,
            problems=tuple(self._problems),
            problem_count=self._problem_count,
            quarantined=tuple(self._quarantined.values()),
            started_ms=self._started_ms,
            **dataclasses.asdict(self._origin),
        )

    def _count(self, name: str, known: int) -> KindCount:
        skipped = dict(self._skipped[name])
        seen = self._seen[name]
        return KindCount(seen, seen - known - sum(skipped.values()), known, MappingProxyType(skipped))

    def _known_samples(self, connection: Connection) -> dict[str, int]:
        """Gives how many samples of this run another finished run holds too, by measure."""
        own, other = run_sample.alias("own"), run_sample.alias("other")
        finished = select(import_run.c.run_id).where(
            import_run.c.person_id == self._key, import_run.c.state == "finished"
        )
        same_sample = [
            other.c[name] == own.c[name] for name in ("person_id", "series_id", "start_ms", "sample_id")
        ]
        of_series = (series.c.person_id == own.c.person_id) & (series.c.series_id == own.c.series_id)
        rows = connection.execute(
            select(series.c.measure, func.count())
            .select_from(own.join(series, of_series))
            .where(
                own.c.person_id == self._key,
                own.c.run_id == self._run_id,
                exists().where(*same_sample, other.c.run_id != self._run_id, other.c.run_id.in_(finished)),
            )
            .group_by(series.c.measure)
        )
        return {row[0]: row[1] for row in rows}

    def _known_entries(self, connection: Connection) -> dict[str, int]:
        """Gives how many entries of this run another run holds or the person typed, by kind."""
        own, other = run_entry.alias("own"), run_entry.alias("other")
        finished = select(import_run.c.run_id).where(
            import_run.c.person_id == self._key, import_run.c.state == "finished"
        )
        held = exists().where(
            *(other.c[name] == own.c[name] for name in ("person_id", "entity", "id")),
            other.c.run_id != self._run_id,
            other.c.run_id.in_(finished),
        )
        typed = exists().where(
            operation.c.person_id == own.c.person_id,
            operation.c.entity == own.c.entity,
            operation.c.entity_id == own.c.id,
            operation.c.field == ENTRY,
        )
        rows = connection.execute(
            select(own.c.entity, func.count())
            .where(own.c.person_id == self._key, own.c.run_id == self._run_id, held | typed)
            .group_by(own.c.entity)
        )
        return {row[0]: row[1] for row in rows}


def _joined(before: Quarantined, more: Quarantined) -> Quarantined:
    """Gives two reports about one unknown kind as one."""
    moments = [
        each for each in (before.first_ms, before.last_ms, more.first_ms, more.last_ms) if each is not None
    ]
    return dataclasses.replace(
        before,
        count=before.count + more.count,
        first_ms=min(moments, default=None),
        last_ms=max(moments, default=None),
        examples=(*before.examples, *more.examples)[:EXAMPLES_KEPT],
    )
