"""Ids and numbers as people say them: the one place of these words."""

from collections.abc import Mapping
from types import MappingProxyType

CAUSE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "stress": "Stress",
        "exertion": "Overworked muscles",
        "sleep": "Too little sleep",
        "diet": "Minerals in food",
        "caffeine": "Caffeine",
        "water": "Too little to drink",
        "screen": "Screen time",
        "alcohol": "Alcohol",
        "nicotine": "Nicotine",
        "medicine": "A change of medicine",
        "illness": "Being ill",
        "temperature": "Air temperature",
    }
)
"""The six causes, then the confounders."""


def spoken(name: str) -> str:
    """Gives an id as words: `calf_left` is `calf left`."""
    return name.replace("_", " ")


def cause_words(cause: str) -> str:
    """Gives a cause as people say it; an unknown id comes back with spaces."""
    return CAUSE_WORDS.get(cause, spoken(cause))


def counted(number: int, one: str) -> str:
    """Gives a number with its noun: `1 day`, `2 days`, `1 more row`.

    Args:
        number: How many.
        one: The noun of one, whose plural ends in s.
    """
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
