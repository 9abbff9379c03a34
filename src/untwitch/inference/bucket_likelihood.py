"""Log probability that a negative binomial count lies between two bounds, with its exact derivatives.

The probability of `low..high` is a sum of `C_k q^k` times `(1 - q)^phi`. As a function of log q its log is a
cumulant generating function, so every derivative follows from the cumulants of k under the terms' weights.
Bounds too far apart to sum, or open above, use the regularised incomplete beta function instead.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincc, betaln, gammaln

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

WIDEST_SUM = 256


@dataclass(frozen=True, slots=True)
class Cumulants:
    """Log sum of the terms and the first four cumulants of the count inside its bounds, each `(m,)`."""

    log_sum: Floats
    first: Floats
    second: Floats
    third: Floats
    fourth: Floats


@dataclass(frozen=True, slots=True)
class SummedBuckets:
    """Bounds near enough that the probability is summed term by term.

    Attributes:
        count: Every count inside each row's bounds, padded on the right, `(m, w)`.
        log_term: Log of C_k for the size at hand; -inf in the padding, `(m, w)`.
    """

    count: Floats
    log_term: Floats

    @classmethod
    def of(cls, low: Floats, high: Floats, *, size: float) -> "SummedBuckets":
        """Lays out the terms of each row.

        Args:
            low: Lower bounds, `(m,)`.
            high: Upper bounds, finite, `(m,)`.
            size: The negative binomial's size phi.
        """
        count = low[:, None] + np.arange(int((high - low).max(initial=0)) + 1)
        log_term = gammaln(count + size) - gammaln(size) - gammaln(count + 1)
        return cls(count, np.where(count <= high[:, None], log_term, -np.inf))

    def cumulants(self, log_q: Floats) -> Cumulants:
        """Gives log sum and cumulants at each row's log q, `(m,)`."""
        exponent = self.log_term + self.count * log_q[:, None]
        top = exponent.max(axis=1)
        weight = np.exp(exponent - top[:, None])
        total = weight.sum(axis=1)
        weight /= total[:, None]
        first = np.einsum("tw,tw->t", weight, self.count)
        away = self.count - first[:, None]
        squared = away * away
        weight *= squared
        second = weight.sum(axis=1)
        third = np.einsum("tw,tw->t", weight, away)
        fourth = np.einsum("tw,tw->t", weight, squared) - 3 * second**2
        return Cumulants(top + np.log(total), first, second, third, fourth)

    def log_sum(self, log_q: Floats) -> Floats:
        """Gives the log sum for many draws at once by Horner's rule.

        Args:
            log_q: Log q, `(m, s)`.

        Returns:
            Log of the sum of the terms, `(m, s)`.
        """
        q = np.exp(log_q)
        scale = self.log_term.max(axis=1)
        term = np.exp(self.log_term - scale[:, None])
        total = np.zeros_like(q)
        for column in range(term.shape[1] - 1, -1, -1):
            total *= q
            total += term[:, column, None]
        lowest = self.count[:, 0, None] * log_q + scale[:, None]
        return np.asarray(lowest + np.log(np.maximum(total, 1e-300)), dtype=np.float64)


def wide_log_probability(low: Floats, high: Floats, *, size: float, log_ratio: Floats) -> tuple[Floats, ...]:
    """Gives the log probability of far-apart bounds and its first four derivatives by log mean.

    Args:
        low: Lower bounds, `(m,)`.
        high: Upper bounds, inf for none, `(m,)`.
        size: The negative binomial's size phi.
        log_ratio: Log of mean over size, `(m,)`.

    Returns:
        Log probability and four derivatives, each `(m,)`. Where the probability is too small for doubles,
        those of the nearest bound's exact count stand in: its term dominates there.
    """
    q = 1 / (1 + np.exp(-log_ratio))
    upper = np.isfinite(high)
    beyond = np.where(upper, high + 1, 1.0)
    at_least = np.where(low > 0, betainc(np.maximum(low, 1), size, q), 1.0)
    above = np.where(upper, betainc(beyond, size, q), 0.0)
    from_below = np.where(upper, betaincc(beyond, size, q), 1.0)
    from_below -= np.where(low > 0, betaincc(np.maximum(low, 1), size, q), 0.0)
    probability = np.where(at_least < 0.5, at_least - above, from_below)
    sure = probability > 1e-12 * np.maximum(np.minimum(at_least, 1 - above), 1e-280)
    probability = np.where(sure, probability, 1.0)
    first = second = third = fourth = np.zeros_like(q)
    for bound, present, sign in ((np.maximum(low, 1), low > 0, 1.0), (beyond, upper, -1.0)):
        rows = _edge(bound, size=size, q=q, log_ratio=log_ratio, signed=np.where(present, sign, 0.0))
        first, second, third, fourth = (
            a + b for a, b in zip((first, second, third, fourth), rows, strict=True)
        )
    m1, m2, m3, m4 = (part / probability for part in (first, second, third, fourth))
    results = (
        np.log(probability),
        m1,
        m2 - m1**2,
        m3 - 3 * m2 * m1 + 2 * m1**3,
        m4 - 4 * m3 * m1 - 3 * m2**2 + 12 * m2 * m1**2 - 6 * m1**4,
    )
    nearest = np.where(size * np.exp(log_ratio) < low, low, np.where(upper, high, low))
    instead = _exact(nearest, size=size, q=q, log_ratio=log_ratio)
    return tuple(np.where(sure, sum_of, one) for sum_of, one in zip(results, instead, strict=True))


def _edge(bound: Floats, *, size: float, q: Floats, log_ratio: Floats, signed: Floats) -> tuple[Floats, ...]:
    """Gives four derivatives by log mean of the probability of at least `bound`, times a sign."""
    s = 1 - q
    density = signed * np.exp(
        bound * log_ratio - (bound + size) * np.logaddexp(0, log_ratio) - betaln(bound, size)
    )
    slope = bound * s - size * q
    bend = -(bound + size) * q * s
    twist = bend * (s - q)
    return (
        density,
        density * slope,
        density * (slope**2 + bend),
        density * (slope**3 + 3 * slope * bend + twist),
    )


def _exact(count: Floats, *, size: float, q: Floats, log_ratio: Floats) -> tuple[Floats, ...]:
    """Gives the log probability of one count and its four derivatives by log mean."""
    constant = gammaln(count + size) - gammaln(size) - gammaln(count + 1)
    value = constant + count * log_ratio - (count + size) * np.logaddexp(0, log_ratio)
    bend = (count + size) * q * (1 - q)
    return value, count - (count + size) * q, -bend, -bend * (1 - 2 * q), -bend * (1 - 6 * q * (1 - q))
