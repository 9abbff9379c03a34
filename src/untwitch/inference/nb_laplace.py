"""Fits counts of one person over time: negative binomial around a rate that drifts from row to row.

`y_t ~ NB(mean exp(offset_t + b0 + x_t' beta + z_t), size phi)`, z a stationary AR(1). The latent state and
the coefficients are integrated by Laplace's method with a third-order mean and same-order corrections of
variance and evidence; the three hyper-parameters by a grid.

Reference:
    Rue, Martino and Chopin 2009, doi:10.1111/j.1467-9868.2008.00700.x.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import betaln, expit, log_expit

from untwitch.inference.correction import evidence_increments, variance_ratio
from untwitch.inference.counts import Counts
from untwitch.inference.hyper_grid import Peak, find_peak, grid_around
from untwitch.inference.latent_mode import (
    Mode,
    Problem,
    Setting,
    Shift,
    find_mode,
    marginal_gradient,
    third_order_shift,
)
from untwitch.inference.posterior import Posterior
from untwitch.inference.prior import Prior
from untwitch.inference.psis import smooth

__all__ = ["Counts", "Posterior", "Prior", "fit", "fit_held"]

Floats = npt.NDArray[np.float64]

# below this part of its prior's scale sigma is stretched like a log, above it left as it is: near-normal
_SIGMA_KNEE = 0.4
_IMPORTANCE_DRAWS = 1000
_NARROWEST, _WIDEST = 0.6, 2.0


def fit(counts: Counts, x: npt.ArrayLike, *, prior: Prior | None = None, grid_points: int = 27) -> Posterior:
    """Gives the posterior of intercept and coefficients.

    Args:
        counts: Counts of consecutive rows, exact or between bounds, nan where nobody watched.
        x: What the log rate may move with, finite, `(n, p)`; p may be 0.
        prior: The priors; None for the defaults.
        grid_points: Settings of the hyper-parameters: 27, or 125 for a finer grid.

    Returns:
        The posterior.

    Raises:
        ValueError: If x is not finite or has another number of rows than the counts.
    """
    design = _design(counts, x)
    resolved = (prior or Prior()).resolved(counts, n_columns=design.shape[1] - 1)
    climb = _Climb(Problem(counts, design, resolved))
    peak = find_peak(climb.with_gradient, climb.start)
    best = climb.at(peak.point)
    grid = grid_around(peak, _stretch(climb, peak, best), n_points=grid_points)
    modes = [climb.at(point, near=best) for point in grid.point]
    shifts = [third_order_shift(climb.problem, mode) for mode in modes]
    log_mass = np.array([climb.height(point, mode) for point, mode in zip(grid.point, modes, strict=True)])
    log_mass += grid.log_weight
    place = np.asarray(np.linalg.solve(peak.root, (grid.point - peak.point).T).T, dtype=np.float64)
    log_mass = log_mass + evidence_increments(climb.problem, modes, place=place)
    log_evidence = float(np.logaddexp.reduce(log_mass))
    weights = np.exp(log_mass - log_evidence)
    weights /= weights.sum()
    latent_mean, latent_sd = _latent(weights, modes, shifts)
    root = variance_ratio(climb.problem, best)
    return Posterior(
        weights=weights,
        mean=np.array(
            [mode.coefficient + shift.coefficient for mode, shift in zip(modes, shifts, strict=True)]
        ),
        covariance=np.array([_corrected(mode.factor.border_covariance, root) for mode in modes]),
        sigma=np.array([mode.setting.sigma for mode in modes]),
        rho=np.array([mode.setting.rho for mode in modes]),
        phi=np.array([mode.setting.phi for mode in modes]),
        log_evidence=log_evidence,
        latent_mean=latent_mean,
        latent_sd=latent_sd,
        k_hat=_k_hat(climb.problem, best),
        prior=resolved,
    )


def fit_held(
    counts: Counts, x: npt.ArrayLike, *, setting: Setting, prior: Prior | None = None
) -> tuple[Floats, Floats]:
    """Gives mean and covariance of intercept and coefficients with the hyper-parameters held.

    Args:
        counts: Counts of consecutive rows, exact or between bounds, nan where nobody watched.
        x: What the log rate may move with, finite, `(n, p)`.
        setting: The hyper-parameters.
        prior: The priors; None for the defaults.

    Returns:
        Mean `(p + 1,)`, third-order shift included, and covariance `(p + 1, p + 1)`.

    Raises:
        ValueError: If x is not finite or has another number of rows than the counts.
    """
    design = _design(counts, x)
    problem = Problem(counts, design, (prior or Prior()).resolved(counts, n_columns=design.shape[1] - 1))
    mode = find_mode(problem, setting, start=(np.zeros(len(counts.low)), problem.prior.mean))
    shift = third_order_shift(problem, mode)
    return mode.coefficient + shift.coefficient, mode.factor.border_covariance


def _design(counts: Counts, x: npt.ArrayLike) -> Floats:
    """Gives the design with its leading column of ones, `(n, p + 1)`."""
    columns = np.asarray(x, dtype=np.float64)
    if columns.ndim != 2 or len(columns) != len(counts.low):
        raise ValueError(f"x has one row for each of {len(counts.low)} counts, got shape {columns.shape}")
    if not np.isfinite(columns).all():
        row, column = np.argwhere(~np.isfinite(columns))[0]
        raise ValueError(f"x is finite, got {columns[row, column]!r} in row {row}, column {column}")
    return np.column_stack([np.ones(len(columns)), columns])


@dataclass(slots=True)
class _Climb:
    """Finds modes one after another, each started from the one before.

    Attributes:
        problem: Counts, design and prior.
        last: Latent state and coefficients of the last mode found.
    """

    problem: Problem
    last: tuple[Floats, Floats] = field(init=False)

    def __post_init__(self) -> None:
        self.last = (np.zeros(len(self.problem.counts.low)), self.problem.prior.mean)

    @property
    def knee(self) -> float:
        """Where the coordinate of sigma turns from log to linear."""
        return _SIGMA_KNEE * self.problem.prior.sigma_scale

    @property
    def start(self) -> Floats:
        """The point of a middling setting: sigma at 0.8 of its scale, rho 0.5, phi at its median."""
        sigma = np.log(np.expm1(0.8 / _SIGMA_KNEE))
        return np.array([sigma, 0.0, np.log(self.problem.prior.phi_median)])

    def at(self, point: Floats, near: Mode | None = None) -> Mode:
        """Gives the mode at a point: soft-plus coordinate of sigma, logit of rho, log of phi."""
        sigma = self.knee * np.logaddexp(0, point[0])
        setting = Setting(float(sigma), float(expit(point[1])), float(np.exp(point[2])))
        start = self.last if near is None else (near.chain, near.coefficient)
        mode = find_mode(self.problem, setting, start=start)
        self.last = (mode.chain, mode.coefficient)
        return mode

    def height(self, point: Floats, mode: Mode) -> float:
        """Gives the log of likelihood times prior at a point, in the point's own coordinates."""
        prior = self.problem.prior
        away = (point[2] - np.log(prior.phi_median)) / prior.phi_log_sd
        log_prior = 0.5 * np.log(2 / np.pi) - 0.5 * (mode.setting.sigma / prior.sigma_scale) ** 2
        log_prior += np.log(self.knee / prior.sigma_scale) + log_expit(point[0])
        log_prior += prior.rho_a * log_expit(point[1]) + prior.rho_b * log_expit(-point[1])
        log_prior -= betaln(prior.rho_a, prior.rho_b)
        log_prior -= 0.5 * away**2 + np.log(prior.phi_log_sd) + 0.5 * np.log(2 * np.pi)
        return float(mode.log_marginal + log_prior)

    def with_gradient(self, point: Floats) -> tuple[float, Floats]:
        """Gives the height at a point and its gradient."""
        mode = self.at(point)
        prior, setting = self.problem.prior, mode.setting
        by_sigma, by_rho, by_log_phi = marginal_gradient(self.problem, mode)
        away = (point[2] - np.log(prior.phi_median)) / prior.phi_log_sd**2
        gradient = np.array(
            [
                (by_sigma - setting.sigma / prior.sigma_scale**2) * self.knee * expit(point[0])
                + expit(-point[0]),
                by_rho * setting.rho * (1 - setting.rho)
                + prior.rho_a * (1 - setting.rho)
                - prior.rho_b * setting.rho,
                by_log_phi - away,
            ]
        )
        return self.height(point, mode), gradient


