"""What a person marked in a recording, put over what was found in it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from untwitch.facts.mark import Mark
from untwitch.recordings.summary import Count, Potential, Rate, RecordingSummary

REACH_S: Mapping[str, float] = MappingProxyType({"emg": 0.05, "accelerometer": 0.15, "video": 0.25})
"""Moments nearer than this are the same twitch, by sensor: about the time in which two are told apart."""

_SAME_S = 1e-6


def candidate_near(summary: RecordingSummary, time_s: float) -> Potential | None:
    """Gives the found twitch nearest to a moment; None where none is within reach.

    Args:
        summary: As found, without marks.
        time_s: Seconds from the start of the file.
    """
    reach = REACH_S[summary.sensor]
    near = [each for each in summary.twitches if abs(each.time_s - time_s) <= reach]
    return min(near, key=lambda each: abs(each.time_s - time_s), default=None)


def mark_near(marks: Iterable[Mark], time_s: float, *, sensor: str) -> Mark | None:
    """Gives the mark nearest to a moment; None where none is within reach.

    Args:
        marks: Marks of one recording.
        time_s: Seconds from the start of the file.
        sensor: Name of its sensor.
    """
    near = [each for each in marks if abs(each.time_s - time_s) <= REACH_S[sensor]]
    return min(near, key=lambda each: abs(each.time_s - time_s), default=None)


def with_marks(summary: RecordingSummary, marks: Iterable[Mark]) -> RecordingSummary:
    """Gives a summary as a person corrected it.

    A mark is certain: a twitch has confidence 1 and is `by_hand`, what is no twitch is not in the list. The
    count moves by the difference to the confidence that stood there, as in the record; the rate with it.

    Args:
        summary: As found.
        marks: Marks of this recording.
    """
    marks = tuple(marks)
    if not marks:
        return summary
    twitches = list(summary.twitches)
    for each in marks:
        place = next(
            (number for number, found in enumerate(twitches) if abs(found.time_s - each.time_s) <= _SAME_S),
            None,
        )
        found = None if place is None else twitches.pop(place)
        if each.is_twitch:
            twitches.append(_by_hand(each, found, unit=_unit(summary)))
    moved = _moved(summary, math.fsum(each.change for each in marks))
    return replace(moved, twitches=tuple(sorted(twitches, key=lambda each: each.time_s)))


def _by_hand(mark: Mark, found: Potential | None, *, unit: str) -> Potential:
    if found is not None:
        return replace(found, confidence=1.0, by_hand=True)
    return Potential(mark.time_s, 1.0, None, unit, None, None, by_hand=True)


def _unit(summary: RecordingSummary) -> str:
    if summary.trace is not None:
        return summary.trace.unit
    return summary.smallest_detectable.unit if summary.smallest_detectable else ""


def _moved(summary: RecordingSummary, change: float) -> RecordingSummary:
    """Gives a summary with count and rate moved by a number of twitches, never below none."""
    if summary.count is None or summary.rate_per_min is None:
        return summary
    count, rate = summary.count, summary.rate_per_min
    minutes = summary.analysed_s / 60
    a_minute = change / minutes if minutes > 0 else 0.0
    counts = (max(0.0, each + change) for each in (count.expected, count.low, count.high))
    rates = (max(0.0, each + a_minute) for each in (rate.median, rate.low, rate.high))
    return replace(summary, count=Count(*counts), rate_per_min=Rate(*rates))
