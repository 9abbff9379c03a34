"""A plan for today."""

from pathlib import Path

from untwitch.actions.plan import plan
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant


def test_a_plan_is_a_document_and_the_same_in_words(tmp_path: Path) -> None:
    found = plan(Session(home=tmp_path, now=Instant(1_770_000_000_000, "UTC")))
    assert found.document["contract"] == "plan/1"
    titles = [title for title, _ in found.parts]
    assert titles[0] == "First"
    assert "For right now" in titles
    assert "See somebody if you notice" in titles
