"""XDF, what LabRecorder writes of streams of the Lab Streaming Layer.

What is believed: see `xdf_chunks.py`. A stream is told by its type or name (EMG, accelerometer), or said by
the person; its channels' unit is in its description. A stream that calls itself even is taken as even, at the
rate of a straight line through its times, as pyxdf does; it is broken where it paused for more than a second.
Times are not moved between the clocks of several computers, which one stream by itself does not need. Proven
against pyxdf on files made by hand, not on one of LabRecorder.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused, nearest
from untwitch.recordings.asked import Asked, shown
from untwitch.recordings.blocks import Piece, in_blocks
from untwitch.recordings.description import tree_of
from untwitch.recordings.given import Given
from untwitch.recordings.recording import (
    FASTEST_HZ,
    MOST_CHANNELS,
    Block,
    Gap,
    Recording,
    SampleArray,
    SensorName,
)
from untwitch.recordings.timed_rows import Placed, placed, scaled
from untwitch.recordings.xdf_chunks import (
    KINDS,
    MAGIC,
    XdfContents,
    XdfStream,
    chunk_samples,
    chunk_time,
    even_runs,
    xdf_contents,
)

MOST_UNEVEN_SAMPLES = 10_000_000
_EMG = re.compile(r"emg|electromyo|muscle|exg", re.IGNORECASE)
_MOVEMENT = re.compile(r"acc|imu|motion", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """A stream with what its description says."""

    stream: XdfStream
    name: str
    kind: str
    labels: tuple[str, ...]
    units: tuple[str, ...]
    rate_hz: float
    value_kind: str

    @property
    def sensor(self) -> SensorName | None:
        """What its type or name tells of the sensor."""
        said = f"{self.kind} {self.name}"
        return "emg" if _EMG.search(said) else "accelerometer" if _MOVEMENT.search(said) else None


@dataclass(frozen=True, slots=True)
class Xdf:
    """The reader of XDF."""

    name: str = "xdf"
    unproven: bool = False

    def claims(self, given: Given) -> float:
        """Says how surely a file is one."""
        return 1.0 if given.first.startswith(MAGIC) else 0.0

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: It is damaged, or no stream in it can be told to be the one.
        """
        with given.on_disk() as file:
            contents = xdf_contents(file, size=given.size or 0, name=given.name)
        told = [each for stream in contents.streams.values() if (each := _told(stream, given.name))]
        chosen = _chosen(told, asked, name=given.name)
        scale, said = asked.unit_of(chosen.units[0], name=given.name)
        columns = [each for each, unit in enumerate(chosen.units) if unit == chosen.units[0]]
        part = _even if chosen.rate_hz else _uneven
        on_grid = part(given, chosen, columns, asked, scale.factor)
        is_whole = chosen.value_kind[1] == "i"
        left_out = len(chosen.units) - len(columns)
        return Recording(
            name=given.name,
            sensor=asked.sensor_of(scale, name=given.name, else_sensor=chosen.sensor or "emg"),
            unit=scale.unit,
            rate_hz=on_grid.rate_hz,
            channel_names=tuple(chosen.labels[each] for each in columns),
            n_samples=on_grid.n_samples,
            open_blocks=on_grid.open_blocks,
            least_bit=scale.factor if is_whole else None,
            gaps=on_grid.gaps,
            problems=(*said, *_problems(contents, left_out, on_grid, given.name), *on_grid.problems),
        )


FORMAT = Xdf()


def _told(stream: XdfStream, file_name: str) -> _Told | None:
    """Gives what a stream says of itself; None where it is no stream of numbers, or damaged."""
    try:
        info = tree_of(stream.header, name=file_name)
    except Refused:
        return None
    kind = KINDS.get((info.findtext("channel_format") or "").strip())
    try:
        count = int(info.findtext("channel_count") or "")
        rate_hz = float(info.findtext("nominal_srate") or "0")
    except ValueError:
        return None
    if kind is None or not 0 < count <= MOST_CHANNELS or not 0 <= rate_hz <= FASTEST_HZ or not stream.at:
        return None
    channels = info.findall("desc/channels/channel")[:count]
    labels = [shown(each.findtext("label") or "") for each in channels]
    units = [(each.findtext("unit") or "").strip() for each in channels]
    return _Told(
        stream=stream,
        name=shown(info.findtext("name") or ""),
        kind=shown(info.findtext("type") or ""),
        labels=tuple(
            (labels[each] if each < len(labels) else "") or f"channel {each + 1}" for each in range(count)
        ),
        units=tuple(units[each] if each < len(units) else "" for each in range(count)),
        rate_hz=rate_hz,
        value_kind=kind,
    )


