from collections.abc import Callable
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from untwitch.recordings import biquad

RANDOM = np.random.default_rng(1)


def noise(n: int = 400, k: int = 3) -> np.ndarray:
    return RANDOM.standard_normal((n, k)).astype(np.float32)


@pytest.mark.parametrize(("made", "kind"), [(biquad.high_pass, "highpass"), (biquad.low_pass, "lowpass")])
def test_a_biquad_has_the_coefficients_of_a_butterworth_filter(
    made: Callable[..., biquad.Biquad], kind: Literal["highpass", "lowpass"]
) -> None:
    ours = made(20.0, rate_hz=1000.0)
    top, bottom = signal.butter(2, 20, kind, fs=1000)
    np.testing.assert_allclose([*ours[:3], 1, *ours[3:]], [*top, *bottom], rtol=1e-9)


def test_a_filter_both_ways_equals_scipy_from_rest() -> None:
    x, cut = noise(), biquad.high_pass(20.0, rate_hz=1000.0)
    top, bottom = cut[:3], (1, *cut[3:])
    forth = signal.lfilter(top, bottom, x.astype(float), axis=0)
    both = signal.lfilter(top, bottom, forth[::-1], axis=0)[::-1]
    np.testing.assert_allclose(biquad.two_way(x.copy(), cut), both, atol=1e-4)


def test_compiled_loops_and_plain_numpy_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    x = noise(300, 4)
    x[50:60, 1] = np.nan
    x[:5, 2] = np.nan
    x[100:110] = np.nan
    taps = biquad.thinning_taps(100.0, rate_hz=1000.0, factor=3)
    cut = biquad.low_pass(50.0, rate_hz=1000.0)

    def run() -> list[np.ndarray]:
        held = np.asfortranarray(x)
        out = np.empty_like(x, order="C")
        biquad.laid(held, out=out)
        steps, missing = biquad.levelled(out)
        thin = biquad.thinned(out, taps, factor=3)
        both = biquad.two_way(out.copy(), cut)
        scale, z = np.arange(1, 5).astype(np.float32), np.empty_like(out)
        most = biquad.scaled(out, scale, out=z)
        return [steps, missing, out, thin, both, z, most, biquad.mean_squares(out, scale)]

    compiled = run()
    monkeypatch.setattr(biquad, "COMPILED", False)
    for ours, plain in zip(compiled, run(), strict=True):
        np.testing.assert_allclose(ours, plain, atol=1e-4)


def test_levelling_takes_the_first_value_off_and_holds_the_last_over_a_hole() -> None:
    x = np.array([[np.nan, 5], [10, 6], [np.nan, 9], [12, np.nan]], np.float32)
    steps, missing = biquad.levelled(x)
    np.testing.assert_array_equal(x, [[0, 0], [0, 1], [0, 4], [2, 4]])
    np.testing.assert_array_equal(missing, [1, 0, 1, 1])
    np.testing.assert_array_equal(steps, [0, 1, 3, 2])
    np.testing.assert_array_equal(biquad.any_missing(missing), [True, False, True, True])


def test_a_channel_without_any_sample_becomes_still() -> None:
    x = np.full((4, 1), np.nan, np.float32)
    _, missing = biquad.levelled(x)
    assert missing.tolist() == [1, 1, 1, 1]
    np.testing.assert_array_equal(x, np.zeros((4, 1)))


@given(factor=st.integers(1, 5), n=st.integers(30, 200))
@settings(max_examples=20, deadline=None)
def test_thinning_keeps_a_constant_and_every_factor_th_place(factor: int, n: int) -> None:
    taps = biquad.thinning_taps(40.0, rate_hz=1000.0, factor=factor)
    thin = biquad.thinned(np.full((n, 2), 7, np.float32), taps, factor=factor)
    assert thin.shape == (-(-n // factor), 2)
    np.testing.assert_allclose(thin, 7, rtol=1e-5)


def test_thinning_lets_a_slow_wave_through_and_stops_a_fast_one() -> None:
    t = np.arange(2000)[:, np.newaxis] / 2000
    taps = biquad.thinning_taps(200.0, rate_hz=2000.0, factor=4)
    slow = biquad.thinned(np.sin(2 * np.pi * 50 * t).astype(np.float32), taps, factor=4)
    fast = biquad.thinned(np.sin(2 * np.pi * 450 * t).astype(np.float32), taps, factor=4)
    np.testing.assert_allclose(slow[20:-20, 0], np.sin(2 * np.pi * 50 * t[::4, 0])[20:-20], atol=0.02)
    assert np.abs(fast[20:-20]).max() < 0.02


def test_scaling_gives_the_largest_of_each_row() -> None:
    z, scale = np.array([[1, -4], [2, 1]], np.float32), np.array([2, 1], np.float32)
    assert biquad.mean_squares(z, scale).tolist() == [10, 8.5]
    most = biquad.scaled(z, scale, out=z)
    np.testing.assert_array_equal(z, [[2, -4], [4, 1]])
    np.testing.assert_array_equal(most, [4, 4])
