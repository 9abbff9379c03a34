"""Copies of the record made, brought back, and facts erased for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untwitch.actions import certificates, uploads
from untwitch.actions.example import close_example
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.record import backup as copies
from untwitch.record import erase as erasing
from untwitch.record.record import Record
from untwitch.record.restore import Restored
from untwitch.record.restore import restore as bring_back

BACKUP_CONTRACT, RESTORE_CONTRACT, ERASE_CONTRACT = "backup/1", "restore/1", "erase/1"
EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of the record.

    Attributes:
        path: Where it lies.
        size_bytes: Its size.
        is_whole: Whether it still is what was written.
    """

    path: Path
    size_bytes: int
    is_whole: bool

    def to_json(self) -> dict[str, Any]:
        """Gives it as one object."""
        return {"path": str(self.path), "bytes": self.size_bytes, "whole": self.is_whole}


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased.

    Attributes:
        what: `everything`, the name of a person, or a kind.
        rows: How many rows (of everything: files) are gone.
        backups: How many copies are gone with them.
        backups_left: Copies that still hold it, because the person wanted to keep them.
    """

    what: str
    rows: int
    backups: int
    backups_left: tuple[Path, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Gives the document `erase/1`."""
        return {
            "contract": ERASE_CONTRACT,
            "erased": self.what,
            "rows": self.rows,
            "backups_erased": self.backups,
            "backups_left": [str(each) for each in self.backups_left],
        }


def backup(session: Session, *, folder: Path | None = None) -> Backup:
    """Copies the record, with its SHA-256 beside the copy.

    Args:
        session: Place and moment.
        folder: Where a further copy goes, such as a disk that is kept elsewhere.

    Raises:
        Refused: There is no record, or it is damaged.
        OSError: It cannot be written.
    """
    if not session.record_path.exists():
        raise Refused(f"there is no record in {session.home} yet")
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        made = record.back_up()
    if folder is not None:
        made = copies.copy_to(made, folder)
    return _told(made)


def backups(session: Session) -> tuple[Backup, ...]:
    """Gives the copies beside the record, newest first.

    Args:
        session: Place.
    """
    return tuple(_told(each) for each in copies.backups(session.record_path))


def _told(path: Path) -> Backup:
    return Backup(path, path.stat().st_size, copies.is_whole(path))


def kept_per_reason() -> Mapping[str, int]:
    """Gives how many copies are kept, by what they were made before."""
    return copies.KEPT_PER_REASON


def backups_json(found: tuple[Backup, ...]) -> dict[str, Any]:
    """Gives the document `backup/1`."""
    return {"contract": BACKUP_CONTRACT, "backups": [each.to_json() for each in found]}


def restore(session: Session, name: str) -> Restored:
    """Brings a copy back to the place of the record, which is copied itself before.

    Args:
        session: Place and moment.
        name: A path, or the name of a copy beside the record.

    Raises:
        Refused: There is none, it has changed, or the record is in use.
    """
    beside = copies.backup_folder(session.record_path) / name
    return bring_back(
        session.record_path, beside if beside.is_file() else Path(name), now_ms=session.now.utc_ms
    )


def restored_json(done: Restored) -> dict[str, Any]:
    """Gives the document `restore/1`."""
    return {
        "contract": RESTORE_CONTRACT,
        "rows": dict(done.rows),
        "before": str(done.before) if done.before else None,
    }


def erasable() -> tuple[str, ...]:
    """Gives the kinds that can be erased by themselves."""
    return erasing.kinds()


def erase(
    session: Session, *, everything: bool = False, kind: str | None = None, keep_backups: bool = False
) -> Erased:
    """Erases the whole record, one person, or one kind of facts of one person.

    Args:
        session: Place, moment and person; without a kind, all of that person.
        everything: The record of everybody, with all copies.
        kind: Kind of entry or measure, of the person of this session.
        keep_backups: Leave the copies, which still hold what is erased.

    Raises:
        Refused: There is nothing of that kind, or the record is in use.
    """
    path = session.record_path
    if not path.exists():
        raise Refused(f"there is no record in {session.home}; nothing is to be erased")
    if everything:
        kept = () if not keep_backups else copies.backups(path)
        count = len(copies.backups(path))
        rows = erasing.erase_all(path, keep_backups=keep_backups)
        rows += certificates.forget(session.home) + uploads.forget(session.home)
        close_example(session)
        return Erased(EVERYTHING, rows, count - len(kept), kept)
    with Record.open(path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        if kind is None:
            rows = record.erase_person(person.person_id)
        else:
            rows = record.erase_kind(person.person_id, kind)
    uploads.forget(session.home)  # what waits to be brought in may be about the same
    forgotten = 0 if keep_backups else erasing.forget_backups(path)
    return Erased(kind or person.name, rows, forgotten, copies.backups(path))
