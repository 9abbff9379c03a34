"""How many real potentials in real rest are found, how many false ones, and whether confidences are honest.

Two people, 64 channels, 1,000 samples a second; see detect_hybrid.py for what is put in. Peers run in their
own environment on the same stretches: with their default, and with the best of seven settings, chosen on the
other person. Ours runs as it ships. Its gates and calibration were made on both people, so the reliability
is also given with the calibration fitted on the other person alone.
Run: `python -m benchmarks.detect_emg FOLDER [--peers PYTHON] [--seeds 3]`; figures: results/detect_emg.json.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.detect_hybrid import RATE_HZ, SNRS, Stretch, band, hybrid, joined, noise, written

from untwitch.recordings import detect as detection
from untwitch.recordings.confidence import confidences, log_odds
from untwitch.recordings.recording import of_array
from untwitch.recordings.score import matched, pooled, reliability, scored
from untwitch.recordings.summary import LEAST_CONFIDENCE, SURE_FROM

RESULT = Path(__file__).parent / "results" / "detect_emg.json"
SUBJECTS = ("001", "002")
TOLERANCE_S, PEER_TOLERANCE_S = 0.025, 0.060
Floats = npt.NDArray[np.float64]


class Found:
    """What ours gives for one stretch: times, log odds, confidences, and which true one each is."""

    def __init__(self, stretch: Stretch) -> None:
        """Runs the detector as it ships and keeps every candidate, the unlikely ones too."""
        held: list[Any] = []
        keep = detection._found  # noqa: SLF001 - the peaks below 0.1 are no twitches of a summary

        def kept(*args: Any, **named: Any) -> Any:
            held.append(keep(*args, **named))
            return held[-1]

        detection._found = kept  # noqa: SLF001
        try:
            detection.detect(of_array(stretch.samples, rate_hz=RATE_HZ))
        finally:
            detection._found = keep  # noqa: SLF001
        found = held[-1]
        at = [
            peak if look is None else look.peak
            for look, peak in zip(found.candidates, found.peaks, strict=True)
        ]
        self.times_s = np.array(at, np.float64) / RATE_HZ
        self.odds = log_odds(found.heights)
        self.confidence = confidences(found.heights)
        self.stretch = stretch
        listed = self.confidence >= LEAST_CONFIDENCE
        self.hit = np.full(len(at), -1)
        self.hit[listed] = matched(self.times_s[listed], stretch.times_s, tolerance_s=TOLERANCE_S)


def at_confidence(found: list[Found], least: float) -> dict[str, Any]:
    """Gives the score of all candidates of at least this confidence."""
    score = pooled(
        [
            scored(
                each.times_s[each.confidence >= least], each.stretch.times_s,
                tolerance_s=TOLERANCE_S, minutes=each.stretch.minutes,
            )
            for each in found
        ]
    )  # fmt: skip
    return {
        "confidence": least,
        "f1": rounded(score.f1), "sensitivity": rounded(score.sensitivity),
        "precision": rounded(score.precision), "false_per_minute": rounded(score.false_per_minute, 2),
    }  # fmt: skip


def rounded(value: float | None, digits: int = 3) -> float | None:
    """Gives the value rounded, None as None."""
    return None if value is None else round(value, digits)


def at_one_false_a_minute(found: list[Found]) -> dict[str, Any]:
    """Gives the share found of each height where the threshold lets one false a minute through."""
    odds = np.concatenate([each.odds for each in found])
    hit = np.concatenate([each.hit >= 0 for each in found])
    snr = np.concatenate(
        [np.where(each.hit >= 0, each.stretch.snr[np.maximum(each.hit, 0)], 0) for each in found]
    )
    minutes = sum(each.stretch.minutes for each in found)
    order = np.argsort(-odds, kind="stable")
    false = np.cumsum(~hit[order])
    kept = order[: int(np.searchsorted(false, minutes, side="right"))]
    total = np.concatenate([each.stretch.snr for each in found])
    return {str(each): round(float((snr[kept] == each).sum() / (total == each).sum()), 3) for each in SNRS}


def best_f1(found: list[Found]) -> dict[str, Any]:
    """Gives the score at the confidence whose F1 is best."""
    levels = np.unique(np.round(np.concatenate([each.confidence for each in found]), 3))
    scores = [at_confidence(found, float(each)) for each in levels if each >= LEAST_CONFIDENCE]
    return max(scores, key=lambda each: each["f1"] or 0)


def monotone(odds: Floats, hit: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Gives a monotone regression of hits on log odds: pooled adjacent violators."""
    order = np.argsort(odds)
    blocks: list[list[float]] = []
    for at, value in zip(odds[order].tolist(), hit[order].astype(float).tolist(), strict=True):
        blocks.append([at, value, 1.0])
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            last = blocks.pop()
            total = blocks[-1][2] + last[2]
            for place in (0, 1):
                blocks[-1][place] = (blocks[-1][place] * blocks[-1][2] + last[place] * last[2]) / total
            blocks[-1][2] = total
    return np.array([each[0] for each in blocks]), np.array([each[1] for each in blocks])


def honest(found: list[Found], other: list[Found]) -> dict[str, Any]:
    """Gives the reliability as it ships, and with a calibration fitted on the other person alone."""
    sure = np.concatenate([each.confidence for each in found])
    hit = np.concatenate([each.hit >= 0 for each in found])
    listed = sure >= LEAST_CONFIDENCE
    distance, rows = reliability(sure[listed], hit[listed])
    at, share = monotone(
        np.concatenate([each.odds for each in other]), np.concatenate([each.hit >= 0 for each in other])
    )
    foreign = np.interp(np.concatenate([each.odds for each in found]), at, share)
    kept = foreign >= LEAST_CONFIDENCE
    return {
        "mean_distance": round(distance, 3),
        "mean_distance_fitted_on_the_other_person": round(reliability(foreign[kept], hit[kept])[0], 3),
        "bins": [[round(a, 2), round(b, 2), n] for a, b, n in rows],
    }


