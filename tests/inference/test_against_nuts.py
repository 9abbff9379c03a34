"""Our posterior against the stored NUTS runs of the same people."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.nuts_oracle.people import EFFECTS, INTERCEPT_MEAN, RECIPES, Recipe, person

from untwitch.inference.nb_laplace import Counts, Prior, fit

STORED: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "benchmarks" / "results" / "laplace_against_nuts.json").read_text(
        encoding="utf-8"
    )
)


SAMPLED = [recipe for recipe in RECIPES if recipe.key in STORED["people"]]
# A year of many counts: drift and scatter trade along a bent ridge that a grid of 27 settings follows only so
# far. Effects hardly feel it, the intercept does (a wider drift has a larger mean).
FURTHEST_EFFECT = {"10x365": 0.075}
FURTHEST_INTERCEPT = {"10x365": 0.6}
NARROWEST_INTERCEPT = 0.89


@pytest.mark.parametrize("recipe", SAMPLED, ids=lambda recipe: recipe.key)
def test_every_effect_lies_within_a_twentieth_of_a_posterior_sd_of_nuts(recipe: Recipe) -> None:
    nuts = STORED["people"][recipe.key]["nuts"]
    made = person(recipe)
    stored = np.array([np.nan if count is None else count for count in nuts["low"]])
    assert np.array_equal(made.low, stored, equal_nan=True), (
        "numpy draws other people now: sample the oracle again"
    )
    counts = Counts(made.low, made.high, np.zeros(recipe.rows))
    posterior = fit(counts, made.exposure, prior=Prior(intercept_mean=INTERCEPT_MEAN))
    mean, covariance = posterior.moments()
    spread, oracle = np.sqrt(np.diagonal(covariance)), np.array(nuts["sd"])
    away, ratio = np.abs(mean - np.array(nuts["mean"])) / oracle, spread / oracle
    assert away[1:].max() < FURTHEST_EFFECT.get(recipe.key, 0.05)
    assert ((ratio[1:] > 0.95) & (ratio[1:] < 1.05)).all()
    assert away[0] < FURTHEST_INTERCEPT.get(recipe.key, 0.1)
    assert NARROWEST_INTERCEPT < ratio[0] < 1.06
    ends = np.array([posterior.interval(j) for j in range(1, len(EFFECTS) + 1)])
    assert np.abs(ends - np.array(nuts["quantiles_05_50_95"])[1:]).max() < 0.1 * oracle[1:].max()
    assert posterior.k_hat < 0.7


def test_people_of_every_length_were_sampled() -> None:
    assert {recipe.rows for recipe in SAMPLED} == {60, 120, 365}


@pytest.mark.parametrize("key", [recipe.key for recipe in SAMPLED])
def test_the_stored_oracle_converged(key: str) -> None:
    nuts = STORED["people"][key]["nuts"]
    assert min(nuts["ess"]) > 4000
    assert max(nuts["r_hat"]) < 1.01
    assert nuts["divergences"] < 0.01 * nuts["draws"]
