"""The chunks of an XDF file: what streams there are, where their samples lie, what these hold.

Reference:
    sccn/xdf, Specifications (from memory; proven against pyxdf on files made by hand).
"""

import itertools
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from untwitch.facts.refused import Refused

MAGIC = b"XDF:"
LARGEST_HEADER_BYTES = 4 << 20
LARGEST_CHUNK_BYTES = 64 << 20
MOST_CHUNKS = 4_000_000
MOST_STREAMS = 1000
MOST_JUMPS = 100
KINDS = {
    "float32": "<f4", "double64": "<f8", "int8": "|i1", "int16": "<i2", "int32": "<i4", "int64": "<i8",
}  # fmt: skip
_BOUNDARY = bytes.fromhex("43a546dccbf5410fb30ed5467383cbe4")
_STREAM_HEADER, _SAMPLES = 2, 3
_LOOKED_THROUGH = 1 << 20
_LONG_ENOUGH_S = 2.0


@dataclass(slots=True)
class XdfStream:
    """One stream.

    Attributes:
        header: Its description, XML.
        at: First bytes of its chunks of samples, behind the number of the stream.
        sizes: Their bytes.
    """

    header: bytes
    at: "array[int]" = field(default_factory=lambda: array("Q"))
    sizes: "array[int]" = field(default_factory=lambda: array("Q"))


@dataclass(slots=True)
class XdfContents:
    """What a file holds.

    Attributes:
        streams: Its streams by number.
        jumps: How often it was damaged and went on behind the next boundary.
        is_cut: Whether it ends within a chunk.
    """

    streams: dict[int, XdfStream] = field(default_factory=dict)
    jumps: int = 0
    is_cut: bool = False


def xdf_contents(file: BinaryIO, *, size: int, name: str) -> XdfContents:
    """Gives the streams of a file and where their samples lie.

    Args:
        file: The file.
        size: Its bytes.
        name: Name for sentences.

    Raises:
        Refused: It is no such file, or has more chunks than a recording has.
    """
    file.seek(0)
    if file.read(4) != MAGIC:
        raise Refused(f"{name} is no XDF file")
    found = XdfContents()
    at = 4
    for _ in range(MOST_CHUNKS):
        if at >= size:
            return found
        file.seek(at)
        head = file.read(15)
        width = head[0]
        length = int.from_bytes(head[1 : 1 + width], "little") if width in {1, 4, 8} else 0
        end = at + 1 + width + length
        if length < 2 or length > LARGEST_CHUNK_BYTES:
            following = _behind_boundary(file, at + 1)
            if following is None or found.jumps >= MOST_JUMPS:
                found.is_cut = True
                return found
            found.jumps += 1
            at = following
            continue
        if end > size:
            found.is_cut = True
            return found
        _note(file, at + 1 + width, length, into=found)
        at = end
    raise Refused(f"{name} has more than {MOST_CHUNKS} chunks; give it in parts")


def _note(file: BinaryIO, at: int, length: int, *, into: XdfContents) -> None:
    """Notes one chunk that begins with its tag at a place."""
    file.seek(at)
    begin = file.read(6)
    tag, number = int.from_bytes(begin[:2], "little"), int.from_bytes(begin[2:6], "little")
    if length < 6:
        return
    if tag == _STREAM_HEADER and number not in into.streams and len(into.streams) < MOST_STREAMS:
        into.streams[number] = XdfStream(file.read(min(length - 6, LARGEST_HEADER_BYTES)))
    elif tag == _SAMPLES and number in into.streams:
        into.streams[number].at.append(at + 6)
        into.streams[number].sizes.append(length - 6)


def _behind_boundary(file: BinaryIO, at: int) -> int | None:
    """Gives the place behind the next boundary, or None."""
    while True:
        file.seek(at)
        data = file.read(_LOOKED_THROUGH)
        found = data.find(_BOUNDARY)
        if found >= 0:
            return at + found + len(_BOUNDARY)
        if len(data) < _LOOKED_THROUGH:
            return None
        at += len(data) - len(_BOUNDARY) + 1


