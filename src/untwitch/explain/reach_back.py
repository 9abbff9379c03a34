"""Doses of a count that is of its row and of rows before it, as an evening line is in rows of six hours."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def reach_back(values: Floats, hours: Floats, *, row_h: float) -> Floats:
    """Gives each dose as the mean over the rows that the count of its row is about.

        row            |-----|-----|-----|-----|
        dose              0     4     8     0
        hours             -     -     -    16
        after             0     4     8     4        16 h are the last three rows

    Args:
        values: Dose of each row, nan where unknown, shape (n_rows,).
        hours: Hours watched of each row, nan where unknown, shape (n_rows,).
        row_h: Length of a row in hours.

    Returns:
        The doses; a row whose count is of itself alone keeps its own, shape (n_rows,).
    """
    made = values.copy()
    many = np.round(np.where(np.isfinite(hours), hours, 0.0) / row_h)
    for row in np.flatnonzero(many > 1).tolist():
        about = values[max(0, row - int(many[row]) + 1) : row + 1]
        known = about[np.isfinite(about)]
        made[row] = known.mean() if known.size else np.nan
    return made
