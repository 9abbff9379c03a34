"""Where an entry came from: who typed it when and changed it since, or which file brought it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from untwitch.record import operations
from untwitch.record.connection import Database
from untwitch.record.people import person_key
from untwitch.record.schema import import_run, operation, run_entry

_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one entry came from.

    Attributes:
        typed_ms: When it was typed, milliseconds since 1970 UTC; None for one that a file brought.
        device: On which device.
        files: The files that brought it, as their path and app.
        changes: How often it was changed since, by hand.
        changed_ms: When it was changed last, or None.
        changed_on: On which device.
    """

    typed_ms: int | None = None
    device: str = ""
    files: tuple[tuple[str, str], ...] = ()
    changes: int = 0
    changed_ms: int | None = None
    changed_on: str = ""


def provenance(database: Database, person_id: str, ids: Collection[str]) -> Mapping[str, Provenance]:
    """Gives where entries came from, by their ids; one that nobody knows is left out.

    Args:
        database: The open record.
        person_id: Whose.
        ids: Ids of entries.
    """
    wanted = list(ids)
    found: dict[str, Provenance] = {}
    with database.read() as connection:
        key = person_key(connection, person_id)
        undone = _undone(connection, key)
        for at in range(0, len(wanted), _IDS_AT_ONCE):
            some = wanted[at : at + _IDS_AT_ONCE]
            files = _files(connection, key, some)
            typed = _typed(connection, key, some, undone)
            for each in some:
                if each in typed or each in files:
                    first, device, changes = typed.get(each, (None, "", []))
                    last = changes[-1] if changes else (None, "")
                    found[each] = Provenance(
                        first,
                        device,
                        files.get(each, ()),
                        len(changes),
                        changed_ms=last[0],
                        changed_on=last[1],
                    )
    return found


_Typed = tuple[int | None, str, list[tuple[int, str]]]


def _typed(connection: Connection, key: int, ids: list[str], undone: set[str]) -> dict[str, _Typed]:
    columns = operation.c
    rows = connection.execute(
        select(operation)
        .where(columns.person_id == key, columns.entity_id.in_(ids), columns.entity != operations.ACTION)
        .order_by(columns.number)
    )
    found: dict[str, _Typed] = {}
    for row in rows:
        if row.action_id in undone:
            continue
        first, device, changes = found.get(row.entity_id, (None, "", []))
        if row.field == operations.ENTRY and row.value == "true":
            found[row.entity_id] = (row.instant_ms, row.device, changes)
        else:
            found[row.entity_id] = (first, device, [*changes, (row.instant_ms, row.device)])
    return found


def _undone(connection: Connection, key: int) -> set[str]:
    columns = operation.c
    wanted = select(columns.entity_id).where(
        columns.person_id == key, columns.entity == operations.ACTION, columns.field == operations.UNDONE
    )
    return set(connection.execute(wanted).scalars())


def _files(connection: Connection, key: int, ids: list[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    of_run = (import_run.c.person_id == run_entry.c.person_id) & (import_run.c.run_id == run_entry.c.run_id)
    rows = connection.execute(
        select(run_entry.c.id, import_run.c.path, import_run.c.app)
        .join(import_run, of_run)
        .where(run_entry.c.person_id == key, run_entry.c.id.in_(ids), import_run.c.state == "finished")
        .order_by(import_run.c.run_id)
    )
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in rows:
        found[row.id] = (*found.get(row.id, ()), (row.path, row.app))
    return found
