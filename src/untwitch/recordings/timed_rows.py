"""Rows that carry times of their own, placed on one even grid and given in blocks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked
from untwitch.recordings.blocks import in_blocks
from untwitch.recordings.even_grid import even_grid, even_pieces, true_rate_hz
from untwitch.recordings.recording import Block, Gap, SampleArray
from untwitch.recordings.row_times import Mask, Times, forward_rows

Values = Callable[[], Iterator[SampleArray]]
"""Gives the channels of all rows from the begin, `(n_channels, n)` a piece; can be called again."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows on an even grid.

    Attributes:
        rate_hz: Samples a second.
        n_samples: From begin to end.
        open_blocks: As a recording wants it.
        gaps: Where there are no samples.
        problems: What became of rows that have no place.
    """

    rate_hz: float
    n_samples: int
    open_blocks: Callable[[int], Iterator[Block]]
    gaps: tuple[Gap, ...]
    problems: tuple[Problem, ...]


def placed(
    times_s: Times, values: Values, *, n_channels: int, asked: Asked, name: str, factor: float = 1.0
) -> Placed:
    """Gives rows on an even grid.

    Args:
        times_s: Times of all rows as they come, NaN where there is none.
        values: Their channels.
        n_channels: How many.
        asked: What a person said of the rate.
        name: Name of the file.
        factor: What the values are multiplied by.

    Raises:
        Refused: Fewer than three rows have a time, or they are no even recording.
    """
    rows = forward_rows(times_s, name=name)
    found_hz = true_rate_hz(rows.times_s)
    if found_hz is None:
        raise Refused(f"{name} has fewer than three rows with a time")
    grid = even_grid(rows.times_s, rate_hz=asked.rate_of(found_hz, name=name), name=name)
    kept = rows.kept

    def open_blocks(length: int) -> Iterator[Block]:
        pieces = even_pieces(grid, _kept(values(), kept, factor=factor))
        return in_blocks(pieces, length=length, n_samples=grid.n_samples, n_channels=n_channels, name=name)

    return Placed(grid.rate_hz, grid.n_samples, open_blocks, grid.gaps, (*rows.problems, *grid.problems))


def _kept(values: Iterator[SampleArray], kept: Mask | None, *, factor: float) -> Iterator[SampleArray]:
    row = 0
    for each in values:
        end = row + each.shape[1]
        yield scaled(each if kept is None else each[:, kept[row:end]], factor=factor)
        row = end


def scaled(values: SampleArray, *, factor: float) -> SampleArray:
    """Gives values in the unit of the recording; what is too large for it is missing.

    Args:
        values: As the file has them, `(n_channels, n)`.
        factor: What one of them is worth.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        out = values * np.float32(factor)
    out[~np.isfinite(out)] = np.nan
    return out
