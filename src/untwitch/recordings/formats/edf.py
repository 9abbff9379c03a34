"""EDF, EDF+ and BDF: what clinics, sleep laboratories and BIDS write, read from disk record by record.

What is believed: 16-bit (EDF) or 24-bit (BDF) little-endian steps in records of equal length; in each record
the samples of one signal after those of another. The plus forms carry the time of every record in a signal of
annotations; those times are checked here also where the file calls itself continuous, and a jump is a gap.
Proven against edfio on files that it wrote, not on one of a clinic.

Taken are the channels called EMG; where none is, all in volts; of several rates the one most channels have.
What is left out is said. A last record that is not complete is left out.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked, shown
from untwitch.recordings.blocks import Piece, in_blocks
from untwitch.recordings.edf_header import BDF_MAGIC, EDF_MAGIC, EdfHeader, EdfSignal, read_edf_header
from untwitch.recordings.given import Given
from untwitch.recordings.raw_samples import numbers_of
from untwitch.recordings.recording import LONGEST_S, MOST_CHANNELS, Block, Gap, Recording, SampleArray
from untwitch.recordings.unit_scale import UnitScale, unit_scale

SAMPLES_AT_ONCE = 1 << 20
MOST_TIMED_RECORDS = 1_000_000
_ONSET = re.compile(rb"([+-]\d{1,12}(?:\.\d{0,12})?)(?:\x15[^\x14]{0,20})?\x14")
_MOST_GAPS = 10_000
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Records that follow each other without a gap.

    Attributes:
        first_record: The first of them.
        n_records: How many.
        first_index: Where their samples begin in the recording.
    """

    first_record: int
    n_records: int
    first_index: int


@dataclass(frozen=True, slots=True)
class Channel:
    """A signal that is taken, with what its values are worth."""

    signal: EdfSignal
    scale: UnitScale


