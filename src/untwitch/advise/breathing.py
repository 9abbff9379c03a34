"""Slow breathing as timed phases: out at least as long as in, never fast, never held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.refused import Refused, nearest

SLOWEST_PER_MIN, FASTEST_PER_MIN = 3.0, 7.5
"""Faster breathing lowers carbon dioxide and can itself cause twitches (Macefield and Burke 1991)."""
LONGEST_MIN = 20.0
CAUTION = "Breathe no deeper than is comfortable. Stop if you feel dizzy or your fingers or lips tingle."


LOOKING_OUT = (
    "Keep your eyes open. Look at something far away, and let it be as it is.",
    "Look for five things of one colour.",
    "Listen for two sounds, one near and one far.",
    "Feel where your feet touch the floor.",
    "Pick up something near you. How does it feel?",
)
"""For who feels worse when they watch their breath; from memory, not tested on twitches."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of one breath.

    Attributes:
        action: `breathe in`, `a little more in` or `breathe out`.
        seconds: How long.
    """

    action: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of breathing slowly.

    Attributes:
        id: `4-6`, `5-5` or `sighing`.
        name: In words.
        phases: One breath; there is no hold.
        caution: What to mind.
        references: Ids of references.
    """

    id: str
    name: str
    phases: tuple[Phase, ...]
    caution: str
    references: tuple[str, ...]

    def __post_init__(self) -> None:
        if any(phase.seconds <= 0 for phase in self.phases) or not self.phases:
            raise Refused(f"pattern {self.id}: a phase has to last some time")
        if not SLOWEST_PER_MIN <= self.breaths_per_min <= FASTEST_PER_MIN:
            raise Refused(
                f"pattern {self.id}: {self.breaths_per_min:g} breaths a minute are not slow breathing"
            )
        if self.out_s < self.in_s:
            raise Refused(f"pattern {self.id}: out has to be at least as long as in")

    @property
    def in_s(self) -> float:
        """Seconds of breathing in."""
        return sum(phase.seconds for phase in self.phases if phase.action != "breathe out")

    @property
    def out_s(self) -> float:
        """Seconds of breathing out."""
        return sum(phase.seconds for phase in self.phases if phase.action == "breathe out")

    @property
    def breaths_per_min(self) -> float:
        """Breaths a minute."""
        return 60 / (self.in_s + self.out_s)


_ALL = (
    Pattern(
        "4-6", "in for 4 seconds, out for 6", (Phase("breathe in", 4.0), Phase("breathe out", 6.0)), CAUTION,
        ("shao_2024",),
    ),
    Pattern(
        "5-5", "in for 5 seconds, out for 5", (Phase("breathe in", 5.0), Phase("breathe out", 5.0)), CAUTION,
        ("shao_2024", "chaitanya_2022"),
    ),
    Pattern(
        "sighing", "in, a little more in, and slowly out",
        (Phase("breathe in", 3.0), Phase("a little more in", 1.0), Phase("breathe out", 8.0)),
        f"{CAUTION} These breaths are larger: five minutes are enough.",
        ("balban_2023",),
    ),
)  # fmt: skip
PATTERNS: Mapping[str, Pattern] = MappingProxyType({each.id: each for each in _ALL})


@dataclass(frozen=True, slots=True)
class Cue:
    """A phase at its time.

    Attributes:
        start_s: Seconds from the beginning.
        phase: What to do from then on.
    """

    start_s: float
    phase: Phase


def pattern(name: str) -> Pattern:
    """Gives one pattern.

    Raises:
        Refused: There is none of that name; the nearest are given.
    """
    if name not in PATTERNS:
        raise Refused(f"breathing pattern {name!r} is not known{nearest(name, PATTERNS)}")
    return PATTERNS[name]


def cues(name: str, *, minutes: float) -> Iterator[Cue]:
    """Gives the phases of a session with their times; the last breath is a whole one.

    Args:
        name: Id of the pattern.
        minutes: How long, more than 0 to 20.

    Raises:
        Refused: The pattern is not known, or the time is none or too long.
    """
    chosen = pattern(name)
    if not 0 < minutes <= LONGEST_MIN:
        raise Refused(
            f"{minutes:g} minutes of breathing; it should be more than 0 and at most {LONGEST_MIN:g}"
        )
    return _cues(chosen, minutes * 60)


def _cues(chosen: Pattern, seconds: float) -> Iterator[Cue]:
    start_s = 0.0
    while start_s < seconds:
        for phase in chosen.phases:
            yield Cue(start_s, phase)
            start_s += phase.seconds
