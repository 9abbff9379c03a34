"""The negative binomial log likelihood of counts and buckets, with derivatives by the log mean.

With d = log mean - log phi, q = 1 / (1 + exp(-d)) and s = 1 - q, a count k has
l = C + k d - (k + phi) log(1 + exp(d)), so l' = k s - phi q and l'' = -(k + phi) q s.
For bounds, k becomes its first cumulant and the higher cumulants add terms.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from untwitch.inference.bucket_likelihood import WIDEST_SUM, SummedBuckets, wide_log_probability
from untwitch.inference.counts import Counts

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Slopes:
    """Log likelihood of all rows together and its derivatives by each row's log mean; 0 where unseen."""

    value: float
    first: Floats
    second: Floats
    third: Floats
    fourth: Floats


@dataclass(frozen=True, slots=True)
class SizedLikelihood:
    """The likelihood at one size phi.

    Attributes:
        size: The negative binomial's size phi.
        count: The exact count of a row, 0 where it is a bucket or unseen, `(n,)`.
        exact: 1.0 where the count is exact, else 0.0, `(n,)`.
        constant: Sum of the constants of the exact rows.
        near: Positions of rows with summed bounds.
        near_buckets: Their terms.
        far: Positions of rows with bounds far apart or open.
        far_low: Their lower bounds.
        far_high: Their upper bounds.
    """

    size: float
    count: Floats
    exact: Floats
    constant: float
    near: Positions
    near_buckets: SummedBuckets
    far: Positions
    far_low: Floats
    far_high: Floats

    @classmethod
    def of(cls, counts: Counts, *, size: float) -> "SizedLikelihood":
        """Prepares the likelihood of counts at one size phi."""
        seen = counts.observed
        exact = seen & (counts.low == counts.high)
        narrow = seen & ~exact & (counts.high - counts.low < WIDEST_SUM)
        far = np.flatnonzero(seen & ~exact & ~narrow)
        near = np.flatnonzero(narrow)
        count = np.where(exact, counts.low, 0.0)
        known = count[exact]
        constant = gammaln(known + size) - gammaln(known + 1)
        return cls(
            size=size,
            count=count,
            exact=exact.astype(np.float64),
            constant=float(constant.sum() - len(known) * gammaln(size)),
            near=near,
            near_buckets=SummedBuckets.of(counts.low[near], counts.high[near], size=size),
            far=far,
            far_low=counts.low[far],
            far_high=counts.high[far],
        )

    def slopes(self, log_mean: Floats) -> Slopes:
        """Gives the log likelihood and its first four derivatives.

        Args:
            log_mean: Log of the expected count of each row, `(n,)`.
        """
        log_ratio = log_mean - np.log(self.size)
        softplus = np.logaddexp(0, log_ratio)
        q = np.exp(log_ratio - softplus)
        s = 1 - q
        total = self.exact * (self.count + self.size)
        bend = total * q * s
        value = self.constant + float(self.count @ log_ratio - total @ softplus)
        slopes = Slopes(value, self.count - total * q, -bend, bend * (q - s), bend * (6 * q * s - 1))
        if len(self.near):
            slopes = self._with_near(slopes, log_ratio - softplus, softplus, q=q)
        if len(self.far):
            slopes = self._with_far(slopes, log_ratio)
        return slopes

    def _with_near(self, slopes: Slopes, log_q: Floats, softplus: Floats, *, q: Floats) -> Slopes:
        """Adds the rows whose bounds are summed."""
        rows = self.near
        inside = self.near_buckets.cumulants(log_q[rows])
        q, k2, k3, k4 = q[rows], inside.second, inside.third, inside.fourth
        s = 1 - q
        bend = (inside.first + self.size) * q * s
        slopes.first[rows] = inside.first * s - self.size * q
        slopes.second[rows] = k2 * s**2 - bend
        slopes.third[rows] = bend * (q - s) - 3 * k2 * q * s**2 + k3 * s**3
        slopes.fourth[rows] = (
            bend * (6 * q * s - 1) + (k2 * (7 * q - 4 * s) - 6 * k3 * s) * q * s**2 + k4 * s**4
        )
        value = slopes.value + float(inside.log_sum.sum() - self.size * softplus[rows].sum())
        return Slopes(value, slopes.first, slopes.second, slopes.third, slopes.fourth)

    def _with_far(self, slopes: Slopes, log_ratio: Floats) -> Slopes:
        """Adds the rows whose bounds are far apart or open."""
        rows = self.far
        value, *derivatives = wide_log_probability(
            self.far_low, self.far_high, size=self.size, log_ratio=log_ratio[rows]
        )
        columns = (slopes.first, slopes.second, slopes.third, slopes.fourth)
        for column, derivative in zip(columns, derivatives, strict=True):
            column[rows] = derivative
        return Slopes(slopes.value + float(value.sum()), *columns)

    def totals(self, log_mean: Floats) -> Floats:
        """Gives the log likelihood of many draws.

        Args:
            log_mean: Log of the expected counts, `(n, s)`.

        Returns:
            The log likelihood of each draw, `(s,)`.
        """
        log_ratio = log_mean - np.log(self.size)
        softplus = np.log1p(np.exp(np.minimum(log_ratio, 700)))
        total = self.constant + self.count @ log_ratio - (self.exact * (self.count + self.size)) @ softplus
        if len(self.near):
            soft = softplus[self.near]
            total += (self.near_buckets.log_sum(log_ratio[self.near] - soft) - self.size * soft).sum(axis=0)
        for place, row in enumerate(self.far):
            low, high = self.far_low[place : place + 1], self.far_high[place : place + 1]
            total += wide_log_probability(low, high, size=self.size, log_ratio=log_ratio[row])[0]
        return np.asarray(total, dtype=np.float64)
