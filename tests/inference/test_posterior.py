"""Moments, intervals, draws and the likelihood's part of a mixture."""

import numpy as np
import pytest

from untwitch.inference.counts import Counts
from untwitch.inference.posterior import Posterior
from untwitch.inference.prior import Prior

PRIOR = Prior(intercept_mean=1.0, beta_sd=0.5).resolved(Counts.exact([1.0, 2.0]), n_columns=1)


def mixture(mean: list[list[float]], covariance: list[list[list[float]]], weights: list[float]) -> Posterior:
    settings = np.ones(len(weights))
    return Posterior(
        weights=np.array(weights),
        mean=np.array(mean),
        covariance=np.array(covariance),
        sigma=settings,
        rho=settings / 2,
        phi=settings,
        log_evidence=-1.0,
        latent_mean=np.zeros(2),
        latent_sd=np.ones(2),
        k_hat=0.1,
        prior=PRIOR,
    )


TWO = mixture(
    [[1.0, 0.2], [1.2, 0.4]],
    [[[0.04, 0.01], [0.01, 0.02]], [[0.09, 0.0], [0.0, 0.01]]],
    [0.75, 0.25],
)


def test_moments_intervals_and_draws_agree_with_each_other() -> None:
    draws = TWO.draws(200_000, 3)
    mean, covariance = TWO.moments()
    assert np.allclose(draws.mean(axis=0), mean, atol=0.003)
    assert np.allclose(np.cov(draws.T), covariance, atol=0.002)
    assert np.allclose(np.quantile(draws[:, 1], [0.05, 0.5, 0.95]), TWO.interval(1), atol=0.005)
    assert np.allclose(np.quantile(draws[:, 0], [0.25, 0.5, 0.75]), TWO.interval(0, 0.5), atol=0.005)


def test_the_same_seed_gives_the_same_draws_and_another_does_not() -> None:
    assert np.array_equal(TWO.draws(5, 1), TWO.draws(5, 1))
    assert not np.array_equal(TWO.draws(5, 1), TWO.draws(5, 2))


def test_the_likelihoods_part_times_the_prior_gives_the_moments_back() -> None:
    precision, shift = TWO.likelihood_part()
    mean, covariance = TWO.moments()
    tightness = np.diag(PRIOR.precision)
    assert np.allclose(np.linalg.inv(precision + tightness), covariance)
    assert np.allclose(covariance @ (shift + tightness @ PRIOR.mean), mean)


def test_where_the_mixture_is_wider_than_the_prior_the_counts_say_nothing() -> None:
    wide = mixture([[1.0, 0.0]], [[[0.01, 0.0], [0.0, 0.5]]], [1.0])
    precision, shift = wide.likelihood_part()
    assert np.linalg.eigvalsh(precision).min() >= -1e-9
    assert precision[1, 1] == pytest.approx(0, abs=1e-9)
    assert np.isfinite(shift).all()
