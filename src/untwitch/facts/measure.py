"""The registry of measures: what can be logged, in which unit, and how the values of one day combine."""

import functools
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Literal, get_args

from untwitch.facts.refused import Refused, nearest

Cause = Literal["stress", "exertion", "sleep", "diet", "caffeine", "water"]
CAUSES: tuple[Cause, ...] = get_args(Cause)

_SLIPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"mg": ("µg", "g"), "g": ("mg", "kg"), "ml": ("µl", "l"), "kg": ("g", ""), "kcal": ("cal", "")}
)
"""The units, a thousand times smaller and larger, that are mistaken for a canonical one."""

COMBINE_RULES = (
    "sum",
    "mean",
    "max",
    "last",
    "dose-weighted mean",
    "best source per minute",
    "longest consistent night",
    "none",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be measured about a day of a person.

    Attributes:
        id: Name with its unit last: `caffeine_mg`.
        unit: Canonical unit of every stored value.
        kind: `amount`, `duration`, `level`, `count` or `flag`.
        combine_over_day: How the values of one day become one; one of `COMBINE_RULES`.
        cause: One of `CAUSES`, `confounder` or `none`.
        believable_low: Smallest believable value of one row.
        believable_high: Largest believable value.
        timeline: Whether it is a column of the table that explain sees.
        note: What a writer of a source needs to know.
    """

    id: str
    unit: str
    kind: str
    combine_over_day: str
    cause: str
    believable_low: float
    believable_high: float
    timeline: bool
    note: str = ""

    def __post_init__(self) -> None:
        if self.combine_over_day not in COMBINE_RULES:
            raise Refused(f"measure {self.id}: combine rule {self.combine_over_day!r} is not known")
        if self.cause not in {*CAUSES, "confounder", "none"}:
            raise Refused(f"measure {self.id}: cause {self.cause!r} is not known")
        if not self.believable_low < self.believable_high:
            raise Refused(f"measure {self.id}: {self.believable_low} is not below {self.believable_high}")

    def refuse_unless_believable(self, value: float) -> None:
        """Refuses a value that is not finite or outside the believable range.

        Raises:
            Refused: Quotes the value and the range.
        """
        if not math.isfinite(value) or not self.believable_low <= value <= self.believable_high:
            low, high = f"{self.believable_low:g}", f"{self.believable_high:g}"
            raise Refused(
                f"{self.id} of {value:g} {self.unit} is not believable; "
                f"it goes from {low} to {high}{self._slip(value)}"
            )

    def _slip(self, value: float) -> str:
        """Asks about the likeliest slip of the unit, where a thousandth or thousandfold can be believed."""
        small, large = _SLIPS.get(self.unit, ("", ""))
        if small and self.believable_high < value and value / 1000 <= self.believable_high:
            return f"; was it {small}? that would be {value / 1000:g} {self.unit}"
        if large and 0 < value < self.believable_low and value * 1000 <= self.believable_high:
            return f"; was it {large}? that would be {value * 1000:g} {self.unit}"
        return ""


@functools.cache
def measures() -> Mapping[str, Measure]:
    """Gives every measure by its id, in the order of the registry."""
    text = resources.files("untwitch.facts").joinpath("measures.toml").read_text(encoding="utf-8")
    registry = {}
    for name, row in tomllib.loads(text).items():
        low, high = row.pop("believable")
        registry[name] = Measure(id=name, believable_low=low, believable_high=high, **row)
    return MappingProxyType(registry)


def measure(name: str) -> Measure:
    """Gives one measure.

    Raises:
        Refused: There is none of that name; the nearest are given.
    """
    known = measures()
    if name not in known:
        raise Refused(f"measure {name!r} is not known{nearest(name, known)}")
    return known[name]


def measures_of(cause: str) -> tuple[Measure, ...]:
    """Gives the timeline measures of one cause (or of `confounder`), in the order of the registry."""
    return tuple(each for each in measures().values() if each.cause == cause and each.timeline)
