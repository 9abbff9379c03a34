"""The mode of the latent chain and the coefficients at one setting of the hyper-parameters.

Log mean of row t is `offset_t + b0 + x_t' beta + z_t`; z is a stationary AR(1). Everything here costs time
linear in the number of rows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.inference.banded import Bordered, factor
from untwitch.inference.count_likelihood import SizedLikelihood, Slopes
from untwitch.inference.counts import Counts
from untwitch.inference.prior import Prior

Floats = npt.NDArray[np.float64]

_NEWTON_STEPS = 60
_CONVERGED = 1e-11
_LOG_SIZE_STEP = 1e-4
# a bucket's log probability may be convex far from its mode: Newton needs some curvature to hold on to
_LEAST_CURVATURE = 1e-6


@dataclass(frozen=True, slots=True)
class Setting:
    """Hyper-parameters: the latent standard deviation, its autocorrelation, the size of the counts."""

    sigma: float
    rho: float
    phi: float


@dataclass(frozen=True, slots=True)
class Problem:
    """What stays the same for every setting: counts, design with a leading column of ones `(n, k)`, prior."""

    counts: Counts
    design: Floats
    prior: Prior


@dataclass(frozen=True, slots=True)
class Mode:
    """The mode at one setting.

    Attributes:
        setting: The hyper-parameters.
        chain: Latent state z, `(n,)`.
        coefficient: Intercept and coefficients, `(k,)`.
        likelihood: The likelihood at this setting's size.
        slopes: Its derivatives at the mode.
        factor: Factored negative Hessian of the log posterior.
        log_marginal: Laplace's log probability of the counts at this setting.
    """

    setting: Setting
    chain: Floats
    coefficient: Floats
    likelihood: SizedLikelihood
    slopes: Slopes
    factor: Bordered
    log_marginal: float


def chain_precision(setting: Setting, *, n_rows: int) -> tuple[Floats, Floats]:
    """Gives diagonal `(n,)` and off-diagonal `(n - 1,)` of the precision of a stationary AR(1)."""
    scale = 1 / (setting.sigma**2 * (1 - setting.rho**2))
    diagonal = np.full(n_rows, scale * (1 + setting.rho**2))
    diagonal[0] = diagonal[-1] = scale
    return diagonal, np.full(n_rows - 1, -setting.rho * scale)


def _times(diagonal: Floats, beside: Floats, vector: Floats) -> Floats:
    """Multiplies a symmetric tridiagonal matrix with a vector."""
    product = diagonal * vector
    product[:-1] += beside * vector[1:]
    product[1:] += beside * vector[:-1]
    return np.asarray(product, dtype=np.float64)


def find_mode(problem: Problem, setting: Setting, *, start: tuple[Floats, Floats]) -> Mode:
    """Climbs to the mode by Newton steps, halved where they overshoot.

    Args:
        problem: Counts, design and prior.
        setting: The hyper-parameters.
        start: Latent state `(n,)` and coefficients `(k,)` to start from.

    Returns:
        The mode with its factor and Laplace's log marginal.
    """
    counts, design, prior = problem.counts, problem.design, problem.prior
    n_rows = len(counts.low)
    likelihood = SizedLikelihood.of(counts, size=setting.phi)
    diagonal, beside = chain_precision(setting, n_rows=n_rows)
    centre, tightness = prior.mean, prior.precision

    def height(chain: Floats, coefficient: Floats) -> tuple[float, Slopes, Floats]:
        slopes = likelihood.slopes(counts.offset + design @ coefficient + chain)
        pull = _times(diagonal, beside, chain)
        away = coefficient - centre
        return slopes.value - 0.5 * float(chain @ pull + tightness @ away**2), slopes, pull

    chain, coefficient = start
    reached, slopes, pull = height(chain, coefficient)
    for _ in range(_NEWTON_STEPS):
        curvature = _curvature(slopes)
        bordered = _factored(problem, curvature, diagonal=diagonal, beside=beside)
        chain_slope = slopes.first - pull
        border_slope = design.T @ slopes.first - tightness * (coefficient - centre)
        chain_step, border_step = bordered.solve(chain_slope, border_slope)
        gain = float(chain_slope @ chain_step + border_slope @ border_step)
        if gain < _CONVERGED * n_rows:
            break
        length = 1.0
        while length > 1e-6:
            there = height(chain + length * chain_step, coefficient + length * border_step)
            if there[0] >= reached + 1e-4 * length * gain or (gain < 1e-6 and there[0] >= reached - 1e-9):
                break
            length /= 2
        chain, coefficient = chain + length * chain_step, coefficient + length * border_step
        reached, slopes, pull = there
    # the last factor was taken within a converged step of the mode
    marginal = reached + 0.5 * (
        _log_determinant(setting, n_rows=n_rows) + float(np.log(tightness).sum()) - bordered.log_determinant
    )
    return Mode(setting, chain, coefficient, likelihood, slopes, bordered, marginal)


def _curvature(slopes: Slopes) -> Floats:
    """Gives the negative second derivatives, held above a small floor where they are not zero."""
    curvature = -slopes.second
    return np.asarray(
        np.where(curvature == 0, 0.0, np.maximum(curvature, _LEAST_CURVATURE)), dtype=np.float64
    )


def _factored(problem: Problem, curvature: Floats, *, diagonal: Floats, beside: Floats) -> Bordered:
    """Factors the negative Hessian of the log posterior."""
    cross = curvature[:, None] * problem.design
    border = problem.design.T @ cross
    np.fill_diagonal(border, np.diagonal(border) + problem.prior.precision)
    return factor(diagonal + curvature, beside, cross=cross, border=border)


def _log_determinant(setting: Setting, *, n_rows: int) -> float:
    """Gives the log determinant of the chain's prior precision."""
    return float(-2 * n_rows * np.log(setting.sigma) - (n_rows - 1) * np.log1p(-(setting.rho**2)))


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the posterior mean lies from the mode, to third order.

    Attributes:
        variance: Variance of each row's log mean at the mode, `(n,)`.
        chain: Shift of the latent state, `(n,)`.
        coefficient: Shift of intercept and coefficients, `(k,)`.
    """

    variance: Floats
    chain: Floats
    coefficient: Floats


def third_order_shift(problem: Problem, mode: Mode) -> Shift:
    """Gives the third-order correction of the mean: half the covariance with l''' times the variance.

    Reference:
        Tierney and Kadane 1986, doi:10.1080/01621459.1986.10478240; Rue, Martino and Chopin 2009,
        doi:10.1111/j.1467-9868.2008.00700.x.
    """
    variance = mode.factor.predictor_variance(problem.design)
    skew = 0.5 * mode.slopes.third * variance
    chain, coefficient = mode.factor.solve(skew, problem.design.T @ skew)
    return Shift(variance, chain, coefficient)


def marginal_gradient(problem: Problem, mode: Mode) -> tuple[float, float, float]:
    """Gives the exact derivatives of Laplace's log marginal.

    Args:
        problem: Counts, design and prior.
        mode: The mode at the setting in question.

    Returns:
        Derivatives by sigma, rho and log phi, through the mode's own movement too.
    """
    setting, n_rows = mode.setting, len(mode.chain)
    shift = third_order_shift(problem, mode)
    diagonal, beside = mode.factor.chain_band()
    # the mean of z z' with the shift's first-order part: what the prior's precision meets
    diagonal = diagonal + mode.chain**2 + 2 * mode.chain * shift.chain
    z, dz = mode.chain, shift.chain
    beside = beside + z[:-1] * z[1:] + z[:-1] * dz[1:] + dz[:-1] * z[1:]
    inner = float(diagonal[1:-1].sum())
    total, near = float(diagonal.sum()), float(beside.sum())
    rho, left = setting.rho, 1 - setting.rho**2
    scale = 1 / (setting.sigma**2 * left)
    form = scale * (total + rho**2 * inner - 2 * rho * near)
    by_sigma = (form - n_rows) / setting.sigma
    by_rho = (n_rows - 1) * rho / left - form * rho / left - scale * (rho * inner - near)
    return by_sigma, by_rho, _size_gradient(problem, mode, shift=shift)


def _size_gradient(problem: Problem, mode: Mode, *, shift: Shift) -> float:
    """Gives the derivative of the log marginal by log phi."""
    log_mean = problem.counts.offset + problem.design @ mode.coefficient + mode.chain
    up, down = (
        SizedLikelihood.of(problem.counts, size=mode.setting.phi * np.exp(step)).slopes(log_mean)
        for step in (_LOG_SIZE_STEP, -_LOG_SIZE_STEP)
    )
    moved = shift.chain + problem.design @ shift.coefficient
    change = up.value - down.value + moved @ (up.first - down.first)
    change += 0.5 * float(shift.variance @ (up.second - down.second))
    return float(change / (2 * _LOG_SIZE_STEP))
