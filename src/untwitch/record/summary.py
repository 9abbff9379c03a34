"""What an import brought, counted: kept with its run and read back."""

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, select

from untwitch.facts.measure import measures
from untwitch.facts.problem import Problem, Quarantined
from untwitch.record.connection import Database
from untwitch.record.people import person_key
from untwitch.record.schema import import_count, import_problem, import_run, import_skip, quarantine


@dataclass(frozen=True, slots=True)
class KindCount:
    """Counts of one measure, or of one kind of entry.

    Attributes:
        seen: Rows that the source met.
        taken: Rows that are new.
        already_known: Rows that an earlier import or the person had brought.
        skipped: Rows that were not taken, by reason.
    """

    seen: int = 0
    taken: int = 0
    already_known: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Gives the counts as they stand in the import contract."""
        counts = {"seen": self.seen, "taken": self.taken, "already_known": self.already_known}
        return {**counts, "skipped": dict(self.skipped)}


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One import and where it came from.

    Attributes:
        id: Number of the run, as `imports undo` takes it.
        path: What was imported.
        format: Name of the source.
        app: The app that wrote it.
        complete: Whether the input was whole to its end.
        measures: Counts by measure.
        entries: Counts by kind of entry (`watch`, `symptom`).
        first_day: Earliest day with something, where it was lived; None if nothing was found.
        last_day: Latest day.
        problems: The first problems.
        problem_count: All of them.
        quarantined: Kinds that the registry does not know.
        sha256: Hash of the file.
        size_bytes: Its size.
        importer_version: Version of the source that read it.
        started_ms: When, milliseconds since 1970 UTC.
    """

    id: str
    path: str
    format: str
    app: str
    complete: bool
    measures: Mapping[str, KindCount]
    entries: Mapping[str, KindCount]
    first_day: dt.date | None
    last_day: dt.date | None
    problems: tuple[Problem, ...]
    problem_count: int
    quarantined: tuple[Quarantined, ...]
    sha256: str
    size_bytes: int
    importer_version: str
    started_ms: int

    def to_json(self) -> dict[str, Any]:
        """Gives the run as it stands in the import contract."""
        return {
            "id": self.id,
            "path": self.path,
            "format": self.format,
            "app": self.app,
            "complete": self.complete,
            "measures": {name: count.to_json() for name, count in self.measures.items()},
            "entries": {name: count.to_json() for name, count in self.entries.items()},
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "problems": [each.to_json() for each in self.problems],
            "problem_count": self.problem_count,
            "quarantined": [
                {"kind": each.kind, "unit": each.unit, "reason": each.what, "count": each.count}
                for each in self.quarantined
            ],
            "sha256": self.sha256,
            "bytes": self.size_bytes,
            "importer_version": self.importer_version,
        }


def keep(connection: Connection, key: int, summary: RunSummary) -> None:
    """Writes the counts, problems and quarantine of a run beside it."""
    run = {"person_id": key, "run_id": int(summary.id)}
    counts = {**summary.measures, **summary.entries}
    _insert(
        connection,
        import_count,
        [
            {**run, "kind": kind, "seen": each.seen, "taken": each.taken, "already_known": each.already_known}
            for kind, each in counts.items()
        ],
    )
    _insert(
        connection,
        import_skip,
        [
            {**run, "kind": kind, "reason": reason, "count": count}
            for kind, each in counts.items()
            for reason, count in each.skipped.items()
        ],
    )
    _insert(
        connection,
        import_problem,
        [
            {**run, "number": number, "place": each.where, "what": each.what}
            for number, each in enumerate(summary.problems, start=1)
        ],
    )
    _insert(
        connection,
        quarantine,
        [
            {**run, "number": number, **_quarantine_row(each)}
            for number, each in enumerate(summary.quarantined, start=1)
        ],
    )


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _quarantine_row(each: Quarantined) -> dict[str, Any]:
    row = dataclasses.asdict(each)
    row["place"], row["reason"] = row.pop("where"), row.pop("what")
    row["examples"] = json.dumps(each.examples, ensure_ascii=False)
    return row


def finished(database: Database, person_id: str) -> tuple[RunSummary, ...]:
    """Gives the finished imports of a person that were not undone, oldest first."""
    with database.read() as connection:
        key = person_key(connection, person_id)
        rows = connection.execute(
            select(import_run)
            .where(import_run.c.person_id == key, import_run.c.state == "finished")
            .order_by(import_run.c.run_id)
        ).mappings()
        return tuple(_summary(connection, key, row) for row in rows.all())


def _summary(connection: Connection, key: int, run: RowMapping) -> RunSummary:
    def rows(table: Table) -> list[Any]:
        wanted = select(table).where(table.c.person_id == key, table.c.run_id == run["run_id"])
        return list(connection.execute(wanted))

    skipped: dict[str, dict[str, int]] = {}
    for row in rows(import_skip):
        skipped.setdefault(row.kind, {})[row.reason] = row.count
    counts = {
        row.kind: KindCount(row.seen, row.taken, row.already_known, skipped.get(row.kind, {}))
        for row in rows(import_count)
    }
    kept = ("path", "format", "app", "complete", "first_day", "last_day", "problem_count", "sha256")
    return RunSummary(
        id=str(run["run_id"]),
        measures={name: counts[name] for name in measures() if name in counts},
        entries={name: counts[name] for name in counts if name not in measures()},
        problems=tuple(Problem(row.place, row.what) for row in rows(import_problem)),
        quarantined=tuple(_quarantined(row) for row in rows(quarantine)),
        size_bytes=run["size_bytes"],
        importer_version=run["importer_version"],
        started_ms=run["started_ms"],
        **{name: run[name] for name in kept},
    )


def _quarantined(row: Any) -> Quarantined:
    return Quarantined(
        row.place,
        row.reason,
        kind=row.kind,
        unit=row.unit,
        count=row.count,
        first_ms=row.first_ms,
        last_ms=row.last_ms,
        examples=tuple(json.loads(row.examples)),
    )