def peers_found(stretches: list[Stretch], python: str, folder: Path) -> dict[str, Any]:
    """Gives what peers find in stretches, in their environment."""
    best = [int((np.abs(band(each.samples)) / noise(band(each.samples)))[
        (each.times_s * RATE_HZ).astype(int)].max(axis=0).argmax()) for each in stretches]  # fmt: skip
    held = {str(index): each.samples for index, each in enumerate(stretches)}
    np.savez(folder / "in.npz", **{**held, str(len(stretches)): np.array(best)})  # type: ignore[arg-type]
    script = Path(__file__).parent / "detect_peers" / "run.py"
    subprocess.run([python, str(script), str(folder / "in.npz"), str(folder / "out.json")], check=True)
    answer: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return answer


def peer_scores(found: dict[str, Any], stretches: list[Stretch]) -> dict[str, dict[str, Any]]:
    """Gives the score of each peer by setting."""
    result: dict[str, dict[str, Any]] = {}
    for name, by_setting in found.items():
        tolerance_s = PEER_TOLERANCE_S if name in {"neurokit2", "biosppy"} else TOLERANCE_S
        result[name] = {}
        for setting, lists in by_setting.items():
            score = pooled(
                [
                    scored(
                        np.array(times) / RATE_HZ, each.times_s, tolerance_s=tolerance_s, minutes=each.minutes
                    )
                    for times, each in zip(lists, stretches, strict=True)
                ]
            )
            result[name][setting] = {
                "f1": rounded(score.f1), "sensitivity": rounded(score.sensitivity),
                "false_per_minute": rounded(score.false_per_minute, 2),
            }  # fmt: skip
    return result


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers")
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    made = {who: [hybrid(given.folder, who, seed=seed) for seed in range(given.seeds)] for who in SUBJECTS}
    ours = {who: [[Found(each) for each in one] for one in made[who]] for who in SUBJECTS}
    flat = {who: [each for one in ours[who] for each in one] for who in SUBJECTS}
    document: dict[str, Any] = {
        "command": "python -m benchmarks.detect_emg FOLDER --peers PYTHON",
        "event_mix": "3, 4, 5, 6, 8, 12 times the noise, five of the six in each 4.2 s: 71 a minute",
        "seeds": given.seeds,
        "default_confidence": SURE_FROM,
        "people": {},
    }
    for who, other in (SUBJECTS, SUBJECTS[::-1]):
        whole = [Found(joined(one)) for one in made[who]]
        every = [Found(each) for each in hybrid(given.folder, who, seed=0, clean=False)]
        document["people"][who] = {
            "stretches": len(flat[who]), "minutes": round(sum(each.stretch.minutes for each in flat[who]), 2),
            "potentials": sum(len(each.stretch.snr) for each in flat[who]),
            "best": best_f1(flat[who]),
            "default": at_confidence(flat[who], SURE_FROM),
            "at_confidence_0.5": at_confidence(flat[who], 0.5),
            "sensitivity_at_one_false_a_minute": at_one_false_a_minute(flat[who]),
            "reliability": honest(flat[who], flat[other]),
            "joined_into_one_recording": {
                "best": best_f1(whole), "default": at_confidence(whole, SURE_FROM),
                "reliability": honest(whole, flat[other])["mean_distance"],
            },
            "all_stretches_own_potentials_counted_as_false": {
                "best": best_f1(every), "default": at_confidence(every, SURE_FROM),
            },
        }  # fmt: skip
        print(who, json.dumps(document["people"][who], indent=1), flush=True)
    both = [each for who in SUBJECTS for each in flat[who]]
    document["both"] = {
        "best": best_f1(both), "default": at_confidence(both, SURE_FROM),
        "at_confidence_0.5": at_confidence(both, 0.5),
        "sensitivity_at_one_false_a_minute": at_one_false_a_minute(both),
        "reliability": honest(both, both)["mean_distance"],
    }  # fmt: skip
    written(document, RESULT)
    if given.peers:
        scores = {}
        for who in SUBJECTS:
            with tempfile.TemporaryDirectory() as folder:
                scores[who] = peer_scores(peers_found(made[who][0], given.peers, Path(folder)), made[who][0])
        document["peers_on_the_first_seed"] = {
            "ours": {who: best_f1(ours[who][0]) for who in SUBJECTS}
            | {f"{who} at the default": at_confidence(ours[who][0], SURE_FROM) for who in SUBJECTS},
            **{
                name: {
                    who: {
                        "default": next(iter(scores[who][name].values()))
                        if name in {"neurokit2", "biosppy"}
                        else scores[who][name]["5.0"],
                        "tuned_on_the_other": {
                            "setting": (
                                best := max(
                                    scores[other][name], key=lambda s: scores[other][name][s]["f1"] or 0
                                )
                            ),
                            **scores[who][name][best],
                        },
                        "best_here": max(scores[who][name].values(), key=lambda s: s["f1"] or 0),
                    }
                    for who, other in (SUBJECTS, SUBJECTS[::-1])
                }
                for name in scores[SUBJECTS[0]]
            },
        }
        written(document, RESULT)


if __name__ == "__main__":
    main()
