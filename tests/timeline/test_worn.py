"""A day without a workout is a known zero only where a device that keeps workouts was worn."""

import numpy as np
import pytest
from tests.timeline.made import DAY, PERSON, grid, moments, samples, spans

from untwitch.facts.history import History
from untwitch.facts.sample_batch import SampleBatch
from untwitch.timeline.build import build
from untwitch.timeline.worn import days_worn

WATCH, PHONE = "Watch", "Phone"
RUN = spans("exertion_au", [(18, 18.5, 180)], app=WATCH)


def worn(*counts: SampleBatch, days: int = 3) -> list[bool]:
    of = {name: samples(*(each for each in counts if each.measure == name)) for name in ("steps",)}
    energy = [each for each in counts if each.measure == "active_energy_kcal"]
    if energy:
        of["active_energy_kcal"] = samples(*energy)
    found: list[bool] = days_worn(samples(RUN), of, grid(days)).tolist()
    return found


def test_a_day_that_the_watch_counted_through_is_worn() -> None:
    assert worn(moments("steps", [(24 + 8, 100), (24 + 16, 50)], app=WATCH)) == [False, True, False]


def test_a_watch_worn_for_less_than_eight_hours_says_nothing() -> None:
    assert worn(moments("steps", [(24 + 8, 100), (24 + 15.9, 50)], app=WATCH)) == [False, False, False]


def test_an_app_that_never_kept_a_workout_says_nothing_of_them() -> None:
    assert worn(moments("steps", [(24 + 8, 100), (24 + 20, 50)], app=PHONE)) == [False, False, False]


def test_two_apps_do_not_make_one_worn_day() -> None:
    half = moments("steps", [(24 + 8, 100)], app=WATCH)
    assert worn(half, moments("steps", [(24 + 20, 100)], app=PHONE)) == [False, False, False]


def test_active_energy_tells_as_well_as_steps() -> None:
    energy = moments("active_energy_kcal", [(48 + 8, 10), (48 + 18, 10)], app=WATCH)
    assert worn(energy) == [False, False, True]


def test_counts_outside_the_rows_are_left_out() -> None:
    assert worn(moments("steps", [(-20, 1), (-4, 1), (99, 1), (120, 1)], app=WATCH)) == [False] * 3


def test_the_table_has_a_zero_between_workouts_and_no_row_for_steps_alone() -> None:
    steps = moments("steps", [(24 + 8, 100), (24 + 20, 50), (200, 5), (209, 5)], app=WATCH)
    runs = spans("exertion_au", [(18, 18.5, 180), (66, 66.5, 90)], app=WATCH)
    timeline, problems = build(History(PERSON, batches=(runs, steps)))
    assert timeline.starts[0] == DAY
    assert timeline.column("exertion_au").tolist() == [180, 0, 90]
    assert problems == ()


def test_without_steps_the_days_between_stay_unknown() -> None:
    runs = spans("exertion_au", [(18, 18.5, 180), (66, 66.5, 90)], app=WATCH)
    timeline, _ = build(History(PERSON, batches=(runs,)))
    assert timeline.column("exertion_au") == pytest.approx([180, np.nan, 90], nan_ok=True)
