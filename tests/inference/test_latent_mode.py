"""The mode, its marginal and its gradient against dense algebra and finite differences."""

import numpy as np
import pytest
from benchmarks.nuts_oracle.people import Recipe, person
from scipy import stats

from untwitch.inference.counts import Counts
from untwitch.inference.latent_mode import (
    Problem,
    Setting,
    chain_precision,
    find_mode,
    marginal_gradient,
    third_order_shift,
)
from untwitch.inference.prior import Prior


def problem(rows: int = 40, *, buckets: bool = True) -> Problem:
    """Gives a person with exact counts, missing rows and, on request, buckets in part of the rows."""
    made = person(Recipe(11, rows=rows, missing=0.1))
    low, high = made.low.copy(), made.high.copy()
    if buckets:
        low[10:20], high[10:20] = 1, 6
    counts = Counts(low, high, np.log(np.linspace(0.8, 1.2, rows)))
    prior = Prior().resolved(counts, n_columns=8)
    return Problem(counts, np.column_stack([np.ones(rows), made.exposure]), prior)


def start(given: Problem) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(len(given.counts.low)), given.prior.mean


SETTING = Setting(0.4, 0.6, 6.0)


def test_the_chains_precision_is_the_inverse_of_an_autoregression() -> None:
    diagonal, beside = chain_precision(SETTING, n_rows=6)
    covariance = np.linalg.inv(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
    lag = np.abs(np.subtract.outer(np.arange(6), np.arange(6)))
    assert np.allclose(covariance, 0.4**2 * 0.6**lag)


def test_mode_marginal_and_covariance_equal_those_of_the_dense_matrix() -> None:
    given = problem()
    mode = find_mode(given, SETTING, start=start(given))
    rows = len(mode.chain)
    lag = np.abs(np.subtract.outer(np.arange(rows), np.arange(rows)))
    prior = np.zeros((rows + 9, rows + 9))
    prior[:rows, :rows] = np.linalg.inv(0.4**2 * 0.6**lag)
    prior[rows:, rows:] = np.diag(given.prior.precision)
    both = np.hstack([np.eye(rows), given.design])
    hessian = prior + both.T @ np.diag(-mode.slopes.second) @ both
    away = np.concatenate([mode.chain, mode.coefficient - given.prior.mean])
    assert np.abs(both.T @ mode.slopes.first - prior @ away).max() < 1e-4
    assert np.allclose(mode.factor.border_covariance, np.linalg.inv(hessian)[rows:, rows:], rtol=1e-5)
    laplace = mode.slopes.value - away @ prior @ away / 2
    laplace += np.linalg.slogdet(prior)[1] / 2 - np.linalg.slogdet(hessian)[1] / 2
    assert mode.log_marginal == pytest.approx(laplace, abs=1e-6)


@pytest.mark.parametrize("buckets", [False, True])
def test_the_gradient_of_the_marginal_is_its_slope(buckets: bool) -> None:  # noqa: FBT001
    given = problem(buckets=buckets)

    def height(sigma: float, rho: float, log_phi: float) -> float:
        return find_mode(given, Setting(sigma, rho, float(np.exp(log_phi))), start=start(given)).log_marginal

    here = (0.4, 0.6, 1.5)
    mode = find_mode(given, Setting(0.4, 0.6, float(np.exp(1.5))), start=start(given))
    for axis, slope in enumerate(marginal_gradient(given, mode)):
        up, down = list(here), list(here)
        up[axis] += 1e-4
        down[axis] -= 1e-4
        assert slope == pytest.approx((height(*up) - height(*down)) / 2e-4, abs=1e-4)


def test_the_shift_moves_the_mode_to_the_mean_of_a_one_sided_posterior() -> None:
    counts = Counts.exact([0.0, 0.0])
    prior = Prior(intercept_mean=0.0, intercept_sd=1.0).resolved(counts, n_columns=0)
    given = Problem(counts, np.ones((2, 1)), prior)
    mode = find_mode(given, Setting(0.05, 0.5, 5.0), start=start(given))
    grid = np.linspace(-8, 6, 4001)
    mass = stats.norm.pdf(grid) * stats.nbinom(5.0, 5 / (5 + np.exp(grid))).pmf(0) ** 2
    exact = (grid * mass).sum() / mass.sum()
    shifted = mode.coefficient[0] + third_order_shift(given, mode).coefficient[0]
    assert abs(shifted - exact) < 0.5 * abs(mode.coefficient[0] - exact)


def test_the_start_does_not_change_where_the_climb_ends() -> None:
    given = problem()
    near = find_mode(given, SETTING, start=start(given))
    far = find_mode(given, SETTING, start=(np.full(40, 2.0), given.prior.mean + 1.5))
    assert np.allclose(near.coefficient, far.coefficient, atol=1e-5)
    assert near.log_marginal == pytest.approx(far.log_marginal, abs=1e-6)
