"""A twitch is checked when it is made."""

from typing import Any

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.twitch import DIARY, Twitch, checked_0_10

NOW = Instant(1_700_000_000_000, "UTC")


def test_a_twitch_with_nothing_but_its_moment_is_a_diary_twitch() -> None:
    twitch = Twitch(new_id(), NOW)
    assert (twitch.instrument, twitch.site, twitch.duration_s, twitch.note) == (DIARY, None, None, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"},
        {"site": "calf"},
        {"duration_s": -1},
        {"duration_s": 86_401},
        {"duration_s": float("nan")},
        {"strength_0_10": 11},
        {"bother_0_10": -1},
        {"instrument": ""},
    ],
)
def test_a_wrong_part_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        Twitch(**{"id": new_id(), "start": NOW, **wrong})


def test_an_unknown_rating_passes_and_a_wrong_one_is_quoted() -> None:
    checked_0_10("bother", None)
    checked_0_10("bother", 10)
    with pytest.raises(Refused, match=r"bother is 10\.5; it goes from 0 to 10"):
        checked_0_10("bother", 10.5)
