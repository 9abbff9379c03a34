"""Surface EMG, 1 to 256 electrodes: a twitch is a motor unit potential that the muscle gives unasked."""

from untwitch.recordings.sensor import Sensor

SENSOR = Sensor(
    name="emg",
    unit="uV",
    band_hz=(20.0, 450.0),
    least_rate_hz=250.0,
    energy_ms=13.5,
    refractory_ms=30.0,
    tolerance_ms=25.0,
    threshold=7.0,
    gates=frozenset({"saturation", "jump", "one_channel", "mains", "gap", "bad_contact", "voluntary"}),
    largest_step=1000.0,
    mains=True,
    smallest_sigmas=6.0,
)
