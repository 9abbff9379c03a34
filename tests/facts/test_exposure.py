"""An exposure is a believable value of a known measure."""

from typing import Any

import pytest

from untwitch.facts.exposure import Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

NOW = Instant(1_700_000_000_000, "UTC")


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"},
        {"measure": "coffee"},
        {"value": -1},
        {"value": 14_000},
        {"end": Instant(NOW.utc_ms - 1, "UTC")},
    ],
)
def test_a_wrong_part_is_refused(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {
        "id": new_id(),
        "measure": "magnesium_mg",
        "value": 300,
        "start": NOW,
        "end": NOW,
    }
    assert Exposure(**right).value == 300
    with pytest.raises(Refused):
        Exposure(**{**right, **wrong})
