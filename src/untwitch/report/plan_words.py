"""A plan as parts with a title and lines, the same for the page and the terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One part of a plan.

    Attributes:
        title: What it is about.
        lines: Sentences.
        steps: Things to do, one a line.
    """

    title: str
    lines: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


def plan_parts(plan: Mapping[str, Any] | None) -> tuple[PlanPart, ...]:
    """Gives the parts of `plan/1` in the order in which a person reads them; none without a plan."""
    if plan is None:
        return ()
    return ()
