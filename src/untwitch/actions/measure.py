"""Counts twitches in a recording, and keeps what it came to where the person wants that."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from untwitch import __version__
from untwitch.actions.recording_page import Told
from untwitch.actions.recordings import KeptOnes, kept_ones
from untwitch.actions.session import Session
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant, from_local
from untwitch.facts.kept_recording import KeptRecording, instrument_name
from untwitch.facts.plain_text import checked_text
from untwitch.facts.refused import Refused
from untwitch.facts.stay import zone_on
from untwitch.intake.members import open_path
from untwitch.intake.typed_watch import read_moment, read_site
from untwitch.record.record import Record
from untwitch.recordings.by_hand import with_marks
from untwitch.recordings.detect import detect
from untwitch.recordings.kept_summary import to_text
from untwitch.recordings.open import open_recording
from untwitch.recordings.recording import Block, Recording
from untwitch.recordings.summary import RecordingSummary
from untwitch.report.recording_series import beside, when
from untwitch.report.recording_words import lines
from untwitch.report.wording import site_words

LONGEST_NOTE = 4000
_LONGEST_NAME = 200
_SENSOR_OF: Mapping[str, str] = MappingProxyType({"phone": "accelerometer", "camera": "video"})
_DAY_MS = 86_400_000

Progress = Callable[[float, float], None]
"""Told the seconds of the recording that are read, and how many there are."""


def silent(done_s: float, whole_s: float) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What may be said beside the file; None is not said.

    Attributes:
        sensor: `emg`, `accelerometer` (or `phone`), `video` (or `camera`), where the file is silent.
        unit: Unit of its values, likewise.
        rate_hz: Samples a second, likewise.
        variable: Which array or stream of several is meant.
        site: Place on the body map.
        at: When it began, as typed; goes before what the file says.
        note: The person's own words, kept with it.
        save: Whether to keep what it came to.
    """

    sensor: str | None = None
    unit: str | None = None
    rate_hz: float | None = None
    variable: str | None = None
    site: str | None = None
    at: str | None = None
    note: str = ""
    save: bool = False


@dataclass(frozen=True, slots=True)
class Measured(Told):
    """What a recording came to.

    Attributes:
        kept: What the record keeps of it, or None.
    """

    kept: KeptRecording | None = None


def measure(
    session: Session, path: Path, asked: Asked | None = None, *, progress: Progress = silent
) -> Measured:
    """Counts the twitches of one recording.

    Args:
        session: Place, moment and person.
        path: The file, zip or folder.
        asked: What is said beside it.
        progress: Told as the recording is read.

    Raises:
        Refused: It cannot be read, something must be said that the file does not, or what was said is wrong.
    """
    given = asked or Asked()
    began = time.perf_counter()
    site = read_site(given.site)
    note = checked_text(given.note, what="the note", longest=LONGEST_NOTE)
    recording = open_recording(
        path,
        sensor=_SENSOR_OF.get(given.sensor or "", given.sensor),
        unit=given.unit,
        rate_hz=given.rate_hz,
        variable=given.variable,
    )
    ones = kept_ones(session, must_be=given.save)
    start = _start(session, recording, ones, at=given.at)
    if given.save and start is None:
        raise Refused(f"{recording.name} does not say when it was recorded; say it with --at")
    summary = detect(_told(recording, progress))
    kept, is_new = None, False
    if given.save and start is not None:
        kept, is_new = _save(session, _to_keep(path, summary, start=start, site=site, note=note))
        ones = kept_ones(session, must_be=True)
    return _measured(
        path, summary, site=site, start=start, ones=ones, kept=kept, is_new=is_new,
        seconds=time.perf_counter() - began, now=session.now,
    )  # fmt: skip


def _told(recording: Recording, progress: Progress) -> Recording:
    """Gives the recording so that who reads it tells how far it is."""
    whole_s = recording.duration_s

    def open_blocks(samples: int) -> Iterator[Block]:
        for block in recording.open_blocks(samples):
            progress((block.first_index + len(block.samples)) / recording.rate_hz, whole_s)
            yield block

    return replace(recording, open_blocks=open_blocks)


