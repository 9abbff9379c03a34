"""The header of EDF, EDF+ and BDF files: what channels there are and where their samples lie.

Reference:
    Kemp B. et al. (1992), Electroenceph. Clin. Neurophysiol. 82:391-393, doi:10.1016/0013-4694(92)90009-7.
    Kemp B., Olivan J. (2003), Clin. Neurophysiol. 114:1755-1761, doi:10.1016/S1388-2457(03)00123-8.
"""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from untwitch.facts.instant import Instant, from_local
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import shown

EDF_MAGIC = b"0       "
BDF_MAGIC = b"\xffBIOSEMI"
MOST_SIGNALS = 2048
LARGEST_RECORD_BYTES = 64 << 20
_FIXED_BYTES = 256
_WIDTHS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
_PIVOT_YEAR = 85
_LARGEST_VALUE = 1e15


@dataclass(frozen=True, slots=True)
class EdfSignal:
    """One signal.

    Attributes:
        label: Its name.
        unit: Its unit as written.
        gain: Units of the file a step.
        offset: What a step of 0 is, in units of the file.
        digital_low: Lowest step of the converter.
        digital_high: Highest one.
        n_per_record: Samples in a record.
        at: Samples of all signals before its own in a record.
        is_annotation: Whether it holds text instead.
    """

    label: str
    unit: str
    gain: float
    offset: float
    digital_low: float
    digital_high: float
    n_per_record: int
    at: int
    is_annotation: bool


@dataclass(frozen=True, slots=True)
class EdfHeader:
    """What stands before the samples.

    Attributes:
        signals: The signals that have samples.
        header_bytes: Where the first record begins.
        n_records: How many records the header promises; negative where it does not say.
        record_s: Seconds of a record.
        n_per_record: Samples of all signals in a record.
        sample_bytes: 2 for EDF, 3 for BDF.
        is_plus: Whether records carry their times.
        started: Wall clock at the begin, its zone a guess; None where the header has none.
    """

    signals: tuple[EdfSignal, ...]
    header_bytes: int
    n_records: int
    record_s: float
    n_per_record: int
    sample_bytes: int
    is_plus: bool
    started: Instant | None

    @property
    def record_bytes(self) -> int:
        """Bytes of a record."""
        return self.n_per_record * self.sample_bytes


def read_edf_header(file: BinaryIO, *, name: str) -> EdfHeader:
    """Reads the header.

    Args:
        file: The file, at its begin.
        name: Name for sentences.

    Raises:
        Refused: It is no such header, or one that no file can keep.
    """
    fixed = file.read(_FIXED_BYTES)
    if len(fixed) < _FIXED_BYTES or not fixed.startswith((EDF_MAGIC, BDF_MAGIC)):
        raise Refused(f"{name} is no EDF or BDF file, or ends within its header")
    count = _whole(fixed[252:256], "number of signals", name)
    if not 0 < count <= MOST_SIGNALS:
        raise Refused(f"{name} has {count} signals; 1 to {MOST_SIGNALS} are read")
    fields = file.read(_FIXED_BYTES * count)
    if len(fields) < _FIXED_BYTES * count:
        raise Refused(f"{name} ends within its header")
    record_s = _number(fixed[244:252], "duration of a record", name)
    signals = _signals(_columns(fields, count), name)
    sample_bytes = 3 if fixed.startswith(BDF_MAGIC) else 2
    n_per_record = sum(each.n_per_record for each in signals)
    if not 0 < n_per_record * sample_bytes <= LARGEST_RECORD_BYTES:
        raise Refused(f"{name} has records of {n_per_record} samples; that is no recording")
    return EdfHeader(
        signals=signals,
        header_bytes=_FIXED_BYTES * (count + 1),
        n_records=_whole(fixed[236:244], "number of records", name),
        record_s=record_s,
        n_per_record=n_per_record,
        sample_bytes=sample_bytes,
        is_plus=fixed[192:197].strip() in {b"EDF+C", b"EDF+D", b"BDF+C", b"BDF+D"},
        started=_started(fixed[168:184]),
    )


def _text(data: bytes) -> str:
    return data.decode("latin-1").strip("\0 ")


def _number(data: bytes, what: str, name: str) -> float:
    text = _text(data).replace(",", ".")
    with suppress(ValueError):
        value = float(text)
        if abs(value) < float("inf") and "_" not in text:
            return value
    raise Refused(f"{name} gives {shown(_text(data))!r} as its {what}, which is no number")


def _whole(data: bytes, what: str, name: str) -> int:
    value = _number(data, what, name)
    if value != int(value):
        raise Refused(f"{name} gives {value:g} as its {what}")
    return int(value)


def _columns(fields: bytes, count: int) -> list[list[bytes]]:
    """Gives the fields of all signals, one list a field: the header holds each for all signals in turn."""
    found, at = [], 0
    for width in _WIDTHS:
        found.append([fields[at + each * width : at + (each + 1) * width] for each in range(count)])
        at += width * count
    return found


def _signals(columns: list[list[bytes]], name: str) -> tuple[EdfSignal, ...]:
    found, at = [], 0
    for label, _, unit, low, high, digital_low, digital_high, _, samples, _ in zip(*columns, strict=True):
        called = _text(label)
        n = _whole(samples, f"samples of {shown(called)}", name)
        if n < 0:
            raise Refused(f"{name} gives {n} as its samples of {shown(called)}")
        is_annotation = called in {"EDF Annotations", "BDF Annotations"}
        gain, offset, steps = (
            (0.0, 0.0, (0.0, 0.0))
            if is_annotation
            else _scale(low, high, digital_low, digital_high, name=name)
        )
        found.append(EdfSignal(called, _text(unit), gain, offset, *steps, n, at, is_annotation))
        at += n
    return tuple(found)


def _scale(
    low: bytes, high: bytes, digital_low: bytes, digital_high: bytes, *, name: str
) -> tuple[float, float, tuple[float, float]]:
    """Gives gain, offset and steps; a gain of 0 where the header gives no scale."""
    try:
        first, last = _number(low, "physical minimum", name), _number(high, "physical maximum", name)
        bottom, top = (
            _number(digital_low, "digital minimum", name),
            _number(digital_high, "digital maximum", name),
        )
    except Refused:
        return 0.0, 0.0, (0.0, 0.0)
    if bottom == top:
        return 0.0, 0.0, (0.0, 0.0)
    gain = (last - first) / (top - bottom)
    if max(abs(first), abs(last)) > _LARGEST_VALUE:
        return 0.0, 0.0, (0.0, 0.0)
    return gain, first - gain * bottom, (bottom, top)


def _started(data: bytes) -> Instant | None:
    """Gives the wall clock of `02.03.26` and `17.30.00`; years before 85 are of this century."""
    found = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d\d)(\d\d)\.(\d\d)\.(\d\d)", data.decode("latin-1"), re.ASCII)
    if found is None:
        return None
    day, month, year, hour, minute, second = map(int, found.groups())
    year += 1900 if year >= _PIVOT_YEAR else 2000
    try:
        clock = dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a wall clock
        return from_local(clock, "UTC", known_by="guess")[0]
    except ValueError:
        return None
