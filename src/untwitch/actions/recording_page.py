"""The overlay of a recording, kept or just measured, written as a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untwitch import __version__
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.recordings.summary import RecordingSummary
from untwitch.report.recording_page import About, render_recording
from untwitch.report.write import write_whole

_SUFFIXES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Told:
    """A recording and its words.

    Attributes:
        summary: Its twitches and what could not be seen, marks of the person put over it.
        document: `measure/1`.
        lines: It in words.
        when: When it began, in words; empty if not known.
    """

    summary: RecordingSummary
    document: Mapping[str, Any]
    lines: tuple[str, ...]
    when: str


def write_page(session: Session, told: Told, out: Path) -> Path:
    """Writes the overlay of a recording as one HTML page.

    Args:
        session: The moment.
        told: The recording and its words.
        out: File ending in .html; one that is there is replaced.

    Raises:
        Refused: It does not end so, or cannot be written.
    """
    refuse_unless_html(out)
    return write_whole(out, page_text(session, told))


def page_text(session: Session, told: Told) -> str:
    """Gives the overlay of a recording as the text of one HTML page.

    Args:
        session: The moment.
        told: The recording and its words.
    """
    about = About(told.lines, session.now.local_day(), __version__, when=told.when)
    return render_recording(told.summary, about)


def refuse_unless_html(out: Path) -> None:
    """Refuses another kind of file.

    Raises:
        Refused: Names what is written.
    """
    if out.suffix.lower() not in _SUFFIXES:
        raise Refused(f"a page is written as .html; {out.name!r} does not end so. Try recording.html")
