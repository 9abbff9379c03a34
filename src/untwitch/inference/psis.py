"""Pareto-smoothed importance sampling: how heavy is the tail of the weights.

Reference:
    Zhang and Stephens 2009, doi:10.1198/tech.2009.08017; Vehtari, Simpson, Gelman, Yao and Gabry 2024,
    Journal of Machine Learning Research 25(72).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_FEWEST_IN_TAIL = 5
# Vehtari et al. 2024: a weak prior towards 0.5, worth ten draws, steadies short tails
_PRIOR_DRAWS = 10


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Weights after their tail has been smoothed.

    Attributes:
        log_weight: Smoothed log weights, normalised so that the weights sum to one, `(s,)`.
        k_hat: Estimated shape of the tail; up to 0.7 the weights can be relied upon.
    """

    log_weight: Floats
    k_hat: float


def fit_pareto(excess: Floats) -> tuple[float, float]:
    """Fits a generalised Pareto distribution to values above a threshold.

    Args:
        excess: Values minus the threshold, positive and ascending, `(m,)`.

    Returns:
        Shape k (heavier tails have larger k) without any prior, and scale.
    """
    n_excess = len(excess)
    n_tried = 30 + int(np.sqrt(n_excess))
    quarter = excess[int(n_excess / 4 + 0.5) - 1]
    tried = 1 - np.sqrt(n_tried / (np.arange(1, n_tried + 1) - 0.5))
    tried = tried / (3 * quarter) + 1 / excess[-1]
    shape = np.log1p(-tried[:, None] * excess).mean(axis=1)
    log_profile = n_excess * (np.log(-tried / shape) - shape - 1)
    weight = np.exp(log_profile - log_profile.max())
    rate = float(tried @ (weight / weight.sum()))
    k = float(np.log1p(-rate * excess).mean())
    return k, -k / rate


def pareto_quantiles(probability: Floats, *, shape: float, scale: float) -> Floats:
    """Gives quantiles of a generalised Pareto distribution that starts at 0."""
    if abs(shape) < 1e-12:
        return np.asarray(-scale * np.log1p(-probability), dtype=np.float64)
    return np.asarray(scale * np.expm1(-shape * np.log1p(-probability)) / shape, dtype=np.float64)


def smooth(log_ratio: Floats) -> Smoothed:
    """Smooths the largest importance ratios and says how heavy their tail is.

    Args:
        log_ratio: Log of target over proposal at each draw, up to a constant, `(s,)`.

    Returns:
        Smoothed log weights and k-hat. k-hat is inf where a ratio is not finite or there are under 25 draws,
        and -inf where the largest ratios are all equal.
    """
    n_draws = len(log_ratio)
    if n_draws < 25 or not np.isfinite(log_ratio).all():
        return Smoothed(np.full(n_draws, -np.log(max(n_draws, 1))), np.inf)
    shifted = log_ratio - log_ratio.max()
    n_tail = int(min(0.2 * n_draws, 3 * np.sqrt(n_draws)))
    order = np.argsort(shifted, kind="stable")
    tail = order[-n_tail:]
    threshold = float(np.exp(shifted[order[-n_tail - 1]]))
    excess = np.exp(shifted[tail]) - threshold
    k_hat = -np.inf
    if n_tail >= _FEWEST_IN_TAIL and excess[-1] > 1e-12 and excess[int(n_tail / 4 + 0.5) - 1] > 0:
        raw, scale = fit_pareto(excess)
        k_hat = (raw * n_tail + 0.5 * _PRIOR_DRAWS) / (n_tail + _PRIOR_DRAWS)
        probability = (np.arange(1, n_tail + 1) - 0.5) / n_tail
        smoothed = pareto_quantiles(probability, shape=k_hat, scale=scale) + threshold
        shifted = shifted.copy()
        shifted[tail] = np.minimum(np.log(smoothed), 0.0)
    top = shifted.max()
    return Smoothed(shifted - top - np.log(np.exp(shifted - top).sum()), k_hat)
