"""Copies of the record, made before anything large happens to it."""

import datetime as dt
import hashlib
import os
from pathlib import Path

from sqlalchemy import func, select

from untwitch.record.connection import Database, faults_as_sentences
from untwitch.record.schema import person

KEPT_PER_REASON = 3


def backup_folder(record: Path) -> Path:
    """Gives the folder that holds the backups of a record."""
    return record.parent / "backups"


def backups(record: Path) -> tuple[Path, ...]:
    """Gives the backups of a record, newest first."""
    folder = backup_folder(record)
    return tuple(sorted(folder.glob(f"{record.stem}-*.sqlite"), reverse=True))


def is_whole(backup: Path) -> bool:
    """Says whether a backup still is what was written: its SHA-256 equals the one kept beside it."""
    kept = backup.with_name(backup.name + ".sha256")
    return kept.is_file() and kept.read_text(encoding="ascii").split()[:1] == [_sha256(backup)]


def back_up(database: Database, *, reason: str, now_ms: int) -> Path:
    """Copies the record into the folder beside it, with its SHA-256, and lets the oldest copies go.

    Args:
        database: The open record, outside a transaction.
        reason: `import` or `migration`; of each the newest few are kept.
        now_ms: The moment, for the name.

    Returns:
        The copy.
    """
    folder = backup_folder(database.path)
    folder.mkdir(mode=0o700, exist_ok=True)
    moment = dt.datetime.fromtimestamp(now_ms / 1000, tz=dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = folder / f"{database.path.stem}-{moment[:-3]}-{reason}.sqlite"
    unfinished = copy.with_suffix(f".{os.getpid()}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with faults_as_sentences(database.path):
            database.driver.execute("VACUUM INTO ?", (str(unfinished),))
        unfinished.chmod(0o600)
        _write_durably(copy.with_name(copy.name + ".sha256"), f"{_sha256(unfinished)}  {copy.name}\n")
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)
    _let_old_ones_go(database.path, reason)
    return copy


def holds_anything(database: Database) -> bool:
    """Says whether anybody's facts were ever kept here, so that there is something to lose."""
    with database.read() as connection:
        return bool(connection.execute(select(func.coalesce(func.sum(person.c.version), 0))).scalar())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _let_old_ones_go(record: Path, reason: str) -> None:
    of_this_reason = [each for each in backups(record) if each.stem.endswith(f"-{reason}")]
    for old in of_this_reason[KEPT_PER_REASON:]:
        old.unlink(missing_ok=True)
        old.with_name(old.name + ".sha256").unlink(missing_ok=True)
