from dataclasses import FrozenInstanceError

import pytest

from untwitch.facts.device import Device


def test_a_device_does_not_change() -> None:
    device = Device("id", "iPhone, Safari", 1, 2)
    with pytest.raises(FrozenInstanceError):
        device.name = "x"  # type: ignore[misc]
