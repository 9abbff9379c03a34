"""How `check` does on the released cases, and on 100,000 random facts decided a second time.

Stored: cases in each group and what is wrong with their answers, the share of worried people with harmless
signs who are alarmed, answers outside the schema or against a limit of advice, disagreements with the second
evaluator of tests/cases/oracle.py (urgency, rules, within, whom, what is asked again), and CPU seconds for
1,000 of the cases as `check --facts-lines` (the whole process, median of `CALLS`).
Run: `python -m benchmarks.check_cases`; the figures go to results/check_cases.json.
"""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import fastjsonschema
from cases import judge
from tests.cases.draw import drawn
from tests.cases.oracle import schema
from tests.cases.test_oracle import differences

from untwitch.actions.check import check

RESULT = Path(__file__).parent / "results" / "check_cases.json"
CASES = Path(judge.__file__).parent / "cases.jsonl"
DRAWS = 100_000
SEED = 63
CALLS = 7
MANY = 1000


def random_facts() -> dict[str, Any]:
    """Gives what went wrong over random facts, and the levels they had."""
    document = {**schema("check_answer"), "$schema": "http://json-schema.org/draft-07/schema#", "$id": ""}
    keeps = fastjsonschema.compile(document)
    chance = random.Random(SEED)
    names = ("urgency", "reasons", "within", "whom", "ask_again", "advice", "structure")
    wrong: Counter[str] = Counter(dict.fromkeys((*names, "outside_schema"), 0))
    levels: Counter[str] = Counter()
    for _ in range(DRAWS):
        facts = drawn(chance)
        answer = check(facts)
        levels[answer["urgency"]] += 1
        wrong.update(differences(facts, answer).keys())
        try:
            keeps(answer)
        except fastjsonschema.JsonSchemaException:
            wrong["outside_schema"] += 1
    return {"draws": DRAWS, "seed": SEED, "wrong": dict(wrong), "levels": dict(sorted(levels.items()))}


def lines_cpu_s(cases: list[dict[str, Any]]) -> dict[str, float]:
    """Gives CPU seconds of one process that answers 1,000 lines."""
    lines = [json.dumps(cases[number % len(cases)]["facts"]) for number in range(MANY)]
    script = "from untwitch.cli.main import run; run()"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-c", script, "check", "--facts-lines", str(path), "--json"]
        taken = [cpu_s(command) for _ in range(CALLS)]
    return {"median": round(statistics.median(taken), 3), "max": round(max(taken), 3), "bar": 1.0}


def cpu_s(command: list[str]) -> float:
    """Gives CPU seconds (user and system) of one command."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        message = f"{command} ended with {child.returncode}"
        raise RuntimeError(message)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measures and writes."""
    cases = judge.read(CASES)
    figures = judge.judged(cases, [check(case["facts"]) for case in cases])
    document = {
        "command": "python -m benchmarks.check_cases",
        "cases": figures,
        "random_facts": random_facts(),
        "cpu_s_1000_lines": lines_cpu_s(cases),
        "calls": CALLS,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
