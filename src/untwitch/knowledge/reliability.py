"""How far what a person or a device records of an exposure can be relied on."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.knowledge.data_table import packaged_text, rows_of

FILE = "reliabilities.csv"
COLUMNS = ("measure", "exact", "mean", "worth", "stands_for", "basis", "note")
BASES = ("text", "memory")
STANDS_FOR = ("itself", "proxy")


@dataclass(frozen=True, slots=True)
class Reliability:
    """What is believed of the reliability of one measure: as good as exact, or else a beta distribution.

    Reliability is the part of the scatter of what is recorded that is scatter of what acts, the square of
    their correlation.

    Attributes:
        measure: Id in the registry.
        exact: Chance that the record is as good as exact, 0 to 1.
        mean: Expected reliability if it is not, 0 to 1.
        worth: How many observations that belief is worth; more is narrower.
        is_proxy: Whether it stands for something that cannot be recorded, as the pulse does for stress.
        basis: `text` where a source was read, `memory` where not.
        note: Why.
    """

    measure: str
    exact: float
    mean: float
    worth: float
    is_proxy: bool
    basis: str
    note: str

    def __post_init__(self) -> None:
        measure(self.measure)
        if not 0 <= self.exact < 1:
            raise Refused(f"{self.measure} is exact with chance {self.exact:g}; it goes from 0 to below 1")
        if not 0 < self.mean < 1:
            raise Refused(f"the mean reliability of {self.measure} is {self.mean:g}; it lies between 0 and 1")
        if not 0 < self.worth < 1000:
            raise Refused(f"the reliability of {self.measure} is worth {self.worth:g}; it is above 0")
        if self.basis not in BASES:
            raise Refused(f"the reliability of {self.measure} rests on {self.basis!r}; text or memory")


@functools.cache
def reliabilities() -> Mapping[str, Reliability]:
    """Gives the belief about every measure of the six causes."""
    return parse(packaged_text(FILE))


def reliability(measure_id: str) -> Reliability:
    """Gives the belief about one measure.

    Raises:
        Refused: The table has no such measure.
    """
    found = reliabilities().get(measure_id)
    if found is None:
        raise Refused(f"{FILE} has no row for {measure_id!r}")
    return found


def parse(text: str) -> Mapping[str, Reliability]:
    """Gives the beliefs that a table holds.

    Args:
        text: Content of reliabilities.csv.

    Raises:
        Refused: A row names no measure, a number is none, or a measure stands twice.
    """
    found: dict[str, Reliability] = {}
    for where, row in rows_of(text, file_name=FILE, columns=COLUMNS):
        try:
            exact, mean, worth = (float(row[name]) for name in ("exact", "mean", "worth"))
        except ValueError:
            raise Refused(
                f"{where}: exact, mean and worth are {row['exact']!r}, {row['mean']!r}, "
                f"{row['worth']!r}; they should be numbers"
            ) from None
        if row["stands_for"] not in STANDS_FOR:
            raise Refused(f"{where}: it stands for {row['stands_for']!r}; itself or a proxy")
        if row["measure"] in found:
            raise Refused(f"{where}: {row['measure']} stands twice")
        try:
            found[row["measure"]] = Reliability(
                row["measure"], exact, mean, worth, row["stands_for"] == "proxy", row["basis"], row["note"]
            )
        except Refused as refusal:
            raise Refused(f"{where}: {refusal}") from None
    return MappingProxyType(found)
