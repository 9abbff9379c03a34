"""How much better caffeine, typing and stress are told apart in rows of six hours than in rows of a day.

    OMP_NUM_THREADS=1 python -m benchmarks.explain_six_hours               # 250 people, 28 and 56 days

Made people whose busy days bring more of all three at once, so that days alone hardly tell them apart; within
the day coffee comes first, typing after it and stress when it comes. Each of the three acts in half of the
people, on what follows within hours. Both tables hold the same facts. Twitches are noticed from 6 to 24 h and
counted in every row (taps or shorter watches): one evening line a day would say no more in short rows. All is
simulated. Writes results/explain_six_hours.json.
"""

import argparse
import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.attribution import attribute
from untwitch.facts.person import Physiology
from untwitch.timeline.timeline import Timeline, daily

Floats = NDArray[np.float64]
RESULTS = Path(__file__).parent / "results" / "explain_six_hours.json"
MIDNIGHT = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
CAUSES = ("stress", "exertion", "caffeine")
ROWS = 4


def _decayed(amount: Floats, half_life_h: float) -> Floats:
    """What is left of earlier rows and of half of this one."""
    kept, made, before = math.exp(-6 * math.log(2) / half_life_h), np.empty(len(amount)), 0.0
    for row, each in enumerate(amount):
        made[row] = before * math.sqrt(kept) + 0.5 * each
        before = before * kept + each
    return made


def person(seed: int, days: int) -> tuple[Timeline, Timeline, dict[str, bool]]:
    """Gives the six-hour table, the table of days, and which causes act."""
    random = np.random.default_rng([seed, days])
    rows = days * ROWS
    hour = np.arange(rows) % ROWS
    busy = np.repeat(random.standard_normal(days), ROWS)
    noise = [random.standard_normal(rows) for _ in CAUSES]
    stress = 4 + 1.6 * busy + 1.8 * noise[0] + np.array([-1, 0.3, 0.5, 0.2])[hour]
    typing = np.maximum(0, np.array([0, 1.2, 2.2, 0.8])[hour] * (1 + 0.5 * busy + 0.5 * noise[1]))
    cups = np.maximum(0, np.array([0, 2.0, 0.9, 0.3])[hour] * (1 + 0.45 * busy + 0.4 * noise[2]))
    stress = np.clip(np.rint(stress), 0, 10)
    caffeine = 90 * np.rint(cups)
    acting = {
        "stress": 0.6 * stress + 0.4 * np.concatenate([stress[:1], stress[:-1]]),
        "exertion": _decayed(typing, random.uniform(6, 24)),
        "caffeine": _decayed(caffeine, random.uniform(3.5, 7)),
    }
    acts = {cause: bool(random.random() < 0.5) for cause in CAUSES}
    watched = hour > 0
    rate = np.log(1.6) + np.array([0, -0.2, 0.0, 0.2])[hour]
    for cause, dose in acting.items():
        if acts[cause]:
            seen = dose[watched]
            rate = rate + random.uniform(0.25, 0.5) * (dose - seen.mean()) / seen.std()
    drift, lag = np.zeros(rows), 0.85
    for row in range(1, rows):
        drift[row] = lag * drift[row - 1] + 0.3 * math.sqrt(1 - lag**2) * random.standard_normal()
    mean = np.exp(np.minimum(rate + drift, 6)) * random.gamma(8, 1 / 8, rows)
    twitches = np.where(watched, random.poisson(mean).astype(np.float64), np.nan)
    columns = {
        "twitches": twitches,
        "observed_h": np.where(watched, 6.0, np.nan),
        "stress_0_10": stress,
        "repetitive_h": np.minimum(typing, 6.0),
        "caffeine_mg": caffeine,
    }
    starts = tuple(MIDNIGHT + dt.timedelta(hours=6 * row) for row in range(rows))
    short = Timeline(starts, 6.0, (None,) * rows, columns, ("",) * rows)
    by_day = {
        name: (np.nanmean if name == "stress_0_10" else np.nansum)(each.reshape(days, ROWS), axis=1)
        for name, each in columns.items()
    }
    hours = np.array([3.0, 9.0, 15.0, 21.0])
    drunk = caffeine.reshape(days, ROWS)
    with_hour = np.where(drunk.sum(axis=1) > 0, drunk @ hours / np.maximum(drunk.sum(axis=1), 1e-9), np.nan)
    return short, daily(MIDNIGHT.date(), by_day | {"caffeine_mean_hour": with_hour}), acts


def figures(answers: list[tuple[dict[str, float], dict[str, str], dict[str, bool]]]) -> dict[str, Any]:
    """How well causes that act are told from those that do not."""
    made: dict[str, Any] = {}
    for cause in (*CAUSES, "all"):
        pairs = [
            (chance[each], verdict[each], acts[each])
            for chance, verdict, acts in answers
            for each in (CAUSES if cause == "all" else (cause,))
        ]
        yes = np.array([chance for chance, _, act in pairs if act])
        no = np.array([chance for chance, _, act in pairs if not act])
        above = (yes[:, None] > no).mean() + 0.5 * (yes[:, None] == no).mean()
        made[cause] = {
            "auc": round(float(above), 3),
            "found_of_those_that_act": round(
                float(np.mean([verdict == "likely" for _, verdict, act in pairs if act])), 3
            ),
            "called_likely_of_those_that_do_not": round(
                float(np.mean([verdict == "likely" for _, verdict, act in pairs if not act])), 3
            ),
        }
    return made


def main() -> None:
    """Runs both tables over the same people and keeps the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=250)
    asked.add_argument("--days", type=int, nargs="+", default=[28, 56])
    options = asked.parse_args()
    kept: dict[str, Any] = {"people": options.people, "seed": 200_000, "by_days": {}}
    for days in options.days:
        answers: dict[str, list[Any]] = {"six_hours": [], "a_day": []}
        for number in range(options.people):
            short, whole, acts = person(200_000 + number, days)
            for name, table in (("six_hours", short), ("a_day", whole)):
                made = attribute(table, physiology=Physiology())
                chance = {cause: made.cause(cause).probability for cause in CAUSES}
                answers[name].append((chance, {cause: made.cause(cause).verdict for cause in CAUSES}, acts))
        kept["by_days"][str(days)] = {name: figures(each) for name, each in answers.items()}
        print(days, json.dumps(kept["by_days"][str(days)]), flush=True)
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
