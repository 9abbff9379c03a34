"""A typed reply becomes a value of the contract, or a sentence that says what would be right."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check.cases import drawn_value

from untwitch.check.spoken import Ticks, in_words, number_of, reply, site_of, ticks
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused
from untwitch.knowledge.check_fact import check_facts

FACTS = check_facts()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none", Ticks((), ())), ("None", Ticks((), ())), ("0", Ticks((), ())), ("3 1", Ticks((1, 3), ())),
        ("1,2;3", Ticks((1, 2, 3), ())), ("1 ?4", Ticks((1,), (4,))), ("?", Ticks((), (1, 2, 3, 4, 5))),
        ("2?", Ticks((), (2,))), ("1 1", Ticks((1,), ())),
    ],
)  # fmt: skip
def test_ticks_are_numbers_none_or_not_known(text: str, expected: Ticks) -> None:
    assert ticks(text, count=5) == expected


@pytest.mark.parametrize("text", ["", "6", "none 1", "yes", "1-3", "-1", "\u0663"])
def test_ticks_that_are_no_lines_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="none"):
        ticks(text, count=5)


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("fever", "yes", True), ("fever", "Y", True), ("fever", "no", False), ("fever", "n", False),
        ("age_years", "40", 40), ("age_years", "0,5", 0.5), ("age_years", "40.0", 40),
        ("sex", "2", "male"), ("sex", "female", "female"), ("weakness", "feels weak", "feels_weak"),
        ("movement_eased_by", "1 2", ["stretching", "walking"]), ("movement_eased_by", "none", []),
        ("movement_eased_by", "using the muscle, 1", ["using_the_muscle", "stretching"]),
        ("twitch_sites", "left calf, eyelid right, tongue", ["calf_left", "eyelid_right", "tongue"]),
        ("twitch_sites", "calf left, left calf", ["calf_left"]), ("twitch_sites", "none", []),
        ("medicines", "Ramipril 5 mg, lithium", [{"name": "Ramipril 5 mg"}, {"name": "lithium"}]),
        ("medicines", "none", []), ("recent_events", "5", [{"event": "wound"}]),
        ("recent_events", "wound, childbirth", [{"event": "wound"}, {"event": "childbirth"}]),
        ("conditions_other", "gout", "gout"),
    ],
)  # fmt: skip
def test_a_reply_is_read_for_its_question(fact: str, text: str, expected: Any) -> None:
    assert reply(FACTS[fact], text) == expected


@pytest.mark.parametrize(
    ("fact", "text", "words"),
    [
        ("fever", "perhaps", "type yes, no"),
        ("age_years", "old", "'old' is not a number"),
        ("age_years", "-1", "'-1' is not a number"),
        ("age_years", "nan", "'nan' is not a number"),
        ("age_years", "200", "it goes from 0 to 120"),
        ("sex", "4", "type a number from 1 to 3"),
        ("sex", "x", "'x' is no line of the list"),
        ("twitch_sites", "left clf", "'left clf' is not on the body map; nearest: calf_left"),
        ("recent_events", "99", "'99' is no line of the list"),
        ("conditions_other", "x" * 501, "conditions_other has 501 letters"),
    ],
)
def test_a_reply_that_is_none_is_refused_with_what_would_be_right(fact: str, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        reply(FACTS[fact], text)


@given(st.sampled_from(BODY_SITES))
def test_every_site_is_found_by_its_own_words(site: str) -> None:
    assert site_of(site.replace("_", " ")) == site
    assert site_of(site) == site


def test_plurals_and_small_words_do_not_matter() -> None:
    assert site_of("my left toe") == "toes_left"
    assert site_of("the left eyelids") == "eyelid_left"
    assert site_of("lip") == "lips"


def test_a_number_of_days_may_have_parts() -> None:
    assert number_of("0,25") == 0.25
    assert isinstance(number_of("3"), int)


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("fever", True, "yes"), ("fever", False, "no"), ("age_years", 0.5, "0.5"), ("age_years", 40, "40"),
        ("sex", "female", "female"), ("urine_colour", "brown_or_cola", "brown, like tea or cola"),
        ("conditions_other", "gout", "gout"), ("twitch_sites", [], "none"),
        ("twitch_sites", ["calf_left", "eyelid_upper_right", "back_lower"],
         "left calf, right eyelid upper, back lower"),
        ("movement_eased_by", ["stretching"], "stretching it"),
        ("medicines", [{"name": "lithium"}, {"name": "senna", "started_days_ago": 3, "stopped_days_ago": 1}],
         "lithium, senna (first dose 3 days ago, stopped 1 day ago)"),
        ("medicines", [{"name": "senna", "stopped_days_ago": 0}], "senna (stopped today)"),
        ("recent_events", [{"event": "wound", "days_ago": 0}], "(today)"),
        ("recent_events", [{"event": "wound", "days_ago": 1}], "(about 1 day ago)"),
        ("recent_events", [{"event": "wound", "days_ago": 4}], "(about 4 days ago)"),
    ],
)  # fmt: skip
def test_a_value_reads_as_words(fact: str, value: Any, words: str) -> None:
    found = in_words(FACTS[fact], value)
    if fact in {"urine_colour", "movement_eased_by"}:
        assert found == FACTS[fact].choices[value if isinstance(value, str) else value[0]]
    else:
        assert found == words or (fact == "recent_events" and found.endswith(words))


@given(st.sampled_from(sorted(FACTS)), st.integers(0, 2**32))
def test_every_value_has_words(fact: str, seed: int) -> None:
    value = drawn_value(FACTS[fact], random.Random(seed))
    assert in_words(FACTS[fact], value)
    assert "_" not in in_words(FACTS[fact], value)
