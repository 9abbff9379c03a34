"""What state untwitch is in here: versions, where the data lies, whether it is whole, how fresh it is."""

import importlib.metadata
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from untwitch.actions import certificates
from untwitch.actions.recording_readers import is_compiled, recording_readers
from untwitch.actions.session import LEAVES_THIS_MACHINE, Session
from untwitch.facts.instant import Instant
from untwitch.facts.problem import Quarantined
from untwitch.facts.refused import Refused
from untwitch.record import backup
from untwitch.record.connection import SQLITE_VERSION
from untwitch.record.migrate import schema_of
from untwitch.record.record import Record
from untwitch.record.schema import SCHEMA_VERSION

_PARTS = ("untwitch", "numpy", "scipy", "sqlalchemy", "alembic", "typer", "rich", "altair", "tzdata")


@dataclass(frozen=True, slots=True)
class SourceState:
    """How fresh what one app or device gave is.

    Attributes:
        app: App or device; `typed` for what the person typed.
        measure: Id in the registry.
        newest: The newest row.
        days_ago: Days from then to now.
    """

    app: str
    measure: str
    newest: Instant
    days_ago: int

    def to_json(self) -> dict[str, Any]:
        """Gives the state as it stands in the contract."""
        newest = self.newest.local().isoformat(timespec="minutes")
        return {"app": self.app, "measure": self.measure, "newest": newest, "days_ago": self.days_ago}


@dataclass(frozen=True, slots=True)
class ImportState:
    """One import and what it could not use.

    Attributes:
        id: Number of the run.
        format: Name of the source.
        app: The app that wrote the file.
        day: When it was imported, as an ISO date (UTC).
        complete: Whether the file was whole.
        quarantined: Rows of unknown kinds, by kind.
    """

    id: str
    format: str
    app: str
    day: str
    complete: bool
    quarantined: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """Gives the state as it stands in the contract."""
        return {
            "id": self.id,
            "format": self.format,
            "app": self.app,
            "day": self.day,
            "complete": self.complete,
            "quarantined": self.quarantined,
        }


