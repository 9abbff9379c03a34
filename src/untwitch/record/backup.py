"""Copies of the record, made before anything large happens to it."""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import func, select

from untwitch.facts.refused import Refused
from untwitch.record.connection import Database, faults_as_sentences
from untwitch.record.schema import person

KEPT_PER_REASON: Mapping[str, int] = MappingProxyType({"import": 3, "migration": 3, "restore": 3, "hand": 10})
"""How many of the newest copies are kept, by what they were made before, or `hand` for who asked for one."""


_LONGEST_COPY_MS = 3_600_000


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
    try:
        return kept.read_bytes() == _manifest(backup.name, backup)
    except OSError:
        return False


def _manifest(name: str, file: Path) -> bytes:
    """Gives the line that `sha256sum --check` reads."""
    return f"{_sha256(file)}  {name}\n".encode("ascii", "replace")


def back_up(database: Database, *, reason: str, now_ms: int) -> Path:
    """Copies the record into the folder beside it, with its SHA-256, and lets the oldest copies go.

    Args:
        database: The open record, outside a transaction.
        reason: One of `KEPT_PER_REASON`; of each the newest few are kept.
        now_ms: The moment, for the name.

    Returns:
        The copy.
    """
    folder = backup_folder(database.path)
    folder.mkdir(mode=0o700, exist_ok=True)
    moment = dt.datetime.fromtimestamp(now_ms / 1000, tz=dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = folder / f"{database.path.stem}-{moment[:-3]}-{reason}.sqlite"
    unfinished = copy.with_suffix(f".{os.getpid()}.unfinished")
    _let_killed_ones_go(folder, now_ms=now_ms)
    unfinished.unlink(missing_ok=True)
    try:
        with faults_as_sentences(database.path):
            database.driver.execute("VACUUM INTO ?", (str(unfinished),))
        unfinished.chmod(0o600)
        _write_durably(copy.with_name(copy.name + ".sha256"), _manifest(copy.name, unfinished))
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)
    _let_old_ones_go(database.path, reason)
    return copy


def copy_to(backup: Path, folder: Path) -> Path:
    """Copies a backup and its SHA-256 into another folder.

    Args:
        backup: The copy.
        folder: Where to; made if it is not there.

    Raises:
        Refused: What arrived there is not what was sent.
        OSError: It cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (backup.name, backup.name + ".sha256"):
        shutil.copyfile(backup.with_name(name), folder / name)
        (folder / name).chmod(0o600)
    arrived = folder / backup.name
    if not is_whole(arrived):
        raise Refused(f"{arrived} is not what was sent; the disk may be faulty")
    return arrived


def holds_anything(database: Database) -> bool:
    """Says whether anybody's facts were ever kept here, so that there is something to lose."""
    with database.read() as connection:
        return bool(connection.execute(select(func.coalesce(func.sum(person.c.version), 0))).scalar())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _let_old_ones_go(record: Path, reason: str) -> None:
    of_this_reason = [each for each in backups(record) if each.stem.endswith(f"-{reason}")]
    for old in of_this_reason[KEPT_PER_REASON[reason] :]:
        let_go(old)


def _let_killed_ones_go(folder: Path, *, now_ms: int) -> None:
    """Removes what programs left that were killed while they copied, once nobody can still be at it."""
    for each in folder.glob("*.unfinished"):
        if each.stat().st_mtime * 1000 < now_ms - _LONGEST_COPY_MS:
            each.unlink(missing_ok=True)


def let_go(backup: Path) -> None:
    """Removes a backup and what lies beside it."""
    backup.unlink(missing_ok=True)
    backup.with_name(backup.name + ".sha256").unlink(missing_ok=True)
