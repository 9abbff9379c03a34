"""Three hundred programs killed while they log, import, copy, restore or erase: nothing lost or doubled.

    python -m benchmarks.kills [KILLS]

The same kills as in tests/journeys/test_kill.py, more of them; what each must leave is asserted there. The
counts go to results/kills.json.
"""

import json
import platform
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.journeys.test_kill import (
    Acknowledged,
    check,
    kill_a_log,
    kill_an_import,
    kill_keeping,
    kill_the_command,
)

RESULT = Path(__file__).parent / "results" / "kills.json"
SEED = 300
KILLS_A_ROUND = 6


def main() -> None:
    """Kills and writes."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    chance = random.Random(SEED)
    ended: Counter[str] = Counter()
    begin = time.monotonic()
    kills = 0
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        path = Path(one) / "untwitch.sqlite"
        known = Acknowledged()
        while kills < wanted:
            kill_a_log(known, path, chance.uniform(0, 0.3))
            check(known, path)
            kill_an_import(known, path, chance.uniform(0, 0.8), name=f"export{kills}", after="begin")
            check(known, path)
            kill_the_command(known, path, chance.uniform(0.2, 2.5))
            check(known, path)
            ended.update(kill_keeping(Path(other), chance))
            kills += KILLS_A_ROUND
            document = {
                "command": f"python -m benchmarks.kills {wanted}",
                "python": platform.python_version(),
                "kills": kills,
                "entries_acknowledged": len(known.entries),
                "imports_acknowledged": len(known.imports),
                "imports_begun": len(known.begun),
                "commands_that_ended_before_the_kill": {"log": known.said, **ended},
                "lost_or_doubled": 0,
                "seconds": round(time.monotonic() - begin),
            }
            RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
