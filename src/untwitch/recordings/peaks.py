"""Where the statistic peaks: one peak a twitch, and a second one only where the statistic sank between."""

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
_SINKS_TO = 0.5
"""A second peak within the refractory time counts where the statistic sank below this share of it between."""
_DOUBLET_FROM = 0.5
"""Share of the refractory time below which two peaks are never two twitches."""


def local_peaks(statistic: npt.NDArray[np.float32], *, floor: float) -> Positions:
    """Gives the positions of local maxima above a floor; of a plateau its first.

    Args:
        statistic: `(n,)`; nan where nothing is known.
        floor: Least height.
    """
    with np.errstate(invalid="ignore"):
        inner = (
            (statistic[1:-1] > floor)
            & (statistic[1:-1] > statistic[:-2])
            & (statistic[1:-1] >= statistic[2:])
        )
    return np.flatnonzero(inner) + 1


def separate_peaks(
    statistic: npt.NDArray[np.float32], *, floor: float, refractory: int, doublet_from: float
) -> Positions:
    r"""Gives one position a twitch, in order.

    The highest peak comes first; lower ones within the refractory time belong to it, unless both are higher
    than `doublet_from`, lie half a refractory time apart, and the statistic sank between them below half
    of the lower one: then they are a doublet.

        statistic   ____/\____/\/\_____/\__/\___
        twitches         x      x        x   x      the last two a doublet

    Args:
        statistic: `(n,)`.
        floor: Least height.
        refractory: Samples within which peaks are one.
        doublet_from: Least height of both peaks of a doublet.
    """
    found = local_peaks(statistic, floor=floor)
    heights = statistic[found]
    kept: list[int] = []
    taken = np.zeros(len(statistic) + 2 * refractory, np.bool_)
    for position in found[np.argsort(-heights, kind="stable")].tolist():
        if taken[position + refractory] and not _is_doublet(
            statistic, position, kept=kept, refractory=refractory, least=doublet_from
        ):
            continue
        kept.append(position)
        taken[position + 1 : position + 2 * refractory] = True
    return np.array(sorted(kept), dtype=np.int64)


def _is_doublet(
    statistic: npt.NDArray[np.float32], position: int, *, kept: list[int], refractory: int, least: float
) -> bool:
    height = float(statistic[position])
    if height < least:
        return False
    near = [each for each in kept if abs(each - position) < refractory]
    for other in near:
        low, high = min(other, position), max(other, position)
        if high - low < _DOUBLET_FROM * refractory:
            return False
        if statistic[low:high].min() > _SINKS_TO * height:
            return False
    return True


def merged(
    position: Positions, height: npt.NDArray[np.float32], *, refractory: int, window: Positions
) -> npt.NDArray[np.bool_]:
    """Gives which peaks to keep where two windows meet: of two within the refractory time the higher.

    Args:
        position: Of all peaks, in order, `(n,)`.
        height: Their statistic.
        refractory: Samples within which peaks of two windows are one.
        window: The window each was found in.
    """
    keep = np.ones(len(position), np.bool_)
    near = (np.diff(position) < refractory) & (np.diff(window) != 0)
    for first in np.flatnonzero(near).tolist():
        keep[first if height[first] < height[first + 1] else first + 1] = False
    return keep
