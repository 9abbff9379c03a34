"""On which days an import says something, by measure and by cause."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from untwitch.facts.instant import Instant
from untwitch.facts.measure import CAUSES, measures
from untwitch.facts.sample_batch import SampleBatch

_QUARTER_MS = 900_000
"""Since 1972 every offset is a multiple of a quarter of an hour, so no midnight falls within one."""
OTHER = "besides"
"""What stands for measures that are about none of the six causes."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days with at least one row.

    Attributes:
        first: The first.
        last: The last.
        count: How many.
    """

    first: dt.date
    last: dt.date
    count: int

    def words(self) -> str:
        """Gives them in words."""
        days = "1 day" if self.count == 1 else f"{self.count} days"
        return (
            f"{days} ({self.first})" if self.first == self.last else f"{days} ({self.first} to {self.last})"
        )

    def to_json(self) -> dict[str, object]:
        """Gives them as one object."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat(), "count": self.count}


class KnownDays:
    """Collects the days of rows while they pass."""

    def __init__(self) -> None:
        """Starts empty."""
        self._days: dict[str, set[dt.date]] = {}

    def take(self, batch: SampleBatch) -> None:
        """Notes the days on which the rows of a batch began, where they were lived.

        Args:
            batch: The rows.
        """
        days = self._days.setdefault(batch.measure, set())
        if len(batch.zones) == 1:
            places = {(start // _QUARTER_MS, 0) for start in batch.start_ms}
        else:
            quarters = (start // _QUARTER_MS for start in batch.start_ms)
            places = set(zip(quarters, batch.zone_index, strict=True))
        for quarter, number in places:
            days.add(Instant(quarter * _QUARTER_MS, *batch.zones[number]).local_day())

    def join(self, other: "KnownDays") -> None:
        """Notes the days of another import too."""
        for name, days in other._days.items():  # noqa: SLF001 - the same class
            self._days.setdefault(name, set()).update(days)

    def by_measure(self) -> dict[str, Days]:
        """Gives the days of each measure that has any, in the order of the registry."""
        return {name: told(self._days[name]) for name in measures() if self._days.get(name)}

    def by_cause(self) -> dict[str, set[dt.date]]:
        """Gives the days of each cause that has any."""
        found: dict[str, set[dt.date]] = {}
        for cause in CAUSES:
            days = {day for name in self._days if measures()[name].cause == cause for day in self._days[name]}
            if days:
                found[cause] = days
        return found


def told(days: Iterable[dt.date]) -> Days:
    """Gives days, of which there is at least one, as first, last and count."""
    ordered = sorted(set(days))
    return Days(ordered[0], ordered[-1], len(ordered))


def together(several: Iterable[Mapping[str, set[dt.date]]]) -> dict[str, Days]:
    """Gives the days of each cause over several imports, in the order of the causes."""
    joined: dict[str, set[dt.date]] = {}
    for each in several:
        for cause, days in each.items():
            joined.setdefault(cause, set()).update(days)
    return {cause: told(joined[cause]) for cause in CAUSES if cause in joined}


def cause_of(name: str) -> str:
    """Gives the cause that a measure, or a kind of entry, is about; `besides` for none of the six."""
    held = measures().get(name)
    return held.cause if held and held.cause in CAUSES else OTHER
