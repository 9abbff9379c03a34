"""What an imperfect record does to an effect, and how that is undone.

What is recorded of an exposure goes with what really acts by some correlation r: people misjudge, devices
err, and the assumed course in time is not that of the person. An effect b of a usual swing as recorded is
then r times the effect of a usual swing as it was: the diary dilutes it. r is not told by the diary; it has a
prior of its own, and what is said of an effect is b / r over everything that r may be:

    effect as it was    beta ~ normal(mean, sd) above zero
    record              r^2  = 1 or ~ beta distribution, by measure (knowledge/reliabilities.csv)
    effect as recorded  b    = r beta, which the diary informs

Effect times unknown exposure is a product of two unknowns, so a model with both inside is not Gaussian any
more; taking r outside keeps every combination of causes exact, and r is what the diary cannot inform anyway.

Reference:
    Spearman C (1904), DOI 10.2307/1412159; Carroll RJ et al. (2006), DOI 10.1201/9781420010138 (from memory).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from untwitch.knowledge.cause_prior import CausePrior
from untwitch.knowledge.reliability import Reliability

Floats = NDArray[np.float64]

_NODES = 64


@dataclass(frozen=True, slots=True)
class Undiluted:
    """Draws of an effect as it was.

    Attributes:
        effect: Log rate ratio per usual swing as it was, shape (n_draws,).
        correlation: Correlation of the record with what acted; a usual swing as it was is this part of the
            swing as recorded, shape (n_draws,).
    """

    effect: Floats
    correlation: Floats


def correlations(reliability: Reliability) -> Floats:
    """Gives equally probable correlations of the record with what acts, shape (64,)."""
    n_exact = round(reliability.exact * _NODES)
    chance = (np.arange(_NODES - n_exact) + 0.5) / (_NODES - n_exact)
    good, bad = reliability.mean * reliability.worth, (1 - reliability.mean) * reliability.worth
    return np.concatenate([np.sqrt(betaincinv(good, bad, chance)), np.ones(n_exact)])


def recorded_slab(prior: CausePrior, reliability: Reliability) -> tuple[float, float]:
    """Gives mean and standard deviation of the effect as recorded, before the cut at zero.

    Args:
        prior: Of the effect as it was.
        reliability: Of the record.
    """
    r = correlations(reliability)
    mean = float(r.mean()) * prior.mean
    return mean, float(np.sqrt((r**2).mean() * (prior.sd**2 + prior.mean**2) - mean**2))


def undiluted(
    effects: Floats, *, prior: CausePrior, reliability: Reliability, random: np.random.Generator
) -> Undiluted:
    """Turns draws of an effect as recorded into draws of the effect as it was.

    Args:
        effects: Log rate ratio per usual swing as recorded, above zero, shape (n_draws,).
        prior: Of the effect as it was: a record so bad that it would have to be huge is less believable.
        reliability: Of the record.
        random: Source of chance.

    Returns:
        The effects as they were, with the correlation that each was divided by.
    """
    r = correlations(reliability)
    away = (effects[:, None] / r - prior.mean) / prior.sd
    weight = np.exp(-0.5 * (away**2 - (away**2).min(axis=1, keepdims=True))) / r
    edges = np.cumsum(weight, axis=1)
    picked = (edges < random.random(len(effects))[:, None] * edges[:, -1:]).sum(axis=1)
    drawn = r[np.minimum(picked, _NODES - 1)]
    return Undiluted(effects / drawn, drawn)
