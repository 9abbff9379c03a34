import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.recordings.confidence import CALIBRATION, confidences, expit, log_odds, noise_spread


def peaks_of_noise(n: int, spread: float = 1.1, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.sqrt(4 + 2 * spread**2 * random.exponential(size=n))


def test_the_spread_of_noise_is_found_from_its_low_peaks() -> None:
    assert noise_spread(peaks_of_noise(5000, 1.0)) == pytest.approx(1.0, abs=0.05)
    assert noise_spread(peaks_of_noise(5000, 1.3)) == pytest.approx(1.3, abs=0.07)
    assert noise_spread(np.zeros(0)) == pytest.approx(1.1, abs=0.02)


def test_noise_alone_gives_hardly_a_twitch_and_clear_peaks_are_twitches() -> None:
    noise = peaks_of_noise(2000)
    assert confidences(noise).sum() < 10
    both = confidences(np.concatenate([noise, np.full(20, 20.0)]))
    assert both[-20:].min() > 0.9
    assert len(confidences(np.zeros(0))) == 0


def test_one_high_peak_means_less_among_more_noise() -> None:
    few = log_odds(np.concatenate([peaks_of_noise(30), [4.5]]))[-1]
    many = log_odds(np.concatenate([peaks_of_noise(3000), [4.5]]))[-1]
    assert many < few


@given(heights=st.lists(st.floats(2.0, 400.0), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_confidence_is_a_probability_and_never_falls_as_the_statistic_rises(heights: list[float]) -> None:
    ordered = np.sort(np.array(heights))
    sure = confidences(ordered)
    assert ((sure >= 0) & (sure <= 1)).all()
    assert (np.diff(sure) >= 0).all()


def test_a_calibration_of_its_own_says_what_a_sensor_s_peaks_came_to() -> None:
    heights = np.concatenate([peaks_of_noise(300), np.full(5, 9.0)])
    assert confidences(heights, calibration=((-5.0, 0.0), (1.0, 0.4), (9e9, 0.4)))[-5:] == pytest.approx(0.4)
    assert confidences(heights)[-5:].min() > 0.8


def test_the_calibration_rises() -> None:
    odds, share = np.array(CALIBRATION).T
    assert (np.diff(odds) > 0).all()
    assert (np.diff(share) > 0).all()
    np.testing.assert_allclose(expit(np.array([-1e9, 0, 1e9])), [0, 0.5, 1], atol=1e-9)
