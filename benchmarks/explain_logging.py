"""How often a way of keeping the diary is named where it is not there, and where it is: simulated diaries.

    python -m benchmarks.explain_logging                # 2,000 people a cell, about a minute
    python -m benchmarks.explain_logging --people 200

Counts are negative binomial around a rate that drifts (AR(1)); entries are left out by chance, in holidays,
ever more often, or on calm days. Writes results/explain_logging.json.
"""

import argparse
import datetime as dt
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.logging_habits import logging_habits
from untwitch.explain.outcomes import Outcome

Floats = NDArray[np.float64]
RESULTS = Path(__file__).parent / "results" / "explain_logging.json"
FIRST = dt.date(2026, 1, 5)


def series(random: np.random.Generator, days: int, *, level: float) -> Floats:
    """Twitches of each day, all days."""
    drift = np.zeros(days)
    sd, lag = random.uniform(0.2, 0.6), random.uniform(0.2, 0.75)
    for day in range(days):
        before = drift[day - 1] if day else random.normal(0, sd)
        drift[day] = lag * before + sd * np.sqrt(1 - lag**2) * random.standard_normal()
    rate = level * np.exp(drift - sd**2 / 2)
    return np.asarray(random.poisson(rate * random.gamma(6, 1 / 6, days)), dtype=np.float64)


def kept(random: np.random.Generator, counts: Floats, habit: str) -> Floats:
    """The same with days left out by one habit."""
    days = len(counts)
    chance = np.full(days, random.uniform(0.05, 0.35))
    if habit == "holidays":
        chance[:] = 0.05
        for start in random.integers(0, days, 2):
            chance[start : start + int(random.integers(3, 9))] = 0.95
    elif habit == "fatigue":
        chance = np.linspace(0.05, 0.75, days)
    elif habit == "only_when_bad":
        chance = np.where(counts <= np.quantile(counts, 0.4), 0.8, 0.05)
    elif habit == "rarely_calm":
        chance = np.where(counts <= np.quantile(counts, 0.4), 0.5, 0.1)
    return np.asarray(np.where(random.random(days) < chance, np.nan, counts), dtype=np.float64)


def share(people: int, *, days: int, level: float, habit: str) -> dict[str, float]:
    """How many of the people are told of each habit."""
    told = {"fatigue": 0, "only_when_bad": 0}
    dates = [FIRST + dt.timedelta(days=day) for day in range(days)]
    for person in range(people):
        random = np.random.default_rng([person, days, round(10 * level), len(habit)])
        counts = kept(random, series(random, days, level=level), habit)
        outcome = Outcome("twitches", "diary", counts, counts, np.full(days, 16.0), "twitches noticed")
        for notice in logging_habits(outcome, dates):
            told["fatigue" if "mostly about the first" in notice.what else "only_when_bad"] += 1
    return {name: round(number / people, 4) for name, number in told.items()}


def main() -> None:
    """Runs every cell and keeps the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=2000)
    people = asked.parse_args().people
    cells = []
    for habit in ("by_chance", "holidays", "fatigue", "rarely_calm", "only_when_bad"):
        for days in (60, 120):
            for level in (1.5, 6.0):
                found = share(people, days=days, level=level, habit=habit)
                cells.append(
                    {"habit": habit, "days": days, "twitches_per_day": level, "people": people} | found
                )
                print(cells[-1], flush=True)
    RESULTS.write_text(json.dumps({"told": cells}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
