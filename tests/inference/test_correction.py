"""The variance correction against the exact posterior of a small problem."""

import numpy as np
import pytest
from scipy import stats

from untwitch.inference.correction import variance_increment, variance_ratio
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
