"""Simulation-based calibration: the truth of people drawn from the prior is uniform in their own posteriors.

Every person is drawn from the prior that the model states (its public constants, so that this follows them),
lives for 60 or 120 rows, and is fitted. The rank of each true coefficient in its posterior must then be
uniform. A coefficient that is exactly zero ties with all the posterior's zeros: its rank is drawn evenly
among them. Kolmogorov and Smirnov's test of every coefficient at both lengths, Holm's correction over all.

    OMP_NUM_THREADS=1 python -m benchmarks.explain_sbc --people 4000 --days 60 120

Reference:
    Talts S et al. (2018), arXiv 1804.06788. Holm S (1979), Scand J Statist 6:65 (from memory).
"""

import argparse
import inspect
import json
import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from untwitch.inference.nb_laplace import Counts, Prior, fit
from untwitch.inference.spike_slab import enumerate_models

Floats = NDArray[np.float64]

RESULTS = Path(__file__).parent / "results" / "explain_sbc.json"
FIRST_SEED = 3_000_000
DEFAULTS = inspect.signature(enumerate_models).parameters
INCLUSION, SLAB_SD = float(DEFAULTS["inclusion"].default), float(DEFAULTS["slab_sd"].default)
INTERCEPT_MEAN = 1.0
CAUSES, ALWAYS = 6, 2
NAMES = ("intercept", *(f"cause {i + 1}" for i in range(CAUSES)), *(f"always {i + 1}" for i in range(ALWAYS)))
DRAWS = 999
LEVELS = (0.5, 0.8, 0.9)
ALPHA = 0.01
BARS = {"holm_p_at_least": ALPHA, "coverage_90": [0.88, 0.92]}


def _wave(random: np.random.Generator, rows: int, rho: float) -> Floats:
    noise = random.standard_normal(rows)
    for row in range(1, rows):
        noise[row] = rho * noise[row - 1] + np.sqrt(1 - rho**2) * noise[row]
    return noise


def exposures(random: np.random.Generator, rows: int) -> Floats:
    """Gives columns that resemble their yesterday and each other, mean 0 and sd 1, shape (rows, 8)."""
    common = _wave(random, rows, 0.4)
    columns = [
        np.sqrt(0.3) * common + np.sqrt(0.7) * _wave(random, rows, 0.4) for _ in range(CAUSES + ALWAYS)
    ]
    made = np.column_stack(columns)
    return np.asarray((made - made.mean(axis=0)) / made.std(axis=0), dtype=np.float64)


def ranked(task: tuple[int, int]) -> dict[str, Any]:
    """Gives the ranks of one person: of every true coefficient, and of acting causes given that they act."""
    seed, rows = task
    random = np.random.default_rng([seed, rows])
    prior = Prior(intercept_mean=INTERCEPT_MEAN, beta_sd=SLAB_SD)
    matrix = exposures(random, rows)
    acts = random.random(CAUSES) < INCLUSION
    truth = np.concatenate(
        [
            [random.normal(INTERCEPT_MEAN, prior.intercept_sd)],
            np.where(acts, np.abs(random.normal(0, SLAB_SD, CAUSES)), 0.0),
            random.normal(0, SLAB_SD, ALWAYS),
        ]
    )
    sigma, rho = abs(random.normal(0, prior.sigma_scale)), random.beta(prior.rho_a, prior.rho_b)
    phi = np.exp(random.normal(np.log(prior.phi_median), prior.phi_log_sd))
    mean = np.exp(np.minimum(truth[0] + matrix @ truth[1:] + sigma * _wave(random, rows, rho), 13.0))
    posterior = fit(
        Counts.exact(random.poisson(mean * random.gamma(phi, size=rows) / phi)), matrix, prior=prior
    )
    average = enumerate_models(
        posterior,
        [(1 + i,) for i in range(CAUSES)],
        inclusion=INCLUSION,
        slab_sd=SLAB_SD,
        positive=[True] * CAUSES,
    )
    drawn = average.draws(DRAWS, seed)
    given = [
        _rank(drawn[drawn[:, 1 + i] > 0, 1 + i], float(truth[1 + i]), random) for i in np.flatnonzero(acts)
    ]
    return {
        "rank": [_rank(drawn[:, i], float(truth[i]), random) for i in range(len(truth))],
        "rank_given_that_it_acts": [each for each in given if each is not None],
        "inclusion": average.inclusion.tolist(),
        "acts": acts.tolist(),
        "k_hat": posterior.k_hat,
    }


