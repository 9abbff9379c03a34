"""CPU of the whole process from the shell to the answer: median of ten calls a verb.

Inside the timed region: interpreter start, imports, the work, printing. Outside: making the input.
Run: `python benchmarks/start_up.py`; the figures go to results/start_up.json.
"""

import csv
import datetime as dt
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RESULT = Path(__file__).parent / "results" / "start_up.json"
CALLS = 10
BARS_CPU_S = {"--help": 0.3, "log": 0.6, "check --facts": 0.4, "explain on 365 rows": 1.5}


def cpu_s(arguments: list[str], home: Path) -> tuple[float, float]:
    """Gives CPU seconds and peak memory (MB) of one call of the command."""
    script = "import sys; from untwitch.cli.main import run; run()"
    child = subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "UNTWITCH_HOME": str(home), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        message = f"{arguments} ended with {child.returncode}"
        raise RuntimeError(message)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def diary(path: Path, *, rows: int) -> None:
    """Writes a table of made days."""
    dice = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(
            ["start", "twitches", "caffeine_mg", "sleep_h", "stress_0_10", "exertion_au", "water_ml"]
        )
        for index in range(rows):
            start = (dt.date(2024, 1, 1) + dt.timedelta(index)).isoformat()
            caffeine = dice.choice([0, 95, 190, 285])
            rate = 2 + caffeine / 100
            twitches = sum(dice.random() < rate / 20 for _ in range(20))
            table.writerow(
                [start, twitches, caffeine, round(dice.gauss(7, 1), 1), dice.randint(0, 10),
                 dice.choice([0, 0, 120, 300]), dice.randint(800, 2500)]
            )  # fmt: skip


def main() -> None:
    """Times the four verbs and stores the figures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        facts, table = home / "facts.json", home / "diary.csv"
        facts.write_text(
            '{"age_years": 30, "movement_kind": "flicker", "twitch_since_days": 3}', encoding="utf-8"
        )
        diary(table, rows=365)
        calls = {
            "--help": ["--help"],
            "log": ["log", "coffee"],
            "check --facts": ["check", "--facts", str(facts), "--json"],
            "explain on 365 rows": ["explain", "--timeline", str(table), "--json"],
        }
        figures = {}
        for name, arguments in calls.items():
            runs = [cpu_s(arguments, home) for _ in range(CALLS)]
            seconds = [run[0] for run in runs]
            figures[name] = {
                "cpu_s_median": round(statistics.median(seconds), 3),
                "cpu_s_min": round(min(seconds), 3),
                "cpu_s_max": round(max(seconds), 3),
                "peak_mb": round(max(run[1] for run in runs), 1),
                "bar_cpu_s": BARS_CPU_S[name],
            }
    result = {"calls": CALLS, "python": platform.python_version(), "figures": figures}
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
