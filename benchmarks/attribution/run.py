"""Runs untwitch and its peers over the same people and writes what each was worth.

OMP_NUM_THREADS=1 python -m benchmarks.attribution.run --people 300 --days 90 --seed 100000
"""

import argparse
import json
import multiprocessing
import time
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.attribution.peers import PEERS
from benchmarks.attribution.people import CONDITIONS, PHYSIOLOGY, make
from benchmarks.attribution.score import BARS, missed, score

from untwitch.explain.attribution import attribute

RESULTS = Path(__file__).parents[1] / "results" / "attribution.json"
OURS = "untwitch"


def answers(task: tuple[str, int, int, bool]) -> tuple[dict[str, float], dict[str, Any], float]:
    """Gives truth, the answer of each method, and the seconds that ours took."""
    condition, seed, days, with_peers = task
    person = make(condition, seed, days=days)
    begun = time.perf_counter()
    made = {OURS: attribute(person.timeline, physiology=PHYSIOLOGY).to_json()}
    seconds = time.perf_counter() - begun
    if with_peers:
        made |= {name: peer(person.timeline) for name, peer in PEERS.items()}
    return dict(person.truth), made, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--days", type=int, nargs="+", default=[90])
    parser.add_argument("--seed", type=int, default=100_000)
    parser.add_argument("--conditions", nargs="+", default=list(CONDITIONS), choices=list(CONDITIONS))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    runs = []
    seeds = range(arguments.seed, arguments.seed + arguments.people)
    with multiprocessing.get_context("fork").Pool(arguments.processes) as pool:
        for days in arguments.days:
            for condition in arguments.conditions:
                tasks = [(condition, seed, days, not arguments.without_peers) for seed in seeds]
                done = pool.map(answers, tasks, chunksize=10)
                truths = [truth for truth, _, _ in done]
                methods = {name: score([made[name] for _, made, _ in done], truths) for name in done[0][1]}
                methods[OURS]["seconds_median"] = round(float(np.median([s for _, _, s in done])), 3)
                if condition == "second" and days == 90:
                    for figures in methods.values():
                        figures["bars_missed"] = missed(figures)
                runs.append(
                    {"condition": condition, "days": days, "first_seed": arguments.seed, "methods": methods}
                )
                print(condition, days, json.dumps(methods), flush=True)
    arguments.out.parent.mkdir(exist_ok=True)
    arguments.out.write_text(
        json.dumps({"simulated": True, "bars": dict(BARS), "runs": runs}, indent=2) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
