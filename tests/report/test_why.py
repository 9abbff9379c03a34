"""Why: the surest first, one plain sentence each, and kindly whether to go on."""

import re
from typing import Any

import pytest
from tests.report.why_answer import answer, whole_cause

from untwitch.report.why import cause_line, why


def said(cause: dict[str, Any], **other: Any) -> str:
    return cause_line(cause, explain=answer(**other)).sentence


def test_the_surest_stands_first_and_no_sign_last() -> None:
    told = why(answer())
    assert [each.cause for each in told.causes] == [
        "caffeine", "sleep", "stress", "exertion", "diet", "water",
    ]  # fmt: skip
    assert [each.rung for each in told.causes][:3] == [
        "goes with your twitches", "goes with your twitches", "possible",
    ]  # fmt: skip
    assert all(each.band.startswith("<svg") for each in told.causes if each.cause != "diet")


def test_every_cause_has_one_plain_sentence() -> None:
    for each in why(answer()).causes:
        assert re.fullmatch(r"[A-Z](?:[^.]|\.\d)*\.", each.sentence), each.sentence


def test_a_finding_names_the_step_and_how_many_times_as_many() -> None:
    assert said(whole_cause("sleep", "likely")) == (
        "With 100 mg more there were about 1.3 times as many twitches."
    )
    assert "minutes of twitching" in said(whole_cause("sleep", "likely"), outcome="twitch_min")
    assert "that may still be chance" in said(whole_cause("sleep", "possible"))
    assert said(whole_cause("sleep", "possible", rate_ratio=None)) == "It may go with your twitches."
    assert said(whole_cause("sleep", "unlikely")) == "More of it did not come with more twitches."


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ({"known_fraction": 0.0}, "Nothing is logged about it yet"),
        ({"rate_ratio_per_swing": None}, "much the same on every day"),
        ({"days_needed": 20}, "About 20 more days may show it."),
        ({"days_needed": 1}, "About 1 more day may show it."),
        ({"days_needed": 90}, "A diary alone is not likely"),
        ({"days_needed": None}, "A diary alone is not likely"),
    ],
)
def test_an_open_cause_says_what_is_missing(cause: dict[str, Any], words: str) -> None:
    assert words in said(whole_cause("sleep", "cannot_tell", **cause))


def test_a_young_diary_is_not_told_that_no_diary_will_do() -> None:
    assert said(whole_cause("sleep", "cannot_tell", days_needed=90), rows_used=30) == (
        "About 90 more days may show it."
    )


def test_before_fourteen_days_it_is_early_and_says_what_to_log_without_a_command() -> None:
    early = why(answer(rows_used=5, twitches_per_day=None))
    assert (early.stage, early.days, early.days_first) == ("early", 5, 14)
    assert early.head == "5 days count so far."
    assert early.log == ("Minerals in food: What you eat by name, or once a week the six questions",)
    flat = [whole_cause("sleep", "cannot_tell", rate_ratio_per_swing=None)]
    assert why(answer(causes=flat)).stage == "nothing_varies"
    assert why(answer()).stage == "told"


@pytest.mark.parametrize(
    ("enough", "words", "is_settled"),
    [
        ("more", "More days may still change this.", False),
        ("enough", "You have measured enough.", True),
        ("diary_cannot", "A diary cannot answer what is still open.", True),
    ],
)
def test_it_says_whether_to_go_on(enough: str, words: str, is_settled: bool) -> None:  # noqa: FBT001
    told = why(answer(enough=enough))
    assert told.outlook.startswith(words)
    assert told.is_settled is is_settled


def test_it_says_what_would_teach_most() -> None:
    told = why(answer())
    assert told.next_step == "Test caffeine on yourself, for about 42 days. Only a trial shows why."
    assert why(answer(next_experiment=None)).next_step == ""
    for kind in ("vary", "log"):
        step = {"cause": "sleep", "kind": kind, "days": 1, "why": "x"}
        assert "too little sleep, for about 1 day." in why(answer(next_experiment=step)).next_step


def test_it_says_how_often_such_findings_were_wrong_and_what_is_left() -> None:
    told = why(answer())
    assert [each.partition(":")[0] for each in told.track_records] == [
        '"Goes with your twitches"', '"Possible"',
    ]  # fmt: skip
    assert told.unexplained.startswith("If the links are causal, 40 of 100 (25 to 60)")
    assert why(answer(unexplained_share=None)).unexplained == ""
    assert told.confounders == ("Screen time",)
    assert told.notes == ("sleep_h of 30 is not believable (row 3)",)
    assert told.head == "From 86 days with a line: about 7.3 twitches a day, between 6.3 and 8.4."
