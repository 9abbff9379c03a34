"""The rules decide as the contract says: the highest level that is true, and unknown is never no."""

import itertools
import math
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.cases import EXAMINED, NEVER_ALONE, PICTURES, after, calm, changed_calm, random_facts, taking

from untwitch.check.case import case_of
from untwitch.check.rules import compiled
from untwitch.check.triage import Triage, ready, rules, triage
from untwitch.check.words import NO_SIGNS
from untwitch.facts.refused import Refused
from untwitch.knowledge.action_text import answer_schema
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.red_flag import URGENCIES, parse, red_flags

FLAGS = {flag.id: flag for flag in red_flags()}


def decided(facts: dict[str, Any]) -> Triage:
    return triage(case_of(facts))


def ids(facts: dict[str, Any]) -> list[str]:
    return [flag.id for flag in decided(facts).flags]


def test_every_rule_has_a_picture() -> None:
    assert list(PICTURES) == list(FLAGS)


@pytest.mark.parametrize("rule", list(PICTURES))
def test_a_rule_decides_in_its_picture_and_alone_where_it_can(rule: str) -> None:
    found = decided(calm(**PICTURES[rule]))
    assert found.urgency == FLAGS[rule].urgency
    expected = NEVER_ALONE.get(rule, [rule])
    if rule == "S04":
        expected = ["S04"]
    assert [flag.id for flag in found.flags] == expected


@pytest.mark.parametrize("rule", [rule for rule in PICTURES if rule != "S01"])
def test_a_rule_is_silent_without_its_picture(rule: str) -> None:
    case = case_of(calm())
    when = next(each.when for each in rules()[FLAGS[rule].urgency] if each.flag.id == rule)
    assert when.value(case) is False or rule == "R13"
    assert ids(calm()) == ["S01"]


@pytest.mark.parametrize("rule", [rule for rule in PICTURES if rule[0] in "EU"])
def test_a_red_flag_leads_to_a_professional_whatever_else_is_true(rule: str) -> None:
    soothing = {
        **EXAMINED,
        "stress_0_10": 9,
        "conditions": ["benign_fasciculation_diagnosed"],
        "caffeine_24h_mg": 700,
    }
    picture = {**soothing, **PICTURES[rule]}
    found = decided(calm(**picture))
    assert found.urgency == FLAGS[rule].urgency
    assert found.whom != "nobody"


@pytest.mark.parametrize("rule", [rule for rule in PICTURES if rule[0] == "E"])
def test_an_emergency_answer_taken_away_is_asked_again_and_is_never_self_care(rule: str) -> None:
    full = calm(**PICTURES[rule])
    when = next(each.when for each in rules()["emergency"] if each.flag.id == rule)
    for name in sorted(PICTURES[rule]):
        facts = {key: value for key, value in full.items() if key != name}
        if when.value(case_of(facts)) is False:
            assert check_facts()[name].absent_is_no or name == "age_years"
            continue
        found = decided(facts)
        assert found.urgency != "self_care"
        if found.urgency != "emergency":
            assert name in found.ask_again


@given(changed_calm(), st.sampled_from([rule for rule in PICTURES if rule[0] in "EU"]))
@settings(max_examples=300)
def test_no_added_fact_lowers_an_emergency_or_an_urgency(changes: dict[str, Any], rule: str) -> None:
    facts = {**changes, **calm(**PICTURES[rule])}
    facts = {
        **facts,
        **{
            k: v
            for k, v in changes.items()
            if k not in PICTURES[rule] and k not in {"medicines", "conditions"}
        },
    }
    when = next(each.when for each in rules()[FLAGS[rule].urgency] if each.flag.id == rule)
    if when.value(case_of(facts)) is True:
        assert URGENCIES.index(decided(facts).urgency) <= URGENCIES.index(FLAGS[rule].urgency)


