"""One fit: likelihood without its prior, how well a dose is known, and tomorrow's effect on today."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.explain.diaries import changed, diary

from untwitch.explain.case import Case, prepare
from untwitch.explain.fitting import confounder_standing, fit_design, standings, tomorrow_scores
from untwitch.explain.judge import leading_parts
from untwitch.facts.person import Physiology
from untwitch.inference.latent_mode import Setting
from untwitch.inference.nb_laplace import Prior, fit
from untwitch.timeline.timeline import Timeline

SETTING = Setting(0.3, 0.5, 8.0)


def ready(timeline: Timeline) -> Case:
    return prepare(timeline, physiology=Physiology(), outcome="auto")


def test_the_likelihood_and_the_prior_give_the_posterior_back() -> None:
    case = ready(diary(40))
    made = case.design()
    fitted = fit_design(case.counts(), made)
    plain = fit(case.counts(), made.matrix, prior=Prior(beta_sd=made.effect_sd))
    with_prior = fitted.likelihood.precision + np.diag(plain.prior.precision)
    assert_allclose(np.linalg.inv(with_prior), plain.covariance, rtol=1e-6, atol=1e-9)
    mean = np.linalg.solve(
        with_prior, (fitted.likelihood.shift + plain.prior.precision * plain.prior.mean)[:, :, None]
    )
    assert_allclose(mean[:, :, 0], plain.mean, rtol=1e-6, atol=1e-9)


def test_the_setting_is_that_of_the_heaviest_point() -> None:
    case = ready(diary(40))
    fitted = fit_design(case.counts(), case.design())
    best = np.argmax(fitted.posterior.weights)
    assert fitted.setting.sigma == fitted.posterior.sigma[best]
    assert fitted.setting.rho == fitted.posterior.rho[best]
    assert fitted.setting.phi == fitted.posterior.phi[best]


def test_expected_events_add_up_to_those_that_were_counted() -> None:
    table = diary(60)
    case = ready(table)
    fitted = fit_design(case.counts(), case.design())
    assert fitted.expected.sum() == pytest.approx(table.columns["twitches"].sum(), rel=0.1)
    assert fitted.size > 1


def test_a_cause_that_acts_is_in_and_one_that_does_not_is_out() -> None:
    case = ready(diary(90, stress=0.5))
    fitted = fit_design(case.counts(), case.design())
    assert fitted.selection.cause_probability["stress"] > 0.95
    assert fitted.selection.cause_probability["caffeine"] < 0.3


def test_an_error_shrinks_as_days_are_added() -> None:
    errors = []
    for days in (40, 160):
        case = ready(diary(days))
        made = case.design()
        fitted = fit_design(case.counts(), made)
        errors.append(standings(fitted, made, leading_parts(made, fitted))["stress"].error)
    assert errors[0] / errors[1] == pytest.approx(2.0, rel=0.35)


def test_the_error_of_a_dose_is_wider_beside_one_that_runs_along() -> None:
    table = diary(80, stress=0.6)
    stress = table.columns["stress_0_10"]
    random = np.random.default_rng(1)
    along = np.clip(10 * (stress * 5 + random.integers(0, 20, 80)), 0, None).astype(np.float64)
    errors = []
    for caffeine in (table.columns["caffeine_mg"], along):
        case = ready(changed(table, caffeine_mg=caffeine))
        made = case.design()
        fitted = fit_design(case.counts(), made)
        errors.append(standings(fitted, made, leading_parts(made, fitted))["caffeine"].error)
    assert errors[1] > 1.5 * errors[0]


def test_a_confounder_has_a_standing_with_the_prior_divided_out() -> None:
    case = ready(diary(90))
    made = case.design()
    fitted = fit_design(case.counts(), made)
    standing = confounder_standing(fitted, made.confounders[0])
    effects = fitted.selection.draws[:, 1 + made.confounders[0].column]
    precision = 1 / standing.error**2 + 1 / 0.5**2
    assert precision == pytest.approx(1 / effects.var())
    assert standing.effect / standing.error**2 / precision == pytest.approx(effects.mean())


def test_a_confounder_that_the_counts_say_nothing_of_has_no_error() -> None:
    case = ready(diary(20))
    made = case.design()
    fitted = fit_design(case.counts(), made)
    part = made.confounders[0]
    fitted.selection.draws[:, 1 + part.column] = 2.0 * np.random.default_rng(1).standard_normal(1000)
    assert math.isinf(confounder_standing(fitted, part).error)


def test_a_cause_that_follows_the_twitches_is_seen_tomorrow() -> None:
    table = diary(120, stress=0.0)
    twitches = table.columns["twitches"]
    random = np.random.default_rng(2)
    worry = np.clip(np.round(np.concatenate([[5.0], twitches[:-1]]) + random.standard_normal(120)), 0, 10)
    case = ready(changed(table, stress_0_10=worry))
    made = case.design()
    parts = {part.dose.cause: part for part in made.parts}
    scores = tomorrow_scores(case.counts(), made, case.tomorrow(parts), setting=SETTING)
    assert scores["stress"] > 4
    assert abs(scores["caffeine"]) < 3


def test_a_cause_that_comes_first_is_not_seen_tomorrow() -> None:
    case = ready(diary(120, stress=0.6))
    made = case.design()
    parts = {part.dose.cause: part for part in made.parts}
    scores = tomorrow_scores(case.counts(), made, case.tomorrow(parts), setting=SETTING)
    assert abs(scores["stress"]) < 3
    assert tomorrow_scores(case.counts(), made, {}, setting=SETTING) == {}
