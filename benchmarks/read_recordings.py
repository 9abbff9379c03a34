"""How fast recordings are read from disk, and in how much memory, before anything is detected.

    python -m benchmarks.read_recordings

Files are made by code in a temporary folder: 64 channels x 2048 Hz x 30 minutes as EDF (472 MB), edfio
reading the same file beside it; two hours of a phone at 100 and at 400 Hz as a table; 30 minutes of the app's
own blocks at 60 Hz. Each is read by a process of its own, warm from the cache of the disk, one thread. The
figures go to results/read_recordings.json.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

RESULT = Path(__file__).parent / "results" / "read_recordings.json"
REPEATS = 5
EDF_S, EDF_HZ, EDF_CHANNELS = 1800, 2048, 64
PHONE_S = 7200
BLOCKS_S, BLOCKS_HZ = 1800, 60
READ_S = (2.0, 10.0, 60.0)


def make_edf(path: Path) -> None:
    """Writes an EDF file of noise, record by record."""
    from tests.recordings.edf_files import edf_file  # noqa: PLC0415 - only the maker needs it

    steps = np.random.default_rng(1).normal(scale=200, size=(EDF_CHANNELS, 10, EDF_HZ)).astype("<i2")
    labels = [f"EMG {each}" for each in range(EDF_CHANNELS)]
    data = edf_file(list(steps), labels=labels, n_records=EDF_S)
    at = 256 * (EDF_CHANNELS + 1)
    with path.open("wb") as file:
        file.write(data[:at])
        for _ in range(EDF_S // 10):
            file.write(data[at:])


def make_phone(path: Path, *, rate_hz: int) -> None:
    """Writes a table as a phone logger does."""
    chance = np.random.default_rng(2)
    with path.open("w") as file:
        file.write("time,seconds_elapsed,z,y,x\n")
        for first in range(0, PHONE_S * rate_hz, 10_000):
            values = chance.normal(scale=0.02, size=(10_000, 3))
            for number, (z, y, x) in enumerate(values, start=first):
                row = f"{z + 9.81:.9f},{y:.9f},{x:.9f}"
                file.write(
                    f"{1_700_000_000_000 + 1000 * number // rate_hz}000000,{number / rate_hz:.9f},{row}\n"
                )


def make_blocks(path: Path) -> None:
    """Writes the app's own blocks, one a second."""
    from untwitch.recordings.formats.block_format import BlockHeader, block_bytes  # noqa: PLC0415 - same

    values = np.random.default_rng(3).normal(size=(BLOCKS_HZ, 3))
    with path.open("wb") as file:
        file.write(BlockHeader("m/s2", ("x", "y", "z"), "accelerometer", None, holds_gravity=True).to_bytes())
        for number in range(BLOCKS_S):
            times = (number * BLOCKS_HZ + np.arange(BLOCKS_HZ)) * 1000 / BLOCKS_HZ
            file.write(block_bytes(number, times, values))


def own_peak_mb() -> float:
    """Gives the peak of this process alone."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024


def read_one(path: str, read_s: str) -> dict[str, Any]:
    """Reads a file some times, or, with `edfio` for a length, as edfio reads it once."""
    if read_s == "edfio":
        import edfio  # noqa: PLC0415 - the peer alone

        begin, cpu = time.perf_counter(), time.process_time()
        total = sum(float(each.data[0]) for each in edfio.read_edf(path).signals)
        wall_s = [time.perf_counter() - begin]
        return {"wall_s": wall_s, "cpu_s": time.process_time() - cpu, "peak_mb": own_peak_mb(), "sum": total}
    from untwitch.recordings.open import open_recording  # noqa: PLC0415 - measured with its import

    wall, cpu = [], 0.0
    for _ in range(REPEATS):
        begin, used = time.perf_counter(), time.process_time()
        recording = open_recording(Path(path))
        total = sum(float(each.samples[0, 0]) for each in recording.blocks(seconds=float(read_s)))
        wall.append(time.perf_counter() - begin)
        cpu = time.process_time() - used
    return {"wall_s": wall, "cpu_s": cpu, "peak_mb": own_peak_mb(), "sum": total}


def main() -> None:
    """Measures and writes."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(read_one(*sys.argv[2:])))
        return
    lines, load = [], os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as room:
        for name, make, seconds in (
            ("edf_64_channels_2048_hz", make_edf, EDF_S),
            ("phone_table_100_hz", partial(make_phone, rate_hz=100), PHONE_S),
            ("phone_table_400_hz", partial(make_phone, rate_hz=400), PHONE_S),
            ("own_blocks_60_hz", make_blocks, BLOCKS_S),
        ):
            path = Path(room) / name
            make(path)
            for read_s in ("edfio", *READ_S) if name.startswith("edf") else READ_S:
                command = [
                    sys.executable,
                    "-m",
                    "benchmarks.read_recordings",
                    "--one",
                    str(path),
                    str(read_s),
                ]
                environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
                run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
                found = json.loads(run.stdout)
                wall_s = sorted(found["wall_s"])[len(found["wall_s"]) // 2]
                line = {
                    "file": name,
                    "megabytes": round(path.stat().st_size / 1e6, 1),
                    "read_s": read_s,
                    "wall_s": round(wall_s, 3),
                    "cpu_s": round(found["cpu_s"], 3),
                    "times_real_time": round(seconds / wall_s),
                    "times_real_time_of_cpu": round(seconds / found["cpu_s"]),
                    "peak_mb": round(found["peak_mb"]),
                }
                lines.append(line)
                print(json.dumps(line), flush=True)
            path.unlink()
    document = {"python": platform.python_version(), "load_before": round(load, 1), "files": lines}
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
