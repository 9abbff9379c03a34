"""Better or not: calm words, own range, no alarm."""

import pytest
from tests.report.test_weeks import after, days

from untwitch.report.better import CHANCE, Better, better
from untwitch.report.weeks import weeks_of


def told(*latest: float) -> Better:
    return better(weeks_of(days(5, 6, 4, 7, *latest), today=after(4 + len(latest))))


@pytest.mark.parametrize(
    ("latest", "headline", "words"),
    [
        ((0, 0), "Lower than usual", "2 weeks of 2 lie below it."),
        ((40, 40), "Higher than usual", "2 weeks of 2 lie above it."),
        ((5, 6), "As usual", CHANCE),
        ((0, 40), "Up and down", "Some lie below it and some above."),
    ],
)
def test_it_says_how_the_latest_weeks_lie(latest: tuple[float, ...], headline: str, words: str) -> None:
    found = told(*latest)
    assert found.headline == headline
    assert words in found.sentences[1]
    assert found.is_higher is (headline == "Higher than usual")
    assert found.figure is not None


def test_the_numbers_are_said_beside_the_own_range() -> None:
    assert told(0, 0).sentences[0].startswith("The latest 2 weeks: 0, 0 twitches a day. Your own usual range")


def test_before_there_are_enough_weeks_it_says_how_many_are_missing() -> None:
    early = told()
    assert (early.headline, early.sentences, early.figure) == ("", (), None)
    assert (early.weeks_known, early.weeks_first, early.days_each) == (4, 6, 4)
