"""The app's own recordings, made in the browser and appended to a file block by block.

A file (all numbers little-endian):

    8 bytes     UNTWBLK1
    4 bytes     length of the header in bytes, at most 65,536
    header      JSON in UTF-8, below
    blocks      one after the other, each may be the last

A block, which is what the web page posts:

    4 bytes     BLK:
    4 bytes     CRC-32 (of zlib) of all that follows in the block, or 0 where it was not worked out
    4 bytes     its number, from 0
    4 bytes     n, how many rows, 1 to 65,536
    n x 8       times in milliseconds, Float64, from any begin
    n x c x 4   values, Float32, row after row: x y z x y z ...; NaN where there is none

The header:

    {"contract": "recording_block/1", "sensor": "accelerometer", "unit": "m/s2", "channels": ["x", "y", "z"],
     "started_utc_ms": 1772472600000, "zone": "Europe/Berlin", "holds_gravity": true, "device": "free text"}

`contract`, `unit` and `channels` must be there; other keys are for the reader to ignore. The payload of a
block begins at byte 16, so that a page can lay a Float64Array over it.

The reader takes blocks in the order of their numbers, one that came twice once. A block that is damaged is
left out, which leaves a gap, and the next one is looked for. A file that ends within a block ends before it.
"""

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import numpy as np
import numpy.typing as npt

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked, shown
from untwitch.recordings.given import Given
from untwitch.recordings.recording import SENSOR_NAMES, Recording, SampleArray, SensorName
from untwitch.recordings.timed_rows import placed
from untwitch.recordings.unit_scale import unit_scale

MAGIC = b"UNTWBLK1"
CONTRACT = "recording_block/1"
BLOCK_MARK = b"BLK:"
LONGEST_HEADER_BYTES = 65_536
MOST_ROWS = 65_536
MOST_BLOCKS = 200_000
MOST_CHANNELS = 64
MOST_DAMAGED = 200
_BLOCK = struct.Struct("<4sIII")
_CHECKED_FROM = 8
_LOOKED_THROUGH = 1 << 16


@dataclass(frozen=True, slots=True)
class BlockHeader:
    """What a file says of itself.

    Attributes:
        unit: Unit of the values, as `unit_scale` knows it.
        channels: Their names.
        sensor: What recorded them, or None.
        started: When it began, or None.
        holds_gravity: Whether gravity is in the values, or None.
    """

    unit: str
    channels: tuple[str, ...]
    sensor: SensorName | None = None
    started: Instant | None = None
    holds_gravity: bool | None = None

    def __post_init__(self) -> None:
        if unit_scale(self.unit) is None:
            raise Refused(f"unit {shown(self.unit)!r} of a recording is not known")
        if not 0 < len(self.channels) <= MOST_CHANNELS:
            raise Refused(f"a recording has 1 to {MOST_CHANNELS} channels, not {len(self.channels)}")

    def to_bytes(self) -> bytes:
        """Gives the begin of a file."""
        started = self.started
        words: dict[str, Any] = {
            "contract": CONTRACT,
            "sensor": self.sensor,
            "unit": self.unit,
            "channels": list(self.channels),
            "started_utc_ms": None if started is None else started.utc_ms,
            "zone": None if started is None else started.zone,
            "holds_gravity": self.holds_gravity,
        }
        data = json.dumps(words).encode()
        return MAGIC + len(data).to_bytes(4, "little") + data


def block_bytes(number: int, times_ms: npt.ArrayLike, values: npt.ArrayLike) -> bytes:
    """Gives one block.

    Args:
        number: Its number, from 0.
        times_ms: Times of the rows, `(n,)`.
        values: Their values, `(n, n_channels)`.
    """
    times = np.asarray(times_ms, dtype="<f8")
    rows = np.asarray(values, dtype="<f4")
    checked = struct.pack("<II", number, times.size) + times.tobytes() + rows.tobytes()
    return BLOCK_MARK + zlib.crc32(checked).to_bytes(4, "little") + checked


