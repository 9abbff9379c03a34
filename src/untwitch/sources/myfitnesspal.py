"""MyFitnessPal: `Nutrition-Summary.csv`, one row a meal.

    Date,Meal,Calories,...,Sodium (mg),Potassium,...,Vitamin A,Vitamin C,Calcium,Iron,Note

It has no magnesium, caffeine or water. Potassium is mg. Calcium is a percent of a daily value that differs
between countries and years, so it is kept apart as it stands. A 0 is also written for what is not known, so
a meal without potassium counts as unknown. Rows of totals would double the day and are left out. Made from
headers that public tests quote; no real file was at hand.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import TableRow
from untwitch.intake.wall_clock import read_day
from untwitch.sources.csv_columns import plain
from untwitch.sources.foods import Foods, Nutrient
from untwitch.sources.harvest import TIME_UNREADABLE, Harvest
from untwitch.sources.meals import meal_span
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource

_NUTRIENTS: Mapping[str, Nutrient] = MappingProxyType(
    {"potassium": Nutrient("potassium_mg", unit="mg"), "calcium": Nutrient("calcium_mg", unit="% DV")}
)
_OTHERS = frozenset(
    {
        "calories", "energy", "fat", "saturated fat", "saturated", "polyunsaturated fat", "polyunsaturated",
        "monounsaturated fat", "monounsaturated", "trans fat", "cholesterol", "sodium", "carbohydrates",
        "fiber", "sugar", "sugars", "protein", "vitamin a", "vitamin c", "iron",
    }
)  # fmt: skip
_STRUCTURE = frozenset({"date", "meal", "note", "food", "food name"})
_MEALS = frozenset({"date", "meal"})
_EXERCISES = frozenset({"date", "exercise", "exercise calories", "exercise minutes"})
_TOTALS = frozenset({"total", "totals", "average", "averages", "daily total", "grand total"})
_TOTAL, _OTHER_TABLE = "a row of totals", "this table of MyFitnessPal is not read"


def _is_meals(header: frozenset[str]) -> bool:
    has_energy = bool(header & {"calories", "energy"})
    return header >= _MEALS and has_energy and bool(header & {"potassium", "calcium", "cholesterol"})


class MyFitnessPal(TableSource):
    """Reads the export of MyFitnessPal."""

    name = "myfitnesspal"
    app_name = "MyFitnessPal"
    measures = frozenset({"potassium_mg", "calcium_mg", *UNKNOWN_FOODS.values()})
    unproven = True

    def knows_header(self, header: tuple[str, ...]) -> bool:
        """Says whether it is a table of MyFitnessPal."""
        names = frozenset(header)
        return _is_meals(names) or names >= _EXERCISES

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives nothing but samples, by the harvest."""
        table = self.table(data, name=name)
        at = {plain(each): number for number, each in enumerate(table.header)}
        if "meal" not in at:
            for row in table.rows:
                harvest.keep_apart("exercise", row.cells[at["exercise"]], None, what=_OTHER_TABLE)
            return
        comma = table.decimal_comma
        foods = Foods(
            table.header, _NUTRIENTS, harvest, structure=_STRUCTURE, others=_OTHERS, decimal_comma=comma
        )
        day_first = harvest.day_first(table.column(at["date"]))
        place = harvest.place(day_first=day_first)
        for row in table.rows:
            where, meal = f"row {row.line}", row.cells[at["meal"]]
            if _is_total(row.cells[at["date"]]) or _is_total(meal):
                _count_total(row, foods, harvest)
                continue
            try:
                day = read_day(row.cells[at["date"]], day_first=day_first)
            except Refused as refused:
                harvest.problem(where, f"{refused}; the row is left out", reason=TIME_UNREADABLE)
                for measure_id in foods.measures:
                    harvest.skip(measure_id, TIME_UNREADABLE)
                continue
            span = meal_span(day, meal, place=place, where=where)
            foods.take(row, span, where=where, zero_is_unknown=True)
            yield from harvest.items()


def _is_total(cell: str) -> bool:
    return cell.strip(" :").lower() in _TOTALS


def _count_total(row: TableRow, foods: Foods, harvest: Harvest) -> None:
    for measure_id in foods.measures:
        harvest.skip(measure_id, _TOTAL)
    harvest.keep_apart(_TOTAL, " ".join(row.cells[:3]), None, what=_TOTAL)


SOURCE = MyFitnessPal()
