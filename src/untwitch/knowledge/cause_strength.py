"""Which amount makes a cause weak, moderate or strong."""

import functools
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.data_table import packaged_text, rows_of

FILE = "cause_strengths.csv"
COLUMNS = ("cause", "fact", "reference", "weak", "moderate", "strong", "window", "note")
CAUSES = ("stress", "exertion", "sleep", "diet", "caffeine", "water")
STRENGTHS = ("weak", "moderate", "strong")
"""From the weakest to the strongest."""
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "below": operator.lt}
)
_CUT = re.compile(r"(>=|<=|>|<|below) *([0-9]+(?:\.[0-9]+)?)")
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Cut:
    """One amount beyond which a strength begins.

    Attributes:
        comparison: `>=`, `>`, `<=`, `<`, or `below`.
        amount: The amount, in the unit of the fact or as a part of its reference.
        otherwise: The cut in pregnancy and breastfeeding, where the table names one.
    """

    comparison: str
    amount: float
    otherwise: "Cut | None" = None

    def holds(self, value: float) -> bool:
        """Says whether a value lies beyond the cut; a difference by rounding alone counts as equal."""
        near = abs(value - self.amount) <= _ROUNDING
        return _COMPARISONS[self.comparison](self.amount if near else value, self.amount)


@dataclass(frozen=True, slots=True)
class CauseStrength:
    """One row of the table.

    Attributes:
        cause: One of the six causes.
        fact: The fact or facts it reads.
        reference: The published amount that the cuts stand on, or `none`.
        cuts: The cut of each strength that has a number.
        words: The cell of each strength as it stands.
        window: Which time it looks at.
        note: What else holds.
    """

    cause: str
    fact: str
    reference: str
    cuts: Mapping[str, Cut]
    words: Mapping[str, str]
    window: str
    note: str

    def strength(self, value: float) -> str | None:
        """Gives the greatest strength whose cut the value lies beyond, or None."""
        found = [
            strength for strength in STRENGTHS if strength in self.cuts and self.cuts[strength].holds(value)
        ]
        return found[-1] if found else None


@functools.cache
def cause_strengths() -> tuple[CauseStrength, ...]:
    """Gives every row of the table."""
    return parse(packaged_text(FILE))


@functools.cache
def strengths_of(fact: str) -> CauseStrength:
    """Gives the row whose facts begin with a name.

    Args:
        fact: Such as `caffeine_24h_mg`.

    Raises:
        Refused: No row begins with it.
    """
    for row in cause_strengths():
        if re.split("[ ,;]", row.fact)[0] == fact:
            return row
    raise Refused(f"{FILE}: no row for {fact!r}{nearest(fact, [row.fact for row in cause_strengths()])}")


def parse(text: str) -> tuple[CauseStrength, ...]:
    """Gives the rows of a table, or refuses all of it.

    Args:
        text: Content of cause_strengths.csv.

    Raises:
        Refused: A cause is not known, a row names no strength, or a cause is missing.
    """
    rows = []
    for where, row in rows_of(text, file_name=FILE, columns=COLUMNS):
        if row["cause"] not in CAUSES:
            raise Refused(f"{where}: cause {row['cause']!r} is not known{nearest(row['cause'], CAUSES)}")
        words = {strength: row[strength] for strength in STRENGTHS if row[strength].strip()}
        if not words:
            raise Refused(f"{where}: no strength is named")
        cuts = {strength: cut for strength, cell in words.items() if (cut := _cut(cell)) is not None}
        made = CauseStrength(
            row["cause"],
            row["fact"],
            row["reference"].removeprefix("knowledge/reference_values.csv "),
            MappingProxyType(cuts),
            MappingProxyType(words),
            row["window"],
            row["note"],
        )
        rows.append(made)
    missing = [cause for cause in CAUSES if cause not in {row.cause for row in rows}]
    if missing:
        raise Refused(f"{FILE}: no row for {missing[0]}")
    return tuple(rows)


def _cut(cell: str) -> Cut | None:
    found = [Cut(sign, float(amount)) for sign, amount in _CUT.findall(cell)]
    if not found:
        return None
    in_pregnancy = found[1] if len(found) > 1 and "pregnancy" in cell else None
    return Cut(found[0].comparison, found[0].amount, in_pregnancy)
