"""Every subset weighed: against quadrature and against brute-force draws from the prior."""

from typing import Any

import numpy as np
import pytest
from benchmarks.nuts_oracle.people import PEOPLE, person

from untwitch.inference.nb_laplace import Counts, fit
from untwitch.inference.spike_slab import ModelAverage, Slabs, enumerate_models, enumerate_subsets

DICE = np.random.default_rng(5)
X = DICE.standard_normal((30, 4)) @ np.linalg.cholesky(0.6 * np.eye(4) + 0.4).T
TOLD = X.T @ X
SHIFT = TOLD @ np.array([0.5, 0.35, -0.1, 0.15])
GROUPS = ((1,), (2, 3))
PRIOR_MEAN, PRIOR_PRECISION = np.zeros(4), np.full(4, 1.0)


def average(positive: list[bool] | None, *, inclusion: float | list[float] = 0.3) -> ModelAverage:
    slabs = Slabs.of(GROUPS, inclusion=inclusion, slab_sd=[0.5, 0.4], positive=positive)
    return enumerate_subsets(TOLD, SHIFT, prior_mean=PRIOR_MEAN, prior_precision=PRIOR_PRECISION, slabs=slabs)


@pytest.mark.parametrize("positive", [None, [True, True], [False, True]])
def test_inclusion_and_means_agree_with_weighted_draws_from_the_prior(positive: list[bool] | None) -> None:
    dice = np.random.default_rng(6)
    n_draws = 2_000_000
    inside = dice.random((n_draws, 2)) < 0.3
    value = dice.standard_normal((n_draws, 4)) * np.array([1.0, 0.5, 0.4, 0.4])
    for place, group in enumerate(GROUPS):
        for j in group:
            if positive and positive[place]:
                value[:, j] = np.abs(value[:, j])
            value[:, j] *= inside[:, place]
    log_weight = value @ SHIFT - 0.5 * np.einsum("si,ij,sj->s", value, TOLD, value)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    found = average(positive)
    assert np.allclose(found.inclusion, weight @ inside, atol=0.02)
    draws = found.draws(40_000, 1)
    assert np.allclose(draws.mean(axis=0), weight @ value, atol=0.015)
    for j in (1, 2):
        drawn = np.quantile(draws[draws[:, j] != 0, j], [0.05, 0.5, 0.95])
        assert np.allclose(found.interval(j), drawn, atol=0.02)


def test_probabilities_sum_to_one_and_inclusion_is_their_sum_over_members() -> None:
    found = average(None)
    assert found.model_probability.sum() == pytest.approx(1.0)
    assert np.allclose(found.inclusion, found.model_probability @ found.model_members)
    assert found.model_members.shape == (4, 2)


def test_draws_are_exactly_zero_where_a_group_is_out_and_above_zero_where_only_harm_is_possible() -> None:
    draws = average([True, True]).draws(4000, 2)
    assert (draws[:, 1:] >= 0).all()
    assert ((draws[:, 2] == 0) == (draws[:, 3] == 0)).all()
    assert (draws[:, 0] != 0).all()
    assert (draws[:, 1] != 0).mean() == pytest.approx(average([True, True]).inclusion[0], abs=0.03)


def test_a_higher_prior_inclusion_gives_a_higher_posterior_one_group_by_group() -> None:
    low, high = average(None, inclusion=[0.1, 0.3]), average(None, inclusion=[0.6, 0.3])
    assert high.inclusion[0] > low.inclusion[0]


def test_the_intercept_is_always_in_and_its_interval_is_that_of_the_mixture() -> None:
    found = average(None)
    draws = found.draws(40_000, 3)
    assert np.allclose(found.interval(0), np.quantile(draws[:, 0], [0.05, 0.5, 0.95]), atol=0.01)


def test_a_persons_true_causes_are_included_and_the_prior_of_the_fit_is_divided_out() -> None:
    made = person(PEOPLE[0])
    posterior = fit(Counts(made.low, made.high, np.zeros(len(made.low))), made.exposure)
    found = enumerate_models(posterior, [(j,) for j in range(1, 9)], positive=[True] * 8)
    assert found.inclusion[[0, 3]].min() > 0.7
    assert found.inclusion[[1, 2, 5, 6, 7]].max() < 0.3
    everything = enumerate_models(posterior, [(1,)], inclusion=1 - 1e-12)
    mean, covariance = posterior.moments()
    assert everything.interval(1)[1] == pytest.approx(mean[1], abs=0.01 * np.sqrt(covariance[1, 1]))


@pytest.mark.parametrize(
    ("groups", "options", "words"),
    [
        ([(1,), (1, 2)], {}, "none twice"),
        ([(0,)], {}, "from 1 on"),
        ([()], {}, "one or more"),
        ([(j,) for j in range(1, 12)], {}, "at most 10 groups"),
        ([(1,)], {"inclusion": 1.0}, "strictly between 0 and 1"),
        ([(1,)], {"slab_sd": 0.0}, "above 0"),
        ([(1,)], {"positive": [True, False]}, "one entry for each of 1 groups"),
    ],
)
def test_groups_that_make_no_sense_are_refused(
    groups: list[tuple[int, ...]], options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Slabs.of(groups, **options)


def test_a_group_beyond_the_last_coefficient_and_a_coefficient_that_is_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match="beyond the last, 3"):
        enumerate_subsets(
            TOLD, SHIFT, prior_mean=PRIOR_MEAN, prior_precision=PRIOR_PRECISION, slabs=Slabs.of([(4,)])
        )
    with pytest.raises(ValueError, match="numbered 0 to 3, got 4"):
        average(None).interval(4)
