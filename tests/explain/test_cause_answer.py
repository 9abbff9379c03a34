"""Answers about causes agree with the fit they come from."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.explain.diaries import changed, diary

from untwitch.explain.attribution import attribute
from untwitch.explain.case import prepare
from untwitch.explain.cause_answer import avoided, largest
from untwitch.explain.dilution import correlations
from untwitch.explain.fitting import fit_design
from untwitch.facts.person import Physiology
from untwitch.knowledge.reliability import reliability

BODY = Physiology()


def test_shares_add_up_to_what_is_explained() -> None:
    case = prepare(diary(90, stress=0.5, caffeine=0.4), physiology=BODY, outcome="auto")
    made = case.design()
    gone = avoided(case, made, fit_design(case.counts(), made))
    assert_allclose(sum(gone.share.values()) + gone.unexplained, 1.0)
    assert all((each >= -1e-12).all() for each in gone.share.values())
    assert all((each >= -1e-9).all() for each in gone.days.values())


def test_the_share_is_that_of_the_effect_that_was_put_in() -> None:
    inside = 0
    for seed in range(1, 7):
        table = diary(240, seed=seed, stress=0.4)
        stress = table.columns["stress_0_10"]
        above = np.maximum(0, stress - np.quantile(stress, 0.2)) / stress.std()
        rate = np.exp(0.4 * (stress - stress.mean()) / stress.std())
        truth = 1 - (rate * np.exp(-0.4 * above)).sum() / rate.sum()
        share = attribute(table, physiology=BODY).cause("stress").share
        assert share is not None
        assert share.high - share.low < 0.2
        inside += share.low < truth < share.high
    assert inside >= 5


def test_days_avoided_of_short_rows_are_days() -> None:
    case = prepare(diary(60), physiology=BODY, outcome="auto")
    made = case.design()
    gone = avoided(case, made, fit_design(case.counts(), made))
    assert gone.days["stress"].max() < 60


def test_the_largest_is_the_one_with_the_larger_effect() -> None:
    case = prepare(diary(200, stress=0.6, caffeine=0.2), physiology=BODY, outcome="auto")
    made = case.design()
    chances = largest(made, fit_design(case.counts(), made))
    assert chances["stress"] > 0.95
    assert sum(chances.values()) <= 1 + 1e-9


def test_a_ratio_per_change_is_that_per_swing_in_other_steps() -> None:
    table = diary(90, stress=0.5)
    made = attribute(table, physiology=BODY).cause("stress")
    assert made.rate_ratio is not None
    assert made.rate_ratio_per_swing is not None
    swing = table.columns["stress_0_10"].std()
    r = correlations(reliability("stress_0_10"))
    # the swing as it was is smaller than the one that was recorded, by the square root of the reliability
    per_point, per_swing = np.log(made.rate_ratio.median), np.log(made.rate_ratio_per_swing.median)
    assert per_swing / per_point == pytest.approx(np.median(r) * swing, rel=0.1)
    told = float(made.rate_ratio_per_swing.per.split("(")[1].split()[0])
    assert told == pytest.approx(np.median(r) * swing, rel=0.05)
    assert made.rate_ratio.per == "1 point more stress"
    assert "of stress_0_10" in made.rate_ratio_per_swing.per


def test_a_change_of_a_proxy_is_one_of_what_was_recorded() -> None:
    table = diary(120, stress=0.6)
    pulse = 55 + 2 * table.columns["stress_0_10"]
    made = attribute(changed(table, resting_hr_bpm=pulse, stress_0_10=None), physiology=BODY).cause("stress")
    assert made.rate_ratio is not None
    assert made.rate_ratio_per_swing is not None
    recorded = np.log(made.rate_ratio.median) / 5 * pulse.std()
    assert recorded == pytest.approx(0.6, abs=0.12)
    assert np.log(made.rate_ratio_per_swing.median) > 1.1 * recorded


def test_parts_are_told_where_a_cause_has_several_doses() -> None:
    random = np.random.default_rng(1)
    table = changed(diary(60), sleep_h=5 + random.integers(0, 5, 60).astype(np.float64))
    made = attribute(table, physiology=BODY)
    parts = made.cause("sleep").parts
    assert [each.dose for each in parts] == ["sleep_shortfall_h", "sleep_debt_h"]
    assert sum(each.probability for each in parts) == pytest.approx(made.cause("sleep").probability)
    assert made.cause("stress").parts == ()


def test_a_confounder_may_act_either_way() -> None:
    table = diary(120, stress=0.0)
    screen = table.columns["screen_h"]
    random = np.random.default_rng(1)
    fewer = random.poisson(5 * np.exp(-0.5 * (screen - screen.mean()) / screen.std())).astype(np.float64)
    made = attribute(changed(table, twitches=fewer), physiology=BODY).confounders[0]
    assert made.cause == "screen"
    assert made.rate_ratio is not None
    assert made.rate_ratio.high < 1
    assert made.verdict == "unlikely"
    assert made.share is not None
    assert made.share.median < 0
    more = random.poisson(5 * np.exp(0.5 * (screen - screen.mean()) / screen.std())).astype(np.float64)
    made = attribute(changed(table, twitches=more), physiology=BODY).confounders[0]
    assert (made.verdict, made.evidence) == ("likely", "associated")
    assert made.probability_matters > 0.95


def test_a_confounder_that_acts_is_not_laid_at_a_cause_that_runs_along() -> None:
    random = np.random.default_rng(3)
    screen = random.integers(0, 10, 150).astype(np.float64)
    stress = np.clip(np.round(0.5 * screen + random.normal(2, 1.5, 150)), 0, 10)
    twitches = random.poisson(5 * np.exp(0.5 * (screen - screen.mean()) / screen.std())).astype(np.float64)
    base = diary(150)
    with_it = attribute(
        changed(base, screen_h=screen, stress_0_10=stress, twitches=twitches), physiology=BODY
    )
    without = attribute(changed(base, screen_h=None, stress_0_10=stress, twitches=twitches), physiology=BODY)
    assert with_it.cause("stress").probability < 0.5
    assert without.cause("stress").probability > 0.9


def test_a_cause_that_never_varied_says_that_it_was_logged() -> None:
    made = attribute(changed(diary(60), caffeine_mg=np.full(60, 200.0)), physiology=BODY)
    caffeine = made.cause("caffeine")
    assert (caffeine.verdict, caffeine.known_fraction, caffeine.rate_ratio) == ("cannot_tell", 1.0, None)
    assert caffeine.days_needed == 90
    water = made.cause("water")
    assert (water.verdict, water.known_fraction, water.days_needed) == ("cannot_tell", 0.0, 90)
    flat = attribute(changed(diary(60), other_stimulant_0_1=np.zeros(60), caffeine_mg=None), physiology=BODY)
    assert flat.cause("caffeine").known_fraction == 1.0
    assert flat.cause("caffeine").rate_ratio is None


def test_a_sure_cause_needs_no_more_days_and_an_open_one_says_how_many() -> None:
    made = attribute(diary(90, stress=0.6), physiology=BODY)
    assert made.cause("stress").verdict == "likely"
    assert made.cause("stress").days_needed is None
    young = attribute(diary(40, stress=0.2), physiology=BODY).cause("stress")
    assert young.verdict == "cannot_tell"
    assert young.days_needed is not None
    assert 10 < young.days_needed < 365


def test_worry_that_follows_is_possible_at_most() -> None:
    table = diary(150, stress=0.0)
    worry = np.clip(np.concatenate([[5.0], table.columns["twitches"][:-1]]), 0, 10)
    same_day = np.clip(np.round(0.5 * worry + 0.5 * table.columns["twitches"]), 0, 10)
    made = attribute(changed(table, stress_0_10=same_day), physiology=BODY).cause("stress")
    assert made.probability > 0.8
    assert made.verdict == "possible"
    assert "tomorrow_control" in made.guards_failed
    assert made.days_needed is None
