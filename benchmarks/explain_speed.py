"""How long explain takes, and NUTS on the same rows in the same run. Processor seconds, one core, medians.

    export OMP_NUM_THREADS=1
    python -m benchmarks.explain_speed                                             # ours alone
    python -m benchmarks.explain_speed --numpyro /tmp/oracle/bin/python --nutpie /tmp/nutpie/bin/python

answer     one call of `attribute`, warm: doses, fit, probabilities, shares, k-hat, guards, days still to log
fit        the part of it that NUTS does: one call of `inference.fit` on the same matrix, k-hat included
command    the whole process `untwitch explain --timeline FILE --json`
batch      `attribute` over a hundred people of 90 days, one after another in one process
power      the simulated power curve, which is made on request only

NUTS runs in environments of its own (nuts_oracle/ and nutpie_oracle/ say how). Outside its time: imports, the
first compilation. Of numpyro there are two figures: a second run of `MCMC`, which compiles its loop again,
and the sampling alone, with compiled code. A run that did not converge (r-hat below 1.01 and 400 effective
draws of every coefficient) is no rival and gets no ratio.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.messy_people import PHYSIOLOGY, messy_person

from untwitch.explain.attribution import attribute
from untwitch.explain.case import prepare
from untwitch.explain.power_curve import power_curve
from untwitch.inference.nb_laplace import Prior, fit
from untwitch.timeline.timeline import Timeline, to_csv

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results" / "explain_speed.json"
ROWS = (120, 365)
BARS = {
    "answer_s": {"120": 0.150, "365": 0.500},
    "command_s": 1.5,
    "power_s": 5.0,
    "times_faster_than": {"numpyro": 60, "nutpie": 150},
    "people_per_s": 500,
}
SEED = 4_000_000
BATCH_PEOPLE, BATCH_DAYS = 100, 90
ONE_THREAD = {
    "NUMBA_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}
LARGEST_R_HAT, FEWEST_ESS = 1.01, 400


def median_cpu_s(call: Callable[[], object], *, times: int) -> float:
    """Gives the median processor seconds of calls, the first one left out."""
    call()
    taken = []
    for _ in range(times):
        began = time.process_time()
        call()
        taken.append(time.process_time() - began)
    return round(statistics.median(taken), 4)


def command_s(table: Timeline, *, times: int) -> float:
    """Gives the median processor seconds of the whole command on a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.csv"
        path.write_text(to_csv(table), encoding="utf-8")
        command = [sys.executable, "-m", "untwitch", "explain", "--timeline", str(path), "--json"]
        return round(statistics.median(child_cpu_s(command) for _ in range(times)), 3)


def child_cpu_s(command: list[str]) -> float:
    """Gives the processor seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows_for_nuts(table: Timeline) -> dict[str, Any]:
    """Gives the counts and the matrix that our model is fitted to, and its priors."""
    case = prepare(table, physiology=PHYSIOLOGY, outcome="auto")
    made, counts = case.design(), case.counts()
    return {
        "count": [None if np.isnan(each) else int(each) for each in counts.low],
        "matrix": made.matrix.tolist(),
        "spread": made.effect_sd.tolist(),
        "middle": float(np.log(counts.mean_rate)),
    }


def ours(table: Timeline, *, times: int) -> dict[str, Any]:
    """Gives our own figures on one table."""
    case = prepare(table, physiology=PHYSIOLOGY, outcome="auto")
    made, counts = case.design(), case.counts()
    prior = Prior(beta_sd=made.effect_sd)
    return {
        "columns": made.matrix.shape[1],
        "answer_s": median_cpu_s(lambda: attribute(table, physiology=PHYSIOLOGY), times=times),
        "fit_s": median_cpu_s(lambda: fit(counts, made.matrix, prior=prior), times=times),
        "command_s": command_s(table, times=max(3, times // 3)),
        "power_s": median_cpu_s(lambda: power_curve(table, physiology=PHYSIOLOGY), times=1),
    }


def people_per_s() -> float:
    """Gives people answered per processor second, one after another."""
    tables = [messy_person("clean", SEED + i, days=BATCH_DAYS).timeline for i in range(BATCH_PEOPLE)]
    attribute(tables[0], physiology=PHYSIOLOGY)
    began = time.process_time()
    for table in tables:
        attribute(table, physiology=PHYSIOLOGY)
    return round(BATCH_PEOPLE / (time.process_time() - began), 1)


def rival(python: Path, module: str, table: dict[str, Any]) -> dict[str, Any]:
    """Runs one sampler in its own environment on the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.json"
        path.write_text(json.dumps(table), encoding="utf-8")
        command = [str(python), "-m", module, str(path)]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=ROOT, env=os.environ | ONE_THREAD
        )
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made | {"converged": made["r_hat"] < LARGEST_R_HAT and made["fewest_ess"] >= FEWEST_ESS}


def ratios(mine: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, float]:
    """Gives how many times as long a sampler took as our whole answer; nothing if it did not converge."""
    if not other["converged"]:
        return {}
    named = {"times_faster": "cpu_s_warm", "times_faster_than_sampling_alone": "cpu_s_sampling_alone"}
    return {
        name: round(other[field] / mine["answer_s"], 1) for name, field in named.items() if field in other
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--rows", type=int, nargs="+", default=list(ROWS))
    parser.add_argument(
        "--numpyro", type=Path, default=None, help="python of the environment of nuts_oracle/"
    )
    parser.add_argument(
        "--nutpie", type=Path, default=None, help="python of the environment of nutpie_oracle/"
    )
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    if os.environ.get("OMP_NUM_THREADS") != "1":
        parser.error("set OMP_NUM_THREADS=1 before: numpy reads it when it starts")
    made: dict[str, Any] = {"simulated": True, "bars": BARS, "rows": {}}
    for rows in arguments.rows:
        table = messy_person("clean", SEED, days=rows).timeline
        figures = ours(table, times=arguments.times)
        for name, python, module in (
            ("numpyro", arguments.numpyro, "benchmarks.nuts_oracle.timed"),
            ("nutpie", arguments.nutpie, "benchmarks.nutpie_oracle.timed"),
        ):
            if python is not None:
                other = rival(python, module, rows_for_nuts(table))
                figures[name] = other | ratios(figures, other)
        made["rows"][str(rows)] = figures
        print(rows, json.dumps(figures), flush=True)
    made["people_per_s"] = people_per_s()
    print("people per second", made["people_per_s"])
    arguments.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