def chunk_samples(
    data: bytes, *, kind: str, n_channels: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.generic]]:
    """Gives times and values of a chunk, as many as are whole.

    Args:
        data: The chunk behind the number of its stream.
        kind: Type of a value as numpy writes it.
        n_channels: Values of a sample.

    Returns:
        Times in seconds, NaN where a sample has none, `(n,)`, and values, `(n, n_channels)`.
    """
    width = data[0] if data else 0
    if width not in {1, 4, 8}:
        return _nothing(kind, n_channels)
    said = int.from_bytes(data[1 : 1 + width], "little")
    body = data[1 + width :]
    value_bytes = int(kind[2:]) * n_channels
    timed = np.dtype([("n", "u1"), ("time", "<f8"), ("values", kind, (n_channels,))])
    plain = np.dtype([("n", "u1"), ("values", kind, (n_channels,))])
    if said and len(body) == said * timed.itemsize:
        rows = np.frombuffer(body, timed)
        if (rows["n"] == 8).all():
            return rows["time"], rows["values"]
    if said and len(body) == timed.itemsize + (said - 1) * plain.itemsize and body[0] == 8:
        rest = np.frombuffer(body[timed.itemsize :], plain)
        if (rest["n"] == 0).all():
            first = np.frombuffer(body[: timed.itemsize], timed)
            times = np.concatenate([first["time"], np.full(said - 1, np.nan)])
            return times, np.concatenate([first["values"], rest["values"]])
    return _one_by_one(body, said, kind=kind, n_channels=n_channels, value_bytes=value_bytes)


def _one_by_one(
    body: bytes, said: int, *, kind: str, n_channels: int, value_bytes: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.generic]]:
    """Reads samples of which some have a time, up to the first that is no sample."""
    times: list[float] = []
    values: list[bytes] = []
    at = 0
    while len(times) < said and at < len(body):
        stamp = body[at]
        end = at + 1 + stamp + value_bytes
        if stamp not in {0, 8} or end > len(body):
            break
        times.append(float(np.frombuffer(body[at + 1 : at + 9], "<f8")[0]) if stamp else np.nan)
        values.append(body[at + 1 + stamp : end])
        at = end
    if not times:
        return _nothing(kind, n_channels)
    return np.array(times), np.frombuffer(b"".join(values), kind).reshape(len(times), n_channels)


def _nothing(kind: str, n_channels: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.generic]]:
    return np.empty(0), np.empty((0, n_channels), kind)


@dataclass(frozen=True, slots=True)
class EvenRun:
    """Chunks of an even stream that follow each other without a pause.

    Attributes:
        first_chunk: The first of them.
        n_chunks: How many.
        n: Samples of all of them.
        start_s: When the first sample was taken, by a straight line through the times.
        rate_hz: Samples a second by that line, or None where it is too short to tell.
    """

    first_chunk: int
    n_chunks: int
    n: int
    start_s: float
    rate_hz: float | None


@dataclass(frozen=True, slots=True)
class ChunkTime:
    """When the samples of a chunk were taken.

    Attributes:
        n: How many samples it has.
        place: Mean place, within the chunk, of those with a time.
        time_s: Mean of their times; NaN where none has one.
    """

    n: int
    place: float
    time_s: float


def chunk_time(times_s: npt.NDArray[np.float64]) -> ChunkTime:
    """Gives when the samples of a chunk were taken.

    Args:
        times_s: Their times, NaN where a sample has none.
    """
    known = np.flatnonzero(np.isfinite(times_s))
    if not known.size:
        return ChunkTime(times_s.size, 0.0, np.nan)
    return ChunkTime(times_s.size, float(known.mean()), float(times_s[known].mean()))


def even_runs(chunks: Sequence[ChunkTime], *, rate_hz: float) -> tuple[EvenRun, ...]:
    """Gives the runs of an even stream; it breaks where it paused for more than a second or 500 samples.

    Args:
        chunks: When the samples of each chunk were taken.
        rate_hz: Samples a second as the stream says itself.
    """
    times_s = np.array([each.time_s for each in chunks])
    known = np.flatnonzero(np.isfinite(times_s))
    if not known.size:
        return ()
    begins = np.concatenate([[0], np.cumsum([each.n for each in chunks])])
    places = begins[:-1] + np.array([each.place for each in chunks])
    passed_s = np.diff(times_s[known]) - np.diff(places[known]) / rate_hz
    breaks = known[1:][np.abs(passed_s) > max(1.0, 500 / rate_hz)]
    edges = [0, *breaks.tolist(), len(chunks)]
    runs = []
    for first, end in itertools.pairwise(edges):
        inside = known[(known >= first) & (known < end)]
        index, seconds = places[inside] - begins[first], times_s[inside]
        slope, found_hz = 1 / rate_hz, None
        if index.size > 1 and (index[-1] - index[0]) / rate_hz > _LONG_ENOUGH_S:
            away = index - index.mean()
            line = float(away @ (seconds - seconds.mean()) / (away @ away))
            if 0.5 < line * rate_hz < 2:
                slope, found_hz = line, 1 / line
        start_s = float(seconds.mean() - slope * index.mean())
        runs.append(EvenRun(first, end - first, int(begins[end] - begins[first]), start_s, found_hz))
    return tuple(runs)
