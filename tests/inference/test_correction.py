"""The variance correction against the exact posterior of a small problem."""

import numpy as np
import pytest
from scipy import stats

from untwitch.inference.correction import (
    evidence_increment,
    evidence_increments,
    variance_increment,
    variance_ratio,
)
from untwitch.inference.counts import Counts
from untwitch.inference.latent_mode import Problem, Setting, find_mode
from untwitch.inference.prior import Prior


def intercept_only(y: list[float]) -> Problem:
    counts = Counts.exact(y)
    prior = Prior(intercept_mean=0.0, intercept_sd=1.0).resolved(counts, n_columns=0)
    return Problem(counts, np.ones((len(y), 1)), prior)


@pytest.mark.parametrize("y", [[1.0, 0.0, 2.0], [0.0, 0.0, 0.0, 1.0], [5.0, 3.0]])
def test_the_corrected_variance_is_nearer_to_the_exact_one(y: list[float]) -> None:
    given = intercept_only(y)
    # a latent state this small is none: the intercept is all there is, and a sum over a fine grid is exact
    mode = find_mode(given, Setting(0.01, 0.5, 5.0), start=(np.zeros(len(y)), np.zeros(1)))
    grid = np.linspace(-8, 8, 8001)
    mass = stats.norm.pdf(grid)
    for count in y:
        mass = mass * stats.nbinom(5.0, 5 / (5 + np.exp(grid))).pmf(count)
    mean = (grid * mass).sum() / mass.sum()
    exact = ((grid - mean) ** 2 * mass).sum() / mass.sum()
    plain = mode.factor.border_covariance[0, 0]
    corrected = plain + variance_increment(given, mode)[0, 0]
    assert abs(corrected - exact) < 0.5 * abs(plain - exact)
    assert variance_ratio(given, mode)[0, 0] == pytest.approx(corrected / plain)


def test_a_chain_too_long_for_the_square_of_its_length_is_left_as_it_is() -> None:
    given = intercept_only([1.0] * 2001)
    mode = find_mode(given, Setting(0.3, 0.5, 5.0), start=(np.zeros(2001), np.zeros(1)))
    assert variance_ratio(given, mode).tolist() == [[1.0]]


def counted(rows: int, *, seed: int) -> Problem:
    """Counts that scatter and drift, with one exposure."""
    dice = np.random.default_rng(seed)
    exposure = dice.standard_normal(rows)
    counts = Counts.exact(dice.poisson(2 * np.exp(0.4 * exposure) * dice.gamma(2, 0.5, rows)).astype(float))
    prior = Prior(intercept_mean=0.5).resolved(counts, n_columns=1)
    return Problem(counts, np.column_stack([np.ones(rows), exposure]), prior)


@pytest.mark.parametrize("setting", [Setting(0.3, 0.4, 4.0), Setting(0.8, 0.6, 8.0), Setting(0.1, 0.2, 2.0)])
def test_the_corrected_evidence_is_that_of_importance_sampling(setting: Setting) -> None:
    given = counted(60, seed=1)
    mode = find_mode(given, setting, start=(np.zeros(60), np.zeros(2)))
    noise = np.random.default_rng(2).standard_normal((62, 40_000))
    away = mode.factor.predictor_draws(given.design, noise=noise)
    centre = given.design @ mode.coefficient + mode.chain
    exact = mode.likelihood.totals(centre[:, None] + away)
    normal = mode.slopes.value + mode.slopes.first @ away + 0.5 * (mode.slopes.second @ away**2)
    left_out = float(np.log(np.exp(exact - normal).mean()))
    assert evidence_increment(given, mode) == pytest.approx(left_out, abs=0.03)
    assert abs(evidence_increment(given, mode) - left_out) < max(0.01, 0.1 * abs(left_out))


def test_along_the_axes_of_a_grid_the_evidence_is_corrected_exactly_and_beside_them_nearly() -> None:
    given = counted(50, seed=3)
    nodes = (-1.0, 0.0, 1.0)
    place = np.array([(one, two, three) for one in nodes for two in nodes for three in nodes])
    modes = [
        find_mode(
            given,
            Setting(0.4 * np.exp(0.3 * one), 0.5 + 0.1 * two, 5 * np.exp(0.3 * three)),
            start=(np.zeros(50), np.zeros(2)),
        )
        for one, two, three in place
    ]
    found = evidence_increments(given, modes, place=place)
    exact = np.array([evidence_increment(given, mode) for mode in modes])
    on_axis = (place != 0).sum(axis=1) <= 1
    assert found[on_axis] == pytest.approx(exact[on_axis])
    assert np.abs(found - exact).max() < 0.25 * np.ptp(exact)
    alone = evidence_increments(given, modes[13:14], place=place[13:14])
    assert alone == pytest.approx(exact[13:14])


def test_the_evidence_of_a_chain_too_long_is_left_as_it_is() -> None:
    given = intercept_only([1.0] * 2001)
    mode = find_mode(given, Setting(0.3, 0.5, 5.0), start=(np.zeros(2001), np.zeros(1)))
    assert evidence_increments(given, [mode], place=np.zeros((1, 3))).tolist() == [0.0]
