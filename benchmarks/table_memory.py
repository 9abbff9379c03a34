"""How much memory and processor time tables take: ten years of a food log, and files made to fill the memory.

Every file is read in a process of its own, as an import reads it, without a record; the peak is of the whole
process. Claim: no table takes more than 512 MB. Run: `python benchmarks/table_memory.py`; the figures go to
results/table_memory.json.
"""

import datetime as dt
import json
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources import choose

RESULT = Path(__file__).parent / "results" / "table_memory.json"
MEGABYTE = 1_000_000
OTHER_NUTRIENTS = 54
DAYS, FOODS_A_DAY = 3650, 15


def food_log() -> Iterator[str]:
    """Gives ten years of a food log, three figures in ten left blank."""
    rng = random.Random(7)
    kept = "Caffeine (mg),Water (g),Calcium (mg),Magnesium (mg),Potassium (mg)"
    others = ",".join(f"Nutrient {number} (mg)" for number in range(OTHER_NUTRIENTS))
    yield f"Day,Time,Group,Food Name,Amount,Energy (kcal),{kept},{others},Category\n"
    for day in range(DAYS):
        for food in range(FOODS_A_DAY):
            figures = (
                f"{rng.uniform(0, 300):.2f}" if rng.random() > 0.3 else "" for _ in range(OTHER_NUTRIENTS + 6)
            )
            when = f"{dt.date(2016, 1, 1) + dt.timedelta(days=day)},{7 + food}:15"
            yield f'{when},Lunch,"Food {food}, raw",100 g,{",".join(figures)},Vegetables\n'


def blank_cells() -> Iterator[str]:
    """Gives 60 MB of commas."""
    yield "Date,Energy (kcal),Completed," + ",".join(f"c{number}" for number in range(996)) + "\n"
    for _ in range(60_000):
        yield "2026-01-01,,," + "," * 995 + "\n"


def small_cells() -> Iterator[str]:
    """Gives 60 MB of cells of two digits, 20 million of them."""
    yield "Date,Energy (kcal),Completed," + ",".join(f"c{number}" for number in range(996)) + "\n"
    for row in range(20_000):
        yield "2026-01-01,,," + ",".join(str(10 + (number * row) % 89) for number in range(996)) + "\n"


def blank_lines() -> Iterator[str]:
    """Gives 60 million lines without anything."""
    yield "wake,sleep,bedtime,holes,type,dreams,aid,hindrances,tags,quality,notes\n"
    for _ in range(60):
        yield "\n" * 1_000_000


def one_line() -> Iterator[str]:
    """Gives a line of 60 MB."""
    yield "Date,Energy (kcal),Completed\n"
    for _ in range(60):
        yield "," * 1_000_000


def short_rows() -> Iterator[str]:
    """Gives 30 million rows."""
    yield "sid,start,stop,rating\n"
    for _ in range(30):
        yield "1\n" * 1_000_000


CASES: tuple[Callable[[], Iterator[str]], ...] = (
    food_log, blank_cells, small_cells, blank_lines, one_line, short_rows,
)  # fmt: skip


def read(path: Path) -> dict[str, Any]:
    """Reads a file in this process and gives what it took."""
    begin, rows, refused = time.process_time(), 0, ""
    with open_path(path) as members:
        source = choose(members)
        if source is None:
            return {"source": None}
        try:
            for item in source.read(members, mapping=None, zone="Europe/Berlin", progress=silent):
                rows += len(item) if isinstance(item, SampleBatch) else 0
        except Refused as sentence:
            refused = str(sentence)
    return {
        "source": source.name,
        "rows": rows,
        "refused": refused,
        "cpu_s": round(time.process_time() - begin, 1),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def main() -> None:
    """Measures and writes, one case after the other."""
    document: dict[str, Any] = {
        "command": "python benchmarks/table_memory.py",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cases": {},
    }
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            path = Path(folder) / "table.csv"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(case())
            command = [sys.executable, __file__, str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            size_mb = round(path.stat().st_size / MEGABYTE, 1)
            document["cases"][case.__name__] = {"file_mb": size_mb, **json.loads(run.stdout)}
            RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(read(Path(sys.argv[1]))))
    else:
        main()
