"""How much of something the foods of a day had, and of how many of them nobody knows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.history import History
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused, nearest
from untwitch.timeline.build import amounts
from untwitch.timeline.local_time import DAY_MS, date_of
from untwitch.timeline.samples import gather


@dataclass(frozen=True, slots=True)
class FoodDay:
    """What the foods of one day had of something.

    Attributes:
        measure: Id in the registry.
        amount: Of the foods with a figure, in the measure's unit; None where the day as a whole is unknown.
        foods_known: Foods with a figure; 0 where only the sum of the day was logged.
        foods_unknown: Foods without one.
    """

    measure: str
    amount: float | None
    foods_known: int = 0
    foods_unknown: int = 0

    def words(self) -> str:
        """Gives it in words: `at least 210 mg (2 foods unknown)`."""
        if self.amount is None:
            return "unknown"
        said = f"{self.amount:.0f} {measure(self.measure).unit}"
        if not self.foods_unknown:
            return said
        foods = "1 food" if self.foods_unknown == 1 else f"{self.foods_unknown} foods"
        return f"at least {said} ({foods} unknown)"


def food_days(
    history: History, measure_id: str, *, first_day: dt.date, last_day: dt.date
) -> Mapping[dt.date, FoodDay]:
    """Gives what the foods of each day had, of days on which something was logged.

    Args:
        history: The facts of one person.
        measure_id: One of `UNKNOWN_FOODS`.
        first_day: First local day.
        last_day: Last local day, included.

    Raises:
        Refused: Nobody counts the foods of this measure.
    """
    if measure_id not in UNKNOWN_FOODS:
        raise Refused(f"foods are not counted by {measure_id!r}{nearest(measure_id, UNKNOWN_FOODS)}")
    known = amounts(history, measure_id, first_day=first_day, last_day=last_day)
    unknown = amounts(history, UNKNOWN_FOODS[measure_id], first_day=first_day, last_day=last_day)
    foods = _foods(history, measure_id)
    days = sorted({*known, *unknown, *(day for day in foods if first_day <= day <= last_day)})
    return {
        day: FoodDay(measure_id, known.get(day), foods.get(day, 0), round(unknown.get(day, 0.0)))
        for day in days
    }


def _foods(history: History, measure_id: str) -> dict[dt.date, int]:
    """Gives how many entries of each day have a figure; the sum of a day is no food."""
    batches = [each for each in history.batches if each.measure == measure_id]
    samples = gather(batches, stays=history.stays, problems=[])
    entries = samples.only(~samples.is_whole_day)
    days, counts = np.unique(entries.local_start_ms // DAY_MS, return_counts=True)
    return {date_of(day): count for day, count in zip(days.tolist(), counts.tolist(), strict=True)}
