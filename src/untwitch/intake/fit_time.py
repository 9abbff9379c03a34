"""Times of which a FIT file writes only the last bits: five in a header, sixteen in a monitoring file.

A short time means the first moment at or after the one before it whose last bits are these:

    full 1000     10 0 | 27    28    31     2      the last five bits go round after 31
    means 1000           1019  1020  1023  1026
"""

import numpy as np
from numpy.typing import NDArray

from untwitch.intake.fit_layout import numbers_of, places_of
from untwitch.intake.fit_profile import TIMESTAMP
from untwitch.intake.fit_scan import Scan

HEADER_BITS, MONITORING_BITS = 5, 16
_COMPRESSED = 0x80


def full_times(values: NDArray[np.float64], is_full: NDArray[np.bool_], *, bits: int) -> NDArray[np.float64]:
    """Gives full times, in the order they were written.

    Args:
        values: Full times, and the last bits of short ones, of shape `(n,)`; none of them NaN.
        is_full: Which of them are full.
        bits: How many bits short times have.

    Returns:
        Full times; NaN before the first full one.
    """
    written = values.astype(np.int64)
    low = written & ((1 << bits) - 1)
    moved = np.cumsum(np.where(is_full, 0, np.diff(low, prepend=0) & ((1 << bits) - 1)))
    last_full = np.maximum.accumulate(np.where(is_full, np.arange(len(values)), -1))
    times: NDArray[np.float64] = (written[last_full] + moved - moved[last_full]).astype(np.float64)
    times[last_full < 0] = np.nan
    return times


def header_times(scan: Scan, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Gives the times of messages whose header carries the last bits of theirs, NaN for the others.

    Args:
        scan: Where all messages lie; each full time among them sets the clock.
        places: First byte of each message.
    """
    headers = np.frombuffer(scan.data, dtype=np.uint8)
    found_places, found_values, found_full = [], [], []
    for layout in scan.layouts:
        at = places_of(layout)
        is_short = headers[at] >= _COMPRESSED
        field = layout.field_of(TIMESTAMP)
        full = np.full(len(at), np.nan) if field is None else numbers_of(scan.data, layout, field, at)
        values = np.where(is_short, headers[at] & ((1 << HEADER_BITS) - 1), full)
        is_known = ~np.isnan(values)
        found_places.append(at[is_known])
        found_values.append(values[is_known])
        found_full.append(~is_short[is_known])
    together = np.concatenate(found_places)
    order = np.argsort(together, kind="stable")
    times = full_times(
        np.concatenate(found_values)[order], np.concatenate(found_full)[order], bits=HEADER_BITS
    )
    is_short = headers[places] >= _COMPRESSED
    of_all = np.full(len(places), np.nan)
    of_all[is_short] = times[np.searchsorted(together[order], places[is_short])]
    return of_all
