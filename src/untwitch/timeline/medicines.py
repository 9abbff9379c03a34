"""Days on which a medicine changed, from the dated list of medicines; docs/decisions/0013."""

import datetime as dt
from collections.abc import Iterable

import numpy as np

from untwitch.facts.person import Medicine
from untwitch.timeline.columns import FloatArray
from untwitch.timeline.local_time import RowGrid, day_number

MEASURE = "medicine_change_0_1"


def medicine_changes(medicines: Iterable[Medicine], grid: RowGrid) -> FloatArray:
    """Gives 1 on days with a start, a new dose or a stop, 0 on days on which the list is known not to change.

        list      A since 2020, B from day 4, new dose of B on day 7
        day       1  2  3  4  5  6  7  8
        change    0  0  0  1  0  0  1  0

        list      only B from day 4: nobody said what was taken before
        change    ?  ?  ?  1  0  0  1  0

    Known are the days from the first dated event of the list on. Of a medicine whose start was not told,
    nobody knows whether it began before its own first dated event, so days are known from there on; of one
    without any date, no day but those of events is.

    Args:
        medicines: The list of one person.
        grid: The rows; every row of a day has the value of the day.

    Returns:
        nan for unknown, shape (n_rows,).
    """
    listed = list(medicines)
    events = [event for each in listed for event in _events(each)]
    by_day = np.full(grid.n_days, np.nan)
    first_known = _first_known(listed)
    if first_known is not None:
        by_day[max(0, day_number(first_known) - grid.first_day) :] = 0.0
    for event in events:
        place = day_number(event) - grid.first_day
        if 0 <= place < grid.n_days:
            by_day[place] = 1.0
    return by_day[grid.day_of_row()]


def _events(medicine: Medicine) -> list[dt.date]:
    days = (medicine.started_day, medicine.dose_changed_day, medicine.stopped_day)
    return [each for each in days if each is not None]


def _first_known(medicines: list[Medicine]) -> dt.date | None:
    firsts = [min(_events(each), default=None) for each in medicines]
    told = [each for each in firsts if each is not None]
    if not told or len(told) < len(firsts):
        return None
    begins = [first for each, first in zip(medicines, told, strict=True) if each.started_day is None]
    return max([min(told), *begins])
