"""Who is kept in the record, their settings, and what the columns of their tables mean."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from untwitch.facts.identity import checked_id, new_id
from untwitch.facts.person import Person
from untwitch.facts.refused import Refused, nearest
from untwitch.record.connection import Database
from untwitch.record.schema import column_mapping, person, setting

FIRST_NAME = "me"
"""What the first person is called until they say otherwise."""


def persons(database: Database) -> tuple[Person, ...]:
    """Gives everybody in the order they came."""
    with database.read() as connection:
        return _persons(connection)


def _persons(connection: Connection) -> tuple[Person, ...]:
    rows = connection.execute(select(person.c.uuid, person.c.name).order_by(person.c.person_id))
    return tuple(Person(person_id=row.uuid, name=row.name) for row in rows)


def find_person(database: Database, name: str | None) -> Person:
    """Gives one person; without a name the only one, who is made where there is nobody.

    Raises:
        Refused: There is nobody of that name, or several and none is named.
    """
    known = persons(database)
    if name is None and not known:
        with database.write() as connection:
            # Another process may have been first.
            return (_persons(connection) or (_insert_person(connection, FIRST_NAME),))[0]
    names = [each.name for each in known]
    if name is None:
        if len(known) > 1:
            raise Refused(f"several people are kept here; say whom with --person: {', '.join(names)}")
        return known[0]
    for each in known:
        if each.name == name:
            return each
    known_names = nearest(name, names) if names else ""
    raise Refused(
        f"nobody here is called {name!r}{known_names}; to add somebody: untwitch log person new NAME"
    )


def add_person(database: Database, name: str) -> Person:
    """Adds a person.

    Raises:
        Refused: The name is empty or taken.
    """
    with database.write() as connection:
        if any(each.name == name for each in _persons(connection)):
            raise Refused(f"somebody here is called {name!r} already")
        return _insert_person(connection, name)


def _insert_person(connection: Connection, name: str) -> Person:
    made = Person(person_id=new_id(), name=name)
    number = connection.execute(select(func.coalesce(func.max(person.c.person_id), 0))).scalar_one() + 1
    row = {"person_id": number, "uuid": made.person_id, "name": made.name, "version": 0}
    connection.execute(insert(person), row)
    return made


def person_key(connection: Connection, person_id: str) -> int:
    """Gives the number that stands for a person in every key.

    Raises:
        Refused: There is no such person.
    """
    number = connection.execute(
        select(person.c.person_id).where(person.c.uuid == checked_id(person_id))
    ).scalar()
    if number is None:
        raise Refused(f"no person has the id {person_id!r} here")
    return int(number)


def count_change(connection: Connection, key: int) -> None:
    """Counts one visible change of a person's facts."""
    connection.execute(update(person).where(person.c.person_id == key).values(version=person.c.version + 1))


def version(database: Database, person_id: str) -> int:
    """Gives how many visible changes a person's facts have seen."""
    with database.read() as connection:
        key = person_key(connection, person_id)
        return int(connection.execute(select(person.c.version).where(person.c.person_id == key)).scalar_one())


def settings(database: Database, person_id: str) -> dict[str, Any]:
    """Gives the settings of a person by name."""
    with database.read() as connection:
        key = person_key(connection, person_id)
        rows = connection.execute(
            select(setting.c.name, setting.c.value).where(setting.c.person_id == key).order_by(setting.c.name)
        )
        return {row.name: json.loads(row.value) for row in rows}


def set_setting(database: Database, person_id: str, *, name: str, value: Any) -> None:
    """Sets one setting to anything that JSON can hold."""
    text = _json(value, name)
    with database.write() as connection:
        key = person_key(connection, person_id)
        row = upsert(setting).values(person_id=key, name=name, value=text)
        connection.execute(
            row.on_conflict_do_update(
                index_elements=["person_id", "name"], set_={"value": row.excluded.value}
            )
        )
        count_change(connection, key)


def mapping_for(database: Database, header_hash: str) -> dict[str, Any] | None:
    """Gives what the columns of a table mean, if it was said before."""
    with database.read() as connection:
        wanted = column_mapping.c.header_hash == header_hash
        text = connection.execute(select(column_mapping.c.mapping).where(wanted)).scalar()
    return None if text is None else dict(json.loads(text))


def remember_mapping(database: Database, header_hash: str, *, mapping: Mapping[str, Any]) -> None:
    """Keeps what the columns of a table with this header mean."""
    row = upsert(column_mapping).values(header_hash=header_hash, mapping=_json(dict(mapping), "mapping"))
    with database.write() as connection:
        connection.execute(
            row.on_conflict_do_update(index_elements=["header_hash"], set_={"mapping": row.excluded.mapping})
        )


def _json(value: Any, name: str) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):
        raise Refused(f"{name} is {value!r}; it cannot be kept as JSON") from None
