"""What a person did, as operations in order: typed, edited, removed, undone. Rows of facts never change.

number  action  entity   entity_id  field   value
1       A       twitch   7f3c…      entry   true       typed
2       B       twitch   7f3c…      site    "calf…"    edited
3       C       action   B          undone  true       the edit taken back: the site is the first one again
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, insert, select

from untwitch.facts.identity import checked_id
from untwitch.facts.kept_recording import KeptRecording
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.record import operations, samples
from untwitch.record.connection import Database
from untwitch.record.entries import (
    Entry,
    changed,
    entity_of,
    from_row,
    in_words,
    kind_of,
    table_of,
    to_row,
    value_in_words,
)
from untwitch.record.operations import ACTION, ATTACHMENT, ENTRY, SAMPLE, UNDONE, Operation, Sent, Stamp
from untwitch.record.people import person_key
from untwitch.record.schema import import_run, operation, run_entry

_IDS_AT_ONCE = 500

Changes = Mapping[str, Mapping[str, Any]]
"""By entity id, the newest value of every field that an operation has set."""


def changes(
    connection: Connection, key: int, entity: str, *, ids: Select[tuple[str]] | None = None
) -> Changes:
    """Gives what the operations of a person say about one kind of entry, newest first to hold.

    Args:
        connection: In a transaction.
        key: Number of the person.
        entity: Kind of entry.
        ids: Only about entries of these ids.
    """
    held: dict[str, dict[str, Any]] = defaultdict(dict)
    for each in operations.held(connection, key, entity=entity, ids=ids):
        held[each.entity_id][each.field] = each.value
    return held


def current(
    connection: Connection,
    key: int,
    entity: str,
    *,
    only: str | None = None,
    span: samples.Span | None = None,
) -> list[Entry]:
    """Gives the entries of one kind as they stand now, in the order they were typed, imported ones last.

    Args:
        connection: In a transaction.
        key: Number of the person.
        entity: Kind of entry.
        only: Id of the one entry that is wanted.
        span: Leave out entries that surely touch no part of this time; some that do not may come.
    """
    table = table_of(entity)
    wanted = select(table).where(table.c.person_id == key)
    if only is not None:
        wanted = wanted.where(table.c.id == only)
    elif span is not None and "start_ms" in table.c:
        wanted = wanted.where(_may_touch(table, key, entity, span))
    rows = connection.execute(wanted).mappings().all()
    if not rows:  # then no operation speaks of one, and the long list of them need not be gone through
        return []
    is_all = only is None and (span is None or "start_ms" not in table.c)
    said = changes(connection, key, entity, ids=None if is_all else wanted.with_only_columns(table.c.id))
    imported = _imported(connection, key, entity)
    typed_order = {entry_id: position for position, entry_id in enumerate(said)}
    entries = []
    for row in sorted(rows, key=lambda row: typed_order.get(row["id"], len(typed_order))):
        fields = dict(said.get(row["id"], {}))
        if fields.pop(ENTRY, row["id"] in imported):
            entry = from_row(entity, row)
            entries.append(changed(entry, fields) if fields else entry)
    return entries


def _may_touch(table: Table, key: int, entity: str, span: samples.Span) -> ColumnElement[bool]:
    """Gives the condition that a row may touch a time: as it was typed, or because its time was changed."""
    end = table.c.end_ms if "end_ms" in table.c else table.c.start_ms
    moved = select(operation.c.entity_id).where(
        operation.c.person_id == key, operation.c.entity == entity, operation.c.field.in_(["start", "end"])
    )
    return ((table.c.start_ms <= span.last_ms) & (end >= span.first_ms)) | table.c.id.in_(moved)


def _imported(connection: Connection, key: int, entity: str) -> set[str]:
    """Gives the ids that a finished import holds."""
    of_run = (import_run.c.person_id == run_entry.c.person_id) & (import_run.c.run_id == run_entry.c.run_id)
    rows = connection.execute(
        select(run_entry.c.id)
        .join(import_run, of_run)
        .where(run_entry.c.person_id == key, run_entry.c.entity == entity, import_run.c.state == "finished")
    )
    return set(rows.scalars())


def add(
    database: Database,
    person_id: str,
    *,
    entries: Sequence[Entry],
    stamp: Stamp,
    sent: Sent | None = None,
) -> None:
    """Adds typed entries in one transaction; one that is there already changes nothing.

    Args:
        database: The open record.
        person_id: Whose.
        entries: The entries.
        stamp: When and on which device.
        sent: What they were sent as; sent once more, nothing is done.

    Raises:
        Refused: An id already stands for another entry, or for another thing sent.
    """
    by_entity: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        same_id = by_entity[entity_of(entry)].setdefault(entry.id, entry)
        _refuse_other_content(same_id, entry)
    with database.write() as connection:
        _add(connection, person_key(connection, person_id), by_entity, stamp=stamp, sent=sent)


def _add(
    connection: Connection,
    key: int,
    by_entity: Mapping[str, Mapping[str, Entry]],
    *,
    stamp: Stamp,
    sent: Sent | None = None,
) -> None:
    if operations.is_done(connection, key, sent):
        return
    typed: list[tuple[str, str]] = []
    for entity, wanted in by_entity.items():
        typed += [(entity, entry_id) for entry_id in _insert(connection, key, entity, wanted)]
    if typed:
        made = [(entity, entry_id, ENTRY, True) for entity, entry_id in typed]
        operations.append(connection, key, made, stamp=stamp, sent=sent)


def keep_recording(
    database: Database, person_id: str, recording: KeptRecording, *, stamp: Stamp
) -> KeptRecording:
    """Keeps a recording unless one of the same file is there: looked up and kept in one transaction.

    Returns:
        The one that is kept now; its id is another where the file was there already.

    Raises:
        Refused: Its id already stands for another recording.
    """
    with database.write() as connection:
        key = person_key(connection, person_id)
        for there in current(connection, key, "recording"):
            if isinstance(there, KeptRecording) and there.sha256 == recording.sha256:
                return there
        _add(connection, key, {"recording": {recording.id: recording}}, stamp=stamp)
    return recording


def _insert(connection: Connection, key: int, entity: str, entries: Mapping[str, Entry]) -> list[str]:
    """Inserts what is not there and gives the ids that were not typed before."""
    there = _stored(connection, key, entity, entries)
    for entry_id, stored in there.items():
        _refuse_other_content(stored, entries[entry_id])
    rows = [to_row(entry, key) for entry_id, entry in entries.items() if entry_id not in there]
    if rows:
        connection.execute(insert(table_of(entity)), rows)
    typed_before = _typed(connection, key, entity, there)
    return [entry_id for entry_id in entries if entry_id not in typed_before]


def _stored(connection: Connection, key: int, entity: str, ids: Iterable[str]) -> dict[str, Entry]:
    table = table_of(entity)
    stored: dict[str, Entry] = {}
    for some in _portions(ids):
        rows = connection.execute(select(table).where(table.c.person_id == key, table.c.id.in_(some)))
        stored |= {row["id"]: from_row(entity, row) for row in rows.mappings()}
    return stored


def _typed(connection: Connection, key: int, entity: str, ids: Iterable[str]) -> set[str]:
    """Gives those of some ids that were typed before, also if that was undone since."""
    typed: set[str] = set()
    for some in _portions(ids):
        rows = connection.execute(
            select(operation.c.entity_id).where(
                operation.c.person_id == key,
                operation.c.entity == entity,
                operation.c.field == ENTRY,
                operation.c.entity_id.in_(some),
            )
        )
        typed.update(rows.scalars())
    return typed


def _portions(ids: Iterable[str]) -> Iterable[list[str]]:
    everything = list(ids)
    return (everything[at : at + _IDS_AT_ONCE] for at in range(0, len(everything), _IDS_AT_ONCE))


def _refuse_other_content(stored: Entry, entry: Entry) -> None:
    if stored != entry:
        raise Refused(f"id {entry.id} already stands for another {entity_of(entry)}: {in_words(stored)}")


def edit(  # noqa: PLR0913 - whose, what, when, and as what it was sent
    database: Database,
    person_id: str,
    *,
    entity: str,
    entity_id: str,
    fields: Mapping[str, Any],
    stamp: Stamp,
    sent: Sent | None = None,
) -> str:
    """Changes fields of an entry, or the value of an imported sample, in one action that is undone as one.

    Returns:
        Id of the last operation; empty for something sent that was done before.

    Raises:
        Refused: There is no such entry or field, or a value does not fit; then nothing is changed.
    """
    if not fields:
        raise Refused("an edit needs a field to change")
    with database.write() as connection:
        key = person_key(connection, person_id)
        if operations.is_done(connection, key, sent):
            return ""
        if entity == SAMPLE:
            entity_id = _checked_sample(connection, key, entity_id, fields)
        else:
            entity_id = checked_id(entity_id)
            changed(_one(connection, key, entity, entity_id), fields)
        made = [(entity, entity_id, field, value) for field, value in fields.items()]
        return operations.append(connection, key, made, stamp=stamp, sent=sent)


def remove(
    database: Database,
    person_id: str,
    *,
    entity: str,
    entity_id: str,
    stamp: Stamp,
    sent: Sent | None = None,
) -> str:
    """Removes an entry or an imported sample.

    Returns:
        Id of the operation; empty for something sent that was done before.

    Raises:
        Refused: There is no such entry.
    """
    with database.write() as connection:
        key = person_key(connection, person_id)
        if operations.is_done(connection, key, sent):
            return ""
        if entity == SAMPLE:
            entity_id = _checked_sample(connection, key, entity_id, None)
        else:
            entity_id = checked_id(entity_id)
            _one(connection, key, entity, entity_id)
        return operations.append(connection, key, [(entity, entity_id, ENTRY, False)], stamp=stamp, sent=sent)


def _one(connection: Connection, key: int, entity: str, entity_id: str) -> Entry:
    found = current(connection, key, entity, only=entity_id)
    if not found:
        raise Refused(f"no {kind_of(entity).__name__.lower()} has the id {entity_id!r} now")
    return found[0]


def _checked_sample(
    connection: Connection, key: int, sample_id: str, fields: Mapping[str, Any] | None
) -> str:
    """Gives the one spelling of a sample's id, after a look at the sample and its new value."""
    found = samples.find(connection, key, sample_id)
    gone = found is not None and not changes(connection, key, SAMPLE).get(found[0], {}).get(ENTRY, True)
    if found is None or gone:
        raise Refused(f"no imported sample has the id {sample_id!r} now")
    for field, value in (fields or {}).items():
        if field != "value" or isinstance(value, bool) or not isinstance(value, int | float):
            raise Refused(
                f"of an imported sample only the value can be changed, to a number, not {field} to {value!r}"
            )
        measure(found[1]).refuse_unless_believable(value)
    return found[0]


