import dataclasses

import pytest

from untwitch.recordings.features import Candidate
from untwitch.recordings.gates import GATED, gate_of
from untwitch.recordings.sensors.emg import SENSOR

TWITCH = Candidate(100, 9.0, 0, 8.0, 40.0, 9.0, focal=0.2, uniform=0.2, shift=0.1, n_channels=64)


@pytest.mark.parametrize(
    ("changed", "gate"),
    [
        ({}, None),
        ({"shift": 0.8}, "jump"),
        ({"uniform": 0.8}, "uniform"),
        ({"uniform": 0.8, "n_channels": 8}, None),
        ({"focal": 0.95}, "one_channel"),
        ({"focal": 1.0, "n_channels": 4}, None),
    ],
)
def test_a_gate_turns_away_what_is_no_muscle(changed: dict[str, float], gate: str | None) -> None:
    look = dataclasses.replace(TWITCH, **changed)  # type: ignore[arg-type]
    assert gate_of(look, sensor=SENSOR) == gate
    assert gate is None or gate in GATED
    assert gate_of(look, sensor=dataclasses.replace(SENSOR, gates=frozenset())) is None
