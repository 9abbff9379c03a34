"""One rule turns a workout into exertion."""

import math

import pytest

from untwitch.facts.refused import Refused
from untwitch.facts.workout import Workout, exertion_au


@pytest.mark.parametrize(
    ("workout", "au", "basis"),
    [
        (Workout(30, rpe_0_10=6, mean_hr_bpm=190, resting_hr_bpm=60, max_hr_bpm=190), 180, "rpe"),
        (Workout(30, mean_hr_bpm=125, resting_hr_bpm=60, max_hr_bpm=190), 150, "heart_rate_reserve"),
        (Workout(30, mean_hr_bpm=50, resting_hr_bpm=60, max_hr_bpm=190), 0, "heart_rate_reserve"),
        (Workout(30, mean_hr_bpm=250, resting_hr_bpm=60, max_hr_bpm=190), 300, "heart_rate_reserve"),
        (Workout(30, mean_hr_bpm=125, energy_kcal=300), 210, "energy"),
        (Workout(30, mean_hr_bpm=125, resting_hr_bpm=60, energy_kcal=300), 210, "energy"),
        (Workout(30, resting_hr_bpm=60, max_hr_bpm=190, energy_kcal=300), 210, "energy"),
        (
            Workout(30, mean_hr_bpm=125, resting_hr_bpm=190, max_hr_bpm=190, energy_kcal=9000),
            300,
            "energy",
        ),
        (Workout(30, energy_kcal=1), 30, "energy"),
        (Workout(30), 120, "assumed"),
        (Workout(0, energy_kcal=10), 0, "assumed"),
    ],
)
def test_the_best_known_effort_is_taken(workout: Workout, au: float, basis: str) -> None:
    exertion, rests_on = exertion_au(workout)
    assert math.isclose(au, exertion, abs_tol=1e-9)
    assert basis == rests_on


@pytest.mark.parametrize("minutes", [-1, 1441, math.nan])
def test_an_unbelievable_duration_is_refused(minutes: float) -> None:
    with pytest.raises(Refused, match="is not believable"):
        Workout(minutes)
