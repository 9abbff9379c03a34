"""Pieces of samples, as they come out of a file, become blocks of the length that was asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from untwitch.facts.refused import Refused
from untwitch.recordings.recording import Block, SampleArray


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Consecutive samples as they come.

    Attributes:
        first_index: Position of the first in the recording; later than the end of the piece before where
            there is a gap between them.
        channels: `(n_channels, n)`, each channel in one piece of memory.
    """

    first_index: int
    channels: SampleArray


def in_blocks(
    pieces: Iterable[Piece], *, length: int, n_samples: int, n_channels: int, name: str
) -> Iterator[Block]:
    """Gives pieces as blocks without a hole.

        pieces    |====|======|     |===|
        blocks    |=======|=======|=======|     NaN where no piece lies

    A block that lies within one piece is a view of it, not a copy.

    Args:
        pieces: In order, none beginning before the one before has ended.
        length: Samples of a block.
        n_samples: Samples of the whole; the last block ends there.
        n_channels: Channels of a piece.
        name: Name of the file.

    Raises:
        Refused: The pieces reach beyond the whole or overlap, as when the file was changed meanwhile.
    """
    at, reached = 0, 0
    held: SampleArray | None = None
    for piece in pieces:
        begin, end = piece.first_index, piece.first_index + piece.channels.shape[1]
        if begin < reached or end > n_samples:
            raise Refused(f"{name} was changed while it was read")
        reached = end
        while at < end:
            stop = min(at + length, n_samples)
            first, last = max(at, begin), min(stop, end)
            if held is None and (first, last) == (at, stop):
                yield Block(at, piece.channels[:, at - begin : stop - begin].T)
            else:
                held = _empty(n_channels, stop - at) if held is None else held
                if first < last:
                    held[:, first - at : last - at] = piece.channels[:, first - begin : last - begin]
                if end < stop:
                    break
                yield Block(at, held.T)
                held = None
            at = stop
    while at < n_samples:
        stop = min(at + length, n_samples)
        yield Block(at, (_empty(n_channels, stop - at) if held is None else held).T)
        held, at = None, stop


def _empty(n_channels: int, n: int) -> SampleArray:
    return np.full((n_channels, n), np.nan, dtype=np.float32)
