"""MacroFactor: the food log, one row a food with its day and time.

    Date,Time,Food Name,Serving Size,...,"B12, Cobalamin (mcg)",...,Magnesium (mg),...,Water (g),Zinc (mg)

Header names carry commas and are quoted. A blank is a nutrient that is not tracked, and not zero. Made from
a header row of October 2026 that a public test quotes; no real file was at hand.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.refused import Refused
from untwitch.intake.wall_clock import read_day
from untwitch.sources.csv_columns import plain
from untwitch.sources.foods import Foods, Nutrient
from untwitch.sources.harvest import TIME_UNREADABLE, Harvest
from untwitch.sources.meals import meal_span
from untwitch.sources.source import Item
from untwitch.sources.table_source import TableSource

_NUTRIENTS: Mapping[str, Nutrient] = MappingProxyType(
    {
        "magnesium": Nutrient("magnesium_mg"),
        "potassium": Nutrient("potassium_mg"),
        "calcium": Nutrient("calcium_mg"),
        "caffeine": Nutrient("caffeine_mg"),
        "water": Nutrient("total_water_ml"),
        "alcohol": Nutrient("alcohol_g"),
    }
)
_STRUCTURE = frozenset({"date", "time", "food name", "serving size", "serving qty", "serving weight (g)"})
_ONLY_HERE = frozenset({"date", "food name", "serving size", "calories (kcal)"})


class MacroFactor(TableSource):
    """Reads the food log of MacroFactor."""

    name = "macrofactor"
    app_name = "MacroFactor"
    measures = frozenset({*(each.measure for each in _NUTRIENTS.values()), *UNKNOWN_FOODS.values()})
    unproven = True

    def knows_header(self, header: tuple[str, ...]) -> bool:
        """Says whether it is a food log of MacroFactor."""
        return frozenset(header) >= _ONLY_HERE

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives nothing but samples, by the harvest."""
        table = self.table(data, name=name)
        at = {plain(each): number for number, each in enumerate(table.header)}
        foods = Foods(
            table.header, _NUTRIENTS, harvest, structure=_STRUCTURE, decimal_comma=table.decimal_comma
        )
        if "date" not in at:
            raise Refused(f"{name} has no column of days")
        day_first = harvest.day_first(table.column(at["date"]))
        place = harvest.place(day_first=day_first)
        for row in table.rows:
            where = f"row {row.line}"
            day, time = row.cells[at["date"]], row.cells[at["time"]] if "time" in at else ""
            try:
                if time:
                    span = place.span(day, time=time, end="", where=where)
                else:
                    span = meal_span(read_day(day, day_first=day_first), "", place=place, where=where)
            except Refused as refused:
                harvest.problem(where, f"{refused}; the row is left out", reason=TIME_UNREADABLE)
                for measure_id in foods.measures:
                    harvest.skip(measure_id, TIME_UNREADABLE)
                continue
            foods.take(row, span, where=where)
            yield from harvest.items()


SOURCE = MacroFactor()
