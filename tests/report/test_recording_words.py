"""A recording is told calmly: what could be seen, a count with its interval, never a zero or a disease."""

import itertools
import re

import pytest
from tests.reading import grade
from tests.recordings.made_summary import grid, phone, uncounted
from tests.report.test_html import DISEASES, NEVER

from untwitch.facts.problem import Problem
from untwitch.recordings.summary import Count, Excluded, Noise, Rate, RecordingSummary
from untwitch.report.recording_words import (
    ABOUT_A_CALF,
    ENOUGH_A_WEEK,
    SCREENING,
    Beside,
    by_reason,
    count_lines,
    duration,
    judged,
    lines,
    none_above,
    usual,
)

NONE = phone(count=Count(0.2, 0.0, 1.4), rate_per_min=Rate(0.08, 0.0, 0.5), twitches=())
SUMMARIES = (
    phone(),
    grid(),
    uncounted(),
    NONE,
    phone(duration_s=180.0, noise=None, smallest_detectable=None),
)
BESIDES = (None, Beside(kept=2, other_rates=(0.5,), in_a_week=2), Beside(4, (0.0, 2.1, 1.0), in_a_week=3))
EVERY_TEXT = [
    " ".join(lines(summary, site=site, beside=beside))
    for summary, site, beside in itertools.product(SUMMARIES, ("calf_left", "eyelid_right", None), BESIDES)
]


@pytest.mark.parametrize("text", EVERY_TEXT)
def test_the_words_are_plain_and_name_no_disease(text: str) -> None:
    assert not DISEASES.search(text)
    assert not NEVER.search(text)
    assert not re.search(r"\b(0|zero|no) twitch", text)
    assert grade(text, exempt=("accelerometer", "recording", "recordings")) <= 8
    assert text.endswith(SCREENING)


def test_a_count_has_its_interval_and_stands_beside_the_persons_own_range() -> None:
    said = lines(phone(), beside=Beside(3, (0.5, 2.1)))
    assert (
        "About 3 twitches in 2.5 minutes, between 2 and 6: about 1.4 a minute, between 0.84 and 2.1." in said
    )
    assert "Your 2 other recordings of this place had 0.5 to 2.1 a minute." in said
    assert "About 8 minutes in all would tell the rate better." in said
    assert any("They have at least 2 shapes." in each for each in lines(grid(), beside=Beside(3, (1.0,))))
    one = phone(count=Count(1.0, 0.0, 2.4), rate_per_min=Rate(0.4, 0.0, 1.0))
    assert count_lines(one, beside=Beside(3)) == [
        "About 1 twitch in 2.5 minutes, between none and 3: about 0.4 a minute, between none and 1."
    ]


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_before_the_third_recording_no_count_and_no_rate_is_said(kept: int) -> None:
    for summary in (phone(), NONE):
        text = " ".join(lines(summary, beside=Beside(kept, (0.5,) * kept)))
        assert "no number stands here yet" in text
        assert not re.search(r"a minute|twitches in|None above|minutes in all", text)
        assert (f"{kept} kept so far" in text) == (kept > 0)


def test_none_is_said_with_what_would_have_been_seen() -> None:
    assert none_above(NONE) == "None above 41 mm/s² in 2.5 minutes. Up to 2 may have been missed."
    sure = phone(count=Count(0.0, 0.0, 0.0), smallest_detectable=None)
    assert none_above(sure) == "None that could be seen in 2.5 minutes."
    assert none_above(phone()) == none_above(uncounted()) == ""


def test_what_was_left_out_is_said_with_its_reason_and_its_time() -> None:
    assert judged(phone()) == "2.5 minutes could be judged. Left out: the phone was moved (30 seconds)."
    assert judged(grid()) == "All of it could be judged."
    assert judged(uncounted()) == "None of it could be judged: the signal was saturated (3 minutes)."
    assert judged(phone(analysed_s=0.0, excluded=())) == "None of it could be judged."
    little = phone(analysed_s=177.0, excluded=(Excluded(0.0, 3.0, "the start"),))
    assert judged(little) == "All but little of it could be judged. Left out: the start (3 seconds)."
    many = tuple(Excluded(10.0 * at, 10.0 * at + at + 1, f"reason {at}") for at in range(6))
    assert by_reason((*many, Excluded(80, 90, "reason 0")))[0] == ("reason 0", 11)
    assert judged(phone(excluded=many)).endswith("reason 2 (3 seconds), other reasons (3 seconds).")


def test_noise_bad_channels_and_a_short_recording_are_said() -> None:
    said = lines(grid(duration_s=60.0))
    assert "The noise was 3.5 µV. A twitch under 18 µV would mostly not be seen." in said
    assert "Left out as bad: E16." in said
    assert any("That is short" in each for each in said)
    assert not any("That is short" in each for each in lines(phone(duration_s=180.0)))
    nine = Noise(3, 2, 4, "count", bad_channels=tuple("abcdefghi"))
    alone = lines(grid(noise=nine, smallest_detectable=None))
    assert "The noise was 3 steps of the recorder." in alone
    assert "Left out as bad: a, b, c, d, e, f and 3 more." in alone


def test_more_than_two_a_week_and_a_calf_get_their_sentence() -> None:
    assert ENOUGH_A_WEEK in lines(phone(), beside=Beside(in_a_week=3))
    assert ENOUGH_A_WEEK not in lines(phone(), beside=Beside(in_a_week=2))
    assert ABOUT_A_CALF in lines(phone(), site="calf_right")
    assert ABOUT_A_CALF not in lines(phone(), site="thigh_right")


def test_problems_are_named_up_to_ten_and_their_text_cannot_act_on_a_page() -> None:
    problems = tuple(Problem(f"row {number}", "it is\x1b[31m odd\nhere") for number in range(12))
    said = lines(phone(problems=problems))
    assert "row 9: it is[31m odd here" in said
    assert "and 2 more problems" in said
    assert not any("row 10" in each for each in said)


def test_the_range_is_all_of_a_few_recordings_and_the_middle_of_many() -> None:
    assert usual([2.0]) == "Your other recording of this place had 2 a minute."
    assert usual([0.0, 0.0]) == "Your 2 other recordings of this place had none a minute."
    assert usual([0.0, 3.0]) == "Your 2 other recordings of this place had none to 3 a minute."
    assert usual([9.0, *range(1, 10), 0.0]) == (
        "Your 11 other recordings of this place mostly had 1 to 9 a minute."
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "less than a second"),
        (1.0, "1 second"),
        (59.4, "59 seconds"),
        (59.6, "1 minute"),
        (150, "2.5 minutes"),
    ],
)
def test_a_length_of_time_is_told_as_people_say_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_recording_without_problem_or_count_is_still_told() -> None:
    made: RecordingSummary = uncounted()
    assert count_lines(made, beside=Beside(5)) == ["No count can be given for this recording."]
