"""One entry as a form: its fields as text, and what a person changed turned back into a durable edit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from untwitch.actions.entry_words import entry_words, place_words
from untwitch.actions.session import Session
from untwitch.facts.body_site import BODY_SITES
from untwitch.facts.exposure import Exposure
from untwitch.facts.fact_table import Fact
from untwitch.facts.identity import checked_id
from untwitch.facts.instant import Instant, from_local
from untwitch.facts.plain_text import checked_text
from untwitch.facts.refused import Refused
from untwitch.facts.spoken import spoken
from untwitch.facts.symptom import SYMPTOM_KINDS
from untwitch.record.operations import Sent
from untwitch.record.record import Record

LONGEST_NOTE = 4000
_CLOCK = "%Y-%m-%dT%H:%M"
_FIELDS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "twitch": {
            "start": ("When", "moment"),
            "site": ("Place", "site"),
            "duration_s": ("How long, seconds", "number"),
            "strength_0_10": ("How strong, 0 to 10", "number"),
            "bother_0_10": ("How much it bothered, 0 to 10", "number"),
            "note": ("Your own words", "note"),
        },
        "watch": {
            "start": ("Watched from", "moment"),
            "end": ("Watched until", "moment"),
            "twitches_low": ("Twitches, at least", "count"),
            "twitches_high": ("Twitches, at most", "count"),
            "twitch_min": ("Minutes of twitching", "number"),
            "bother_0_10": ("How much they bothered, 0 to 10", "number"),
            "site": ("Place; empty for the whole body", "site"),
            "note": ("Your own words", "note"),
        },
        "exposure": {
            "value": ("Amount", "number"),
            "start": ("When", "moment"),
            "name": ("What it was", "line"),
            "note": ("Your own words", "note"),
        },
        "symptom": {
            "kind": ("What", "symptom"),
            "start": ("When", "moment"),
            "site": ("Place", "site"),
            "severity_0_10": ("How bad, 0 to 10", "number"),
            "note": ("Your own words", "note"),
        },
    }
)
"""By kind of entry and field: its name for a person, and what is typed there."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the form.

    Attributes:
        name: Of the fact.
        label: For the person.
        kind: `moment`, `site`, `number`, `count`, `line`, `note` or `symptom`.
        text: What stands there now; empty for nothing.
        choices: Values and words to choose from.
    """

    name: str
    label: str
    kind: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryForm:
    """An entry as it can be changed.

    Attributes:
        entity: Its kind.
        id: Its id.
        words: What it is now.
        day: The day it began.
        fields: What can be changed of it.
    """

    entity: str
    id: str
    words: str
    day: dt.date
    fields: tuple[FormField, ...]


def entry_form(session: Session, entity: str, entry_id: str) -> EntryForm:
    """Gives an entry as a form.

    Args:
        session: Place, moment and person.
        entity: `twitch`, `watch`, `exposure` or `symptom`.
        entry_id: Its id.

    Raises:
        Refused: There is no such entry now.
    """
    with _record(session) as record:
        entry = _entry(record, record.person(session.person_name).person_id, entity, entry_id)
    return EntryForm(entity, entry.id, entry_words(entry), _start(entry).local_day(), _fields(entity, entry))


def change_entry(session: Session, entity: str, entry_id: str, form: Mapping[str, str]) -> str:
    """Changes what differs from what stands there, in one step that is undone as one.

    Args:
        session: Place, moment and person.
        entity: Kind of the entry.
        entry_id: Its id.
        form: Fields as text, and under `id` the UUID that the page made.

    Returns:
        The id of the page; by it the change is taken back. Empty if nothing differs.

    Raises:
        Refused: There is no such entry, or a value does not fit; then nothing is changed.
    """
    action_id = checked_id(form.get("id", ""))
    with _record(session) as record:
        person_id = record.person(session.person_name).person_id
        if record.action(person_id, action_id) is not None:
            return action_id
        entry = _entry(record, person_id, entity, entry_id)
        fields: dict[str, Any] = {}
        for field in _fields(entity, entry):
            text = form.get(field.name, field.text).strip()
            if text != field.text.strip():
                fields[field.name] = _value(field, text, entry=entry, now=session.now)
        if not fields:
            return ""
        if isinstance(entry, Exposure) and "start" in fields and entry.start == entry.end:
            fields["end"] = fields["start"]
        sent = Sent(action_id, "a change")
        record.edit_fields(person_id, entity, entry.id, fields=fields, sent=sent)
    return action_id


def remove_entry(session: Session, entity: str, entry_id: str, *, action_id: str) -> None:
    """Removes an entry; it comes back by the id of the action. Said once more, nothing is done.

    Args:
        session: Place, moment and person.
        entity: Kind of the entry.
        entry_id: Its id.
        action_id: UUID that the page made.

    Raises:
        Refused: There is no such entry now.
    """
    sent = Sent(checked_id(action_id), "a removal")
    with _record(session) as record:
        person_id = record.person(session.person_name).person_id
        if record.action(person_id, sent.id) is None:
            entry = _entry(record, person_id, entity, entry_id)
            record.remove(person_id, entity, entry.id, sent=sent)


def _entry(record: Record, person_id: str, entity: str, entry_id: str) -> Fact:
    if entity not in _FIELDS:
        raise Refused(f"a {spoken(entity)} cannot be changed here")
    found = record.entry(person_id, entity, checked_id(entry_id))
    if found is None:
        raise Refused(f"no entry has the id {entry_id!r} now")
    return found


def _start(entry: Fact) -> Instant:
    start: Instant = getattr(entry, "start")  # noqa: B009 - the four kinds of _FIELDS all have one
    return start


def _fields(entity: str, entry: Fact) -> tuple[FormField, ...]:
    made = []
    for name, (label, kind) in _FIELDS[entity].items():
        if isinstance(entry, Exposure) and name == "start" and entry.start != entry.end:
            continue  # an amount of a stretch of time, such as a day; the day is what it is about
        value = getattr(entry, name)
        text = f"{value.local():{_CLOCK}}" if isinstance(value, Instant) else _text(value)
        made.append(FormField(name, label, kind, text, _choices(kind)))
    return tuple(made)


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, int | float) else str(value)


def _choices(kind: str) -> tuple[tuple[str, str], ...]:
    if kind == "site":
        return (("", "No place"), *((each, place_words(each)) for each in BODY_SITES))
    return tuple((each, spoken(each)) for each in SYMPTOM_KINDS) if kind == "symptom" else ()


def _value(field: FormField, text: str, *, entry: Fact, now: Instant) -> Any:
    if field.kind == "moment":
        return _moment(field, text, zone_of=getattr(entry, field.name), now=now)
    if field.kind in {"number", "count"}:
        return _number(field, text)
    if field.kind == "note":
        return checked_text(text, what="the note", longest=LONGEST_NOTE)
    if field.kind == "line":
        return checked_text(text, what=field.label, longest=100)
    return text or None


def _moment(field: FormField, text: str, *, zone_of: Instant, now: Instant) -> Instant:
    try:
        clock = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"{field.label} is {text!r}; it should be a day and a time") from None
    found = from_local(clock, zone_of.zone, known_by=zone_of.zone_known_by)[0]
    if found.utc_ms > now.utc_ms:
        raise Refused(f"{text!r} is still to come; only what has been can be kept")
    return found


def _number(field: FormField, text: str) -> float | int | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
        return int(text) if field.kind == "count" else number
    except ValueError:
        raise Refused(f"{field.label} is {text[:30]!r}; it should be a number") from None


def _record(session: Session) -> Record:
    return Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device)
