"""What an answer is worth when exposures are logged with errors, forgotten, or last longer or shorter.

People and their truth are those of messy_people.py, which says what each interval is held against:
`rate_ratio_per_swing` against the log rate ratio per true usual swing, `rate_ratio` against the one per unit
of exposure times the number that its `per` begins with.

    python -m benchmarks.explain_robustness --quick  # 200 people of all_three, 120 days
    python -m benchmarks.explain_robustness --quick --cells noise_1.0x120 cleanx30
    python -m benchmarks.explain_robustness --people 400                    # every cell, held-out people

Ideas are tried on the seeds of development; held-out people have other seeds, on which nothing may be tuned.
"""

import argparse
import json
import multiprocessing
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.messy_people import MESSES, PHYSIOLOGY, messy_person
from numpy.typing import NDArray

from untwitch.explain.attribution import attribute

Floats = NDArray[np.float64]

RESULTS = Path(__file__).parent / "results" / "explain_robustness.json"
FIRST_SEED = {"development": 1_000_000, "held_out": 2_000_000}
DAYS = (30, 60, 90, 120, 365)
STRONG = float(np.log(1.35))
EDGES = (0.0, 0.02, 0.1, 0.25, 0.5, 0.8, 0.95, 1.0)
FEWEST_IN_BIN = 30
BARS = {
    "coverage_90 at 120 days": {"all_three": 0.85, "noise_1.0": 0.82, "missing_0.4": 0.82},
    "people_with_a_false_cause": {"clean, 30 days": 0.05, "clean, from 60": 0.03, "any mess": 0.07},
    "power_rate_ratio_1.35, clean": {"30": 0.27, "60": 0.66, "90": 0.80, "120": 0.90},
    "worst_bin": 0.10,
    "tomorrow_alarms": [0.035, 0.065],
}
_LEADING_NUMBER = re.compile(r"^[\d.,]*\d")


def judge(task: tuple[str, int, int]) -> dict[str, Any]:
    """Gives what one person's answer was worth: one row a cause, and the guards."""
    name, seed, days = task
    person = messy_person(name, seed, days=days)
    began = time.process_time()
    answer = attribute(person.timeline, physiology=PHYSIOLOGY).to_json()
    seconds = time.process_time() - began
    rows = []
    for cause in answer["causes"]:
        effect = person.effects.get(cause["cause"])
        row = {
            "probability": cause["probability"],
            "likely": cause["verdict"] == "likely",
            "effect": 0.0 if effect is None else effect.per_swing,
        }
        if effect is not None:
            row["swing"] = against(cause["rate_ratio_per_swing"], effect.per_swing)
            row["unit"] = against(cause["rate_ratio"], effect.per_unit * _number(cause["rate_ratio"]))
        rows.append(row)
    guard = answer["guards"].get("tomorrow_control")
    return {"rows": rows, "alarm": guard is not None and not guard["passes"], "seconds": seconds}


def _number(told: dict[str, Any] | None) -> float:
    """The number that the words of a change begin with; 1 where they begin with none."""
    found = _LEADING_NUMBER.match(told["per"]) if told else None
    return float(found[0].replace(",", "")) if found else 1.0


def against(told: dict[str, Any] | None, truth: float) -> tuple[float, float, float] | None:
    """Gives truth less the middle of an interval and less its two ends, in logs; None without one."""
    if told is None:
        return None
    low, middle, high = (float(np.log(told[name])) for name in ("low", "median", "high"))
    return truth - middle, truth - low, truth - high


