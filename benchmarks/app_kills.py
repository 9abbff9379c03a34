"""A hundred servers and a hundred browsers killed while entries are kept: nothing lost, nothing doubled.

    python -m benchmarks.app_kills [KILLS]

The same kills as in tests/journeys/test_app_kills.py, more of them; what each must leave is asserted there.
The counts go to results/app_kills.json.
"""

import json
import platform
import random
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.journeys.test_app_kills import kill_browsers, kill_servers

RESULT = Path(__file__).parent / "results" / "app_kills.json"
SEED = 100


def main() -> None:
    """Kills and writes."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    document: dict[str, object] = {
        "command": f"python -m benchmarks.app_kills {wanted}",
        "python": platform.python_version(),
    }
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        known = kill_servers(Path(folder) / "home", wanted, random.Random(SEED))
    document["servers"] = {
        "kills": wanted,
        "entries_acknowledged": len(known.acknowledged),
        "entries_under_way_at_a_kill": known.unanswered,
        "lost_or_doubled": 0,
        "seconds": round(time.monotonic() - begin),
    }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        arrived = kill_browsers(Path(folder), wanted, playwright)
    document["browsers"] = {
        "kills": wanted,
        "entries_saved_without_a_server": wanted,
        "entries_that_arrived": arrived,
        "lost_or_doubled": wanted - arrived,
        "seconds": round(time.monotonic() - begin),
    }
    RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
