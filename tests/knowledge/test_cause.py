"""The six causes as data: complete, graded, sourced, and refused when they are not."""

from importlib import resources

import pytest

from untwitch.facts.measure import CAUSES, measures_of
from untwitch.facts.refused import Refused
from untwitch.knowledge.cause import cause, causes, parse

GOOD = resources.files("untwitch.knowledge").joinpath("causes/caffeine.toml").read_text(encoding="utf-8")


def test_there_are_exactly_the_six_causes_in_their_order() -> None:
    assert tuple(causes()) == CAUSES


@pytest.mark.parametrize("name", CAUSES)
def test_every_timeline_measure_of_a_cause_has_a_word_for_its_dose(name: str) -> None:
    assert set(causes()[name].dose) == {each.id for each in measures_of(name)}


@pytest.mark.parametrize("name", CAUSES)
def test_every_cause_says_what_to_log_and_has_a_first_step_for_each_of_its_steps(name: str) -> None:
    known = cause(name)
    assert "untwitch log" in known.log
    assert known.steps[0].text.endswith(".")
    assert known.evidence
    assert known.name != known.id


def test_the_grades_are_those_of_the_evidence_base() -> None:
    grades = {name: known.grade for name, known in causes().items()}
    wanted = {"stress": "C", "exertion": "C", "sleep": "B", "diet": "D", "caffeine": "C", "water": "D"}
    assert grades == wanted


def test_a_limited_step_says_for_whom_not() -> None:
    assert "kidney" in cause("water").steps[0].not_if
    assert cause("sleep").steps[0].not_if == ""


def test_diet_has_a_step_that_needs_no_mineral_and_no_counting() -> None:
    assert any(step.actions == ("eat_varied_diet",) and not step.measures for step in cause("diet").steps)


def test_an_unknown_cause_names_the_nearest() -> None:
    with pytest.raises(Refused, match="'cafeine' is not known; nearest: caffeine"):
        cause("cafeine")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('grade = "C"\nlag', 'grade = "Z"\nlag', "grade 'Z' is not known"),
        ("lag_h = [0, 24]", "lag_h = [24, 0]", "a lag of 24 to 0 h"),
        ("lag_h = [0, 24]\n", "", "no lag_h"),
        ("lag_h", "lag_hours", "field 'lag_hours' is not known; nearest: lag_h"),
        ('caffeine_mg = "excess"', 'cafeine_mg = "excess"', "measure 'cafeine_mg' is not known"),
        ('caffeine_mg = "excess"', 'sleep_h = "excess"', "sleep_h is a measure of sleep"),
        ('caffeine_mg = "excess"', 'caffeine_mg = "lots"', "dose 'lots' is not known"),
        ("reduce_caffeine_gradually", "reduce_caffeine", "step 1: action 'reduce_caffeine' is not known"),
        ("reduce_caffeine_gradually", "stop_caffeine_abruptly", "must never be advised"),
        ('["reduce_caffeine_gradually", "no_caffeine_6h_before_bed"]', "[]", "step 1: no actions"),
        ("juliano_2004", "juliano_2014", "step 1: reference 'juliano_2014' is not known"),
        ("why = ", "because = ", "step 1: field 'because' is not known"),
        ("simon_kiernan_2013", "simon_2013", "evidence: reference 'simon_2013' is not known"),
        ("[[step]]\n", '[[step]]\nnot_if = "never"\n', "not_if has to say the limit of reduce_caffeine"),
        ("reduce_caffeine_gradually", "drink_more", "not_if has to say the limit of drink_more"),
        ("[[step]]\n", '[[step]]\nmeasures = ["tea"]\n', "measure 'tea' is not known"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(Refused, match=words):
        parse("caffeine", GOOD.replace(old, new, 1))


def test_a_file_without_evidence_is_refused() -> None:
    kept = GOOD.split("[[evidence]]")[0].replace("[dose]", "evidence = []\n[dose]", 1)
    with pytest.raises(Refused, match="needs evidence and a first step"):
        parse("caffeine", kept + "[[step]]" + GOOD.split("[[step]]")[1])


def test_a_seventh_cause_is_refused_until_the_contracts_know_it() -> None:
    with pytest.raises(Refused, match=r"causes/moon.toml: it is not one of stress"):
        parse("moon", GOOD)
