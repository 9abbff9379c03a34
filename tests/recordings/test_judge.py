import dataclasses

import numpy as np
import pytest

from untwitch.recordings.condition import Ready, conditioned
from untwitch.recordings.judge import judged
from untwitch.recordings.noise import stretch_noise
from untwitch.recordings.sensor import Conditioned, Sensor, Window
from untwitch.recordings.sensors.emg import SENSOR
from untwitch.recordings.simulate import made_rest
from untwitch.recordings.windows import RawWindow


def ready(sensor: Sensor = SENSOR, **made: object) -> Ready:
    samples = made_rest(11.0, [5.0], heights=14.0, **made).samples  # type: ignore[arg-type]
    return conditioned(RawWindow(0, -500, 500, 10_500, (500, 10_500), samples), sensor=sensor, rate_hz=1000.0)


def test_a_window_gives_its_peak_its_look_and_its_bins() -> None:
    each = ready()
    own = stretch_noise(each.window, length_s=1.0)
    result = judged(each, own, stretches=own, sensor=SENSOR, step=100)
    assert (result.begin, result.end) == (0, 10_000)
    best = int(result.heights.argmax())
    assert result.peaks[best] == pytest.approx(4500, abs=4)
    assert result.candidates[
        [look.statistic for look in result.candidates].index(result.heights[best])
    ].peak == pytest.approx(4500, abs=2)
    assert len(result.bins) == 500
    assert result.bins.argmax() in {224, 225}
    first, low, high, statistic = result.drawn
    assert (first, low.shape, high.shape, len(statistic)) == (0, (100, 8), (100, 8), 100)
    assert result.without_drawing().drawn[1].size == 0


def test_where_the_body_may_be_loud_the_same_peak_means_less() -> None:
    def loud(window: Window) -> Conditioned:
        return Conditioned(
            window.conditioned, np.where(np.abs(np.arange(11_000) - 5000) < 60, 4, 1).astype(np.float32)
        )

    quiet = ready()
    own = stretch_noise(quiet.window, length_s=1.0)
    before = judged(quiet, own, stretches=own, sensor=SENSOR, step=100)
    allowed = ready(dataclasses.replace(SENSOR, condition=loud))
    after = judged(allowed, own, stretches=own, sensor=SENSOR, step=100)
    assert after.heights.max() < before.heights.max() / 2


def test_without_a_usable_channel_nothing_is_judged() -> None:
    each = ready()
    own = np.zeros_like(stretch_noise(each.window, length_s=1.0))
    result = judged(each, own, stretches=own, sensor=SENSOR, step=100)
    assert [one.reason for one in result.excluded] == ["no channel could be used"]
    assert len(result.peaks) == 0
