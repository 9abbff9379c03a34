"""Shares are the Shapley partition, by brute force."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.explain.diaries import Floats

from untwitch.explain.share import calm_days, shapley


def by_every_order(factors: Floats, weights: Floats) -> Floats:
    """The mean extra of each cause over every order; factors of one draw, (n_causes, n_rows)."""
    part = weights / weights.sum()
    count = len(factors)
    shares = np.zeros(count)
    for order in itertools.permutations(range(count)):
        left = np.ones(factors.shape[1])
        for cause in order:
            shares[cause] += part @ (left - left * factors[cause])
            left = left * factors[cause]
    return shares / math.factorial(count)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.integers(0, 1000))
def test_shares_are_the_mean_over_every_order(causes: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    factors = random.uniform(0.1, 1.0, (2, causes, 7))
    weights = random.uniform(0.1, 5.0, 7)
    shares, joint = shapley(factors, weights)
    for draw in range(2):
        assert_allclose(shares[draw], by_every_order(factors[draw], weights), atol=1e-12)
    assert_allclose(shares.sum(axis=1), joint)


def test_a_cause_without_effect_has_no_share() -> None:
    shares, _ = shapley(np.array([[[1.0, 1.0], [0.5, 0.8]]]), np.array([1.0, 3.0]))
    assert shares[0, 0] == 0
    assert shares[0, 1] == pytest.approx(0.25 * 0.5 + 0.75 * 0.2)


def test_without_twitches_nothing_is_avoided() -> None:
    shares, joint = shapley(np.array([[[0.5]]]), np.zeros(1))
    assert shares[0, 0] == 0
    assert joint[0] == 0


def test_calm_days_are_the_zeros_of_the_negative_binomial() -> None:
    rates, size = np.array([[1.0, 4.0], [0.0, 2.0]]), np.array([2.0, 5.0])
    expected = [(2 / 3) ** 2 + (2 / 6) ** 2, 1 + (5 / 7) ** 5]
    assert_allclose(calm_days(rates, size), expected)
