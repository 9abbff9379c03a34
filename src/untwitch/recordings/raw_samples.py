"""Samples that lie in a file or in memory as plain numbers, row after row or channel after channel."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from untwitch.facts.refused import Refused
from untwitch.recordings.blocks import Piece
from untwitch.recordings.given import Given
from untwitch.recordings.recording import SampleArray

SAMPLES_AT_ONCE = 1 << 20
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Which columns of a table of raw numbers are channels, and what their numbers are worth.

    Attributes:
        columns: Positions of the channels.
        gains: What a number is multiplied by, one a channel or one for all.
        offsets: What is added then, likewise.
    """

    columns: tuple[int, ...]
    gains: npt.NDArray[np.float64]
    offsets: npt.NDArray[np.float64]

    def of(self, numbers: Numbers) -> SampleArray:
        """Gives samples of numbers, `(n_columns, n)` to `(n_channels, n)`; endless ones become NaN."""
        out = np.empty((len(self.columns), numbers.shape[1]), dtype=np.float32)
        with np.errstate(over="ignore", invalid="ignore"):
            np.copyto(out, numbers[_slice(self.columns)], casting="unsafe")
            out *= np.broadcast_to(self.gains, len(self.columns)).astype(np.float32)[:, np.newaxis]
            if self.offsets.any():
                out += np.broadcast_to(self.offsets, len(self.columns)).astype(np.float32)[:, np.newaxis]
        if numbers.dtype.kind == "f":
            out[~np.isfinite(out)] = np.nan
        return out


def _slice(columns: tuple[int, ...]) -> slice | list[int]:
    """Gives columns that lie together as a slice, which copies nothing."""
    first = columns[0]
    together = columns == tuple(range(first, first + len(columns)))
    return slice(first, first + len(columns)) if together else list(columns)


@dataclass(frozen=True, slots=True)
class RawLayout:
    """Where raw numbers lie in a file.

    Attributes:
        at: First byte.
        n: Rows.
        n_columns: Numbers of a row.
        kind: Type of a number as numpy writes it, `<i2`; `<i3` for 24 bits.
        is_planar: Whether the numbers of a column lie together, else those of a row.
    """

    at: int
    n: int
    n_columns: int
    kind: str
    is_planar: bool = False

    @property
    def number_bytes(self) -> int:
        """Bytes of one number."""
        return int(self.kind[2:])


def pieces_on_disk(given: Given, layout: RawLayout, taken: Taken, *, length: int) -> Iterator[Piece]:
    """Gives the samples of a file, read as they are asked for.

    Args:
        given: The file.
        layout: Where they lie.
        taken: Which are wanted.
        length: Samples of a block, which a piece may be.

    Raises:
        Refused: The file was changed meanwhile.
    """
    at_once = _at_once(length, layout.n_columns)
    with given.on_disk() as file:
        for first in range(0, layout.n, at_once):
            n = min(at_once, layout.n - first)
            if layout.is_planar:
                parts = []
                for column in range(layout.n_columns):
                    file.seek(layout.at + (column * layout.n + first) * layout.number_bytes)
                    parts.append(file.read(n * layout.number_bytes))
                data = b"".join(parts)
            else:
                file.seek(layout.at + first * layout.n_columns * layout.number_bytes)
                data = file.read(n * layout.n_columns * layout.number_bytes)
            if len(data) < n * layout.n_columns * layout.number_bytes:
                raise Refused(f"{given.name} was changed while it was read")
            numbers = numbers_of(data, layout.kind)
            rows = numbers.reshape(layout.n_columns, n) if layout.is_planar else numbers.reshape(n, -1).T
            yield Piece(first, taken.of(rows))


def pieces_in_memory(numbers: Numbers, taken: Taken, *, length: int) -> Iterator[Piece]:
    """Gives the samples of numbers in memory.

    Args:
        numbers: `(n_columns, n)`.
        taken: Which are wanted.
        length: Samples of a block, which a piece may be.
    """
    at_once = _at_once(length, numbers.shape[0])
    for first in range(0, numbers.shape[1], at_once):
        yield Piece(first, taken.of(numbers[:, first : first + at_once]))


def _at_once(length: int, n_columns: int) -> int:
    most = max(1, SAMPLES_AT_ONCE // n_columns)
    return length if length <= 2 * most else most


def numbers_of(data: bytes, kind: str) -> Numbers:
    """Gives bytes as numbers.

    Args:
        data: A whole number of them.
        kind: Their type, `<i3` for 24 bits.
    """
    if kind[1:] != "i3":
        return np.frombuffer(data, dtype=kind)
    three = np.frombuffer(data, dtype=np.uint8).reshape(-1, 3)
    four = np.zeros((len(three), 4), dtype=np.uint8)
    four[:, 1:] = three
    return four.view("<i4").reshape(-1) >> 8