def undo_last(database: Database, person_id: str, *, stamp: Stamp) -> str | None:
    """Takes back the last action that still holds.

    Returns:
        What was taken back, in words; None if there is nothing.
    """
    with database.write() as connection:
        key = person_key(connection, person_id)
        last = operations.last_held(connection, key)
        return None if last is None else _take_back(connection, key, last, stamp=stamp)


def undo(database: Database, person_id: str, action_id: str, *, stamp: Stamp) -> str | None:
    """Takes back one action by its id, whatever was done after it.

    Returns:
        What was taken back, in words; None if that was done before.

    Raises:
        Refused: There is no such action.
    """
    with database.write() as connection:
        key = person_key(connection, person_id)
        action_id = checked_id(action_id)
        known = operations.action_of(connection, key, action_id)
        if known is None or not known.entries:
            raise Refused(f"nothing was done here under the id {action_id!r}")
        if known.is_undone:
            return None
        return _take_back(connection, key, action_id, stamp=stamp)


def _take_back(connection: Connection, key: int, action_id: str, *, stamp: Stamp) -> str:
    done = operations.of_action(connection, key, action_id)
    words = "; ".join(_in_words(connection, key, each) for each in done)
    operations.append(connection, key, [(ACTION, action_id, UNDONE, True)], stamp=stamp)
    return words


def _in_words(connection: Connection, key: int, done: Operation) -> str:
    if done.entity == ATTACHMENT:
        subject = "photo or clip"
    elif done.entity == SAMPLE:
        subject = "imported sample"
        found = samples.find(connection, key, done.entity_id)
        if found is not None:
            subject = f"imported {found[1]}"
    else:
        subject = in_words(_stored(connection, key, done.entity, [done.entity_id])[done.entity_id])
    if done.field == ENTRY:
        return subject if done.value else f"removal of {subject}"
    name = done.field.removesuffix("_day").replace("_", " ")
    return f"change of {name} to {value_in_words(done.value)} of {subject}"
