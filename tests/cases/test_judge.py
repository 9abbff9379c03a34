"""The judge that others run finds each kind of fault, and only where there is one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cases import judge

FOLDER = Path(judge.__file__).parent
CASES = judge.read(FOLDER / "cases.jsonl")
ANSWERS = judge.read(FOLDER / "answers.jsonl")


def of(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return next((case, each) for case, each in zip(CASES, ANSWERS, strict=True) if case["id"] == name)


WRONG: list[tuple[str, dict[str, Any], set[str]]] = [
    ("E01-face", {"urgency": "urgent"}, {"urgency", "under-triage"}),
    ("R12-worse", {"urgency": "emergency"}, {"urgency", "over-triage"}),
    ("R12-worse", {"reasons": ["R01"]}, {"rules"}),
    ("R12-worse", {"reasons": ["R12", "R13"]}, {"rules"}),
    ("U04-not-both", {"reasons": ["U01", "U04"]}, {"rules"}),
    ("R12-worse", {"within": "weeks"}, {"within"}),
    ("PR-midwife", {"whom": "pharmacist"}, {"whom"}),
    ("UN-weakness", {"ask_again": ["weakness"]}, {"ask_again"}),
    ("S01-14-days", {"ask_again": ["weakness"]}, {"ask_again"}),
    ("LI-kidney-4", {"actions": ["drink_more"]}, {"must-not advice"}),
    ("S01-14-days", {"actions": ["stop_prescribed_medicine"]}, {"must-not advice"}),
    ("CA-caffeine-401", {"plausible_causes": {"caffeine": "strong"}}, {"causes"}),
    ("CA-caffeine-299", {"plausible_causes": {"caffeine": "weak"}}, {"causes"}),
    ("LK-tic", {"look_alike": "tremor"}, {"look_alike"}),
    ("LK-none", {"look_alike": "tic"}, {"look_alike"}),
]


@pytest.mark.parametrize(("name", "change", "measures"), WRONG)
def test_a_wrong_answer_is_named_by_its_measure(
    name: str, change: dict[str, Any], measures: set[str]
) -> None:
    case, answer = of(name)
    assert judge.faults(case, answer) == {}
    assert set(judge.faults(case, {**answer, **change})) == measures


def test_a_refused_case_is_a_fault() -> None:
    assert set(judge.faults(CASES[0], {"error": "no"})) == {"refused"}


def test_a_relation_is_broken_when_the_second_case_is_decided_otherwise() -> None:
    assert judge.broken_relations(CASES, ANSWERS) == []
    changed = [{**each, "within": "days"} if each["id"] == "R02-two~mirror" else each for each in ANSWERS]
    assert judge.broken_relations(CASES, changed) == ["R02-two~mirror"]


def test_answers_with_sentences_count_as_those_without() -> None:
    case, answer = of("R04-started")
    told = {
        **answer,
        "reasons": [{"id": each, "sign": "..."} for each in answer["reasons"]],
        "actions": [{"id": each, "text": "..."} for each in answer["actions"]],
        "plausible_causes": [{"cause": k, "strength": v} for k, v in answer["plausible_causes"].items()],
    }
    assert judge.faults(case, told) == {}


def test_the_script_prints_the_facts_and_judges_a_file(tmp_path: Path) -> None:
    script = str(FOLDER / "judge.py")
    facts = subprocess.run([sys.executable, script, "--facts"], capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in facts.stdout.splitlines()] == [case["facts"] for case in CASES]
    judged = subprocess.run(
        [sys.executable, script, str(FOLDER / "answers.jsonl")], capture_output=True, text=True, check=True
    )
    figures = json.loads(judged.stdout)
    assert figures["cases_without_fault"] == figures["cases"] == len(CASES)
    assert figures["worried_with_harmless_signs_alarmed"]["cases"] == 0
    bad = tmp_path / "answers.jsonl"
    bad.write_text(
        "".join(json.dumps({**each, "urgency": "urgent"}) + "\n" for each in ANSWERS), encoding="utf-8"
    )
    wrong = subprocess.run([sys.executable, script, str(bad)], capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert json.loads(wrong.stdout)["worried_with_harmless_signs_alarmed"]["cases"] > 60
    assert subprocess.run([sys.executable, script], capture_output=True, check=False).returncode == 2
