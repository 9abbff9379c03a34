"""Broken recordings of every format: samples made by code, changed a little, again and again.

A process of its own opens each change as `measure` would and goes through its blocks. What must not happen is
an error that is not a `Refused`, more than 512 MB, or an input that takes more than 20 seconds of
computing.

    python -m tests.recordings.mutation NAME SECONDS SEED [KEEP_FOLDER]

answers one JSON line: how many inputs, how many read to the end, how many refused, peak memory, the slowest,
and the first failures with what caused them.
"""

import io
import itertools
import json
import random
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import h5py
import numpy as np
import scipy.io
from scipy.io import wavfile
from tests.recordings import otb_files, xdf_files
from tests.recordings.edf_files import edf_file, some_steps
from tests.sources.mutation import _own_peak_kb, mutated

from untwitch.facts.refused import Refused
from untwitch.recordings.formats.block_format import BlockHeader, block_bytes
from untwitch.recordings.open import open_recording

LARGEST_RSS_MB = 512
SLOWEST_S = 20.0
FAILURES_KEPT = 5
_MOST_BLOCKS = 200
_LONGEST_SENTENCE = 2000
_STEPS = np.random.default_rng(1).integers(-30_000, 30_000, size=(1500, 6))


def _edf() -> bytes:
    return edf_file([some_steps(), some_steps(seed=2)])


def _edf_with_gaps() -> bytes:
    return edf_file([some_steps(), some_steps(seed=2)], kind="EDF+D", onsets_s=[0, 1, 2, 9, 10, 11])


def _bdf() -> bytes:
    return edf_file([some_steps()], kind="BDF+C", onsets_s=range(6), is_bdf=True)


def _mat(*, packed: bool) -> bytes:
    into = io.BytesIO()
    told = {
        "fs": 1000,
        "p": {"lsbmV": 0.003, "deep": {"x": 1}},
        "unit": "uV",
        "channel_map": np.arange(1, 5),
        "raw": _STEPS.astype("<i2"),
    }
    scipy.io.savemat(cast("Any", into), told, do_compression=packed)
    return into.getvalue()


def _hdf5() -> bytes:
    into = io.BytesIO()
    with h5py.File(into, "w") as file:
        file.create_dataset("emg", data=_STEPS.T.astype("<f4"), compression="gzip", chunks=(6, 500))
        file["fs"] = np.array([[1000.0]])
    return into.getvalue()


def _wav() -> bytes:
    into = io.BytesIO()
    wavfile.write(into, 10_000, _STEPS[:, :2].astype("<i2"))
    return into.getvalue()


def _otb_plus() -> bytes:
    files = {"a.xml": otb_files.plus_description().encode(), "a.sig": otb_files.stream(_STEPS)}
    return otb_files.tar_of(files)


def _otb4() -> bytes:
    told = otb_files.four_description(otb_files.four_track(), otb_files.four_track(SubTitle="Load Cell"))
    stream = otb_files.stream(_STEPS[:, :5], number_bytes=4)
    return otb_files.tar_of({"Tracks_000.xml": told.encode(), "one.sig": stream})


def _xdf() -> bytes:
    values = xdf_files.some_values(1000)
    times = 100 + np.arange(1000) / 500
    parts = [xdf_files.samples(1, times[at : at + 50], values[at : at + 50]) for at in range(0, 1000, 50)]
    return xdf_files.xdf_file(xdf_files.stream_header(1), *parts, xdf_files.footer(1))


def _blocks() -> bytes:
    header = BlockHeader("m/s2", ("x", "y", "z"), "accelerometer", None, holds_gravity=True)
    times = np.arange(600) * (1000 / 60)
    parts = [
        block_bytes(each, times[60 * each : 60 * each + 60], np.ones((60, 3)) * each) for each in range(10)
    ]
    return header.to_bytes() + b"".join(parts)


def _phone() -> bytes:
    rows = "".join(
        f"{1_700_000_000_000 + each * 10}000000,{each / 100},9.8{each % 7},0.{each % 9},-0.{each % 5}\n"
        for each in range(600)
    )
    return ("time,seconds_elapsed,z,y,x\n" + rows).encode()


def _phyphox() -> bytes:
    rows = "".join(
        f"{each / 100:.3f};0,{each % 9};-0,{each % 5};9,8\n".replace(".", ",") for each in range(600)
    )
    return (
        '"Time (s)";"Acceleration x (m/s^2)";"Acceleration y (m/s^2)";"Acceleration z (m/s^2)"\n' + rows
    ).encode()


