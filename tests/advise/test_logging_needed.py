"""What to log has an end: a number of days, or that it is enough, or that a diary cannot answer."""

from typing import Any

import pytest

from untwitch.advise.choice import Chosen
from untwitch.advise.logging_needed import log_advice
from untwitch.check.rules import Truth


def explained(enough: str, *days_needed: int | None) -> dict[str, Any]:
    return {"enough": enough, "causes": [{"days_needed": each} for each in days_needed]}


def chosen(cause: str, days_needed: int | None = None) -> Chosen:
    return Chosen(cause, "possible", "your diary", days_needed=days_needed)


def test_without_a_diary_it_is_a_first_fortnight_with_an_evening_line() -> None:
    advice = log_advice(None, [], food_may_be_logged=None)
    assert (advice.enough, advice.days) == ("more", 14)
    assert advice.lines[0] == "For 14 days:"
    assert "untwitch log evening" in advice.lines[1]


def test_enough_is_said_and_drops_to_one_line_a_week() -> None:
    advice = log_advice(explained("enough", 20), [chosen("sleep")], food_may_be_logged=True)
    assert advice.days is None
    assert advice.lines == ("You have measured enough. One evening line a week is plenty.",)


def test_what_a_diary_cannot_answer_is_said() -> None:
    advice = log_advice(explained("diary_cannot", None), [], food_may_be_logged=True)
    assert advice.enough == "diary_cannot"
    assert "cannot answer this" in advice.lines[0]


def test_a_cause_out_of_reach_does_not_stretch_a_diary_that_can_still_answer() -> None:
    advice = log_advice(explained("more", 76, 20), [chosen("sleep", 76)], food_may_be_logged=True)
    assert (advice.enough, advice.days) == ("more", 20)


def test_a_diary_shorter_than_a_fortnight_is_first_made_a_fortnight() -> None:
    young = {**explained("more", 90), "rows_used": 5}
    assert log_advice(young, [], food_may_be_logged=True).days == 9
    full = {**explained("more", 30), "rows_used": 14}
    assert log_advice(full, [], food_may_be_logged=True).days == 30


def test_the_days_are_those_that_the_chosen_causes_need() -> None:
    attribution = explained("more", 50, 7)
    both = [chosen("sleep", 21), chosen("water", 12)]
    assert log_advice(attribution, both, food_may_be_logged=True).days == 21
    assert log_advice(attribution, [chosen("sleep")], food_may_be_logged=True).days == 7
    assert log_advice(explained("more", None), [], food_may_be_logged=True).days == 14


def test_each_chosen_cause_says_what_to_log() -> None:
    lines = log_advice(explained("more", 10), [chosen("sleep")], food_may_be_logged=True).lines
    assert lines[0] == "For 10 more days:"
    assert any("untwitch log sleep" in line for line in lines)


@pytest.mark.parametrize(
    ("may", "told"), [(True, "food-check"), (None, "not if counting food is hard on you"), (False, "")]
)
def test_counting_food_is_not_asked_of_whom_it_may_harm(may: Truth, told: str) -> None:
    text = " ".join(log_advice(None, [chosen("diet")], food_may_be_logged=may).lines)
    assert told in text
    assert ("food-check" in text) == (may is not False)
    assert ("not if" in text) == (may is None)


def test_the_json_holds_all_of_it() -> None:
    document = log_advice(None, [], food_may_be_logged=True).to_json()
    assert document["enough"] == "more"
    assert document["days"] == 14
    assert len(document["lines"]) == 2