def _rank(draws: Floats, truth: float, random: np.random.Generator) -> float | None:
    """Part of the draws below a truth, evenly drawn among those that tie with it; None without draws."""
    if len(draws) < DRAWS // 20:
        return None
    below, same = int((draws < truth).sum()), int((draws == truth).sum())
    return (below + random.random() * (same + 1)) / (len(draws) + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """Gives p values corrected for their number, in the same order."""
    order = np.argsort(p_values)
    corrected = np.empty(len(order))
    largest = 0.0
    for place, index in enumerate(order):
        largest = max(largest, min(1.0, (len(order) - place) * float(p_values[index])))
        corrected[index] = largest
    return [float(each) for each in corrected]


def coverage(ranks: Floats) -> dict[str, float]:
    """Gives the part of the ranks inside central intervals."""
    return {f"{level:.0%}": round(float((np.abs(ranks - 0.5) <= level / 2).mean()), 4) for level in LEVELS}


def summary(people: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Gives for one length the test and the coverage of each coefficient, and how sure inclusion is."""
    ranks = np.array([each["rank"] for each in people], dtype=np.float64)
    given = np.array([rank for each in people for rank in each["rank_given_that_it_acts"]])
    chance = np.array([each["inclusion"] for each in people]).ravel()
    acts = np.array([each["acts"] for each in people]).ravel()
    spread = float(np.sqrt((chance * (1 - chance)).sum()))
    return {
        "people": len(people),
        "coefficients": {
            name: {"ks_p": float(stats.kstest(ranks[:, i], "uniform").pvalue), **coverage(ranks[:, i])}
            for i, name in enumerate(NAMES)
        },
        "all_causes": coverage(ranks[:, 1 : 1 + CAUSES].ravel()),
        "causes_given_that_they_act": {
            "count": len(given),
            "ks_p": float(stats.kstest(given, "uniform").pvalue),
            **coverage(given),
        },
        "inclusion": {
            "mean_probability": round(float(chance.mean()), 4),
            "share_that_acts": round(float(acts.mean()), 4),
            "standard_score": round(float((acts.sum() - chance.sum()) / spread), 2),
        },
        "k_hat_above_0.7": round(float(np.mean([each["k_hat"] > 0.7 for each in people])), 4),
    }


def judged(runs: dict[str, Any]) -> dict[str, Any]:
    """Adds Holm's correction over every coefficient of every length, and the worst figures."""
    tests = [(days, name) for days, run in runs.items() for name in run["coefficients"]]
    corrected = holm([runs[days]["coefficients"][name]["ks_p"] for days, name in tests])
    for (days, name), p_value in zip(tests, corrected, strict=True):
        runs[days]["coefficients"][name]["holm_p"] = p_value
    at_90 = [runs[days]["coefficients"][name]["90%"] for days, name in tests]
    return {
        "simulated": True,
        "bars": BARS,
        "prior": {"inclusion": INCLUSION, "slab_sd": SLAB_SD, "intercept_mean": INTERCEPT_MEAN},
        "smallest_holm_p": min(corrected),
        "coverage_90_from_to": [min(at_90), max(at_90)],
        "days": runs,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=4000)
    parser.add_argument("--days", type=int, nargs="+", default=[60, 120])
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    runs = {}
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        for days in arguments.days:
            tasks = [(arguments.seed + person, days) for person in range(arguments.people)]
            runs[str(days)] = summary(list(pool.imap_unordered(ranked, tasks, chunksize=20)))
            print(days, json.dumps(runs[str(days)], indent=1), flush=True)
    arguments.out.write_text(json.dumps(judged(runs), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
