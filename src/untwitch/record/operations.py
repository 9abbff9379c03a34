"""What a person did, written down as operations in order; an action is found again by its id."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from untwitch.facts.identity import checked_id, new_id
from untwitch.facts.refused import Refused
from untwitch.record.connection import Database
from untwitch.record.entries import from_json, to_json
from untwitch.record.people import count_change, person_key
from untwitch.record.schema import operation

ACTION, ENTRY, UNDONE, SAMPLE = "action", "entry", "undone", "sample"
ATTACHMENT = "attachment"
CONTENT = "content"
"""Field of an action of which the id was made outside: the hash of what was sent under that id."""


_ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and on which device something is done."""

    instant_ms: int
    device: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser said, under an id that it made: said again, it changes nothing.

    Attributes:
        id: UUID; the id of the action.
        content: Hash of what was said.
    """

    id: str
    content: str


@dataclass(frozen=True, slots=True)
class Action:
    """One action by its id.

    Attributes:
        content: Hash of what was sent under its id; empty for an action that made its id itself.
        entries: What it was about, each as its kind and id.
        is_undone: Whether it was taken back.
    """

    content: str
    entries: tuple[tuple[str, str], ...]
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of `operation` that still holds."""

    number: int
    action_id: str
    entity: str
    entity_id: str
    field: str
    value: Any


def held(
    connection: Connection, key: int, *, entity: str | None = None, ids: Select[tuple[str]] | None = None
) -> list[Operation]:
    """Gives the operations that hold, in order: those of undone actions are left out.

    Args:
        connection: In a transaction.
        key: Number of the person.
        entity: Only those about this kind of entry.
        ids: Only those about entries of these ids.
    """
    columns = operation.c
    wanted = select(
        columns.number, columns.action_id, columns.entity, columns.entity_id, columns.field, columns.value
    ).where(columns.person_id == key)
    if entity is not None:
        wanted = wanted.where(columns.entity.in_([entity, ACTION]))
    if ids is not None:
        wanted = wanted.where((columns.entity == ACTION) | columns.entity_id.in_(ids))
    rows = connection.execute(wanted.order_by(columns.number)).all()
    undone = {row.entity_id for row in rows if row.entity == ACTION and row.field == UNDONE}
    return [
        Operation(number, action_id, about, entity_id, field, from_json(value))
        for number, action_id, about, entity_id, field, value in rows
        if about != ACTION and action_id not in undone
    ]


def last_held(connection: Connection, key: int) -> str | None:
    """Gives the id of the last action that still holds; None if there is none.

    What takes an action back stands after it, so that reading from the end is enough.
    """
    columns = operation.c
    rows = connection.execute(
        select(columns.action_id, columns.entity, columns.entity_id, columns.field)
        .where(columns.person_id == key)
        .order_by(columns.number.desc())
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    undone: set[str] = set()
    try:
        for action_id, about, entity_id, field in rows:
            if about == ACTION and field == UNDONE:
                undone.add(entity_id)
            elif about != ACTION and action_id not in undone:
                return str(action_id)
    finally:
        rows.close()
    return None


def of_action(connection: Connection, key: int, action_id: str) -> list[Operation]:
    """Gives what one action did, in order, whether it holds or not."""
    columns = operation.c
    rows = connection.execute(
        select(
            columns.number, columns.action_id, columns.entity, columns.entity_id, columns.field, columns.value
        )
        .where(columns.person_id == key, columns.action_id == action_id, columns.entity != ACTION)
        .order_by(columns.number)
    )
    return [Operation(*row[:-1], from_json(row[-1])) for row in rows]


def is_done(connection: Connection, key: int, sent: Sent | None) -> bool:
    """Says whether something sent was done before, whatever became of it since.

    Raises:
        Refused: Its id stands for something else.
    """
    known = None if sent is None else action_of(connection, key, sent.id)
    if sent is None or known is None:
        return False
    if known.content != sent.content:
        raise Refused(f"id {sent.id} already stands for something else that was sent")
    return True


def action(database: Database, person_id: str, action_id: str) -> Action | None:
    """Gives one action of a person, undone or not; None if there is none of that id."""
    with database.read() as connection:
        return action_of(connection, person_key(connection, person_id), checked_id(action_id))


def action_of(connection: Connection, key: int, action_id: str) -> Action | None:
    """Gives one action of a person by number, undone or not; None if there is none of that id."""
    columns = operation.c
    mine = (columns.person_id == key, columns.action_id == action_id)
    rows = connection.execute(select(operation).where(*mine).order_by(columns.number)).all()
    if not rows:
        return None
    taken_back = select(columns.number).where(
        columns.person_id == key,
        columns.entity == ACTION,
        columns.entity_id == action_id,
        columns.field == UNDONE,
    )
    content = next((from_json(row.value) for row in rows if row.field == CONTENT), "")
    about = dict.fromkeys((row.entity, row.entity_id) for row in rows if row.entity != ACTION)
    return Action(content, tuple(about), connection.execute(taken_back).first() is not None)


def append(
    connection: Connection,
    key: int,
    operations: Sequence[tuple[str, str, str, Any]],
    *,
    stamp: Stamp,
    sent: Sent | None = None,
) -> str:
    """Writes operations (entity, id, field, value) as one action; gives the id of the last."""
    if sent is not None:
        operations = [(ACTION, sent.id, CONTENT, sent.content), *operations]
    newest = connection.execute(
        select(func.coalesce(func.max(operation.c.number), 0)).where(operation.c.person_id == key)
    ).scalar_one()
    action_id = new_id() if sent is None else sent.id
    rows = [
        {
            "person_id": key,
            "number": number,
            "operation_id": new_id(),
            "action_id": action_id,
            "entity": entity,
            "entity_id": entity_id,
            "field": field,
            "value": to_json(value),
            **dataclasses.asdict(stamp),
        }
        for number, (entity, entity_id, field, value) in enumerate(operations, start=newest + 1)
    ]
    connection.execute(insert(operation), rows)
    count_change(connection, key)
    return str(rows[-1]["operation_id"])
