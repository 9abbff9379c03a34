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


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: f"person {recipe.seed}, {recipe.rows} rows")
def test_every_effect_lies_within_a_twentieth_of_a_posterior_sd_of_nuts(recipe: Recipe) -> None:
    nuts = STORED["people"][str(recipe.seed)]["nuts"]
    made = person(recipe)
    stored = np.array([np.nan if count is None else count for count in nuts["low"]])
    assert np.array_equal(made.low, stored, equal_nan=True), (
        "numpy draws other people now: sample the oracle again"
    )
    counts = Counts(made.low, made.high, np.zeros(recipe.rows))
    posterior = fit(counts, made.exposure, prior=Prior(intercept_mean=INTERCEPT_MEAN))
    mean, covariance = posterior.moments()
    spread, oracle = np.sqrt(np.diagonal(covariance)), np.array(nuts["sd"])
    away = np.abs(mean - np.array(nuts["mean"])) / oracle
    assert away[1:].max() < 0.05
    assert away[0] < 0.10
    assert ((spread / oracle > 0.95) & (spread / oracle < 1.05)).all()
    ends = np.array([posterior.interval(j) for j in range(1, len(EFFECTS) + 1)])
    assert np.abs(ends - np.array(nuts["quantiles_05_50_95"])[1:]).max() < 0.08 * oracle[1:].max()
    assert posterior.k_hat < 0.7


@pytest.mark.parametrize("seed", [str(recipe.seed) for recipe in RECIPES])
def test_the_stored_oracle_converged(seed: str) -> None:
    nuts = STORED["people"][seed]["nuts"]
    assert min(nuts["ess"][1:]) > 4000
    assert max(nuts["r_hat"]) < 1.01
    assert nuts["divergences"] < 20
