"""The answer in words promises no more than the numbers."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from tests.explain.diaries import FIRST_DAY, changed, diary

from untwitch.explain.answer import Attribution, CauseAnswer, NextExperiment, Range
from untwitch.explain.attribution import attribute
from untwitch.explain.track_record import sentence
from untwitch.explain.wording import NO_CLINICIAN, lines
from untwitch.facts.person import Physiology
from untwitch.timeline.timeline import daily

BODY = Physiology()
FOUND = attribute(diary(120, stress=0.6), physiology=BODY)


def text(made: Attribution) -> str:
    return "\n".join(lines(made.to_json()))


def with_cause(**changes: object) -> Attribution:
    first = replace(FOUND.causes[0], **changes)  # type: ignore[arg-type]  # fields of a cause
    return replace(FOUND, causes=(first, *FOUND.causes[1:]))


def test_every_cause_stands_with_its_rung() -> None:
    said = text(FOUND)
    assert re.search(r"Stress +goes with your twitches +[.=O]+", said)
    assert re.search(r"Too little sleep +not enough yet\n", said)
    assert said.endswith(NO_CLINICIAN)


def test_a_share_is_said_with_its_condition_and_the_rest_is_unexplained() -> None:
    said = text(FOUND)
    assert "If the link is causal, " in said
    assert "are not explained by these six" in said
    assert sentence("goes with your twitches", days=120) in said


def test_how_often_such_findings_were_wrong_is_that_of_diaries_no_longer() -> None:
    short = replace(FOUND, rows_used=40)
    assert sentence("goes with your twitches", days=30) in text(short)
    quarter_days = replace(FOUND, rows_used=480, start="2026-01-01T00:00+01:00", end="2026-03-05T18:00+01:00")
    assert sentence("goes with your twitches", days=60) in text(quarter_days)


def test_a_band_shows_low_middle_and_high_on_one_scale() -> None:
    def band(low: float, median: float, high: float) -> str:
        made = with_cause(rate_ratio_per_swing=Range(median, low, high))
        return next(each for each in lines(made.to_json()) if each.startswith("  Stress")).split()[-1]

    narrow, wide = band(1.2, 1.3, 1.4), band(1.0, 1.3, 2.0)
    assert narrow.index("O") == wide.index("O")
    assert narrow.count("=") < wide.count("=")
    assert len(narrow) == len(wide) == 25
    assert band(0.01, 1.0, 9.0).count(".") == 0


def test_a_number_that_is_not_known_has_no_band() -> None:
    made = with_cause(rate_ratio_per_swing=Range(float("nan"), 1.0, 2.0))
    assert re.search(r"Stress +goes with your twitches\n", text(made))


def test_causes_that_cannot_be_told_apart_are_named() -> None:
    assert "went up and down with caffeine; they cannot be told apart" in text(
        with_cause(inseparable_from=("caffeine",))
    )


def test_twitches_that_came_first_are_said() -> None:
    assert "the twitches may have come first" in text(with_cause(guards_failed=("tomorrow_control",)))


def test_a_tested_cause_carries_no_figure_of_the_diary() -> None:
    said = text(with_cause(evidence="tested_in_you"))
    assert "Stress: tested in you." in said


def test_a_finding_without_numbers_is_still_a_sentence() -> None:
    said = text(with_cause(rate_ratio=None, share=None))
    assert "Stress: goes with your twitches.\n" in said


def test_open_questions_say_their_days_or_stay_silent() -> None:
    made = text(with_cause(verdict="cannot_tell", evidence="none", days_needed=33))
    assert "Stress: not enough yet. About 33 more days may show it." in made
    long = with_cause(verdict="cannot_tell", evidence="none", days_needed=200)
    assert "Stress: not enough yet. A diary alone is not likely to answer this." in text(long)
    assert "Stress: not enough yet. About 200 more days" in text(replace(long, rows_used=40))
    silent = text(with_cause(verdict="cannot_tell", evidence="none", days_needed=None))
    assert "Stress: not enough yet" not in silent


def test_whether_to_go_on_is_said_in_one_line() -> None:
    said: Mapping[str, str] = {
        word: text(replace(FOUND, enough=word)) for word in ("more", "enough", "diary_cannot")
    }
    assert "More days may still change this." in said["more"]
    assert "You have measured enough" in said["enough"]
    assert "A diary cannot answer what is still open" in said["diary_cannot"]


def test_the_next_step_is_said_where_there_is_one() -> None:
    assert "What would teach most: test stress on yourself" in text(FOUND)
    assert "What would teach most" not in text(replace(FOUND, next_experiment=None))
    vary = NextExperiment("water", "vary", 14, "it was the same")
    assert "days that differ in too little to drink" in text(replace(FOUND, next_experiment=vary))


def test_an_empty_diary_is_said_plainly() -> None:
    said = text(attribute(daily(FIRST_DAY, {}), physiology=BODY))
    assert said.startswith("Not enough yet: 0 of the first 14 days with a count of twitches.")
    assert "Stress" not in said
    assert "nothing can be told yet" in said


def test_a_diary_without_outcome_names_no_rate() -> None:
    said = text(attribute(diary(20, twitches=False), physiology=BODY))
    assert " a day, between" not in said


def test_minutes_are_called_minutes() -> None:
    made = attribute(changed(diary(30), twitch_min=np.full(30, 12.0)), physiology=BODY, outcome="twitch_min")
    assert "minutes of twitching a day" in text(made)


def test_no_word_of_fear_or_promise_is_said() -> None:
    everything = text(FOUND).lower() + text(attribute(diary(10), physiology=BODY)).lower()
    for word in ("disease", "als", "deficien", "cure", "safe to ignore", "chance:", "supplement"):
        assert not re.search(rf"\b{word}\b", everything), word


def test_a_blank_cause_is_shown_without_band() -> None:
    blank = CauseAnswer("stress", 0.25, "cannot_tell")
    assert re.search(r"Stress +not enough yet\n", text(replace(FOUND, causes=(blank, *FOUND.causes[1:]))))


def test_one_more_day_is_not_one_more_days() -> None:
    first = with_cause(verdict="cannot_tell", evidence="none", days_needed=1)
    said = text(replace(first, next_experiment=NextExperiment("stress", "log", 1, "because")))
    assert "About 1 more day may show it." in said
    assert "for about 1 day: because." in said
