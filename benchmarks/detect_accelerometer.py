"""How many twitches of a phone on the chest are found, beside the false ones that the heartbeat makes.

Real recordings of a phone on the chest of a person at rest, the worst place for it; into each, damped 25 Hz
pulses of known times are put, in a random direction, their largest acceleration being 30, 100 or 300 mm/s2.
The pulses are made up: no phone recording with known twitches was at hand. Judged is the statistic of
`detect`, at the threshold at which the recordings as they are give one false twitch a minute, and at the
default. Pulses in time that is not analysed are not counted; how much that is, is said.

Run: `python benchmarks/detect_accelerometer.py [FOLDER] [--most N]`. FOLDER holds more recordings of the same
public set (`Subject_*/Recording_*/scg.csv`); without it the six beside the project are used. Constants of the
detector were chosen on subjects of odd number of the larger set; tested are all others and the six.
The figures go to results/detect_accelerometer.json.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from untwitch.recordings.detect import detect
from untwitch.recordings.excluded import disjoint, outside
from untwitch.recordings.open import open_recording
from untwitch.recordings.recording import Recording, of_array
from untwitch.recordings.score import matched
from untwitch.recordings.sensors.accelerometer import SENSOR
from untwitch.recordings.stream import judged_windows

RESULT = Path(__file__).parent / "results" / "detect_accelerometer.json"
REAL = Path(os.environ.get("UNTWITCH_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
GIVEN = {"Subject_0005", "Subject_0017", "Subject_0023", "Subject_0047", "Subject_0072", "Subject_0103"}
SIZES_MM_S2 = (30.0, 100.0, 300.0)
PULSE_HZ, PULSE_DECAY_S, PULSE_S = 25.0, 0.04, 0.3
EVERY_S = 4.0
SEED = 7

Floats = npt.NDArray[np.float64]
Peaks = tuple[Floats, Floats, tuple[tuple[float, float], ...]]


@dataclass(frozen=True)
class Person:
    """One recording: who, and its samples."""

    subject: str
    rate_hz: float
    samples: npt.NDArray[np.float32]

    def recording(self, samples: npt.NDArray[np.float32] | None = None) -> Recording:
        """Gives these samples, or others in their place, as a recording."""
        held = self.samples if samples is None else samples
        return of_array(held, rate_hz=self.rate_hz, sensor="accelerometer", unit="mm/s2", name=self.subject)


def people(folder: Path | None) -> Iterator[Person]:
    """Gives every recording, read as a person's own file is."""
    six = sorted((REAL / "recordings/accelerometer/mscardio").glob("Subject_*/scg.csv"))
    more = sorted(folder.glob("**/Subject_*/Recording_*/scg.csv")) if folder else []
    for path in [*six, *more]:
        subject = next(part for part in path.parts if part.startswith("Subject_"))[:12]
        if path in six or subject not in GIVEN:
            opened = open_recording(path, sensor="accelerometer", unit="m/s2")
            yield Person(subject, opened.rate_hz, np.concatenate([each.samples for each in opened.blocks()]))


def pulse(rate_hz: float, *, off_s: float) -> Floats:
    """Gives a pulse whose largest value is 1, begun so long before its first sample."""

    def wave(at: Floats) -> Floats:
        return np.asarray(np.exp(-at / PULSE_DECAY_S) * np.sin(2 * np.pi * PULSE_HZ * at))

    fine = np.arange(0, PULSE_S, 1e-4)
    shape = wave(np.arange(round(PULSE_S * rate_hz)) / rate_hz + off_s)
    return np.asarray(shape / np.abs(wave(fine)).max())


def with_pulses(
    person: Person, size: float, chance: np.random.Generator, *, along_z: bool = False
) -> tuple[npt.NDArray[np.float32], Floats]:
    """Gives the samples with pulses about every four seconds, and when each is largest."""
    samples, times = person.samples.copy(), []
    at_s = 1.5 + chance.uniform(0, 2)
    while at_s < len(samples) / person.rate_hz - 1.5:
        way = np.array([0, 0, 1.0]) if along_z else chance.normal(size=3)
        first = int(np.ceil(at_s * person.rate_hz))
        shape = pulse(person.rate_hz, off_s=first / person.rate_hz - at_s)
        shape = size * shape[:, None] * way / np.linalg.norm(way)
        samples[first : first + len(shape)] += shape.astype(np.float32)
        times.append(at_s + 0.01)
        at_s += EVERY_S * chance.uniform(0.6, 1.4)
    return samples, np.array(times)


def detector(person: Person, samples: npt.NDArray[np.float32]) -> Peaks:
    """Gives peaks with their statistic, and what was left out, on the path of `detect`."""
    windows = list(judged_windows(person.recording(samples), sensor=SENSOR, step=100))
    left = disjoint(each for window in windows for each in window.excluded)
    rate_hz = person.rate_hz / SENSOR.thinning(person.rate_hz)
    peaks = np.concatenate([each.peaks for each in windows]) / rate_hz
    heights = np.concatenate([each.heights for each in windows]).astype(np.float64)
    keep = outside(peaks, left)
    return peaks[keep], heights[keep], tuple((each.start_s, each.end_s) for each in left)


