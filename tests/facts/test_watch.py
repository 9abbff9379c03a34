"""Only inside a watch can there be a zero."""

from typing import Any

import pytest

from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.watch import EVENING_WORDS, Watch, evening_bucket

NOON = Instant(1_700_000_000_000, "UTC")
NIGHT = Instant(NOON.utc_ms + 9 * 3_600_000, "UTC")


def test_a_watch_knows_its_hours() -> None:
    assert Watch(new_id(), NOON, NIGHT).observed_h == 9


def test_the_evening_words_stand_for_the_counts_of_the_contract() -> None:
    assert dict(EVENING_WORDS) == {"none": (0, 0), "few": (1, 3), "some": (4, 10), "many": (11, 40)}
    assert evening_bucket("some") == (4, 10)


def test_an_unknown_evening_word_names_the_right_ones() -> None:
    with pytest.raises(Refused, match=r"evening word 'lots' is not known; .*none, few, some, many"):
        evening_bucket("lots")


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"},
        {"end": NOON},
        {"instrument": ""},
        {"twitches_low": 1},
        {"twitches_high": 1},
        {"twitches_low": 3, "twitches_high": 1},
        {"twitches_low": -1, "twitches_high": 1},
        {"twitches_low": 0, "twitches_high": 1_000_001},
        {"twitch_min": -1},
        {"twitch_min": float("inf")},
        {"bother_0_10": 11},
        {"site": "nowhere"},
    ],
)
def test_a_wrong_part_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        Watch(**{"id": new_id(), "start": NOON, "end": NIGHT, **wrong})


def test_a_watch_can_say_none_on_one_site() -> None:
    watch = Watch(
        new_id(), NOON, NIGHT, twitches_low=0, twitches_high=0, twitch_min=0, bother_0_10=0, site="calf_left"
    )
    assert (watch.twitches_low, watch.twitches_high) == (0, 0)