def _clock() -> bytes:
    rows = "".join(
        f"2018-10-03 17:23:{each // 50 + 5:02d}.{each % 50 * 20:03d},0.0{each % 9},0.5,0.8\n"
        for each in range(600)
    )
    return ("# a comment\ntime,gFx,gFy,gFz\n" + rows).encode()


def _columns() -> bytes:
    rows = "".join(f"{each * 7919 % 4096}.0\n" for each in range(1500))
    return ("# Simple Text Format\n# Sampling Rate (Hz):= 1000.00\n# Labels:= EMG\n" + rows).encode()


SAMPLES: dict[str, tuple[Callable[[], bytes], dict[str, Any]]] = {
    "edf": (_edf, {}),
    "edf_with_gaps": (_edf_with_gaps, {}),
    "bdf": (_bdf, {}),
    "mat_packed": (lambda: _mat(packed=True), {}),
    "mat_open": (lambda: _mat(packed=False), {}),
    "hdf5": (_hdf5, {"unit": "uV"}),
    "wav": (_wav, {"unit": "0.05uV"}),
    "otb_plus": (_otb_plus, {}),
    "otb4": (_otb4, {}),
    "xdf": (_xdf, {}),
    "block_format": (_blocks, {}),
    "sensor_logger": (_phone, {}),
    "phyphox": (_phyphox, {}),
    "physics_toolbox": (_clock, {}),
    "text_columns": (_columns, {"unit": "count"}),
}
"""Samples by name, with what a person says of each."""


def changed(sample: bytes, chance: random.Random) -> bytes:
    """Gives a sample with changes, half the time without moving anything."""
    if chance.random() < 0.5:
        return mutated(sample, chance)
    data = bytearray(sample)
    for _ in range(chance.randint(1, 8)):
        data[min(len(data) - 1, int(len(data) * chance.random() ** 3))] = chance.choice(
            (0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256), chance.randrange(256))
        )
    return bytes(data)


def read_all(path: Path, said: dict[str, Any]) -> str:
    """Goes through a recording as `measure` would; gives `read` or `refused`.

    Raises:
        Exception: What must not happen.
    """
    try:
        recording = open_recording(path, **said)
        str(recording.problems)[:100]
        for block in itertools.islice(recording.blocks(seconds=10), _MOST_BLOCKS):
            if block.samples.shape[1] != recording.n_channels:
                raise ValueError("a block has another width than its recording")
    except Refused as refused:
        if len(str(refused)) > _LONGEST_SENTENCE:
            raise ValueError("a refusal quotes too much of the file") from refused
        return "refused"
    return "read"


def _cpu_s() -> float:
    """Gives the seconds this process and its ended children have computed."""
    used = (resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def fuzz(name: str, seconds: float, seed: int, keep: Path | None = None) -> dict[str, Any]:
    """Reads changed samples of one format for some seconds.

    Args:
        name: Name of the sample.
        seconds: For all of them.
        seed: Of the changes.
        keep: Where failing inputs are kept.
    """
    make, said = SAMPLES[name]
    sample, chance = make(), random.Random(seed)
    warnings.simplefilter("error")  # as the tests have it: what overflows is to be told, not warned of
    counts = {"read": 0, "refused": 0}
    failures: list[dict[str, str]] = []
    slowest = 0.0
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "recording"
        while time.monotonic() - begin < seconds and len(failures) < FAILURES_KEPT:
            data = changed(sample, chance)
            path.write_bytes(data)
            started = _cpu_s()
            try:
                counts[read_all(path, said)] += 1
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                failures.append({"error": repr(error)[:300], "where": traceback.format_exc()[-1500:]})
                if keep is not None:
                    (keep / f"{name}-{seed}-{len(failures)}").write_bytes(data)
            slowest = max(slowest, _cpu_s() - started)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "sample": name,
        "inputs": sum(counts.values()) + len(failures),
        **counts,
        "seconds": round(time.monotonic() - begin, 1),
        "slowest_cpu_s": round(slowest, 2),
        "peak_rss_mb": round(max(_own_peak_kb(), children.ru_maxrss) / 1024),
        "failures": failures,
    }


if __name__ == "__main__":
    where = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    sys.stdout.write(json.dumps(fuzz(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), where)) + "\n")
