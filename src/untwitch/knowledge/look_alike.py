"""Movements and illnesses that are taken for a twitch; the person is told five of them, in plain words."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.action_text import answer_schema
from untwitch.knowledge.data_table import packaged_text

FILE = "look_alikes.toml"
_NEEDED = {"id", "when", "differs", "basis"}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """One of them.

    Attributes:
        id: Its id in the contract of the answer.
        when: The picture in the language of check/rules.py.
        differs: How it differs from a twitch, for the report.
        basis: Where the picture comes from.
        person: What the person is told, or None.
        where: Place in the file.
    """

    id: str
    when: str
    differs: str
    basis: str
    person: str | None
    where: str


@functools.cache
def look_alikes() -> tuple[LookAlike, ...]:
    """Gives all of them, in the order in which they are tried."""
    return parse(packaged_text(FILE))


def parse(text: str) -> tuple[LookAlike, ...]:
    """Gives the look-alikes of a file, or refuses all of it.

    Args:
        text: Content of look_alikes.toml.

    Raises:
        Refused: An id is not known or stands twice, a part is missing, or the person's words are not those
            of the contract.
    """
    try:
        rows = tomllib.loads(text).get("look_alike", [])
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{FILE}: {error}") from error
    found = tuple(_look_alike(row, where=f"{FILE} {number}") for number, row in enumerate(rows, start=1))
    for each in found:
        if [other.id for other in found].count(each.id) > 1:
            raise Refused(f"{each.where}: {each.id} stands twice")
    return found


def _look_alike(row: Mapping[str, str], *, where: str) -> LookAlike:
    properties = answer_schema()["properties"]
    known = [each for each in properties["look_alike"]["enum"] if each is not None]
    if set(row) - {"person"} != _NEEDED:
        raise Refused(f"{where}: it has {sorted(row)}; it should have {sorted(_NEEDED)}, and may have person")
    if row["id"] not in known:
        raise Refused(f"{where}: look-alike {row['id']!r} is not known{nearest(row['id'], known)}")
    if row.get("person") != properties["look_alike_person"]["x-of"].get(row["id"]):
        raise Refused(f"{where}: the words for the person are not those of the contract")
    made = {name: row[name] for name in ("id", "when", "differs", "basis")}
    return LookAlike(**made, person=row.get("person"), where=f"{where} ({row['id']})")
