"""The whole fit: against quadrature, under missing rows and buckets, and what each prior does."""

import time

import numpy as np
import pytest
from benchmarks.nuts_oracle.people import Recipe, person
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from untwitch.inference.latent_mode import Setting
from untwitch.inference.nb_laplace import Counts, Prior, fit, fit_held

MADE = person(Recipe(21))
COUNTS = Counts(MADE.low, MADE.high, np.zeros(120))


def test_evidence_and_intercept_of_two_rows_agree_with_draws_from_the_prior() -> None:
    """Two rows: the latent state is two normals, so plain draws from the prior are an independent oracle."""
    dice = np.random.default_rng(1)
    many = 2_000_000
    sigma, rho = np.abs(dice.normal(0, 0.5, many)), dice.beta(2, 2, many)
    phi = np.exp(dice.normal(np.log(5), 1, many))
    intercept = dice.normal(1.0, 1.5, many)
    first = sigma * dice.standard_normal(many)
    second = rho * first + sigma * np.sqrt(1 - rho**2) * dice.standard_normal(many)
    log_mass = np.zeros(many)
    for count, latent in ((6, first), (11, second)):
        log_mass += stats.nbinom(phi, phi / (phi + np.exp(intercept + latent))).logpmf(count)
    weight = np.exp(log_mass)
    mean = weight @ intercept / weight.sum()
    spread = np.sqrt(weight @ (intercept - mean) ** 2 / weight.sum())
    found = fit(Counts.exact([6.0, 11.0]), np.zeros((2, 0)), prior=Prior(intercept_mean=1.0), grid_points=125)
    assert found.log_evidence == pytest.approx(np.log(weight.mean()), abs=0.05)
    centre, covariance = found.moments()
    assert centre[0] == pytest.approx(mean, abs=0.05 * spread)
    assert np.sqrt(covariance[0, 0]) == pytest.approx(spread, rel=0.06)


def test_a_finer_grid_of_hyper_parameters_moves_no_effect() -> None:
    coarse, fine = fit(COUNTS, MADE.exposure), fit(COUNTS, MADE.exposure, grid_points=125)
    mean, covariance = coarse.moments()
    finer, finer_covariance = fine.moments()
    assert len(coarse.weights) == 27
    assert len(fine.weights) == 125
    spread = np.sqrt(np.diagonal(finer_covariance))
    assert np.abs(mean - finer)[1:].max() < 0.03 * spread.min()
    assert np.allclose(np.sqrt(np.diagonal(covariance)) / spread, 1, atol=0.03)


def test_a_person_whose_causes_are_known_is_found_again() -> None:
    found = fit(COUNTS, MADE.exposure)
    inside = [found.interval(j, 0.99) for j in range(1, 9)]
    for (low, _, high), true in zip(inside, [0.40, 0, 0, 0.30, 0.25, 0, 0, 0], strict=True):
        assert low < true < high
    assert found.k_hat < 0.7
    assert found.weights.sum() == pytest.approx(1)


def test_rows_nobody_watched_change_nothing_when_added_at_the_end() -> None:
    longer = Counts.exact(np.concatenate([MADE.low, np.full(30, np.nan)]))
    exposure = np.vstack([MADE.exposure, np.ones((30, 8))])
    short, long = fit(COUNTS, MADE.exposure), fit(longer, exposure)
    assert np.allclose(short.moments()[0], long.moments()[0], atol=0.002)
    assert short.log_evidence == pytest.approx(long.log_evidence, abs=0.02)
    assert long.latent_sd[-1] > long.latent_sd[60]
    assert long.latent_mean.shape == (150,)


def test_nothing_recorded_gives_the_prior_back() -> None:
    found = fit(Counts.exact([np.nan] * 40), np.random.default_rng(1).standard_normal((40, 2)))
    mean, covariance = found.moments()
    assert np.allclose(mean, found.prior.mean, atol=1e-6)
    assert np.allclose(np.sqrt(np.diagonal(covariance)), [1.5, 0.5, 0.5], rtol=1e-6)
    assert found.log_evidence == pytest.approx(0, abs=0.1)
    assert np.abs(found.likelihood_part()[0]).max() < 1e-6


def test_an_offset_is_taken_off_the_intercept() -> None:
    prior = Prior(intercept_sd=50.0)
    plain = fit(COUNTS, MADE.exposure, prior=prior)
    hours = fit(Counts(MADE.low, MADE.high, np.full(120, np.log(16.0))), MADE.exposure, prior=prior)
    assert hours.moments()[0][0] == pytest.approx(plain.moments()[0][0] - np.log(16.0), abs=0.01)
    assert np.allclose(hours.moments()[0][1:], plain.moments()[0][1:], atol=0.002)


