"""The six causes: what speaks for each, how its dose is worded, and the first step against it."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.facts.measure import CAUSES, Cause, measure
from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.action import checked_advice, limit_of
from untwitch.knowledge.data_table import packaged_text
from untwitch.knowledge.reference import GRADES, Claim, claim

DOSE_WORDS = ("amount", "shortfall", "excess", "count")
"""What of a measure is thought to set twitches off: how much, too little, too much, or how often."""

_FIELDS = ("name", "grade", "lag", "lag_h", "log", "dose", "evidence", "step")
_STEP_FIELDS = ("actions", "measures", "text", "not_if", "why", "grade", "references")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do about a cause.

    Attributes:
        actions: Ids of the actions it stands for; each has to be allowed.
        text: What to do.
        why: Why, with its grade and sources.
        measures: Measures it is meant for; empty for all of the cause.
        not_if: The limit of its actions in words; empty when they have none.
    """

    actions: tuple[str, ...]
    text: str
    why: Claim
    measures: tuple[str, ...] = ()
    not_if: str = ""


@dataclass(frozen=True, slots=True)
class CauseKnowledge:
    """What is known of one cause, about everybody.

    Attributes:
        id: One of the six.
        name: In plain words.
        grade: Grade of the evidence for twitches in people who are otherwise well.
        lag: From the cause to the twitch, in words.
        lag_h: The same as first and last hour; physiology, not measured.
        log: What to log, and how.
        dose: How each measure is worded, one of `DOSE_WORDS`.
        evidence: Graded sentences for and against.
        steps: The first steps, the best first.
    """

    id: Cause
    name: str
    grade: str
    lag: str
    lag_h: tuple[float, float]
    log: str
    dose: Mapping[str, str]
    evidence: tuple[Claim, ...]
    steps: tuple[Step, ...]


@functools.cache
def causes() -> Mapping[str, CauseKnowledge]:
    """Gives the six causes by id, in the order used everywhere."""
    return MappingProxyType({name: parse(name, packaged_text(f"causes/{name}.toml")) for name in CAUSES})


def cause(name: str) -> CauseKnowledge:
    """Gives one cause.

    Raises:
        Refused: There is none of that name; the nearest are given.
    """
    if name not in causes():
        raise Refused(f"cause {name!r} is not known{nearest(name, CAUSES)}")
    return causes()[name]


def parse(name: str, text: str) -> CauseKnowledge:
    """Gives the cause of a TOML text.

    Args:
        name: Its id, the name of the file.
        text: Content of the file.

    Raises:
        Refused: A field is missing or unknown, or a grade, measure, action or reference is not known.
    """
    where = f"causes/{name}.toml"
    if name not in CAUSES:
        raise Refused(f"{where}: it is not one of {', '.join(CAUSES)}")
    table = tomllib.loads(text)
    _refuse_fields(table, _FIELDS, where=where, needed=_FIELDS)
    if table["grade"] not in GRADES:
        raise Refused(f"{where}: grade {table['grade']!r} is not known{nearest(table['grade'], GRADES)}")
    first_h, last_h = table["lag_h"]
    if not 0 <= first_h <= last_h:
        raise Refused(f"{where}: a lag of {first_h} to {last_h} h makes no sense")
    evidence = tuple(claim(row, where=f"{where} evidence") for row in table["evidence"])
    steps = tuple(_step(row, where=f"{where} step {place}") for place, row in enumerate(table["step"], 1))
    if not evidence or not steps:
        raise Refused(f"{where}: a cause needs evidence and a first step")
    return CauseKnowledge(
        id=name,
        name=table["name"],
        grade=table["grade"],
        lag=table["lag"],
        lag_h=(first_h, last_h),
        log=table["log"],
        dose=_dose(table["dose"], name, where=where),
        evidence=evidence,
        steps=steps,
    )


def _refuse_fields(
    table: Mapping[str, Any], known: tuple[str, ...], *, where: str, needed: tuple[str, ...]
) -> None:
    for field in table:
        if field not in known:
            raise Refused(f"{where}: field {field!r} is not known{nearest(field, known)}")
    for field in needed:
        if field not in table:
            raise Refused(f"{where}: no {field}")


def _dose(table: Mapping[str, str], name: str, *, where: str) -> Mapping[str, str]:
    for measure_id, word in table.items():
        if measure(measure_id).cause != name:
            raise Refused(f"{where}: {measure_id} is a measure of {measure(measure_id).cause}")
        if word not in DOSE_WORDS:
            raise Refused(f"{where}: dose {word!r} is not known{nearest(word, DOSE_WORDS)}")
    return MappingProxyType(dict(table))


def _step(row: Mapping[str, Any], *, where: str) -> Step:
    _refuse_fields(row, _STEP_FIELDS, where=where, needed=("actions", "text", "why", "grade"))
    if not row["actions"]:
        raise Refused(f"{where}: no actions")
    actions = tuple(checked_advice(each, where=where) for each in row["actions"])
    not_if = row.get("not_if", "")
    if any(limit_of(each) for each in actions) != bool(not_if):
        raise Refused(f"{where}: not_if has to say the limit of {', '.join(actions)} in words, and only then")
    why = {"text": row["why"], "grade": row["grade"], "references": row.get("references", ())}
    return Step(
        actions=actions,
        text=row["text"],
        why=claim(why, where=where),
        measures=tuple(measure(each).id for each in row.get("measures", ())),
        not_if=not_if,
    )