@dataclass(frozen=True, slots=True)
class Edf:
    """The reader of EDF, EDF+ and BDF."""

    name: str = "edf"
    unproven: bool = False

    def claims(self, given: Given) -> float:
        """Says how surely a file is one of these."""
        return 1.0 if given.first.startswith((EDF_MAGIC, BDF_MAGIC)) and len(given.first) >= 256 else 0.0

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: It is damaged, holds no complete record, or its unit is not known.
        """
        with given.on_disk() as file:
            header = read_edf_header(file, name=given.name)
            channels, problems = _channels(header, asked, name=given.name)
            rate_hz = _rate_hz(header, channels[0].signal, asked, name=given.name)
            n_records, cut = _complete_records(header, given)
            runs, said = _runs(file, header, n_records, rate_hz=rate_hz, channel=channels[0], name=given.name)
        n = channels[0].signal.n_per_record
        n_samples = runs[-1].first_index + runs[-1].n_records * n

        def open_blocks(length: int) -> Iterator[Block]:
            pieces = _pieces(given, header, channels, runs, length=length)
            return in_blocks(
                pieces, length=length, n_samples=n_samples, n_channels=len(channels), name=given.name
            )

        gains = np.array([each.signal.gain * each.scale.factor for each in channels])
        return Recording(
            name=given.name,
            sensor=asked.sensor_of(channels[0].scale, name=given.name),
            unit=channels[0].scale.unit,
            rate_hz=rate_hz,
            channel_names=tuple(shown(each.signal.label) for each in channels),
            n_samples=n_samples,
            open_blocks=open_blocks,
            least_bit=float(np.median(np.abs(gains))),
            started=header.started,
            gaps=_gaps(runs, n, rate_hz),
            problems=(*problems, *said, *cut),
            saturation=_rails(channels),
        )


FORMAT = Edf()


def _channels(
    header: EdfHeader, asked: Asked, *, name: str
) -> tuple[tuple[Channel, ...], tuple[Problem, ...]]:
    """Gives the channels that are taken, all of one unit and one rate, and what is said of the others.

    Raises:
        Refused: There are none.
    """
    able = [each for each in header.signals if not each.is_annotation and each.n_per_record]
    wanted = [each for each in able if asked.variable and asked.variable.casefold() in each.label.casefold()]
    if asked.variable and not wanted:
        labels = ", ".join(shown(each.label) for each in able[:8])
        raise Refused(f"{name} has no channel {shown(asked.variable)!r}; it has {labels}")
    pool = wanted or able
    found = [Channel(each, scale) for each in pool if (scale := _scale(each, asked, name)) is not None]
    if asked.sensor is not None:
        found = [each for each in found if each.scale.sensor in {None, asked.sensor}]
    called = [each for each in found if "emg" in each.signal.label.casefold()]
    found = called or found
    if not found:
        units = next((each.unit for each in pool if each.unit), "")
        raise asked.unit_missing(name, units)
    unit = Counter(each.scale.unit for each in found).most_common(1)[0][0]
    found = [each for each in found if each.scale.unit == unit]
    rate = Counter(each.signal.n_per_record for each in found).most_common(1)[0][0]
    taken = tuple(each for each in found if each.signal.n_per_record == rate)[:MOST_CHANNELS]
    _, said = asked.unit_of(taken[0].signal.unit, name=name)
    return taken, (*said, *_left_out(taken, pool, name))


def _scale(signal: EdfSignal, asked: Asked, name: str) -> UnitScale | None:
    """Gives what the values of a signal are worth; None where nobody knows."""
    if not signal.gain or (asked.unit is None and unit_scale(signal.unit) is None):
        return None
    scale, _ = asked.unit_of(signal.unit, name=name)
    return scale


def _left_out(taken: Sequence[Channel], pool: Sequence[EdfSignal], name: str) -> tuple[Problem, ...]:
    kept = {each.signal.at for each in taken}
    others = [each.label for each in pool if each.at not in kept]
    if not others:
        return ()
    listed = ", ".join(map(shown, others[:_NAMED])) + (", …" if len(others) > _NAMED else "")
    return (Problem(name, f"{len(others)} of {len(pool)} channels were left out: {listed}"),)


def _rate_hz(header: EdfHeader, signal: EdfSignal, asked: Asked, *, name: str) -> float:
    found = signal.n_per_record / header.record_s if header.record_s > 0 else None
    return asked.rate_of(found, name=name)


def _complete_records(header: EdfHeader, given: Given) -> tuple[int, tuple[Problem, ...]]:
    """Gives how many records are there whole, and says so where there should be more.

    Raises:
        Refused: There is none.
    """
    there, rest = divmod((given.size or 0) - header.header_bytes, header.record_bytes)
    if there < 1:
        raise Refused(f"{given.name} ends before its first record is complete")
    if there < header.n_records or (header.n_records < 0 and rest):
        good_s = f"{there * header.record_s:g} s"
        of = f" of {header.n_records * header.record_s:g} s" if header.n_records > 0 else ""
        return there, (Incomplete(given.name, f"the file ends after {good_s}{of}; what is there was read"),)
    return (there if header.n_records < 0 else header.n_records), ()


def _runs(
    file: BinaryIO, header: EdfHeader, n_records: int, *, rate_hz: float, channel: Channel, name: str
) -> tuple[tuple[Run, ...], tuple[Problem, ...]]:
    """Gives the runs of records between gaps, by the time that each record carries."""
    whole = (Run(0, n_records, 0),)
    annotation = next((each for each in header.signals if each.is_annotation), None)
    if annotation is None or not header.is_plus:
        return whole, ()
    if n_records > MOST_TIMED_RECORDS:
        return whole, (Problem(name, f"the times of its {n_records} records were not checked"),)
    onsets = _onsets(file, header, annotation, n_records)
    n = channel.signal.n_per_record
    known = np.flatnonzero(np.isfinite(onsets))
    begin_s = onsets[known[0]] - known[0] * n / rate_hz if known.size else 0.0
    runs, back = list(whole), 0
    for record in range(1, n_records):
        expected = runs[-1].first_index + (record - runs[-1].first_record) * n
        index = round((onsets[record] - begin_s) * rate_hz) if np.isfinite(onsets[record]) else expected
        is_leap = record + 1 < n_records and onsets[record + 1] <= onsets[record]
        if expected + 1 < index < LONGEST_S * rate_hz and not is_leap and len(runs) < _MOST_GAPS:
            runs[-1] = replace(runs[-1], n_records=record - runs[-1].first_record)
            runs.append(Run(record, n_records - record, index))
        elif abs(index - expected) > 1:
            back += 1
    if not back:
        return tuple(runs), ()
    what = f"{back} records carry a time that cannot be; each was placed behind the one before it"
    return tuple(runs), (Problem(name, what),)


def _onsets(
    file: BinaryIO, header: EdfHeader, annotation: EdfSignal, n_records: int
) -> npt.NDArray[np.float64]:
    """Gives the time of each record, NaN where it carries none."""
    onsets = np.full(n_records, np.nan)
    count = min(annotation.n_per_record * header.sample_bytes, 64)
    for record in range(n_records):
        file.seek(header.header_bytes + record * header.record_bytes + annotation.at * header.sample_bytes)
        found = _ONSET.match(file.read(count))
        if found is not None:
            onsets[record] = float(found[1])
    return onsets


def _gaps(runs: Sequence[Run], n: int, rate_hz: float) -> tuple[Gap, ...]:
    return tuple(
        Gap((one.first_index + one.n_records * n) / rate_hz, other.first_index / rate_hz, "not recorded")
        for one, other in itertools.pairwise(runs)
    )


def _rails(channels: Sequence[Channel]) -> tuple[float, float] | None:
    """Gives the lowest and highest value where all channels have the same."""
    rails = {
        tuple(
            sorted(
                round((step * each.signal.gain + each.signal.offset) * each.scale.factor, 9)
                for step in (each.signal.digital_low, each.signal.digital_high)
            )
        )
        for each in channels
    }
    (low, high), *others = rails
    return None if others else (low, high)


def _pieces(
    given: Given, header: EdfHeader, channels: Sequence[Channel], runs: Sequence[Run], *, length: int
) -> Iterator[Piece]:
    """Gives the samples run by run, in pieces that are blocks where the length of a record allows it."""
    n = channels[0].signal.n_per_record
    most = max(1, SAMPLES_AT_ONCE // header.n_per_record)
    at_once = length // n if length % n == 0 and length // n <= 2 * most else most
    gains = np.array([[each.signal.gain * each.scale.factor] for each in channels], dtype=np.float32)
    offsets = np.array([[each.signal.offset * each.scale.factor] for each in channels], dtype=np.float32)
    with given.on_disk() as file:
        for run in runs:
            file.seek(header.header_bytes + run.first_record * header.record_bytes)
            for first in range(0, run.n_records, at_once):
                count = min(at_once, run.n_records - first)
                data = file.read(count * header.record_bytes)
                if len(data) < count * header.record_bytes:
                    raise Refused(f"{given.name} was changed while it was read")
                samples = _steps(data, header, channels, count)
                samples *= gains
                if offsets.any():
                    samples += offsets
                yield Piece(run.first_index + first * n, samples)


def _steps(data: bytes, header: EdfHeader, channels: Sequence[Channel], count: int) -> SampleArray:
    """Gives the steps of the converter, `(n_channels, n)`."""
    n, first = channels[0].signal.n_per_record, channels[0].signal.at
    out = np.empty((len(channels), count, n), dtype=np.float32)
    records = numbers_of(data, f"<i{header.sample_bytes}").reshape(count, header.n_per_record)
    if all(each.signal.at == first + place * n for place, each in enumerate(channels)):
        together = records[:, first : first + len(channels) * n].reshape(count, len(channels), n)
        np.copyto(out, together.transpose(1, 0, 2), casting="unsafe")
    else:
        for place, each in enumerate(channels):
            np.copyto(out[place], records[:, each.signal.at : each.signal.at + n], casting="unsafe")
    return out.reshape(len(channels), count * n)
