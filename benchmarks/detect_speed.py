"""How fast a recording of 64 channels, 2,048 samples a second and 30 minutes is counted, from EDF on disk.

The recording is made: noise half common to all channels, hum of 50 and 150 Hz that drifts, 300 twitches.
Each run is a process of its own on one core, and reads, filters, judges and counts all of it; the most
memory is what the system says of that process. `--peers PYTHON` runs those peers that can on the same file,
in their own environment (detect_peers/requirements.txt).
Run: `python -m benchmarks.detect_speed [--peers PYTHON] [--minutes 30]`; figures: results/detect_speed.json.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

RESULT = Path(__file__).parent / "results" / "detect_speed.json"
RATE_HZ, CHANNELS, TWITCHES = 2048, 64, 300
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

RUN = """
import json, resource, sys, time
begin, cpu = time.perf_counter(), time.process_time()
from pathlib import Path
from untwitch.recordings.detect import detect
from untwitch.recordings.open import open_recording
loaded, loaded_cpu = time.perf_counter(), time.process_time()
summary = detect(open_recording(Path(sys.argv[1])), workers=int(sys.argv[2]), read_s=float(sys.argv[3]))
end, end_cpu = time.perf_counter(), time.process_time()
summary.to_json()
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"wall_s": end - loaded, "cpu_s": end_cpu - loaded_cpu, "import_s": loaded - begin,
    "peak_mb": peak / 1024, "count": summary.count.expected, "analysed_s": summary.analysed_s,
    "answer": json.dumps(summary.to_json(drawn=True))}))
"""


def made(path: Path, *, minutes: int) -> None:
    """Writes the recording, a second at a time for the noise, as EDF."""
    import edfio  # noqa: PLC0415 - only here

    random = np.random.default_rng(0)
    n = minutes * 60 * RATE_HZ
    samples = np.empty((CHANNELS, n), np.int16)
    t = np.arange(RATE_HZ) / RATE_HZ
    for second in range(minutes * 60):
        noise = random.standard_normal((CHANNELS + 1, RATE_HZ), dtype=np.float32)
        drift = 0.3 * np.sin(second / 40)
        hum = 2 * np.sin(2 * np.pi * 50 * (t + second) + drift) + np.sin(2 * np.pi * 150 * (t + second))
        uv = 3 * (0.7 * noise[:-1] + 0.7 * noise[-1]) + hum
        samples[:, second * RATE_HZ : (second + 1) * RATE_HZ] = np.round(uv / 0.25)
    width = 0.004 * RATE_HZ
    place = np.arange(-40, 41) / width
    shape = (1 - place**2) * np.exp(-(place**2) / 2)
    for at in np.sort(random.choice(np.arange(1000, n - 1000, 500), TWITCHES, replace=False)).tolist():
        near = np.exp(-0.5 * ((np.arange(CHANNELS) - random.integers(CHANNELS)) / 3) ** 2)
        put = np.round(random.choice([15, 25, 40, 80]) * near[:, np.newaxis] * shape / 0.25)
        samples[:, at - 40 : at + 41] += put.astype(np.int16)
    signals = [
        edfio.EdfSignal.from_digital(
            row, RATE_HZ, label=f"E{index + 1}", physical_dimension="uV", physical_range=(-8192, 8191.75),
            digital_range=(-32768, 32767),
        )
        for index, row in enumerate(samples)
    ]  # fmt: skip
    edfio.Edf(signals).write(path)


def ran(path: Path, *, workers: int = 1, read_s: float = 2.0, cache: str | None = None) -> dict[str, Any]:
    """Counts the recording in a process of its own."""
    environment = {**os.environ, **ONE_CORE}
    if cache:
        environment["NUMBA_CACHE_DIR"] = cache
    out = subprocess.run(
        [sys.executable, "-c", RUN, str(path), str(workers), str(read_s)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(out.stdout)
    answer["answer"] = hashlib.sha256(answer["answer"].encode()).hexdigest()[:16]
    return answer


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers")
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--file", type=Path, help="one that an earlier run made, to be used again")
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "made.edf"
        if not given.file:
            made(path, minutes=given.minutes)
        begin = time.perf_counter()
        with path.open("rb") as file:
            while file.read(1 << 22):
                pass
        read_s = time.perf_counter() - begin
        first = ran(path, cache=f"{folder}/cache")
        runs = [ran(path) for _ in range(given.repeats)]
        others = [ran(path, workers=w, read_s=r) for w, r in ((1, 10.0), (1, 60.0), (2, 10.0), (2, 2.0))]
        same = {each["answer"] for each in [*runs, *others]}
        middle = sorted(runs, key=lambda each: each["cpu_s"])[len(runs) // 2]
        length_s = given.minutes * 60
        document = {
            "command": "python -m benchmarks.detect_speed --peers PYTHON",
            "python": platform.python_version(),
            "machine": platform.machine(),
            "made": True,
            "channels": CHANNELS, "rate_hz": RATE_HZ, "minutes": given.minutes,
            "file_mb": round(path.stat().st_size / 1e6),
            "read_once_s": round(read_s, 2),
            "ours": {
                "cpu_s": round(middle["cpu_s"], 2), "wall_s": round(middle["wall_s"], 2),
                "times_real_time_cpu": round(length_s / middle["cpu_s"]),
                "times_real_time_wall": round(length_s / middle["wall_s"]),
                "cpu_s_all": [round(each["cpu_s"], 2) for each in runs],
                "peak_mb": round(max(each["peak_mb"] for each in runs)),
                "count": round(middle["count"], 1), "twitches_put_in": TWITCHES,
                "first_run_with_compiling_cpu_s": round(first["cpu_s"], 2),
                "bit_equal_for_reads_of_2_10_60_s_and_1_or_2_workers": len(same) == 1,
            },
            "load": os.getloadavg()[0],
        }  # fmt: skip
        if given.peers:
            peers = Path(__file__).parent / "detect_peers" / "timed.py"
            out = subprocess.run(
                [given.peers, str(peers), str(path)], env={**os.environ, **ONE_CORE},
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            document["peers"] = json.loads(out.stdout)
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