def test_buckets_give_the_same_effects_less_surely() -> None:
    low, high = MADE.low.copy(), MADE.high.copy()
    for least, most in ((1, 3), (4, 10), (11, 40)):
        inside = (MADE.low >= least) & (MADE.low <= most)
        low[inside], high[inside] = least, most
    exact, coarse = fit(COUNTS, MADE.exposure), fit(Counts(low, high, np.zeros(120)), MADE.exposure)
    mean, covariance = exact.moments()
    coarse_mean, coarse_covariance = coarse.moments()
    spread = np.sqrt(np.diagonal(covariance))
    assert np.abs(coarse_mean - mean).max() < 1.5 * spread.max()
    assert (np.sqrt(np.diagonal(coarse_covariance))[1:] > 0.98 * spread[1:]).all()
    assert coarse.log_evidence > exact.log_evidence


@pytest.mark.parametrize(
    ("prior", "read"),
    [
        (Prior(sigma_scale=0.05), "sigma"),
        (Prior(rho_a=2.0, rho_b=60.0), "rho"),
        (Prior(phi_median=0.5, phi_log_sd=0.1), "phi"),
    ],
)
def test_a_prior_that_says_small_makes_its_hyper_parameter_smaller(prior: Prior, read: str) -> None:
    usual, told = fit(COUNTS, MADE.exposure), fit(COUNTS, MADE.exposure, prior=prior)
    assert told.weights @ getattr(told, read) < 0.7 * (usual.weights @ getattr(usual, read))


def test_a_tight_prior_holds_its_own_coefficient_and_no_other() -> None:
    beta_sd = np.full(8, 0.5)
    beta_sd[0] = 0.001
    beta_mean = np.zeros(8)
    beta_mean[0] = 0.1
    held = fit(COUNTS, MADE.exposure, prior=Prior(beta_mean=beta_mean, beta_sd=beta_sd)).moments()[0]
    assert held[1] == pytest.approx(0.1, abs=0.005)
    assert abs(held[4]) > 0.05


def test_the_same_input_gives_the_same_answer_twice() -> None:
    first, second = fit(COUNTS, MADE.exposure), fit(COUNTS, MADE.exposure)
    assert first.k_hat == second.k_hat
    assert np.array_equal(first.mean, second.mean)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_counts_at_all_give_a_finite_posterior(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(2, 40)), data.draw(st.integers(0, 4))
    dice = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    low = np.array(
        data.draw(st.lists(st.sampled_from([0.0, 1, 2, 5, 40, 3000, np.nan]), min_size=rows, max_size=rows))
    )
    width = np.array(
        data.draw(st.lists(st.sampled_from([0.0, 0, 2, 29, 900, np.inf]), min_size=rows, max_size=rows))
    )
    exposure = dice.standard_normal((rows, columns)) * data.draw(st.sampled_from([0.0, 1.0, 5.0]))
    found = fit(Counts(low, low + width, np.zeros(rows)), exposure)
    assert np.isfinite(found.log_evidence)
    assert np.isfinite(found.mean).all()
    assert np.linalg.eigvalsh(found.moments()[1]).min() > 0
    assert np.isfinite(found.draws(10, 1)).all()


def test_a_hundred_and_twenty_rows_take_a_fraction_of_a_second() -> None:
    fit(COUNTS, MADE.exposure)
    began = time.process_time()
    fit(COUNTS, MADE.exposure)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("exposure", "words"),
    [
        (np.zeros(120), "one row for each of 120 counts"),
        (np.zeros((119, 2)), "one row for each of 120 counts"),
        (np.full((120, 1), np.nan), "nan.* in row 0, column 0"),
    ],
)
def test_exposures_of_the_wrong_shape_or_unknown_are_refused(exposure: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fit(COUNTS, exposure)


def test_with_hyper_parameters_held_the_answer_is_that_of_their_grid_point() -> None:
    whole = fit(COUNTS, MADE.exposure)
    best = int(np.argmax(whole.weights))
    setting = Setting(float(whole.sigma[best]), float(whole.rho[best]), float(whole.phi[best]))
    mean, covariance = fit_held(COUNTS, MADE.exposure, setting=setting)
    spread = np.sqrt(np.diagonal(covariance))
    assert np.abs(mean - whole.mean[best]).max() < 1e-4 * spread.min()
    assert np.allclose(spread, np.sqrt(np.diagonal(whole.covariance[best])), rtol=0.05)
    tight, _ = fit_held(COUNTS, MADE.exposure, setting=setting, prior=Prior(beta_sd=0.01))
    assert np.abs(tight[1:]).max() < 0.02
    with pytest.raises(ValueError, match="x is finite"):
        fit_held(COUNTS, np.full((120, 1), np.nan), setting=setting)
