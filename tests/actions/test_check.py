"""What can be asked of check: one case, a file, many lines, the rules."""

import json
from pathlib import Path

import pytest
from tests.check.cases import calm

from untwitch.actions.check import (
    check,
    check_file,
    check_lines,
    rules_as_json,
    rules_to_sign,
)
from untwitch.facts.refused import Refused


def test_one_case_answers() -> None:
    assert check(calm())["urgency"] == "self_care"
    with pytest.raises(Refused, match="fever is 'x'"):
        check({"fever": "x"})


def test_a_file_answers_as_its_facts_do(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(calm(fainted=True)), encoding="utf-8-sig")
    assert check_file(path) == check(calm(fainted=True))


def test_every_line_answers_in_order_also_one_that_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    good = json.dumps(calm())
    bom = "\ufeff"
    path.write_text(f"{bom}{good}\n{{\n\n{bom}{good}\n{{}}\n\n", encoding="utf-8")
    answers = list(check_lines(path))
    assert [answer.get("urgency") for answer in answers] == ["self_care", None, None, "self_care", "routine"]
    assert answers[1]["error"].startswith("the case is not JSON")
    assert answers[2] == {"error": "there is no case; it should be one JSON object"}


def test_a_line_that_is_too_long_is_refused_and_the_next_one_answers(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(b" " * 1_500_000 + b"{}\n{}\n")
    first, second = check_lines(path)
    assert "more than 1000000 bytes" in first["error"]
    assert second["urgency"] == "routine"


def test_the_rules_are_given_to_sign() -> None:
    assert len(rules_to_sign()) == 63
    document = rules_as_json()
    assert document["reviewed"] == "No clinician has reviewed this."
    assert document["rules"][0]["id"] == "E01"
    json.dumps(document)


def test_the_own_usual_load_comes_from_a_diary_only() -> None:
    facts = calm(exertion_load_24h_au=150)
    assert check(facts)["plausible_causes"] == []
    assert check(facts, own_load_au=149)["plausible_causes"][0]["cause"] == "exertion"
    assert check(facts, own_load_au=150)["plausible_causes"] == []