def amplitude(person: Person, samples: npt.NDArray[np.float32]) -> Peaks:
    """Peer: the band of the sensor against a noise of ten seconds, and a peak finder."""
    from scipy import signal  # noqa: PLC0415 - the peer's

    rate = person.rate_hz
    sections = signal.butter(3, (20, min(45, 0.45 * rate)), "bandpass", fs=rate, output="sos")
    band = signal.sosfiltfilt(sections, samples - np.median(samples, axis=0), axis=0)
    z = np.empty(len(band))
    for first in range(0, len(band), round(10 * rate)):
        part = band[first : first + round(10 * rate)]
        z[first : first + len(part)] = np.abs(part / (1.4826 * np.median(np.abs(part), axis=0))).max(axis=1)
    z[: round(3 * rate)] = 0
    places, _ = signal.find_peaks(z, height=2.0, distance=max(1, round(0.15 * rate)))
    return places / rate, z[places], ((0.0, 3.0),)


def judged(found: Callable[..., Peaks], pool: Sequence[Person], *, along_z: bool = False) -> dict[str, Any]:
    """Gives sensitivity by size at one false twitch a minute, and at the default threshold."""
    clean = [found(each, each.samples) for each in pool]
    minutes = [
        (len(each.samples) / each.rate_hz - sum(end - start for start, end in left)) / 60
        for each, (_, _, left) in zip(pool, clean, strict=True)
    ]
    heights = np.sort(np.concatenate([each[1] for each in clean]))[::-1]
    threshold = float(heights[int(sum(minutes))])
    chance = np.random.default_rng(SEED)
    told: dict[str, Any] = {
        "recordings": len(pool),
        "subjects": len({each.subject for each in pool}),
        "minutes_analysed": round(sum(minutes), 1),
        "minutes": round(sum(len(each.samples) / each.rate_hz for each in pool) / 60, 1),
        "threshold_at_1_false_per_min": round(threshold, 2),
        "false_per_min_at_default": round(float((heights >= SENSOR.threshold).sum()) / sum(minutes), 2),
        "recordings_with_more_than_3_false": int(sum((each[1] > threshold).sum() > 3 for each in clean)),
    }
    for size in SIZES_MM_S2:
        counted = {"at_1_false_per_min": 0, "at_default": 0, "pulses": 0, "not_analysed": 0}
        for person, (_, _, left) in zip(pool, clean, strict=True):
            samples, times = with_pulses(person, size, chance, along_z=along_z)
            peaks, tall, _ = found(person, samples)
            inside = np.array([all(not start <= at < end for start, end in left) for at in times], bool)
            counted["pulses"] += int(inside.sum())
            counted["not_analysed"] += int((~inside).sum())
            for name, least in (("at_1_false_per_min", threshold), ("at_default", SENSOR.threshold)):
                hit = matched(peaks[tall > least], times, tolerance_s=SENSOR.tolerance_ms / 1000)
                counted[name] += int(inside[hit[hit >= 0]].sum())
        told[f"{size:g} mm/s2"] = {
            **counted,
            "sensitivity_at_1_false_per_min": round(counted["at_1_false_per_min"] / counted["pulses"], 3),
            "sensitivity_at_default": round(counted["at_default"] / counted["pulses"], 3),
        }
    return told


def chosen(pool: Sequence[Person], most: int) -> list[Person]:
    """Gives so many recordings, the first of every subject first."""
    order: dict[str, int] = {}
    ranked = []
    for each in pool:
        order[each.subject] = order.get(each.subject, 0) + 1
        ranked.append((order[each.subject], each))
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])][:most]


def main() -> None:
    told = argparse.ArgumentParser()
    told.add_argument("folder", nargs="?", type=Path)
    told.add_argument("--most", type=int, default=60)
    asked = told.parse_args()
    everybody = list(people(asked.folder))
    at_100 = [each for each in everybody if 95 < each.rate_hz < 105 and len(each.samples) > 3000]
    odd = [each for each in at_100 if int(each.subject[-4:]) % 2 and each.subject not in GIVEN]
    sets = {
        "the three beside the project, 100 Hz": [each for each in at_100 if each.subject in GIVEN],
        "fit, odd subjects, 100 Hz": chosen(odd, asked.most),
        "test, even subjects and the three, 100 Hz": chosen(
            [each for each in at_100 if not any(each is one for one in odd)], asked.most
        ),
        "other phones, 73 to 398 Hz": [each for each in everybody if not 95 < each.rate_hz < 105],
    }
    result: dict[str, Any] = {"platform": platform.platform(), "python": platform.python_version()}
    for name, pool in sets.items():
        if not pool:
            continue
        result[name] = {"detect": judged(detector, pool)}
        if "fit" not in name:
            result[name]["amplitude threshold"] = judged(amplitude, pool)
            result[name]["detect, pulses straight out of the screen"] = judged(detector, pool, along_z=True)
        print(name, json.dumps(result[name], indent=1), flush=True)
        RESULT.write_text(json.dumps(result, indent=1) + "\n")
    person = everybody[0]
    begin = time.process_time()
    detect(person.recording())
    seconds = len(person.samples) / person.rate_hz
    result["cpu_s_per_2_minutes"] = round((time.process_time() - begin) * 120 / seconds, 3)
    RESULT.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
