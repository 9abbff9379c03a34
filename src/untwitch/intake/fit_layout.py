"""A definition of a FIT file, and the fields of its messages as columns of numbers.

A column is read by one look-up in an overlapping view of the bytes: a view of two-byte numbers whose
neighbours are one byte apart has at place `p` the number that begins at byte `p`, wherever the messages lie.

    bytes     17 00 2a 01 5f ..
    view[0]   17 00
    view[1]      00 2a
    view[2]         2a 01
"""

from array import array
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from untwitch.intake.fit_profile import BASE_TYPES

_BASE_TYPE_BITS = 0x1F


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a definition.

    Attributes:
        number: Its number in the message.
        offset: First byte, from the header byte of the message.
        size: Bytes.
        base_type: Code of the type as written; of an app's own field the index of the app.
    """

    number: int
    offset: int
    size: int
    base_type: int


@dataclass(slots=True)
class Layout:
    """A definition, and where the messages of that shape lie.

    Attributes:
        message: Number of the kind of message.
        byte_order: `<` or `>`.
        fields: Its fields.
        app_fields: Fields that an app added.
        size: Bytes of a message, its header byte included.
        is_kept: Whether the places of its messages are kept, or only their number.
        count: Messages.
        run_starts: First byte of the first message of each run.
        run_lengths: Messages of each run.
    """

    message: int
    byte_order: str
    fields: tuple[Field, ...]
    app_fields: tuple[Field, ...]
    size: int
    is_kept: bool
    count: int = 0
    run_starts: "array[int]" = field(default_factory=lambda: array("q"))
    run_lengths: "array[int]" = field(default_factory=lambda: array("q"))

    def field_of(self, number: int) -> Field | None:
        """Gives the field of a number, None if the definition has none."""
        return next((each for each in self.fields if each.number == number), None)

    def add(self, start: int, length: int) -> None:
        """Takes a run of messages."""
        self.count += length
        if self.is_kept:
            self.run_starts.append(start)
            self.run_lengths.append(length)


def places_of(layout: Layout) -> NDArray[np.int64]:
    """Gives the first byte of each message of a definition, nothing where they are not kept."""
    starts = np.frombuffer(layout.run_starts, dtype=np.int64)
    lengths = np.frombuffer(layout.run_lengths, dtype=np.int64)
    if len(starts) == int(lengths.sum()):
        return starts
    before = np.cumsum(lengths) - lengths
    within: NDArray[np.int64] = np.repeat(starts - layout.size * before, lengths)
    return within + layout.size * np.arange(len(within))


def numbers_of(data: bytes, layout: Layout, wanted: Field, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Gives a field of some messages as written, NaN where it is unknown; of a list its first number.

    Args:
        data: All bytes.
        layout: The definition of the messages.
        wanted: One of its fields. A size that its type does not fit makes all unknown, as does text.
        places: First byte of each message.
    """
    known = BASE_TYPES.get(wanted.base_type & _BASE_TYPE_BITS)
    if known is None or not len(places):
        return np.full(len(places), np.nan)
    code, unknown = known
    dtype = np.dtype(layout.byte_order + code)
    if wanted.size < dtype.itemsize or wanted.size % dtype.itemsize:
        return np.full(len(places), np.nan)
    view = np.ndarray((len(data) - dtype.itemsize + 1,), dtype=dtype, buffer=data, strides=(1,))
    raw = view[places + wanted.offset]
    numbers: NDArray[np.float64] = raw.astype(np.float64)
    numbers[~np.isfinite(raw) if dtype.kind == "f" else raw == unknown] = np.nan
    return numbers
