import pytest

from untwitch.recordings.sensors import sensor_named
from untwitch.recordings.sensors.emg import SENSOR


def test_the_sensor_is_found_by_its_name() -> None:
    assert sensor_named("emg") is SENSOR


@pytest.mark.parametrize(
    ("rate_hz", "factor"), [(500.0, 1), (1000.0, 1), (2048.0, 2), (4000.0, 4), (10_240.0, 10)]
)
def test_fast_recordings_are_thinned_out_to_about_a_thousand_a_second(rate_hz: float, factor: int) -> None:
    assert SENSOR.thinning(rate_hz) == factor
