"""A FIT file as rows of plain values. Runs in the sandbox: the format is binary and comes from anywhere."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from untwitch.intake.fit_layout import Layout, places_of
from untwitch.intake.fit_monitoring import Days, days_of
from untwitch.intake.fit_profile import (
    ACTIVITY,
    FILE_ID,
    FILE_TYPES,
    KEPT_APART_NAMES,
    MANUFACTURERS,
    MESSAGES,
    MONITORING_INFO,
    STRUCTURE,
)
from untwitch.intake.fit_scan import Scan, scans
from untwitch.intake.fit_session import workouts_of
from untwitch.intake.fit_table import Table, table_of

_UNPUBLISHED = "messages whose meaning is not published"
_PRODUCT_NAME = 8
_LONGEST_NAME = 60
_QUARTER_S = 900
_CLOCK_SLIP_S = 60
_FARTHEST_S = 14 * 3600


def rows_of_fit(data: bytes) -> Iterator[list[Any]]:
    """Gives what the files in the bytes hold.

    Args:
        data: One FIT file, or several one after the other.

    Yields:
        For each file `["file", {"type", "app", "offset_min"}]`, then its `["workout", {...}]`,
        `["value", {...}]`, `["skipped", {...}]` and `["apart", {...}]` as `fit_session` and `fit_monitoring`
        give them, `["problem", sentence]` and, where it ends too early, `["incomplete", sentence]`.
    """
    for scan in scans(data):
        yield from _rows(scan)


def _rows(scan: Scan) -> Iterator[list[Any]]:
    identity = table_of(scan, FILE_ID)
    info = table_of(scan, MONITORING_INFO)
    offset_s = _offset_s(table_of(scan, ACTIVITY))
    if offset_s is None:
        offset_s = _offset_s(info)
    yield [
        "file",
        {
            "type": FILE_TYPES.get(int(identity.first("type") or 0), "unknown"),
            "app": _app(scan, identity),
            "offset_min": None if offset_s is None else round(offset_s / 60),
        },
    ]
    for sentence in scan.complaints[:-1] if not scan.is_complete else scan.complaints:
        yield ["problem", sentence]
    yield from workouts_of(scan)
    yield from days_of(scan, Days(offset_s, info.first("timestamp")))
    yield from _unknown(scan)
    if not scan.is_complete:
        yield ["incomplete", scan.complaints[-1]]


def _offset_s(table: Table) -> float | None:
    """Gives what local clocks were ahead of UTC: of the first message that has both times, if it can be."""
    ahead = table.column("local_timestamp") - table.column("timestamp")
    for each in ahead[~np.isnan(ahead)].tolist():
        quarters = _QUARTER_S * round(each / _QUARTER_S)
        if abs(each - quarters) <= _CLOCK_SLIP_S and abs(quarters) <= _FARTHEST_S:
            return float(quarters)
    return None


def _app(scan: Scan, identity: Table) -> str:
    """Gives the maker and the product, by its name where the file has it."""
    number, product = identity.first("manufacturer"), identity.first("product")
    maker = MANUFACTURERS.get(int(number), f"maker {number:g}") if number is not None else "FIT device"
    name = next(filter(None, (_text(scan, each) for each in scan.layouts if each.message == FILE_ID)), "")
    if name.lower().startswith(maker.lower()):
        return name
    return f"{maker} {name}" if name else f"{maker} {product:g}" if product is not None else maker


def _text(scan: Scan, layout: Layout) -> str:
    field = layout.field_of(_PRODUCT_NAME)
    if field is None or not layout.count:
        return ""
    begin = int(places_of(layout)[0]) + field.offset
    raw = scan.data[begin : begin + field.size].partition(b"\0")[0]
    return " ".join("".join(filter(str.isprintable, raw.decode("utf-8", "replace"))).split())[:_LONGEST_NAME]


def _unknown(scan: Scan) -> Iterator[list[Any]]:
    """Gives the kinds of messages that no measure has, with how many there are."""
    counts: dict[str, int] = {}
    for layout in scan.layouts:
        if layout.message not in STRUCTURE and layout.message not in MESSAGES and layout.count:
            kind = KEPT_APART_NAMES.get(layout.message, _UNPUBLISHED)
            counts[kind] = counts.get(kind, 0) + layout.count
    for kind, count in sorted(counts.items()):
        yield ["apart", {"kind": kind, "count": count, "first_s": None, "last_s": None}]
    fields = sum(len(each.app_fields) * each.count for each in scan.layouts)
    if fields:
        yield [
            "apart",
            {"kind": "fields that an app added", "count": fields, "first_s": None, "last_s": None},
        ]
