"""Fields that an app on the device added in place of the format's own: a rower's heart rate, a pod's power.

A description says which app and number a field has, how it is written, and of which own field it takes the
place:

    description   app 0, number 6, one byte, "Heart Rate", in place of record field 3
    definition    record ... app fields: number 6, one byte, app 0
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from untwitch.intake.fit_layout import Field, Layout, numbers_of
from untwitch.intake.fit_scan import Scan

Written = Mapping[tuple[int, int], tuple[int, int, int]]
"""Message and own field, and the app, number and type of the field that takes its place."""


def written_by_apps(descriptions: Mapping[str, NDArray[np.float64]]) -> Written:
    """Gives which own fields apps write.

    Args:
        descriptions: Columns of the field descriptions of a file; the last word on a field counts.
    """
    names = ("native_message", "native_field", "app", "number", "base_type")
    if not descriptions.keys() >= set(names):
        return {}
    found = {}
    for row in np.column_stack([descriptions[each] for each in names]):
        if not np.isnan(row).any():
            message, own, app, number, base_type = map(int, row)
            found[message, own] = (app, number, base_type)
    return found


def numbers_by_apps(
    scan: Scan, layout: Layout, own_field: int, places: NDArray[np.int64], *, written: Written
) -> NDArray[np.float64] | None:
    """Gives what an app wrote in place of an own field of some messages; None if none did.

    Args:
        scan: Where the messages lie.
        layout: Their definition.
        own_field: Number of the own field.
        places: First byte of each message.
        written: Which own fields apps write.
    """
    described = written.get((layout.message, own_field))
    if described is None:
        return None
    app, number, base_type = described
    for each in layout.app_fields:
        if (each.number, each.base_type) == (number, app):
            return numbers_of(scan.data, layout, Field(number, each.offset, each.size, base_type), places)
    return None
