"""Weeks beside the person's own usual range, which comes from their own earlier weeks alone."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import Literal

from untwitch.report.series import Day

DAYS_A_WEEK_COUNTS = 4
"""Days with a line that make a week worth a mean."""
WEEKS_FIRST = 6
"""Weeks before anything is said: four to know what is usual, two to hold beside it."""
_LATEST, _LATEST_OF_MANY, _MANY = 2, 4, 12
_MOST_BEFORE = 26
_COUNTING_SD = 1 / (2 * math.sqrt(7))
"""Of the square root of a weekly mean of counts that only chance scatters; the delta method gives it."""

Standing = Literal["fewer", "usual", "more", "mixed"]


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday to Sunday.

    Attributes:
        first_day: Its Monday.
        mean: Mean of its days with a line; None for a week with too few.
        days_known: Days with a line.
    """

    first_day: dt.date
    mean: float | None
    days_known: int


@dataclass(frozen=True, slots=True)
class Usual:
    """Where about 9 of 10 further weeks would lie if nothing changed.

    Attributes:
        low: Lower end.
        middle: Middle of the weeks it comes from.
        high: Upper end.
        weeks: How many weeks it comes from.
    """

    low: float
    middle: float
    high: float
    weeks: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """The latest weeks beside what was usual before them.

        week     1  2  3  4  5  6  7  8  9  10 11 12
        mean     5  7  -  6  8  5  6  7  6  3  2  2
                 |------- usual range --------|  latest

    Attributes:
        weeks: All whole weeks, unknown ones too, oldest first.
        usual: The usual range; None before there are enough weeks.
        latest: The weeks held beside it, all with a mean.
        standing: How they lie; None without a range.
    """

    weeks: tuple[Week, ...]
    usual: Usual | None = None
    latest: tuple[Week, ...] = ()
    standing: Standing | None = None

    @property
    def known(self) -> int:
        """Weeks with a mean."""
        return sum(each.mean is not None for each in self.weeks)

    @property
    def outside(self) -> int:
        """How many of the latest weeks lie outside the range, on the side that the standing names."""
        if self.usual is None or self.standing not in {"fewer", "more"}:
            return 0
        below, above = _sides(self.latest, self.usual)
        return below if self.standing == "fewer" else above


def weeks_of(days: Sequence[Day], *, today: dt.date) -> Weeks:
    """Gives the weeks that are over; the running one changes every day and would invite looking.

    Args:
        days: Consecutive days.
        today: The local day.
    """
    by_monday: dict[dt.date, list[float]] = {}
    for each in days:
        monday = each.day - dt.timedelta(days=each.day.weekday())
        if monday + dt.timedelta(days=7) <= today:
            values = by_monday.setdefault(monday, [])
            if each.middle is not None:
                values.append(each.middle)
    weeks = tuple(_week(monday, values) for monday, values in sorted(by_monday.items()))
    known = [each for each in weeks if each.mean is not None]
    if len(known) < WEEKS_FIRST:
        return Weeks(weeks)
    latest = _LATEST_OF_MANY if len(known) >= _MANY else _LATEST
    before = [each.mean for each in known[:-latest][-_MOST_BEFORE:] if each.mean is not None]
    usual, held = usual_range(before), tuple(known[-latest:])
    return Weeks(weeks, usual, held, _standing(held, usual))


def _week(monday: dt.date, values: Sequence[float]) -> Week:
    enough = len(values) >= DAYS_A_WEEK_COUNTS
    return Week(monday, fmean(values) if enough else None, len(values))


def usual_range(means: Sequence[float]) -> Usual:
    """Gives the range in which about 9 of 10 further weeks would lie if nothing changed.

    A prediction interval of the square roots, which scatter alike whether there are few or many, and never
    narrower than counting alone makes it.

    Args:
        means: Weekly means, at least two, none below zero.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - only a page of weeks needs it

    roots = [math.sqrt(each) for each in means]
    spread = max(stdev(roots), _COUNTING_SD)
    half = float(stdtrit(len(roots) - 1, 0.95)) * spread * math.sqrt(1 + 1 / len(roots))
    middle = fmean(roots)
    return Usual(
        low=max(0.0, middle - half) ** 2, middle=median(means), high=(middle + half) ** 2, weeks=len(means)
    )


def _sides(weeks: Sequence[Week], usual: Usual) -> tuple[int, int]:
    means = [each.mean for each in weeks if each.mean is not None]
    return sum(each < usual.low for each in means), sum(each > usual.high for each in means)


def _standing(weeks: Sequence[Week], usual: Usual) -> Standing:
    """One week outside is chance; two of the latest on one side, with none on the other, are told."""
    below, above = _sides(weeks, usual)
    if below and above:
        return "mixed"
    if below > 1:
        return "fewer"
    return "more" if above > 1 else "usual"
