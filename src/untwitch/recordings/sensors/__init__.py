"""One sensor a file; a file's `SENSOR` is found by the name of the file."""

import importlib

from untwitch.recordings.recording import SensorName
from untwitch.recordings.sensor import Sensor


def sensor_named(name: SensorName) -> Sensor:
    """Gives the sensor of a name."""
    sensor: Sensor = importlib.import_module(f"untwitch.recordings.sensors.{name}").SENSOR
    return sensor
