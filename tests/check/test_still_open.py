"""A question is left out only where no answer to it, and no silence, could change a word of the result."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.cases import PICTURES, calm, drawn_facts, drawn_value

from untwitch.check.case import Case, case_of
from untwitch.check.plausible import AMOUNTS, plausible_causes
from untwitch.check.rules import compiled
from untwitch.check.screens import screen_named
from untwitch.check.still_open import can_change
from untwitch.check.verdict import verdict
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.red_flag import red_flags
from untwitch.knowledge.screen import screens

SICK = [{}, *(picture for rule, picture in PICTURES.items() if rule[0] in "EU")]


def names_on(screen_id: str) -> set[str]:
    screen = screen_named(screen_id)
    return {*screen.facts, *(name for _, asked in screen.then_ask for name in asked)}


def told(names: frozenset[str] | set[str], chance: random.Random) -> dict[str, Any]:
    """Gives any of the facts, each told by chance and with any value."""
    return {name: drawn_value(check_facts()[name], chance) for name in sorted(names) if chance.random() < 0.6}


def begun(chance: random.Random) -> tuple[dict[str, Any], frozenset[str]]:
    """Gives what is known and what is open at some moment of a walk, or in no order at all."""
    facts = {**(drawn_facts(chance) if chance.random() < 0.3 else calm()), **chance.choice(SICK)}
    if chance.random() < 0.5:
        still_open = set(chance.sample(sorted(check_facts()), chance.randint(1, 60)))
    else:
        first = chance.randint(0, len(screens()) - 1)
        still_open = set().union(*(names_on(each.id) for each in screens()[first:]))
    known = {name: value for name, value in facts.items() if name not in still_open}
    return known, frozenset(still_open)


@given(st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_what_is_left_out_changes_no_word_whatever_would_have_been_answered(seed: int) -> None:
    chance = random.Random(seed)
    known, still_open = begun(chance)
    telling = can_change(known, still_open=still_open)
    idle = still_open - telling
    others = {**known, **told(telling, chance)}
    silent = verdict(others)
    for _ in range(2):
        assert verdict({**others, **told(idle, chance)}) == silent


@pytest.mark.parametrize("rule", [flag.id for flag in red_flags() if flag.urgency == "urgent"])
def test_once_it_is_urgent_only_what_could_still_count_is_asked(rule: str) -> None:
    course = frozenset(names_on("course"))
    later = course | names_on("causes") | names_on("mood")
    known = {name: fact for name, fact in calm(**PICTURES[rule]).items() if name not in later}
    telling = can_change(known, still_open=later)
    assert {"suicidal_thoughts", "stress_0_10", "fears_serious_illness"} <= telling
    # A medicine that was begun may explain strong stress, which hangs on when the twitch began.
    assert telling & course == ({"twitch_since_days"} if rule == "U09" else set())


@pytest.mark.parametrize(
    "name", ["movement_kind", "twitch_sites", "twitch_since_days", "twitch_trend", "nerve_exam_result"]
)
def test_nothing_that_self_care_hangs_on_is_left_out_while_it_is_open(name: str) -> None:
    known = {key: fact for key, fact in calm().items() if key != name}
    assert can_change(known, still_open=frozenset({name})) == {name}


def test_a_course_that_a_known_condition_makes_urgent_is_asked() -> None:
    course = frozenset(names_on("course"))
    known = {name: fact for name, fact in calm(eyelid_droop=True).items() if name not in course}
    assert can_change(known, still_open=course) == frozenset()
    known["conditions"] = ["multiple_sclerosis"]
    assert can_change(known, still_open=course) == {"twitch_trend"}


def test_only_what_is_open_is_named() -> None:
    assert can_change(calm(), still_open=frozenset()) == frozenset()
    assert can_change({}, still_open=frozenset({"twitch_bothers_0_10", "fever"})) == {"fever"}
    assert "medicines" in can_change(calm(fainted=True), still_open=frozenset({"medicines"}))
    assert "stress_0_10" in can_change(calm(fainted=True), still_open=frozenset({"stress_0_10"}))
    assert can_change(calm(fainted=True), still_open=frozenset({"twitch_trend"})) == frozenset()


class Watched(Mapping[str, Any]):
    """Facts that remember what was looked at."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts, self.seen = facts, set[str]()

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return self.facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)


@given(st.integers(0, 2**32))
def test_the_causes_look_at_no_other_facts_than_they_say(seed: int) -> None:

    facts = drawn_facts(random.Random(seed))
    watched = Watched(facts)
    plausible_causes(Case(facts=watched, medicines=case_of(facts).medicines))
    pictures = ["fears_serious_illness or fast_breathing_spell", "medicine_change(days=60)",
                "heat_exposure or (vomiting and diarrhoea) or condition('eating_disorder')",
                "sweats_heavily or urine_colour == 'dark_yellow'"]  # fmt: skip
    assert watched.seen <= AMOUNTS.union(*(compiled(each).facts for each in pictures))