def _stretch(climb: _Climb, peak: Peak, best: Mode) -> Floats:
    """Gives how much wider each axis is towards minus and plus than its curvature says, `(3, 2)`."""
    node = np.sqrt(3.0)
    top = climb.height(peak.point, best)
    stretch = np.ones((len(peak.point), 2))
    for axis in range(len(peak.point)):
        for side, sign in enumerate((-1, 1)):
            point = peak.point + sign * node * peak.root[:, axis]
            drop = top - climb.height(point, climb.at(point, near=best))
            stretch[axis, side] = np.sqrt(node**2 / 2 / max(drop, 1e-3))
    return np.clip(stretch, _NARROWEST, _WIDEST)


def _corrected(covariance: Floats, ratio: Floats) -> Floats:
    """Gives a covariance carried through the variance correction, symmetric."""
    root = np.linalg.cholesky(covariance)
    return np.asarray(root @ ratio @ root.T, dtype=np.float64)


def _latent(weights: Floats, modes: list[Mode], shifts: list[Shift]) -> tuple[Floats, Floats]:
    """Gives posterior mean and standard deviation of the latent state over all settings, `(n,)` each."""
    means = np.array([mode.chain + shift.chain for mode, shift in zip(modes, shifts, strict=True)])
    within = np.array([mode.factor.chain_band()[0] for mode in modes])
    centre = weights @ means
    return centre, np.sqrt(weights @ (within + (means - centre) ** 2))


def _k_hat(problem: Problem, mode: Mode) -> float:
    """Gives Pareto k of the importance weights of the shifted normal at the hyper-parameters' mode."""
    design, slopes = problem.design, mode.slopes
    generator = np.random.default_rng(len(mode.chain))
    noise = generator.standard_normal((sum(design.shape), _IMPORTANCE_DRAWS))
    away = mode.factor.predictor_draws(design, noise=noise)
    centre = problem.counts.offset + design @ mode.coefficient + mode.chain
    # prior and normal are both quadratic: what differs is the likelihood and its own second-order expansion
    shift = third_order_shift(problem, mode)
    moved = shift.chain + design @ shift.coefficient
    from_mode = away + moved[:, None]
    exact = mode.likelihood.totals(centre[:, None] + from_mode)
    expansion = slopes.first @ from_mode + 0.5 * (slopes.second @ from_mode**2)
    expansion += 0.5 * (slopes.third * shift.variance) @ away
    return smooth(exact - expansion - slopes.value).k_hat
