"""A plan for today."""

from pathlib import Path

from untwitch.actions.plan import page_of, plan, without_command
from untwitch.actions.session import Session
from untwitch.actions.whole_path import answered
from untwitch.facts.instant import Instant


def test_a_plan_is_a_document_and_the_same_in_words(tmp_path: Path) -> None:
    found = plan(Session(home=tmp_path, now=Instant(1_770_000_000_000, "UTC")))
    assert found.document["contract"] == "plan/1"
    titles = [title for title, _ in found.parts]
    assert titles[0] == "First"
    assert "For right now" in titles
    assert "See somebody if you notice" in titles


def test_a_page_has_no_command_and_keeps_what_stands_behind_it(tmp_path: Path) -> None:
    session = Session(home=tmp_path / "home", now=Instant(1_773_171_000_000, "Europe/Berlin"))
    found = page_of(answered(session))
    assert found.needs_check
    lines = [line for _, lines in found.parts for line in lines]
    assert not any("untwitch" in line for line in lines)
    assert "Each evening one line, also on days without a twitch" in lines
    assert found.notice == "No clinician has reviewed this."
    assert found.document["contract"] == "plan/1"
    line = "What you eat: untwitch log food-check (not if it is hard)"
    assert without_command(line) == "What you eat (not if it is hard)"
