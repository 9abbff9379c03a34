"""One body site out of a table of several: its outcomes, with the exposures of the whole person."""

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.shared_sites import shared_sites
from untwitch.facts.problem import Problem
from untwitch.timeline.columns import OUTCOMES
from untwitch.timeline.timeline import Timeline

Floats = NDArray[np.float64]


def one_site(timeline: Timeline, *, fewest_rows: int) -> tuple[Timeline, tuple[Problem, ...]]:
    """Gives the whole body if it has enough outcomes, else the counted sites together, else the fullest site.

    Twitches of several sites are added only with the hours of those that were watched (`shared_sites`): a
    muscle that was not watched is not known to have been calm.
    An exposure that stands in the row of another site of the same start belongs to the same person and is
    taken from there.

    Args:
        timeline: A table in which every start has the same sites.
        fewest_rows: Rows with an outcome from which the whole body is preferred.

    Returns:
        A table of one site, and a problem that names the sites left out.
    """
    sites = list(dict.fromkeys(timeline.sites))
    if len(sites) <= 1:
        return timeline, ()
    counts = {site: _rows_with_outcome(timeline, site) for site in sites}
    chosen = max(sites, key=lambda site: (counts[site], site is None))
    if counts.get(None, 0) >= fewest_rows:
        chosen = None
    elif together := shared_sites(timeline, fewest_rows=fewest_rows):
        return together
    rows = _rows_of(timeline, chosen)
    others = [site for site in sites if site != chosen]
    columns = {}
    for name, values in timeline.columns.items():
        mine = values[rows].copy()
        if name not in OUTCOMES:
            for other in others:
                mine = np.where(np.isfinite(mine), mine, values[_rows_of(timeline, other)])
        columns[name] = mine
    left_out = ", ".join(site or "whole body" for site in others)
    what = f"the answer is about {chosen or 'the whole body'}; the outcomes of {left_out} are not used"
    taken = [index for index, is_mine in enumerate(rows) if is_mine]
    made = Timeline(
        starts=tuple(timeline.starts[index] for index in taken),
        row_h=timeline.row_h,
        sites=(chosen,) * len(taken),
        columns=columns,
        instruments=tuple(timeline.instruments[index] for index in taken),
    )
    return made, (Problem("site", what),)


def _rows_of(timeline: Timeline, site: str | None) -> NDArray[np.bool_]:
    return np.asarray([each == site for each in timeline.sites], dtype=bool)


def _rows_with_outcome(timeline: Timeline, site: str | None) -> int:
    names = [name for name in OUTCOMES if name not in {"observed_h", "recorded_h"}]
    stands = np.any([np.isfinite(timeline.column(name)) for name in names], axis=0)
    return int((stands & _rows_of(timeline, site)).sum())
