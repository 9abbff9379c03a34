"""Intervals from mixtures: quantiles of weighted normals and of weighted draws."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

Floats = npt.NDArray[np.float64]

_BISECTIONS = 60


def tail_probabilities(level: float) -> Floats:
    """Gives the three probabilities of an equal-tailed interval: lower end, median, upper end.

    Args:
        level: Share of the probability inside, between 0 and 1.

    Raises:
        ValueError: If the level is not strictly between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"an interval's level lies between 0 and 1, got {level!r}")
    return np.array([(1 - level) / 2, 0.5, (1 + level) / 2])


def truncated_mixture_quantiles(
    weight: Floats, centre: Floats, *, spread: Floats, probability: Floats, positive: bool = False
) -> Floats:
    """Gives quantiles of a mixture of normals, each cut off at zero when `positive`.

    Args:
        weight: Weight of each component, non-negative, `(g,)`; need not sum to one.
        centre: Mean of each normal before the cut, `(g,)`.
        spread: Standard deviation of each normal before the cut, `(g,)`.
        probability: Probabilities strictly between 0 and 1, `(m,)`.
        positive: Whether only values above zero are possible.

    Returns:
        The quantiles, `(m,)`.
    """
    share = weight / weight.sum()
    mass = ndtr(centre / spread) if positive else np.ones_like(centre)

    def below(value: Floats) -> Floats:
        reached = ndtr((value[:, None] - centre) / spread)
        if positive:
            reached = np.maximum(reached - (1 - mass), 0) / np.maximum(mass, 1e-300)
        return np.asarray(reached @ share, dtype=np.float64)

    reach = np.abs(ndtri(probability)).max() + 1
    low = np.full(len(probability), (centre - reach * spread).min())
    high = np.full(len(probability), (centre + reach * spread).max())
    if positive:
        low = np.zeros(len(probability))
        high = np.maximum(high, 10 * spread.max())
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        too_low = below(middle) < probability
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)


def mixture_interval(
    weight: Floats, centre: Floats, *, spread: Floats, level: float = 0.9
) -> tuple[float, float, float]:
    """Gives lower end, median and upper end of a mixture of normals.

    Args:
        weight: Weight of each normal, `(g,)`.
        centre: Mean of each normal, `(g,)`.
        spread: Standard deviation of each normal, `(g,)`.
        level: Share of the probability inside the interval.
    """
    ends = truncated_mixture_quantiles(weight, centre, spread=spread, probability=tail_probabilities(level))
    return float(ends[0]), float(ends[1]), float(ends[2])


def weighted_quantiles(value: Floats, weight: Floats, *, probability: Floats) -> Floats:
    """Gives quantiles of weighted draws, linear between the mid-points of the draws' weights.

    Args:
        value: The draws, `(s,)`.
        weight: Their weights, non-negative, `(s,)`; need not sum to one.
        probability: Probabilities between 0 and 1, `(m,)`.

    Returns:
        The quantiles, `(m,)`.

    Raises:
        ValueError: If there are no draws or no weight.
    """
    total = float(weight.sum())
    if len(value) == 0 or not total > 0:
        raise ValueError(f"quantiles need draws with weight, got {len(value)} draws of weight {total!r}")
    order = np.argsort(value, kind="stable")
    ordered = weight[order]
    position = (np.cumsum(ordered) - ordered / 2) / total
    return np.asarray(np.interp(probability, position, value[order]), dtype=np.float64)
