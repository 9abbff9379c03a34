"""The columns of a timeline: their order, the numbers they can hold, and which contradict each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused, nearest

FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

DIARY_OUTCOMES = ("twitches", "twitches_low", "twitches_high", "twitch_min", "bother_0_10")
RECORDED_OUTCOMES = ("recorded_count", "recorded_low", "recorded_high")
OUTCOMES = (*DIARY_OUTCOMES, "observed_h", *RECORDED_OUTCOMES, "recorded_h")
OBSERVED_H_IF_BLANK = 16.0

_LONGEST_INSTRUMENT = 200
_MOST_TWITCHES = 1_000_000.0
_LONGEST_TALLY_H = 24.0  # in shorter rows a tally may be of the row and of rows before it
_LONGER_ROW_H = 3.0  # a day of 25 h, and the two-hour clock changes of a few places


def is_instrument(name: str) -> bool:
    """Says whether a name can stand in the instrument column: printable, no blanks around it, not long."""
    return name == name.strip() and name.isprintable() and len(name) <= _LONGEST_INSTRUMENT


@dataclass(frozen=True, slots=True)
class Limit:
    """The numbers that a column can hold.

    Attributes:
        low: Smallest.
        high: Largest.
        whole: Whether only whole numbers.
    """

    low: float
    high: float
    whole: bool = False

    def holds(self, values: FloatArray) -> BoolArray:
        """Says of each value whether the column can hold it; nan, unknown, always passes.

        Args:
            values: Any shape.
        """
        inside = (values >= self.low) & (values <= self.high)
        if self.whole:
            inside &= values == np.floor(values)
        return inside | np.isnan(values)


def timeline_measures() -> tuple[str, ...]:
    """Gives the ids of the measures that are columns of the timeline, in the order of the registry."""
    return tuple(each.id for each in measures().values() if each.timeline)


def checked_column(name: str) -> str:
    """Gives the name of a column of numbers back.

    Raises:
        Refused: The timeline has no such column; the nearest are named.
    """
    known = (*OUTCOMES, *timeline_measures())
    if name not in known:
        raise Refused(f"column {name!r} is not known{nearest(name, ('start', 'site', 'instrument', *known))}")
    return name


def limit(name: str, *, row_h: float) -> Limit:
    """Gives the numbers that a column can hold.

    Args:
        name: One of `OUTCOMES` or a measure of the timeline.
        row_h: Length of a row in hours; on a day of clock change a row is longer.
    """
    if name in {"twitches", "twitches_low", "twitches_high"}:
        return Limit(0, _MOST_TWITCHES, whole=True)
    if name in RECORDED_OUTCOMES:
        return Limit(0, _MOST_TWITCHES)
    if name in {"observed_h", "recorded_h"}:
        return Limit(0, max(row_h, _LONGEST_TALLY_H) + _LONGER_ROW_H)
    if name == "twitch_min":
        return Limit(0, 60 * (max(row_h, _LONGEST_TALLY_H) + _LONGER_ROW_H))
    if name == "bother_0_10":
        return Limit(0, 10)
    held = measures()[checked_column(name)]
    return Limit(held.believable_low, held.believable_high)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Rows whose outcome columns cannot all be true.

    Attributes:
        rows: Which rows, shape (n_rows,).
        taken_back: The columns to be taken as unknown in these rows.
        what: What is wrong, in words.
    """

    rows: BoolArray
    taken_back: tuple[str, ...]
    what: str


def contradictions(columns: Mapping[str, FloatArray], *, n_rows: int) -> Iterator[Contradiction]:
    """Gives what contradicts itself, one kind after the other; a caller may repair between two of them.

    Args:
        columns: Columns by name, each of shape (n_rows,).
        n_rows: Number of rows.
    """

    def column(name: str) -> FloatArray:
        return columns.get(name, np.full(n_rows, np.nan))

    for count, low, high in (
        ("twitches", "twitches_low", "twitches_high"),
        ("recorded_count", "recorded_low", "recorded_high"),
    ):
        pair = (low, high)
        one_only = np.isnan(column(low)) != np.isnan(column(high))
        yield Contradiction(one_only, pair, f"{low} and {high} need each other")
        yield Contradiction(column(low) > column(high), pair, f"{low} is above {high}")
        outside = (column(count) < column(low)) | (column(count) > column(high))
        yield Contradiction(outside, pair, f"{count} is not between {low} and {high}")
    for hours, outcomes in (("observed_h", DIARY_OUTCOMES), ("recorded_h", RECORDED_OUTCOMES)):
        stands = np.any([~np.isnan(column(each)) for each in outcomes], axis=0)
        unseen = stands & (column(hours) == 0)
        yield Contradiction(unseen, outcomes, f"{hours} is 0, so nothing can have been seen")


def fill_observed_h(columns: Mapping[str, FloatArray], *, n_rows: int, row_h: float) -> FloatArray | None:
    """Gives `observed_h`, with 16 h (or the row if shorter) where an outcome stands without it.

    Args:
        columns: Columns by name, each of shape (n_rows,).
        n_rows: Number of rows.
        row_h: Length of a row in hours.

    Returns:
        Shape (n_rows,), or None when there is neither the column nor an outcome that needs it.
    """
    outcomes = [columns[each] for each in DIARY_OUTCOMES if each in columns]
    stands = np.any([~np.isnan(each) for each in outcomes], axis=0) if outcomes else np.zeros(n_rows, bool)
    if "observed_h" not in columns and not stands.any():
        return None
    observed = columns.get("observed_h", np.full(n_rows, np.nan))
    return np.where(stands & np.isnan(observed), min(OBSERVED_H_IF_BLANK, row_h), observed)
