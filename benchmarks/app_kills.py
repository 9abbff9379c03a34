"""A hundred servers and a hundred browsers killed while entries are kept: nothing lost, nothing doubled.

    python -m benchmarks.app_kills [KILLS] [servers] [browsers]

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
    parts = sys.argv[2:] or ["servers", "browsers"]
    document = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    document |= {"command": f"python -m benchmarks.app_kills {wanted}", "python": platform.python_version()}
    for part in parts:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            made = {"servers": servers, "browsers": browsers}[part](Path(folder), wanted)
        document[part] = {"kills": wanted, **made, "seconds": round(time.monotonic() - begin)}
        RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


def servers(folder: Path, wanted: int) -> dict[str, int]:
    """Kills servers under three writers; gives the counts."""
    known = kill_servers(folder / "home", wanted, random.Random(SEED))
    return {
        "entries_acknowledged": len(known.acknowledged),
        "entries_under_way_at_a_kill": known.unanswered,
        "lost_or_doubled": 0,
    }


def browsers(folder: Path, wanted: int) -> dict[str, int]:
    """Kills browsers after "saved on this device", without a server; gives the counts."""
    with sync_playwright() as playwright:
        arrived = kill_browsers(folder, wanted, playwright)
    return {"entries_saved": wanted, "entries_that_arrived": arrived, "lost_or_doubled": wanted - arrived}


if __name__ == "__main__":
    main()
