"""A second evaluator, written from the contract alone, decides as the engine does."""

import ast
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from cases import judge
from cases.written.building import CALM
from tests.cases import names, oracle
from tests.cases.draw import drawn
from tests.cases.oracle import Oracle, rows, schema
from tests.cases.test_cases import CASES, structure

from untwitch.actions.check import check
from untwitch.check.case import case_of
from untwitch.check.triage import rules, triage

DRAWS = 2_000
AT_MOST = 250
EMERGENCIES = {row["id"]: row["when"] for row in rows("triage_rules.csv") if row["id"][0] == "E"}
FACTS = schema("check_facts")["properties"]


def differences(
    facts: Mapping[str, Any], answer: Mapping[str, Any], other: Oracle | None = None
) -> dict[str, tuple[Any, Any]]:
    other = other or Oracle(facts)
    pairs = {
        "urgency": (answer["urgency"], other.urgency),
        "reasons": (judge.ids(answer["reasons"]), other.reasons),
        "within": (answer["within"], other.within),
        "whom": (answer["whom"], other.whom),
        "ask_again": (set(answer["ask_again"]), set(other.ask_again)),
        "advice": ({each for each in judge.ids(answer["actions"]) if other.must_not(each)}, set()),
        "structure": (list(structure(answer)), []),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def rule_differences(facts: Mapping[str, Any], other: Oracle) -> dict[str, tuple[Any, Any]]:
    """Gives the rules that the two do not read the same, also where none of them decides."""
    case = triage(case_of(facts)).case
    ours = {
        rule.flag.id: (rule.when.value(case), rule.when.unknown_facts(case))
        for level in rules().values()
        for rule in level
        if rule.flag.id in other.values
    }
    return {name: (ours[name], known) for name, known in other.values.items() if ours[name] != known}


def test_both_decide_the_same_on_random_facts() -> None:
    chance = random.Random(63)
    fired: Counter[str] = Counter()
    for _ in range(DRAWS):
        facts = drawn(chance)
        answer = check(facts)
        fired.update(judge.ids(answer["reasons"]))
        other = Oracle(facts)
        assert differences(facts, answer, other) == {}, facts
        assert rule_differences(facts, other) == {}, facts
    assert set(fired) == {row["id"] for row in rows("triage_rules.csv")}


def test_the_oracle_agrees_with_every_label_written_by_hand() -> None:
    wrong = []
    for case in CASES:
        facts, label = case["facts"], case["expected"]
        if any(each["name"] not in names.CLASSES for each in facts.get("medicines", [])):
            continue
        other = Oracle(facts)
        asked = label["ask_again"]
        if (
            [other.urgency] != label["urgency"]
            or not set(label["must_rules"]) <= other.reasons
            or (label["no_other_rules"] and other.reasons != set(label["must_rules"]))
            or (asked is not None and other.ask_again != set(asked))
            or ([other.within], [other.whom]) != (label["within"], label["whom"])
        ):
            wrong.append(case["id"])
    assert wrong == []


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("E08", ">= 130", ">= 131"),
        ("U15", "or face_droop == 'gradual'", ""),
        ("R12", "==", "!="),
        ("S05", "sleep_onset", "none"),
    ],
)
def test_a_rule_read_otherwise_is_noticed(
    rule: str, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tuple(
        {**row, "when": row["when"].replace(before, after)} if row["id"] == rule else row
        for row in rows("triage_rules.csv")
    )
    read = oracle.rows
    assert changed != read("triage_rules.csv")
    monkeypatch.setattr(oracle, "rows", lambda name: changed if name == "triage_rules.csv" else read(name))
    chance = random.Random(63)
    assert any(differences(facts, check(facts)) for facts in (drawn(chance) for _ in range(DRAWS)))


ABSENT = object()


def choices(rule: str) -> dict[str, list[Any]]:
    """Gives for each fact that a rule names the values that can matter to it, and that it is left out."""
    tree = ast.parse(EMERGENCIES[rule], mode="eval")
    found: dict[str, list[Any]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in FACTS and FACTS[node.id].get("type") == "boolean":
            found[node.id] = [True, False, ABSENT]
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
            named = ast.literal_eval(node.comparators[0])
            found.setdefault(node.left.id, []).extend(named if isinstance(named, list) else [named])
        if isinstance(node, ast.Call):
            found.update(lists(node))
    return {name: values if ABSENT in values else widened(name, values) for name, values in found.items()}


def widened(name: str, values: list[Any]) -> list[Any]:
    """Gives the named values, one beside them on each side, and absent."""
    fact = FACTS[name]
    if "enum" in fact:
        other = [each for each in fact["enum"] if each not in values][:1]
        return [*dict.fromkeys(values), *other, ABSENT]
    near = {cut + step for cut in values for step in (-0.1, 0, 0.1)}
    return [*(each for each in sorted(near) if fact["minimum"] <= each <= fact["maximum"]), ABSENT]


def lists(call: ast.Call) -> dict[str, list[Any]]:
    """Gives the lists that matter to a word about lists."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    words = [each.value for each in call.args if isinstance(each, ast.Constant)]
    days = next((ast.literal_eval(each.value) for each in call.keywords), 0)
    if name == "medicine":
        one = next(each for each, classes in names.CLASSES.items() if words[0] in classes)
        taken: list[Any] = [
            [{"name": one}],
            [{"name": "Zqxwolvartex"}],
            [{"name": one, "stopped_days_ago": 8}],
        ]
        return {"medicines": [*taken, [], ABSENT]}
    if name == "condition":
        return {"conditions": [*([each] for each in words), [], ABSENT]}
    if name == "event":
        dated = [[{"event": words[0], "days_ago": days + late}] for late in (0, 1)]
        return {"recent_events": [*dated, [{"event": words[0]}], [], ABSENT]}
    if name == "has" and isinstance(call.args[0], ast.Name):
        return {call.args[0].id: [[words[0]], ["calf_left"], [], ABSENT]}
    return {}


def people(rule: str, at_most: int | None) -> Iterator[dict[str, Any]]:
    """Gives the calm person with every combination of the rule's facts, or an even share of them."""
    values = choices(rule)
    every = list(itertools.product(*values.values()))
    step = max(1, len(every) // at_most) if at_most else 1
    for each in every[::step]:
        facts = {**CALM, **dict(zip(values, each, strict=True))}
        yield {name: value for name, value in facts.items() if value is not ABSENT}


def missed(rule: str, at_most: int | None) -> list[dict[str, Any]]:
    """Gives the people whose emergency was not seen, or whose open question was not asked."""
    found = []
    for facts in people(rule, at_most):
        answer, known = check(facts), Oracle(facts, decides=False).read(EMERGENCIES[rule])
        is_emergency = answer["urgency"] == "emergency"
        if known.value is True and not (is_emergency and rule in judge.ids(answer["reasons"])):
            found.append(facts)
        if known.value is None and not is_emergency:
            is_asked = known.missing <= set(answer["ask_again"])
            if answer["urgency"] == "self_care" or not is_asked:
                found.append(facts)
        if known.value is False and rule in judge.ids(answer["reasons"]):
            found.append(facts)
    return found


@pytest.mark.parametrize("rule", EMERGENCIES)
def test_a_true_rule_of_emergency_always_leads_there(rule: str) -> None:
    assert missed(rule, AT_MOST) == []


@pytest.mark.slow
@pytest.mark.parametrize("rule", EMERGENCIES)
def test_a_true_rule_of_emergency_always_leads_there_in_every_combination(rule: str) -> None:
    assert missed(rule, None) == []
