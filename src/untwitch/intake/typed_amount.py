"""Amounts as people type them: `95mg`, `6.5 h`, `6h30`, `half`, `2`."""

import re
from dataclasses import dataclass

from untwitch.facts.refused import Refused

_NUMBER = r"\d+(?:[.,]\d+)?|[.,]\d+"
_PLAIN = re.compile(
    rf"(?P<sign>[+\-\u2212]?)\s*(?P<number>{_NUMBER})\s*(?P<unit>[^\d\s.,:/][^\d]*?)?", re.ASCII
)
_CLOCK_LIKE = re.compile(
    r"(?P<hours>\d{1,2})\s*(?:h|hours?|hrs?|:)\s*(?P<minutes>\d{1,2})\s*(?:m|min|minutes?)?", re.ASCII
)
_OF_TEN = re.compile(r"\s*(?:/|(?:out )?of) ?10\Z", re.ASCII)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?!\d)\D*", re.ASCII)
_WORDS = {
    "half": 0.5,
    "half a": 0.5,
    "a half": 0.5,
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
}
_MINUS = ("-", "\N{MINUS SIGN}")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the unit it was typed with.

    Attributes:
        value: The number.
        unit: The unit as typed; empty for none.
    """

    value: float
    unit: str = ""


def read_amount(text: str) -> Amount:
    """Gives the amount that a person typed.

    Args:
        text: `95mg`, `95 mg`, `6,5h`, `6h30`, `6:30` (hours and minutes), `7/10`, `half`, `x2`.

    Raises:
        Refused: It is not a number, or can be read two ways.
    """
    written = " ".join(text.lower().split()).removeprefix("x").removeprefix("\N{MULTIPLICATION SIGN}").strip()
    if len(written) > _LONGEST:
        raise Refused(f"{text[:_LONGEST]!r}… is not an amount, such as 95mg or 6.5h")
    if written in _WORDS:
        return Amount(_WORDS[written])
    if _TWO_WAYS.fullmatch(written):
        raise Refused(f"{text!r} can be read two ways; write it without a comma, or with a point")
    clock = _CLOCK_LIKE.fullmatch(written)
    if clock and int(clock["minutes"]) < 60:
        return Amount(int(clock["hours"]) + int(clock["minutes"]) / 60, "h")
    plain = _PLAIN.fullmatch(_OF_TEN.sub("", written))
    if not plain:
        raise Refused(f"{text!r} is not an amount, such as 95mg or 6.5h")
    value = float(plain["number"].replace(",", "."))
    return Amount(-value if plain["sign"] in _MINUS else value, (plain["unit"] or "").strip())


def split_amount(text: str) -> tuple[str, Amount | None]:
    """Gives a name and the amount before or behind it: `coffee 2`, `2 coffees`, `water 500 ml`.

    Args:
        text: What was typed.

    Returns:
        The name, and the amount or None where there is none.
    """
    words = text.split()
    for count in range(min(3, len(words) - 1), 0, -1):
        for amount, name in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            try:
                return " ".join(name), read_amount(" ".join(amount))
            except Refused:
                continue
    return text, None
