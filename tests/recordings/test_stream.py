import numpy as np

from untwitch.recordings.recording import of_array
from untwitch.recordings.sensors.emg import SENSOR
from untwitch.recordings.simulate import made_rest
from untwitch.recordings.stream import judged_windows


def test_windows_come_in_order_and_know_the_noise_of_two_either_side() -> None:
    rest = made_rest(64.0, [], n_channels=1, rate_hz=500.0).samples
    rest[:5000] *= 3
    recording = of_array(rest, rate_hz=500.0)
    once = list(judged_windows(recording, sensor=SENSOR, step=100))
    twice = list(judged_windows(recording, sensor=SENSOR, step=100, workers=3, read_s=1.0))
    assert [each.index for each in once] == [each.index for each in twice] == list(range(6))
    for ours, theirs in zip(once, twice, strict=True):
        np.testing.assert_array_equal(ours.heights, theirs.heights)
    assert once[0].begin == 0
    assert once[-1].end == 32_000
    quiet = once[3].noise[0]
    assert abs(once[0].noise[0] / quiet - 1) < 0.1
