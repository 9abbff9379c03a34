"""Several places on the body as one series, with effects that are the same in all of them.

With rates that differ by place and effects that do not, all that counts say about the effects stands in their
sum over the places that were watched:

    twitches of place s on day t   ~ rate_s hours_st exp(effects of day t)
    sum over the watched places    ~ exp(effects of day t) x sum of rate_s hours_st

So twitches are added over the places watched on a day, and the hours are those of the watched places, each by
its part of all twitches. A place that was not watched takes its part of the hours away; it is never taken as
calm. What moves all places together on a day is then one hidden state, not one a place: no day counts twice.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from untwitch.facts.problem import Problem
from untwitch.timeline.columns import DIARY_OUTCOMES, OBSERVED_H_IF_BLANK, RECORDED_OUTCOMES
from untwitch.timeline.timeline import Timeline

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

_ROUNDS = 50
_OUTCOMES = (*DIARY_OUTCOMES, "observed_h", *RECORDED_OUTCOMES, "recorded_h")


def shared_sites(timeline: Timeline, *, fewest_rows: int) -> tuple[Timeline, tuple[Problem, ...]] | None:
    """Gives the places with enough counts as one table; None where fewer than two have them.

    Args:
        timeline: A table in which every start has the same sites.
        fewest_rows: Rows with a count from which a place is taken in.

    Returns:
        A table of no place, and a problem that says what it is about.
    """
    sites = [each for each in dict.fromkeys(timeline.sites) if each is not None]
    low, high = _counts(timeline)
    rows_of = {site: np.flatnonzero(np.asarray([each == site for each in timeline.sites])) for site in sites}
    taken = [site for site in sites if int(np.isfinite(low[rows_of[site]]).sum()) >= fewest_rows]
    if len(taken) < 2:
        return None
    rows = np.array([rows_of[site] for site in taken])
    low, high = low[rows], high[rows]
    hours = np.where(np.isfinite(low), _hours(timeline)[rows], 0.0)
    part = parts_of_all(np.where(np.isfinite(low), (low + high) / 2, 0.0), hours)
    seen = np.isfinite(low).any(axis=0)
    watched = np.where(seen, part @ hours, np.nan)
    seen &= watched > 0
    fewest = np.where(seen, np.where(np.isfinite(low), low, 0.0).sum(axis=0), np.nan)
    most = np.where(seen, np.where(np.isfinite(high), high, 0.0).sum(axis=0), np.nan)
    columns = {
        "twitches_low": fewest,
        "twitches_high": most,
        "observed_h": np.where(seen, watched, np.nan),
        **_exposures(timeline, rows, part),
    }
    first = rows[0]
    made = Timeline(
        starts=tuple(timeline.starts[row] for row in first),
        row_h=timeline.row_h,
        sites=(None,) * len(first),
        columns=columns,
        instruments=("",) * len(first),
    )
    names = ", ".join(taken)
    left_out = [site or "whole body" for site in dict.fromkeys(timeline.sites) if site not in taken]
    without = f"; the outcomes of {', '.join(left_out)} are not used" if left_out else ""
    what = f"the answer is about {names} together, with effects taken to be the same in all{without}"
    return made, (Problem("site", what),)


def _counts(timeline: Timeline) -> tuple[Floats, Floats]:
    exact = timeline.column("twitches")
    counted = np.isfinite(exact)
    return (
        np.where(counted, exact, timeline.column("twitches_low")),
        np.where(counted, exact, timeline.column("twitches_high")),
    )


def _hours(timeline: Timeline) -> Floats:
    hours = timeline.column("observed_h")
    return np.where(np.isfinite(hours), hours, min(OBSERVED_H_IF_BLANK, timeline.row_h))


def parts_of_all(counts: Floats, hours: Floats) -> Floats:
    """Gives the part of all twitches that each place has when all are watched alike.

    Rates of rows and of places are fitted in turn, so that a place watched on bad days only does not look
    worse than it is.

    Args:
        counts: Twitches, 0 where not watched, shape (n_sites, n_rows).
        hours: Hours watched, 0 where not, shape (n_sites, n_rows).

    Returns:
        Sums to one, shape (n_sites,).
    """
    part = np.full(len(counts), 1 / len(counts))
    for _ in range(_ROUNDS):
        expected = part @ hours
        row = np.divide(counts.sum(axis=0), expected, out=np.zeros_like(expected), where=expected > 0)
        over = hours @ row
        part = np.divide(counts.sum(axis=1), over, out=np.zeros_like(over), where=over > 0)
        if not part.sum() > 0:
            return np.full(len(counts), 1 / len(counts))
        part = part / part.sum()
    return part


def _exposures(timeline: Timeline, rows: NDArray[np.int64], part: Floats) -> dict[str, Floats]:
    """Exposures of the whole person as far as any row of a start has them; those of a region by its part."""
    every = np.array([np.flatnonzero(np.asarray([each == site for each in timeline.sites])) for site in
                      dict.fromkeys(timeline.sites)])  # fmt: skip
    made = {}
    for name, values in timeline.columns.items():
        if name in _OUTCOMES:
            continue
        if "same_region" in name:
            made[name] = _by_part(values[rows], part)
        else:
            made[name] = _first_known(values[every])
    return made


def _first_known(values: Sequence[Floats] | Floats) -> Floats:
    found = np.full(len(values[0]), np.nan)
    for each in values:
        found = np.where(np.isfinite(found), found, each)
    return found


def _by_part(values: Floats, part: Floats) -> Floats:
    known = np.isfinite(values)
    weight = part @ known
    total = np.asarray(part @ np.where(known, values, 0.0), dtype=np.float64)
    return np.asarray(total / np.where(weight > 0, weight, np.nan), dtype=np.float64)
