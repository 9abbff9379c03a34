import dataclasses

import numpy as np
import pytest

from untwitch.recordings.condition import conditioned, mains_lines, without_lines
from untwitch.recordings.sensor import Conditioned, Window
from untwitch.recordings.sensors.emg import SENSOR
from untwitch.recordings.windows import RawWindow


def raw(samples: np.ndarray, first: int = 0) -> RawWindow:
    return RawWindow(0, first, 0, len(samples), (0, len(samples)), samples.astype(np.float32).copy())


def wave(hz: float, rate_hz: float = 1000.0, seconds: float = 4.0, size: float = 1.0) -> np.ndarray:
    t = np.arange(round(rate_hz * seconds)) / rate_hz
    return (size * np.sin(2 * np.pi * hz * t))[:, np.newaxis]


@pytest.mark.parametrize(("hz", "kept"), [(2.0, False), (110.0, True), (310.0, True)])
def test_the_band_passes_muscle_and_stops_sway(hz: float, *, kept: bool) -> None:
    ready = conditioned(raw(wave(hz)), sensor=SENSOR, rate_hz=1000.0)
    middle = ready.window.conditioned[1000:3000]
    assert (np.abs(middle).max() > 0.9) == kept
    assert kept or np.abs(middle).max() < 0.05


def test_a_fast_recording_is_thinned_out_and_a_slow_band_of_a_medium_one_is_cut() -> None:
    ready = conditioned(raw(wave(100.0, 4000.0)), sensor=SENSOR, rate_hz=4000.0)
    assert ready.window.rate_hz == 1000.0
    assert len(ready.window.conditioned) == 4000
    medium = conditioned(raw(wave(700.0, 1500.0)), sensor=SENSOR, rate_hz=1500.0)
    assert medium.window.rate_hz == 1500.0
    assert np.abs(medium.window.conditioned[500:5000]).max() < 0.25


def test_a_line_of_the_mains_is_found_and_taken_out_and_a_twitch_stays() -> None:
    random = np.random.default_rng(0)
    rest = random.standard_normal((10_000, 3))
    hum = wave(50.02, seconds=10.0, size=4.0) + wave(150.06, seconds=10.0)
    ready = conditioned(raw(rest + hum), sensor=SENSOR, rate_hz=1000.0)
    assert [round(each) for each in ready.lines_hz] == [50, 150]
    left = ready.window.conditioned[1000:9000]
    assert np.std(left) == pytest.approx(np.std(conditioned(raw(rest), sensor=SENSOR, rate_hz=1000.0).window
                                                .conditioned[1000:9000]), rel=0.03)  # fmt: skip


def test_no_line_is_seen_in_noise_or_in_too_short_a_window() -> None:
    random = np.random.default_rng(0)
    rest = random.standard_normal((10_000, 2)).astype(np.float32)
    assert mains_lines(rest, rate_hz=1000.0, highest_hz=450.0) == ()
    assert mains_lines(rest[:1000] + wave(50.0, seconds=1.0), rate_hz=1000.0, highest_hz=450.0) == ()
    assert without_lines(rest, (), rate_hz=1000.0) is rest


def test_saturation_and_steps_and_holes_are_marked() -> None:
    samples = np.zeros((2000, 2), np.float32)
    samples[500:510, 0] = 100
    samples[:, 1] = 100
    samples[1500:1600, 0] = np.nan
    ready = conditioned(raw(samples), sensor=SENSOR, rate_hz=1000.0, saturation=(-100, 100))
    assert np.flatnonzero(ready.saturated).tolist() == list(range(500, 510))
    assert ready.stuck.tolist() == [False, True]
    assert ready.step[500] == 100
    assert np.flatnonzero(ready.window.missing).tolist() == list(range(1500, 1600))


def test_a_sensor_s_own_condition_comes_last() -> None:
    def silent(window: Window) -> Conditioned:
        return Conditioned(window.conditioned * 0, np.full(len(window.missing), 2, np.float32))

    ready = conditioned(
        raw(wave(100.0)), sensor=dataclasses.replace(SENSOR, condition=silent), rate_hz=1000.0
    )
    assert not ready.window.conditioned.any()
    assert ready.loudness is not None
    assert ready.loudness[0] == 2
