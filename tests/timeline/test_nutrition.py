"""A day of food counts as known only when it was logged as a day."""

import pytest
from tests.timeline.made import grid, moments, samples, spans

from untwitch.facts.exposure import TYPED
from untwitch.facts.sample_batch import SampleBatch
from untwitch.timeline.nutrition import logged_days
from untwitch.timeline.samples import Samples


def by_measure(*batches: SampleBatch) -> dict[str, Samples]:
    names = {each.measure for each in batches}
    return {name: samples(*(each for each in batches if each.measure == name)) for name in names}


def known(measure: str, *batches: SampleBatch) -> list[bool]:
    days: list[bool] = logged_days(measure, by_measure(*batches), grid(4)).tolist()
    return days


@pytest.mark.parametrize(
    "measure", ["magnesium_mg", "potassium_mg", "calcium_mg", "total_water_ml", "caffeine_mg"]
)
def test_two_meals_an_hour_apart_make_a_day_known(measure: str) -> None:
    rows = [(8, 100), (9, 100), (24 + 8, 100), (24 + 8.9, 100), (48 + 8, 100)]
    food = moments("calcium_mg", [(8, 1)], app="Food")
    assert known(measure, food, moments(measure, rows, app="Food")) == [True, False, False, False]


def test_meals_of_any_nutrient_and_app_count() -> None:
    magnesium = moments("magnesium_mg", [(8, 100), (32, 100)], app="Food")
    calcium = moments("calcium_mg", [(19, 300)], app="Other food")
    assert known("magnesium_mg", magnesium, calcium) == [True, False, False, False]
    assert known("calcium_mg", magnesium, calcium) == [True, False, False, False]


def test_a_logged_day_without_an_entry_of_the_measure_is_unknown_and_not_zero() -> None:
    magnesium = moments("magnesium_mg", [(8, 100), (19, 100)], app="Food")
    potassium = moments("potassium_mg", [(24 + 8, 900), (24 + 12, 900)], app="Food")
    assert known("potassium_mg", magnesium, potassium) == [False, True, False, False]


def test_an_amount_of_a_whole_day_or_of_several_is_known() -> None:
    assert known("magnesium_mg", spans("magnesium_mg", [(0, 24, 300)])) == [True, False, False, False]
    assert known("magnesium_mg", spans("magnesium_mg", [(24, 72, 600)])) == [False, True, True, False]
    assert known("magnesium_mg", spans("magnesium_mg", [(-48, 24, 900), (72, 144, 900)])) == [
        True,
        False,
        False,
        True,
    ]


def test_one_typed_coffee_makes_the_caffeine_of_its_day_known_and_a_typed_zero_too() -> None:
    assert known("caffeine_mg", moments("caffeine_mg", [(8, 95), (48 + 20, 0)])) == [True, False, True, False]


def test_an_app_that_keeps_drinks_is_like_typing_and_one_that_keeps_food_is_not() -> None:
    coffee = moments("caffeine_mg", [(8, 95)], app="Coffee app")
    assert known("caffeine_mg", coffee) == [True, False, False, False]
    of_food = moments("caffeine_mg", [(24 + 8, 95)], app="Food")
    minerals = moments("magnesium_mg", [(72, 10)], app="Food")
    assert known("caffeine_mg", coffee, of_food, minerals) == [True, False, False, False]


def test_two_typed_coffees_are_not_two_meals() -> None:
    coffees = [(8.0, 95.0), (15.0, 95.0)]
    minerals = moments("magnesium_mg", [(8, 7), (15, 7)])
    assert known("magnesium_mg", minerals, moments("caffeine_mg", coffees)) == [False] * 4
    assert known("magnesium_mg", minerals, moments("water_ml", coffees)) == [False] * 4
    assert known("magnesium_mg", minerals) == [True, False, False, False]
    of_food = moments("magnesium_mg", [(8, 7), (15, 7)], app="Food")
    assert known("magnesium_mg", of_food, moments("caffeine_mg", coffees)) == [True, False, False, False]


def test_other_amounts_are_known_on_each_day_with_an_entry() -> None:
    assert known("water_ml", moments("water_ml", [(8, 250), (-3, 1), (96, 1)], app=TYPED)) == [
        True,
        False,
        False,
        False,
    ]
    assert known("magnesium_supplement_mg", moments("magnesium_supplement_mg", [(30, 100)])) == [
        False,
        True,
        False,
        False,
    ]


def test_a_day_with_more_foods_unknown_than_known_is_unknown_for_that_mineral_only() -> None:
    magnesium = moments("magnesium_mg", [(8, 100), (32, 100), (36, 100), (48 + 8, 100)], app="Food")
    potassium = moments("potassium_mg", [(8, 300), (12, 300), (32, 1), (56, 1)], app="Food")
    caffeine = moments("caffeine_mg", [(8, 95)], app="Food")
    unknown = moments(
        "magnesium_unknown_foods", [(12, 1), (13, 1), (34, 1), (35, 1), (48 + 12, 1)], app="Food"
    )
    batches = (magnesium, potassium, caffeine, unknown)
    assert known("magnesium_mg", *batches) == [False, True, True, False]
    assert known("potassium_mg", *batches)[0] is True
    assert known("caffeine_mg", *batches)[0] is True


def test_a_complete_day_stays_known_however_many_foods_have_no_figure() -> None:
    unknown = moments("magnesium_unknown_foods", [(12, 1), (13, 1)], app="Food")
    assert known("magnesium_mg", spans("magnesium_mg", [(0, 24, 300)]), unknown)[0] is True


def test_a_meal_without_a_figure_is_a_meal() -> None:
    magnesium = moments("magnesium_mg", [(8, 100)], app="Food")
    assert known("magnesium_mg", magnesium)[0] is False
    unknown = moments("magnesium_unknown_foods", [(12, 1)], app="Food")
    assert known("magnesium_mg", magnesium, unknown)[0] is True
