"""Processor time of `untwitch explain --timeline` on a year of a simulated diary, the whole process.

python benchmarks/explain_speed.py --times 10
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from untwitch.simulate.person import simulate
from untwitch.timeline.build import build
from untwitch.timeline.timeline import to_csv

RESULTS = Path(__file__).parent / "results" / "explain_speed.json"


def processor_s(command: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    table, _ = build(simulate(1, days=365).history)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "year.csv"
        path.write_text(to_csv(table), encoding="utf-8")
        command = [sys.executable, "-m", "untwitch", "explain", "--timeline", str(path), "--json"]
        environment = {name: each for name, each in os.environ.items() if not name.endswith("NUM_THREADS")}
        processor_s(command, environment)
        taken = [processor_s(command, environment) for _ in range(arguments.times)]
    made = {
        "simulated": True,
        "rows": len(table.starts),
        "times": arguments.times,
        "processor_s_median": round(statistics.median(taken), 3),
        "processor_s_most": round(max(taken), 3),
    }
    print(json.dumps(made, indent=2))
    arguments.out.parent.mkdir(exist_ok=True)
    arguments.out.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