def checked_block(data: bytes, *, n_channels: int) -> int:
    """Gives the number of a block that was posted, to be appended as it is.

    Args:
        data: The block.
        n_channels: Channels of the recording it belongs to.

    Raises:
        Refused: It is no whole block, or damaged.
    """
    if len(data) < _BLOCK.size:
        raise Refused(f"a block of {len(data)} bytes is too short")
    mark, checksum, number, n = _BLOCK.unpack_from(data)
    if mark != BLOCK_MARK or not 0 < n <= MOST_ROWS:
        raise Refused("that is no block of a recording")
    if len(data) != _BLOCK.size + n * (8 + 4 * n_channels):
        raise Refused(f"a block of {n} rows and {n_channels} channels is not {len(data)} bytes long")
    if checksum and zlib.crc32(memoryview(data)[_CHECKED_FROM:]) != checksum:
        raise Refused("a block was damaged on its way")
    return int(number)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block lies: its number, the first byte of its payload, its rows."""

    number: int
    at: int
    n: int


@dataclass(frozen=True, slots=True)
class BlockFormat:
    """The reader of the app's own recordings."""

    name: str = "block_format"
    unproven: bool = False

    def claims(self, given: Given) -> float:
        """Says how surely a file is one of these."""
        return 1.0 if given.first.startswith(MAGIC) else 0.0

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: Its header is damaged, or it holds fewer than three rows.
        """
        with given.on_disk() as file:
            header = read_header(file, name=given.name)
            places, problems = _places(file, len(header.channels), given=given)
            times = _times(file, places)
        scale, said = asked.unit_of(header.unit, name=given.name)
        n_channels = len(header.channels)

        def values() -> Iterator[SampleArray]:
            return _values(given, places, n_channels)

        on_grid = placed(
            times / 1000, values, n_channels=n_channels, asked=asked, name=given.name, factor=scale.factor
        )
        return Recording(
            name=given.name,
            sensor=asked.sensor_of(scale, name=given.name, else_sensor=header.sensor or "emg"),
            unit=scale.unit,
            rate_hz=on_grid.rate_hz,
            channel_names=header.channels,
            n_samples=on_grid.n_samples,
            open_blocks=on_grid.open_blocks,
            least_bit=scale.factor if scale.is_step else None,
            started=header.started,
            gaps=on_grid.gaps,
            problems=(*said, *problems, *on_grid.problems),
            holds_gravity=header.holds_gravity,
        )


FORMAT = BlockFormat()


def read_header(file: BinaryIO, *, name: str) -> BlockHeader:
    """Reads the begin of a file and leaves it at the first block.

    Raises:
        Refused: It is damaged or no such file.
    """
    begin = file.read(len(MAGIC) + 4)
    length = int.from_bytes(begin[len(MAGIC) :], "little")
    data = file.read(length) if begin.startswith(MAGIC) and length <= LONGEST_HEADER_BYTES else b""
    try:
        words = json.loads(data)
    except (ValueError, RecursionError):
        words = None
    if not isinstance(words, dict) or words.get("contract") != CONTRACT:
        raise Refused(f"{name} is no recording of this app, or its begin is damaged")
    unit, channels = words.get("unit"), words.get("channels")
    if not isinstance(unit, str) or not isinstance(channels, list):
        raise Refused(f"{name} does not say its unit and channels")
    gravity, sensor = words.get("holds_gravity"), words.get("sensor")
    return BlockHeader(
        unit=unit,
        channels=tuple(shown(str(each)) for each in channels[: MOST_CHANNELS + 1]),
        sensor=cast("SensorName", sensor) if sensor in SENSOR_NAMES else None,
        started=_started(words),
        holds_gravity=gravity if isinstance(gravity, bool) else None,
    )


def _started(words: dict[str, Any]) -> Instant | None:
    utc_ms, zone = words.get("started_utc_ms"), words.get("zone")
    if not isinstance(utc_ms, int) or isinstance(utc_ms, bool):
        return None
    try:
        return Instant(utc_ms, zone if isinstance(zone, str) else "UTC", "source")
    except Refused:
        return None


def _places(
    file: BinaryIO, n_channels: int, *, given: Given
) -> tuple[tuple[_Place, ...], tuple[Problem, ...]]:
    """Gives where the good blocks lie, in the order of their numbers, and what is said of the others.

    Raises:
        Refused: There are more than a recording has.
    """
    found: dict[int, _Place] = {}
    damaged = twice = 0
    said: list[Problem] = []
    size = given.size or 0
    at = file.tell()
    while at < size:
        file.seek(at)
        head = file.read(_BLOCK.size)
        mark, checksum, number, n = _BLOCK.unpack(head.ljust(_BLOCK.size, b"\0"))
        end = at + _BLOCK.size + n * (8 + 4 * n_channels)
        is_begin = mark == BLOCK_MARK and 0 < n <= MOST_ROWS
        is_cut = len(head) < _BLOCK.size or (is_begin and end > size)
        if is_cut or not is_begin or (checksum and not _is_whole(file, at, end, checksum)):
            following = _next_mark(file, at + 1)
            if following is None and is_cut:
                said.append(_ends(given, len(found)))
                break
            damaged += 1
            if following is None:
                break
            if damaged >= MOST_DAMAGED:
                said.append(Incomplete(given.name, "it is damaged again and again; the rest was not read"))
                break
            at = following
            continue
        twice += number in found
        found.setdefault(number, _Place(number, at + _BLOCK.size, n))
        if len(found) > MOST_BLOCKS:
            raise Refused(f"{given.name} has more than {MOST_BLOCKS} blocks")
        at = end
    if damaged:
        said.append(Problem(given.name, f"it is damaged in {damaged} places; those blocks were left out"))
    if twice:
        said.append(Problem(given.name, f"{twice} blocks came twice and were taken once"))
    return tuple(sorted(found.values(), key=lambda each: each.number)), tuple(said)


def _ends(given: Given, count: int) -> Incomplete:
    return Incomplete(given.name, f"the file ends within a block; the {count} before it were read")


def _is_whole(file: BinaryIO, at: int, end: int, checksum: int) -> bool:
    """Says whether a block is undamaged."""
    file.seek(at + _CHECKED_FROM)
    return zlib.crc32(file.read(end - at - _CHECKED_FROM)) == checksum


def _next_mark(file: BinaryIO, at: int) -> int | None:
    """Gives the place of the next mark of a block, or None."""
    while True:
        file.seek(at)
        data = file.read(_LOOKED_THROUGH)
        found = data.find(BLOCK_MARK)
        if found >= 0:
            return at + found
        if len(data) < _LOOKED_THROUGH:
            return None
        at += len(data) - len(BLOCK_MARK) + 1


def _times(file: BinaryIO, places: Sequence[_Place]) -> npt.NDArray[np.float64]:
    parts = [np.empty(0)]
    for each in places:
        file.seek(each.at)
        parts.append(np.frombuffer(file.read(8 * each.n), dtype="<f8"))
    times = np.concatenate(parts)
    return np.where(np.isfinite(times), times, np.nan)


def _values(given: Given, places: Sequence[_Place], n_channels: int) -> Iterator[SampleArray]:
    with given.on_disk() as file:
        for each in places:
            file.seek(each.at + 8 * each.n)
            data = file.read(4 * each.n * n_channels)
            if len(data) < 4 * each.n * n_channels:
                raise Refused(f"{given.name} was changed while it was read")
            rows = np.frombuffer(data, dtype="<f4").reshape(each.n, n_channels)
            yield rows.T.astype(np.float32, order="C")
