"""The steps of advice: which one, when, and its words."""

import functools
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.data_table import packaged_text

FILE = "action_texts.toml"
ANSWER_FILE = "check_answer.json"
FILLED_IN = ("{medicines}", "{questions}")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of advice.

    Attributes:
        id: Id of the action; empty for a sign to come back for.
        when: The picture in the language of check/rules.py.
        text: The words for the person.
        where: Place in the file.
    """

    id: str
    when: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Advice:
    """All steps in the order of the answer.

    Attributes:
        do: What to do.
        avoid: What to avoid.
        come_back: Signs to come back for.
    """

    do: tuple[Step, ...]
    avoid: tuple[Step, ...]
    come_back: tuple[Step, ...]


@functools.cache
def advice() -> Advice:
    """Gives all steps."""
    return parse(packaged_text(FILE))


@functools.cache
def answer_schema() -> Mapping[str, Any]:
    """Gives the contract of the answer."""
    schema: Mapping[str, Any] = json.loads(packaged_text(ANSWER_FILE))
    return schema


@functools.cache
def action_ids() -> frozenset[str]:
    """Gives every id that the contract of the answer knows."""
    return frozenset(answer_schema()["$defs"]["action_id"]["enum"])


def parse(text: str) -> Advice:
    """Gives the steps of a file, or refuses all of it.

    Args:
        text: Content of action_texts.toml.

    Raises:
        Refused: It is no TOML, an id is not known, or a step lacks its picture or words.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{FILE}: {error}") from error
    unknown = set(document) - {"do", "avoid", "return"}
    if unknown:
        raise Refused(f"{FILE}: {min(unknown)!r} is not known; known: do, avoid, return")
    return Advice(
        do=_steps(document.get("do", ()), side="do"),
        avoid=_steps(document.get("avoid", ()), side="avoid"),
        come_back=_steps(document.get("return", ()), side="return"),
    )


def _steps(rows: Iterable[Mapping[str, str]], *, side: str) -> tuple[Step, ...]:
    return tuple(_step(row, where=f"{FILE}, {side} {number}") for number, row in enumerate(rows, start=1))


def _step(row: Mapping[str, str], *, where: str) -> Step:
    wanted = {"when", "text"} | (set() if ", return " in where else {"id"})
    if set(row) != wanted:
        raise Refused(f"{where}: it has {sorted(row)}; it should have {sorted(wanted)}")
    step = Step(row.get("id", ""), row["when"], row["text"], f"{where} ({row.get('id', 'sign')})")
    if step.id and step.id not in action_ids():
        raise Refused(f"{where}: action {step.id!r} is not known{nearest(step.id, action_ids())}")
    if not step.text.strip():
        raise Refused(f"{where}: there are no words")
    return step
