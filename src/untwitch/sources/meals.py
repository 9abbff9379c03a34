"""When a meal was, where a food log names the meal and no time.

    04          11        16             23
    |-breakfast-|--lunch--|----dinner----|
    |------------ any other --------------|    a snack, or no name: some time of the waking day

A span says no more than is known: it is too long to count as the hour of a coffee, and shorter than the day,
so that it is not taken for the amount of a whole day.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from untwitch.intake.wall_clock import WallClock
from untwitch.sources.csv_moments import Place, Span

_HOURS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "breakfast": (4, 11),
        "lunch": (11, 16),
        "dinner": (16, 23),
        "supper": (16, 23),
    }
)
_ANY = (4, 23)


def meal_span(day: dt.date, meal: str, *, place: Place, where: str) -> Span:
    """Gives the hours of a meal on a local day.

    Args:
        day: The day.
        meal: Name of the meal as written, or empty.
        place: Knows the zone.
        where: Place for problems.
    """
    first, past = _HOURS.get(meal.strip().lower(), _ANY)
    start, _ = place.instant(WallClock(day, dt.time(first)), where=where)
    end, _ = place.instant(WallClock(day, dt.time(past)), where=where)
    return Span(start, end)
