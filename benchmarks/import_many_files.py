"""How much processor time and memory a Takeout of Fitbit takes: ten years in 7,920 small files in one zip.

The export is made, in the layout that public projects describe (no real one was at hand): files of heart
rates and of HRV a day; sleep, and every minute of steps, calories, distance and altitude, in files of
thirty days. Each run is a process of its own with an empty record. Counted as well: the same export
imported again.
Run: `python benchmarks/import_many_files.py`; the figures go to results/import_many_files.json.
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
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from untwitch.intake.members import open_path
from untwitch.sources import allot

RESULT = Path(__file__).parent / "results" / "import_many_files.json"
FIRST_DAY = dt.date(2016, 1, 1)
DAYS = 3650
DAYS_A_FILE = 30
FOLDER = "Takeout/Fitbit/Global Export Data"
MINUTES = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440)]
DAY = "MM/DD/YY"
BEATS = json.dumps(
    [{"dateTime": f"{DAY} {clock}:05", "value": {"bpm": 60, "confidence": 2}} for clock in MINUTES]
)
COUNTS = json.dumps(
    [
        {"dateTime": f"{DAY} {clock}:00", "value": str(minute % 7 * (480 < minute < 1000))}
        for minute, clock in enumerate(MINUTES)
    ]
)


def files() -> Iterator[tuple[str, str]]:
    """Gives the name and content of each file."""
    days = [FIRST_DAY + dt.timedelta(days=number) for number in range(DAYS)]
    for day in days:
        yield f"{FOLDER}/heart_rate-{day}.json", BEATS.replace(DAY, f"{day:%m/%d/%y}")
        name = f"Daily Heart Rate Variability Summary - {day:%Y-%m}-({day.day}).csv"
        yield (
            f"Takeout/Fitbit/Heart Rate Variability/{name}",
            f"timestamp,rmssd,nremhr,entropy\n{day}T00:00:00,41.25,52.1,2.4\n",
        )
    for first in range(0, DAYS, DAYS_A_FILE):
        chunk = days[first : first + DAYS_A_FILE]
        for kind in ("steps", "calories", "distance", "altitude"):
            minutes = ", ".join(COUNTS[1:-1].replace(DAY, f"{day:%m/%d/%y}") for day in chunk)
            yield f"{FOLDER}/{kind}-{chunk[0]}.json", f"[{minutes}]"
        yield f"{FOLDER}/sleep-{chunk[0]}.json", json.dumps([night(day) for day in chunk])
    for year in range(10):
        new_year = f"01/01/{16 + year}"
        reading = [
            {"dateTime": f"{new_year} 00:00:00", "value": {"date": new_year, "value": 55.5, "error": 1.0}}
        ]
        yield f"{FOLDER}/resting_heart_rate-{2016 + year}-01-01.json", json.dumps(reading)


def night(day: dt.date) -> dict[str, Any]:
    """Gives a night as Fitbit writes it, with its stages."""
    start = f"{day - dt.timedelta(days=1)}T23:00:00.000"
    stages = [{"dateTime": start, "level": "light", "seconds": 30}] * 200
    return {
        "logId": day.toordinal(),
        "dateOfSleep": str(day),
        "startTime": start,
        "endTime": f"{day}T07:00:00.000",
        "minutesAsleep": 400,
        "levels": {"data": stages},
    }


def sorted_only(path: Path) -> dict[str, Any]:
    """Gives the processor time of asking every source about every file."""
    begin = time.process_time()
    with open_path(path) as members:
        shares, strangers = allot(members)
        counts = {each.source.name: len(each.members.members) for each in shares}
    return {"cpu_s": round(time.process_time() - begin, 2), "files": counts, "strangers": len(strangers)}


def imported(path: Path, home: Path) -> dict[str, Any]:
    """Imports in a process of its own and gives what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        [sys.executable, "-m", "untwitch", "import", str(path), "--json"],
        env={**os.environ, "UNTWITCH_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    document = json.loads(run.stdout)["runs"][0]
    return {
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "peak_rss_mb": round(after.ru_maxrss / 1024),
        "taken": {name: each["taken"] for name, each in document["measures"].items()},
        "already_known": sum(each["already_known"] for each in document["measures"].values()),
    }


def main() -> None:
    """Measures and writes."""
    with tempfile.TemporaryDirectory() as folder:
        path, count, size = Path(folder) / "takeout.zip", 0, 0
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in files():
                archive.writestr(name, content)
                count, size = count + 1, size + len(content)
        document = {
            "command": "python benchmarks/import_many_files.py",
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "export": {
                "files": count,
                "unpacked_mb": round(size / 1e6),
                "zip_mb": round(path.stat().st_size / 1e6),
            },
            "which_source_reads_which_file": sorted_only(path),
            "first_import": imported(path, Path(folder)),
            "same_import_again": imported(path, Path(folder)),
        }
    RESULT.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=1))


if __name__ == "__main__":
    main()
