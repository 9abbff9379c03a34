"""What the timeline knows, per day and per measure, as a page shows it."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType

from untwitch.facts.measure import measures
from untwitch.report.series import Day
from untwitch.timeline.timeline import Timeline

_COUNTED, _FEWEST, _MOST = "twitches", "twitches_low", "twitches_high"
OUTCOME_WORDS: Mapping[str, str] = MappingProxyType(
    {
        _COUNTED: "twitches",
        "twitch_min": "minutes of twitching",
        "bother_0_10": "bother, 0 to 10",
    }
)


def outcome_to_draw(timeline: Timeline, *, asked: str | None = None) -> str:
    """Gives the diary outcome worth drawing: the asked one if it is known, else the first that is.

    Args:
        timeline: The table.
        asked: The outcome that explain used, if any.
    """
    wanted = [asked] if asked in OUTCOME_WORDS else []
    for outcome in [*wanted, *OUTCOME_WORDS]:
        if any(each.low is not None for each in days_of(timeline, outcome=str(outcome))):
            return str(outcome)
    return _COUNTED


def days_of(timeline: Timeline, *, outcome: str = _COUNTED) -> tuple[Day, ...]:
    """Gives one `Day` for every day from the first row to the last, unknown ones included.

    Rows for the whole body stand for the day; where a table has only rows by site, their sum does.

    Args:
        timeline: The table, daily rows or shorter.
        outcome: `twitches`, `twitch_min` or `bother_0_10`.
    """
    if not timeline.starts:
        return ()
    whole: dict[dt.date, list[tuple[float, float]]] = {}
    by_site: dict[dt.date, list[tuple[float, float]]] = {}
    dates = timeline.days()
    for row, day in enumerate(dates):
        bounds = _bounds(timeline, row, outcome=outcome)
        if bounds is not None:
            (by_site if timeline.sites[row] else whole).setdefault(day, []).append(bounds)
    first, last = min(dates), max(dates)
    every_day = (first + dt.timedelta(days=step) for step in range((last - first).days + 1))
    return tuple(_day(each, whole.get(each) or by_site.get(each), outcome=outcome) for each in every_day)


def _bounds(timeline: Timeline, row: int, *, outcome: str) -> tuple[float, float] | None:
    value = _cell(timeline, outcome, row)
    if value is not None:
        return value, value
    if outcome != _COUNTED:
        return None
    low, high = _cell(timeline, _FEWEST, row), _cell(timeline, _MOST, row)
    return None if low is None or high is None else (low, high)


def _cell(timeline: Timeline, name: str, row: int) -> float | None:
    column = timeline.columns.get(name)
    if column is None or not math.isfinite(column[row]):
        return None
    return float(column[row])


def _day(day: dt.date, bounds: Sequence[tuple[float, float]] | None, *, outcome: str) -> Day:
    if not bounds:
        return Day(day)
    if outcome == "bother_0_10":
        return Day(day, max(low for low, _ in bounds), max(high for _, high in bounds))
    return Day(day, sum(low for low, _ in bounds), sum(high for _, high in bounds))


@dataclass(frozen=True, slots=True)
class Logged:
    """How much is known of one measure.

    Attributes:
        measure: Id in the registry.
        cause: The cause it speaks of, or `confounder`.
        unit: Canonical unit.
        days_known: Days with a value.
        days: Days of the period.
        usual: Median of the known days.
        low: Smallest known value.
        high: Largest known value.
    """

    measure: str
    cause: str
    unit: str
    days_known: int
    days: int
    usual: float
    low: float
    high: float


def logged(timeline: Timeline) -> tuple[Logged, ...]:
    """Gives every measure with at least one known day, in the order of the registry.

    Shorter rows count once for their day; the usual amount is per row.
    """
    dates = timeline.days()
    if not dates:
        return ()
    days = (max(dates) - min(dates)).days + 1
    found = []
    for each in measures().values():
        known = [(dates[row], value) for row, value in _known(timeline, each.id)]
        if not known:
            continue
        values = [value for _, value in known]
        found.append(
            Logged(
                measure=each.id,
                cause=each.cause,
                unit=each.unit,
                days_known=len({day for day, _ in known}),
                days=days,
                usual=median(values),
                low=min(values),
                high=max(values),
            )
        )
    return tuple(found)


def _known(timeline: Timeline, name: str) -> list[tuple[int, float]]:
    rows = ((row, _cell(timeline, name, row)) for row in range(len(timeline.starts)))
    return [(row, value) for row, value in rows if value is not None]
