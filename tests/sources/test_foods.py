import datetime as dt

import pytest
from tests.sources.reading import problems, quarantined, rows, values

from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.measure import measure
from untwitch.intake.csv_text import TableRow
from untwitch.sources.foods import SUPPLEMENTS, Foods, Nutrient
from untwitch.sources.harvest import Harvest
from untwitch.sources.meals import meal_span
from untwitch.sources.source import Item

HEADER = ("Food", "Magnesium (mg)", "Alcohol (g)", "Calcium", "Fat (g)", "Iron", "Colour")
NUTRIENTS = {
    "magnesium": Nutrient("magnesium_mg"),
    "alcohol": Nutrient("alcohol_g"),
    "calcium": Nutrient("calcium_mg", unit="% DV"),
}


def taken(cells: tuple[str, ...], *, decimal_comma: bool = False, **how: bool) -> list[Item]:
    harvest = Harvest("An app", zone="Europe/Berlin")
    foods = Foods(
        HEADER,
        NUTRIENTS,
        harvest,
        structure=frozenset({"food"}),
        others=frozenset({"iron"}),
        decimal_comma=decimal_comma,
    )
    assert list(foods.measures) == ["magnesium_mg", "alcohol_g"]
    span = meal_span(dt.date(2026, 3, 2), "lunch", place=harvest.place(), where="row 2")
    foods.take(TableRow(2, cells), span, where="row 2", **how)
    return list(harvest.finish(where="a.csv"))


def test_a_food_gives_its_known_nutrients() -> None:
    items = taken(("Oats", "60", "0", "", "", "", ""))
    assert values(items, "magnesium_mg") == [60]
    assert values(items, "alcohol_g") == [0]
    assert rows(items, "magnesium_unknown_foods") == []


def test_a_blank_counts_as_a_food_without_a_figure_where_somebody_asks_for_one() -> None:
    items = taken(("Bread", "", "", "", "", "", ""))
    assert values(items, "magnesium_unknown_foods") == [1]
    assert values(items, "magnesium_mg") == []
    assert {each for each in UNKNOWN_FOODS if rows(items, UNKNOWN_FOODS[each])} == {"magnesium_mg"}


def test_an_amount_that_cannot_be_believed_counts_as_one_too() -> None:
    items = taken(("Spinach", "14000", "", "", "", "", ""))
    assert values(items, "magnesium_unknown_foods") == [1]
    assert [each.where for each in problems(items)] == ["row 2, column Magnesium (mg)"]


def test_a_zero_is_zero_unless_the_app_writes_it_for_unknown() -> None:
    cells = ("Water", "0.00", "0", "", "", "", "")
    assert values(taken(cells), "magnesium_mg") == [0]
    assert values(taken(cells, zero_is_unknown=True), "magnesium_mg") == []
    assert values(taken(cells, zero_is_unknown=True), "magnesium_unknown_foods") == [1]


def test_the_sum_of_a_day_and_a_tablet_count_no_foods() -> None:
    blank = ("", "", "", "", "", "", "")
    assert rows(taken(blank, is_day=True), "magnesium_unknown_foods") == []
    assert rows(taken(blank, is_supplement=True), "magnesium_unknown_foods") == []


def test_a_tablet_is_kept_apart_from_food() -> None:
    items = taken(("Tablet", "200", "1", "", "", "", ""), is_supplement=True)
    assert values(items, "magnesium_supplement_mg") == [200]
    assert values(items, "alcohol_g") == [1]
    assert values(items, "magnesium_mg") == []


def test_a_decimal_comma_is_read_as_one() -> None:
    assert values(taken(("Oats", "60,5", "0", "", "", "", ""), decimal_comma=True), "magnesium_mg") == [60.5]


def test_what_is_not_kept_is_counted() -> None:
    items = taken(("Oats", "60", "0", "15", "3", "2", "red"))
    assert quarantined(items) == {"Calcium": 1, "other nutrients": 1, "Colour": 1}
    assert values(items, "calcium_mg") == []


@pytest.mark.parametrize(("food", "tablet"), SUPPLEMENTS.items())
def test_a_tablet_is_measured_as_its_mineral_is(food: str, tablet: str) -> None:
    assert measure(tablet).unit == measure(food).unit
