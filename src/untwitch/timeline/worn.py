"""On which days a device that keeps workouts was worn: there, no workout is a known zero."""

from collections.abc import Mapping

import numpy as np

from untwitch.timeline.columns import BoolArray
from untwitch.timeline.local_time import DAY_MS, HOUR_MS, RowGrid
from untwitch.timeline.samples import Samples

COUNTED_ALL_DAY = ("steps", "active_energy_kcal")
_WORN_AT_LEAST_MS = 8 * HOUR_MS


def days_worn(workouts: Samples, samples: Mapping[str, Samples], grid: RowGrid) -> BoolArray:
    """Says of each day whether an app that keeps workouts was counting for most of the waking day.

        app keeps workouts       Mon  [run]          Tue                Wed (not worn)
        its steps                 .. . ...  .         . . ..  . .
        exertion                  the run             0                  unknown

    Without this rule every day between two workouts would be unknown, and be taken for another workout. An
    app that never kept a workout says nothing of them, however many steps it counted.

    Args:
        workouts: Samples of exertion.
        samples: Samples of `COUNTED_ALL_DAY`, as far as there are any.
        grid: The rows; only their days matter here.

    Returns:
        Shape (n_days,): the first and the last count of one such app on that day are at least 8 h apart.
    """
    worn = np.zeros(grid.n_days, bool)
    keepers = {workouts.apps[position] for position in np.unique(workouts.app).tolist()}
    for name in COUNTED_ALL_DAY:
        if name not in samples:
            continue
        counts = samples[name]
        for position, app in enumerate(counts.apps):
            if app in keepers:
                worn |= _spans_the_day(counts.only(counts.app == position), grid)
    return worn


def _spans_the_day(counts: Samples, grid: RowGrid) -> BoolArray:
    day = counts.local_start_ms // DAY_MS - grid.first_day
    inside = (day >= 0) & (day < grid.n_days)
    earliest = np.full(grid.n_days, np.iinfo(np.int64).max)
    latest = np.full(grid.n_days, np.iinfo(np.int64).min)
    np.minimum.at(earliest, day[inside], counts.start_ms[inside])
    np.maximum.at(latest, day[inside], counts.start_ms[inside])
    return np.asarray((latest >= earliest) & (latest - np.minimum(earliest, latest) >= _WORN_AT_LEAST_MS))
