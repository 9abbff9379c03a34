"""The recordings that are kept: listed, shown, marked by hand, removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from untwitch.actions.recording_page import Told
from untwitch.actions.session import Session
from untwitch.facts.identity import new_id
from untwitch.facts.kept_recording import KeptRecording, counted_with_marks
from untwitch.facts.mark import Mark
from untwitch.facts.plain_text import checked_text
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.record.record import Record
from untwitch.recordings.by_hand import candidate_near, mark_near
from untwitch.recordings.kept_summary import from_text
from untwitch.recordings.summary import RecordingSummary
from untwitch.report.figure import Figure
from untwitch.report.recording_figures import recording_figures
from untwitch.report.recording_series import beside, rate_words, summary_of, when
from untwitch.report.recording_words import Beside, duration, lines
from untwitch.report.wording import plain, site_words

CONTRACT = "recordings/1"
LAST = "last"
LONGEST_NOTE = 4000
_SHORTEST_PREFIX = 4
_NAMED = 5


@dataclass(frozen=True, slots=True)
class KeptOnes:
    """What a record keeps of recordings, and the zone history that tells when they were.

    Attributes:
        recordings: By start.
        marks: In the order they were set; also those of recordings that were removed.
        stays: Zone history.
    """

    recordings: tuple[KeptRecording, ...] = ()
    marks: tuple[Mark, ...] = ()
    stays: tuple[Stay, ...] = ()

    def beside_document(self, recording: KeptRecording) -> dict[str, Any]:
        """Gives a recording as one row of `recordings/1`."""
        count = counted_with_marks(recording, self.marks)
        return {
            "id": recording.id,
            "name": recording.name,
            "instrument": recording.instrument,
            "site": recording.site,
            "sensor": recording.sensor,
            "started": recording.start.local().isoformat(),
            "duration_s": (recording.end.utc_ms - recording.start.utc_ms) / 1000,
            "analysed_s": recording.analysed_s,
            "count": count and dict(zip(("low", "expected", "high"), count, strict=True)),
            "marks": sum(each.recording_id == recording.id for each in self.marks),
            "sha256": recording.sha256,
            "note": recording.note,
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """All kept recordings.

    Attributes:
        document: `recordings/1`.
        lines: One line a recording, the newest first.
    """

    document: Mapping[str, Any]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown(Told):
    """One kept recording.

    Attributes:
        recording: What is kept.
        marks: Its marks.
        figures: Its overlay, where it was asked for.
    """

    recording: KeptRecording
    marks: tuple[Mark, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done to a recording.

    Attributes:
        recording: Which.
        said: What to say.
        is_new: Whether anything changed.
    """

    recording: KeptRecording
    said: str
    is_new: bool = True

    def to_json(self) -> dict[str, Any]:
        """Gives it as one object."""
        return {
            "contract": CONTRACT, "recording": self.recording.id, "said": self.said, "changed": self.is_new,
        }  # fmt: skip


def kept_ones(session: Session, *, must_be: bool) -> KeptOnes:
    """Gives what is kept of recordings of the person of this session.

    Args:
        session: Place, moment and person.
        must_be: Whether it must be clear whose; else nothing is given where it is not, and nobody is made.

    Raises:
        Refused: It must be clear and is not, or the named person is not there.
    """
    if not session.record_path.exists() and session.person_name is None:
        return KeptOnes()
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        if not must_be and session.person_name is None and len(record.persons()) != 1:
            return KeptOnes()
        return _of(record, record.person(session.person_name).person_id)


def _of(record: Record, person_id: str) -> KeptOnes:
    found = {name: record.entries(person_id, name) for name in ("recording", "mark", "stay")}
    return KeptOnes(
        tuple(each for each in found["recording"] if isinstance(each, KeptRecording)),
        tuple(each for each in found["mark"] if isinstance(each, Mark)),
        tuple(each for each in found["stay"] if isinstance(each, Stay)),
    )


def listed(session: Session) -> Listed:
    """Gives all kept recordings of the person of this session.

    Args:
        session: Place, moment and person.

    Raises:
        Refused: There is no such person.
    """
    ones = kept_ones(session, must_be=True)
    newest_first = ones.recordings[::-1]
    document = {"contract": CONTRACT, "recordings": [ones.beside_document(each) for each in newest_first]}
    return Listed(document, tuple(_line(each, ones) for each in newest_first))


def _line(recording: KeptRecording, ones: KeptOnes) -> str:
    near = _beside(recording, ones)
    rate = rate_words(recording, ones.marks, shows=near.shows_count)
    a_minute = "" if rate.startswith(("None", "none", "cannot", "from")) else " a minute"
    place = f", {site_words(recording.site)}" if recording.site else ""
    return (
        f"{recording.id[:8]}  {when(recording.start)}{place}, {plain(recording.name, longest=60)}: "
        f"{duration(recording.analysed_s)} judged; twitches: {rate}{a_minute}"
    )


def _beside(recording: KeptRecording, ones: KeptOnes) -> Beside:
    return beside(
        ones.recordings,
        ones.marks,
        instrument=recording.instrument,
        start=recording.start,
        own_id=recording.id,
    )


