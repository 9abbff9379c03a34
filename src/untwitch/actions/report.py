"""A page for an appointment, made from the record and written to a file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from untwitch import __version__
from untwitch.actions.attach import attachment_lines
from untwitch.actions.session import Session
from untwitch.actions.whole_path import Answered, answered
from untwitch.facts.plain_text import checked_text
from untwitch.facts.refused import Refused
from untwitch.record.record import Record
from untwitch.report.findings import About, Findings, find
from untwitch.report.html import Rendered, render, render_both
from untwitch.report.sheet import OwnWords
from untwitch.report.write import write_whole

__all__ = ["OwnWords", "Rendered", "rendered", "report", "tell", "tell_back", "told", "write_report"]

CONTRACT = "report/1"
LONGEST_TOLD = 2000
_SUFFIXES = (".html", ".htm")
_BEFORE = "report_words_before"
_OWN = {"worry": "report_worry", "tests": "report_tests", "questions": "report_questions"}


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """A report that was written.

    Attributes:
        path: Where it lies.
        first_day: First day of its table, ISO; None for an empty one.
        last_day: Last day.
        days_known: Days with an entry.
        days: Days of the period.
        has_check: Whether a check was there to show.
        problems: What could not be used.
    """

    path: Path
    first_day: str | None
    last_day: str | None
    days_known: int
    days: int
    has_check: bool
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Gives the document `report/1`."""
        return {
            "contract": CONTRACT,
            "path": str(self.path),
            "first_day": self.first_day,
            "last_day": self.last_day,
            "days_known": self.days_known,
            "days": self.days,
            "has_check": self.has_check,
            "problems": list(self.problems),
            "version": __version__,
        }


def report(
    session: Session, *, out: Path, first_day: dt.date | None = None, last_day: dt.date | None = None
) -> ReportWritten:
    """Writes the report of the person of this session, whole or not at all.

    Args:
        session: Place, moment and person.
        out: File ending in .html; one that is there is replaced.
        first_day: First local day, or None for the earliest fact.
        last_day: Last local day, included, or None for the latest.

    Raises:
        Refused: The file does not end in .html, cannot be written, or the days are the wrong way round.
    """
    refuse_unless_html(out)
    return write_report(answered(session, first_day=first_day, last_day=last_day), session, out=out)


def write_report(
    found: Answered, session: Session, *, out: Path, truth: dict[str, float] | None = None
) -> ReportWritten:
    """Writes the report of an answer that is there already.

    Args:
        found: The answer.
        session: Place and moment.
        out: File ending in .html.
        truth: For a simulated person the true rate ratios.
    """
    refuse_unless_html(out)
    findings = _findings(found, session, truth=truth)
    path = write_whole(out, render(findings))
    return ReportWritten(
        path=path,
        first_day=findings.days[0].day.isoformat() if findings.days else None,
        last_day=findings.days[-1].day.isoformat() if findings.days else None,
        days_known=findings.days_known,
        days=len(findings.days),
        has_check=findings.check is not None,
        problems=tuple(f"{each.where}: {each.what}" for each in found.problems),
    )


def rendered(found: Answered, session: Session) -> Rendered:
    """Gives the report as a part of a page, and as the file that is taken along.

    Args:
        found: The answer.
        session: Place and moment.
    """
    return render_both(_findings(found, session, truth=None))


def refuse_unless_html(out: Path) -> None:
    """Refuses a file of a kind that is not made.

    Raises:
        Refused: Names what is.
    """
    if out.suffix.lower() not in _SUFFIXES:
        raise Refused(f"a report is written as .html; {out.name!r} does not end so. Try report.html")


def _findings(found: Answered, session: Session, *, truth: dict[str, float] | None) -> Findings:
    about = About(
        made_day=session.now.local_day(),
        version=__version__,
        own=own_words(found.settings),
        imports=found.imports,
        problems=found.problems,
        truth=truth,
        picture=found.picture,
    )
    findings = find(
        found.history, found.timeline, about=about, explain=found.explain, plan=found.plan, check=found.check
    )
    days = [each.day for each in findings.days]
    lines = attachment_lines(session, first_day=days[0], last_day=days[-1]) if days else ()
    return replace(findings, attachments=lines)


def own_words(settings: Any) -> OwnWords:
    """Gives the worry, tests and questions that a person has told, from their settings."""
    return OwnWords(
        worry=str(settings.get(_OWN["worry"]) or ""),
        tests=tuple(settings.get(_OWN["tests"]) or ()),
        questions=tuple(settings.get(_OWN["questions"]) or ()),
    )


def _told(text: str, what: str) -> str:
    return checked_text(text.strip(), what=what, longest=LONGEST_TOLD)


def tell(session: Session, *, worry: str | None, tests: Sequence[str], questions: Sequence[str]) -> OwnWords:
    """Keeps what only the person can say for this and every later report; what is not given stays.

    Args:
        session: Place, moment and person.
        worry: The biggest worry, or None for no change; empty takes it back.
        tests: Earlier tests; none for no change, one empty takes them back.
        questions: Questions to ask, in the same way.

    Returns:
        What is kept now.

    Raises:
        Refused: A text is too long, or holds characters that cannot be shown.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        kept = before = own_words(record.settings(person.person_id))
        if worry is not None:
            kept = replace(kept, worry=_told(worry, "the worry"))
        if tests:
            kept = replace(kept, tests=tuple(_told(each, "a test") for each in tests if each.strip()))
        if questions:
            words = (_told(each, "a question") for each in questions if each.strip())
            kept = replace(kept, questions=tuple(words))
        record.set_setting(person.person_id, _BEFORE, _as_settings(before))
        _keep(record, person.person_id, kept)
    return kept


def tell_back(session: Session) -> OwnWords:
    """Takes back what was told last, and gives what is kept now; done twice, it is told again.

    Args:
        session: Place, moment and person.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        settings = record.settings(person_id)
        now, before = own_words(settings), own_words(settings.get(_BEFORE) or {})
        record.set_setting(person_id, _BEFORE, _as_settings(now))
        _keep(record, person_id, before)
    return before


def told(session: Session) -> OwnWords:
    """Gives the worry, tests and questions that the person of this session has told."""
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        return own_words(record.settings(record.person(session.person_name).person_id))


def _as_settings(words: OwnWords) -> dict[str, Any]:
    return {
        _OWN["worry"]: words.worry,
        _OWN["tests"]: list(words.tests),
        _OWN["questions"]: list(words.questions),
    }


def _keep(record: Record, person_id: str, words: OwnWords) -> None:
    for name, value in _as_settings(words).items():
        record.set_setting(person_id, name, value)
