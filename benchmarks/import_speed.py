"""How much processor time and memory an Apple Health export takes, from its zip to the record.

The export is made (`untwitch.simulate.exports`), so its layout is Apple's and its truth is known; each run is
a process of its own with an empty record. Counted as well: the same export imported again.
Run: `python benchmarks/import_speed.py [MEGABYTES]`; the figures go to results/import_speed.json.
"""

import datetime as dt
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.simulate.exports import AppleExport, zipped
from untwitch.sources.apple_health import SOURCE

RESULT = Path(__file__).parent / "results" / "import_speed.json"
MEGABYTE = 1_000_000
_LAST_DAY = dt.date(2026, 1, 1)
HEART_RATES_A_DAY = 120


def export_of(megabytes: int) -> AppleExport:
    """Gives an export of about so many megabytes, of as many years as it needs."""
    day_bytes = (
        sum(len(piece) for piece in AppleExport(7, 20, heart_rates_a_day=HEART_RATES_A_DAY).pieces()) / 20
    )
    days = round(megabytes * MEGABYTE / day_bytes)
    # What lies in the future is no import's to keep, so the years end before today.
    first_day = _LAST_DAY - dt.timedelta(days=days)
    return AppleExport(7, days, first_day=first_day, heart_rates_a_day=HEART_RATES_A_DAY)


def scan_only(path: Path) -> dict[str, float]:
    """Gives the processor time of reading alone, without a record."""
    begin = time.process_time()
    with open_path(path) as members:
        rows = sum(
            len(each)
            for each in SOURCE.read(members, mapping=None, zone="UTC", progress=silent)
            if isinstance(each, SampleBatch)
        )
    return {"cpu_s": round(time.process_time() - begin, 2), "rows": rows}


def imported(path: Path, home: Path) -> dict[str, Any]:
    """Imports in a process of its own and gives what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        [sys.executable, "-m", "untwitch", "import", str(path), "--json"],
        env={**os.environ, "UNTWITCH_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    document = json.loads(run.stdout)["runs"][0]
    return {
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "peak_rss_mb": round(after.ru_maxrss / 1024),
        "taken": sum(each["taken"] for each in document["measures"].values()),
        "already_known": sum(each["already_known"] for each in document["measures"].values()),
        "complete": document["complete"],
    }


def main() -> None:
    """Measures and writes."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    export = export_of(megabytes)
    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in export.pieces():
            size += len(piece)
            yield piece

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.zip"
        path.write_bytes(zipped(counted()))
        reading = scan_only(path)
        first, again = imported(path, Path(folder)), imported(path, Path(folder))
        document = {
            "command": f"python benchmarks/import_speed.py {megabytes}",
            "python": platform.python_version(),
            "machine": platform.machine(),
            "xml_mb": round(size / MEGABYTE, 1),
            "zip_mb": round(path.stat().st_size / MEGABYTE, 1),
            "days": export.days,
            "reading": {**reading, "mb_per_cpu_s": round(size / MEGABYTE / reading["cpu_s"])},
            "import": first,
            "import_again": again,
        }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
