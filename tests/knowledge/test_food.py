"""Everyday foods: figures that agree with their source, and unknown that stays unknown."""

import csv
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.knowledge.food import NUTRIENTS, Food, find, folded, foods, known, parse

TABLE = resources.files("untwitch.knowledge").joinpath("foods_quick.csv").read_text(encoding="utf-8")
HEADER = TABLE.splitlines()[0]
NAMES = [(food, name) for food in foods() for name in (food.name, *food.aliases)]


def test_there_are_at_least_150_items_and_drinks_among_them() -> None:
    assert len(foods()) >= 150
    assert sum(food.kind == "drink" for food in foods()) >= 40


@pytest.mark.parametrize(
    "typed", ["coffee", "Coffee", " COFFEE ", "cup of coffee", "a mug of coffee", "coffees", "drip-coffee"]
)
def test_coffee_is_found_however_it_is_written(typed: str) -> None:
    assert find(typed).name == "coffee"


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.title, lambda text: f"  {text} "]))
def test_every_name_and_alias_finds_its_item_in_any_case(pair: tuple[Food, str], written: object) -> None:
    food, name = pair
    assert find(written(name)) is food  # type: ignore[operator]


def test_word_order_and_plural_do_not_matter() -> None:
    assert find("decaf coffee") is find("coffee, decaf")
    assert find("tomatoes") is find("tomato")
    assert find("cherries") is find("cherry")
    assert folded("glass") == "glass"


def test_two_items_of_the_same_words_in_another_order_stay_two() -> None:
    assert find("chocolate milk").kind == "drink"
    assert find("milk chocolate").kind == "food"


def test_a_name_that_is_not_known_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="food 'capucino' is not known; nearest: capuccino"):
        find("capucino")
    assert known("capucino") is None


def test_a_drink_adds_to_drinks_and_to_all_water_a_food_only_to_all_water() -> None:
    assert find("coffee").exposures()["water_ml"] == find("coffee").exposures()["total_water_ml"] == 236
    assert "water_ml" not in find("watermelon").exposures()
    assert find("watermelon").exposures()["total_water_ml"] == 256


def test_two_portions_hold_twice_as_much() -> None:
    assert find("coffee").exposures(portions=2)["caffeine_mg"] == pytest.approx(189.6)


@pytest.mark.parametrize("portions", [0, -1, float("nan"), float("inf")])
def test_portions_are_a_positive_number(portions: float) -> None:
    with pytest.raises(Refused, match="portions of coffee cannot be"):
        find("coffee").exposures(portions=portions)


def test_unknown_stays_unknown_and_zero_is_not_written() -> None:
    mate = find("yerba mate")
    assert "caffeine_mg" in mate.unknown()
    assert "caffeine_mg" not in mate.exposures()
    assert find("herbal tea").amounts["caffeine_mg"] == 0
    assert "caffeine_mg" not in find("herbal tea").exposures()
    assert find("oat milk").exposures() == {}


def test_every_portion_is_believable_and_every_measure_is_in_the_registry() -> None:
    for food in foods():
        for name, value in food.exposures(portions=3).items():
            measure(name).refuse_unless_believable(value)
        water = food.amounts["water_g"]
        assert water is None or water <= food.grams + 1


def test_the_trap_of_the_first_portion_is_avoided() -> None:
    assert find("coffee").grams > 200
    assert (find("instant coffee").amounts["caffeine_mg"] or 0) < 100
    assert find("cola").grams > 300


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",,drink,p,1,,,,,,,,,", "needs a name and a portion"),
        ("x,,drink,,1,,,,,,,,,", "needs a name and a portion"),
        ("x,,solid,p,1,,,,,,,,,", "kind 'solid'"),
        ("x,,food,p,0,,,,,,,,,", "x weighs nothing"),
        ("x,,food,p,1,-1,,,,,,14209x1,,", "magnesium_mg is '-1', not an amount"),
        ("x,,food,p,1,many,,,,,,14209x1,,", "magnesium_mg is 'many', not an amount"),
        ("x,,food,p,1,5,,,,,,,,", "magnesium_mg of x has no source"),
        ("x,,food,p,1,5,,,,,,14209x1,magnesium_mg,", "magnesium_mg of x has no source"),
        ("x,,food,p,1,5,,,,,,,,magnesium_mg:nobody", "reference 'nobody' is not known"),
        ("x,,food,p,1,5,,,,,,,,iron_mg:usda_fdc", "nutrient 'iron_mg' is not known"),
        ("x,,food,p,1,,,,,,,,,\ny,X,food,p,1,,,,,,,,,", "'X' means both 'x' and 'y'"),
    ],
)
def test_a_bad_row_refuses_the_whole_table(row: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(f"{HEADER}\n{row}")


def _usda_amount(per_100_g: dict[str, dict[str, str]], recipe: str, nutrient: str) -> float | None:
    total = 0.0
    for part in recipe.split("+"):
        number, grams = part.split("x")
        value = per_100_g[number][nutrient]
        if not value:
            return None
        total += float(value) * float(grams) / 100
    return total


@pytest.mark.real_data
def test_every_figure_agrees_with_the_usda_table(real_data: Path) -> None:
    text = (real_data / "foods" / "foods_sr26.csv").read_text(encoding="utf-8")
    per_100_g = {row["ndb_no"]: row for row in csv.DictReader(text.splitlines())}
    checked = 0
    for food in foods():
        if not food.usda:
            continue
        assert sum(float(part.split("x")[1]) for part in food.usda.split("+")) == pytest.approx(food.grams)
        for nutrient in NUTRIENTS:
            if nutrient in food.references:
                continue
            kept = food.amounts[nutrient]
            wanted = _usda_amount(per_100_g, food.usda, nutrient)
            if nutrient in food.left_unknown or wanted is None:
                assert kept is None, (food.name, nutrient)
            else:
                assert kept == pytest.approx(wanted, abs=0.51 if wanted >= 100 else 0.051), (
                    food.name,
                    nutrient,
                )
                checked += 1
    assert checked > 1000


@pytest.mark.real_data
def test_the_checked_quick_list_of_the_data_folder_agrees(real_data: Path) -> None:
    text = (real_data / "foods" / "quick_add.csv").read_text(encoding="utf-8")
    ours = {(food.usda.split("x")[0], food.grams): food for food in foods() if "+" not in food.usda}
    shared = 0
    for row in csv.DictReader(text.splitlines()):
        food = ours.get((row["ndb_no"], float(row["grams"])))
        if food is None or food.left_unknown:
            continue
        shared += 1
        for nutrient in NUTRIENTS[:5]:
            kept = food.amounts[nutrient]
            assert (kept is None) == (not row[nutrient])
            assert kept is None or kept == pytest.approx(float(row[nutrient]), abs=0.6)
    assert shared >= 50
