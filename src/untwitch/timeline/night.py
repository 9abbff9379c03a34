"""Stretches of sleep become one night a day, and naps."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from untwitch.timeline.columns import FloatArray
from untwitch.timeline.local_time import DAY_MS, HOUR_MS, IntArray, RowGrid
from untwitch.timeline.merge import order_of_apps
from untwitch.timeline.samples import Samples

_GAP_MS = HOUR_MS
_SHORTEST_NIGHT_H = 3.0
_NAP_FROM_MS, _NAP_TO_MS = 9 * HOUR_MS, 21 * HOUR_MS
_RISING_MS = 7 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Sleep:
    """Episodes of sleep of one source each, as columns of shape (n,).

    Attributes:
        hours: Time asleep.
        place: Place of the source, 0 the best.
        start_ms: Begin, milliseconds since 1970 UTC.
        end_ms: End.
        local_start_ms: Wall clock at the begin.
        local_end_ms: Wall clock in the last millisecond, or 07:00 for a length without clock.
    """

    hours: FloatArray
    place: IntArray
    start_ms: IntArray
    end_ms: IntArray
    local_start_ms: IntArray
    local_end_ms: IntArray


def episodes(samples: Samples) -> Sleep:
    """Gives the episodes of sleep: stretches of one source that are less than an hour apart are one.

        stretches   |----| |------|  |---|                |--|
        episodes    |--------------------|                |--|
        hours        asleep only, never more than the time the stretches cover

    A length typed without a clock (start and end are one moment), or given for a whole day, is one episode
    that belongs to that day.

    Args:
        samples: Samples of `sleep_h`.
    """
    place = order_of_apps(samples)[samples.app] if len(samples) else samples.app
    has_clock = (samples.length_ms > 0) & ~samples.is_whole_day
    rows = np.flatnonzero(has_clock)
    rows = rows[np.lexsort((samples.end_ms[rows], samples.start_ms[rows], place[rows]))]
    start, end, source = samples.start_ms[rows], samples.end_ms[rows], place[rows]
    reached = _reached_by_source(end, source)
    before = np.concatenate([[0], reached[:-1]])[: rows.size]
    goes_on = np.concatenate([[False], source[1:] == source[:-1]])[: rows.size]
    begins = ~(goes_on & (start - before < _GAP_MS))
    episode = np.cumsum(begins) - 1
    n_episodes = int(begins.sum())
    covered_ms = end - np.minimum(np.where(goes_on, np.maximum(start, before), start), end)
    covered_h = np.bincount(episode, covered_ms / HOUR_MS, minlength=n_episodes)
    value_h = np.bincount(episode, samples.value[rows], minlength=n_episodes)
    ends = np.concatenate([begins[1:], [True]])[: rows.size]
    last_ms, local_last_ms = (
        reached[ends],
        _local_of_reached(samples.local_last_ms[rows], end, episode, n_episodes),
    )
    bare = np.flatnonzero(~has_clock)
    rising = samples.local_start_ms[bare] // DAY_MS * DAY_MS + _RISING_MS
    return Sleep(
        hours=np.concatenate([np.minimum(covered_h, value_h), samples.value[bare]]),
        place=np.concatenate([source[begins], place[bare]]),
        start_ms=np.concatenate([start[begins], samples.start_ms[bare]]),
        end_ms=np.concatenate([last_ms, samples.start_ms[bare]]),
        local_start_ms=np.concatenate([samples.local_start_ms[rows][begins], rising]),
        local_end_ms=np.concatenate([local_last_ms, rising]),
    )


def _reached_by_source(end: IntArray, source: IntArray) -> IntArray:
    """Gives the latest end so far within each source; sources follow each other."""
    reached = end.copy()
    for each in np.unique(source):
        own = source == each
        reached[own] = np.maximum.accumulate(end[own])
    return reached


def _local_of_reached(local_last: IntArray, end: IntArray, episode: IntArray, n_episodes: int) -> IntArray:
    """Gives the wall clock at the end of each episode, of the stretch that ends last."""
    order = np.lexsort((end, episode))
    local = np.zeros(n_episodes, np.int64)
    local[episode[order]] = local_last[order]
    return local


def nights(samples: Samples, grid: RowGrid) -> tuple[FloatArray, FloatArray]:
    """Gives the night and the naps of each row.

    The night is the longest episode that ends on a local day, of the best source that has one of at least 3 h
    on that day; if none has, the longest of all. It stands in the row in which it ends. Other episodes of
    that source that begin between 09:00 and 21:00 are naps.

    Args:
        samples: Samples of `sleep_h`.
        grid: The rows.

    Returns:
        Hours of the night and hours of naps, nan for unknown, shape (n_rows,) each.
    """
    night = np.full(grid.n_rows, np.nan)
    sleep = episodes(samples)
    day = sleep.local_end_ms // DAY_MS - grid.first_day
    row = grid.row(sleep.local_end_ms)
    naps: list[int] = []
    for members in _by_day(day, grid.n_days):
        long_enough = members[sleep.hours[members] >= _SHORTEST_NIGHT_H]
        chosen = _best(long_enough, sleep) if long_enough.size else _longest(members, sleep)
        night[row[chosen]] = sleep.hours[chosen]
        naps += [each for each in members.tolist() if each != chosen and _is_nap(each, chosen, sleep)]
    number = np.bincount(row[naps], minlength=grid.n_rows)
    hours = np.bincount(row[naps], sleep.hours[naps], minlength=grid.n_rows)
    return night, np.where(number > 0, hours, np.nan)


def _is_nap(episode: int, night: int, sleep: Sleep) -> bool:
    clock = sleep.local_start_ms[episode] % DAY_MS
    has_clock = sleep.end_ms[episode] > sleep.start_ms[episode]
    same_source = sleep.place[episode] == sleep.place[night]
    return bool(same_source and has_clock and _NAP_FROM_MS <= clock < _NAP_TO_MS)


def _by_day(day: IntArray, n_days: int) -> Iterator[IntArray]:
    order = np.argsort(day, kind="stable")
    order = order[(day[order] >= 0) & (day[order] < n_days)]
    starts = np.flatnonzero(np.diff(day[order], prepend=-1))
    return iter(np.split(order, starts[1:]) if order.size else ())


def _best(members: IntArray, sleep: Sleep) -> int:
    return int(min(members, key=lambda each: (sleep.place[each], -sleep.hours[each], sleep.start_ms[each])))


def _longest(members: IntArray, sleep: Sleep) -> int:
    return int(min(members, key=lambda each: (-sleep.hours[each], sleep.place[each], sleep.start_ms[each])))
