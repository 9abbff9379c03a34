import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.recordings.recording import of_array
from untwitch.recordings.windows import raw_windows, window_cuts


def test_a_short_rest_joins_the_last_window_and_a_long_one_is_its_own() -> None:
    assert window_cuts(2400, rate_hz=100.0) == [0, 1000, 2400]
    assert window_cuts(2500, rate_hz=100.0) == [0, 1000, 2000, 2500]
    assert window_cuts(30, rate_hz=100.0) == [0, 30]


def test_cuts_lie_on_multiples_of_the_factor() -> None:
    assert [each % 3 for each in window_cuts(9000, rate_hz=100.1, factor=3)[:-1]] == [0] * 9


@given(
    n=st.integers(1, 700),
    read_s=st.sampled_from([0.3, 2.0, 10.0, 60.0]),
    factor=st.integers(1, 3),
)
@settings(max_examples=40, deadline=None)
def test_windows_hold_every_sample_once_whatever_the_reads(n: int, read_s: float, factor: int) -> None:
    values = np.arange(n, dtype=np.float32)
    recording = of_array(np.stack([values, -values], axis=1), rate_hz=20.0)
    kept = []
    for window in raw_windows(recording, margin_s=0.5, factor=factor, read_s=read_s):
        assert window.first_index % factor == 0
        kept.append(window.samples[window.start : window.stop])
        inside = window.samples[:, 0]
        place = np.arange(len(inside)) + window.first_index
        expected = np.where((place >= 0) & (place < n), place, np.nan)
        np.testing.assert_array_equal(inside, expected.astype(np.float32))
    np.testing.assert_array_equal(np.concatenate(kept)[:, 1], -values)


def test_a_recording_that_ends_before_it_says_leaves_holes() -> None:
    recording = dataclasses.replace(of_array(np.ones((100, 1)), rate_hz=10.0), n_samples=150)
    first, last = raw_windows(recording, margin_s=0.1)
    assert np.isnan(last.samples[1:]).all()
    assert not np.isnan(last.samples[0]).any()
    assert (last.index, last.start, last.inside) == (1, 1, (0, 51))
    assert (first.index, first.inside) == (0, (1, 102))


@pytest.mark.parametrize("margin_s", [0.1, 0.4])
def test_the_margin_is_as_long_as_asked(margin_s: float) -> None:
    window = next(iter(raw_windows(of_array(np.ones((100, 1)), rate_hz=10.0), margin_s=margin_s)))
    assert window.start == round(margin_s * 10)
    assert len(window.samples) == 100 + 2 * window.start
