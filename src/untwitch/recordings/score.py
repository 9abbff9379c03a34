"""How well found twitches agree with known ones: one to one, nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.refused import Refused

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of what was there.

    Attributes:
        truths: How many twitches were there.
        found: How many were found.
        hits: How many of the found are one of those that were there.
        minutes: Minutes that were looked at.
    """

    truths: int
    found: int
    hits: int
    minutes: float

    @property
    def sensitivity(self) -> float | None:
        """Share of what was there that was found, or None where nothing was there."""
        return self.hits / self.truths if self.truths else None

    @property
    def precision(self) -> float | None:
        """Share of what was found that was there, or None where nothing was found."""
        return self.hits / self.found if self.found else None

    @property
    def f1(self) -> float | None:
        """Twice the hits by what was found and what was there, or None where both are nothing."""
        both = self.truths + self.found
        return 2 * self.hits / both if both else None

    @property
    def false_per_minute(self) -> float | None:
        """Found twitches that were not there, per minute, or None for no time."""
        return (self.found - self.hits) / self.minutes if self.minutes > 0 else None


def matched(found_s: npt.ArrayLike, true_s: npt.ArrayLike, *, tolerance_s: float) -> Positions:
    """Gives for each found twitch the index of the true one it is, or -1: one to one, nearest pairs first.

        true     |          |     |
        found     x       x x           the nearer of the last two is it, the other one is false

    Args:
        found_s: Times found, seconds, `(n,)`.
        true_s: True times, seconds, `(m,)`.
        tolerance_s: How far apart they may lie.

    Raises:
        Refused: The tolerance is negative.
    """
    if not tolerance_s >= 0:
        raise Refused(f"a tolerance of {tolerance_s:g} s is not possible")
    found, true = np.asarray(found_s, dtype=np.float64), np.asarray(true_s, dtype=np.float64)
    result = np.full(len(found), -1, np.int64)
    if len(found) == 0 or len(true) == 0:
        return result
    order = np.argsort(true, kind="stable")
    low = np.searchsorted(true[order], found - tolerance_s, side="left")
    high = np.searchsorted(true[order], found + tolerance_s, side="right")
    pairs = [
        (abs(float(found[index] - true[order[place]])), index, int(order[place]))
        for index in range(len(found))
        for place in range(int(low[index]), int(high[index]))
    ]
    taken: set[int] = set()
    for _, index, truth in sorted(pairs):
        if result[index] < 0 and truth not in taken:
            result[index] = truth
            taken.add(truth)
    return result


def scored(found_s: npt.ArrayLike, true_s: npt.ArrayLike, *, tolerance_s: float, minutes: float) -> Score:
    """Gives the score of one list of times against the true ones.

    Args:
        found_s: Times found, seconds, `(n,)`.
        true_s: True times, seconds, `(m,)`.
        tolerance_s: How far apart they may lie.
        minutes: Minutes that were looked at.
    """
    hits = matched(found_s, true_s, tolerance_s=tolerance_s)
    return Score(np.size(true_s), len(hits), int((hits >= 0).sum()), minutes)


def pooled(scores: Sequence[Score]) -> Score:
    """Gives several scores as one: of all twitches and all minutes together."""
    return Score(
        sum(each.truths for each in scores),
        sum(each.found for each in scores),
        sum(each.hits for each in scores),
        sum(each.minutes for each in scores),
    )


def reliability(
    confidence: npt.ArrayLike, is_hit: npt.ArrayLike, *, bins: int = 10
) -> tuple[float, list[tuple[float, float, int]]]:
    """Gives how far confidences are from what came true.

    Args:
        confidence: Of each found twitch, 0 to 1, `(n,)`.
        is_hit: Whether each was there, `(n,)`.
        bins: Into how many bins of equal width they fall.

    Returns:
        The mean distance between confidence and share of hits, weighed by how many fall into a bin (0 for
        none at all); mean confidence, share of hits and number of each bin that is not empty.
    """
    sure, hit = np.asarray(confidence, dtype=np.float64), np.asarray(is_hit, dtype=np.float64)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    rows = []
    for each in range(bins):
        inside = place == each
        if inside.any():
            rows.append((float(sure[inside].mean()), float(hit[inside].mean()), int(inside.sum())))
    distance = sum(abs(mean - share) * count for mean, share, count in rows)
    return distance / max(1, len(sure)), rows
