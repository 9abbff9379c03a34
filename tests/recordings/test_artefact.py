import dataclasses

import numpy as np

from untwitch.recordings.artefact import (
    JUMP,
    LIMIT,
    NEXT_TO_GAP,
    NO_SIGNAL,
    SETTLING,
    artefact_stretches,
    is_mains,
)
from untwitch.recordings.condition import Ready, conditioned
from untwitch.recordings.sensors.emg import SENSOR
from untwitch.recordings.windows import RawWindow


def ready(samples: np.ndarray, saturation: tuple[float, float] | None = None) -> Ready:
    held = RawWindow(0, 0, 0, len(samples), (0, len(samples)), samples.astype(np.float32).copy())
    return conditioned(held, sensor=SENSOR, rate_hz=1000.0, saturation=saturation)


def reasons(each: Ready, *, first: bool = False, **changed: object) -> list[tuple[str, float, float]]:
    sensor = dataclasses.replace(SENSOR, **changed)  # type: ignore[arg-type]
    found = artefact_stretches(each, sensor=sensor, sigma=3.0, first=first)
    return [(one.reason, one.start_s, one.end_s) for one in found]


def test_a_jump_is_left_out_until_the_filter_has_come_to_rest() -> None:
    samples = np.zeros((3000, 2))
    samples[1000:, 1] = 20_000
    ((reason, start_s, end_s),) = reasons(ready(samples))
    assert reason == JUMP
    assert 0.8 < start_s < 0.9
    assert 1.1 < end_s < 1.2
    large = samples * 100
    assert reasons(ready(large))[0][2] > end_s
    assert reasons(ready(samples / 100)) == []
    assert reasons(ready(samples), gates=frozenset()) == []
    assert reasons(ready(samples), largest_step=None) == []


def test_a_jump_in_the_first_half_second_is_the_recorder_settling() -> None:
    samples = np.zeros((3000, 1))
    samples[50:] = 10_000
    assert reasons(ready(samples), first=True)[0][0] == SETTLING
    assert reasons(ready(samples), first=False)[0][0] == JUMP


def test_a_gap_and_its_neighbours_are_left_out() -> None:
    samples = np.zeros((3000, 1))
    samples[1000:2000] = np.nan
    assert reasons(ready(samples)) == [(NO_SIGNAL, 1.0, 2.0), (NEXT_TO_GAP, 0.9, 2.1)]


def test_a_recorder_at_its_limit_is_left_out() -> None:
    samples = np.zeros((3000, 2))
    samples[1000:1010, 0] = 500
    assert [each[0] for each in reasons(ready(samples, (-500, 500)))] == [LIMIT]


def test_a_burst_of_hum_is_told_from_muscle() -> None:
    t = np.arange(1000)[:, np.newaxis] / 1000
    hum = 5 * np.sin(2 * np.pi * 50 * t) + np.sin(2 * np.pi * 150 * t)
    random = np.random.default_rng(0)
    noise = random.standard_normal((1000, 3))
    assert is_mains((hum + noise).astype(np.float32), rate_hz=1000.0)
    assert is_mains((5 * np.sin(2 * np.pi * 60 * t) + noise).astype(np.float32), rate_hz=1000.0)
    assert not is_mains((5 * noise).astype(np.float32), rate_hz=1000.0)
    assert not is_mains(hum[:100].astype(np.float32), rate_hz=1000.0)
