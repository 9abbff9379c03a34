"""Guards on real fits, and causes that cannot be told apart."""

import numpy as np
from tests.explain.diaries import Floats, changed, diary

from untwitch.explain.case import Case, prepare
from untwitch.explain.fitting import Fitted, fit_design
from untwitch.explain.guards import Guard
from untwitch.explain.judge import inseparable, leading_parts, run_guards
from untwitch.explain.model import Design
from untwitch.facts.person import Physiology
from untwitch.timeline.timeline import Timeline


def fitted(timeline: Timeline) -> tuple[Case, Design, Fitted]:
    case = prepare(timeline, physiology=Physiology(), outcome="auto")
    made = case.design()
    return case, made, fit_design(case.counts(), made)


def guards_of(timeline: Timeline) -> dict[str, Guard]:
    case, made, fit = fitted(timeline)
    leading = leading_parts(made, fit)
    apart = inseparable(case.used, fit, leading)
    return {each.name: each for each in run_guards(case, made, fit, leading, apart)}


def along(column: Floats, *, noise: float, seed: int = 3) -> Floats:
    random = np.random.default_rng(seed)
    raised = 20 * (column + noise * random.standard_normal(len(column)))
    return np.asarray(np.round(np.clip(raised, 0.0, 900.0)), dtype=np.float64)


def test_a_clean_diary_passes_every_guard() -> None:
    made = guards_of(diary(90))
    assert list(made) == ["positivity", "collinearity", "tomorrow_control", "dispersion", "k_hat"]
    assert all(each.passes for each in made.values()), made


def test_the_leading_dose_is_the_most_probable_one() -> None:
    table = diary(90, stress=0.6)
    random = np.random.default_rng(1)
    case, made, fit = fitted(changed(table, resting_hr_bpm=60 + random.integers(0, 9, 90).astype(np.float64)))
    leading = leading_parts(made, fit)
    assert leading["stress"].dose.id == "stress_0_10"
    assert set(leading) == {"stress", "caffeine"}
    assert case.used.all()


def test_causes_that_run_the_same_course_are_inseparable() -> None:
    table = diary(90, stress=0.6)
    twin = changed(
        table, caffeine_mg=along(table.columns["stress_0_10"], noise=0.1), caffeine_mean_hour=np.zeros(90)
    )
    case, made, fit = fitted(twin)
    leading = leading_parts(made, fit)
    apart = inseparable(case.used, fit, leading)
    assert apart == {"stress": ("caffeine",), "caffeine": ("stress",)}
    assert guards_of(twin)["collinearity"].failed_causes == ("stress", "caffeine")


def test_causes_that_traded_places_are_inseparable() -> None:
    table = diary(60, stress=0.6, seed=5)
    case, made, fit = fitted(
        changed(
            table, caffeine_mg=along(table.columns["stress_0_10"], noise=2.5), caffeine_mean_hour=np.zeros(60)
        )
    )
    leading = leading_parts(made, fit)
    both = fit.selection
    both.cause_probability.update({"stress": 0.6, "caffeine": 0.5})
    both.pair_probability[:] = [[0.6, 0.15], [0.15, 0.5]]
    assert inseparable(case.used, fit, leading)["stress"] == ("caffeine",)
    both.cause_probability.update({"stress": 0.9, "caffeine": 0.2})
    both.pair_probability[:] = [[0.9, 0.15], [0.15, 0.2]]
    assert inseparable(case.used, fit, leading)["stress"] == ()


def test_causes_that_vary_on_their_own_are_separable() -> None:
    case, made, fit = fitted(diary(90, stress=0.5, caffeine=0.5))
    assert inseparable(case.used, fit, leading_parts(made, fit)) == {"stress": (), "caffeine": ()}


def test_a_cause_that_rose_once_fails_positivity_alone() -> None:
    table = diary(60)
    once = np.zeros(60)
    once[30] = 400.0
    made = guards_of(changed(table, caffeine_mg=once))
    assert made["positivity"].failed_causes == ("caffeine",)


def test_worry_that_follows_the_twitches_fails_tomorrow() -> None:
    table = diary(120, stress=0.0)
    worry = np.clip(np.concatenate([[5.0], table.columns["twitches"][:-1]]), 0, 10)
    assert "stress" in guards_of(changed(table, stress_0_10=worry))["tomorrow_control"].failed_causes


def test_a_series_of_two_kinds_of_days_fails_dispersion_or_is_fitted() -> None:
    random = np.random.default_rng(4)
    odd = np.where(random.random(120) < 0.5, 0.0, 60.0)
    assert guards_of(changed(diary(120), twitches=odd))["dispersion"].value is not None
