import numpy as np

from untwitch.recordings.drawing import Drawing
from untwitch.recordings.sensors.emg import SENSOR
from untwitch.recordings.summary import TRACE_POINTS_AT_MOST


def test_a_step_shared_by_two_windows_keeps_what_reaches_furthest() -> None:
    drawing = Drawing.over(10, n_channels=2)
    assert drawing.step == 1
    low = np.array([[-1, -2], [-3, -4]], np.float32)
    drawing.add(0, low, -low, np.array([1, 5], np.float32))
    drawing.add(1, low, -low, np.array([2, np.nan], np.float32))
    trace = drawing.trace(1, names=("a", "b"), rate_hz=100.0, sensor=SENSOR, unit="uV")
    assert trace.channel == "b"
    assert trace.step_s == 0.01
    assert trace.threshold == SENSOR.threshold
    np.testing.assert_array_equal(trace.channel_low[:4], np.array([-2, -4, -4, np.nan], np.float32))
    np.testing.assert_array_equal(trace.channel_high[:4], np.array([2, 4, 4, np.nan], np.float32))
    np.testing.assert_array_equal(trace.statistic[:4], np.array([1, 5, np.nan, np.nan], np.float32))


def test_a_long_recording_is_drawn_in_few_points_and_a_last_step_too_many_is_cut() -> None:
    drawing = Drawing.over(7_000_001, n_channels=1)
    assert 2 * len(drawing.low) <= TRACE_POINTS_AT_MOST + 2
    last = len(drawing.low) - 1
    drawing.add(last, np.zeros((3, 1), np.float32), np.ones((3, 1), np.float32), np.ones(3, np.float32))
    assert drawing.high[last, 0] == 1
