"""What may help now is what this person may use; nothing while something is urgent."""

from pathlib import Path

import pytest
from tests.check.cases import calm

from untwitch.actions.kept_check import keep_check
from untwitch.actions.right_now import right_now
from untwitch.actions.session import Session
from untwitch.check.verdict import verdict
from untwitch.facts.instant import Instant
from untwitch.knowledge.remedy import for_right_now


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=Instant(1_773_171_000_000, "Europe/Berlin"))


def test_with_an_empty_record_every_thing_is_there_with_its_not_if(session: Session) -> None:
    found = right_now(session)
    assert [each.name for each in found] == [each.name for each in for_right_now()]
    assert any(each.not_if for each in found)
    assert [each.is_breathing for each in found].count(True) == 1


def test_what_check_knows_leaves_out_the_not_if_and_what_must_not_be_advised(session: Session) -> None:
    keep_check(session, facts=calm(), answer=verdict(calm()))
    assert not any(each.not_if for each in right_now(session))
    facts = calm(one_calf_swollen_hot=True)
    keep_check(session, facts=facts, answer={**verdict(calm()), "avoid": []})
    assert "gentle massage" not in [each.name for each in right_now(session)]


def test_while_something_is_urgent_there_is_nothing_else_to_do(session: Session) -> None:
    facts = calm(fainted=True)
    keep_check(session, facts=facts, answer=verdict(facts))
    assert right_now(session) == ()
