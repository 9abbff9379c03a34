"""Every way of breathing is offered as it is known: slow, without a hold, with what to mind."""

import pytest

from untwitch.actions.breathe import CAUTION, MINUTES, benefit, breaths, ways
from untwitch.advise.breathing import LONGEST_MIN, PATTERNS
from untwitch.facts.refused import Refused


def test_every_way_counts_its_seconds() -> None:
    assert [each.id for each in ways()] == list(PATTERNS)
    first = ways()[0]
    assert first.counted == (("breathe in", "1 2 3 4"), ("breathe out", "1 2 3 4 5 6"))
    assert first.as_data == "breathe in=4;breathe out=6"
    assert [each.is_first for each in ways()] == [True, False, False]


def test_what_holds_for_all_is_not_said_again_with_each() -> None:
    assert all(CAUTION not in each.caution for each in ways())
    assert [bool(each.caution) for each in ways()] == [False, False, True]


def test_no_second_is_lost_between_a_pattern_and_what_is_offered() -> None:
    for way, pattern in zip(ways(), PATTERNS.values(), strict=True):
        assert sum(seconds for _, seconds in way.phases) == pattern.in_s + pattern.out_s
    assert max(MINUTES) <= LONGEST_MIN


def test_breaths_come_at_their_time_and_the_last_is_whole() -> None:
    assert list(breaths("5-5", minutes=0.2)) == [
        (0, "breathe in", 5),
        (5, "breathe out", 5),
        (10, "breathe in", 5),
        (15, "breathe out", 5),
    ]
    with pytest.raises(Refused):
        next(breaths("4-6", minutes=21))


def test_what_it_may_do_has_its_sources() -> None:
    assert benefit().references