def _start(session: Session, recording: Recording, ones: KeptOnes, *, at: str | None) -> Instant | None:
    """Gives when a recording began, in the zone that was lived in; None where nobody says.

    Raises:
        Refused: What was typed cannot be read, or the moment is still to come.
    """
    if at is not None:
        return read_moment(at, now=session.now, stays=ones.stays).at
    said = recording.started
    if said is None:
        return None
    if said.zone_known_by == "guess":
        # The file has a wall clock without a zone: it was that time where the person was.
        zone = zone_on(ones.stays, said.local_day())
        wall_clock = said.local().replace(tzinfo=None)
        start, _ = from_local(wall_clock, zone or session.now.zone, known_by="stay" if zone else "guess")
    else:
        zone = zone_on(ones.stays, said.local_day())
        start = Instant(said.utc_ms, zone or session.now.zone, "stay" if zone else "guess")
    if start.utc_ms > session.now.utc_ms + _DAY_MS:
        raise Refused(
            f"{recording.name} says that it begins on {start.local_day()}, which is still to come; say "
            "when it did with --at"
        )
    return start


def _to_keep(
    path: Path, summary: RecordingSummary, *, start: Instant, site: str | None, note: str
) -> KeptRecording:
    with open_path(path) as members:
        sha256 = members.sha256
    count = summary.count
    whole_ms = max(1, round(summary.duration_s * 1000))
    return KeptRecording(
        id=new_id(),
        start=start,
        end=Instant(start.utc_ms + whole_ms, start.zone, start.zone_known_by),
        sensor=summary.sensor,
        instrument=instrument_name(summary.sensor, site=site, channels=summary.channels),
        site=site,
        name=path.name[:_LONGEST_NAME],
        sha256=sha256,
        analysed_s=min(summary.analysed_s, whole_ms / 1000),
        count_expected=count.expected if count else None,
        count_low=count.low if count else None,
        count_high=count.high if count else None,
        summary=to_text(summary),
        note=note,
    )


def _save(session: Session, recording: KeptRecording) -> tuple[KeptRecording, bool]:
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        there = record.keep_recording(person.person_id, recording)
    return there, there.id == recording.id


def _measured(  # noqa: PLR0913 - each is one part of the answer
    path: Path,
    summary: RecordingSummary,
    *,
    site: str | None,
    start: Instant | None,
    ones: KeptOnes,
    kept: KeptRecording | None,
    is_new: bool,
    seconds: float,
    now: Instant,
) -> Measured:
    if kept is not None:
        site, start = kept.site, kept.start
        summary = with_marks(summary, (each for each in ones.marks if each.recording_id == kept.id))
    instrument = instrument_name(summary.sensor, site=site, channels=summary.channels)
    near = beside(
        ones.recordings,
        ones.marks,
        instrument=kept.instrument if kept else instrument,
        start=start or now,
        own_id=kept.id if kept else None,
    )
    document = {
        **summary.to_json(),
        "path": str(path),
        "started": start and start.local().isoformat(),
        "site": site,
        "instrument": kept.instrument if kept else instrument,
        "kept": kept and {"id": kept.id, "is_new": is_new, "of_this_series": near.kept},
        "shows_count": near.shows_count,
        "seconds": seconds,
        "version": __version__,
    }
    said = lines(summary, site=site, beside=near)
    return Measured(
        summary,
        document,
        (*said[:-1], *_about_keeping(kept, is_new=is_new), said[-1]),
        when(start) if start else "",
        kept=kept,
    )


def _about_keeping(kept: KeptRecording | None, *, is_new: bool) -> tuple[str, ...]:
    if kept is None:
        return ()
    where = f", {site_words(kept.site)}" if kept.site else ""
    state = "It is kept" if is_new else "This file was kept before; nothing was added"
    return (f"{state}: {kept.id[:8]}, {when(kept.start)}{where}.",)