def summary(judged: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Gives the figures over all people of a cell."""
    rows = [row for each in judged for row in each["rows"]]
    acts = np.array([row["effect"] > 0 for row in rows])
    strong = np.array([row["effect"] >= STRONG for row in rows])
    likely = np.array([row["likely"] for row in rows])
    chances = np.array([row["probability"] for row in rows])
    false = [any(row["likely"] and row["effect"] == 0 for row in each["rows"]) for each in judged]
    bins = probability_bins(chances, acts)
    counted = [each["away"] for each in bins if each["count"] >= FEWEST_IN_BIN]
    return {
        "people": len(judged),
        "active_effects": int(acts.sum()),
        "per_swing": covered([row["swing"] for row in rows if row["effect"] > 0]),
        "per_unit": covered([row["unit"] for row in rows if row["effect"] > 0]),
        "people_with_a_false_cause": share(false),
        "power_rate_ratio_1.35": share(likely[strong]),
        "found": share(likely[acts]),
        "likely_right": share(acts[likely]),
        "worst_bin": max(counted, default=None),
        "probability_bins": bins,
        "tomorrow_alarms": share([each["alarm"] for each in judged]),
        "cpu_s_median": round(float(np.median([each["seconds"] for each in judged])), 3),
    }


def share(hits: Sequence[bool] | NDArray[np.bool_]) -> float | None:
    """Gives the share of hits; None of nothing."""
    return round(float(np.mean(hits)), 4) if len(hits) else None


def covered(told: Sequence[tuple[float, float, float] | None]) -> dict[str, Any]:
    """Gives how often intervals held the truth, how often it lay below and above, their bias and width."""
    known = np.array([each for each in told if each is not None]).reshape(-1, 3)
    if not len(known):
        return {"coverage_90": None}
    from_middle, from_low, from_high = known.T
    inside = (from_low >= 0) & (from_high <= 0)
    rate = float(inside.mean())
    return {
        "coverage_90": round(rate, 4),
        "error": round(float(np.sqrt(rate * (1 - rate) / len(known))), 4),
        "truth_below": share(from_low < 0),
        "truth_above": share(from_high > 0),
        "without_interval": len(told) - len(known),
        "log_bias": round(float(-from_middle.mean()), 4),
        "log_width": round(float((from_low - from_high).mean()), 4),
    }


def probability_bins(chances: Floats, acts: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Gives mean probability and share that acts in each bin of probability that is not empty."""
    place = np.clip(np.digitize(chances, EDGES) - 1, 0, len(EDGES) - 2)
    made = []
    for index in np.unique(place):
        inside = place == index
        mean, true = float(chances[inside].mean()), float(acts[inside].mean())
        made.append(
            {
                "from": EDGES[index],
                "to": EDGES[index + 1],
                "count": int(inside.sum()),
                "mean_probability": round(mean, 3),
                "true_share": round(true, 3),
                "away": round(abs(mean - true), 3),
            }
        )
    return made


def line(cell: str, figures: dict[str, Any]) -> str:
    """Gives the figures that are looked at first in one line."""
    swing, unit = figures["per_swing"], figures["per_unit"]
    return (
        f"{cell:>16}  n {figures['people']:>4}  swing {swing['coverage_90']} "
        f"(below {swing.get('truth_below')}, above {swing.get('truth_above')}, bias {swing.get('log_bias')}, "
        f"width {swing.get('log_width')})  unit {unit['coverage_90']} (bias {unit.get('log_bias')})  "
        f"false {figures['people_with_a_false_cause']}  power {figures['power_rate_ratio_1.35']}  "
        f"found {figures['found']}  worst bin {figures['worst_bin']}  "
        f"tomorrow {figures['tomorrow_alarms']}  {figures['cpu_s_median']} s"
    )


def cells_of(words: Sequence[str]) -> list[tuple[str, int]]:
    """Reads cells such as `noise_1.0x120`; all of them where none is named."""
    if not words:
        return [(name, days) for days in DAYS for name in MESSES]
    return [(name, int(days)) for name, _, days in (word.rpartition("x") for word in words)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="200 people for development; nothing is stored")
    parser.add_argument("--cells", nargs="*", default=[], help="such as noise_1.0x120; all, or all_threex120")
    parser.add_argument("--people", type=int, default=None, help="of each cell")
    parser.add_argument("--seeds", choices=list(FIRST_SEED), default=None)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    seeds = arguments.seeds or ("development" if arguments.quick else "held_out")
    cells = cells_of(arguments.cells or (["all_threex120"] if arguments.quick else []))
    people = arguments.people or max(1, 200 // len(cells) if arguments.quick else 400)
    made: dict[str, Any] = {}
    if not arguments.quick and arguments.out.exists():
        made = json.loads(arguments.out.read_text(encoding="utf-8")).get("cells", {})
    # A fresh process reads the number of threads anew.
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        for name, days in cells:
            tasks = [(name, FIRST_SEED[seeds] + person, days) for person in range(people)]
            figures = summary(list(pool.imap_unordered(judge, tasks, chunksize=5)))
            print(line(f"{name}x{days}", figures), flush=True)
            made[f"{name}x{days}"] = {"seeds": seeds, **figures}
            if not arguments.quick:
                stored = {"simulated": True, "bars": BARS, "cells": made}
                arguments.out.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
