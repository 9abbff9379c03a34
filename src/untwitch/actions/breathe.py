"""Slow breathing: the ways that are offered, in the words of a page or a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from untwitch.advise.breathing import (
    CAUTION,
    LONGEST_MIN,
    LOOKING_OUT,
    PATTERNS,
    Cue,
    Pattern,
    cues,
    pattern,
)
from untwitch.knowledge.reference import Claim
from untwitch.knowledge.remedy import remedy

__all__ = [
    "CAUTION", "LONGEST_MIN", "LOOKING_OUT", "MINUTES", "Way", "benefit", "breaths", "pattern",
    "shown", "ways",
]  # fmt: skip

MINUTES = (1, 3, 5, 10)
"""What a page offers; five are enough for the larger breaths."""
FIRST = "4-6"


@dataclass(frozen=True, slots=True)
class Way:
    """One way of breathing slowly.

    Attributes:
        id: Its id.
        name: In words.
        phases: Actions with their seconds.
        caution: What to mind about it alone; empty where it is what holds for all.
        is_first: Whether it is offered first.
    """

    id: str
    name: str
    phases: tuple[tuple[str, int], ...]
    caution: str
    is_first: bool

    @property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """Each action with its seconds counted out: `1 2 3 4`."""
        return tuple((action, " ".join(str(each + 1) for each in range(s))) for action, s in self.phases)

    @property
    def as_data(self) -> str:
        """The phases as one word for a script: `breathe in=4;breathe out=6`."""
        return ";".join(f"{action}={s}" for action, s in self.phases)


def ways() -> tuple[Way, ...]:
    """Gives every way that is offered."""
    return tuple(_way(each) for each in PATTERNS.values())


def _way(each: Pattern) -> Way:
    own = each.caution.removeprefix(CAUTION).strip()
    phases = tuple((phase.action, round(phase.seconds)) for phase in each.phases)
    return Way(each.id, each.name, phases, own, each.id == FIRST)


def benefit() -> Claim:
    """Gives what slow breathing may do, with grade and sources."""
    return remedy("slow_breathing").benefit


def shown() -> dict[str, Any]:
    """Gives what a page of it shows, the same for everybody."""
    return {
        "ways": ways(),
        "minutes": MINUTES,
        "caution": CAUTION,
        "looking_out": LOOKING_OUT,
        "benefit": benefit(),
    }


def breaths(name: str, *, minutes: float) -> Iterator[tuple[float, str, int]]:
    """Gives what to do when, as (seconds from the beginning, action, seconds).

    Args:
        name: Id of the way.
        minutes: How long, more than 0 to 20.

    Raises:
        Refused: The way is not known, or the time is none or too long.
    """
    found: Iterator[Cue] = cues(name, minutes=minutes)
    return ((each.start_s, each.phase.action, round(each.phase.seconds)) for each in found)
