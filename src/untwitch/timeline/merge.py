"""Several apps and devices that saw the same thing become one."""

import re

import numpy as np

from untwitch.facts.exposure import TYPED
from untwitch.timeline.columns import BoolArray, FloatArray
from untwitch.timeline.local_time import IntArray
from untwitch.timeline.samples import Pieces, Samples

_MINUTE_MS = 60_000
_WORN = re.compile(
    r"watch|fitbit|garmin|oura|whoop|polar|coros|suunto|withings|amazfit|\bring\b|\bband\b|wear|forerunner|fenix",
    re.IGNORECASE,
)
_PHONE = re.compile(r"phone|pixel|galaxy|android|samsung|mobile|xperia|oneplus|huawei|xiaomi", re.IGNORECASE)


def rank(app: str) -> int:
    """Gives how far an app is trusted with what happened: 0 typed, 1 worn, 2 in a pocket, 3 anything else.

    Args:
        app: Name as the source gives it, `Anna's Apple Watch`.
    """
    if app == TYPED:
        return 0
    if _WORN.search(app):
        return 1
    return 2 if _PHONE.search(app) else 3


def order_of_apps(samples: Samples) -> IntArray:
    """Gives the place of each app, 0 the best: by rank, then by how much time it covers, then by name.

    Returns:
        Shape (n_apps,).
    """
    covered = np.bincount(samples.app, weights=samples.length_ms + 1.0, minlength=len(samples.apps))
    keys = [(rank(app), -covered[position], app) for position, app in enumerate(samples.apps)]
    place = np.zeros(len(keys), np.int64)
    place[sorted(range(len(keys)), key=lambda position: keys[position])] = np.arange(len(keys))
    return place


def without_duplicates(samples: Samples) -> Samples:
    """Gives the samples without those that a second app repeats: the same value in the same minute.

    Two equal coffees of one app in one minute stay two, and with a second app that repeats both still two.
    """
    if len(samples.apps) < 2:
        return samples
    place = order_of_apps(samples)[samples.app]
    minute, value = samples.start_ms // _MINUTE_MS, _six_digits(samples.value)
    order = np.lexsort((place, value, minute))
    same_value = (minute[order][1:] == minute[order][:-1]) & (value[order][1:] == value[order][:-1])
    same_app = same_value & (place[order][1:] == place[order][:-1])
    ordinal = _position_in_run(np.concatenate([[False], same_app]))
    again = np.lexsort((place[order], ordinal, value[order], minute[order]))
    by_twin = order[again]
    twin = ordinal[again]
    repeats = (
        (minute[by_twin][1:] == minute[by_twin][:-1])
        & (value[by_twin][1:] == value[by_twin][:-1])
        & (twin[1:] == twin[:-1])
    )
    kept = np.ones(len(samples), bool)
    kept[by_twin[1:][repeats]] = False
    return samples.only(kept)


def _six_digits(values: FloatArray) -> FloatArray:
    """Gives values to six digits, so that 0.095 g and 95 mg are the same."""
    size = np.floor(np.log10(np.where(values == 0, 1.0, np.abs(values))))
    scale = 10.0**size
    rounded: FloatArray = np.round(values / scale, 5) * scale
    return rounded


def _position_in_run(continues: BoolArray) -> IntArray:
    """Gives how many in a row came before, where `continues` says whether a value goes on from the last."""
    position = np.arange(continues.size, dtype=np.int64)
    return position - np.maximum.accumulate(np.where(continues, 0, position))


def won_share(pieces: Pieces, samples: Samples) -> FloatArray:
    """Gives the part of each piece that lies in minutes in which no better app saw anything.

        watch     |====|       |=====|          place 0
        phone     |------------------------|    place 1
        counted   wwwwwwppppppppwwwwwwwpppppp

    Args:
        pieces: Pieces of samples.
        samples: The samples they are cut from.

    Returns:
        0 to 1, shape (n_pieces,).
    """
    if len(samples.apps) < 2 or not pieces.row.size:
        return np.ones(pieces.row.size)
    place = order_of_apps(samples)[samples.app[pieces.sample]]
    first = pieces.start_ms // _MINUTE_MS
    past = np.maximum(pieces.end_ms - 1, pieces.start_ms) // _MINUTE_MS + 1
    edges = np.unique(np.concatenate([first, past]))
    begin, stop = np.searchsorted(edges, first), np.searchsorted(edges, past)
    last = np.searchsorted(edges, past - 1, side="right") - 1
    taken = np.zeros(edges.size, bool)
    minutes = np.diff(edges, append=edges[-1:])
    share = np.zeros(place.size)
    for each in np.unique(place):
        own = np.flatnonzero(place == each)
        opened = np.bincount(begin[own], minlength=edges.size) - np.bincount(stop[own], minlength=edges.size)
        covered = np.cumsum(opened) > 0
        won = covered & ~taken
        taken |= covered
        won_minutes = np.concatenate([[0], np.cumsum(np.where(won, minutes, 0))])
        full_ms = (won_minutes[stop[own]] - won_minutes[begin[own]]) * _MINUTE_MS
        before_ms = (pieces.start_ms[own] - first[own] * _MINUTE_MS) * won[begin[own]]
        after_ms = (past[own] * _MINUTE_MS - pieces.end_ms[own]) * won[last[own]]
        length_ms = pieces.end_ms[own] - pieces.start_ms[own]
        part = (full_ms - before_ms - after_ms) / np.maximum(length_ms, 1)
        share[own] = np.where(length_ms == 0, won[begin[own]], part)
    return share
