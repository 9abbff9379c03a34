from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.recordings import recording as module
from untwitch.recordings.recording import Gap, Recording, of_array


def a_recording(**changed: Any) -> Recording:
    fields: dict[str, Any] = {
        "name": "arm.edf",
        "sensor": "emg",
        "unit": "uV",
        "rate_hz": 1000.0,
        "channel_names": ("one", "two"),
        "n_samples": 2500,
        "open_blocks": lambda _: iter(()),
    }
    return Recording(**(fields | changed))


def test_a_recording_says_how_long_and_how_wide_it_is() -> None:
    one = a_recording()
    assert one.duration_s == 2.5
    assert one.n_channels == 2


@given(
    n=st.integers(1, 400),
    channels=st.integers(1, 4),
    seconds=st.floats(0.001, 10),
)
def test_blocks_of_any_length_are_the_whole_in_order(n: int, channels: int, seconds: float) -> None:
    samples = np.arange(n * channels, dtype=np.float32).reshape(n, channels)
    whole = of_array(samples, rate_hz=100)
    for _ in range(2):
        blocks = list(whole.blocks(seconds=seconds))
        assert [each.first_index for each in blocks] == list(
            np.cumsum([0, *(len(each.samples) for each in blocks[:-1])])
        )
        np.testing.assert_array_equal(np.concatenate([each.samples for each in blocks]), samples)
    assert all(len(each.samples) == max(1, round(seconds * 100)) for each in blocks[:-1])


def test_an_hour_of_many_channels_comes_in_blocks_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_BLOCK_SAMPLES", 64)
    whole = of_array(np.zeros((100, 8)), rate_hz=1)
    assert [len(each.samples) for each in whole.blocks(seconds=3600)] == [8] * 12 + [4]


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_block_without_a_length_is_refused(seconds: float) -> None:
    with pytest.raises(Refused, match="a block of"):
        a_recording().blocks(seconds=seconds)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sensor": "ear"}, "known: emg, accelerometer, video"),
        ({"unit": "mV"}, "unit is 'mV'; known: uV"),
        ({"rate_hz": 0.0}, "0 samples a second"),
        ({"rate_hz": float("nan")}, "nan samples a second"),
        ({"rate_hz": 1e9}, "1e\\+09 samples a second"),
        ({"channel_names": ()}, "0 channels"),
        ({"channel_names": ("x",) * 1025}, "1025 channels"),
        ({"n_samples": 0}, "holds no samples"),
        ({"n_samples": 10**12}, "hours; at most 48"),
        ({"positions": np.zeros((3, 2))}, "not one a channel"),
    ],
)
def test_what_is_no_recording_is_refused(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        a_recording(**changed)


def test_positions_stand_beside_their_channels() -> None:
    assert a_recording(positions=np.zeros((2, 2))).positions is not None


@pytest.mark.parametrize(
    ("start_s", "end_s"), [(-1, 1), (2, 2), (3, 2), (0, float("inf")), (float("nan"), 1)]
)
def test_a_gap_ends_after_it_begins(start_s: float, end_s: float) -> None:
    with pytest.raises(Refused, match="a gap from"):
        Gap(start_s, end_s, "no samples")


def test_one_channel_may_come_flat_and_carries_what_is_known() -> None:
    one = of_array(
        [1, 2, 3],
        rate_hz=50,
        sensor="accelerometer",
        unit="mm/s2",
        name="leg",
        gaps=(Gap(0, 1, "no samples"),),
    )
    assert (one.n_channels, one.n_samples, one.sensor, one.unit, one.name) == (
        1,
        3,
        "accelerometer",
        "mm/s2",
        "leg",
    )
    assert one.gaps == (Gap(0, 1, "no samples"),)
    assert of_array([1.0], rate_hz=1, channel_names=("x",)).channel_names == ("x",)


def test_samples_of_three_dimensions_are_refused() -> None:
    with pytest.raises(Refused, match="not \\(n, n_channels\\)"):
        of_array(np.zeros((2, 2, 2)), rate_hz=1)
