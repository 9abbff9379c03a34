"""Calibration of the whole answer on people drawn from the prior of explain itself.

Each person lives made exposures, recorded on every day. For each cause it is drawn from its prior whether it
acts, through which dose, how strongly, and how far its record can be relied on: the diary then shows the
correlation of the record times the effect, as the model has it. Weekday, trend, drift and scatter are drawn
from their priors too. The answer is read as anyone reads it, from explain/1: of causes that act, the truth
must lie below the interval in 5 of 100, in its lower half in 45, in its upper half in 45 and above in 5
(chi-squared, Holm's correction over the lengths), and probabilities must add up to the causes that act.

    OMP_NUM_THREADS=1 python -m benchmarks.explain_sbc_whole --people 4000 --days 60 120
"""

import argparse
import json
import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.explain_robustness import probability_bins
from benchmarks.explain_sbc import ALPHA, holm
from benchmarks.messy_people import FIRST_DAY, PHYSIOLOGY, messy_person
from scipy import stats

from untwitch.explain.attribution import attribute
from untwitch.explain.case import prepare
from untwitch.explain.dilution import correlations
from untwitch.inference.nb_laplace import Prior
from untwitch.knowledge.cause_prior import cause_priors
from untwitch.timeline.timeline import Timeline, daily

RESULTS = Path(__file__).parent / "results" / "explain_sbc_whole.json"
FIRST_SEED = 5_000_000
EXPECTED = (0.05, 0.45, 0.45, 0.05)
PLACES = ("below", "lower half", "upper half", "above")


def drawn(seed: int, days: int) -> tuple[Timeline, dict[str, tuple[str, float]]]:
    """Gives a diary and, by cause that acts, the dose it acts through and its log rate ratio per swing."""
    random = np.random.default_rng([seed, days])
    raw = dict(messy_person("clean", seed, days=days).timeline.columns)
    table = daily(FIRST_DAY, raw | {"twitches": np.ones(days)})
    made = prepare(table, physiology=PHYSIOLOGY, outcome="auto").design()
    always = len(made.always)
    log_rate = random.normal(np.log(4.0), 0.5) + made.matrix[:, :always] @ random.normal(
        0, made.effect_sd[:always]
    )
    acting = {}
    for cause, prior in cause_priors().items():
        parts = made.parts_of(cause)
        if not parts or random.random() >= prior.inclusion:
            continue
        part = parts[random.integers(len(parts))]
        cut = stats.truncnorm(-prior.mean / prior.sd, np.inf, loc=prior.mean, scale=prior.sd)
        effect = float(cut.rvs(random_state=random))
        recorded = effect * float(random.choice(correlations(part.reliability)))
        log_rate = log_rate + recorded * part.standardised
        acting[cause] = (part.dose.id, effect)
    drift = Prior()
    sigma, rho = abs(random.normal(0, drift.sigma_scale)), random.beta(drift.rho_a, drift.rho_b)
    phi = float(np.exp(random.normal(np.log(drift.phi_median), drift.phi_log_sd)))
    state = random.standard_normal(days)
    for day in range(1, days):
        state[day] = rho * state[day - 1] + np.sqrt(1 - rho**2) * state[day]
    mean = np.exp(np.minimum(log_rate + sigma * state, 12.0))
    twitches = random.poisson(mean * random.gamma(phi, size=days) / phi).astype(np.float64)
    return daily(FIRST_DAY, raw | {"twitches": twitches}), acting


def placed(task: tuple[int, int]) -> dict[str, Any]:
    """Gives where one person's truths lie in their answer."""
    table, acting = drawn(*task)
    answer = attribute(table, physiology=PHYSIOLOGY).to_json()
    places, chances = [], []
    for cause in answer["causes"]:
        dose, effect = acting.get(cause["cause"], ("", 0.0))
        if cause["rate_ratio_per_swing"] is not None:
            chances.append((cause["probability"], effect > 0))
        if effect == 0:
            continue
        told = {each["dose"]: each["rate_ratio_per_swing"] for each in cause["parts"]}
        interval = told.get(dose, cause["rate_ratio_per_swing"])
        if interval is not None:
            ends = np.log([interval["low"], interval["median"], interval["high"]])
            places.append(int(np.searchsorted(ends, effect)))
    return {"places": places, "chances": chances}


def summary(people: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Gives for one length where truths lie, and how well probabilities add up."""
    places = np.array([place for each in people for place in each["places"]])
    counts = np.bincount(places, minlength=4)
    chance = np.array([each[0] for row in people for each in row["chances"]])
    acts = np.array([each[1] for row in people for each in row["chances"]])
    spread = float(np.sqrt((chance * (1 - chance)).sum()))
    return {
        "people": len(people),
        "causes_that_act": int(counts.sum()),
        "places": {
            name: round(float(each / counts.sum()), 4) for name, each in zip(PLACES, counts, strict=True)
        },
        "coverage_90": round(float(counts[1:3].sum() / counts.sum()), 4),
        "chi_squared_p": float(stats.chisquare(counts, counts.sum() * np.array(EXPECTED)).pvalue),
        "probability_bins": probability_bins(chance, acts),
        "mean_probability": round(float(chance.mean()), 4),
        "share_that_acts": round(float(acts.mean()), 4),
        "standard_score": round(float((acts.sum() - chance.sum()) / spread), 2),
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
            runs[str(days)] = summary(list(pool.imap_unordered(placed, tasks, chunksize=10)))
            print(days, json.dumps(runs[str(days)]), flush=True)
    corrected = holm([run["chi_squared_p"] for run in runs.values()])
    for run, p_value in zip(runs.values(), corrected, strict=True):
        run["holm_p"] = p_value
    made = {"simulated": True, "bars": {"holm_p_at_least": ALPHA, "coverage_90": [0.88, 0.92]}, "days": runs}
    arguments.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
