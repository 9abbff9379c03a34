"""How long `check` takes: one case as a whole process, and 1,000 cases in lines mode.

Inside the timed region: interpreter start, imports, reading the file, deciding, printing. Outside: making the
cases. CPU of the process (user and system), median of `CALLS`.
Run: `python benchmarks/check_speed.py`; the figures go to results/check_speed.json.
"""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tests.check.cases import drawn_facts  # noqa: E402 - the project's root has to be found first

RESULT = Path(__file__).parent / "results" / "check_speed.json"
CALLS = 10
CASES = 1000
BARS_CPU_S = {"one case": 0.4, "1000 cases": 1.0}


def cpu_s(arguments: list[str]) -> float:
    """Gives CPU seconds of one call of the command."""
    script = "import sys; from untwitch.cli.main import run; run()"
    child = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        message = f"{arguments} ended with {child.returncode}"
        raise RuntimeError(message)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measures and writes."""
    chance = random.Random(1)
    lines = [json.dumps(drawn_facts(chance)) for _ in range(CASES)]
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "one.json", Path(folder) / "many.jsonl"
        one.write_text(lines[0], encoding="utf-8")
        many.write_text("\n".join(lines), encoding="utf-8")
        calls = {
            "one case": ["check", "--facts", str(one), "--json"],
            "1000 cases": ["check", "--facts-lines", str(many), "--json"],
        }
        figures = {name: [cpu_s(arguments) for _ in range(CALLS)] for name, arguments in calls.items()}
    document = {
        "command": "python benchmarks/check_speed.py",
        "cpu_s": {
            name: {
                "median": round(statistics.median(each), 3),
                "max": round(max(each), 3),
                "bar": BARS_CPU_S[name],
            }
            for name, each in figures.items()
        },
        "calls": CALLS,
        "cases": "random facts of tests/check/cases.py, seed 1",
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
