"""How long a typed entry waits while a million rows are imported into the same record.

    python -m benchmarks.save_during_import [ROWS]

One process imports; this one types a twitch every 50 ms, durably, and measures each. The record is made on
the disk of this folder, so that a commit is a real one. The figures go to results/save_during_import.json.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.record.making import twitch

from untwitch.record.record import Record

RESULT = Path(__file__).parent / "results" / "save_during_import.json"
EVERY_S = 0.05
IMPORT = """
import sys, time
from pathlib import Path
from tests.record.making import batch, importing
from untwitch.record.record import Record
with Record.open(Path(sys.argv[1]), now_ms=1, device="importer") as record:
    me = record.person().person_id
    with importing(record, me) as run:
        for part in range(int(sys.argv[2]) // 8000):
            run.take(batch(range(part * 8000, part * 8000 + 8000)))
        run.finish(complete=True)
print(time.process_time())
"""


def waits_ms(
    record: Record, person_id: str, child: "subprocess.Popen[str] | None", *, number: int
) -> list[float]:
    """Types until the import has ended, or so many entries where there is none; gives each wait."""
    waits: list[float] = []
    while child.poll() is None if child else len(waits) < number:
        entry = twitch(len(waits) / 100)
        begin = time.perf_counter()
        record.add(person_id, [entry])
        waits.append(1000 * (time.perf_counter() - begin))
        time.sleep(EVERY_S)
    return sorted(waits)


def told(waits: list[float]) -> dict[str, float]:
    """Gives the figures of some waits."""
    return {
        "entries": len(waits),
        "median_ms": round(waits[len(waits) // 2], 1),
        "p95_ms": round(waits[int(0.95 * (len(waits) - 1))], 1),
        "longest_ms": round(waits[-1], 1),
    }


def main() -> None:
    """Measures and writes."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        path = Path(folder) / "untwitch.sqlite"
        with Record.open(path, now_ms=1, device="typist") as record:
            me = record.person().person_id
            alone = waits_ms(record, me, None, number=100)
            command = [sys.executable, "-c", IMPORT, str(path), str(rows)]
            child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            meanwhile = waits_ms(record, me, child, number=0)
            cpu_s = float(child.communicate()[0])
            kept = len(record.history(me).twitches)
            imported = sum(map(len, record.history(me).batches))
    document = {
        "command": f"python -m benchmarks.save_during_import {rows}",
        "python": platform.python_version(),
        "rows_imported": imported,
        "import_cpu_s": round(cpu_s, 1),
        "alone": told(alone),
        "during_the_import": told(meanwhile),
        "entries_kept": kept,
        "load_average": round(os.getloadavg()[0], 1),
    }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
