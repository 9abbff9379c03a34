"""Simulation-based calibration: people drawn from the prior, ranked in their own posteriors."""

import numpy as np
import pytest
from scipy import stats

from untwitch.inference.nb_laplace import Counts, Prior, fit

PRIOR = Prior(intercept_mean=1.0, intercept_sd=0.7)
PEOPLE = 300


@pytest.mark.slow
def test_truths_drawn_from_the_prior_are_uniform_in_their_posteriors() -> None:
    """Talts et al. 2018, arXiv 1804.06788: ranks of the truth are uniform where the posterior is right."""
    dice = np.random.default_rng(17)
    effects, intercepts = [], []
    for _ in range(PEOPLE):
        exposure = dice.standard_normal((60, 4))
        sigma, rho = abs(dice.normal(0, 0.5)), dice.beta(2, 2)
        phi = np.exp(dice.normal(np.log(5.0), 1.0))
        truth = np.concatenate([[dice.normal(1.0, 0.7)], dice.normal(0, 0.5, 4)])
        latent = sigma * dice.standard_normal(60)
        for row in range(1, 60):
            latent[row] = rho * latent[row - 1] + np.sqrt(1 - rho**2) * latent[row]
        mean = np.exp(truth[0] + exposure @ truth[1:] + latent)
        counts = Counts.exact(dice.poisson(mean * dice.gamma(phi, size=60) / phi))
        found = fit(counts, exposure, prior=PRIOR)
        spread = np.sqrt(np.einsum("gii->gi", found.covariance))
        rank = found.weights @ stats.norm.cdf((truth - found.mean) / spread)
        intercepts.append(rank[0])
        effects.extend(rank[1:])
    ranks = np.array(effects)
    assert stats.kstest(ranks, "uniform").pvalue > 0.01
    covered = ((ranks > 0.05) & (ranks < 0.95)).mean()
    assert covered == pytest.approx(0.90, abs=0.03)
    own = np.array(intercepts)
    assert ((own > 0.05) & (own < 0.95)).mean() == pytest.approx(0.90, abs=0.05)
