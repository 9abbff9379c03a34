"""Breathing is slow, never held, and out at least as long as in."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.advise.breathing import CAUTION, PATTERNS, Pattern, Phase, cues, pattern
from untwitch.facts.refused import Refused
from untwitch.knowledge.reference import reference


def test_there_are_the_two_even_patterns_and_sighing() -> None:
    assert list(PATTERNS) == ["4-6", "5-5", "sighing"]
    assert (pattern("4-6").in_s, pattern("4-6").out_s) == (4, 6)
    assert (pattern("5-5").in_s, pattern("5-5").out_s) == (5, 5)


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_is_slow_never_held_and_says_when_to_stop(name: str) -> None:
    chosen = pattern(name)
    assert chosen.breaths_per_min <= 6
    assert {phase.action for phase in chosen.phases} <= {"breathe in", "a little more in", "breathe out"}
    assert chosen.out_s >= chosen.in_s
    assert CAUTION in chosen.caution
    assert all(reference(each) for each in chosen.references)


def test_the_larger_breaths_carry_their_own_caution() -> None:
    assert "five minutes are enough" in pattern("sighing").caution


@given(st.sampled_from(list(PATTERNS)), st.floats(0.01, 20))
def test_cues_follow_each_other_without_a_gap_and_end_with_a_whole_breath(name: str, minutes: float) -> None:
    made = list(cues(name, minutes=minutes))
    for one, following in itertools.pairwise(made):
        assert following.start_s == pytest.approx(one.start_s + one.phase.seconds)
    assert made[0].start_s == 0
    assert made[-1].phase.action == "breathe out"
    whole_s = pattern(name).in_s + pattern(name).out_s
    end_s = made[-1].start_s + made[-1].phase.seconds
    assert minutes * 60 <= end_s + 1e-6
    assert end_s < minutes * 60 + whole_s


def test_a_minute_of_4_6_is_six_breaths() -> None:
    assert [each.start_s for each in cues("4-6", minutes=1)][::2] == [0, 10, 20, 30, 40, 50]


@pytest.mark.parametrize("minutes", [0, -1, 20.5, float("nan")])
def test_a_session_is_longer_than_nothing_and_at_most_20_minutes(minutes: float) -> None:
    with pytest.raises(Refused, match="minutes of breathing; it should be more than 0 and at most 20"):
        cues("4-6", minutes=minutes)


def test_an_unknown_pattern_names_the_nearest() -> None:
    with pytest.raises(Refused, match="'4-7' is not known; nearest: 4-6"):
        pattern("4-7")


@pytest.mark.parametrize(
    ("phases", "words"),
    [
        ((Phase("breathe in", 1), Phase("breathe out", 1)), "30 breaths a minute are not slow"),
        ((Phase("breathe in", 15), Phase("breathe out", 15)), "2 breaths a minute are not slow"),
        ((Phase("breathe in", 6), Phase("breathe out", 4)), "out has to be at least as long as in"),
        ((Phase("breathe in", 0), Phase("breathe out", 10)), "a phase has to last some time"),
        ((), "a phase has to last some time"),
    ],
)
def test_fast_or_inverted_breathing_cannot_be_made(phases: tuple[Phase, ...], words: str) -> None:
    with pytest.raises(Refused, match=words):
        Pattern("x", "x", phases, CAUTION, ())