@given(random_facts(), st.sampled_from(sorted(check_facts())))
@settings(max_examples=300)
def test_what_was_never_told_is_never_taken_as_no(facts: dict[str, Any], name: str) -> None:
    """Taking an answer away never makes a level lower that could still be decided by it."""
    before = decided(facts)
    without = {key: value for key, value in facts.items() if key != name}
    found = decided(without)
    if found.urgency == "self_care":
        assert before.urgency in {"self_care", "routine"} or check_facts()[name].absent_is_no


@given(random_facts(), st.integers(0, 10))
def test_more_stress_never_lowers_an_emergency_or_an_urgency(facts: dict[str, Any], stress: int) -> None:
    calmer, tenser = {**facts, "stress_0_10": stress}, {**facts, "stress_0_10": 10}
    one, other = decided(calmer), decided(tenser)
    if one.urgency in {"emergency", "urgent"}:
        assert (other.urgency, other.flags) == (one.urgency, one.flags)


def mirrored(value: Any) -> Any:
    if isinstance(value, list):
        return [mirrored(each) for each in value]
    if isinstance(value, str) and value.endswith("_left"):
        return value.removesuffix("_left") + "_right"
    if isinstance(value, str) and value.endswith("_right"):
        return value.removesuffix("_right") + "_left"
    return value


@given(random_facts())
def test_left_is_right_and_the_order_changes_nothing(facts: dict[str, Any]) -> None:
    sites = [name for name, fact in check_facts().items() if fact.kind == "sites"]
    other = {name: mirrored(value) if name in sites else value for name, value in reversed(facts.items())}
    other = {name: value[::-1] if isinstance(value, list) else value for name, value in other.items()}
    one, two = decided(facts), decided(other)
    assert (one.urgency, one.flags, one.ask_again, one.causes) == (
        two.urgency,
        two.flags,
        two.ask_again,
        two.causes,
    )


@given(random_facts(), st.text(max_size=20), st.integers(0, 10))
def test_irrelevant_facts_change_nothing(facts: dict[str, Any], words: str, bother: int) -> None:
    more = {**facts, "conditions_other": words, "twitch_bothers_0_10": bother, "heavy_periods": True}
    one, two = decided(facts), decided(more)
    assert (one.urgency, one.flags, one.ask_again) == (two.urgency, two.flags, two.ask_again)


def telling(name: str) -> list[Any]:
    """Gives values of a fact on both sides of every cut of the emergency rules."""
    fact = check_facts()[name]
    kinds: dict[str, list[Any]] = {
        "yes_or_no": [False, True],
        "choice": list(fact.choices),
        "number": [
            each for each in (0, 0.5, 3.9, 7, 11, 15.9, 20, 40, 44, 130) if each <= (fact.maximum or 0)
        ],
        "sites": [[], ["back_lower"]],
        "medicines": [[], *(taking(each) for each in ("sertraline", "lithium", "insulin", "ramipril"))],
        "events": [
            [],
            *(
                after(*each)
                for each in (
                    ("wound", 60),
                    ("neck_surgery", 60),
                    ("pesticide_or_toxin", 3),
                    ("childbirth", 42),
                )
            ),
        ],
        "choices": [[], ["kidney_disease"]],
    }
    return kinds[fact.kind]


def combinations(rule: str, *, at_most: int = 2000) -> Iterator[dict[str, Any]]:
    """Gives every combination of telling values of the facts of a rule, or a large sample of them."""
    names = sorted(next(each.when for each in rules()["emergency"] if each.flag.id == rule).facts)
    values = {name: telling(name) for name in names}
    if math.prod(len(each) for each in values.values()) <= at_most:
        yield from (dict(zip(names, each, strict=True)) for each in itertools.product(*values.values()))
        return
    chance = random.Random(rule)
    for _ in range(at_most):
        yield {name: chance.choice(values[name]) for name in names}


