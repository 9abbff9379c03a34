"""EDF and BDF files made by hand, also such as no library writes: gaps, false counts, cut ends."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Steps = npt.NDArray[Any]


def edf_file(
    steps: Sequence[Steps],
    *,
    labels: Sequence[str] = ("EMG left", "EMG right"),
    units: Sequence[str] | None = None,
    record_s: float = 1,
    n_records: int | None = None,
    onsets_s: Sequence[float] | None = None,
    kind: str = "",
    physical: tuple[str, str] = ("-3276.8", "3276.7"),
    digital: tuple[str, str] = ("-32768", "32767"),
    started: str = "02.03.2617.30.00",
    is_bdf: bool = False,
) -> bytes:
    """Gives the bytes of a file.

    Args:
        steps: One array a signal, `(n_records, n_per_record)`.
        labels: Their names.
        units: Their units, microvolts where None.
        record_s: Seconds of a record.
        n_records: What the header says; the truth where None.
        onsets_s: Time of each record; None for a file without times.
        kind: `EDF+C` or `EDF+D`.
        physical: Physical range of each signal.
        digital: Digital range of each signal.
        started: Date and time of the begin.
        is_bdf: Whether it is 24 bits wide.
    """
    count = len(steps[0])
    names = list(labels[: len(steps)])
    dimensions = list(units or ["uV"] * len(steps))
    samples = [each.shape[1] for each in steps]
    if onsets_s is not None:
        names.append("BDF Annotations" if is_bdf else "EDF Annotations")
        dimensions.append("")
        samples.append(20)
    n_signals = len(names)
    columns: list[tuple[Sequence[str], int]] = [
        (names, 16),
        ([""] * n_signals, 80),
        (dimensions, 8),
        ([physical[0]] * n_signals, 8),
        ([physical[1]] * n_signals, 8),
        ([digital[0]] * n_signals, 8),
        ([digital[1]] * n_signals, 8),
        ([""] * n_signals, 80),
        ([str(each) for each in samples], 8),
        ([""] * n_signals, 32),
    ]
    head = "".join(
        (
            "X".ljust(80),
            "X".ljust(80),
            started.ljust(16),
            str(256 * (n_signals + 1)).ljust(8),
            kind.ljust(44),
            str(count if n_records is None else n_records).ljust(8),
            f"{record_s:g}".ljust(8),
            str(n_signals).ljust(4),
            *(each.ljust(width)[:width] for values, width in columns for each in values),
        )
    )
    magic = b"\xffBIOSEMI" if is_bdf else b"0       "
    body = bytearray()
    for record in range(count):
        for each in steps:
            body += _bytes(each[record], is_bdf=is_bdf)
        if onsets_s is not None:
            width = 60 if is_bdf else 40
            body += f"{onsets_s[record]:+g}\x14\x14\0".encode("latin-1").ljust(width, b"\0")
    return magic + head.encode("latin-1") + bytes(body)


def _bytes(steps: Steps, *, is_bdf: bool) -> bytes:
    if not is_bdf:
        return steps.astype("<i2").tobytes()
    return steps.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def some_steps(n_records: int = 6, n: int = 50, *, seed: int = 0, most: int = 30_000) -> Steps:
    """Gives steps of one signal."""
    return np.random.default_rng(seed).integers(-most, most, size=(n_records, n))