def chosen(ones: KeptOnes, which: str) -> KeptRecording:
    """Gives the one recording that is meant.

    Args:
        ones: What is kept.
        which: Its id, the begin of it, or `last`.

    Raises:
        Refused: None or several are meant.
    """
    if not ones.recordings:
        raise Refused("no recording is kept yet; untwitch measure FILE --save keeps one")
    if which == LAST:
        return ones.recordings[-1]
    wanted = which.strip().lower()
    found = [each for each in ones.recordings if each.id.startswith(wanted)]
    if len(found) == 1 and len(wanted) >= _SHORTEST_PREFIX:
        return found[0]
    ids = ", ".join(each.id[:8] for each in ones.recordings[-_NAMED:])
    if len(found) > 1 and len(wanted) >= _SHORTEST_PREFIX:
        raise Refused(f"{len(found)} recordings have an id that begins with {which!r}; write more of it")
    raise Refused(f"no kept recording has the id {which!r}; the newest are {ids}, or say {LAST}")


def show(session: Session, which: str, *, draws: bool = False) -> Shown:
    """Gives one kept recording with its marks.

    Args:
        session: Place, moment and person.
        which: Its id, the begin of it, or `last`.
        draws: Whether figures are wanted.

    Raises:
        Refused: There is no such recording, or what is kept of it cannot be read.
    """
    ones = kept_ones(session, must_be=True)
    recording = chosen(ones, which)
    summary = summary_of(recording, ones.marks)
    near = _beside(recording, ones)
    document = {
        **summary.to_json(),
        "path": recording.name,
        "started": recording.start.local().isoformat(),
        "site": recording.site,
        "instrument": recording.instrument,
        "kept": {"id": recording.id, "is_new": False, "of_this_series": near.kept},
        "shows_count": near.shows_count,
    }
    return Shown(
        summary,
        document,
        tuple(lines(summary, site=recording.site, beside=near)),
        when(recording.start),
        recording=recording,
        marks=tuple(each for each in ones.marks if each.recording_id == recording.id),
        figures=recording_figures(summary) if draws else (),
    )


def remove(session: Session, which: str) -> Changed:
    """Removes a kept recording and its watch, as an operation that can be undone.

    Args:
        session: Place, moment and person.
        which: Its id, the begin of it, or `last`.

    Raises:
        Refused: There is no such recording.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        recording = chosen(_of(record, person_id), which)
        record.remove(person_id, "recording", recording.id)
    name = plain(recording.name, longest=60)
    return Changed(recording, f"Removed: {name}, {when(recording.start)}. To take that back: log --undo")


def mark(session: Session, which: str, time_s: float, *, is_twitch: bool, note: str = "") -> Changed:
    """Says of one moment of a kept recording that a twitch is there, or that none is.

    A found candidate within reach is the moment meant. What is said already changes nothing; the opposite of
    a mark takes its place. Each call is one operation that `log --undo` takes back.

    Args:
        session: Place, moment and person.
        which: Id of the recording, the begin of it, or `last`.
        time_s: The moment, seconds from the start of the file.
        is_twitch: Whether a twitch is there.
        note: The person's own words.

    Raises:
        Refused: There is no such recording, or no such moment in it.
    """
    note = checked_text(note, what="the note", longest=LONGEST_NOTE)
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        ones = _of(record, person_id)
        recording = chosen(ones, which)
        found = from_text(recording.summary, name=plain(recording.name, longest=80))
        if not 0 <= time_s <= found.duration_s:
            raise Refused(f"{time_s:g} s is not in this recording, which lasts {found.duration_s:g} s")
        own = [each for each in ones.marks if each.recording_id == recording.id]
        return _mark(record, person_id, Change(recording, found, own, time_s, is_twitch, note))


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to say of one moment.

    Attributes:
        recording: Of which.
        found: What was found in it.
        marks: What was said before.
        time_s: The moment.
        is_twitch: Whether a twitch is there.
        note: The person's own words.
    """

    recording: KeptRecording
    found: RecordingSummary
    marks: Sequence[Mark]
    time_s: float
    is_twitch: bool
    note: str


def _mark(record: Record, person_id: str, change: Change) -> Changed:
    candidate = candidate_near(change.found, change.time_s)
    time_s = change.time_s if candidate is None else candidate.time_s
    # Two candidates may lie nearer to each other than a finger is exact: only a mark of this one counts.
    near = [each for each in change.marks if candidate is None or each.time_s == candidate.time_s]
    before = mark_near(near, time_s, sensor=change.found.sensor)
    here, what = f"at {time_s:.2f} s", "a twitch" if change.is_twitch else "no twitch"
    if before is None:
        if candidate is None and not change.is_twitch:
            return Changed(change.recording, f"There is no mark {here}.", is_new=False)
        sure = candidate.confidence if candidate else 0.0
        new = Mark(new_id(), change.recording.id, time_s, change.is_twitch, instead_of=sure, note=change.note)
        record.add(person_id, [new])
    elif before.is_twitch == change.is_twitch:
        return Changed(change.recording, f"You said that before {here}.", is_new=False)
    elif before.instead_of == 0:
        # It was only ever there because the person set it.
        record.remove(person_id, "mark", before.id)
    else:
        record.edit(person_id, "mark", before.id, field="is_twitch", value=change.is_twitch)
    return Changed(change.recording, f"Marked {here}: {what}. To take that back: log --undo")
