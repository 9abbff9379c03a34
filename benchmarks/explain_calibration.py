"""Coverage, false causes and power of explain on simulated diaries whose causes are known.

The diaries follow the fitted family: doses by explain.dose, a negative binomial, an AR(1) state that the
diary does not show. So the figures say how well the computation works, not how well the model fits people.

    OMP_NUM_THREADS=1 python benchmarks/explain_calibration.py --runs 4000x120 --processes 2
"""

import argparse
import datetime as dt
import json
import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.attribution import attribute
from untwitch.explain.dose import Dose, Rows, doses
from untwitch.facts.measure import CAUSES
from untwitch.facts.person import Physiology
from untwitch.timeline.timeline import Timeline, daily

Floats = NDArray[np.float64]

RESULTS = Path(__file__).parent / "results" / "explain_calibration.json"
FIRST_DAY = dt.date(2026, 1, 5)
STRONG = 1.35
LEVELS = ((0.0, 0.02), (0.02, 0.1), (0.1, 0.25), (0.25, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01))


@dataclass(frozen=True)
class Truth:
    """One simulated person.

    Attributes:
        timeline: The diary.
        physiology: The body.
        effects: Log rate ratio per usual swing by dose, of the causes that act.
    """

    timeline: Timeline
    physiology: Physiology
    effects: dict[str, float]


def _wave(random: np.random.Generator, days: int, rho: float) -> Floats:
    noise = random.standard_normal(days)
    for day in range(1, days):
        noise[day] = rho * noise[day - 1] + np.sqrt(1 - rho**2) * noise[day]
    return noise


def _raw(random: np.random.Generator, days: int) -> dict[str, Floats]:
    """Raw amounts of one person: autocorrelated, with a common part that makes them correlate."""
    common = _wave(random, days, 0.4)

    def wave(sign: float = 1.0) -> Floats:
        return np.asarray(np.sqrt(0.3) * sign * common + np.sqrt(0.7) * _wave(random, days, 0.4))

    return {
        "stress_0_10": np.clip(np.round(4 + 2 * wave()), 0, 10),
        "exertion_au": np.maximum(np.round(150 + 150 * _wave(random, days, 0.1)), 0.0),
        "sleep_h": np.clip(np.round(6.7 + 1.1 * wave(-1), 1), 2, 13),
        "magnesium_mg": np.clip(np.round(270 + 110 * _wave(random, days, 0.5)), 20, 900),
        "caffeine_mg": np.clip(10 * np.round((220 + 110 * wave()) / 10), 0, 900),
        "caffeine_mean_hour": np.clip(11 + 2 * random.standard_normal(days), 6, 20),
        "water_ml": np.clip(np.round(1700 + 500 * wave(-1)), 100, 5000),
    }


def make(seed: int, days: int) -> Truth:
    """Gives one person: 0 to 3 causes that act, each through one dose."""
    random = np.random.default_rng(seed)
    physiology = Physiology(age_years=35, sex="female" if random.random() < 0.5 else "male")
    raw = _raw(random, days)
    diary = daily(FIRST_DAY, raw)
    made = doses(Rows(diary.starts, 24.0, diary.columns), physiology=physiology)
    active = random.choice(len(CAUSES), size=random.integers(0, 4), replace=False)
    log_rate = (
        np.log(4.0)
        + random.normal(0, 0.5)
        + random.uniform(0.15, 0.6) * _wave(random, days, random.uniform(0.2, 0.75))
    )
    effects = {}
    for index in active:
        dose = _one_dose([each for each in made if each.cause == CAUSES[index]], random)
        effect = random.uniform(0.15, 0.55)
        effects[dose.id] = effect
        log_rate = log_rate + effect * (dose.values - dose.values.mean()) / dose.values.std()
    size = float(np.exp(random.normal(np.log(8), 0.5)))
    twitches = random.poisson(random.gamma(size, np.exp(log_rate) / size)).astype(np.float64)
    return Truth(daily(FIRST_DAY, raw | {"twitches": twitches}), physiology, effects)


def _one_dose(candidates: list[Dose], random: np.random.Generator) -> Dose:
    return candidates[random.integers(len(candidates))]


