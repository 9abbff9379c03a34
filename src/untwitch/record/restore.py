"""A backup brought back: checked before, compared row by row after, and never half done.

record        |==== as it is ====|--- one transaction ---|==== as the backup is ====
killed here           stays               stays                    is there
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from untwitch.facts.refused import Refused
from untwitch.record import lock
from untwitch.record.backup import back_up, is_whole
from untwitch.record.connection import Database, faults_as_sentences
from untwitch.record.schema import SCHEMA_VERSION

_BESIDE = ("", "-wal", "-shm", "-journal")
_PAGES_A_STEP = -1
"""All pages in one step, so that the record is never seen half restored."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back.

    Attributes:
        rows: Rows of each table, every one compared with the backup.
        before: Copy of the record as it was before; None where there was none.
    """

    rows: Mapping[str, int]
    before: Path | None


def restore(record: Path, backup: Path, *, now_ms: int) -> Restored:
    """Brings a backup back to the place of the record.

    Args:
        record: Where the record lies, or lay.
        backup: The copy, with its SHA-256 beside it.
        now_ms: The moment, for the name of the copy of what is replaced.

    Raises:
        Refused: The backup is not there, has changed, is no record or of a newer version; or a server or an
            import is using the record.
    """
    if not backup.is_file():
        raise Refused(f"there is no backup {backup}; `untwitch restore` shows those that are there")
    if not is_whole(backup):
        raise Refused(f"{backup} is not what was written: its SHA-256 differs or is missing; use another")
    record.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock.alone(lock.server_lock(record)) as no_server, lock.alone(lock.import_lock(record)) as no_import:
        if not (no_server and no_import):
            who = "an import" if no_server else "a server"
            raise Refused(f"{who} is using {record}; stop that first, then try again")
        with closing(_read_only(backup)) as copy, faults_as_sentences(backup):
            _refuse_unless_record(copy, backup)
            before = _set_aside(record, now_ms=now_ms) if record.exists() else None
            with faults_as_sentences(record):
                _copy(copy, record)
                rows = _compare(record, backup)
    return Restored(rows, before)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _refuse_unless_record(copy: sqlite3.Connection, backup: Path) -> None:
    (version,) = copy.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise Refused(f"{backup} was written by a newer untwitch; install the newer version to restore it")
    if version < 1 or "import_run" not in set(_tables(copy)):
        raise Refused(f"{backup} is not a record of untwitch")
    faults = [words for (words,) in copy.execute("PRAGMA integrity_check") if words != "ok"]
    if faults:
        raise Refused(f"{backup} is damaged ({faults[0]}); use another")


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    wanted = (
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    for (name,) in connection.execute(wanted).fetchall():
        yield name


def _set_aside(record: Path, *, now_ms: int) -> Path:
    """Copies the record as it is; one that is damaged is moved away as it is, with what belongs to it."""
    try:
        database = Database.open(record)
        try:
            if int(database.pragma("user_version")) and database.pragma("integrity_check") == "ok":
                return back_up(database, reason="restore", now_ms=now_ms)
        finally:
            database.close()
    except Refused:
        pass  # it cannot even be opened: it is moved away below
    moment = dt.datetime.fromtimestamp(now_ms / 1000, tz=dt.UTC).strftime("%Y%m%dT%H%M%S")
    for ending in _BESIDE:
        part = record.with_name(record.name + ending)
        if part.exists():
            part.replace(record.with_name(f"{record.stem}-{moment}-damaged.sqlite{ending}"))
    return record.with_name(f"{record.stem}-{moment}-damaged.sqlite")


def _copy(copy: sqlite3.Connection, record: Path) -> None:
    with closing(sqlite3.connect(record, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous=FULL")
        target.execute("PRAGMA journal_mode=WAL")
        copy.backup(target, pages=_PAGES_A_STEP)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    record.chmod(0o600)


def _compare(record: Path, backup: Path) -> dict[str, int]:
    """Compares every row of every table both ways.

    Raises:
        Refused: One differs.
    """
    with closing(sqlite3.connect(record, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS backup", (str(backup),))
        rows = {}
        for name in _tables(connection):  # names come from the schema of a record that was checked
            here, there = f'main."{name}"', f'backup."{name}"'
            for one, other in ((here, there), (there, here)):
                rows_of_one = f"SELECT * FROM {one} EXCEPT SELECT * FROM {other}"  # noqa: S608
                (different,) = connection.execute(f"SELECT count(*) FROM ({rows_of_one})").fetchone()  # noqa: S608
                if different:
                    raise Refused(f"{different} rows of {name} differ from {backup}; restore another")
            (rows[name],) = connection.execute(f"SELECT count(*) FROM {here}").fetchone()  # noqa: S608
    return rows
