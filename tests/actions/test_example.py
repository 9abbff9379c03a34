"""The example person has a home of their own, and the real record is never touched."""

from pathlib import Path

import pytest

from untwitch.actions.example import DAYS, FOLDER, close_example, example_of, open_example
from untwitch.actions.log import log
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

EVENING = Instant(1_773_171_000_000, "Europe/Berlin", "guess")  # 2026-03-10, 20:30 there


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=EVENING, person_name="Ada")


def test_it_is_made_up_to_yesterday_in_a_home_of_its_own(session: Session) -> None:
    assert example_of(session) is None
    example = open_example(session)
    assert example == example_of(session)
    assert example.home == session.home / FOLDER
    assert example.person_name is None
    assert not session.record_path.exists()
    with Record.open(example.record_path, now_ms=EVENING.utc_ms, device="test") as record:
        watches = record.entries(record.person(None).person_id, "watch")
    days = {each.start.local_day().isoformat() for each in watches}  # type: ignore[union-attr]
    assert max(days) == "2026-03-09"
    assert len(days) > DAYS * 0.8


def test_what_was_tried_on_it_is_gone_when_it_is_closed_or_opened_anew(session: Session) -> None:
    example = open_example(session)
    log(example, ["person", "new Eve"])
    again = open_example(session)
    with Record.open(again.record_path, now_ms=EVENING.utc_ms, device="test") as record:
        assert len(record.persons()) == 1
    close_example(session)
    assert example_of(session) is None
    assert list(session.home.iterdir()) == []


def test_a_folder_of_that_name_with_something_else_in_it_stays(session: Session) -> None:
    mine = session.home / FOLDER / "letter.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    assert example_of(session) is None
    close_example(session)
    with pytest.raises(Refused, match="holds something else"):
        open_example(session)
    assert mine.read_text(encoding="utf-8") == "mine"
