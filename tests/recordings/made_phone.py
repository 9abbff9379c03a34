"""A phone's log with twitches at known times, as a file; made of noise and damped pulses, not of a person."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

TIMES_S = (20.3, 45.1, 70.7, 100.2)
RATE_HZ = 100.0


def write_phone(
    path: Path,
    *,
    times_s: Sequence[float] = TIMES_S,
    seconds: float = 120.0,
    seed: int = 3,
    begin_ms: int | None = None,
) -> Path:
    """Writes a log of three axes in m/s2 with gravity, noise of 5 mm/s2 and pulses of 400 mm/s2 at 27 Hz.

    Args:
        path: Where.
        times_s: When the pulses begin.
        seconds: Length.
        seed: Of the noise; another is another recording.
        begin_ms: Milliseconds since 1970 of the first row; None for a clock that starts at 0.
    """
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    axes = rng.normal(0, 5e-3, (len(time), 3))
    for each in times_s:
        since = time - each
        during = (since >= 0) & (since < 0.3)
        axes[during, 2] += 0.4 * np.exp(-since[during] / 0.04) * np.sin(2 * np.pi * 27 * since[during])
    axes[:, 2] += 9.81
    stamps = [f"{each:.3f}" for each in time] if begin_ms is None else [
        f"{begin_ms + round(1000 * each)}" for each in time
    ]  # fmt: skip
    rows = [f"{stamp},{x:.5f},{y:.5f},{z:.5f}\n" for stamp, (x, y, z) in zip(stamps, axes, strict=True)]
    path.write_text(f"{'time' if begin_ms is None else 'time_ms'},x,y,z\n" + "".join(rows), encoding="utf-8")
    return path
