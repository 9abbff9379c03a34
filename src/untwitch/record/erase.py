"""Facts erased for good: taken out, overwritten, and the file written anew, so that no free page holds them.

mark   |----------------------------------------------|
rows      taken out (one transaction)
file                                  rewritten
log                                              cut to nothing
killed here       the next opening rewrites the file
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused, nearest
from untwitch.record import lock
from untwitch.record.backup import backup_folder, backups, let_go
from untwitch.record.connection import Database, faults_as_sentences
from untwitch.record.entries import ENTITIES, table_of
from untwitch.record.operations import ACTION, ATTACHMENT, SAMPLE
from untwitch.record.people import count_change, person_key
from untwitch.record.schema import (
    METADATA,
    attachment,
    attachment_part,
    column_mapping,
    exposure,
    import_count,
    import_problem,
    import_skip,
    operation,
    paired_device,
    person,
    quarantine,
    run_entry,
    run_sample,
    sample,
    series,
)

_BESIDE = ("", "-wal", "-shm", "-journal", ".erasing")
_ZEROS = bytes(1 << 20)
_ABOUT_EVERYBODY = frozenset({"alembic_version", column_mapping.name, paired_device.name})


def mark_of(record: Path) -> Path:
    """Gives the file that says that something was being erased, and the file not yet rewritten."""
    return record.with_name(record.name + ".erasing")


def kinds() -> tuple[str, ...]:
    """Gives what can be erased by itself: kinds of entries, and measures."""
    return (*ENTITIES, *measures())


def erase_person(database: Database, person_id: str) -> int:
    """Erases everything of one person, their name too.

    Args:
        database: The open record.
        person_id: Whose.

    Returns:
        How many rows are gone.

    Raises:
        Refused: There is no such person, or a server, an import or another program is using the record.
    """
    with _alone(database, person_id):
        with database.write() as connection:
            key = person_key(connection, person_id)
            gone = 0
            for table in reversed(METADATA.sorted_tables):
                if table.name not in _ABOUT_EVERYBODY:
                    gone += _delete(connection, table, table.c.person_id == key)
            if not connection.execute(select(func.count()).select_from(person)).scalar():
                # Names of columns may say something of who made the table; nobody needs them any more.
                gone += _delete(connection, column_mapping)
        _rewrite(database)
    return gone


def erase_kind(database: Database, person_id: str, kind: str) -> int:
    """Erases all entries of one kind, or all values of one measure, of one person.

    Args:
        database: The open record.
        person_id: Whose.
        kind: One of `kinds`.

    Returns:
        How many entries and values are gone.

    Raises:
        Refused: There is no such kind or person, or the record is in use.
    """
    if kind not in kinds():
        raise Refused(f"there is no kind {kind!r}{nearest(kind, kinds())}")
    with _alone(database, person_id):
        with database.write() as connection:
            key = person_key(connection, person_id)
            gone = _entries(connection, key, kind) if kind in ENTITIES else _measure(connection, key, kind)
            for table in (import_count, import_skip):
                _delete(connection, table, table.c.person_id == key, table.c.kind == kind)
            for table in (import_problem, quarantine):
                # What could not be used is quoted there, whatever it was about.
                _delete(connection, table, table.c.person_id == key)
            count_change(connection, key)
        _rewrite(database)
    return gone


def _delete(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    return connection.execute(delete(table).where(*where)).rowcount


def _entries(connection: Connection, key: int, entity: str) -> int:
    # A mark says nothing without its recording.
    gone = _entries(connection, key, "mark") if entity == "recording" else 0
    _attachments(connection, key, attachment.c.entity == entity)
    table = table_of(entity)
    gone += _delete(connection, table, table.c.person_id == key)
    _delete(connection, run_entry, run_entry.c.person_id == key, run_entry.c.entity == entity)
    _delete(connection, operation, operation.c.person_id == key, operation.c.entity == entity)
    _forget_undone(connection, key)
    return gone


def _attachments(connection: Connection, key: int, *which: ColumnElement[bool]) -> None:
    """Takes out photos and clips with the entries they stand beside."""
    wanted = connection.execute(select(attachment.c.id).where(attachment.c.person_id == key, *which))
    ids = list(wanted.scalars())
    _forget_operations(connection, key, ATTACHMENT, ids)
    for own in ids:
        for table in (attachment_part, attachment):
            _delete(connection, table, table.c.person_id == key, table.c.id == own)


def _measure(connection: Connection, key: int, measure_id: str) -> int:
    of_measure = select(series.c.series_id).where(series.c.person_id == key, series.c.measure == measure_id)
    typed = select(exposure.c.id).where(exposure.c.person_id == key, exposure.c.measure == measure_id)
    _attachments(connection, key, attachment.c.entity == exposure.name, attachment.c.entity_id.in_(typed))
    ids = connection.execute(
        select(sample.c.sample_id).where(sample.c.person_id == key, sample.c.series_id.in_(of_measure))
    ).scalars()
    _forget_operations(connection, key, SAMPLE, [each.hex() for each in ids])
    own = (
        operation.c.person_id == key,
        operation.c.entity == exposure.name,
        operation.c.entity_id.in_(typed),
    )
    _delete(connection, operation, *own)
    held = (run_entry.c.person_id == key, run_entry.c.entity == exposure.name, run_entry.c.id.in_(typed))
    _delete(connection, run_entry, *held)
    gone = _delete(connection, exposure, exposure.c.person_id == key, exposure.c.measure == measure_id)
    for table in (run_sample, sample):
        count = _delete(connection, table, table.c.person_id == key, table.c.series_id.in_(of_measure))
    _delete(connection, series, series.c.person_id == key, series.c.measure == measure_id)
    _forget_undone(connection, key)
    return gone + count


def _forget_operations(connection: Connection, key: int, entity: str, ids: Iterable[str]) -> None:
    wanted = set(ids)
    rows = connection.execute(
        select(operation.c.number, operation.c.entity_id).where(
            operation.c.person_id == key, operation.c.entity == entity
        )
    ).all()
    for row in rows:
        if row.entity_id in wanted:
            _delete(connection, operation, operation.c.person_id == key, operation.c.number == row.number)


def _forget_undone(connection: Connection, key: int) -> None:
    """Takes out what says of an action that is gone that it was undone."""
    there = select(operation.c.action_id).where(operation.c.person_id == key, operation.c.entity != ACTION)
    _delete(
        connection,
        operation,
        operation.c.person_id == key,
        operation.c.entity == ACTION,
        operation.c.entity_id.not_in(there),
    )


@contextmanager
def _alone(database: Database, person_id: str) -> Iterator[None]:
    """Holds the record alone while something is erased, with a mark in case the work is cut off."""
    with _nobody_else(database.path):
        with database.read() as connection:
            person_key(connection, person_id)
        database.pragma("secure_delete=ON")
        mark_of(database.path).touch(mode=0o600)
        yield


@contextmanager
def _nobody_else(record: Path) -> Iterator[None]:
    with lock.alone(lock.server_lock(record)) as no_server, lock.alone(lock.import_lock(record)) as no_import:
        if not (no_server and no_import):
            who = "an import" if no_server else "a server"
            raise Refused(f"{who} is using {record}; stop that first, then try again")
        yield


def _rewrite(database: Database) -> None:
    with faults_as_sentences(database.path):
        database.driver.execute("PRAGMA secure_delete=ON")
        database.driver.execute("VACUUM")
        (busy, *_), *_ = database.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if busy:
        raise Refused(
            f"what you erased is gone from {database.path}, but another program is reading it; close that "
            "program and run any command once more, so that no trace stays in its log"
        )
    mark_of(database.path).unlink(missing_ok=True)


def finish_at_open(database: Database) -> None:
    """Rewrites the file where something was erased and the program was killed before that was done."""
    if not mark_of(database.path).exists():
        return
    with lock.alone(lock.import_lock(database.path), wait_s=0) as nobody_imports:
        if nobody_imports:
            try:
                _rewrite(database)
            except Refused:
                return  # somebody reads; the mark stays, and the next opening tries again


def forget_backups(record: Path) -> int:
    """Overwrites and removes every backup of a record.

    Returns:
        How many there were.
    """
    found = backups(record)
    for each in found:
        overwrite(each)
        let_go(each)
    return len(found)


def erase_all(record: Path, *, keep_backups: bool = False) -> int:
    """Overwrites and removes the record, what belongs to it, and its backups.

    Args:
        record: The file.
        keep_backups: Leave the backups.

    Returns:
        How many files are gone.

    Raises:
        Refused: A server or an import is using it.
    """
    with _nobody_else(record):
        gone = 0 if keep_backups else forget_backups(record)
        damaged = record.parent.glob(f"{record.stem}-*-damaged.sqlite*")
        gone += sum(map(_remove, (*(record.with_name(record.name + each) for each in _BESIDE), *damaged)))
    gone += sum(map(_remove, (lock.server_lock(record), lock.import_lock(record))))
    folder = backup_folder(record)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return gone


def _remove(path: Path) -> int:
    if not path.exists():
        return 0
    overwrite(path)
    path.unlink()
    return 1


def overwrite(path: Path) -> None:
    """Writes zeros over a file, so that its bytes are not found where it lay."""
    with path.open("r+b", buffering=0) as file:
        left = file.seek(0, 2)
        file.seek(0)
        while left > 0:
            left -= file.write(_ZEROS[: min(left, len(_ZEROS))])
        # Without this the zeros may never reach the disk before the file is gone.
        os.fsync(file.fileno())
