"""Two minutes of broken recordings for every format: what is no refusal, and memory and time out of bounds.

    python -m benchmarks.fuzz_recordings [SECONDS] [NAME ...]       changed samples, one process a sample

The samples are made by code (tests/recordings/mutation.py) and opened as `measure` would open them; warnings
count as errors. The figures go to results/fuzz_recordings.json.
"""

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.recordings.mutation import LARGEST_RSS_MB, SAMPLES, SLOWEST_S

RESULT = Path(__file__).parent / "results" / "fuzz_recordings.json"
SECONDS = 120
SEED = 11


def fuzzed(name: str, seconds: float) -> dict[str, Any]:
    """Reads changed samples of one format in a process of its own."""
    command = [sys.executable, "-m", "tests.recordings.mutation", name, str(seconds), str(SEED)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        return {"sample": name, "failures": [run.stderr[-500:]], "peak_rss_mb": 0, "slowest_cpu_s": 0}
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def main() -> None:
    """Measures and writes."""
    words = sys.argv[1:]
    seconds = float(words[0]) if words else SECONDS
    found = []
    for name in words[1:] or SAMPLES:
        found.append(fuzzed(name, seconds))
        print(json.dumps(found[-1]), flush=True)
        document = {
            "python": platform.python_version(),
            "seconds": seconds,
            "seed": SEED,
            "largest_rss_mb": LARGEST_RSS_MB,
            "slowest_cpu_s": SLOWEST_S,
            "samples": found,
        }
        RESULT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    sys.exit(
        any(
            each["failures"] or each["peak_rss_mb"] > LARGEST_RSS_MB or each["slowest_cpu_s"] > SLOWEST_S
            for each in found
        )
    )


if __name__ == "__main__":
    main()