def _chosen(told: list[_Told], asked: Asked, *, name: str) -> _Told:
    """Gives the stream that is meant.

    Raises:
        Refused: None can be, or several can.
    """
    if asked.variable is not None:
        named = [each for each in told if each.name == asked.variable]
        if not named:
            names = [each.name for each in told] or ["no stream of numbers"]
            raise Refused(f"{name} has no stream {shown(asked.variable)!r}{nearest(asked.variable, names)}")
        return named[0]
    able = [each for each in told if each.sensor is not None and asked.sensor in {None, each.sensor}]
    if not able and len(told) == 1:
        able = told
    best = [each for each in able if each.sensor == "emg"] or able
    if len(best) != 1:
        listed = ", ".join(each.name for each in (best or told)[:4]) or "none of numbers"
        raise Refused(f"{name} has {len(best)} streams of muscle or movement among: {listed}")
    return best[0]


def _chunks(given: Given, chosen: _Told) -> Iterator[tuple[npt.NDArray[np.float64], npt.NDArray[np.generic]]]:
    with given.on_disk() as file:
        for at, size in zip(chosen.stream.at, chosen.stream.sizes, strict=True):
            file.seek(at)
            yield chunk_samples(file.read(size), kind=chosen.value_kind, n_channels=len(chosen.units))


def _even(given: Given, chosen: _Told, columns: list[int], asked: Asked, factor: float) -> Placed:
    """Gives an even stream on its own grid.

    Raises:
        Refused: It has no times at all.
    """
    chunks = [chunk_time(times) for times, _ in _chunks(given, chosen)]
    runs = even_runs(chunks, rate_hz=chosen.rate_hz)
    if not runs:
        raise Refused(f"{given.name} has no times in its stream {chosen.name}")
    longest = max(runs, key=lambda each: each.n if each.rate_hz else 0)
    rate_hz = asked.rate_of(longest.rate_hz or chosen.rate_hz, name=given.name)
    begins, end = [], 0
    for run in runs:
        begins.append(max(end, round((run.start_s - runs[0].start_s) * rate_hz)))
        end = begins[-1] + run.n

    def open_blocks(length: int) -> Iterator[Block]:
        return in_blocks(pieces(), length=length, n_samples=end, n_channels=len(columns), name=given.name)

    def pieces() -> Iterator[Piece]:
        chunks = _chunks(given, chosen)
        for run, begin in zip(runs, begins, strict=True):
            first = begin
            for _, rows in itertools.islice(chunks, run.n_chunks):
                yield Piece(first, scaled(_floats(rows.T[columns]), factor=factor))
                first += len(rows)

    gaps = tuple(
        Gap((begin + run.n) / rate_hz, following / rate_hz, "no samples in the file")
        for run, begin, following in zip(runs, begins, begins[1:], strict=False)
        if following > begin + run.n
    )
    return Placed(rate_hz, end, open_blocks, gaps, ())


def _uneven(given: Given, chosen: _Told, columns: list[int], asked: Asked, factor: float) -> Placed:
    """Gives a stream without a rate of its own on an even grid.

    Raises:
        Refused: It has more samples than such a recording.
    """
    parts, count = [np.empty(0)], 0
    for times, _ in _chunks(given, chosen):
        parts.append(np.where(np.isfinite(times), times, np.nan))
        count += times.size
        if count > MOST_UNEVEN_SAMPLES:
            raise Refused(f"{given.name} has more uneven samples than a recording; give it in parts")
    times = np.concatenate(parts)

    def values() -> Iterator[SampleArray]:
        for _, rows in _chunks(given, chosen):
            yield _floats(rows.T[columns])

    begin = times[np.isfinite(times)][:1]
    times_s = times - (begin[0] if begin.size else 0)
    return placed(times_s, values, n_channels=len(columns), asked=asked, name=given.name, factor=factor)


def _floats(rows: npt.NDArray[np.generic]) -> SampleArray:
    with np.errstate(over="ignore", invalid="ignore"):
        return rows.astype(np.float32, order="C")


def _problems(contents: XdfContents, left_out: int, on_grid: Placed, name: str) -> tuple[Problem, ...]:
    said: list[Problem] = []
    if left_out:
        said.append(Problem(name, f"{left_out} channels of another unit were left out"))
    if contents.jumps:
        said.append(Problem(name, f"it is damaged in {contents.jumps} places; those parts were left out"))
    if contents.is_cut:
        after = f"after {on_grid.n_samples / on_grid.rate_hz:g} s"
        said.append(Incomplete(name, f"the file ends within a part, {after}; what came before it was read"))
    return tuple(said)
