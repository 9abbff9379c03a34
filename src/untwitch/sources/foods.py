"""The nutrients of food logs: per food what is known, and of how many foods nothing is known.

A blank is not zero: a food without a figure for magnesium is counted as one, so that the day's magnesium
reads "at least 210 mg (2 foods unknown)".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.facts.unit import to_canonical
from untwitch.intake.csv_text import TableRow
from untwitch.sources.csv_columns import Meaning
from untwitch.sources.csv_moments import Span
from untwitch.sources.harvest import NOT_KEPT, Harvest

SUPPLEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "magnesium_mg": "magnesium_supplement_mg",
        "potassium_mg": "potassium_supplement_mg",
        "calcium_mg": "calcium_supplement_mg",
    }
)

OTHER_NUTRIENTS = "other nutrients"
_UNIT_UNKNOWN = "this unit does not fit the measure"
_NOT_UNDERSTOOD = "this column is not understood"
_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)\s*")


@dataclass(frozen=True, slots=True)
class Nutrient:
    """What an app calls a nutrient.

    Attributes:
        measure: Id in the registry.
        unit: Unit of its numbers where the header writes none.
    """

    measure: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    at: int
    header: str
    unit: str
    meaning: Meaning | None


class Foods:
    """Reads the nutrients of the rows of one table."""

    def __init__(
        self,
        header: Sequence[str],
        nutrients: Mapping[str, Nutrient],
        harvest: Harvest,
        *,
        structure: frozenset[str],
        others: frozenset[str] = frozenset(),
        decimal_comma: bool = False,
    ) -> None:
        """Finds the columns.

        Args:
            header: Names of the columns as written.
            nutrients: The app's names of what is kept, lower case and without unit.
            harvest: Takes what is found.
            structure: Columns that are no nutrients, lower case.
            others: Nutrients without a unit in the header that are not kept, lower case.
            decimal_comma: Whether 6,5 is six and a half.
        """
        self._harvest = harvest
        self._decimal_comma = decimal_comma
        self._kept: list[_Column] = []
        self._others: list[_Column] = []
        self._strange: list[_Column] = []
        for at, name in enumerate(header):
            if name.strip().lower() in structure:
                continue
            bare, unit = _parted(name)
            column = _Column(at, name, unit, None)
            if bare in nutrients:
                self._kept.append(_of_nutrient(column, nutrients[bare]))
            elif unit or bare in others:
                self._others.append(column)
            else:
                self._strange.append(column)

    @property
    def measures(self) -> Iterator[str]:
        """The measures that the table has a column for."""
        return (each.meaning.measure for each in self._kept if each.meaning)

    def take(
        self,
        row: TableRow,
        span: Span,
        *,
        where: str,
        is_supplement: bool = False,
        is_day: bool = False,
        zero_is_unknown: bool = False,
    ) -> None:
        """Takes the nutrients of a food, a meal or a day.

        Args:
            row: The row.
            span: When it was.
            where: Place for problems.
            is_supplement: Whether it is a tablet rather than food.
            is_day: Whether it is the sum of a day, of which nobody knows what foods it lacks.
            zero_is_unknown: Whether the app writes 0 for what it does not know.
        """
        for column in self._kept:
            cell = row.cells[column.at]
            if column.meaning is None:
                if cell:
                    self._harvest.keep_apart(column.header, cell, span, what=_UNIT_UNKNOWN, unit=column.unit)
                continue
            name = column.meaning.measure
            is_said = bool(cell.strip("0.,") if zero_is_unknown else cell)
            is_known = is_said and self._amount(
                cell, column.meaning, span, where=f"{where}, column {column.header}", tablet=is_supplement
            )
            if not (is_known or is_day or is_supplement) and name in UNKNOWN_FOODS:
                self._harvest.add(UNKNOWN_FOODS[name], 1, span)
        self._keep_apart(row, span)

    def _amount(self, cell: str, meaning: Meaning, span: Span, *, where: str, tablet: bool) -> bool:
        if tablet and meaning.measure in SUPPLEMENTS:
            meaning = Meaning("measure", measure=SUPPLEMENTS[meaning.measure], unit=meaning.unit)
        return self._harvest.amount(cell, meaning, span, where=where, decimal_comma=self._decimal_comma)

    def _keep_apart(self, row: TableRow, span: Span) -> None:
        others = sum(1 for each in self._others if row.cells[each.at])
        if others:
            self._harvest.keep_apart(OTHER_NUTRIENTS, f"{others} columns", span, what=NOT_KEPT)
        for each in self._strange:
            if row.cells[each.at]:
                self._harvest.keep_apart(each.header, row.cells[each.at], span, what=_NOT_UNDERSTOOD)


def _parted(header: str) -> tuple[str, str]:
    """Gives the name of a column without its unit, and the unit."""
    found = _BRACKETS.fullmatch(header.strip())
    return (found[1].lower(), found[2].strip()) if found else (header.strip().lower(), "")


def _of_nutrient(column: _Column, nutrient: Nutrient) -> _Column:
    unit = column.unit or nutrient.unit
    try:
        to_canonical(1.0, unit, measure=measure(nutrient.measure))
    except Refused:
        return _Column(column.at, column.header, unit, None)
    return _Column(column.at, column.header, unit, Meaning("measure", measure=nutrient.measure, unit=unit))
