"""Cronometer: `servings.csv`, one row a food, and `dailysummary.csv`, one row a day.

The header grew over the years; columns are found by name, whatever else stands beside them:

    2012    Day,Food Name,Amount,Energy (kcal),Alcohol (g),Caffeine (mg),Water (g),...
    2026    Day,Time,Group,Food Name,Amount,Energy (kcal),...,Category
    2026    Date,Energy (kcal),...,Completed

A blank is not known. Water is that of food and drinks together. A day's sums count only where the person
marked the day complete; else nobody knows what it lacks. Made from headers and rows that public tests quote;
no whole real file was at hand.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import Table, TableRow
from untwitch.intake.wall_clock import read_day
from untwitch.sources.csv_columns import plain
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.foods import SUPPLEMENTS, Foods, Nutrient
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
_STRUCTURE = frozenset({"day", "date", "time", "group", "food name", "amount", "category", "completed"})
_OTHER_TABLES = (
    frozenset({"day", "group", "exercise", "minutes", "calories burned"}),
    frozenset({"day", "group", "metric", "unit", "amount"}),
    frozenset({"day", "group", "note"}),
)
_ONLY_HERE = frozenset({"completed", "b1 (thiamine) (mg)", "trans fats (g)"})
_SUPPLEMENT = frozenset({"supplement", "supplements"})
_YES = frozenset({"true", "yes", "1"})
NOT_COMPLETE = "the day is not marked complete"
_OTHER_TABLE = "this table of Cronometer is not read"
_NO_FLAG = "it has no column Completed, so nothing says which days are whole; export the servings"


def _is_servings(header: frozenset[str]) -> bool:
    return "food name" in header and "amount" in header and "day" in header and _has_energy(header)


def _is_days(header: frozenset[str]) -> bool:
    is_of_days = bool(header & {"date", "day"}) and "food name" not in header
    return is_of_days and _has_energy(header) and bool(header & _ONLY_HERE)


def _has_energy(header: frozenset[str]) -> bool:
    return bool(header & {"energy (kcal)", "energy (kj)"})


class Cronometer(TableSource):
    """Reads the exports of Cronometer."""

    name = "cronometer"
    app_name = "Cronometer"
    measures = frozenset(
        {*(each.measure for each in _NUTRIENTS.values()), *UNKNOWN_FOODS.values(), *SUPPLEMENTS.values()}
    )
    unproven = True

    def knows_header(self, header: tuple[str, ...]) -> bool:
        """Says whether it is one of the tables of Cronometer."""
        names = frozenset(header)
        return _is_servings(names) or _is_days(names) or names - {"time"} in _OTHER_TABLES

    def rows(self, data: bytes, harvest: Harvest, *, name: str) -> Iterator[Item]:
        """Gives nothing but samples, by the harvest."""
        table = self.table(data, name=name)
        names = list(map(plain, table.header))
        reader = _Reader(table, names, harvest)
        if _is_servings(frozenset(names)):
            take = reader.food
        elif _is_days(frozenset(names)):
            take = reader.day
            if "completed" not in names:
                harvest.problem(name, _NO_FLAG, reason=NOT_COMPLETE)
        else:
            take = reader.other
        for row in table.rows:
            take(row)
            yield from harvest.items()


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, names: list[str], harvest: Harvest) -> None:
        self._at = {name: number for number, name in reversed(list(enumerate(names)))}
        self._harvest = harvest
        self._foods = Foods(
            table.header, _NUTRIENTS, harvest, structure=_STRUCTURE, decimal_comma=table.decimal_comma
        )
        self._day_at = self._at.get("day", self._at.get("date", 0))
        self._day_first = harvest.day_first(table.column(self._day_at))
        self._place: Place = harvest.place(day_first=self._day_first)

    def _cell(self, row: TableRow, name: str) -> str:
        return row.cells[self._at[name]] if name in self._at else ""

    def food(self, row: TableRow) -> None:
        where = f"row {row.line}"
        span = self._span(row, where=where)
        if span is not None:
            kinds = {self._cell(row, "category").lower(), self._cell(row, "group").lower()}
            self._foods.take(row, span, where=where, is_supplement=bool(kinds & _SUPPLEMENT))

    def _span(self, row: TableRow, *, where: str) -> Span | None:
        day, time = row.cells[self._day_at], self._cell(row, "time")
        try:
            if time:
                return self._place.span(day, time=time, end="", where=where)
            date = read_day(day, day_first=self._day_first)
        except Refused as refused:
            self._leave_out(row, str(refused))
            return None
        return meal_span(date, self._cell(row, "group"), place=self._place, where=where)

    def _leave_out(self, row: TableRow, why: str) -> None:
        self._harvest.problem(f"row {row.line}", f"{why}; the row is left out", reason=TIME_UNREADABLE)
        for measure_id in self._foods.measures:
            self._harvest.skip(measure_id, TIME_UNREADABLE)

    def day(self, row: TableRow) -> None:
        try:
            span = self._place.day(read_day(row.cells[self._day_at], day_first=self._day_first))
        except Refused as refused:
            self._leave_out(row, str(refused))
            return
        if self._cell(row, "completed").lower() in _YES:
            self._foods.take(row, span, where=f"row {row.line}", is_day=True)
            return
        for measure_id in self._foods.measures:
            self._harvest.skip(measure_id, NOT_COMPLETE)

    def other(self, row: TableRow) -> None:
        kind = self._cell(row, "metric") or ("exercise" if "exercise" in self._at else "note")
        self._harvest.keep_apart(kind, row.cells[self._day_at], None, what=_OTHER_TABLE)


SOURCE = Cronometer()
