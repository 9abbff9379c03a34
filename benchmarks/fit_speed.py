"""How fast FIT files are read, and whether the numbers are those of the libraries that others use.

Ours and the peers read the same files in the same run, one after the other; the peers in an environment of
their own (`benchmarks/fit_peers/requirements.txt`).
Run: `python -m benchmarks.fit_speed FOLDER PEERS_PYTHON`; the figures go to results/fit_speed.json.
"""

import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.fit_profile import EPOCH_S, RECORD
from untwitch.intake.fit_rows import rows_of_fit
from untwitch.intake.fit_scan import scans
from untwitch.intake.fit_table import table_of
from untwitch.intake.fit_time import header_times
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources.fit import SOURCE

RESULT = Path(__file__).parent / "results" / "fit_speed.json"
FIELDS = ("timestamp", "heart_rate", "power", "distance")
LIBRARIES = ("garmin_fit_sdk", "fitdecode")
REPEATS, COPIES = 5, 20
_FIRST_DATE_S = 0x10000000


def records_of(data: bytes) -> dict[str, np.ndarray]:
    """Gives the records of a file by column; times as the file counts them."""
    parts: dict[str, list[np.ndarray]] = {name: [] for name in FIELDS}
    for scan in scans(data):
        table = table_of(scan, RECORD)
        for name in FIELDS:
            column = table.column(name)
            if name == "timestamp":
                column = column - EPOCH_S
                if scan.has_compressed_times and len(table):
                    short = header_times(scan, table.places)
                    column = np.where(np.isnan(short), column, short)
            parts[name].append(column)
    return {name: np.concatenate(each) if each else np.zeros(0) for name, each in parts.items()}


def compared(ours: dict[str, np.ndarray], theirs: list[list[float | None]]) -> dict[str, Any]:
    """Gives how many numbers are equal, and where not by how much; times without a date are not compared."""
    equal, different, largest = 0, 0, 0.0
    if len(theirs) > len(ours["heart_rate"]):  # a record that has nothing but its time is none to us
        theirs = [each for each in theirs if any(number is not None for number in each[1:])]
    rows = min(len(theirs), len(ours["heart_rate"]))
    for nth, name in enumerate(FIELDS):
        reference = np.array(
            [math.nan if each[nth] is None else each[nth] for each in theirs[:rows]], dtype=float
        )
        own = ours[name][:rows]
        is_no_date = (name == "timestamp") & (reference < _FIRST_DATE_S) & np.isnan(own)
        gap = np.abs(own - reference)[~is_no_date]
        same = (gap <= 1e-9) | (np.isnan(own) & np.isnan(reference))[~is_no_date]
        equal += int(same.sum())
        different += int((~same).sum())
        largest = max(largest, float(np.nanmax(gap, initial=0)))
    return {
        "rows": len(theirs),
        "rows_missing": len(theirs) - rows,
        "equal": equal,
        "different": different,
        "largest_gap": largest,
    }


def our_cpu_s(files: list[Path]) -> dict[str, float]:
    """Gives the processor time of reading the columns, and of the whole rows, over all files once."""
    contents = [path.read_bytes() for path in files]
    took = {"columns": math.inf, "rows": math.inf}
    for _ in range(REPEATS):
        begin = time.process_time()
        for data in contents:
            records_of(data)
        middle = time.process_time()
        for data in contents:
            list(rows_of_fit(data))
        end = time.process_time()
        took = {"columns": min(took["columns"], middle - begin), "rows": min(took["rows"], end - middle)}
    return took


def through_the_source(files: list[Path], folder: Path) -> dict[str, Any]:
    """Gives what the whole source takes, its child process included, on a folder of many copies."""
    for copy in range(COPIES):
        for path in files:
            (folder / f"{copy:02} {path.name}").write_bytes(path.read_bytes() + bytes(copy))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.process_time()
    with open_path(folder) as members:
        size = members.bytes
        rows = sum(
            len(each)
            for each in SOURCE.read(members, mapping=None, zone="UTC", progress=silent)
            if isinstance(each, SampleBatch)
        )
    own_s = time.process_time() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    child_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "files": COPIES * len(files),
        "mb": round(size / 1e6, 1),
        "rows": rows,
        "cpu_s": round(own_s + child_s, 2),
        "mb_per_cpu_s": round(size / 1e6 / (own_s + child_s), 1),
        "child_peak_rss_mb": round(after.ru_maxrss / 1024),
    }


def through_the_command(folder: Path) -> dict[str, Any]:
    """Gives what `untwitch import` takes on that folder, from its start to the record."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as home:
        run = subprocess.run(
            [sys.executable, "-m", "untwitch", "import", str(folder), "--json"],
            env={**os.environ, "UNTWITCH_HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    taken = json.loads(run.stdout)["runs"][0]["measures"]
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {
        "cpu_s": round(cpu_s, 2),
        "mb_per_cpu_s": round(size / 1e6 / cpu_s, 1),
        "taken": sum(each["taken"] for each in taken.values()),
    }


def peer(library: str, folder: Path, python: str) -> dict[str, Any]:
    """Reads the folder with a library."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out.json"
        command = [python, "-W", "ignore", "-m", "benchmarks.fit_peers.read", library, str(folder), str(out)]
        subprocess.run(command, check=True)
        answer: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return answer


def main() -> None:
    """Measures and writes."""
    folder, python = Path(sys.argv[1]), sys.argv[2]
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".fit")
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    ours = our_cpu_s(files)
    document: dict[str, Any] = {
        "command": "python -m benchmarks.fit_speed FOLDER PEERS_PYTHON",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "files": len(files),
        "mb": round(megabytes, 2),
        "opened": sum(bool(list(scans(path.read_bytes()))) for path in files),
        "columns_mb_per_cpu_s": round(megabytes / ours["columns"], 1),
        "rows_mb_per_cpu_s": round(megabytes / ours["rows"], 1),
        "peers": {},
    }
    with tempfile.TemporaryDirectory() as place:
        document["source"] = through_the_source(files, Path(place))
        document["whole_import"] = through_the_command(Path(place))
    for library in LIBRARIES:
        answer = peer(library, folder, python)
        read = {name: rows for name, rows in answer["files"].items() if isinstance(rows, list)}
        found = {
            name: compared(records_of((folder / name).read_bytes()), rows) for name, rows in read.items()
        }
        document["peers"][library] = {
            "read_without_error": len(read),
            "mb_per_cpu_s": round(megabytes / answer["cpu_s"], 2),
            "times_faster_columns": round(answer["cpu_s"] / ours["columns"]),
            "times_faster_rows": round(answer["cpu_s"] / ours["rows"]),
            "times_faster_source": round(document["source"]["mb_per_cpu_s"] / (megabytes / answer["cpu_s"])),
            "numbers_equal": sum(each["equal"] for each in found.values()),
            "numbers_different": sum(each["different"] for each in found.values()),
            "records_missing": sum(each["rows_missing"] for each in found.values()),
            "files_that_differ": {
                name: each for name, each in found.items() if each["different"] or each["rows_missing"]
            },
            "not_read": {name: rows for name, rows in answer["files"].items() if not isinstance(rows, list)},
        }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
