"""The kept recordings of a person, series by series: how many there are, and what each came to."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.kept_recording import KeptRecording, counted_with_marks
from untwitch.facts.mark import Mark
from untwitch.facts.refused import Refused
from untwitch.recordings.by_hand import with_marks
from untwitch.recordings.kept_summary import from_text
from untwitch.recordings.summary import RecordingSummary
from untwitch.report.figure import Figure, Table
from untwitch.report.recording_figures import recording_figures
from untwitch.report.recording_words import Beside, duration, lines, none_above
from untwitch.report.wording import day_words, number, plain

MOST_DRAWN = 3
"""Series of which the newest recording is drawn in a report."""
_WEEK_MS = 7 * 86_400_000


@dataclass(frozen=True, slots=True)
class Series:
    """One series on a page.

    Attributes:
        title: What recorded it, and where.
        table: Its recordings, the newest first.
        lines: The newest in words.
        figures: Its overlay; empty where another series is newer, or nothing could be drawn.
    """

    title: str
    table: Table
    lines: tuple[str, ...]
    figures: tuple[Figure, ...]


def summary_of(recording: KeptRecording, marks: Iterable[Mark]) -> RecordingSummary:
    """Gives what a kept recording came to, with the person's marks over it.

    Raises:
        Refused: What is kept of it cannot be read.
    """
    found = from_text(recording.summary, name=plain(recording.name, longest=80))
    return with_marks(found, (each for each in marks if each.recording_id == recording.id))


def rate_of(recording: KeptRecording, marks: Iterable[Mark]) -> float | None:
    """Gives twitches a minute; None where no count can be given."""
    count = counted_with_marks(recording, marks)
    if count is None or recording.analysed_s == 0:
        return None
    return count[1] / recording.minutes_analysed


def beside(
    recordings: Sequence[KeptRecording],
    marks: Sequence[Mark],
    *,
    instrument: str,
    start: Instant,
    own_id: str | None = None,
) -> Beside:
    """Gives what stands beside one recording.

    Args:
        recordings: All kept ones of the person.
        marks: All marks of the person.
        instrument: Series of the one in question.
        start: When it began.
        own_id: Its id if it is kept.
    """
    others = [each for each in recordings if each.id != own_id]
    rates = [rate_of(each, marks) for each in others if each.instrument == instrument]
    known = tuple(each for each in rates if each is not None)
    own = [each for each in recordings if each.id == own_id and rate_of(each, marks) is not None]
    lately = [each for each in others if 0 <= start.utc_ms - each.start.utc_ms < _WEEK_MS]
    return Beside(kept=len(known) + len(own), other_rates=known, in_a_week=1 + len(lately))


def series(history: History) -> tuple[Series, ...]:
    """Gives every series for a page, that with the newest recording first.

    Args:
        history: Facts of one person.
    """
    by_name: dict[str, list[KeptRecording]] = {}
    for each in sorted(history.recordings, key=lambda each: -each.start.utc_ms):
        by_name.setdefault(each.instrument, []).append(each)
    return tuple(
        _one(name, kept, history, number=position, is_drawn=position <= MOST_DRAWN)
        for position, (name, kept) in enumerate(by_name.items(), start=1)
    )


def _one(
    name: str, kept: Sequence[KeptRecording], history: History, *, number: int, is_drawn: bool
) -> Series:
    newest = kept[0]
    near = beside(history.recordings, history.marks, instrument=name, start=newest.start, own_id=newest.id)
    try:
        summary = summary_of(newest, history.marks)
        said = lines(summary, site=newest.site, beside=near)
        figures = recording_figures(summary, name=f"recording-{number}") if is_drawn else ()
    except Refused as refused:
        said, figures = [str(refused)], ()
    return Series(
        title=plain(name),
        table=Table(
            caption="Kept recordings, the newest first",
            header=("When", "Judged", "Left out", "Twitches a minute"),
            rows=tuple(_row(each, history.marks, shows=near.shows_count) for each in kept),
        ),
        lines=tuple(said),
        figures=figures,
    )


def _row(recording: KeptRecording, marks: Sequence[Mark], *, shows: bool) -> tuple[str, ...]:
    whole_s = (recording.end.utc_ms - recording.start.utc_ms) / 1000
    left_out_s = max(0.0, whole_s - recording.analysed_s)
    return (
        when(recording.start),
        duration(recording.analysed_s),
        duration(left_out_s) if left_out_s >= 1 else "nothing",
        rate_words(recording, marks, shows=shows),
    )


def rate_words(recording: KeptRecording, marks: Sequence[Mark], *, shows: bool) -> str:
    """Gives the rate of a kept recording with its interval, or why none stands there.

    Args:
        recording: What was kept.
        marks: Marks of the person.
        shows: Whether its series has enough recordings.
    """
    count = counted_with_marks(recording, marks)
    if count is None or recording.analysed_s == 0:
        return "cannot be told"
    if not shows:
        return "from the third recording on"
    if count[1] < 0.5:
        try:
            said = none_above(summary_of(recording, marks))
        except Refused:
            said = ""
        return said or "none that could be seen"
    low, expected, high = (number(each / recording.minutes_analysed) for each in count)
    return f"{expected} ({'none' if low == '0' else low} to {high})"


def when(start: Instant) -> str:
    """Gives a moment by the clock of the place: `3 February 2026, 21:40`."""
    local: dt.datetime = start.local()
    return f"{day_words(local.date())}, {local:%H:%M}"
