"""A photo or a short clip put beside an entry, shown, and taken away; what is in it is never looked at."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from untwitch.actions.entry_words import entry_words
from untwitch.actions.session import Session
from untwitch.facts.attachment import Attachment
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.intake.media_type import FIRST_BYTES, media_type
from untwitch.record.operations import Sent
from untwitch.record.record import Record
from untwitch.report.wording import day_words

PART_BYTES = 1 << 20
BESIDE = ("twitch", "watch", "exposure", "symptom")
"""Kinds of entries that one can stand beside."""


def add_part(
    session: Session, attachment_id: str, number: int, content: bytes, *, beside: tuple[str, str]
) -> None:
    """Keeps one part of a photo or clip; a part that is there already is not kept twice.

    Args:
        session: Place, moment and person.
        attachment_id: UUID made by the page.
        number: 0 for the first part; they come in order.
        content: At most `PART_BYTES`.
        beside: Kind and id of the entry.

    Raises:
        Refused: It is no photo or clip, too large, out of order, or the entry is not there.
    """
    if beside[0] not in BESIDE:
        raise Refused(f"a photo or clip stands beside {', '.join(BESIDE)}, not {beside[0]!r}")
    if number == 0:
        media_type(content[:FIRST_BYTES])
    with _record(session) as record:
        place = record.attachments(record.person(session.person_name).person_id)
        place.part(attachment_id, number, content, entity=beside[0], entity_id=beside[1])


def finish(session: Session, attachment_id: str, *, size_bytes: int) -> Attachment:
    """Makes a photo or clip seen, once all of it is there.

    Args:
        session: Place, moment and person.
        attachment_id: Its id.
        size_bytes: How large all of it is.

    Raises:
        Refused: There is none, parts are missing, or it is no photo or clip.
    """
    with _record(session) as record:
        place = record.attachments(record.person(session.person_name).person_id)
        kind = media_type(place.first_bytes(attachment_id, FIRST_BYTES))
        return place.finish(attachment_id, media_type=kind, size_bytes=size_bytes)


def attach(
    session: Session, attachment_id: str, parts: Iterator[bytes], *, beside: tuple[str, str]
) -> Attachment:
    """Keeps a whole photo or clip.

    Args:
        session: Place, moment and person.
        attachment_id: UUID made by the page.
        parts: Its content, each piece at most `PART_BYTES`.
        beside: Kind and id of the entry.

    Raises:
        Refused: As for `add_part`.
    """
    size = 0
    for number, part in enumerate(parts):
        add_part(session, attachment_id, number, part, beside=beside)
        size += len(part)
    return finish(session, attachment_id, size_bytes=size)


def attached(session: Session, ids: Collection[str]) -> Mapping[str, tuple[Attachment, ...]]:
    """Gives the photos and clips of some entries, by the id of the entry.

    Args:
        session: Place, moment and person.
        ids: Ids of entries.
    """
    with _record(session) as record:
        held = record.attachments(record.person(session.person_name).person_id).of_all()
    found: dict[str, tuple[Attachment, ...]] = {}
    for each in held:
        if each.entity_id in ids:
            found[each.entity_id] = (*found.get(each.entity_id, ()), each)
    return found


def attachment_lines(session: Session, *, first_day: dt.date, last_day: dt.date) -> tuple[str, ...]:
    """Gives the photos and clips of some days, one line each, for a report: the newest first.

    Args:
        session: Place, moment and person.
        first_day: First local day.
        last_day: Last local day, included.
    """
    if not session.record_path.exists():
        return ()
    lines = []
    with _record(session) as record:
        person_id = record.person(session.person_name).person_id
        for each in record.attachments(person_id).of_all():
            entry = record.entry(person_id, each.entity, each.entity_id)
            start = getattr(entry, "start", None)
            if (
                entry is not None
                and isinstance(start, Instant)
                and first_day <= start.local_day() <= last_day
            ):
                words = f"{day_words(start.local_day())}: a {each.what} beside “{entry_words(entry)}”"
                lines.append((start.utc_ms, words))
    return tuple(words for _, words in sorted(lines, reverse=True))


def attachment(session: Session, attachment_id: str) -> Attachment:
    """Gives one photo or clip.

    Raises:
        Refused: There is none of that id now.
    """
    with _record(session) as record:
        return record.attachments(record.person(session.person_name).person_id).one(attachment_id)


def content(session: Session, attachment_id: str, *, start: int, end: int) -> Iterator[bytes]:
    """Gives the bytes of a photo or clip, piece by piece.

    Args:
        session: Place, moment and person.
        attachment_id: Its id.
        start: First byte wanted.
        end: One past the last.
    """
    with _record(session) as record:
        place = record.attachments(record.person(session.person_name).person_id)
        yield from place.content(attachment_id, start=start, end=end)


def remove_attachment(session: Session, attachment_id: str, *, action_id: str) -> None:
    """Takes a photo or clip away; it can be brought back by the id of the action.

    Args:
        session: Place, moment and person.
        attachment_id: Its id.
        action_id: UUID that the page made for this.

    Raises:
        Refused: There is none of that id now.
    """
    with _record(session) as record:
        place = record.attachments(record.person(session.person_name).person_id)
        place.remove(attachment_id, sent=Sent(action_id, f"remove {attachment_id}"))


def _record(session: Session) -> Record:
    return Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device)
