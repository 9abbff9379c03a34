"""Plain sentences that promise no more than the diary shows."""

import datetime as dt

import pytest
from tests.report.sample_person import cause, explain

from untwitch.facts.refused import Refused
from untwitch.report import sentences
from untwitch.report.series import Day, by_weekday

FIRST = dt.date(2025, 1, 1)


def days(*counts: tuple[float, float] | None) -> list[Day]:
    return [Day(FIRST + dt.timedelta(days=step), *(each or ())) for step, each in enumerate(counts)]


@pytest.mark.parametrize(
    ("verdict", "evidence", "words"),
    [
        ("likely", "none", "goes with your twitches"),
        ("likely", "tested_in_you", "tested in you"),
        ("possible", "none", "possible"),
        ("unlikely", "none", "no sign of it"),
        ("cannot_tell", "none", "not enough yet"),
    ],
)
def test_every_verdict_has_its_rung(verdict: str, evidence: str, words: str) -> None:
    assert sentences.rung(cause("sleep", verdict, evidence=evidence)) == words


def test_an_unknown_verdict_is_refused() -> None:
    with pytest.raises(Refused, match="certain"):
        sentences.rung({"verdict": "certain"})


def test_causes_are_said_with_their_ratio_and_what_they_cannot_be_told_from() -> None:
    stress, exertion, sleep, diet, caffeine, water = (
        sentences.about_cause(each) for each in explain()["causes"]
    )
    assert stress == "Stress: possible. 100 mg more: 1.3 times as many, between 1.1 and 1.6."
    assert exertion == "Overworked muscles: not enough yet. About 40 more days may show it."
    assert sleep.startswith("Too little sleep: goes with your twitches. 2 h less: 1.6 times as many")
    assert diet == "Minerals in food: not enough yet."
    assert caffeine.endswith("it went up and down with stress, so they cannot be told apart.")
    assert water.startswith("Too little to drink: no sign of it.")
    bare = sentences.about_cause(cause("sleep", "possible", rate_ratio=None))
    assert bare == "Too little sleep: possible."


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"low": 1, "median": None, "high": 2},
        {"low": 1, "median": float("nan"), "high": 2},
        {"low": "1"},
    ],
)
def test_half_an_interval_is_none(value: dict[str, object] | None) -> None:
    assert sentences.interval(value) == {}
    assert sentences.ratio_words(value) == ""
    assert sentences.band({"rate_ratio_per_swing": value}) is None


def test_a_ratio_that_is_not_positive_is_no_band() -> None:
    assert sentences.band({"rate_ratio_per_swing": {"low": 0, "median": 1, "high": 2}}) is None
    assert sentences.band({"rate_ratio_per_swing": {"low": 1, "median": 2, "high": 3}}) == (1, 2, 3)


def test_a_ratio_without_its_step_is_said_bare() -> None:
    assert sentences.ratio_words({"low": 1, "median": 2, "high": 3}) == "2 times as many, between 1 and 3"


def test_about_days_says_only_what_is_there() -> None:
    assert sentences.about_days(days((2, 2)), outcome_words="twitches") == "1 of 1 days have an entry."
    said = sentences.about_days(days((0, 0), None, (1, 3)), outcome_words="twitches")
    assert said == (
        "2 of 3 days have an entry. Grey days have none; they are unknown, not zero. A dot is a day with no "
        "twitches. The paler part of a bar is the range that an evening word stands for."
    )


def test_the_course_compares_the_latest_fourteen_known_days_with_those_before() -> None:
    assert sentences.course(days(*[(2, 2)] * 27), outcome_words="twitches") == ""
    said = sentences.course(days((9, 9), *[(2, 2)] * 14, None, *[(4, 6)] * 14), outcome_words="twitches")
    assert "5 twitches a day on average, in the 14 before 2." in said


def test_the_chart_as_text_holds_its_numbers() -> None:
    said = sentences.days_as_text(days((2, 2), None, (4, 4)), outcome_words="twitches")
    assert said == (
        "From 1 January 2025 to 3 January 2025. 2 of 3 days have an entry. Fewest 2, most 4, mean 3 twitches."
    )
    assert sentences.days_as_text(days(None), outcome_words="twitches") == "No day has an entry."


def test_shares_are_said_under_their_condition() -> None:
    assert sentences.about_shares(None).startswith("If the link is causal")
    assert "About 40 of 100 are not explained" in sentences.about_shares(explain()["unexplained_share"])


def test_weekdays_name_the_most_and_the_fewest() -> None:
    counts: list[tuple[float, float] | None] = [(1, 1), (5, 5), (2, 2)]
    assert sentences.about_weekdays(by_weekday(days(*counts))).startswith(
        "Most on Thursdays (5 on average), fewest on Wednesdays (1)."
    )
    assert "too few" in sentences.about_weekdays(by_weekday(days((1, 1))))
