"""A made record of ten years with a million samples, for what must stay quick however long one is kept.

Diary and typed exposures are those of a simulated person; the samples come through the import of made Apple
Health exports, as anybody's would. Run: `python -m benchmarks.long_record HOME` makes it once.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from untwitch.actions.session import RECORD_FILE
from untwitch.facts.exposure import TYPED, Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.record.record import Record
from untwitch.simulate.exports import AppleExport, zipped
from untwitch.simulate.person import simulate

DAYS = 3650
BOUTS_A_DAY = 200
LAST_DAY = dt.date(2026, 11, 25)
FIRST_DAY = LAST_DAY - dt.timedelta(days=DAYS - 1)


def make(home: Path) -> None:
    """Makes the record in a new home."""
    home.mkdir(parents=True)
    history = simulate(11, days=DAYS, first_day=FIRST_DAY, zone="UTC").history
    with Record.open(home / RECORD_FILE, now_ms=1, device="made") as record:
        person_id = record.person().person_id
        typed = [
            Exposure(
                new_id(),
                batch.measure,
                row.value,
                Instant(row.start_ms, row.zone, row.zone_known_by),
                Instant(row.end_ms, row.zone, row.zone_known_by),
                estimate=row.estimate,
            )
            for batch in history.batches
            if TYPED in batch.apps
            for row in batch.rows()
        ]
        record.add(
            person_id, [*history.stays, *history.person_facts, *history.watches, *history.twitches, *typed]
        )
    export = AppleExport(7, DAYS, first_day=FIRST_DAY, heart_rates_a_day=0)
    for number, pieces in enumerate((export.pieces(), _bouts())):
        _bring_in(home, pieces, number=number)


def _bouts() -> Iterator[bytes]:
    """Gives a second export, of a watch that writes every few minutes how many steps there were."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_GB">\n'
    for position in range(DAYS):
        midnight = dt.datetime.combine(FIRST_DAY + dt.timedelta(days=position), dt.time())
        lines = []
        for bout in range(BOUTS_A_DAY):
            start = midnight + dt.timedelta(hours=7, minutes=4 * bout)
            end = start + dt.timedelta(minutes=3)
            lines.append(
                '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Second Watch" unit="count" '
                f'creationDate="{end} +0000" startDate="{start} +0000" endDate="{end} +0000" '
                f'value="{20 + (position * 31 + bout * 17) % 80}"/>\n'
            )
        yield "".join(lines).encode()
    yield b"</HealthData>\n"


def _bring_in(home: Path, pieces: Iterator[bytes], *, number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export_{number}.zip"
        path.write_bytes(zipped(pieces))
        subprocess.run(
            [sys.executable, "-m", "untwitch", "import", str(path), "--json"],
            env={**os.environ, "UNTWITCH_HOME": str(home)},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def told(home: Path) -> dict[str, int]:
    """Gives how much the record of a home holds."""
    with Record.open(home / RECORD_FILE, now_ms=1, device="made") as record:
        counts = record.entry_counts(record.person().person_id)
    return {name: count for name, count in counts.items() if count}


if __name__ == "__main__":
    place = Path(sys.argv[1])
    make(place)
    (place / "told.json").write_text(json.dumps(told(place)))
    print((place / "told.json").read_text())
