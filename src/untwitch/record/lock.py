"""Advisory locks that end with the process that holds them, also when it is killed.

A lock is a file beside the record, held through SQLite's own locking, so it works the same on every system
and no stale lock can be left behind.

    server    shared  |=====================|
    migration alone        x refused            |==|
    importer  shared  |========|
    importer  shared     |=========|
    cleaner   alone        x not now    |==|
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from untwitch.facts.refused import Refused

WAIT_S = 5.0
_giving_way: dict[Path, list[sqlite3.Connection]] = {}
_guard = threading.Lock()


def server_lock(record: Path) -> Path:
    """Gives the lock that a server holds while it runs and a migration needs alone."""
    return record.with_name(record.name + ".server-lock")


def import_lock(record: Path) -> Path:
    """Gives the lock that every import holds while it runs; who has it alone knows that none does."""
    return record.with_name(record.name + ".import-lock")


@contextmanager
def shared(path: Path, *, wait_s: float = WAIT_S, gives_way: bool = False) -> Iterator[None]:
    """Holds a lock together with others.

    Args:
        path: The lock file; made if it is not there.
        wait_s: How long to wait for one who holds it alone, seconds.
        gives_way: Whether this process itself may have it alone meanwhile, as when somebody erases from the
            pages of a server.

    Raises:
        Refused: Somebody held it alone all that time.
    """
    with _connected(path, wait_s) as lock:
        _take_shared(lock, path)
        if not gives_way:
            yield
            return
        with _guard:
            _giving_way.setdefault(path.resolve(), []).append(lock)
        try:
            yield
        finally:
            with _guard:
                _giving_way[path.resolve()].remove(lock)


def _take_shared(lock: sqlite3.Connection, path: Path) -> None:
    try:
        lock.execute("BEGIN")
        lock.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        _refuse_unless_locked(error, path)
        raise Refused(f"{path.name} is held alone by another program; try again in a moment") from error


@contextmanager
def alone(path: Path, *, wait_s: float = WAIT_S) -> Iterator[bool]:
    """Tries to hold a lock alone; gives whether it worked.

    Args:
        path: The lock file; made if it is not there.
        wait_s: How long to wait for others to let go, seconds.
    """
    with _guard:
        own = tuple(_giving_way.get(path.resolve(), ()))
        for each in own:
            each.rollback()
    try:
        with _connected(path, wait_s) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.DatabaseError as error:
                _refuse_unless_locked(error, path)
                yield False
                return
            yield True
    finally:
        for each in own:
            _take_shared(each, path)


def _refuse_unless_locked(error: sqlite3.DatabaseError, path: Path) -> None:
    if "locked" not in str(error):
        raise Refused(f"{path} cannot be locked: {error}") from error


@contextmanager
def _connected(path: Path, wait_s: float) -> Iterator[sqlite3.Connection]:
    try:
        # A lock that gives way is let go of and taken again by whichever thread needs it.
        lock = sqlite3.connect(path, timeout=wait_s, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise Refused(f"{path} cannot be opened; is its folder there, and yours to write?") from error
    try:
        yield lock
    finally:
        lock.close()
