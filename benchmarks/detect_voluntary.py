"""How much of a muscle tensed on purpose is left out, how much of rest, and what becomes of an artefact.

The real recordings of 28 s each: about 5 s of rest, 20 s of gestures, 3 s of rest. Rest is the first 4.6 s,
gestures are from 5.5 to 25 s. Run: `python -m benchmarks.detect_voluntary FOLDER`; figures:
results/detect_voluntary.json.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.detect_hybrid import LEAST_BIT_UV, RATE_HZ, written
from scipy import io

from untwitch.recordings.detect import detect
from untwitch.recordings.recording import of_array

RESULT = Path(__file__).parent / "results" / "detect_voluntary.json"
REST, GESTURES = (0.0, 4.6), (5.5, 25.0)


def overlap(stretches: list[tuple[float, float]], span: tuple[float, float]) -> float:
    """Gives the share of a span that stretches cover."""
    inside = [max(0.0, min(high, span[1]) - max(low, span[0])) for low, high in stretches]
    return sum(inside) / (span[1] - span[0])


def main() -> None:
    """Measures and writes."""
    folder = Path(sys.argv[1])
    grid = io.loadmat(folder / "arraymap.mat")["arraymap"].ravel() - 1
    files: dict[str, Any] = {}
    for path in sorted(folder.glob("00*.mat")):
        samples = io.loadmat(path)["raw"][:, grid].astype(np.float32) * LEAST_BIT_UV
        summary = detect(of_array(samples, rate_hz=RATE_HZ, name=path.name))
        left_out = [(each.start_s, each.end_s) for each in summary.excluded]
        files[path.name] = {
            "gestures_left_out": round(overlap(left_out, GESTURES), 4),
            "rest_left_out": round(overlap(left_out, REST), 4),
            "analysed_s": round(summary.analysed_s, 2),
            "count": summary.count and round(summary.count.expected, 2),
            "problems": [each.what for each in summary.problems],
            "excluded": [each.to_json() for each in summary.excluded],
        }
    good = [each for name, each in files.items() if "002-007" not in name]
    document = {
        "command": "python -m benchmarks.detect_voluntary FOLDER",
        "gestures_left_out": round(float(np.mean([each["gestures_left_out"] for each in files.values()])), 4),
        "rest_left_out": round(float(np.mean([each["rest_left_out"] for each in good])), 4),
        "files": files,
    }
    written(document, RESULT)
    print(document["gestures_left_out"], document["rest_left_out"])


if __name__ == "__main__":
    main()
