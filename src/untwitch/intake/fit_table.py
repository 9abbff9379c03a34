"""The messages of one kind of a FIT file as columns: numbers in their units, NaN for unknown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from untwitch.intake.fit_app_fields import numbers_by_apps, written_by_apps
from untwitch.intake.fit_layout import Layout, numbers_of, places_of
from untwitch.intake.fit_profile import (
    EPOCH_S,
    FIELD_DESCRIPTION,
    FIRST_DATE_S,
    FROM_APPS,
    MESSAGES,
    MONITORING,
    MONITORING_INFO,
    RECORD,
)
from untwitch.intake.fit_scan import Scan
from untwitch.intake.fit_time import MONITORING_BITS, full_times, header_times

Numbers = NDArray[np.float64]

_INSTANTS = ("timestamp", "start_time", "end_time", "time_created", "local_timestamp")
_SPEED_DISTANCE = 8
_SPEED_DISTANCE_BYTES = 3
_DISTANCE_BITS = 12
_DISTANCE_PER_M = 16


@dataclass(frozen=True, slots=True)
class Table:
    """Messages of one kind, in the order of the file.

    Attributes:
        columns: Numbers by name of the field, each of shape `(n,)`; a field that no definition of the file
        has
            is left out.
        places: First byte of each message, of shape `(n,)`.
    """

    columns: dict[str, Numbers]
    places: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.places)

    def column(self, name: str) -> Numbers:
        """Gives a column, of unknowns where the file does not have it."""
        found = self.columns.get(name)
        return np.full(len(self), np.nan) if found is None else found

    def first(self, name: str) -> float | None:
        """Gives the first number of a column that is known, or None."""
        column = self.column(name)
        known = column[~np.isnan(column)]
        return float(known[0]) if len(known) else None


def table_of(scan: Scan, message: int) -> Table:
    """Gives all messages of one kind.

    Args:
        scan: Where the messages lie.
        message: Number of the kind, one of `MESSAGES`.
    """
    layouts = [each for each in scan.layouts if each.message == message and len(each.run_starts)]
    found = [(each, places_of(each)) for each in layouts]
    unsorted = np.concatenate([at for _, at in found]) if found else np.zeros(0, dtype=np.int64)
    order = np.argsort(unsorted, kind="stable")
    places = unsorted[order]
    columns: dict[str, Numbers] = {}
    from_apps = FROM_APPS.get(message, frozenset())
    written = written_by_apps(table_of(scan, FIELD_DESCRIPTION).columns) if from_apps else {}
    for number, (name, scale) in MESSAGES[message].fields.items():
        parts = [_part(scan, layout, number, at) for layout, at in found]
        if number in from_apps and written:
            parts = [
                _filled(part, numbers_by_apps(scan, layout, number, at, written=written))
                for part, (layout, at) in zip(parts, found, strict=True)
            ]
        if any(each is not None for each in parts):
            filled = [
                np.full(len(at), np.nan) if part is None else part
                for part, (_, at) in zip(parts, found, strict=True)
            ]
            columns[name] = np.concatenate(filled)[order] / scale
    if scan.has_compressed_times and len(places):
        short = header_times(scan, places)
        columns["timestamp"] = np.where(np.isnan(short), columns.get("timestamp", np.nan), short)
    if message == RECORD:
        _expand_distance(scan, found, order, columns)
    if message == MONITORING:
        _expand_monitoring(scan, places, columns)
    for name in columns.keys() & set(_INSTANTS):
        columns[name] = _since_1970(columns[name])
    return Table(columns, places)


def _part(scan: Scan, layout: Layout, number: int, places: NDArray[np.int64]) -> Numbers | None:
    field = layout.field_of(number)
    return None if field is None else numbers_of(scan.data, layout, field, places)


def _filled(own: Numbers | None, other: Numbers | None) -> Numbers | None:
    """Gives numbers with those of another where they are unknown."""
    if own is None or other is None:
        return other if own is None else own
    return np.where(np.isnan(own), other, own)


def _since_1970(seconds: Numbers) -> Numbers:
    """Gives instants since 1970; what counts from when the device was switched on is unknown."""
    return np.where(seconds >= FIRST_DATE_S, seconds + EPOCH_S, np.nan)


def _expand_distance(
    scan: Scan,
    found: list[tuple[Layout, NDArray[np.int64]]],
    order: NDArray[np.int64],
    columns: dict[str, Numbers],
) -> None:
    """Gives distances out of the field that packs speed and distance into three bytes.

    The distance has twelve bits, sixteenths of a metre, and goes round every 256 m.
    """
    bytes_of = np.frombuffer(scan.data, dtype=np.uint8)
    parts = []
    for layout, at in found:
        field = layout.field_of(_SPEED_DISTANCE)
        if field is None or field.size < _SPEED_DISTANCE_BYTES:
            parts.append(np.full(len(at), np.nan))
            continue
        low, middle, high = (
            bytes_of[at + field.offset + nth].astype(np.int64) for nth in range(_SPEED_DISTANCE_BYTES)
        )
        packed = (middle >> 4 | high << 4).astype(np.float64)
        packed[(low & middle & high) == 0xFF] = np.nan
        parts.append(packed)
    if not parts:
        return
    packed = np.concatenate(parts)[order]
    is_known = ~np.isnan(packed)
    if not is_known.any():
        return
    distance = columns.get("distance", np.full(len(order), np.nan))
    is_first = np.arange(int(is_known.sum())) == 0
    unpacked = full_times(packed[is_known], is_first, bits=_DISTANCE_BITS) / _DISTANCE_PER_M
    own = np.full(len(order), np.nan)
    own[is_known] = unpacked
    columns["distance"] = np.where(np.isnan(distance), own, distance)


def _expand_monitoring(scan: Scan, places: NDArray[np.int64], columns: dict[str, Numbers]) -> None:
    """Gives full times, and kind and intensity out of the byte that packs them."""
    nothing = np.full(len(places), np.nan)
    packed = columns.get("current_activity_type_intensity", nothing)
    is_packed = ~np.isnan(packed)
    bits = np.where(is_packed, packed, 0).astype(np.int64)
    kind = columns.get("activity_type", nothing)
    columns["activity_type"] = np.where(np.isnan(kind) & is_packed, bits & 0x1F, kind)
    columns["intensity"] = np.where(is_packed, bits >> 5, np.nan)
    begin = table_of(scan, MONITORING_INFO)
    begin_s = begin.column("timestamp") - EPOCH_S
    own, short = columns.get("timestamp", nothing), columns.get("timestamp_16", nothing)
    is_full = np.concatenate((np.ones(len(begin), dtype=bool), ~np.isnan(own)))
    values = np.concatenate((begin_s, np.where(np.isnan(own), short, own)))
    together = np.concatenate((begin.places, places))
    order = np.argsort(together, kind="stable")
    order = order[~np.isnan(values[order])]
    times = np.full(len(together), np.nan)
    times[order] = full_times(values[order], is_full[order], bits=MONITORING_BITS)
    columns["timestamp"] = times[len(begin) :]
