"""Cut normals against millions of plain draws."""

import numpy as np
import pytest
from scipy import stats

from untwitch.inference.orthant import cut_at_zero, draws_above_zero

CUT = np.array([False, True, True, True, True])


def problem(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Gives mean and covariance of a correlated normal."""
    dice = np.random.default_rng(seed)
    loading = dice.standard_normal((5, 8))
    covariance = loading @ loading.T / 8
    return dice.uniform(-0.8, 1.2, 5), covariance


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_probability_mean_and_draws_agree_with_plain_draws_that_fell_above_zero(seed: int) -> None:
    mean, covariance = problem(seed)
    dice = np.random.default_rng(seed)
    plain = mean + dice.standard_normal((1_000_000, 5)) @ np.linalg.cholesky(covariance).T
    kept = plain[(plain[:, CUT] > 0).all(axis=1)]
    precision = np.linalg.inv(covariance)
    found = cut_at_zero(precision[None], (precision @ mean)[None], cut=CUT[None])
    assert found.log_probability[0] == pytest.approx(np.log(len(kept) / len(plain)), abs=0.05)
    assert np.allclose(found.mean[0], kept.mean(axis=0), atol=0.03)
    many = 20_000
    draws = draws_above_zero(
        np.broadcast_to(precision, (many, 5, 5)),
        np.broadcast_to(precision @ mean, (many, 5)),
        cut=np.broadcast_to(CUT, (many, 5)),
        start=np.broadcast_to(found.mean[0], (many, 5)),
        generator=dice,
    )
    assert (draws[:, CUT] > 0).all()
    assert np.allclose(draws.mean(axis=0), kept.mean(axis=0), atol=0.03)
    assert np.allclose(np.cov(draws.T), np.cov(kept.T), atol=0.05)


def test_one_cut_coordinate_is_exact() -> None:
    precision, shift = np.full((2, 1, 1), 4.0), np.array([[-2.0], [1.2]])
    found = cut_at_zero(precision, shift, cut=np.ones((2, 1), dtype=np.bool_))
    for row, mean in enumerate((-0.5, 0.3)):
        exact = stats.truncnorm(-mean / 0.5, np.inf, loc=mean, scale=0.5)
        assert found.log_probability[row] == pytest.approx(np.log(stats.norm.cdf(mean / 0.5)), abs=1e-6)
        assert found.mean[row, 0] == pytest.approx(exact.mean(), abs=1e-6)


def test_without_a_cut_nothing_changes() -> None:
    mean, covariance = problem(4)
    precision = np.linalg.inv(covariance)
    none = np.zeros((1, 5), dtype=np.bool_)
    found = cut_at_zero(precision[None], (precision @ mean)[None], cut=none)
    assert found.log_probability[0] == pytest.approx(0, abs=1e-9)
    assert np.allclose(found.mean[0], mean)


def test_a_normal_far_below_zero_still_has_finite_draws_above_it() -> None:
    cut = np.ones((50, 1), dtype=np.bool_)
    precision, shift = np.full((50, 1, 1), 100.0), np.full((50, 1), -600.0)
    found = cut_at_zero(precision, shift, cut=cut)
    assert np.isfinite(found.log_probability).all()
    dice = np.random.default_rng(1)
    draws = draws_above_zero(precision, shift, cut=cut, start=found.mean, generator=dice)
    assert np.isfinite(draws).all()
    assert (draws > 0).all()
