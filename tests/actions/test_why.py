from pathlib import Path

import pytest

from untwitch.actions.demo import demo
from untwitch.actions.session import Session
from untwitch.actions.whole_path import Answered, answered
from untwitch.actions.why import all_figures, in_full, in_short, what_more_days_tell
from untwitch.facts.instant import Instant


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    """The answer of a made person."""
    session = Session(home=tmp_path_factory.mktemp("home"), now=Instant(1_773_171_000_000, "UTC", "guess"))
    return demo(session, days=40).answer


def test_the_pages_are_of_the_answer_that_was_given(found: Answered) -> None:
    assert {each.cause for each in in_short(found).causes} == {
        each["cause"] for each in found.explain["causes"]
    }
    assert in_full(found, "caffeine").dose is not None
    drawn = all_figures(found)
    assert [each.name for each in drawn.figures][:4] == ["days", "weekdays", "causes", "rate"]
    assert drawn.outcome == "twitches"


def test_more_days_are_simulated(found: Answered) -> None:
    assert "by chance 2 times" in what_more_days_tell(found, people=2).sentences[0]


def test_an_empty_record_has_pages_too(tmp_path: Path) -> None:
    nothing = answered(Session(home=tmp_path, now=Instant(1_773_171_000_000, "UTC", "guess")))
    assert in_short(nothing).stage == "early"
    assert all_figures(nothing).figures == ()
    assert what_more_days_tell(nothing).table is None
    assert in_full(nothing, "sleep").dose is None
