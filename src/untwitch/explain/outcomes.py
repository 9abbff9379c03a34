"""Which series is explained: the diary's counts, its minutes or bother, or one recording instrument.

Two instruments are never added: each has its own hours and its own intercept, so one is chosen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.spoken import counted
from untwitch.timeline.timeline import Timeline

Floats = NDArray[np.float64]

AUTO = "auto"
OUTCOMES = ("twitches", "recorded_count", "twitch_min", "bother_0_10")
FEWEST_ROWS = 14
AWAKE_H = 16.0
"""Hours a day is watched where an outcome stands without its hours."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The series to explain, one interval of counts a row.

    Attributes:
        name: One of `OUTCOMES`.
        instrument: `diary`, or the id of the recording instrument.
        low: Fewest events, nan where the row is unknown, shape (n_rows,).
        high: Most events; equal to `low` for an exact count.
        hours: Hours in which an event would have been noticed, shape (n_rows,); nan where unknown.
        unit: What is counted, in words.
    """

    name: str
    instrument: str
    low: Floats
    high: Floats
    hours: Floats
    unit: str

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Rows with an outcome and hours, shape (n_rows,)."""
        return np.isfinite(self.low) & np.isfinite(self.high) & np.isfinite(self.hours) & (self.hours > 0)


def choose(timeline: Timeline, *, outcome: str = AUTO) -> tuple[Outcome, tuple[Problem, ...]]:
    """Gives the series that an answer is about.

    `auto` takes the diary's counts and evening words when at least 14 rows have them; else the first of
    recordings, minutes and bother with 14 rows; else whichever has most rows.

    Args:
        timeline: Rows of one body site.
        outcome: `auto` or one of `OUTCOMES`.

    Returns:
        The series, and what could not be used of it.

    Raises:
        Refused: The outcome is not known.
    """
    if outcome != AUTO:
        if outcome not in OUTCOMES:
            raise Refused(f"outcome {outcome!r} is not known{nearest(outcome, (AUTO, *OUTCOMES))}")
        made = _MAKERS[outcome](timeline)
    else:
        candidates = [_MAKERS[name](timeline) for name in OUTCOMES]
        long_enough = [each for each in candidates if each.usable.sum() >= FEWEST_ROWS]
        made = long_enough[0] if long_enough else max(candidates, key=lambda each: int(each.usable.sum()))
    return made, _problems(made)


def _interval(exact: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The exact count where there is one, else the words of the evening line."""
    counted = np.isfinite(exact)
    bucket = ~counted & np.isfinite(low) & np.isfinite(high)
    none = np.full(len(exact), np.nan)
    fewest = np.where(counted, np.round(exact), np.where(bucket, np.ceil(low), none))
    most = np.where(counted, np.round(exact), np.where(bucket, np.floor(high), none))
    return fewest, np.maximum(fewest, most)


def _diary_hours(timeline: Timeline) -> Floats:
    hours = timeline.column("observed_h")
    assumed = min(AWAKE_H, timeline.row_h)
    return np.where(np.isfinite(hours), hours, assumed)


def _twitches(timeline: Timeline) -> Outcome:
    low, high = _interval(
        timeline.column("twitches"), timeline.column("twitches_low"), timeline.column("twitches_high")
    )
    return Outcome("twitches", "diary", low, high, _diary_hours(timeline), "twitches noticed")


def _minutes(timeline: Timeline) -> Outcome:
    minutes = np.round(timeline.column("twitch_min"))
    return Outcome("twitch_min", "diary", minutes, minutes, _diary_hours(timeline), "minutes of twitching")


def _bother(timeline: Timeline) -> Outcome:
    bother = np.round(timeline.column("bother_0_10"))
    hours = np.full(len(bother), AWAKE_H)
    return Outcome("bother_0_10", "diary", bother, bother, hours, "points of bother, 0 to 10")


def _recorded(timeline: Timeline) -> Outcome:
    low, high = _interval(
        timeline.column("recorded_count"), timeline.column("recorded_low"), timeline.column("recorded_high")
    )
    instrument = _instrument_with_most_rows(timeline, known=np.isfinite(low))
    mine = np.asarray([each == instrument for each in timeline.instruments], dtype=bool)
    return Outcome(
        "recorded_count",
        instrument or "recording",
        np.where(mine, low, np.nan),
        np.where(mine, high, np.nan),
        timeline.column("recorded_h"),
        "twitches recorded",
    )


def _instrument_with_most_rows(timeline: Timeline, *, known: NDArray[np.bool_]) -> str:
    counts: dict[str, int] = {}
    for name, is_known in zip(timeline.instruments, known, strict=True):
        if is_known and name:
            counts[name] = counts.get(name, 0) + 1
    return max(sorted(counts), key=lambda name: counts[name], default="")


_MAKERS: Mapping[str, Callable[[Timeline], Outcome]] = MappingProxyType(
    {"twitches": _twitches, "recorded_count": _recorded, "twitch_min": _minutes, "bother_0_10": _bother}
)


def _problems(made: Outcome) -> tuple[Problem, ...]:
    found = []
    without_hours = int((np.isfinite(made.low) & ~made.usable).sum())
    if without_hours:
        found.append(
            Problem(
                f"outcome {made.name}",
                f"{counted(without_hours, 'row')} with how many but not in how many hours; not used",
            )
        )
    if made.name in {"twitch_min", "bother_0_10"}:
        found.append(
            Problem(
                f"outcome {made.name}",
                f"{made.unit} are modelled as rounded counts with their own scatter; read sizes as rough",
            )
        )
    return tuple(found)
