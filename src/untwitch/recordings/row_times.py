"""Which rows of a log carry a time that moves forward."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.problem import Incomplete, Problem

Times = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

RESTART_ROWS = 50
"""So many rows in a row behind the latest time are a new beginning, not a few in the wrong order."""

_FAR_S = 5.0
_SHOWN = 3


@dataclass(frozen=True, slots=True, eq=False)
class RowTimes:
    """The rows whose time moves forward.

    Attributes:
        kept: Which rows those are, `(n_rows,)`; None for all of them.
        times_s: Their times, rising.
        problems: What became of the others.
    """

    kept: Mask | None
    times_s: Times
    problems: tuple[Problem, ...]


def forward_rows(times_s: Times, *, name: str) -> RowTimes:
    """Gives the rows whose time moves forward.

        time      1  2  3  3  4  9000  5  6  4.5  7  8 | 0  1  2  3 ...
        kept      x  x  x     x        x  x       x  x |
                           same  leap      back          begins anew: the rest is not read

    Args:
        times_s: As written, `(n_rows,)`; NaN where there is none.
        name: Name of the file.
    """
    if times_s.size and np.isfinite(times_s).all() and (np.diff(times_s) > 0).all():
        return RowTimes(None, times_s, ())
    kept: list[int] = []
    same = back = leaps = 0
    behind: list[int] = []
    restart = None
    texts = times_s.tolist()
    for row in np.flatnonzero(np.isfinite(times_s)).tolist():
        time = texts[row]
        if not kept or time > texts[kept[-1]]:
            kept.append(row)
            behind.clear()
        elif time == texts[kept[-1]]:
            same += 1
        elif _is_leap(texts[kept[-1]], time, before=texts[kept[-2]] if len(kept) > 1 else None):
            kept[-1] = row
            leaps += 1
        else:
            back += 1
            behind.append(row)
            if len(behind) >= RESTART_ROWS:
                restart = behind[0]
                back -= len(behind)
                break
    missing = times_s.size - int(np.count_nonzero(np.isfinite(times_s)))
    mask = np.zeros(times_s.size, dtype=np.bool_)
    mask[kept] = True
    problems = _said(
        {
            "without a time": missing,
            "with the time of the row before": same,
            "with a time before that of an earlier row": back,
            "with a time far ahead": leaps,
        },
        name,
    )
    if restart is not None:
        what = f"the time begins anew at row {restart + 1}; what follows was not read"
        problems = (*problems, Incomplete(name, what))
    return RowTimes(mask, times_s[mask], problems)


def _is_leap(last: float, time: float, *, before: float | None) -> bool:
    """Says whether it was the last kept row that is out of order, by a leap ahead, and not this one."""
    return last - time > _FAR_S and (before is None or time > before)


def _said(counts: dict[str, int], name: str) -> tuple[Problem, ...]:
    return tuple(
        Problem(name, f"{count} row{'s' * (count != 1)} {why} {'were' if count != 1 else 'was'} left out")
        for why, count in counts.items()
        if count
    )
