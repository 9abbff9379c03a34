"""A mark says of one moment of a recording whether a twitch is there."""

from typing import Any

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.mark import Mark
from untwitch.facts.refused import Refused


def test_a_mark_puts_certainty_in_the_place_of_a_confidence() -> None:
    assert Mark(new_id(), new_id(), 1.5, is_twitch=True).change == 1
    assert Mark(new_id(), new_id(), 1.5, is_twitch=True, instead_of=0.75).change == 0.25
    assert Mark(new_id(), new_id(), 1.5, is_twitch=False, instead_of=0.75).change == -0.75


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"id": "x"}, "'x' is not a UUID"),
        ({"recording_id": "y"}, "'y' is not a UUID"),
        ({"time_s": -0.1}, "-0.1 s is not in the recording"),
        ({"time_s": float("nan")}, "nan s is not in the recording"),
        ({"instead_of": 1.1}, "1.1 is no probability"),
        ({"instead_of": -0.1}, "-0.1 is no probability"),
    ],
)
def test_a_wrong_part_is_refused(wrong: dict[str, Any], words: str) -> None:
    right = {"id": new_id(), "recording_id": new_id(), "time_s": 1.0, "is_twitch": True}
    with pytest.raises(Refused, match=words):
        Mark(**{**right, **wrong})
