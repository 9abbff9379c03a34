"""Every released case is answered as labelled, in shape, within the limits, whatever must not matter."""

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from cases import judge, make
from cases.written import related
from cases.written.building import CALM
from jsonschema import Draft202012Validator
from tests.cases.oracle import Oracle, rows, schema

from untwitch.actions.check import check, check_lines

FOLDER = Path(make.__file__).parent
CASES = judge.read(FOLDER / "cases.jsonl")
GROUPS = sorted({case["group"] for case in CASES})
SEEKS_CARE = frozenset(schema("check_answer")["$defs"]["action_id"]["x-groups"]["seek care"])
PLAIN_WORDS = schema("check_answer")["properties"]["look_alike_person"]["x-of"]


@functools.cache
def answer(name: str) -> dict[str, Any]:
    return check(FACTS[name])


FACTS: Mapping[str, Mapping[str, Any]] = {case["id"]: case["facts"] for case in CASES}


def without_words(given: Mapping[str, Any]) -> dict[str, Any]:
    return make.without_sentences("", given)


def level(given: Mapping[str, Any]) -> int:
    return judge.LEVELS.index(given["urgency"])


@pytest.mark.parametrize("group", GROUPS)
def test_every_case_is_answered_as_labelled(group: str) -> None:
    wrong = {case["id"]: judge.faults(case, answer(case["id"])) for case in CASES if case["group"] == group}
    assert {name: each for name, each in wrong.items() if each} == {}


