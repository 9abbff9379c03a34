from typing import Any

import numpy as np
import pytest

from untwitch.facts.refused import Refused
from untwitch.recordings.sensor import Sensor, Window, as_filtered, no_artefacts


def sensor(**changed: Any) -> Sensor:
    values: dict[str, Any] = {
        "name": "emg",
        "unit": "uV",
        "band_hz": (20.0, 450.0),
        "least_rate_hz": 250.0,
        "energy_ms": 7.0,
        "refractory_ms": 30.0,
        "tolerance_ms": 25.0,
        "threshold": 8.0,
    }
    return Sensor(**{**values, **changed})


def window() -> Window:
    raw = np.ones((6, 2), np.float32)
    return Window(100, 1, 5, 50.0, raw, raw * 2, np.zeros(6, np.bool_))


def test_the_upper_end_of_the_band_follows_a_slow_recording() -> None:
    assert sensor().band_at(2048) == (20, 450)
    assert sensor().band_at(500) == (20, 225)


def test_a_recording_too_slow_for_the_sensor_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="100 samples a second are too few for emg: at least 250"):
        sensor().band_at(100)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"band_hz": (0.0, 450.0)}, "from 0 to 450 Hz"),
        ({"band_hz": (30.0, 20.0)}, "from 30 to 20 Hz"),
        ({"least_rate_hz": 30.0}, "must be at least 40"),
        ({"energy_ms": 0.0}, "energy_ms of emg is 0"),
        ({"refractory_ms": -1.0}, "refractory_ms of emg is -1"),
        ({"tolerance_ms": 0.0}, "tolerance_ms of emg is 0"),
        ({"threshold": 0.0}, "threshold of emg is 0"),
        ({"margin_s": 0.0}, "margin_s of emg is 0"),
        ({"gates": frozenset({"saturatio"})}, "'saturatio' of emg is not known; nearest: saturation"),
    ],
)
def test_a_sensor_that_cannot_be_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        sensor(**changed)


def test_a_position_in_a_window_is_a_time_from_the_start_of_the_recording() -> None:
    assert window().time_s(0) == 2
    assert window().time_s(1) == 2.02


def test_without_hooks_of_its_own_a_sensor_takes_the_signal_as_filtered() -> None:
    np.testing.assert_array_equal(as_filtered(window()).signal, np.full((6, 2), 2))
    assert as_filtered(window()).loudness is None
    assert no_artefacts(window(), np.ones(2, np.float32)) == ()
