"""Scores answers about people whose causes are known.

    python -m benchmarks.attribution.score FOLDER ANSWERS

FOLDER holds `<seed>.truth.json` as people.py writes them, ANSWERS one `<seed>.json` each, of which are read:

    {"causes": [{"cause": "caffeine", "probability": 0.93, "verdict": "likely",
                 "rate_ratio_per_swing": {"low": 1.12, "high": 1.55}}, ...]}

`probability` and `rate_ratio_per_swing` may be null: what needs them is then not scored.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]

STRONG = float(np.log(1.35))
BARS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "likely_right": ("at least", 0.95),
        "innocent_called_likely": ("at most", 0.01),
        "found": ("at least", 0.75),
        "calibration_error": ("at most", 0.035),
        "auc": ("at least", 0.98),
    }
)
"""What untwitch asks of itself on people of the second generator at 90 days."""
_EDGES = (0.0, 0.1, 0.3, 0.5, 0.8, 1.0)


def score(answers: Sequence[Mapping[str, Any]], truths: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """Gives the figures over all people.

    Args:
        answers: One document a person.
        truths: Log rate ratio per usual swing by cause, 0 where it does not act; in the same order.

    Returns:
        Shares from 0 to 1, null where nothing could be counted: `likely_right` of the causes called likely,
        `innocent_called_likely` of those that do not act, `found` and `found_strong` (rate ratio 1.35 and
        more) of those that act, `people_with_a_false_cause`, `coverage_90` of the intervals of causes that
        act, the mean error of the log of their `middle`, `calibration_error` (mean distance of probability
        and truth over bins), `auc`.
    """
    pairs = [
        (cause, truth[cause["cause"]])
        for answer, truth in zip(answers, truths, strict=True)
        for cause in answer["causes"]
        if cause["cause"] in truth
    ]
    acts = np.array([effect > 0 for _, effect in pairs], dtype=bool)
    strong = np.array([effect >= STRONG for _, effect in pairs], dtype=bool)
    likely = np.array([cause["verdict"] == "likely" for cause, _ in pairs], dtype=bool)
    false_people = [
        any(each["verdict"] == "likely" and truth.get(each["cause"], 1.0) == 0 for each in answer["causes"])
        for answer, truth in zip(answers, truths, strict=True)
    ]
    return {
        "people": len(answers),
        "active": int(acts.sum()),
        "likely_right": _share(acts[likely]),
        "innocent_called_likely": _share(likely[~acts]),
        "found": _share(likely[acts]),
        "found_strong": _share(likely[strong]),
        "people_with_a_false_cause": _share(np.array(false_people)),
        **_intervals([(cause["rate_ratio_per_swing"], effect) for cause, effect in pairs if effect > 0]),
        **_chances([cause["probability"] for cause, _ in pairs], acts),
    }


def missed(figures: Mapping[str, Any]) -> list[str]:
    """Gives the names of the bars that figures do not reach; a figure that could not be counted reaches none.

    Args:
        figures: What `score` gives, of people of the second generator at 90 days.
    """
    return [
        name
        for name, (kind, bar) in BARS.items()
        if figures[name] is None or (figures[name] < bar if kind == "at least" else figures[name] > bar)
    ]


def _share(hits: NDArray[np.bool_]) -> float | None:
    return round(float(hits.mean()), 4) if hits.size else None


def _intervals(given: Sequence[tuple[Mapping[str, float] | None, float]]) -> dict[str, Any]:
    known = [(each, effect) for each, effect in given if each is not None]
    if not known:
        return {"coverage_90": None, "below": None, "above": None, "log_bias": None}
    low, high, effect = np.array([(np.log(each["low"]), np.log(each["high"]), it) for each, it in known]).T
    middle = (low + high) / 2
    return {
        "coverage_90": _share((low <= effect) & (effect <= high)),
        "below": _share(effect < low),
        "above": _share(effect > high),
        "log_bias": round(float((middle - effect).mean()), 4),
        "log_width": round(float((high - low).mean()), 4),
    }


def _chances(given: Sequence[float | None], acts: NDArray[np.bool_]) -> dict[str, Any]:
    if any(each is None for each in given) or not acts.any() or acts.all():
        return {"calibration_error": None, "auc": None}
    chance = np.array(given, dtype=np.float64)
    inside = np.clip(np.digitize(chance, _EDGES) - 1, 0, len(_EDGES) - 2)
    gaps = [
        abs(float(chance[inside == i].mean() - acts[inside == i].mean())) * int((inside == i).sum())
        for i in np.unique(inside)
    ]
    ranks = rankdata(chance)
    positives = int(acts.sum())
    area = (ranks[acts].sum() - positives * (positives + 1) / 2) / (positives * (acts.size - positives))
    return {
        "calibration_error": round(sum(gaps) / acts.size, 4),
        "auc": round(float(area), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("answers", type=Path)
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.glob("*.truth.json"))
    truths = [json.loads(each.read_text(encoding="utf-8"))["log_rate_ratio_per_swing"] for each in paths]
    names = [each.name.removesuffix(".truth.json") + ".json" for each in paths]
    answers = [json.loads((arguments.answers / name).read_text(encoding="utf-8")) for name in names]
    figures = score(answers, truths)
    print(json.dumps(figures | {"bars": dict(BARS), "bars_missed": missed(figures)}, indent=2))


if __name__ == "__main__":
    main()
