"""What a person types about themselves, kept durably and said back."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from untwitch.actions.log_kinds import CHECK_LINE, FAMILIES
from untwitch.actions.log_line import CONTRACT, Call, Details, Entry, Logged, Page
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.plain_text import checked_text
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.intake import typed_person
from untwitch.intake.typed_kind import Kind, read_kind
from untwitch.intake.typed_watch import Moment, lived_now, read_moment, read_site
from untwitch.record.record import Record

if TYPE_CHECKING:
    from untwitch.actions.foods import Found

__all__ = ["CHECK_LINE", "CONTRACT", "Details", "Logged", "log", "undo"]
LONGEST_NOTE = 4000
CLOCK_AHEAD_MS = 15 * 60_000
"""How far the clock of a browser may be ahead of that of this machine; what it says is then taken as now."""
_SAID_AT_MOST = 6
_LONGEST_SHOWN = 60


def log(
    session: Session, words: Sequence[str], details: Details | None = None, *, page: Page | None = None
) -> Logged:
    """Keeps what a log line says, in one durable step.

    Args:
        session: Place, moment and person.
        words: The words of the line, `["caffeine", "95mg"]`.
        details: What stands beside them.
        page: What a page of the app says beside it; the first entry then bears the id of the page.

    Raises:
        Refused: A kind, site, unit, date or amount is wrong; one sentence names the nearest right ones.
    """
    given = details or Details()
    text = " ".join(words).strip()
    if not text:
        raise Refused("what should be logged? For example: untwitch log evening few, or untwitch log coffee")
    kind, found = _kind(session, text)
    _refuse_what_does_not_fit(kind, given)
    if page is not None and kind.family not in page.families:
        raise Refused(f"{text[:_LONGEST_SHOWN]!r} cannot be logged on this page")
    given = dataclasses.replace(
        given,
        site=read_site(given.site),
        note=checked_text(given.note, what="the note", longest=LONGEST_NOTE),
    )
    name = typed_person.new_person(kind.value) if kind.family == "person" else None
    if name is not None:
        return _add_person(session, name)
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        stays = [each for each in record.entries(person.person_id, "stay") if isinstance(each, Stay)]
        now = lived_now(_here(session, page), stays=stays)
        moment = _moment(given, page, now=now, stays=stays)
        call = Call(session, record, person.person_id, now, kind, given, moment, found)
        logged = FAMILIES[kind.family](call)
        if page is not None:
            logged = dataclasses.replace(logged, entries=_under_ids(logged.entries, page.sent.id))
        if logged.entries:
            record.add(person.person_id, logged.entries, sent=page.sent if page else None)
    notes = (f"note: {moment.problem}",) if moment.problem else ()
    return dataclasses.replace(logged, said=(*logged.said, *notes))


def _here(session: Session, page: Page | None) -> Instant:
    """Gives the moment of the call where the browser is; a zone that is not known here says nothing."""
    try:
        return dataclasses.replace(session.now, zone=page.zone) if page and page.zone else session.now
    except Refused:
        return session.now


def _moment(given: Details, page: Page | None, *, now: Instant, stays: Sequence[Stay]) -> Moment:
    if page is None or page.at_ms is None:
        return read_moment(given.at, now=now, stays=stays)
    if page.at_ms > now.utc_ms + CLOCK_AHEAD_MS:
        clock = dataclasses.replace(now, utc_ms=page.at_ms).local()
        raise Refused(f"{clock:%Y-%m-%d %H:%M} is still to come; is the clock of this device right?")
    at = dataclasses.replace(now, utc_ms=min(page.at_ms, now.utc_ms))
    return Moment(lived_now(at, stays=stays))


def _under_ids(entries: Sequence[Entry], first_id: str) -> tuple[Entry, ...]:
    """Gives entries with the id that a page made; further ones bear ids that follow from it."""
    space = uuid.UUID(first_id)
    ids = [first_id, *(str(uuid.uuid5(space, str(number))) for number in range(1, len(entries)))]
    return tuple(dataclasses.replace(each, id=own) for each, own in zip(entries, ids, strict=False))


def _kind(session: Session, text: str) -> "tuple[Kind, Found | None]":
    """Gives what a line means; a name that is not known here may be one of a table that was loaded."""
    try:
        return read_kind(text), None
    except Refused:
        from untwitch.actions.foods import meant  # noqa: PLC0415 - every line that is known does without it

        found = meant(session, text)
        if found is None:
            raise
    return Kind("food", found.food.name, text), found


def _add_person(session: Session, name: str) -> Logged:
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        others = [each.name for each in record.persons()]
        record.add_person(name)
    said = [f"{name} is kept here now"]
    if others:
        said.append(f"from now on say whose line it is, with --person: {', '.join([*others, name])}")
    return Logged(said=tuple(said))


def undo(session: Session) -> Logged:
    """Takes back what the person logged, edited or removed last, and says what it was."""
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        undone = record.undo_last(record.person(session.person_name).person_id)
    if undone is None:
        return Logged(said=("there is nothing to take back",))
    things = undone.split("; ")
    more = f"; and {len(things) - _SAID_AT_MOST} more" if len(things) > _SAID_AT_MOST else ""
    return Logged(said=(f"taken back: {'; '.join(things[:_SAID_AT_MOST])}{more}",), undone=undone)


_FITTING: Mapping[str, frozenset[str]] = {
    "site": frozenset({"twitch", "symptom", "evening", "none"}),
    "lasted": frozenset({"twitch", "evening", "none"}),
    "strength_0_10": frozenset({"twitch"}),
    "bother_0_10": frozenset({"twitch", "evening"}),
    "effort_0_10": frozenset({"workout"}),
    "twitch_min": frozenset({"evening"}),
}
_OPTION = {"lasted": "for", "twitch_min": "minutes"}
_FITTING_DAYS: Mapping[str, frozenset[str]] = {
    "medicine": frozenset({"started", "changed", "stopped"}),
    "condition": frozenset({"from", "to"}),
    "person": frozenset({"from", "to"}),
    "stay": frozenset({"from", "to"}),
}


def _refuse_what_does_not_fit(kind: Kind, details: Details) -> None:
    """Refuses an option that would be dropped without a word."""
    for name, families in _FITTING.items():
        if getattr(details, name) is not None and kind.family not in families:
            option = _OPTION.get(name, name.removesuffix("_0_10"))
            raise Refused(
                f"--{option} does not go with {kind.family}; it goes with {', '.join(sorted(families))}"
            )
    fitting = _FITTING_DAYS.get(kind.family, frozenset())
    for name, text in details.days.items():
        if text is not None and name not in fitting:
            others = sorted(family for family, days in _FITTING_DAYS.items() if name in days)
            raise Refused(f"--{name} does not go with {kind.family}; it goes with {', '.join(others)}")