def judge(task: tuple[int, int]) -> dict[str, Any]:
    """Gives what one person's answer was worth."""
    seed, days = task
    truth = make(seed, days)
    answer = attribute(truth.timeline, physiology=truth.physiology)
    covered, leading_right, strong_found, strong = [], [], 0, 0
    chances, false_likely, top_right = [], False, None
    acting = set()
    for cause in answer.causes:
        ids = {each.dose: each.rate_ratio_per_swing for each in cause.parts}
        if not cause.parts and cause.rate_ratio_per_swing:
            ids = {cause.rate_ratio_per_swing.per.rpartition(" of ")[2]: cause.rate_ratio_per_swing}
        mine = [each for each in truth.effects if each in ids]
        chances.append((cause.probability, bool(mine)))
        if not mine:
            false_likely |= cause.verdict == "likely"
            continue
        acting.add(cause.cause)
        effect, interval = truth.effects[mine[0]], ids[mine[0]]
        covered.append(interval is not None and interval.low <= np.exp(effect) <= interval.high)
        if cause.rate_ratio_per_swing is not None:
            leading_right.append(cause.rate_ratio_per_swing.per.endswith(mine[0]))
        if np.exp(effect) >= STRONG:
            strong += 1
            strong_found += cause.verdict == "likely"
    likely = [each for each in answer.causes if each.verdict == "likely"]
    possible = [each for each in answer.causes if each.verdict == "possible"]
    if likely and acting:
        top_right = max(likely, key=lambda each: each.probability_largest).cause in acting
    return {
        "covered": covered,
        "leading_right": leading_right,
        "strong": strong,
        "strong_found": strong_found,
        "false_likely": false_likely,
        "likely": len(likely),
        "likely_wrong": sum(each.cause not in acting for each in likely),
        "possible": len(possible),
        "possible_wrong": sum(each.cause not in acting for each in possible),
        "chances": chances,
        "top_right": top_right,
        "guards_failed": [each.name for each in answer.guards if not each.passes],
    }


def summary(judged: list[dict[str, Any]], *, days: int) -> dict[str, Any]:
    """Gives the figures over all people."""
    covered = [each for row in judged for each in row["covered"]]
    chances = np.array([each[0] for row in judged for each in row["chances"]])
    acts = np.array([each[1] for row in judged for each in row["chances"]])
    share = float(np.mean(covered))
    bins = []
    for low, high in LEVELS:
        inside = (chances >= low) & (chances < high)
        if inside.any():
            bins.append(
                {
                    "from": low,
                    "to": min(high, 1.0),
                    "count": int(inside.sum()),
                    "mean_probability": round(float(chances[inside].mean()), 3),
                    "true_share": round(float(acts[inside].mean()), 3),
                }
            )
    guards = [name for row in judged for name in row["guards_failed"]]
    return {
        "people": len(judged),
        "days": days,
        "active_effects": len(covered),
        "coverage_90": round(share, 4),
        "coverage_error": round(float(np.sqrt(share * (1 - share) / len(covered))), 4),
        "people_with_a_false_likely_cause": round(float(np.mean([row["false_likely"] for row in judged])), 4),
        "power_rate_ratio_1.35": round(
            sum(row["strong_found"] for row in judged) / max(1, sum(row["strong"] for row in judged)), 4
        ),
        "wrong_of_100_likely": round(
            100 * sum(row["likely_wrong"] for row in judged) / max(1, sum(row["likely"] for row in judged)), 2
        ),
        "wrong_of_100_possible": round(
            100
            * sum(row["possible_wrong"] for row in judged)
            / max(1, sum(row["possible"] for row in judged)),
            2,
        ),
        "leading_dose_right": round(float(np.mean([e for row in judged for e in row["leading_right"]])), 4),
        "probability_bins": bins,
        "guard_alarms": {name: round(guards.count(name) / len(judged), 4) for name in sorted(set(guards))},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", nargs="+", default=["4000x120", "1000x30", "1000x60", "1000x90"])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    made = []
    for run in arguments.runs:
        people, days = map(int, run.split("x"))
        tasks = [(seed, days) for seed in range(people)]
        with multiprocessing.get_context("fork").Pool(arguments.processes) as pool:
            judged = list(pool.imap(judge, tasks, chunksize=20))
        made.append(summary(judged, days=days))
        print(json.dumps(made[-1], indent=2), flush=True)
    arguments.out.parent.mkdir(exist_ok=True)
    arguments.out.write_text(json.dumps({"simulated": True, "runs": made}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
