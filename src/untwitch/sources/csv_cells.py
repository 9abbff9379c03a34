"""The cells of a table as numbers in canonical units."""

import re

from untwitch.facts.measure import Measure, measure
from untwitch.facts.refused import Refused
from untwitch.facts.unit import to_canonical
from untwitch.intake.csv_text import read_number
from untwitch.sources.csv_columns import Meaning

_YES, _NO = frozenset({"yes", "y", "true", "x", "1"}), frozenset({"no", "n", "false", "0"})
_CLOCK = re.compile(r"(\d{1,3}):(\d\d)(?::(\d\d))?", re.ASCII)
_HOURS_AND_MINUTES = re.compile(r"(\d{1,3})\s*h(?:ours?|rs?)?\s*(\d{1,2})\s*m(?:in(?:utes?)?)?", re.ASCII)
_WITH_UNIT = re.compile(r"([+-]?[\d.,\s]*\d)\s*([^\d\s.,+-].*)?", re.ASCII)


def read_amount(cell: str, meaning: Meaning, *, decimal_comma: bool) -> float:
    """Gives the value of a cell in the canonical unit of its measure.

    Args:
        cell: `6.5`, `7:30`, `6 h 30 min`, `95 mg`, `yes`.
        meaning: What the column stands for.
        decimal_comma: Whether the table writes 6,5 for six and a half.

    Raises:
        Refused: It is not a number, its unit does not fit, or it is not believable.
    """
    held = measure(meaning.measure)
    value = _value(cell.strip(), meaning, held=held, decimal_comma=decimal_comma)
    held.refuse_unless_believable(value)
    return value


def _value(cell: str, meaning: Meaning, *, held: Measure, decimal_comma: bool) -> float:
    if held.kind == "flag" and cell.lower() in _YES | _NO:
        return 1.0 if cell.lower() in _YES else 0.0
    if held.unit == "h":
        clock = _CLOCK.fullmatch(cell)
        if clock:
            return int(clock[1]) + int(clock[2]) / 60 + int(clock[3] or 0) / 3600
        both = _HOURS_AND_MINUTES.fullmatch(cell.lower())
        if both:
            return int(both[1]) + int(both[2]) / 60
    found = _WITH_UNIT.fullmatch(cell)
    written, unit = (found[1], (found[2] or "").strip()) if found else (cell, "")
    number = read_number(written, decimal_comma=decimal_comma)
    if meaning.factor is not None and not unit:
        return number * meaning.factor
    return to_canonical(number, unit or meaning.unit, measure=held)


def read_rating(cell: str, *, decimal_comma: bool) -> float | None:
    """Gives how bad a symptom was, 0 to 10: 0 for none, None for one that is there without a number.

    Raises:
        Refused: It is neither a number from 0 to 10 nor yes or no.
    """
    if cell.lower() in _NO:
        return 0.0
    if cell.lower() in _YES - {"1"}:
        return None
    rating = read_number(cell, decimal_comma=decimal_comma)
    if not 0 <= rating <= 10:
        raise Refused(f"{cell!r} is not a rating from 0 to 10")
    return rating


def read_count(cell: str, *, decimal_comma: bool) -> float:
    """Gives a number that is not negative.

    Raises:
        Refused: It is not.
    """
    number = read_number(cell, decimal_comma=decimal_comma)
    if not 0 <= number <= 1_000_000:
        raise Refused(f"{cell!r} is not a count that is possible")
    return number
