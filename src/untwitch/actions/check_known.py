"""What a record may say for a check, and when the present twitching began; light, for every door."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

DAYS_READ = 40
"""Samples of so many days are looked at: 28 for what is usual, 3 for work, the rest for time zones."""
LONGEST_PAUSE_DAYS = 14
"""After so many days without a twitch, the next one counts as a new beginning."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """One fact as a record says it.

    Attributes:
        fact: Its name in the contract of check.
        value: Its value, within the contract.
        words: The value as a person reads it.
        origin: Where it comes from.
    """

    fact: str
    value: Any
    words: str
    origin: str


@dataclass(frozen=True, slots=True)
class FromRecord:
    """What a record says for a check.

    Attributes:
        told: The facts that it knows, by name.
        own_load_au: Load of 24 hours above which work is unusual for this person; None if not known.
    """

    told: Mapping[str, Prefilled] = field(default_factory=dict)
    own_load_au: float | None = None


def beginning(days: Iterable[dt.date], today: dt.date) -> dt.date | None:
    """Gives the day on which the present twitching began; None where the last pause still goes on.

        x x  x . . . (more than 14 days) . . .  x x   x   x  today
                                                first

    Args:
        days: Days with a twitch, in any order.
        today: The day of the check.
    """
    first = today
    found = False
    for day in sorted((each for each in days if each <= today), reverse=True):
        if (first - day).days > LONGEST_PAUSE_DAYS:
            break
        first, found = day, True
    return first if found else None
