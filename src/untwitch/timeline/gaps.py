"""Rows that a table leaves out become rows in which nothing is known."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.refused import Refused

Start: TypeAlias = dt.date | dt.datetime

ROW_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)
MOST_ROWS = 20_000

_SITE_ORDER = {site: position for position, site in enumerate((None, *BODY_SITES))}


def wall_clock(start: Start) -> dt.datetime:
    """Gives the reading of the wall clock at the start of a row; a date is its midnight."""
    if isinstance(start, dt.datetime):
        return start.replace(tzinfo=None)
    return dt.datetime.combine(start, dt.time())


def row_order(start: Start, site: str | None) -> tuple[dt.datetime, float, int]:
    """Gives the key that sorts rows: the wall clock, the instant, then the whole body before places."""
    instant = start.timestamp() if isinstance(start, dt.datetime) else 0.0
    return wall_clock(start), instant, _SITE_ORDER[site]


def row_hours(starts: Sequence[Start]) -> float:
    """Gives the length of the rows: the step of the wall clock met most often between starts in order.

    Args:
        starts: Starts of rows, in order.

    Raises:
        Refused: The step does not divide a day.
    """
    clocks = sorted({wall_clock(each) for each in starts})
    steps = Counter(later - earlier for earlier, later in itertools.pairwise(clocks))
    if not steps:
        return 24.0
    most = max(steps.values())
    step_h = min(step for step, count in steps.items() if count == most) / dt.timedelta(hours=1)
    if step_h % 24 == 0:
        return 24.0
    if step_h not in ROW_HOURS:
        known = ", ".join(str(each) for each in ROW_HOURS)
        raise Refused(f"rows are {step_h:g} h apart; rows can be {known} h long")
    return step_h


def every_start(starts: Sequence[Start], *, row_h: float) -> tuple[Start, ...]:
    """Gives the starts with those that are left out, so that one row follows the other.

        given    01 Jan   02 Jan             04 Jan
        filled   01 Jan   02 Jan   03 Jan    04 Jan

    Args:
        starts: Distinct starts in order, all on the steps of the first.
        row_h: Length of a row in hours.

    Raises:
        Refused: More than `MOST_ROWS` would be needed: a year is mistyped somewhere.
    """
    step = dt.timedelta(hours=row_h)
    if starts and (wall_clock(starts[-1]) - wall_clock(starts[0])) / step >= MOST_ROWS:
        raise Refused(
            f"rows reach from {starts[0].isoformat()} to {starts[-1].isoformat()}, "
            f"more than {MOST_ROWS} rows; look for a mistyped year"
        )
    filled: list[Start] = []
    for start in starts:
        while filled and wall_clock(start) - wall_clock(filled[-1]) > step:
            filled.append(filled[-1] + step)
        filled.append(start)
    return tuple(filled)
