"""The facts that `check` may be told: what each one asks, its choices and its range."""

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused
from untwitch.knowledge.data_table import packaged_text

FILE = "check_facts.json"
Kind = Literal["yes_or_no", "number", "choice", "choices", "sites", "medicines", "events", "text"]


@dataclass(frozen=True, slots=True)
class CheckFact:
    """One fact of a person, as the contract of `check` describes it.

    Attributes:
        name: Its name, units last.
        kind: What it holds.
        question: The question in words.
        group: Which part of the conversation it belongs to.
        absent_is_no: An optional measurement beside a plain question: absent, its comparisons are false.
        choices: The choices with their meaning in words; empty unless there is a choice.
        minimum: Least number, or None.
        maximum: Greatest number or, of a text, its greatest length; None if there is none.
        position: Place in the schema; questions are named in this order.
    """

    name: str
    kind: Kind
    question: str
    group: str
    absent_is_no: bool
    position: int
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None


@functools.cache
def check_facts() -> Mapping[str, CheckFact]:
    """Gives every fact by name, in the order of the schema."""
    return parse(packaged_text(FILE))


@functools.cache
def event_choices() -> Mapping[str, str]:
    """Gives the events of the last months with their meaning in words."""
    return _choices(json.loads(packaged_text(FILE))["$defs"]["event"]["properties"]["event"])


def parse(text: str) -> Mapping[str, CheckFact]:
    """Gives the facts that a schema describes.

    Args:
        text: Content of check_facts.json.

    Raises:
        Refused: The body map differs from that of the facts, or a fact is of no known kind.
    """
    schema = json.loads(text)
    if tuple(schema["$defs"]["body_site"]["enum"]) != BODY_SITES:
        raise Refused(f"{FILE}: its body map is not the one of facts/body_site.py")
    facts = {
        name: _fact(name, described, position=position)
        for position, (name, described) in enumerate(schema["properties"].items())
    }
    return MappingProxyType(facts)


def _fact(name: str, described: Mapping[str, Any], *, position: int) -> CheckFact:
    when_absent = described.get("x-when-absent")
    if when_absent not in {"ask", "no"}:
        raise Refused(f"{FILE}: {name} says {when_absent!r} when absent; it should be ask or no")
    kind = _kind(name, described)
    return CheckFact(
        name=name,
        kind=kind,
        question=described["description"],
        group=described["x-group"],
        absent_is_no=when_absent == "no",
        position=position,
        choices=_choices(described) if kind in {"choice", "choices"} else MappingProxyType({}),
        minimum=described.get("minimum"),
        maximum=described.get("maximum", described.get("maxLength")),
    )


def _kind(name: str, described: Mapping[str, Any]) -> Kind:
    plain: Mapping[str, Kind] = {"boolean": "yes_or_no", "number": "number", "string": "text"}
    lists: Mapping[str, Kind] = {
        "#/$defs/body_site": "sites",
        "#/$defs/medicine": "medicines",
        "#/$defs/event": "events",
    }
    if "enum" in described:
        return "choice"
    if described.get("type") in plain:
        return plain[described["type"]]
    items = described.get("items", {})
    if "enum" in items:
        return "choices"
    if items.get("$ref") in lists:
        return lists[items["$ref"]]
    raise Refused(f"{FILE}: {name} is of no known kind")


def _choices(described: Mapping[str, Any]) -> Mapping[str, str]:
    named = described.get("enum") or described["items"]["enum"]
    words = described.get("x-values", {})
    return MappingProxyType({choice: _spoken(words.get(choice, choice)) for choice in named})


def _spoken(words: str) -> str:
    """Leaves out the note to who builds the form: `something else; name it in conditions_other (...)`."""
    return re.sub(r"; [^;]*\b[a-z]+_[a-z_]+\b.*", "", words)