@pytest.mark.parametrize("rule", [flag.id for flag in red_flags() if flag.urgency == "emergency"])
def test_wherever_an_emergency_picture_is_true_the_result_is_an_emergency(rule: str) -> None:
    when = next(each.when for each in rules()["emergency"] if each.flag.id == rule)
    cases = [case_of({**calm(), **values}) for values in combinations(rule)]
    true = [case for case in cases if when.value(case) is True]
    assert 0 < len(true) < len(cases)
    assert {triage(case).urgency for case in true[:100]} == {"emergency"}


def test_the_facts_that_may_be_asked_again_are_those_of_the_contract() -> None:
    read = set(compiled(NO_SIGNS).facts).union(*(rule.when.facts for rule in rules()["emergency"]))
    asked = {name for name in read if not check_facts()[name].absent_is_no}
    assert asked == set(answer_schema()["properties"]["ask_again"]["items"]["enum"])


def test_nothing_is_asked_of_a_man_about_pregnancy_nor_about_weakness_that_is_not_there() -> None:
    found = decided(calm(fainted=None))
    assert found.ask_again == ("fainted",)


def test_with_nothing_told_everything_that_decides_is_asked_and_it_is_routine() -> None:
    found = decided({})
    assert (found.urgency, found.within, found.whom) == ("routine", "days", "doctor")
    assert len(found.ask_again) > 40
    assert "drops_or_fumbles_things" in found.ask_also
    assert "drops_or_fumbles_things" not in found.ask_again


def test_an_urgent_result_still_asks_for_emergencies_but_not_for_signs() -> None:
    found = decided(calm(one_calf_swollen_hot=True, fainted=None, twitch_trend=None))
    assert found.urgency == "urgent"
    assert found.ask_again == ("fainted",)


def test_r13_is_named_only_when_no_other_routine_rule_is_true() -> None:
    assert ids(calm(movement_kind="rhythmic_shaking")) == ["R06"]


def test_the_soonest_time_and_the_first_person_of_the_schema_are_named() -> None:
    found = decided(calm(twitch_since_days=20, twitch_trend="worsening"))
    assert [flag.id for flag in found.flags] == ["R01", "R12"]
    assert (found.within, found.whom) == ("two_weeks", "doctor")
    found = decided(calm(**{**EXAMINED, "fears_serious_illness": True}))
    assert (found.within, found.whom) == ("weeks", "talking_therapy")


def test_a_pregnant_person_is_sent_to_the_midwife_instead_of_the_pharmacist() -> None:
    started = {"medicines": [{"name": "amlodipine", "started_days_ago": 20}]}
    assert decided(calm(**started)).whom == "pharmacist"
    for weeks, whom in ((0, "pharmacist"), (0.5, "midwife"), (1, "midwife"), (12, "midwife")):
        pregnant = {"sex": "female", "pregnancy_weeks": weeks, "breastfeeding": False}
        assert decided(calm(**started, **pregnant)).whom == whom


def test_a_medicine_that_nobody_knows_is_at_least_routine() -> None:
    found = decided(calm(medicines=taking("frobnicate")))
    assert found.urgency == "routine"
    assert "medicines" in found.ask_again
    assert "medicines" not in found.ask_also
    settled = decided(calm(medicines=taking("frobnicate"), blood_glucose_mmol_l=6))
    assert (settled.urgency, [flag.id for flag in settled.flags]) == ("routine", ["R10"])
    assert settled.ask_also == ("medicines",)
    assert decided(calm(medicines=taking("frobnicate", stopped_days_ago=15))).urgency == "self_care"


def test_a_rule_outside_the_language_is_refused_with_its_row() -> None:
    header = "id,urgency,within,whom,when,sign,why_person,why_clinician,source,basis,note\n"
    row = 'E01,emergency,now,doctor,"{}",s,w,w,x,memory,\n'
    for when, words in [
        ("face_drop == 'sudden'", r"line 2 \(E01\): fact 'face_drop' is not known; nearest: face_droop"),
        ("face_droop == 'suddn'", "'suddn' is no choice of face_droop; nearest: sudden"),
        ("ever(fever)", "function 'ever' is not known"),
    ]:
        with pytest.raises(Refused, match=words):
            ready(parse(header + row.format(when)))
