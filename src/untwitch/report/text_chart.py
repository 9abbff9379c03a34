"""Twitches per day as a small chart of characters, for a terminal."""

import math
import textwrap
from collections.abc import Sequence

from untwitch.facts.refused import Refused
from untwitch.report.series import Day, Stretch, stretches
from untwitch.report.wording import number

_BLOCKS = " ▁▂▃▄▅▆▇█"
_ASCII = " .:|#"
_UNKNOWN, _UNKNOWN_ASCII = "·", "?"
_LABEL = 6


def text_chart(
    days: Sequence[Day], *, columns: int = 76, rows: int = 5, ascii_only: bool = False
) -> tuple[str, ...]:
    """Gives the lines of a chart, its scale on the left, its dates and how to read it below.

        12 |    █
           |  ▂ █ ▅      one column a day, or some days when they are many
         0 |▁▅█··█▁      a low line is a day with none, a dot is not logged

    Args:
        days: Consecutive days.
        columns: Width of the whole chart in characters, at least 30.
        rows: Height of the bars in lines, at least 1.
        ascii_only: Whether the terminal shows plain ASCII only.

    Returns:
        Lines of at most `columns` characters; one sentence when no day is known.

    Raises:
        Refused: The chart would be too small to read.
    """
    if columns < 30 or rows < 1:
        raise Refused(f"a chart of {columns} by {rows} characters is too small")
    if all(each.middle is None for each in days):
        return ("No day has an entry yet, so there is nothing to draw.",)
    days_each = max(1, math.ceil(len(days) / (columns - _LABEL)))
    bins = stretches(days, days_each=days_each)
    highest = max(each.middle or 0.0 for each in bins)
    signs = _ASCII if ascii_only else _BLOCKS
    unknown = _UNKNOWN_ASCII if ascii_only else _UNKNOWN
    lines = [
        _label(row, rows=rows, highest=highest)
        + "".join(
            _sign(each, row, rows=rows, highest=highest, signs=signs, unknown=unknown) for each in bins
        ).rstrip()
        for row in reversed(range(rows))
    ]
    return (*lines, *_below(bins, days_each=days_each, columns=columns, signs=signs, unknown=unknown))


def _label(row: int, *, rows: int, highest: float) -> str:
    if row == rows - 1 and highest > 0:
        return f"{number(highest):>{_LABEL - 2}} |"
    return f"{'0' if row == 0 else '':>{_LABEL - 2}} |"


def _sign(each: Stretch, row: int, *, rows: int, highest: float, signs: str, unknown: str) -> str:
    if each.middle is None:
        return unknown if row == 0 else " "
    full = len(signs) - 1
    filled = 0 if highest == 0 else round(each.middle / highest * rows * full)
    if row == 0:
        filled = max(filled, 1)
    return signs[min(max(filled - row * full, 0), full)]


def _below(
    bins: Sequence[Stretch], *, days_each: int, columns: int, signs: str, unknown: str
) -> tuple[str, ...]:
    first, last = bins[0].first_day.isoformat(), bins[-1].last_day.isoformat()
    gap = max(len(bins) - len(first) - len(last), 2)
    each = "one day" if days_each == 1 else f"the mean of {days_each} days"
    key = [f"Each column is {each}."]
    if any(one.middle == 0 for one in bins):
        key.append(f"{signs[1]} none.")
    if any(one.middle is None for one in bins):
        key.append(f"{unknown} not logged.")
    return " " * _LABEL + first + " " * gap + last, *textwrap.wrap(
        " ".join(key), columns, initial_indent=" " * _LABEL, subsequent_indent=" " * _LABEL
    )
