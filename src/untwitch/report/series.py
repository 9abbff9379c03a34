"""The diary as days and weeks that a chart can draw: an unknown day stays unknown."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from untwitch.facts.refused import Refused

MOST_DAILY_BARS = 365


@dataclass(frozen=True, slots=True)
class Day:
    """What the diary says of one day.

    Attributes:
        day: Local day.
        low: Fewest twitches, or None for a day without an entry.
        high: Most twitches; equal to the fewest for a count.
    """

    day: dt.date
    low: float | None = None
    high: float | None = None

    @property
    def middle(self) -> float | None:
        """Halfway between the fewest and the most; None if unknown."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """Several days drawn as one: the mean of the days that are known.

        day      1   2   3   4   5   6   7
        entry    4   -   0   -   2   -   -        mean 2 over 3 known days of 7

    Attributes:
        first_day: First day.
        last_day: Last day, included.
        low: Mean of the fewest over the known days, None if no day is known.
        high: Mean of the most.
        days_known: Days with an entry.
    """

    first_day: dt.date
    last_day: dt.date
    low: float | None
    high: float | None
    days_known: int

    @property
    def days(self) -> int:
        """Days in it, known or not."""
        return (self.last_day - self.first_day).days + 1

    @property
    def middle(self) -> float | None:
        """Halfway between the two means; None if unknown."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


def stretches(days: Sequence[Day], *, days_each: int) -> tuple[Stretch, ...]:
    """Gives the days in stretches of equal length, the last one perhaps shorter.

    Args:
        days: Consecutive days.
        days_each: Days in one stretch.

    Raises:
        Refused: The length is not at least one day.
    """
    if days_each < 1:
        raise Refused(f"a stretch of {days_each} days is not possible")
    return tuple(_stretch(days[start : start + days_each]) for start in range(0, len(days), days_each))


def _stretch(days: Sequence[Day]) -> Stretch:
    known = [(each.low, each.high) for each in days if each.low is not None and each.high is not None]
    if not known:
        return Stretch(days[0].day, days[-1].day, None, None, 0)
    low = sum(low for low, _ in known) / len(known)
    high = sum(high for _, high in known) / len(known)
    return Stretch(days[0].day, days[-1].day, low, high, len(known))


def by_weekday(days: Sequence[Day]) -> tuple[tuple[int, float | None, int], ...]:
    """Gives mean and number of known days for Monday (0) to Sunday (6); the mean of none is None."""
    answer: list[tuple[int, float | None, int]] = []
    for weekday in range(7):
        known = [each.middle for each in days if each.middle is not None and each.day.weekday() == weekday]
        answer.append((weekday, sum(known) / len(known) if known else None, len(known)))
    return tuple(answer)
