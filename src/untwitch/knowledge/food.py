"""Everyday drinks and foods: what one usual portion holds, and what is not known about it."""

import csv
import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.reference import reference

NUTRIENTS = ("magnesium_mg", "potassium_mg", "calcium_mg", "caffeine_mg", "water_g", "alcohol_g")
_KINDS = ("drink", "food")
_FILLER = frozenset(
    {"a", "an", "of", "the", "with", "and", "cup", "glass", "mug", "slice", "bowl", "portion"}
)


@dataclass(frozen=True, slots=True)
class Food:
    """One everyday item.

    Attributes:
        name: What it is called here.
        aliases: Other names.
        kind: `drink` or `food`; only drinks count as drinks for the water reference.
        portion: The usual portion in words.
        grams: Its weight.
        amounts: Of one portion, by `NUTRIENTS`; None is unknown, never zero.
        usda: USDA SR26 numbers and grams it was computed from, `14210x60+01079x240`; empty if from nowhere.
        left_unknown: Nutrients that stay unknown although the nearest USDA food has a figure.
        references: Reference of each nutrient that does not come from USDA SR26.
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    portion: str
    grams: float
    amounts: Mapping[str, float | None]
    usda: str = ""
    left_unknown: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)

    def unknown(self) -> tuple[str, ...]:
        """Gives the nutrients whose amount is not known."""
        return tuple(name for name in NUTRIENTS if self.amounts[name] is None)

    def exposures(self, *, portions: float = 1.0) -> dict[str, float]:
        """Gives what some portions add to a day, by measure of the registry.

        An unknown amount is left out. So is a zero: it would turn a day of which nothing else is known into a
        day known to be without caffeine.

        Args:
            portions: How many usual portions.

        Raises:
            Refused: Not a positive number of portions.
        """
        if not (math.isfinite(portions) and portions > 0):
            raise Refused(f"{portions:g} portions of {self.name} cannot be; it should be more than 0")
        found: dict[str, float] = {}
        for nutrient, amount in self.amounts.items():
            if not amount:
                continue
            for name in self._measures(nutrient):
                found[name] = round(amount * portions, 3)
        return found

    def _measures(self, nutrient: str) -> tuple[str, ...]:
        if nutrient != "water_g":
            return (nutrient,)
        return ("water_ml", "total_water_ml") if self.kind == "drink" else ("total_water_ml",)


def folded(text: str) -> str:
    """Gives a name as it is compared: lower case, words singular, no filler such as `cup of`."""
    words = re.sub(r"[^\w%&]+", " ", text.casefold()).split()
    kept = [each for each in words if each not in _FILLER] or words
    return " ".join(_singular(each) for each in kept)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("oes"):
        return word[:-2]
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@functools.cache
def foods() -> tuple[Food, ...]:
    """Gives every everyday item."""
    text = resources.files("untwitch.knowledge").joinpath("foods_quick.csv").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> tuple[Food, ...]:
    """Gives the items of a table, or refuses all of it.

    Raises:
        Refused: A number, kind or reference makes no sense, or one name means two items.
    """
    found = tuple(_made(line, row) for line, row in enumerate(csv.DictReader(text.splitlines()), start=2))
    _index(found)
    return found


def _made(line: int, row: Mapping[str, str]) -> Food:
    where = f"foods_quick.csv line {line}"
    if not row["name"] or not row["portion"]:
        raise Refused(f"{where}: a food needs a name and a portion")
    if row["kind"] not in _KINDS:
        raise Refused(f"{where}: kind {row['kind']!r} is not known{nearest(row['kind'], _KINDS)}")
    amounts = {name: _number(where, name, row[name]) for name in NUTRIENTS}
    own = dict(each.split(":") for each in row["own"].split())
    for nutrient, source in own.items():
        if nutrient not in NUTRIENTS:
            raise Refused(f"{where}: nutrient {nutrient!r} is not known{nearest(nutrient, NUTRIENTS)}")
        reference(source)
    left_unknown = tuple(row["unknown"].split())
    for nutrient, amount in amounts.items():
        if amount is not None and nutrient not in own and (not row["usda"] or nutrient in left_unknown):
            raise Refused(f"{where}: {nutrient} of {row['name']} has no source")
    grams = _number(where, "grams", row["grams"])
    if not grams:
        raise Refused(f"{where}: {row['name']} weighs nothing")
    aliases = tuple(each for each in row["aliases"].split("|") if each)
    return Food(
        row["name"], aliases, row["kind"], row["portion"], grams,
        amounts=MappingProxyType(amounts), usda=row["usda"], left_unknown=left_unknown, references=own,
    )  # fmt: skip


def _number(where: str, name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        raise Refused(f"{where}: {name} is {text!r}, not an amount")
    return value


def _index(items: tuple[Food, ...]) -> dict[str, Food]:
    index: dict[str, Food] = {}
    for food in items:
        for name in (food.name, *food.aliases):
            held = index.setdefault(folded(name), food)
            if held is not food:
                raise Refused(f"foods_quick.csv: {name!r} means both {held.name!r} and {food.name!r}")
    return index


@functools.cache
def _shipped_index() -> dict[str, Food]:
    return _index(foods())


@functools.cache
def _any_order() -> dict[str, Food]:
    found: dict[str, set[str]] = {}
    for name, food in _shipped_index().items():
        found.setdefault(_sorted(name), set()).add(food.name)
    return {name: _shipped_index()[folded(*items)] for name, items in found.items() if len(items) == 1}


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def known(name: str) -> Food | None:
    """Gives the item of a name or alias, None where there is none.

    Case and plural do not matter; nor does the order of words unless two orders mean two items, as in
    `chocolate milk` and `milk chocolate`.
    """
    typed = folded(name)
    return _shipped_index().get(typed) or _any_order().get(_sorted(typed))


def find(name: str) -> Food:
    """Gives the item of a name or alias.

    Raises:
        Refused: There is none; the nearest names are given.
    """
    found = known(name)
    if found is None:
        names = [each for food in foods() for each in (food.name, *food.aliases)]
        raise Refused(f"food {name!r} is not known{nearest(name, names)}")
    return found
