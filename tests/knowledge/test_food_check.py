"""The weekly food check: an intake with an honest width, checked against simulation."""

import math
import random
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.knowledge.food_check import MINERALS, FoodCheck, Spread, food_check, intake, parse

GOOD = resources.files("untwitch.knowledge").joinpath("food_check.toml").read_text(encoding="utf-8")
ANSWERS = st.lists(st.integers(0, 7), min_size=6, max_size=6)
USUAL = [3, 1, 2, 6, 6, 3]


def test_there_are_six_questions_each_ending_in_a_question_mark() -> None:
    assert len(food_check().groups) == 6
    assert all(group.question.endswith("?") for group in food_check().groups)


def test_a_usual_week_lies_near_what_surveys_find() -> None:
    found = {each.measure: each.median for each in intake(USUAL)}
    assert 220 < found["magnesium_mg"] < 380
    assert 2000 < found["potassium_mg"] < 3500
    assert 600 < found["calcium_mg"] < 1200


def _lognormal(spread: Spread, draw: random.Random) -> float:
    variance = math.log1p((spread.sd / spread.mean) ** 2)
    return draw.lognormvariate(math.log(spread.mean) - variance / 2, math.sqrt(variance))


def _simulated(days: list[int], name: str, *, check: FoodCheck, draw: random.Random) -> float:
    total = _lognormal(check.rest[name], draw)
    for group, answer in zip(check.groups, days, strict=True):
        portions = _lognormal(group.portions, draw)
        total += answer / 7 * portions * _lognormal(group.per_portion[name], draw)
    return total


@pytest.mark.parametrize("days", [USUAL, [0] * 6, [7] * 6])
@pytest.mark.parametrize("name", MINERALS)
def test_the_interval_agrees_with_20000_simulated_people(days: list[int], name: str) -> None:
    draw = random.Random(7)
    drawn = sorted(_simulated(days, name, check=food_check(), draw=draw) for _ in range(20_000))
    found = next(each for each in intake(days) if each.measure == name)
    inside = sum(found.low <= each <= found.high for each in drawn) / len(drawn)
    assert inside == pytest.approx(0.90, abs=0.025)
    assert found.median == pytest.approx(drawn[10_000], rel=0.05)


@given(ANSWERS, st.integers(0, 5))
def test_a_day_more_of_a_group_never_lowers_an_intake(days: list[int], place: int) -> None:
    more = [min(7, answer + (position == place)) for position, answer in enumerate(days)]
    for before, after in zip(intake(days), intake(more), strict=True):
        assert after.median >= before.median * 0.98
        assert before.low < before.median < before.high


def test_the_answer_for_no_group_is_the_rest_alone() -> None:
    magnesium = intake([0] * 6)[0]
    assert magnesium.median == pytest.approx(137, abs=2)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([1, 2, 3], "needs 6 answers, it got 3; they are days of the week for: leafy_greens, pulses"),
        ([8, 0, 0, 0, 0, 0], "leafy_greens on 8 days of the week; it goes from 0 to 7"),
        ([0, 0, 0, 0, 0, -1], "whole_grain on -1 days"),
        ([0, math.nan, 0, 0, 0, 0], "pulses on nan days"),
    ],
)
def test_answers_that_cannot_be_are_refused(days: list[float], words: str) -> None:
    with pytest.raises(Refused, match=words):
        intake(days)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[90, 190]", "[190, 90]", "rest magnesium_mg: 190 to 90 is not a range"),
        ("[0.7, 2.0]", "[0, 2.0]", "leafy_greens portions: 0 to 2.0 is not a range"),
        ('"cooked spinach"', '"spinnach"', "food 'spinnach' is not known"),
        ('"cooked spinach"', '"oat milk"', "leafy_greens: magnesium_mg of one of its foods is not known"),
        ("of_portion = 0.5", "of_portion = 0", "needs a question, two foods or more and a portion"),
        ('id = "pulses"', 'id = "dairy"', "six groups are needed"),
    ],
)
def test_a_bad_file_is_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(GOOD.replace(old, new, 1))
