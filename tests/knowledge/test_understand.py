"""What a twitch is: every sentence graded and sourced, readable, and no illness named unasked."""

import re

import pytest
from tests.reading import grade

from untwitch.facts.refused import Refused
from untwitch.knowledge.cause import causes
from untwitch.knowledge.understand import Section, parse, understand

GOOD = """
notice = "N."
[[section]]
title = "T"
[[section.claim]]
text = "S."
grade = "guidance"
references = ["nhs_twitching"]
"""
ILLNESS = re.compile(
    r"motor neur|\bALS\b|sclerosis|parkinson|neuropath|myasthen|dystroph|tumou?r|cancer|stroke", re.IGNORECASE
)
TOO_SURE = re.compile(r"harmless|safe to ignore|nothing to worry|deficien|supplement|tablet", re.IGNORECASE)


@pytest.mark.parametrize("section", understand().sections, ids=lambda each: each.title)
def test_every_section_reads_at_grade_8_or_below(section: Section) -> None:
    text = f"{section.title}. " + " ".join(each.text for each in section.claims)
    assert grade(text, exempt=[*understand().glossary, "fuh-SIK-yoo-LAY-shun"]) <= 8


def test_it_says_what_where_how_long_why_what_helps_and_when_to_see_somebody() -> None:
    titles = [each.title for each in understand().shown()]
    wanted = "What it is, Where, How long, Six things that may set it off, What helps, When to see somebody"
    assert ", ".join(titles) == wanted


def test_the_long_word_is_said_aloud() -> None:
    first = understand().sections[0]
    assert any("fasciculation, said fuh-SIK-yoo-LAY-shun" in each.text for each in first.claims)


def test_all_six_causes_are_there() -> None:
    reasons = next(each for each in understand().sections if each.title.startswith("Six"))
    text = " ".join(each.text for each in reasons.claims).casefold()
    for word in ("stress", "overworked", "sleep", "magnesium, potassium or calcium", "caffeine", "drink"):
        assert word in text
    assert len(reasons.claims) == len(causes()) + 1


def test_no_illness_is_named_unless_somebody_asks_for_more() -> None:
    for section in understand().shown():
        for each in section.claims:
            assert not ILLNESS.search(each.text), each.text
    assert len(understand().shown(more=True)) == len(understand().shown()) + 1


def test_nothing_is_promised_and_nobody_is_called_deficient() -> None:
    for section in understand().sections:
        for each in section.claims:
            assert not TOO_SURE.search(each.text), each.text


def test_the_figures_of_follow_up_carry_their_limits() -> None:
    more = understand().shown(more=True)[-1]
    text = " ".join(each.text for each in more.claims)
    assert "None of 180 does not mean that it cannot be" in text
    assert "this is not about you" in text


def test_it_says_that_no_clinician_has_reviewed_it() -> None:
    assert understand().notice == "No clinician has reviewed this."


def test_a_section_behind_a_tap_is_marked_so() -> None:
    page = parse(GOOD.replace('title = "T"', 'title = "T"\nmore = true'))
    assert page.shown() == ()
    assert page.shown(more=True)[0].title == "T"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('notice = "N."', "", "needs a notice and sections"),
        ('title = "T"', "", "section '' needs a title and sentences"),
        ('grade = "guidance"', 'grade = "good"', "T: grade 'good'"),
        ("nhs_twitching", "nhs", "T: reference 'nhs' is not known"),
        ('references = ["nhs_twitching"]', "", "has grade guidance and no reference"),
    ],
)
def test_a_bad_page_is_refused_with_its_place(old: str, new: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(GOOD.replace(old, new))


def test_a_page_without_sections_is_refused() -> None:
    with pytest.raises(Refused, match="needs a notice and sections"):
        parse('notice = "N."')


def test_the_return_signs_are_noticed_without_looking() -> None:
    signs = " ".join(understand().return_signs)
    assert "tripping or dropping things" in signs
    assert "test" not in signs
    assert parse(GOOD).return_signs == ()


def test_nothing_from_memory_is_told_as_a_fact_here() -> None:
    grades = {each.grade for section in understand().sections for each in section.claims}
    assert "memory" not in grades
    words = [
        each.text for section in understand().sections for each in section.claims if each.grade == "word"
    ]
    assert len(words) == 2
