"""Whether every answer keeps the contract: 100,000 random facts against the schema of the answer.

Also counted: an action advised against its limits, an answer that changes with the order of the facts, and,
for every answer that is not an emergency, that a level never falls when a sign of an emergency is added.
Run: `python benchmarks/check_schema.py`; the figures go to results/check_schema.json.
"""

import json
import platform
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import fastjsonschema

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tests.check.cases import PICTURES, calm, drawn_facts  # noqa: E402 - the project's root has to be found first

from untwitch.check.advice import is_allowed  # noqa: E402
from untwitch.check.case import case_of  # noqa: E402
from untwitch.check.triage import triage  # noqa: E402
from untwitch.check.verdict import verdict  # noqa: E402
from untwitch.knowledge.action_text import answer_schema  # noqa: E402

RESULT = Path(__file__).parent / "results" / "check_schema.json"
CASES = 100_000
SEED = 20


def main() -> None:
    """Counts and writes."""
    keeps = fastjsonschema.compile(
        {**answer_schema(), "$schema": "http://json-schema.org/draft-07/schema#", "$id": ""}
    )
    chance = random.Random(SEED)
    broken: Counter[str] = Counter(outside_schema=0, against_limits=0, order_matters=0, emergency_missed=0)
    levels: Counter[str] = Counter()
    signs = [rule for rule in PICTURES if rule[0] == "E"]
    begin = time.perf_counter()
    for _ in range(CASES):
        facts = drawn_facts(chance)
        answer = verdict(facts)
        levels[answer["urgency"]] += 1
        try:
            keeps(answer)
        except fastjsonschema.JsonSchemaException:
            broken["outside_schema"] += 1
        case = triage(case_of(facts)).case
        broken["against_limits"] += not all(is_allowed(each["id"], case) for each in answer["actions"])
        broken["order_matters"] += verdict(dict(reversed(facts.items()))) != answer
        broken["emergency_missed"] += (
            verdict(with_sign(facts, chance.choice(signs)))["urgency"] != "emergency"
        )
    document = {
        "command": "python benchmarks/check_schema.py",
        "cases": CASES,
        "seed": SEED,
        "broken": dict(broken),
        "levels": dict(sorted(levels.items())),
        "seconds": round(time.perf_counter() - begin, 1),
        "python": platform.python_version(),
    }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


def with_sign(facts: dict[str, Any], rule: str) -> dict[str, Any]:
    """Gives the facts with everything that makes one emergency rule true."""
    picture = calm(**PICTURES[rule])
    return {**facts, **{name: picture[name] for name in PICTURES[rule]}}


if __name__ == "__main__":
    main()
