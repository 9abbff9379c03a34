"""What was not judged, as stretches that do not overlap: the weightier reason wins."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from untwitch.recordings.artefact import (
    JUMP,
    LIMIT,
    LOUD,
    MAINS,
    NEXT_TO_GAP,
    NO_CHANNEL,
    NO_SIGNAL,
    SETTLING,
    TENSED,
    TOO_LITTLE,
)
from untwitch.recordings.summary import Excluded

_WEIGHT = (NO_SIGNAL, NO_CHANNEL, MAINS, TENSED, LIMIT, JUMP, SETTLING, NEXT_TO_GAP)
_LIGHT = (LOUD, TOO_LITTLE)


def disjoint(found: Iterable[Excluded]) -> tuple[Excluded, ...]:
    """Gives the stretches in order and without overlap.

        TENSED       |----|
        JUMP       |------------|      |----|
        result     |-|----|-----|      |----|

    Args:
        found: Stretches in any order. Of two reasons for one moment that of more weight stays: a tensed
            muscle jumps too, and a window without quiet moments is named by what made it loud.
    """
    by_reason: dict[str, list[tuple[float, float]]] = {}
    for each in found:
        by_reason.setdefault(each.reason, []).append((each.start_s, each.end_s))
    own = sorted(set(by_reason) - {*_WEIGHT, *_LIGHT})
    taken: list[tuple[float, float]] = []
    result: list[Excluded] = []
    for reason in (*_WEIGHT, *own, *_LIGHT):
        united = _united(by_reason.get(reason, []))
        result += [Excluded(low, high, reason) for low, high in _without(united, taken)]
        taken = _united([*taken, *united])
    return tuple(sorted(result, key=lambda each: each.start_s))


def _united(stretches: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    result: list[tuple[float, float]] = []
    for low, high in sorted(stretches):
        if result and low <= result[-1][1]:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return result


def _without(
    stretches: Sequence[tuple[float, float]], taken: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Gives what is left of disjoint sorted stretches outside other disjoint sorted ones."""
    result: list[tuple[float, float]] = []
    place = 0
    for low, high in stretches:
        begin = low
        while place < len(taken) and taken[place][1] <= begin:
            place += 1
        at = place
        while at < len(taken) and taken[at][0] < high:
            if begin < taken[at][0]:
                result.append((begin, taken[at][0]))
            begin = max(begin, taken[at][1])
            at += 1
        if begin < high:
            result.append((begin, high))
    return result


def outside(times_s: npt.NDArray[np.float64], stretches: Sequence[Excluded]) -> npt.NDArray[np.bool_]:
    """Gives which times lie outside all stretches.

    Args:
        times_s: In seconds, `(n,)`.
        stretches: In order, without overlap.
    """
    if not stretches:
        return np.ones(len(times_s), np.bool_)
    starts = np.array([each.start_s for each in stretches])
    ends = np.array([each.end_s for each in stretches])
    before = np.searchsorted(starts, times_s, side="right") - 1
    return np.asarray((before < 0) | (times_s >= ends[before]), dtype=np.bool_)
