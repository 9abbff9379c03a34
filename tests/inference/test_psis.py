"""Pareto k against draws of known tails."""

import numpy as np
import pytest
from scipy import stats

from untwitch.inference.psis import fit_pareto, pareto_quantiles, smooth


@pytest.mark.parametrize("k", [-0.4, 0.1, 0.5, 0.9])
def test_the_shape_and_scale_of_a_generalised_pareto_are_found(k: float) -> None:
    draws = np.sort(stats.genpareto(k, scale=2.0).rvs(20_000, random_state=np.random.default_rng(1)))
    shape, scale = fit_pareto(draws)
    assert shape == pytest.approx(k, abs=0.03)
    assert scale == pytest.approx(2.0, rel=0.05)


@pytest.mark.parametrize("k", [-0.3, 0.0, 0.6])
def test_quantiles_are_scipys(k: float) -> None:
    probability = np.array([0.1, 0.5, 0.99])
    expected = stats.genpareto(k, scale=1.5).ppf(probability)
    assert pareto_quantiles(probability, shape=k, scale=1.5) == pytest.approx(expected)


@pytest.mark.parametrize(("tail", "expected"), [(5.0, 0.2), (2.0, 0.5), (1.25, 0.8)])
def test_weights_with_a_power_tail_have_the_inverse_of_their_power_as_k(tail: float, expected: float) -> None:
    dice = np.random.default_rng(2)
    # ratios with survival function w^-tail have Pareto shape 1 / tail
    found = [smooth(-np.log(dice.random(20_000)) / tail).k_hat for _ in range(5)]
    assert np.mean(found) == pytest.approx(expected, abs=0.06)


def test_smoothed_weights_sum_to_one_keep_their_order_and_pull_in_the_largest() -> None:
    log_ratio = np.random.default_rng(3).standard_t(2, 2000)
    smoothed = smooth(log_ratio)
    assert np.exp(smoothed.log_weight).sum() == pytest.approx(1.0)
    assert (np.diff(smoothed.log_weight[np.argsort(log_ratio)]) >= -1e-12).all()
    middle = np.argsort(log_ratio)[1000]
    smoothed_reach = smoothed.log_weight.max() - smoothed.log_weight[middle]
    assert smoothed_reach <= log_ratio.max() - log_ratio[middle] + 1e-9


def test_equal_ratios_have_no_tail() -> None:
    smoothed = smooth(np.full(500, 3.0))
    assert smoothed.k_hat == -np.inf
    assert np.exp(smoothed.log_weight) == pytest.approx(np.full(500, 1 / 500))


@pytest.mark.parametrize(
    "log_ratio", [np.zeros(10), np.array([np.nan] * 100), np.array([np.inf] + [0.0] * 99)]
)
def test_too_few_draws_or_a_broken_ratio_cannot_be_relied_upon(log_ratio: np.ndarray) -> None:
    assert smooth(log_ratio).k_hat == np.inf
