import dataclasses

import numpy as np
import pytest

from untwitch.recordings.noise import (
    following_noise,
    local_noise,
    quiet_rows,
    stretch_cuts,
    stretch_noise,
    stretch_s,
    usable_channels,
)
from untwitch.recordings.sensor import Window
from untwitch.recordings.sensors.emg import SENSOR


def window(samples: np.ndarray, missing: np.ndarray | None = None) -> Window:
    held = samples.astype(np.float32)
    gone = np.zeros(len(held), np.bool_) if missing is None else missing
    return Window(0, 0, len(held), 1000.0, held, held, gone)


def test_a_stretch_is_a_second_for_emg_and_longer_for_a_narrow_band() -> None:
    assert stretch_s(SENSOR, rate_hz=1000.0) == 1.0
    narrow = dataclasses.replace(SENSOR, band_hz=(20.0, 45.0), least_rate_hz=90.0)
    assert stretch_s(narrow, rate_hz=100.0) == 5.0
    assert (
        stretch_s(dataclasses.replace(narrow, band_hz=(2.0, 12.0), least_rate_hz=25.0), rate_hz=30.0) == 10.0
    )


def test_noise_of_a_stretch_is_the_deviation_whatever_a_few_peaks_do() -> None:
    samples = 3 * np.random.default_rng(0).standard_normal((4000, 2))
    samples[::100] = 500
    noise = stretch_noise(window(samples), length_s=1.0)
    assert noise.shape == (4, 2)
    np.testing.assert_allclose(noise, 3, rtol=0.2)
    assert stretch_cuts(window(samples), length_s=1.0) == [0, 1000, 2000, 3000, 4000]


def test_a_stretch_that_is_missing_is_unknown_and_not_silent() -> None:
    gone = np.zeros(3000, np.bool_)
    gone[1000:2000] = True
    noise = stretch_noise(window(np.random.default_rng(0).standard_normal((3000, 1)), gone), length_s=1.0)
    assert np.isnan(noise[1]).all()
    assert np.isfinite(noise[[0, 2]]).all()
    np.testing.assert_allclose(local_noise(noise), 1, rtol=0.15)
    assert np.isnan(local_noise(np.full((3, 2), np.nan, np.float32))).all()


def test_a_tensed_muscle_does_not_count_as_noise() -> None:
    stretches = np.array([[3.0], [3.1], [2.9]] + [[40.0]] * 10, np.float32)
    assert local_noise(stretches)[0] == pytest.approx(3.0, rel=0.05)


def test_noise_that_swells_is_followed_and_a_tensed_stretch_takes_the_nearest() -> None:
    own = np.array([[1.0], [1.0], [1.0], [1.4], [1.4], [1.4], [9.0]], np.float32)
    followed = following_noise(own, np.array([1.0], np.float32))
    np.testing.assert_allclose(followed[:, 0], [1, 1, 1, 1.4, 1.4, 1.4, 1.4])
    loud = following_noise(own[-1:], np.array([1.0], np.float32))
    np.testing.assert_allclose(loud, [[1.0]])
    np.testing.assert_allclose(following_noise(own[:2], np.array([1.0], np.float32)), [[1.0], [1.0]])
    still = following_noise(np.array([[0.1]], np.float32), np.array([1.0], np.float32))
    np.testing.assert_allclose(still, [[0.5]])


def test_silent_stuck_and_loud_channels_are_left_out() -> None:
    noise = np.array([3, 3.2, 0, 20, 2.8, np.nan], np.float32)
    stuck = np.array([False, True, False, False, False, False])
    assert usable_channels(noise, stuck=stuck).tolist() == [True, False, False, False, True, False]
    assert not usable_channels(np.zeros(2, np.float32), stuck=np.zeros(2, np.bool_)).any()


def test_quiet_rows_are_those_where_nothing_stands_out() -> None:
    assert quiet_rows(np.array([1, 4.4, 4.6], np.float32)).tolist() == [True, True, False]
