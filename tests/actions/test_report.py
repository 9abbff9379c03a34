"""A page for an appointment, written from the record."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from untwitch import __version__
from untwitch.actions.report import (
    own_words,
    refuse_unless_html,
    rendered,
    report,
    tell,
    tell_back,
    told,
    write_report,
)
from untwitch.actions.session import Session
from untwitch.actions.whole_path import answered
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.person import Medicine
from untwitch.facts.refused import Refused
from untwitch.record.record import Record
from untwitch.report.sheet import OwnWords
from untwitch.simulate.person import simulate

NOW = Instant(1_770_000_000_000, "Europe/Amsterdam")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


def test_an_empty_record_makes_a_page_that_says_how_to_begin(session: Session, tmp_path: Path) -> None:
    written = report(session, out=tmp_path / "a.html")
    assert written.to_json() == {
        "contract": "report/1", "path": str(tmp_path / "a.html"), "first_day": None, "last_day": None,
        "days_known": 0, "days": 0, "has_check": False, "problems": [], "version": __version__,
    }  # fmt: skip
    page = written.path.read_text(encoding="utf-8")
    assert "untwitch log evening" in page
    assert "Made on 2 February 2026" in page


def test_the_page_holds_what_the_record_holds(session: Session, tmp_path: Path) -> None:
    history = simulate(4, days=20).history
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        record.add(
            record.person(None).person_id,
            [*history.stays, *history.watches, *history.twitches, Medicine(new_id(), "<i>Salbutamol")],
        )
    written = report(
        session, out=tmp_path / "A.HTML", first_day=dt.date(2026, 1, 6), last_day=dt.date(2026, 1, 15)
    )
    assert (written.first_day, written.last_day, written.days) == ("2026-01-06", "2026-01-15", 10)
    page = written.path.read_text(encoding="utf-8")
    assert "&lt;i&gt;Salbutamol" in page
    assert "<svg xmlns" in page
    assert "made up" not in page


@pytest.mark.parametrize("name", ["a.pdf", "a.fhir.json", "a", "html"])
def test_a_kind_of_file_that_is_not_made_is_refused_before_anything_is_written(
    session: Session, tmp_path: Path, name: str
) -> None:
    with pytest.raises(Refused, match=r"written as \.html"):
        report(session, out=tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Refused, match=name):
        refuse_unless_html(Path(name))


def test_what_is_told_is_kept_and_shown_until_it_is_taken_back(session: Session, tmp_path: Path) -> None:
    assert tell(session, worry=" that it stays ", tests=("blood, normal",), questions=()) == OwnWords(
        "that it stays", ("blood, normal",), ()
    )
    assert tell(session, worry=None, tests=(), questions=("May I run?",)) == OwnWords(
        "that it stays", ("blood, normal",), ("May I run?",)
    )
    page = report(session, out=tmp_path / "a.html").path.read_text(encoding="utf-8")
    for words in ("that it stays", "blood, normal", "May I run?"):
        assert words in page
    assert tell(session, worry="", tests=("",), questions=(" ",)) == OwnWords()
    assert own_words({}) == OwnWords()


def test_a_made_up_person_is_called_so(session: Session, tmp_path: Path) -> None:
    written = write_report(answered(session), session, out=tmp_path / "a.html", truth={"sleep": 1.4})
    assert "This person is made up" in written.path.read_text(encoding="utf-8")
    with pytest.raises(Refused, match="html"):
        write_report(answered(session), session, out=tmp_path / "a.txt")


@pytest.mark.parametrize("text", ["a" * 2001, "\x1b[2J", "bad \udcff"])
def test_own_words_that_no_page_can_show_are_refused(session: Session, text: str) -> None:
    for words in (
        {"worry": text, "tests": (), "questions": ()},
        {"worry": None, "tests": (text,), "questions": ()},
        {"worry": None, "tests": (), "questions": (text,)},
    ):
        with pytest.raises(Refused, match=r"at most 2000|cannot be shown"):
            tell(session, **words)


def test_what_was_told_last_can_be_taken_back_and_told_again(session: Session) -> None:
    tell(session, worry="first", tests=("blood",), questions=("why?",))
    second = tell(session, worry="second", tests=("",), questions=())
    assert second == told(session) == OwnWords("second", (), ("why?",))
    assert tell_back(session) == told(session) == OwnWords("first", ("blood",), ("why?",))
    assert tell_back(session) == second
    assert told(replace(session, home=session.home / "other")) == OwnWords()
    assert tell_back(replace(session, home=session.home / "other")) == OwnWords()


def test_the_part_for_a_page_says_what_the_file_says(session: Session) -> None:
    tell(session, worry="<b>that it stays", tests=(), questions=())
    both = rendered(answered(session), session)
    assert both.body in both.page.replace("<main>\n", "", 1)
    assert "&lt;b&gt;that it stays" in both.body
    assert "<style" not in both.body
    assert "<main" not in both.body
