"""What a person said of a recording where its file may be silent: sensor, unit, rate, variable."""

from dataclasses import dataclass

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.recording import FASTEST_HZ, SENSOR_NAMES, SensorName
from untwitch.recordings.unit_scale import WORDS_FOR_EMG, WORDS_FOR_PHONE, UnitScale, asked_unit, unit_scale

_LONGEST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said, each None where nothing was.

    Attributes:
        sensor: What recorded it.
        unit: What a value of the file is worth.
        rate_hz: Samples a second, for files that do not say it.
        variable: Which of several arrays or streams is meant.
    """

    sensor: SensorName | None = None
    unit: UnitScale | None = None
    rate_hz: float | None = None
    variable: str | None = None

    def unit_of(self, written: str, *, name: str) -> tuple[UnitScale, tuple[Problem, ...]]:
        """Gives the unit that holds: what the person said, else what the file says.

        Args:
            written: Unit as the file writes it, empty for none.
            name: Name of the file.

        Returns:
            The unit, and a problem where the person's word goes against the file's.

        Raises:
            Refused: Nobody says; it names the option.
        """
        found = unit_scale(written)
        if self.unit is None and found is not None:
            return found, ()
        if self.unit is None:
            raise self.unit_missing(name, written)
        if found is None or found == self.unit:
            return self.unit, ()
        return self.unit, (Problem(name, f"the file says {shown(written)}; read as --unit says instead"),)

    def unit_missing(self, name: str, written: str = "") -> Refused:
        """Gives the sentence for a file whose unit nobody says."""
        says = (
            f"gives its unit as {shown(written)!r}, which is not known"
            if written
            else "does not say its unit"
        )
        words = WORDS_FOR_PHONE if self.sensor == "accelerometer" else WORDS_FOR_EMG
        return Refused(f"{name} {says}; say it with --unit ({words})")

    def rate_of(self, found_hz: float | None, *, name: str) -> float:
        """Gives the rate that holds: what the file says, else what the person said.

        Raises:
            Refused: Nobody says, or they differ by more than 2 %.
        """
        if found_hz is None and self.rate_hz is None:
            raise Refused(f"{name} does not say how many samples a second it has; say it with --rate")
        if found_hz is None or self.rate_hz is None:
            return found_hz or self.rate_hz or 0.0
        if abs(self.rate_hz - found_hz) > 0.02 * found_hz:
            raise Refused(f"{name} has {found_hz:g} samples a second, not the {self.rate_hz:g} of --rate")
        return found_hz

    def sensor_of(self, unit: UnitScale, *, name: str, else_sensor: SensorName = "emg") -> SensorName:
        """Gives the sensor that holds: what the unit says, else the person, else what the format is for.

        Raises:
            Refused: The person's word goes against the unit.
        """
        found = unit.sensor
        if found and self.sensor and self.sensor != found:
            raise Refused(f"{name} is in {unit.unit}, which is {found}, not the {self.sensor} of --sensor")
        return found or self.sensor or else_sensor


def asked(
    *,
    sensor: str | None = None,
    unit: str | None = None,
    rate_hz: float | None = None,
    variable: str | None = None,
) -> Asked:
    """Gives what a person typed, checked.

    Raises:
        Refused: A word is not known or the rate is no rate.
    """
    known = next((each for each in SENSOR_NAMES if each == sensor), None)
    if sensor is not None and known is None:
        raise Refused(f"sensor is {shown(sensor)!r}; known: {', '.join(SENSOR_NAMES)}")
    if rate_hz is not None and not 0 < rate_hz <= FASTEST_HZ:
        raise Refused(f"--rate is {rate_hz:g}; samples a second go from above 0 to {FASTEST_HZ:g}")
    return Asked(known, None if unit is None else asked_unit(unit), rate_hz, variable)


def shown(text: str) -> str:
    """Gives text of a file for a sentence: short, and nothing that would change a terminal."""
    plain = "".join(each if each.isprintable() else "?" for each in text[: _LONGEST_SHOWN + 1].strip())
    return plain if len(plain) <= _LONGEST_SHOWN else plain[:_LONGEST_SHOWN] + "…"
