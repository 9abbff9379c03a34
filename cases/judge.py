"""Judges the answers of any tool by these cases; needs nothing but Python 3.11.

    python cases/judge.py --facts > facts.jsonl        one object of facts a line, in the order of cases.jsonl
    your-tool facts.jsonl > answers.jsonl              one answer a line, same order
    python cases/judge.py answers.jsonl                what it got right, by measure and by group

An answer is an object after contract/check_answer.schema.json. Its shape is not judged here; any
validator of JSON Schema does that. Limits of advice are judged where a case tempts (`must_not_actions`).
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
LEVELS = ("self_care", "routine", "urgent", "emergency")
NEVER = frozenset((
    "stop_prescribed_medicine", "potassium_supplement", "potassium_salt_substitute",
    "fast_breathing_exercise",
    "breathe_into_bag", "stop_caffeine_abruptly", "reassure_certainly_harmless",
    "name_motor_neurone_disease_as_likely",
    "take_leftover_medicine",
))  # fmt: skip
DECISION = ("urgency", "within", "whom", "reasons", "ask_again")


def read(path: Path) -> list[dict[str, Any]]:
    """Gives the objects of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def ids(entries: Iterable[Any]) -> set[str]:
    """Gives ids from entries that are ids, or objects with one."""
    return {each["id"] if isinstance(each, dict) else each for each in entries}


def strengths(causes: Any) -> dict[str, str]:
    """Gives strength by cause, from a mapping or from a list of objects."""
    return dict(causes) if isinstance(causes, dict) else {each["cause"]: each["strength"] for each in causes}


def decision(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Gives what a relation between two cases compares."""
    found = {name: answer[name] for name in DECISION}
    return {**found, "reasons": ids(answer["reasons"]), "ask_again": set(answer["ask_again"])}


def faults(case: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, str]:
    """Gives what an answer gets wrong, by measure; empty = nothing.

    Args:
        case: A line of cases.jsonl.
        answer: The tool's answer to its facts.
    """
    if "error" in answer:
        return {"refused": str(answer["error"])}
    return {**_faults_of_the_decision(case["expected"], answer), **_other_faults(case["expected"], answer)}


def _faults_of_the_decision(label: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, str]:
    """Gives what is wrong in urgency, rules, within, whom and what is asked again."""
    found: dict[str, str] = {}
    urgency, named = answer["urgency"], ids(answer["reasons"])
    allowed = sorted(LEVELS.index(level) for level in label["urgency"])
    if urgency not in label["urgency"]:
        found["urgency"] = f"{urgency}, not {label['urgency']}"
        if LEVELS.index(urgency) < allowed[0]:
            found["under-triage"] = found["urgency"]
        if LEVELS.index(urgency) > allowed[-1]:
            found["over-triage"] = found["urgency"]
    must, must_not = set(label["must_rules"]), set(label["must_not_rules"])
    if not must <= named or must_not & named or (label["no_other_rules"] and named != must):
        found["rules"] = f"{sorted(named)}, not {sorted(must)}"
    for name in ("within", "whom"):
        if answer[name] not in label[name]:
            found[name] = f"{answer[name]}, not {label[name]}"
    if label["ask_again"] is not None and set(answer["ask_again"]) != set(label["ask_again"]):
        found["ask_again"] = f"{sorted(answer['ask_again'])}, not {label['ask_again']}"
    return found


def _other_faults(label: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, str]:
    """Gives what is wrong in the advice, the causes and the look-alike."""
    found: dict[str, str] = {}
    advised = ids(answer["actions"]) & (NEVER | set(label["must_not_actions"]))
    if advised:
        found["must-not advice"] = str(sorted(advised))
    causes = strengths(answer["plausible_causes"])
    wrong = {name: causes.get(name) for name, want in label["causes"].items() if causes.get(name) != want}
    if wrong:
        found["causes"] = f"{wrong}, not {label['causes']}"
    if "look_alike" in label and answer["look_alike"] != label["look_alike"]:
        found["look_alike"] = f"{answer['look_alike']}, not {label['look_alike']}"
    return found


def broken_relations(cases: Iterable[Mapping[str, Any]], answers: Iterable[Mapping[str, Any]]) -> list[str]:
    """Gives the ids of cases whose decision differs from the case they must be decided as."""
    pairs = list(zip(cases, answers, strict=True))
    found = {case["id"]: answer for case, answer in pairs}
    return [
        case["id"]
        for case, answer in pairs
        if "decision_as" in case["expected"]
        and decision(answer) != decision(found[case["expected"]["decision_as"]])
    ]


def judged(cases: list[dict[str, Any]], answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Gives the figures: faults by measure, shares by group, and each faulty case.

    Args:
        cases: The lines of cases.jsonl.
        answers: An answer to each, in the same order.
    """
    by_case = {case["id"]: faults(case, answer) for case, answer in zip(cases, answers, strict=True)}
    count = Counter(measure for each in by_case.values() for measure in each)
    groups: dict[str, Counter[str]] = {}
    for case, answer in zip(cases, answers, strict=True):
        groups.setdefault(case["group"], Counter()).update(("cases", answer.get("urgency", "refused")))
    worried = groups.get("benign_anxious", Counter())
    alarmed = worried["emergency"] + worried["urgent"]
    return {
        "cases": len(cases),
        "cases_without_fault": sum(not each for each in by_case.values()),
        "faults": dict(sorted(count.items())),
        "relations_broken": broken_relations(cases, answers),
        "groups": {name: dict(sorted(each.items())) for name, each in groups.items()},
        "worried_with_harmless_signs_alarmed": {"cases": alarmed, "of": worried["cases"]},
        "faulty": {name: each for name, each in by_case.items() if each},
    }


def main() -> int:
    """Prints the facts, or what a tool's answers are worth; 1 when anything is wrong."""
    cases = read(FOLDER / "cases.jsonl")
    if sys.argv[1:] == ["--facts"]:
        sys.stdout.writelines(json.dumps(case["facts"], ensure_ascii=False) + "\n" for case in cases)
        return 0
    if len(sys.argv) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    figures = judged(cases, read(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return int(bool(figures["faulty"] or figures["relations_broken"]))


if __name__ == "__main__":
    sys.exit(main())
