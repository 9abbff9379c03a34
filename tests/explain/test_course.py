"""How long an exposure acts is weighed by the diary, and what enters is the mean over the courses."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.explain.diaries import FIRST_DAY, Floats, diary, rows

from untwitch.explain.case import prepare
from untwitch.explain.course import USUAL, averaged, course_doses
from untwitch.explain.dose import Dose, caffeine_load_mg, doses
from untwitch.explain.expectation import ExpectedDose, expected_doses
from untwitch.facts.person import Physiology
from untwitch.timeline.timeline import Timeline, daily

BODY = Physiology(age_years=35, sex="male")


def amounts(days: int, *, seed: int = 1) -> dict[str, Floats]:
    random = np.random.default_rng(seed)
    return {
        "stress_0_10": random.integers(0, 11, days).astype(np.float64),
        "exertion_au": np.asarray(300.0 * random.integers(0, 3, days), dtype=np.float64),
        "sleep_h": np.asarray(6.5 + random.standard_normal(days), dtype=np.float64),
        "magnesium_mg": np.asarray(280 + 80 * random.standard_normal(days), dtype=np.float64),
        "caffeine_mg": np.asarray(90.0 * random.integers(0, 5, days), dtype=np.float64),
        "water_ml": np.asarray(1500 + 400 * random.standard_normal(days), dtype=np.float64),
    }


def by_course(made: tuple[Dose, ...]) -> dict[tuple[str, str], Dose]:
    return {(each.id, each.course): each for each in made}


def test_the_usual_doses_come_first_and_every_cause_has_other_courses() -> None:
    table = rows(amounts(40))
    usual = doses(table, physiology=BODY)
    made = course_doses(table, physiology=BODY)
    assert [each.id for each in made[: len(usual)]] == [each.id for each in usual]
    assert all(each.course == USUAL for each in made[: len(usual)])
    others = made[len(usual) :]
    assert {each.cause for each in others} == {each.cause for each in usual}
    assert USUAL not in {each.course for each in others}
    assert len(by_course(made)) == len(made)


def test_each_course_is_the_dose_of_its_own_time() -> None:
    table = rows(amounts(60))
    made = by_course(course_doses(table, physiology=BODY))
    effort = table.column("exertion_au")
    for half_life_h, course in ((12.0, "12 h"), (48.0, "48 h")):
        weights = 0.5 ** (24 * np.arange(4) / half_life_h)
        by_hand = (weights / weights.sum()) @ effort[59 - np.arange(4)]
        assert made["exertion_au_tail", course].values[59] == pytest.approx(by_hand)
    for times, course in ((0.5, "0.5 times"), (2.0, "2 times")):
        load, _ = caffeine_load_mg(table, half_life_h=5.0 * times)
        assert_allclose(made["caffeine_load_mg", course].values, load)
    magnesium = table.column("magnesium_mg")
    low = made["magnesium_shortfall_mg", USUAL].values[59] + magnesium[53:].mean() - magnesium[57:].mean()
    assert made["magnesium_shortfall_mg", "3 days"].values[59] == pytest.approx(max(0.0, low))
    short = np.maximum(0, 7 - table.column("sleep_h"))
    assert made["sleep_debt_h", "3 days"].values[59] == pytest.approx(7 * short[57:].mean())
    for name in ("stress_0_10", "drinks_shortfall_ml"):
        values = made[name, USUAL].values
        faded = np.array([8, 4, 2, 1]) / 15 @ values[59 - np.arange(4)]
        assert made[name, "fading"].values[59] == pytest.approx(faded)


def test_without_nights_there_is_no_debt_of_other_lengths() -> None:
    assert by_course(course_doses(rows({"stress_0_10": [1.0, 2.0, 3.0]}), physiology=BODY)).keys() == {
        ("stress_0_10", USUAL), ("stress_0_10", "fading"),
    }  # fmt: skip


def test_in_rows_of_hours_the_recent_part_has_one_course() -> None:
    table = rows({"exertion_au": np.tile([0.0, 300, 0, 0], 10)}, row_h=6)
    courses = [each.course for each in course_doses(table, physiology=BODY) if each.id.endswith("_recent")]
    assert courses == [USUAL]


def acting(course_h: float, *, seed: int, days: int = 200) -> Timeline:
    """A diary in which exertion acts with a half-life of its own."""
    columns = amounts(days + 10, seed=seed)
    weights = 0.5 ** (24 * np.arange(8) / course_h)
    tail = np.convolve(columns["exertion_au"], weights / weights.sum())[10 : days + 10]
    rate = np.exp(1.6 + 0.6 * (tail - tail.mean()) / tail.std())
    kept = {name: each[10:] for name, each in columns.items()}
    twitches = np.random.default_rng(seed).poisson(rate).astype(np.float64)
    return daily(FIRST_DAY, kept | {"twitches": twitches})


@pytest.mark.parametrize(("course_h", "nearest"), [(6.0, "12 h"), (24.0, USUAL), (96.0, "48 h")])
def test_the_course_that_acts_gets_the_weight(course_h: float, nearest: str) -> None:
    case = prepare(acting(course_h, seed=3), physiology=BODY, outcome="auto")
    table = rows({name: case.table.column(name) for name in ("exertion_au",)})
    courses = by_course(course_doses(table, physiology=BODY))
    entered = next(each.dose.values for each in case.doses if each.dose.id == "exertion_au_tail")
    distances = {
        course: float(np.abs(entered - courses["exertion_au_tail", course].values[: len(entered)]).mean())
        for course in ("12 h", USUAL, "48 h")
    }
    assert min(distances, key=distances.__getitem__) == nearest


def test_a_cause_that_does_not_act_keeps_near_its_usual_course() -> None:
    case = prepare(diary(120, stress=0.5), physiology=BODY, outcome="auto")
    usual = {each.id: each for each in doses(rows(dict(case.table.columns)), physiology=BODY)}
    entered = {each.dose.id: each.dose for each in case.doses}
    for name, dose in entered.items():
        assert np.corrcoef(dose.values, usual[name].values)[0, 1] > 0.9
    assert [each.dose.course for each in case.doses] == [USUAL] * len(case.doses)


def test_the_mean_over_courses_is_that_of_their_weights() -> None:
    table = rows({"stress_0_10": [1.0, 5.0, 2.0, 8.0, 3.0]})
    made = expected_doses(table, physiology=BODY, make=course_doses)
    mixed = averaged(made, {("stress_0_10", USUAL): 0.25, ("stress_0_10", "fading"): 0.75})
    assert len(mixed) == 1
    assert_allclose(mixed[0].dose.values, 0.25 * made[0].dose.values + 0.75 * made[1].dose.values)
    assert mixed[0].dose.lag_days == pytest.approx((0.0, 0.25 * 0.25 + 0.75 * 0.6, 0.25 + 0.75 * 3))
    assert averaged(made, {}) == (made[0],)


def test_doubt_about_what_was_not_recorded_is_averaged_too() -> None:
    dose = course_doses(rows({"stress_0_10": [1.0, 2.0]}), physiology=BODY)
    made = [ExpectedDose(each, np.full(2, off)) for each, off in zip(dose, (1.0, 3.0), strict=True)]
    mixed = averaged(made, {("stress_0_10", USUAL): 0.5, ("stress_0_10", "fading"): 0.5})
    assert_allclose(mixed[0].extra_variance, 2.0)


def test_too_little_data_keeps_the_usual_course() -> None:
    case = prepare(diary(10), physiology=BODY, outcome="auto")
    usual = doses(rows(dict(case.table.columns)), physiology=BODY)
    for one, two in zip(case.doses, usual, strict=True):
        assert_allclose(one.dose.values, two.values)
