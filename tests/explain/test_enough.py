"""Verdicts by the rules, and days by the information that days bring."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate
from scipy.stats import norm

from untwitch.explain.enough import (
    Prospect,
    Standing,
    could_change,
    days_needed,
    enough,
    probability,
    standing_at,
    verdict,
)

ODDS = 1 / 3


def standing(effect: float, error: float) -> Standing:
    return Standing(effect, error, ODDS, 0.5)


@pytest.mark.parametrize("effect", [-0.3, 0.0, 0.1, 0.5])
@pytest.mark.parametrize("error", [0.05, 0.2, 1.0])
def test_the_probability_is_that_of_a_half_normal_against_nothing(effect: float, error: float) -> None:
    def weighted(size: float) -> float:
        against_none = np.exp(norm.logpdf(effect, size, error) - norm.logpdf(effect, 0, error))
        return float(2 * norm.pdf(size, 0, 0.5) * against_none)

    slab, _ = integrate.quad(weighted, 0, 6, points=[max(effect, 0.01)], limit=200)
    odds = ODDS * slab
    assert probability(standing(effect, error)) == pytest.approx(odds / (1 + odds), rel=1e-6)


@pytest.mark.parametrize("slab_mean", [0.4, -0.3])
@pytest.mark.parametrize(("effect", "error"), [(-0.2, 0.1), (0.3, 0.1), (0.5, 1.0)])
def test_the_probability_is_that_of_a_slab_away_from_nothing(
    effect: float, error: float, slab_mean: float
) -> None:
    def weighted(size: float) -> float:
        against_none = np.exp(norm.logpdf(effect, size, error) - norm.logpdf(effect, 0, error))
        return float(norm.pdf(size, slab_mean, 0.2) / norm.sf(0, slab_mean, 0.2) * against_none)

    slab, _ = integrate.quad(weighted, 0, 4, points=[0.1, 0.3, 0.6], limit=200)
    odds = ODDS * slab
    made = probability(Standing(effect, error, ODDS, 0.2, slab_mean))
    assert made == pytest.approx(odds / (1 + odds), rel=1e-6)


def test_a_record_that_dilutes_more_needs_more_days() -> None:
    whole, half = (days_needed(Standing(0.05, 0.12, ODDS, 0.5, 0.0, each), 60) for each in (1.0, 0.7))
    assert whole is not None
    assert half is not None
    assert half > 1.5 * whole


def test_a_diary_that_says_nothing_leaves_the_prior() -> None:
    assert probability(standing(0.0, math.inf)) == pytest.approx(0.25)


def test_an_estimate_far_on_the_other_side_rules_the_cause_out() -> None:
    chances = [probability(standing(-effect, 0.1)) for effect in (1.0, 2.9, 3.1, 5.0)]
    assert chances[0] < 0.01
    assert chances == sorted(chances, reverse=True)


@pytest.mark.parametrize(
    ("chance", "guards_pass", "expected"),
    [
        (0.80, True, "likely"), (0.80, False, "possible"), (0.79, True, "possible"), (0.50, True, "possible"),
        (0.49, True, "cannot_tell"), (0.11, True, "cannot_tell"), (0.10, True, "unlikely"),
        (0.10, False, "unlikely"),
    ],
)  # fmt: skip
def test_verdicts_follow_the_rules(chance: float, guards_pass: bool, expected: str) -> None:  # noqa: FBT001
    assert verdict(chance, guards_pass=guards_pass) == expected


def test_a_standing_gives_back_its_probability() -> None:
    for chance in (0.02, 0.25, 0.6, 0.97):
        made = standing_at(chance, standing(0.0, 0.1))
        assert probability(made) == pytest.approx(chance, rel=1e-6)
    assert standing_at(0.5, standing(0.0, math.inf)).effect == 0


def test_a_certain_cause_has_a_standing_too() -> None:
    assert probability(standing_at(1.0, standing(0.0, 0.1))) > 0.999


def test_after_the_days_needed_a_strong_effect_is_found_in_eight_of_ten() -> None:
    now = standing(0.1, 0.15)
    more = days_needed(now, 60)
    assert more is not None
    error = 0.15 * math.sqrt(60 / (60 + more))
    random = np.random.default_rng(1)
    strong = [probability(standing(each, error)) for each in random.normal(math.log(1.35), error, 4000)]
    none = [probability(standing(each, error)) for each in random.normal(0.0, error, 4000)]
    found, cleared = np.mean(np.array(strong) >= 0.8), np.mean(np.array(none) <= 0.1)
    assert min(found, cleared) == pytest.approx(0.8, abs=0.03)


def test_less_information_needs_more_days() -> None:
    needed = [days_needed(standing(0.05, error), 30) for error in (0.1, 0.15, 0.2)]
    assert None not in needed
    assert needed == sorted(needed, key=lambda each: each or 0)
    assert len(set(needed)) == 3


def test_a_weak_effect_needs_longer_when_a_strong_one_would_be_known() -> None:
    unclear = standing_at(0.3, standing(0.0, 0.06))
    needed = days_needed(unclear, 100)
    assert needed is None or needed > 30


def test_no_number_of_days_is_given_where_there_is_none() -> None:
    assert days_needed(standing(0.0, math.inf), 60) is None
    assert days_needed(standing(0.0, 0.1), 0) is None
    assert days_needed(standing(0.0, 5.0), 20) is None


def test_a_sure_answer_cannot_change_and_a_narrow_one_can() -> None:
    assert not could_change(standing(0.6, 0.05), 120, guards_pass=True)
    edge = standing_at(0.79, standing(0.0, 0.1))
    assert could_change(edge, 120, guards_pass=True)
    assert could_change(standing(0.6, math.inf), 120, guards_pass=True)
    assert could_change(standing(0.6, 0.05), 0, guards_pass=True)


def test_a_longer_wait_can_change_more() -> None:
    somewhat = standing_at(0.85, standing(0.0, 0.1))
    assert could_change(somewhat, 60, guards_pass=True, more=200)
    assert not could_change(somewhat, 6000, guards_pass=True, more=1)


def test_a_failed_guard_keeps_a_finding_possible_whatever_comes() -> None:
    edge = standing_at(0.79, standing(0.0, 0.02))
    assert could_change(edge, 1000, guards_pass=True)
    assert not could_change(edge, 1000, guards_pass=False)


SETTLED, SHAKY = Prospect(False, False, None), Prospect(False, True, None)
NEAR, FAR, NEVER = Prospect(True, True, 20), Prospect(True, True, 61), Prospect(True, False, None)


@pytest.mark.parametrize(
    ("prospects", "days", "expected"),
    [
        ([], 120, "more"),
        ([SETTLED, SETTLED], 120, "enough"),
        ([SETTLED, SHAKY], 120, "more"),
        ([SETTLED, NEAR], 120, "more"),
        ([SETTLED, FAR], 120, "diary_cannot"),
        ([SETTLED, NEVER], 120, "diary_cannot"),
        ([SETTLED, FAR], 59, "more"),
        ([SETTLED, FAR], 60, "diary_cannot"),
        ([NEAR, FAR], 120, "more"),
        ([SHAKY, FAR], 120, "diary_cannot"),
    ],
)
def test_one_word_says_whether_to_go_on(prospects: list[Prospect], days: int, expected: str) -> None:
    assert enough(prospects, days=days) == expected


@given(st.floats(-1, 1), st.floats(0.01, 3))
def test_a_larger_estimate_never_makes_a_cause_less_probable(effect: float, error: float) -> None:
    assert probability(standing(effect + 0.1, error)) >= probability(standing(effect, error)) - 1e-12
