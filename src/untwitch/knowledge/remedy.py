"""What takes the edge off: how, how long, for whom not, and how good the evidence is."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.action import checked_advice, limit_of
from untwitch.knowledge.reference import Claim, claim

WHEN = ("now", "cause", "habit")
"""For right now, against a cause, or as a habit."""

_NEEDED = ("name", "action", "when", "order", "how", "how_long", "stop_if", "benefit")
_FIELDS = (*_NEEDED, "not_if")


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that may ease twitches or the bother of them.

    Attributes:
        id: Name of its file.
        name: In plain words.
        action: Id of the action; its limit in advice_limits.csv says for whom not.
        when: One of `WHEN`.
        order: Place among the remedies.
        how: What to do.
        how_long: How long and how often.
        not_if: The limit of the action in words; empty when it has none.
        stop_if: When to stop; empty when there is no such sign.
        benefit: What it may do, with grade and sources.
    """

    id: str
    name: str
    action: str
    when: str
    order: int
    how: str
    how_long: str
    not_if: str
    stop_if: str
    benefit: Claim


@functools.cache
def remedies() -> Mapping[str, Remedy]:
    """Gives every remedy by id, in their order; a new file in remedies/ is one more remedy."""
    folder = resources.files("untwitch.knowledge").joinpath("remedies")
    found = [
        parse(each.name.removesuffix(".toml"), each.read_text(encoding="utf-8"))
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    ]
    return MappingProxyType({each.id: each for each in sorted(found, key=lambda one: (one.order, one.id))})


def remedy(name: str) -> Remedy:
    """Gives one remedy.

    Raises:
        Refused: There is none of that name; the nearest are given.
    """
    if name not in remedies():
        raise Refused(f"remedy {name!r} is not known{nearest(name, remedies())}")
    return remedies()[name]


def for_right_now() -> tuple[Remedy, ...]:
    """Gives what helps right now, in order."""
    return tuple(each for each in remedies().values() if each.when == "now")


def parse(name: str, text: str) -> Remedy:
    """Gives the remedy of a TOML text.

    Args:
        name: Its id, the name of the file.
        text: Content of the file.

    Raises:
        Refused: A field is missing or unknown, the action may never be advised, or its limit is not in words.
    """
    where = f"remedies/{name}.toml"
    table = tomllib.loads(text)
    for field in table:
        if field not in _FIELDS:
            raise Refused(f"{where}: field {field!r} is not known{nearest(field, _FIELDS)}")
    for field in _NEEDED:
        if field not in table:
            raise Refused(f"{where}: no {field}")
    if table["when"] not in WHEN:
        raise Refused(f"{where}: when is {table['when']!r}{nearest(table['when'], WHEN)}")
    action = checked_advice(table["action"], where=where)
    not_if = table.get("not_if", "")
    if (limit_of(action) is not None) != bool(not_if):
        raise Refused(f"{where}: not_if has to say the limit of {action} in words, and only then")
    return Remedy(
        id=name,
        name=table["name"],
        action=action,
        when=table["when"],
        order=table["order"],
        how=table["how"],
        how_long=table["how_long"],
        not_if=not_if,
        stop_if=table["stop_if"],
        benefit=claim(table["benefit"], where=where),
    )
