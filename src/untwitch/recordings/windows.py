"""A recording cut into windows of fixed length, the same whatever the length of the blocks it is read in.

    blocks      |-----------|-----------|-----------|-----------|------|
    windows     |====== 10 s ======|====== 10 s ======|===== 10 to 15 s =====|
    with margin |====== 10 s ======|m]
                                 [m|====== 10 s ======|m]

A rest of less than half a window joins the last one. Cuts lie on multiples of the factor by which samples are
thinned out later, so that all windows are thinned on one grid.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from untwitch.recordings.biquad import laid
from untwitch.recordings.recording import Recording
from untwitch.recordings.sensor import FloatArray

WINDOW_S = 10.0


@dataclass(slots=True, eq=False)
class RawWindow:
    """Samples of one window with its margins, as recorded.

    Attributes:
        index: Number of the window, from 0.
        first_index: Index within the recording of the first sample held; negative in the first window.
        start: Position of the first sample of the window itself.
        stop: One past its last.
        inside: Position of the first sample of the recording among them, and one past the last.
        samples: `(n, n_channels)`, nan where missing and outside the recording; whoever conditions the window
            takes them out, so that they are held no longer than needed.
    """

    index: int
    first_index: int
    start: int
    stop: int
    inside: tuple[int, int]
    samples: FloatArray


def window_cuts(n_samples: int, *, rate_hz: float, factor: int = 1) -> list[int]:
    """Gives the indexes at which windows begin, and the end of the last.

    Args:
        n_samples: Length of the recording.
        rate_hz: Samples a second.
        factor: Cuts but the last are multiples of this.
    """
    length = WINDOW_S * rate_hz / factor
    count = max(1, int(n_samples / factor / length + 0.5))
    return [factor * round(each * length) for each in range(count)] + [n_samples]


def raw_windows(
    recording: Recording, *, margin_s: float, factor: int = 1, read_s: float = WINDOW_S
) -> Iterator[RawWindow]:
    """Gives the windows of a recording in order; at most one and the blocks under it are held.

    Args:
        recording: What is read.
        margin_s: Signal either side of each window, seconds.
        factor: Windows and margins begin on multiples of this.
        read_s: Length of the blocks that are read; it changes nothing.
    """
    n_channels, n_samples = recording.n_channels, recording.n_samples
    cuts = window_cuts(n_samples, rate_hz=recording.rate_hz, factor=factor)
    margin = factor * max(1, round(margin_s * recording.rate_hz / factor))
    blocks = recording.blocks(seconds=read_s)
    held: list[tuple[int, FloatArray]] = []
    read_to = 0
    for index, (begin, end) in enumerate(itertools.pairwise(cuts)):
        first, last = begin - margin, end + margin
        samples = np.full((last - first, n_channels), np.nan, np.float32)

        def put(at: int, values: FloatArray, *, into: FloatArray = samples, origin: int = first) -> None:
            low, high = max(at, origin), min(at + len(values), origin + len(into))
            if low < high:
                laid(values[low - at : high - at], out=into[low - origin : high - origin])

        for at, values in held:
            put(at, values)
        while read_to < min(last, n_samples):
            block = next(blocks, None)
            if block is None:
                break
            values = np.asarray(block.samples, dtype=np.float32)
            put(block.first_index, values)
            read_to = block.first_index + len(values)
            held.append((block.first_index, values))
            # what the next window needs begins a margin before it
            held = [each for each in held if each[0] + len(each[1]) > end - margin]
        inside = max(0, -first), min(last, n_samples) - first
        window = RawWindow(index, first, margin, margin + end - begin, inside, samples)
        del samples, put
        yield window
        del window
