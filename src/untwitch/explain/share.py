"""How many twitches go with each cause: a fair partition of what a calmer version of every cause would avoid.

The question asked of each draw of the effects: had a cause never been above this person's own favourable
level, by which factor would the rate of each row have been lower? Of all causes together that is the joint
share; its Shapley partition gives each cause its mean extra over every order of taking the causes away, so
the shares add up to the joint share and the rest is unexplained.

    factor of row t and cause j:   a_jt = exp(-b_j max(0, dose_jt - favourable_j))  <= 1
    avoided by a set S:            v(S) = 1 - sum_t w_t prod_(j in S) a_jt,  w_t = row t's part of all

The Shapley value of a product is an integral over [0, 1] of a polynomial (multilinear extension), so a few
Gauss points give it exactly instead of a sum over every order.

Reference:
    Owen G (1972), DOI 10.1287/mnsc.18.5.64 (from memory). Ferguson J et al. (2020), PMC7374857.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shapley(factors: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Gives the share of each cause and of all together.

    Args:
        factors: Factor on the rate of each draw, cause and row had the cause been favourable, 0 to 1, shape
            (n_draws, n_causes, n_rows).
        weights: Expected twitches of each row, shape (n_rows,).

    Returns:
        Shares of shape (n_draws, n_causes), which add up to the joint shares of shape (n_draws,).
    """
    total = float(weights.sum())
    part = weights / total if total > 0 else np.zeros_like(weights)
    causes = factors.shape[1]
    joint = (1.0 - np.prod(factors, axis=1)) @ part
    nodes, node_weights = np.polynomial.legendre.leggauss(max(1, (causes + 1) // 2))
    shares = np.zeros(factors.shape[:2])
    for node, node_weight in zip((nodes + 1) / 2, node_weights / 2, strict=True):
        mixed = 1.0 - node * (1.0 - factors)
        everyone = np.prod(mixed, axis=1)
        for cause in range(causes):
            others = everyone / mixed[:, cause]
            shares[:, cause] += node_weight * (((1.0 - factors[:, cause]) * others) @ part)
    return shares, joint


def calm_days(rates: Floats, size: Floats) -> Floats:
    """Gives the expected number of rows without any event.

    Args:
        rates: Expected events of each draw and row, shape (n_draws, n_rows).
        size: Size of the negative binomial of each draw, shape (n_draws,).

    Returns:
        Shape (n_draws,).
    """
    scaled = np.log1p(rates / size[:, None])
    return np.asarray(np.exp(-size[:, None] * scaled).sum(axis=1), dtype=np.float64)
