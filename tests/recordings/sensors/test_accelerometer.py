from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from untwitch.recordings.confidence import CALIBRATION
from untwitch.recordings.detect import detect
from untwitch.recordings.recording import Recording, of_array
from untwitch.recordings.sensor import Window
from untwitch.recordings.sensors import sensor_named
from untwitch.recordings.sensors.accelerometer import (
    SENSOR,
    SETTLING,
    TOUCHED,
    artefacts,
    condition,
    is_handled,
)

RATE_HZ = 100.0
Samples = npt.NDArray[np.float32]
TWITCHES_S = np.arange(5.37, 58, 4.1)


def at_rest(*, seconds: float = 60.0, rate_hz: float = RATE_HZ, beat_mm_s2: float = 60.0) -> Samples:
    """A phone on a chest: noise of 5 mm/s2, gravity, a breath and a heartbeat."""
    chance = np.random.default_rng(4)
    n = round(seconds * rate_hz)
    times = np.arange(n) / rate_hz
    samples = chance.normal(loc=[0, 0, 9810], scale=5.0, size=(n, 3))
    samples[:, 2] += 15 * np.sin(2 * np.pi * 0.25 * times)
    at = np.arange(round(0.12 * rate_hz)) / rate_hz
    beat = np.exp(-at / 0.03) * np.sin(2 * np.pi * 28 * at)
    for time_s in np.cumsum(0.9 + 0.03 * np.sin(np.arange(round(seconds)))):
        first = round(time_s * rate_hz)
        part = samples[first : first + len(beat)]
        part += beat_mm_s2 * beat[: len(part), None] * [0.2, 0.3, 1.0]
    return samples.astype(np.float32)


def with_twitches(samples: Samples, *, size_mm_s2: float, rate_hz: float = RATE_HZ) -> Samples:
    at = np.arange(round(0.3 * rate_hz)) / rate_hz
    pulse = np.exp(-at / 0.04) * np.sin(2 * np.pi * 25 * at)
    changed = samples.copy()
    for time_s in TWITCHES_S:
        first = round(time_s * rate_hz)
        changed[first : first + len(at)] += (size_mm_s2 * pulse[:, None] * [0.6, 0.6, 0.5]).astype(np.float32)
    return changed


def phone(samples: Samples, *, rate_hz: float = RATE_HZ) -> Recording:
    return of_array(samples, rate_hz=rate_hz, sensor="accelerometer", unit="mm/s2")


def window(samples: Samples) -> Window:
    raw = samples - samples[0]
    missing = np.zeros(len(raw), np.bool_)
    return Window(0, 1000, len(raw) - 1000, RATE_HZ, raw, raw - np.median(raw, axis=0), missing)


def test_the_sensor_is_found_by_its_name() -> None:
    assert sensor_named("accelerometer") is SENSOR


@pytest.mark.parametrize("rate_hz", [74.0, 100.0, 250.0])
def test_twitches_beside_a_heartbeat_are_found(rate_hz: float) -> None:
    samples = with_twitches(at_rest(rate_hz=rate_hz), size_mm_s2=300, rate_hz=rate_hz)
    found = detect(phone(samples, rate_hz=rate_hz))
    sure = np.array([each.time_s for each in found.twitches if each.confidence > 0.5])
    off = np.abs(sure[:, None] - TWITCHES_S[None, :])
    assert (off.min(axis=0) < 0.1).mean() >= 0.9
    assert (off.min(axis=1) > 0.1).sum() <= 2


def test_a_heartbeat_alone_is_hardly_a_twitch() -> None:
    found = detect(phone(at_rest()))
    assert sum(each.confidence > 0.5 for each in found.twitches) <= 1


def test_peaks_beside_a_heart_count_less_than_those_of_a_muscle() -> None:
    samples = phone(with_twitches(at_rest(), size_mm_s2=60))
    own = detect(samples).count
    as_muscle = detect(samples, sensor=replace(SENSOR, calibration=CALIBRATION)).count
    assert own is not None
    assert as_muscle is not None
    assert own.expected < 0.8 * as_muscle.expected
    odds, share = np.array(SENSOR.calibration).T
    assert (np.diff(odds) > 0).all()
    assert (np.diff(share) > 0).all()


def test_the_first_three_seconds_and_every_touch_are_left_out_and_said() -> None:
    samples = at_rest()
    samples[3000:3080, 0] += 2500 * np.sin(2 * np.pi * 2 * np.arange(80) / RATE_HZ).astype(np.float32)
    found = detect(phone(samples))
    assert (found.excluded[0].start_s, found.excluded[0].reason) == (0, SETTLING)
    touched = [each for each in found.excluded if each.reason == TOUCHED]
    assert min(each.start_s for each in touched) == pytest.approx(29.3, abs=0.7)
    assert max(each.end_s for each in touched) == pytest.approx(31.6, abs=0.9)


def test_movement_far_above_its_half_minute_is_handling_and_a_steady_sway_is_not() -> None:
    sway = 30 * np.sin(2 * np.pi * 1.1 * np.arange(3000) / RATE_HZ)
    samples = at_rest(seconds=30)
    samples[:, 1] += sway.astype(np.float32)
    assert not is_handled(window(samples)).any()
    samples[1500:1600, 1] += 12 * sway[:100].astype(np.float32)
    assert is_handled(window(samples))[1500:1600].all()


def test_a_window_of_nothing_but_handling_is_given_as_it_is() -> None:
    chance = np.random.default_rng(1)
    shaken = window((chance.normal(size=(3000, 3)) * 5000).astype(np.float32))
    assert condition(shaken).loudness is None
    found = artefacts(shaken, np.ones(3, np.float32))
    assert [each.reason for each in found] == [TOUCHED]
    assert (found[0].start_s, found[0].end_s) == (10, 20)


def test_a_window_without_a_sample_is_given_as_it_is() -> None:
    raw = np.zeros((3000, 3), np.float32)
    nothing = Window(0, 1000, 2000, RATE_HZ, raw, raw, np.ones(3000, np.bool_))
    assert condition(nothing).loudness is None
    assert not is_handled(nothing).any()


@pytest.mark.slow
def test_phone_recordings_give_the_same_for_every_read_size() -> None:
    recording = phone(with_twitches(at_rest(), size_mm_s2=150))
    first = detect(recording).to_json(drawn=True)
    assert detect(recording, read_s=2.0).to_json(drawn=True) == first
    assert detect(recording, workers=2, read_s=60.0).to_json(drawn=True) == first
