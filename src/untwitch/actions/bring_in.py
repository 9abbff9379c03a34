"""Imports the files that a person already owns: found by content, each file one run that can be undone."""

import datetime as dt
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from untwitch.actions.session import Session
from untwitch.facts.instant import day_bounds_ms
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import Symptom
from untwitch.facts.watch import Watch
from untwitch.intake.clock import parse_day
from untwitch.intake.members import Members, files_of, open_path
from untwitch.intake.progress import Progress, silent
from untwitch.record.record import Record
from untwitch.record.summary import RunSummary
from untwitch.sources import choose
from untwitch.sources.source import ColumnPlan, Item, Source

CONTRACT = "import/1"
RUNS_CONTRACT = "imports/1"
_ACTIVITY = "activity:"


@dataclass(frozen=True, slots=True)
class FileImport:
    """What became of one file.

    Attributes:
        run: Counts and provenance.
        plans: What the columns of its tables were taken for.
    """

    run: RunSummary
    plans: tuple[ColumnPlan, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Gives the run as it stands in the import contract, with its columns."""
        tables = [
            {"table": each.name, "columns": dict(each.columns), "suggestions": dict(each.suggestions)}
            for each in self.plans
        ]
        return {**self.run.to_json(), **({"tables": tables} if tables else {})}


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What became of everything that was named.

    Attributes:
        files: One import a recognised file.
        unrecognised: Files of no known format.
        refused: Files of a known format that cannot be read, each with one sentence.
        dry_run: Whether nothing was kept.
        seconds: How long it took.
    """

    files: tuple[FileImport, ...]
    unrecognised: tuple[str, ...]
    refused: tuple[Problem, ...]
    dry_run: bool
    seconds: float

    @property
    def has_problems(self) -> bool:
        """Whether something is to be looked at: a cut-off file, a row left out, a file refused."""
        return bool(self.refused) or any(
            each.run.problem_count or not each.run.complete for each in self.files
        )

    def to_json(self) -> dict[str, Any]:
        """Gives the document `import/1`."""
        return {
            "contract": CONTRACT,
            "dry_run": self.dry_run,
            "runs": [each.to_json() for each in self.files],
            "unrecognised": list(self.unrecognised),
            "problems": [each.to_json() for each in self.refused],
            "seconds": round(self.seconds, 3),
        }


def bring_in(
    session: Session,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    since: dt.date | str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> ImportAnswer:
    """Imports files, zips and folders.

    Args:
        session: Place, moment and person.
        paths: What was named; of a folder every file is tried.
        dry_run: Count everything and keep nothing.
        since: Leave out what ended before this local day; words such as `yesterday` are read.
        mapping: Meaning by column, in the words of `--map`; remembered for tables with the same header.
        progress: Told how far the reading is.

    Raises:
        Refused: Nothing was named, there is no such person, or the day cannot be read.
        OSError: A path cannot be read.
    """
    began = time.perf_counter()
    if not paths:
        raise Refused("name at least one file, zip or folder to import")
    since_day = parse_day(since, now=session.now) if isinstance(since, str) else since
    files = tuple(file for path in paths for file in (files_of(path) if path.is_dir() else (path,)))
    done: list[FileImport] = []
    unrecognised: list[str] = []
    refused: list[Problem] = []
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        importer = _Importer(record, person_id, session=session, dry_run=dry_run, since=since_day)
        for file in files:
            try:
                found = importer.file(file, mapping=mapping or {}, is_only=len(files) == 1, progress=progress)
            except Refused as refusal:
                refused.append(Problem(str(file), str(refusal)))
                continue
            if found is None:
                unrecognised.append(str(file))
            else:
                done.append(found)
    return ImportAnswer(
        tuple(done), tuple(unrecognised), tuple(refused), dry_run, time.perf_counter() - began
    )


class _Importer:
    """Imports one file after the other for one person."""

    def __init__(
        self, record: Record, person_id: str, *, session: Session, dry_run: bool, since: dt.date | None
    ) -> None:
        self._record = record
        self._person_id = person_id
        self._zone = session.now.zone
        self._dry_run = dry_run
        self._since = since
        self._stays = tuple(each for each in record.entries(person_id, "stay") if isinstance(each, Stay))

    def file(
        self, path: Path, *, mapping: Mapping[str, str], is_only: bool, progress: Progress
    ) -> FileImport | None:
        with open_path(path) as members:
            source = choose(members)
            if source is None:
                return None
            meaning = self._meaning(source, members, mapping=mapping, is_only=is_only)
            plans = source.plan(members, mapping=meaning)
            items = source.read(
                members, mapping=meaning, zone=self._zone, progress=progress, stays=self._stays
            )
            run = self._run(source, members, items=self._wanted(items))
            if mapping and not self._dry_run:
                for plan in plans:
                    self._record.remember_mapping(plan.header_hash, meaning)
            return FileImport(run, plans)

    def _meaning(
        self, source: Source, members: Members, *, mapping: Mapping[str, str], is_only: bool
    ) -> dict[str, str]:
        """Gives what a person said of these columns, now or when a table with the same header came before."""
        meaning: dict[str, str] = {}
        columns: set[str] = set()
        for plan in source.plan(members, mapping=None):
            remembered = self._record.mapping_for(plan.header_hash) or {}
            meaning |= {str(column): str(target) for column, target in remembered.items()}
            columns |= {each.lower() for each in plan.columns}
        now = {
            column: target
            for column, target in mapping.items()
            if is_only or column.startswith(_ACTIVITY) or column.lower() in columns
        }
        return meaning | now

    def _run(self, source: Source, members: Members, *, items: Iterable[Item]) -> RunSummary:
        with self._record.import_run(
            self._person_id,
            path=str(members.path),
            sha256=members.sha256,
            size_bytes=members.bytes,
            format=source.name,
            app=source.app(members),
            importer_version=source.version,
        ) as run:
            for item in items:
                run.take(item)
            return run.preview(complete=True) if self._dry_run else run.finish(complete=True)

    def _wanted(self, items: Iterable[Item]) -> Iterator[Item]:
        if self._since is None:
            yield from items
            return
        since_ms = day_bounds_ms(self._since, self._zone)[0]
        for item in items:
            if isinstance(item, SampleBatch):
                yield rows_since(item, since_ms, reason=f"before {self._since}")
            elif isinstance(item, (Watch, Symptom)):
                if getattr(item, "end", item.start).utc_ms > since_ms:
                    yield item
            else:
                yield item


def rows_since(batch: SampleBatch, since_ms: int, *, reason: str) -> SampleBatch:
    """Gives the rows of a batch that end at or after an instant; the others are counted as skipped.

    Args:
        batch: The rows.
        since_ms: Milliseconds since 1970 UTC.
        reason: What they are counted as.
    """
    keep = [end >= since_ms for end in batch.end_ms]
    left_out = len(keep) - sum(keep)
    if not left_out:
        return batch

    def kept(column: "array[Any]") -> "array[Any]":
        return array(column.typecode, compress(column, keep))

    return replace(
        batch,
        start_ms=kept(batch.start_ms),
        end_ms=kept(batch.end_ms),
        value=kept(batch.value),
        app_index=kept(batch.app_index),
        zone_index=kept(batch.zone_index),
        estimate=kept(batch.estimate),
        skipped=MappingProxyType({**batch.skipped, reason: left_out}),
    )


def runs(session: Session) -> tuple[FileImport, ...]:
    """Gives the imports of the person of this session that were not undone, oldest first.

    Args:
        session: Place, moment and person.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        found = record.runs(record.person(session.person_name).person_id)
    return tuple(FileImport(each) for each in found)


def undo(session: Session, run_id: str) -> int:
    """Undoes one import: what no other import brought is gone.

    Args:
        session: Place, moment and person.
        run_id: Its number, as `runs` gives it.

    Returns:
        How many samples and entries are gone.

    Raises:
        Refused: There is no such import.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        return record.undo_run(record.person(session.person_name).person_id, run_id)


def runs_json(found: Sequence[FileImport]) -> dict[str, Any]:
    """Gives the document `imports/1` of the imports that stand."""
    return {"contract": RUNS_CONTRACT, "runs": [each.to_json() for each in found]}