@dataclass(frozen=True, slots=True)
class PersonState:
    """What is kept of one person, in numbers.

    Attributes:
        name: What they are called here.
        entries: How many of each kind; `sample` for imported samples.
        sources: Freshness by app and measure.
        imports: Imports, oldest first.
    """

    name: str
    entries: dict[str, int]
    sources: tuple[SourceState, ...]
    imports: tuple[ImportState, ...]

    def to_json(self) -> dict[str, Any]:
        """Gives the state as it stands in the contract."""
        return {
            "name": self.name,
            "entries": self.entries,
            "sources": [each.to_json() for each in self.sources],
            "imports": [each.to_json() for each in self.imports],
        }


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `doctor` found.

    Attributes:
        versions: Of untwitch, Python, SQLite and the parts.
        home: Folder of the data.
        record: The file, whether it is there or not.
        exists: Whether it is there.
        size_bytes: Its size, with its write-ahead log.
        schema: Its schema version; None where there is none.
        persons: What is kept of each person.
        backups: Backups beside it, newest first, and whether each is still what was written.
        phone_key: SHA-256 of the certificate that phones trust, hexadecimal; None where there is none.
        problems: One sentence each; empty if all is well.
    """

    versions: dict[str, str]
    home: Path
    record: Path
    exists: bool
    size_bytes: int = 0
    schema: int | None = None
    persons: tuple[PersonState, ...] = ()
    backups: dict[str, bool] = field(default_factory=dict)
    phone_key: str | None = None
    problems: tuple[str, ...] = ()

    @property
    def recordings(self) -> str:
        """Which recordings can be read, in words."""
        formats = ", ".join(each.words for each in recording_readers())
        return formats if is_compiled() else f"{formats}; slower without numba"

    def to_json(self) -> dict[str, Any]:
        """Gives the contract `doctor/1`."""
        return {
            "contract": "doctor/1",
            "versions": self.versions,
            "home": str(self.home),
            "record": str(self.record),
            "exists": self.exists,
            "bytes": self.size_bytes,
            "schema": self.schema,
            "schema_known": SCHEMA_VERSION,
            "persons": [each.to_json() for each in self.persons],
            "backups": [{"name": name, "whole": whole} for name, whole in self.backups.items()],
            "phone_key_sha256": self.phone_key,
            "recordings": [each.to_json() for each in recording_readers()],
            "recordings_compiled": is_compiled(),
            "leaves_this_machine": LEAVES_THIS_MACHINE,
            "problems": list(self.problems),
        }


def doctor(session: Session) -> Diagnosis:
    """Looks at everything and changes no fact; where there is no record, none is made."""
    path = session.record_path
    if not path.exists():
        is_usable = session.home.is_dir() or not session.home.exists()
        home_fault = "" if is_usable else f"{session.home} is a file; untwitch needs a folder there"
        return Diagnosis(
            versions=_versions(),
            home=session.home,
            record=path,
            exists=False,
            phone_key=_phone_key(session.home),
            problems=(home_fault,) if home_fault else certificates.faults(session.home),
        )
    copies = {each.name: backup.is_whole(each) for each in backup.backups(path)}
    problems = [
        f"backup {name} is not what was written any more" for name, whole in copies.items() if not whole
    ]
    schema: int | None = None
    persons: tuple[PersonState, ...] = ()
    try:
        schema = schema_of(path)
        if schema < SCHEMA_VERSION:
            problems.append(
                f"{path} has schema {schema}; the next use brings it to {SCHEMA_VERSION}, after a backup"
            )
        else:
            persons, faults = _look_inside(session)
            problems += faults
    except Refused as refusal:
        problems.append(str(refusal))
    problems += certificates.faults(session.home)
    return Diagnosis(
        versions=_versions(),
        home=session.home,
        record=path,
        exists=True,
        size_bytes=_size_bytes(path),
        schema=schema,
        persons=persons,
        backups=copies,
        phone_key=_phone_key(session.home),
        problems=tuple(problems),
    )


def _phone_key(home: Path) -> str | None:
    authority = certificates.authority_of(home)
    return None if authority is None else certificates.fingerprint_of(authority)


def _versions() -> dict[str, str]:
    python = ".".join(str(each) for each in sys.version_info[:3])
    return {"python": python, "sqlite": SQLITE_VERSION} | {
        name: importlib.metadata.version(name) for name in _PARTS
    }


def _size_bytes(path: Path) -> int:
    files = (path, path.with_name(path.name + "-wal"))
    return sum(each.stat().st_size for each in files if each.exists())


def _look_inside(session: Session) -> tuple[tuple[PersonState, ...], list[str]]:
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        faults = record.integrity()
        if faults:
            return (), [str(record.damaged("; ".join(faults[:3])))]
        return tuple(
            _person(record, each.person_id, each.name, now=session.now) for each in record.persons()
        ), []


def _person(record: Record, person_id: str, name: str, *, now: Instant) -> PersonState:
    freshness = record.freshness(person_id)
    return PersonState(
        name=name,
        entries=record.entry_counts(person_id),
        sources=tuple(
            SourceState(app, measure, newest, (now.utc_ms - newest.utc_ms) // 86_400_000)
            for (app, measure), newest in freshness.items()
        ),
        imports=tuple(
            ImportState(
                id=run.id,
                format=run.format,
                app=run.app,
                day=Instant(run.started_ms, "UTC").local_day().isoformat(),
                complete=run.complete,
                quarantined=_by_kind(run.quarantined),
            )
            for run in record.runs(person_id)
        ),
    )


def _by_kind(quarantined: tuple[Quarantined, ...]) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for each in quarantined:
        kinds[each.kind] = kinds.get(each.kind, 0) + each.count
    return kinds
