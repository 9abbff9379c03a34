"""What is believed of each cause before a diary is read: defaults, or what a cohort measured (`priors/1`)."""

import functools
import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.facts.measure import CAUSES
from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.data_table import packaged_text
from untwitch.knowledge.reference import GRADES

FILE = "cause_priors.toml"
CONTRACT = "priors/1"
_NUMBERS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"inclusion": (0.001, 0.999), "mean": (-1.0, 2.0), "sd": (0.01, 2.0)}
)
_MOST_PEOPLE = 10_000_000_000
_LONGEST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class CausePrior:
    """What is believed of one cause.

    Attributes:
        inclusion: Probability that it has an effect in the harmful direction.
        mean: Mean of the log rate ratio per usual swing if it has one, before the cut at zero.
        sd: Its standard deviation, before the cut.
        source: Where that is from, in words.
        people: How many people were measured; 0 for none.
    """

    inclusion: float
    mean: float
    sd: float
    source: str = ""
    people: int = 0

    def __post_init__(self) -> None:
        for name, (low, high) in _NUMBERS.items():
            value = getattr(self, name)
            if not (math.isfinite(value) and low <= value <= high):
                raise Refused(f"{name} is {value:g}; it goes from {low:g} to {high:g}")


CausePriors = Mapping[str, CausePrior]


@functools.cache
def cause_priors() -> Mapping[str, CausePrior]:
    """Gives the defaults by cause, in the order of the registry."""
    return parse(packaged_text(FILE))


def parse(text: str) -> Mapping[str, CausePrior]:
    """Gives the priors of the packaged table.

    Raises:
        Refused: A cause or field is missing or unknown, or a number or grade is not possible.
    """
    table = tomllib.loads(text)
    if list(table) != list(CAUSES):
        raise Refused(f"{FILE}: the tables are {', '.join(table)}; they should be {', '.join(CAUSES)}")
    made = {}
    for cause, row in table.items():
        where = f"{FILE}: {cause}"
        _checked_fields(row, ("inclusion", "mean", "sd", "grade", "source"), where=where)
        if row["grade"] not in GRADES:
            raise Refused(f"{where}: grade {row['grade']!r} is not known{nearest(row['grade'], GRADES)}")
        made[cause] = _prior(row, where=where)
    return MappingProxyType(made)


def from_json(text: str, *, name: str = "the priors") -> Mapping[str, CausePrior]:
    """Gives the priors of a `priors/1` document; a cause that it does not name keeps its default.

    Args:
        text: The document.
        name: What to call it in a sentence.

    Raises:
        Refused: It is no such document, or a value in it is missing, unknown or not possible.
    """
    document = _document(text, name=name)
    _checked_fields(document, ("contract", "causes"), where=name)
    if document["contract"] != CONTRACT:
        raise Refused(f"{name}: contract is {document['contract']!r}; it should be {CONTRACT!r}")
    causes = document["causes"]
    if not isinstance(causes, dict) or not causes:
        raise Refused(f"{name}: causes should name at least one of {', '.join(CAUSES)}")
    made = dict(cause_priors())
    for cause, row in causes.items():
        if cause not in made:
            raise Refused(f"{name}: cause {cause!r} is not known{nearest(cause, CAUSES)}")
        where = f"{name}: {cause}"
        if not isinstance(row, dict):
            raise Refused(f"{where} is {row!r}; it should be an object")
        _checked_fields(row, ("inclusion", "mean", "sd", "source", "people"), where=where)
        made[cause] = _prior(row, where=where)
    return MappingProxyType(made)


def _document(text: str, *, name: str) -> dict[str, Any]:
    def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            raise Refused(f"{name}: a key stands twice among {', '.join(key for key, _ in pairs)}")
        return made

    def no_number(word: str) -> float:
        raise Refused(f"{name}: {word} is no number")

    try:
        document = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused(f"{name} is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise Refused(f"{name} is not a JSON object")
    return document


def _checked_fields(table: Mapping[str, Any], fields: Sequence[str], *, where: str) -> None:
    for field in table:
        if field not in fields:
            raise Refused(f"{where}: field {field!r} is not known{nearest(field, fields)}")
    for field in fields:
        if field not in table:
            raise Refused(f"{where}: no {field}")


def _prior(row: Mapping[str, Any], *, where: str) -> CausePrior:
    for field in _NUMBERS:
        # a truth value is a number to Python and none to anybody else
        if isinstance(row[field], bool) or not isinstance(row[field], int | float):
            raise Refused(f"{where}: {field} is {row[field]!r}; it should be a number")
    people, source = row.get("people", 0), row["source"]
    if isinstance(people, bool) or not isinstance(people, int) or not 0 <= people <= _MOST_PEOPLE:
        raise Refused(f"{where}: people is {people!r}; it should be a whole number from 0 on")
    if not isinstance(source, str) or not 0 < len(source.strip()) <= _LONGEST_SOURCE:
        raise Refused(f"{where}: source should say in 1 to {_LONGEST_SOURCE} characters where it is from")
    try:
        inclusion, mean, sd = (float(row[field]) for field in _NUMBERS)
        return CausePrior(inclusion, mean, sd, source.strip(), people)
    except (Refused, OverflowError) as error:
        raise Refused(f"{where}: {error}") from None
