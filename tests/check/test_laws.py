"""Laws that hold for every case: what is not known never soothes, and what was told never lowers."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.cases import PICTURES, calm, changed_calm, drawn_value, random_facts

from untwitch.check.case import case_of
from untwitch.check.rules import compiled
from untwitch.check.triage import Triage, rules, triage
from untwitch.check.words import NO_SIGNS
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.red_flag import URGENCIES

FACTS = check_facts()
MEASURED = frozenset(name for name, fact in FACTS.items() if fact.absent_is_no)
HIGH = ("emergency", "urgent")
SOOTHING = frozenset({"all_settled_now", "fast_breathing_spell", "conditions"})
"""What U15 takes as an explanation of a clawed hand: the one place where a fact may lower urgent."""


def decided(facts: dict[str, Any]) -> Triage:
    return triage(case_of(facts))


def rank(found: Triage) -> int:
    return URGENCIES.index(found.urgency)


def with_more(facts: dict[str, Any], seed: int, *, apart_from: frozenset[str]) -> dict[str, Any]:
    """Gives the facts and, by chance, any that were not told, with any value."""
    chance = random.Random(seed)
    absent = [name for name in FACTS if name not in facts and name not in apart_from]
    told = [name for name in absent if chance.random() < 0.5]
    return {**facts, **{name: drawn_value(FACTS[name], chance) for name in told}}


@given(changed_calm(), st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_self_care_is_only_said_where_no_open_question_could_make_it_urgent(
    facts: dict[str, Any], seed: int
) -> None:
    if decided(facts).urgency == "self_care":
        assert decided(with_more(facts, seed, apart_from=MEASURED)).urgency not in HIGH


@given(changed_calm() | random_facts(), st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_where_nothing_is_asked_again_nothing_could_make_it_an_emergency(
    facts: dict[str, Any], seed: int
) -> None:
    found = decided(facts)
    if not found.ask_again and found.urgency != "emergency":
        more = decided(with_more(facts, seed, apart_from=MEASURED))
        assert more.urgency != "emergency"
        if not found.ask_also and found.urgency != "urgent":
            assert more.urgency != "urgent"


@given(random_facts() | changed_calm(), st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_no_added_fact_lowers_an_emergency_or_an_urgency(facts: dict[str, Any], seed: int) -> None:
    before = decided(facts)
    if before.urgency == "emergency":
        assert rank(decided(with_more(facts, seed, apart_from=frozenset()))) == 0
    if before.urgency == "urgent":
        assert rank(decided(with_more(facts, seed, apart_from=SOOTHING))) <= rank(before)


@given(random_facts() | changed_calm(), st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_an_answer_that_decides_taken_away_is_asked_again_and_is_never_self_care(
    facts: dict[str, Any], seed: int
) -> None:
    before = decided(facts)
    if before.urgency != "emergency":
        return
    asked = set().union(*(rule.when.facts for rule in rules()["emergency"] if rule.flag in before.flags))
    away = random.Random(seed).choice(sorted(asked))
    left = {name: value for name, value in facts.items() if name != away}
    after = decided(left)
    if after.urgency == "emergency" or away in MEASURED:
        return
    assert away not in facts or away in after.ask_again
    assert after.urgency != "self_care"


@given(changed_calm(), st.sampled_from(sorted(FACTS)))
@settings(max_examples=400, deadline=None)
def test_not_known_is_at_least_as_careful_as_no(facts: dict[str, Any], name: str) -> None:
    """A sign that was said not to be there, taken away, never brings the level down."""
    no: dict[str, Any] = {"yes_or_no": False, "medicines": [], "events": [], "sites": [], "choices": []}
    fact = FACTS[name]
    value = no.get(fact.kind, "none" if "none" in fact.choices else None)
    reliefs = {"all_settled_now", "movement_troublesome", "movement_eased_by", "twitch_sites", "conditions"}
    if value is None or name in reliefs or name in MEASURED:
        return
    said_no = decided({**facts, name: value})
    unknown = decided({key: each for key, each in facts.items() if key != name})
    assert rank(unknown) <= rank(said_no)


@given(changed_calm() | random_facts(), st.floats(0, 10), st.floats(0, 10))
@settings(max_examples=300, deadline=None)
def test_more_stress_never_lowers_an_emergency_or_an_urgency_nor_raises_anything_to_them(
    facts: dict[str, Any], one: float, other: float
) -> None:
    found = [decided({**facts, "stress_0_10": level}) for level in sorted((one, other))]
    if any(each.urgency in HIGH for each in found):
        assert found[0].flags == found[1].flags
        assert found[0].ask_again == found[1].ask_again


@given(random_facts())
@settings(max_examples=300, deadline=None)
def test_a_cause_never_changes_whether_it_is_an_emergency_or_urgent(facts: dict[str, Any]) -> None:
    exposures = {
        "caffeine_24h_mg": 800, "sleep_mean_7d_h": 3, "exertion_load_24h_au": 900, "stress_0_10": 10,
        "repetitive_task_day_h": 9, "magnesium_24h_mg": 10, "water_24h_l": 0.3,
    }  # fmt: skip
    before, after = decided(facts), decided({**facts, **exposures})
    if before.urgency in HIGH or after.urgency in HIGH:
        assert (before.urgency, before.flags) == (after.urgency, after.flags)


def test_the_signs_that_self_care_hangs_on_are_each_asked_while_it_is_routine() -> None:
    for name in compiled(NO_SIGNS).facts:
        facts = calm(**{name: None, "pain_severity_0_10": 2 if name == "pain_kind" else 0})
        if name == "pain_severity_0_10":
            facts = calm(pain_severity_0_10=None, pain_kind=None)
        found = decided(facts)
        assert found.urgency == "routine", name
        assert name in found.ask_again, name


def test_the_laws_are_tried_on_every_level() -> None:
    assert {decided(calm(**picture)).urgency for picture in PICTURES.values()} == set(URGENCIES)
