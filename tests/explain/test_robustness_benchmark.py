"""People with messy diaries, and what answers about them are held against."""

import numpy as np
import pytest
from benchmarks.explain_robustness import DAYS, against, cells_of, covered, judge, probability_bins, summary
from benchmarks.messy_people import MESSES, PHYSIOLOGY, Bodies, doses_that_act, messy_person

from untwitch.explain.dose import Rows, doses
from untwitch.facts.measure import CAUSES


@pytest.mark.parametrize("name", list(MESSES))
def test_a_person_is_the_same_for_the_same_seed_and_another_for_another(name: str) -> None:
    one, other = messy_person(name, 5, days=40), messy_person(name, 5, days=40)
    assert one.timeline == other.timeline
    assert one.effects == other.effects
    assert one.timeline != messy_person(name, 6, days=40).timeline


def test_diaries_are_as_messy_as_they_say() -> None:
    forgotten = messy_person("missing_0.4", 1, days=400).timeline.column("caffeine_mg")
    assert np.isnan(forgotten).mean() == pytest.approx(0.4, abs=0.08)
    assert not np.isnan(messy_person("noise_1.0", 1, days=400).timeline.column("caffeine_mg")).any()
    kept, acted = (
        messy_person("noise_1.0", 2, days=400).timeline.column("stress_0_10"),
        messy_person("noise_1.0", 2, days=400).doses["stress"][0],
    )
    assert kept.std() / acted.std() == pytest.approx(2**0.5, rel=0.15)
    clean = messy_person("clean", 2, days=400)
    assert clean.timeline.column("stress_0_10") == pytest.approx(clean.doses["stress"][0], abs=0.01)


@pytest.mark.parametrize("cause", CAUSES)
def test_without_a_mess_the_dose_that_acts_is_one_that_explain_makes(cause: str) -> None:
    person = messy_person("clean", 3, days=90)
    made = doses(Rows(person.timeline.starts, 24.0, person.timeline.columns), physiology=PHYSIOLOGY)
    mine = [each.values for each in made if each.cause == cause]
    for acted in person.doses[cause]:
        assert max(np.corrcoef(acted, each)[0, 1] for each in mine) > 0.999


def test_half_lives_change_what_acts_and_not_what_a_steady_exposure_comes_to() -> None:
    rng = np.random.default_rng(1)
    raw = dict(messy_person("clean", 1, days=60).timeline.columns)
    usual, own = Bodies(), Bodies(caffeine_h=10, exertion_h=48, mineral_days=14, debt_days=3)
    for cause in ("caffeine", "exertion", "diet", "sleep"):
        assert np.abs(doses_that_act(raw, usual)[cause][-1] - doses_that_act(raw, own)[cause][-1]).max() > 0.1
    steady = {name: np.full(60, 0.9 * float(rng.random()) * values.mean()) for name, values in raw.items()}
    for cause in CAUSES:
        for one, other in zip(
            doses_that_act(steady, usual)[cause], doses_that_act(steady, own)[cause], strict=True
        ):
            assert one == pytest.approx(other)
    assert doses_that_act(steady, own)["caffeine"][0] == pytest.approx(steady["caffeine_mg"])


def test_both_truths_of_an_effect_are_one_effect() -> None:
    person = next(
        each for each in (messy_person("all_three", seed, days=90) for seed in range(20)) if each.effects
    )
    for cause, effect in person.effects.items():
        swings = [dose.std() for dose in person.doses[cause]]
        assert min(abs(effect.per_swing / effect.per_unit - swing) for swing in swings) < 1e-9


def test_an_answer_is_held_against_the_truth_in_its_own_unit() -> None:
    told = {"low": 1.0, "median": np.exp(0.2), "high": np.exp(0.3), "per": "1,000 mg a day less"}
    assert against(told, 0.25) == pytest.approx((0.05, 0.25, -0.05))
    assert against(None, 0.25) is None
    made = covered([(0.05, 0.25, -0.05), (-0.3, -0.1, -0.4), None])
    assert (made["coverage_90"], made["truth_below"], made["truth_above"]) == (0.5, 0.5, 0.0)
    assert made["without_interval"] == 1
    assert made["log_bias"] == pytest.approx(0.125)
    assert covered([None]) == {"coverage_90": None}


def test_bins_compare_what_was_said_with_what_was() -> None:
    made = probability_bins(np.array([0.01, 0.9, 0.9, 1.0]), np.array([False, True, False, True]))
    assert [(each["from"], each["count"], each["away"]) for each in made] == [
        (0.0, 1, 0.01),
        (0.8, 2, 0.4),
        (0.95, 1, 0.0),
    ]


def test_the_figures_are_those_counted_by_hand() -> None:
    row = {"probability": 0.9, "likely": True, "effect": 0.4, "swing": (0, 1, -1), "unit": (0, -1, -2)}
    innocent = {"probability": 0.9, "likely": True, "effect": 0.0}
    missed = {"probability": 0.1, "likely": False, "effect": 0.2, "swing": None, "unit": None}
    people = [
        {"rows": [row, innocent], "alarm": True, "seconds": 0.1},
        {"rows": [missed], "alarm": False, "seconds": 0.3},
    ]
    made = summary(people)
    assert (made["people"], made["active_effects"]) == (2, 2)
    assert (made["per_swing"]["coverage_90"], made["per_unit"]["coverage_90"]) == (1.0, 0.0)
    assert (made["people_with_a_false_cause"], made["tomorrow_alarms"]) == (0.5, 0.5)
    assert (made["power_rate_ratio_1.35"], made["found"], made["likely_right"]) == (1.0, 0.5, 0.5)
    assert made["worst_bin"] is None


def test_one_person_goes_through_the_whole_path() -> None:
    seed = next(seed for seed in range(20) if messy_person("all_three", seed, days=40).effects)
    made = judge(("all_three", seed, 40))
    assert len(made["rows"]) == len(CAUSES)
    assert any(row["effect"] > 0 and row["swing"] and row["unit"] for row in made["rows"])
    assert summary([made])["per_swing"]["coverage_90"] is not None


def test_cells_are_named_or_all_are_run() -> None:
    assert cells_of(["noise_1.0x120"]) == [("noise_1.0", 120)]
    assert len(cells_of([])) == len(DAYS) * len(MESSES)
