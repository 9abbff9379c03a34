"""Six questions about a week of food, and the daily magnesium, potassium and calcium they point to."""

import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.facts.refused import Refused
from untwitch.knowledge.data_table import packaged_text
from untwitch.knowledge.food import find

FILE = "food_check.toml"
MINERALS = ("magnesium_mg", "potassium_mg", "calcium_mg")
_Z_90 = 1.6448536269514722
GRADE = "memory"
"""Portions a day and the rest of the food are assumptions; no validation study was made."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A quantity that is not known exactly.

    Attributes:
        mean: Its mean.
        sd: Its standard deviation.
    """

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Group:
    """One of the six questions.

    Attributes:
        id: Name of the group of foods.
        question: The question in words.
        portions: Portions on a day with it.
        per_portion: Of each mineral, between the foods of the group.
    """

    id: str
    question: str
    portions: Spread
    per_portion: Mapping[str, Spread]


@dataclass(frozen=True, slots=True)
class FoodCheck:
    """The six questions and what is assumed of all other food."""

    groups: tuple[Group, ...]
    rest: Mapping[str, Spread]


@dataclass(frozen=True, slots=True)
class Intake:
    """Daily intake of one mineral.

    Attributes:
        measure: Id in the registry.
        median: The middle.
        low: Lower end of the 90 % interval.
        high: Upper end.
    """

    measure: str
    median: float
    low: float
    high: float


@functools.cache
def food_check() -> FoodCheck:
    """Gives the questions that ship with the package."""
    return parse(packaged_text(FILE))


def intake(days: Sequence[float], *, check: FoodCheck | None = None) -> tuple[Intake, ...]:
    """Gives the daily intake that six answers point to.

    Mean and variance are propagated: of a group, days/7 times portions times amount per portion, the last two
    independent; groups and the rest are independent of each other. The sum is taken as lognormal with that
    mean and variance. What is not covered: how well somebody remembers, and food of unusual size or
    strength. The amounts per portion are from USDA SR26; portions a day and the rest are assumptions from
    memory.

    Args:
        days: Days of the last week with each group, 0 to 7, in the order of the questions.
        check: The questions; those that ship when None.

    Returns:
        Magnesium, potassium and calcium, mg a day.

    Raises:
        Refused: Not six answers, or one outside 0 to 7.

    Reference:
        Variance of a product of independent quantities: Goodman LA (1960), J Am Stat Assoc 55:708,
        DOI 10.1080/01621459.1960.10483369.
    """
    asked = check or food_check()
    if len(days) != len(asked.groups):
        raise Refused(
            f"the food check needs {len(asked.groups)} answers, it got {len(days)}; "
            f"they are days of the week for: {', '.join(group.id for group in asked.groups)}"
        )
    for group, answer in zip(asked.groups, days, strict=True):
        if not (math.isfinite(answer) and 0 <= answer <= 7):
            raise Refused(f"{group.id} on {answer:g} days of the week; it goes from 0 to 7")
    return tuple(_mineral(name, days, asked) for name in MINERALS)


def _mineral(name: str, days: Sequence[float], check: FoodCheck) -> Intake:
    parts = [check.rest[name]]
    for group, answer in zip(check.groups, days, strict=True):
        parts.append(_product(group.portions, group.per_portion[name], scale=answer / 7))
    mean = sum(part.mean for part in parts)
    variance = sum(part.sd**2 for part in parts)
    log_variance = math.log1p(variance / mean**2)
    log_median = math.log(mean) - log_variance / 2
    swing = _Z_90 * math.sqrt(log_variance)
    return Intake(name, math.exp(log_median), math.exp(log_median - swing), math.exp(log_median + swing))


def _product(one: Spread, other: Spread, *, scale: float) -> Spread:
    variance = one.mean**2 * other.sd**2 + other.mean**2 * one.sd**2 + one.sd**2 * other.sd**2
    return Spread(scale * one.mean * other.mean, scale * math.sqrt(variance))


def parse(text: str) -> FoodCheck:
    """Gives the questions of a TOML text.

    Raises:
        Refused: Not six groups, a range that is none, or a food that is not known or not measured.
    """
    table = tomllib.loads(text)
    groups = tuple(_group(row) for row in table["group"])
    if len(groups) != 6 or len({group.id for group in groups}) != 6:
        raise Refused(f"{FILE}: six groups are needed, there are {len(groups)}")
    rest = {name: _range(table["rest"][name], where=f"{FILE}: rest {name}") for name in MINERALS}
    return FoodCheck(groups, MappingProxyType(rest))


def _group(row: Mapping[str, Any]) -> Group:
    where = f"{FILE}: {row['id']}"
    if not row["question"] or len(row["foods"]) < 2 or not row["of_portion"] > 0:
        raise Refused(f"{where}: it needs a question, two foods or more and a portion")
    items = [find(name) for name in row["foods"]]
    per_portion = {}
    for name in MINERALS:
        amounts = [item.amounts[name] for item in items]
        known = [amount * row["of_portion"] for amount in amounts if amount is not None]
        if len(known) < len(items):
            raise Refused(f"{where}: {name} of one of its foods is not known")
        per_portion[name] = _sample(known)
    portions = _range(row["portions"], where=f"{where} portions")
    return Group(row["id"], row["question"], portions, MappingProxyType(per_portion))


def _sample(values: Sequence[float]) -> Spread:
    mean = sum(values) / len(values)
    return Spread(mean, math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1)))


def _range(pair: Sequence[float], *, where: str) -> Spread:
    low, high = pair
    if not 0 < low < high:
        raise Refused(f"{where}: {low} to {high} is not a range")
    return Spread((low + high) / 2, (high - low) / (2 * _Z_90))