def test_lines_give_the_same_answers_in_order(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text("".join(json.dumps(case["facts"]) + "\n" for case in CASES), encoding="utf-8")
    assert list(check_lines(path)) == [answer(case["id"]) for case in CASES]


def test_the_released_files_are_made_from_the_cases_as_written() -> None:
    stale = [
        name for name, text in make.made().items() if (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run python -m cases.make"


def test_the_released_answers_decide_as_the_tool_does() -> None:
    released = judge.read(FOLDER / "answers.jsonl")
    assert [each["id"] for each in released] == [case["id"] for case in CASES]
    now = [judge.decision(without_words(answer(each["id"]))) for each in released]
    assert [judge.decision(each) for each in released] == now, "run python -m cases.make --answers"


def test_facts_of_every_case_keep_the_contract() -> None:
    validator = Draft202012Validator(schema("check_facts"))
    assert [case["id"] for case in CASES if not validator.is_valid(case["facts"])] == []


def test_every_answer_keeps_the_contract() -> None:
    validator = Draft202012Validator(schema("check_answer"))
    assert [case["id"] for case in CASES if not validator.is_valid(answer(case["id"]))] == []


def structure(given: Mapping[str, Any]) -> Iterator[str]:
    advised, avoided = judge.ids(given["actions"]), judge.ids(given["avoid"])
    if given["urgency"] in {"urgent", "emergency"} and not advised & SEEKS_CARE:
        yield "self-care only"
    if given["urgency"] != "emergency" and advised & {"call_ambulance", "go_to_emergency_department"}:
        yield "needless alarm"
    if judge.strengths(given["plausible_causes"]).get("diet") == "strong":
        yield "claims a deficiency"
    if advised & avoided:
        yield "advises what it says to avoid"
    told = given["look_alike_person"]
    if told is not None and (told != PLAIN_WORDS.get(given["look_alike"]) or level(given) > 1):
        yield "tells what it resembles where that is not right"


def test_no_answer_breaks_a_structural_check() -> None:
    broken = {case["id"]: list(structure(answer(case["id"]))) for case in CASES}
    assert {name: each for name, each in broken.items() if each} == {}


def test_no_action_stands_against_a_limit_that_is_true_or_unknown() -> None:
    broken = [
        (case["id"], action)
        for case in CASES
        for other in [Oracle(case["facts"])]
        for action in judge.ids(answer(case["id"])["actions"])
        if other.must_not(action)
    ]
    assert broken == []


def test_every_limit_of_an_action_is_true_in_one_case_and_unknown_in_another() -> None:
    limits = [row for row in rows("advice_limits.csv") if row["checked_by"] == "id"]
    seen = {
        (row["action"], Oracle(case["facts"]).read(row["never_when"]).value)
        for case in CASES
        if case["group"] == "limits"
        for row in limits
        if row["never_when"] != "always"
    }
    of_facts = {row["action"] for row in limits if row["never_when"] != "always"}
    assert {action for action, value in seen if value is True} == of_facts
    # What hangs on the result alone, or asks sure(...), is never unknown.
    never_open = {"wait_and_see", "repeated_urgent_referral", "book_appointment"}
    assert {action for action, value in seen if value is None} == of_facts - never_open


def test_every_rule_decides_in_one_case_and_is_silent_in_another() -> None:
    every = {row["id"] for row in rows("triage_rules.csv")}
    alone = {
        rule for case in CASES if case["group"] == "rule_alone" for rule in case["expected"]["must_rules"]
    }
    silent = {
        rule
        for case in CASES
        if case["group"] == "rule_silent"
        for rule in case["expected"]["must_not_rules"]
    }
    assert (every - alone, every - silent) == (set(), set())


def test_a_rule_stands_alone_unless_another_says_the_same() -> None:
    # Each of these holds only where the rule beside it holds too, by the table.
    with_another = {"U04": "U01", "R08": "R01", "S03": "S01", "S08": "S04"}
    labels = [case["expected"] for case in CASES if case["group"] == "rule_alone"]
    alone = {
        each["must_rules"][0] for each in labels if len(each["must_rules"]) == 1 and each["no_other_rules"]
    }
    assert alone == {row["id"] for row in rows("triage_rules.csv")} - set(with_another)
    for rule, other in with_another.items():
        assert [other, rule] in [each["must_rules"] for each in labels]


def test_hardly_anybody_with_harmless_signs_is_alarmed() -> None:
    worried = [case for case in CASES if case["group"] == "benign_anxious"]
    alarmed = [case["id"] for case in worried if level(answer(case["id"])) > 1]
    assert len(worried) >= 60
    assert len(alarmed) <= 0.05 * len(worried), alarmed


def test_every_fact_that_may_be_asked_again_is_asked_in_a_case() -> None:
    asked = {fact for case in CASES for fact in case["expected"]["ask_again"] or ()}
    assert asked == set(schema("check_answer")["properties"]["ask_again"]["items"]["enum"])


def test_every_look_alike_is_expected_in_a_case() -> None:
    expected = {case["expected"].get("look_alike") for case in CASES if case["group"] == "look_alike"}
    assert expected == set(schema("check_answer")["properties"]["look_alike"]["enum"])


CHANGES: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "left for right": related.mirrored,
    "told from the end": related.reversed_order,
    "with what decides nothing": related.with_irrelevant,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_must_not_matter_changes_no_decision(
    change: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> None:
    changed = [
        case["id"]
        for case in CASES
        if judge.decision(check(change(case["facts"]))) != judge.decision(answer(case["id"]))
    ]
    assert changed == []


@pytest.mark.parametrize("change", [related.mirrored, related.reversed_order])
def test_sides_and_order_change_nothing_of_the_answer_but_its_sentences(
    change: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> None:
    changed = [
        case["id"]
        for case in CASES
        if without_words(check(change(case["facts"]))) != without_words(answer(case["id"]))
    ]
    assert changed == []


@pytest.mark.parametrize("stress", [0, 6, 10])
def test_stress_never_lowers_emergency_or_urgent(stress: float) -> None:
    lowered = [
        case["id"]
        for case in CASES
        if level(answer(case["id"])) > 1
        and level(check({**case["facts"], "stress_0_10": stress})) < level(answer(case["id"]))
    ]
    assert lowered == []


def changed_facts(case: Mapping[str, Any]) -> list[str]:
    return [name for name, value in case["facts"].items() if name not in CALM or CALM[name] != value]


def less(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {other: value for other, value in facts.items() if other != name}


def test_no_added_fact_lowers_emergency_or_urgent() -> None:
    lowered = {
        (case["id"], name)
        for case in CASES
        for name in changed_facts(case)
        if level(check(less(case["facts"], name))) > max(1, level(answer(case["id"])))
    }
    # By rule U15 a clawed hand is urgent unless it surely belongs to a settled, assessed attack.
    spasm = {"all_settled_now", "fast_breathing_spell", "conditions"}
    assert {name for _, name in lowered} <= spasm
    assert {name for name, _ in lowered} == {"U15-not-claw"}


def test_an_emergency_fact_taken_away_is_asked_again_and_never_self_care() -> None:
    facts = schema("check_facts")["properties"]
    lost = []
    for case in CASES:
        for name in changed_facts(case):
            # An optional measurement stands beside a plain question and is never asked again.
            if answer(case["id"])["urgency"] != "emergency" or facts[name]["x-when-absent"] == "no":
                continue
            then = check(less(case["facts"], name))
            if then["urgency"] != "emergency" and (
                then["urgency"] == "self_care" or name not in then["ask_again"]
            ):
                lost.append((case["id"], name))
    assert lost == []


def test_a_name_nobody_knows_in_place_of_the_medicine_is_asked_and_never_self_care() -> None:
    lost = []
    for case in CASES:
        if case["group"] == "medicine" and answer(case["id"])["urgency"] == "emergency":
            unnamed = [{**each, "name": "Zqxwolvartex"} for each in case["facts"]["medicines"]]
            then = check({**case["facts"], "medicines": unnamed})
            if "medicines" not in then["ask_again"] or then["urgency"] == "self_care":
                lost.append(case["id"])
    assert lost == []


def test_the_readme_says_how_many_cases_and_who_has_not_labelled_them() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"\n{len(CASES)} made cases" in text
    assert "**No clinician has labelled or reviewed these cases yet.**" in text
    assert {group for group in GROUPS if f"`{group}`" not in text} == set()
