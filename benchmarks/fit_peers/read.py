"""Reads FIT files with one of the libraries that others use, and says what it took and what it found.

Runs in an environment of its own: `peers/bin/python -m benchmarks.fit_peers.read LIBRARY FOLDER OUT.json`.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FIELDS = ("timestamp", "heart_rate", "power", "distance")
Rows = list[list[float | None]]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def garmin_fit_sdk(path: Path) -> Rows:
    """Gives the records of a file as the SDK reads them; raises where it finds an error."""
    from garmin_fit_sdk import Decoder, Stream  # noqa: PLC0415 - only in its environment

    messages, errors = Decoder(Stream.from_file(str(path))).read(
        convert_datetimes_to_dates=False, merge_heart_rates=False
    )
    if errors:
        raise errors[0]
    return [[_number(each.get(name)) for name in FIELDS] for each in messages.get("record_mesgs", [])]


def fitdecode(path: Path) -> Rows:
    """Gives the records of a file as fitdecode reads them."""
    import fitdecode as library  # noqa: PLC0415 - only in its environment

    rows: Rows = []
    with library.FitReader(str(path)) as reader:
        for frame in reader:
            if isinstance(frame, library.FitDataMessage) and frame.name == "record":
                rows.append([_raw(frame, name) for name in FIELDS])
    return rows


def _raw(frame: Any, name: str) -> float | None:
    if not frame.has_field(name):
        return None
    value = frame.get_value(name)
    if name == "timestamp" and hasattr(value, "timestamp"):
        return float(value.timestamp()) - 631_065_600
    return _number(value)


LIBRARIES: dict[str, Callable[[Path], Rows]] = {"garmin_fit_sdk": garmin_fit_sdk, "fitdecode": fitdecode}


def main() -> None:
    """Reads every file and writes."""
    read, folder = LIBRARIES[sys.argv[1]], Path(sys.argv[2])
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".fit")
    found: dict[str, Any] = {}
    begin = time.process_time()
    for path in files:
        try:
            found[path.name] = read(path)
        except Exception as error:  # noqa: BLE001 - whatever a library raises is what is counted
            found[path.name] = repr(error)[:200]
    cpu_s = time.process_time() - begin
    Path(sys.argv[3]).write_text(json.dumps({"cpu_s": cpu_s, "files": found}), encoding="utf-8")


if __name__ == "__main__":
    main()
