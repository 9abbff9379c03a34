"""One entry as a page of the app says it, under an id that the page made: said twice, it is kept once."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from untwitch.actions.entry_words import entries_words
from untwitch.actions.log import CHECK_LINE, LONGEST_NOTE, log
from untwitch.actions.log_kinds import WORTH_A_CHECK
from untwitch.actions.log_line import Details, Page, entity_of
from untwitch.actions.session import Session
from untwitch.facts.identity import checked_id
from untwitch.facts.plain_text import checked_text
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.symptom import Symptom
from untwitch.record.operations import ATTACHMENT, Sent
from untwitch.record.record import Record

FAMILIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "evening": frozenset({"evening"}),
        "twitch": frozenset({"twitch"}),
        "amount": frozenset({"measure", "food", "supplement", "workout"}),
        "symptom": frozenset({"symptom"}),
        "note": frozenset(),
        "undo": frozenset(),
    }
)
"""Kinds of entries that a page can send, and the kinds of log lines that each may become."""
NOTED = ("twitch", "watch", "exposure", "symptom")
"""What a note can be written on afterwards."""
KEPT_BEFORE = "this was kept before"
_FOR_A_TERMINAL = re.compile(r"untwitch |--\w")
_UNDO_OF_A_TERMINAL = re.compile(r"; take it back first: .*", re.DOTALL)
_LONGEST_NUMBER = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What a page says of one entry; what is empty or None was not said.

    Attributes:
        id: UUID that the page made.
        kind: One of `FAMILIES`.
        what: Word of the evening line, name of an amount, kind of a symptom.
        count: Twitches of an evening; goes before its word.
        amount: How much, as typed: `2`, `250 ml`, `6h30`; of a symptom how bad, 0 to 10.
        unit: Unit of the amount, where a form has its own field for it.
        site: Place on the body map.
        duration_s: How long a bout lasted.
        strength_0_10: How strong a twitch was.
        bother_0_10: How much it bothered.
        effort_0_10: How hard a workout was.
        twitch_min: Minutes of twitching on an evening.
        note: The person's own words.
        when: A day or a time, as typed; empty for now.
        at_ms: When it was by the clock of the browser, milliseconds since 1970 UTC; goes before `when`.
        zone: Zone of the browser.
        of: The entry that a note is about, or the id of what is taken back.
    """

    id: str
    kind: str
    what: str = ""
    count: int | None = None
    amount: str = ""
    unit: str = ""
    site: str = ""
    duration_s: float | None = None
    strength_0_10: float | None = None
    bother_0_10: float | None = None
    effort_0_10: float | None = None
    twitch_min: float | None = None
    note: str = ""
    when: str = ""
    at_ms: int | None = None
    zone: str = ""
    of: str = ""

    def __post_init__(self) -> None:
        if checked_id(self.id) != self.id:
            raise Refused(f"id {self.id!r} is not written as a UUID is")
        if self.kind not in FAMILIES:
            raise Refused(f"kind {self.kind!r} is not known{nearest(self.kind, FAMILIES)}")

    @classmethod
    def of_form(cls, kind: str, form: Mapping[str, str]) -> "NewEntry":
        """Gives the entry that a plain form says.

        Args:
            kind: One of `FAMILIES`.
            form: Its fields, by the names of the attributes.

        Raises:
            Refused: A number is none, or the id is not one.
        """
        said = {name: text.strip() for name, text in form.items() if text.strip()}
        fields: dict[str, object] = {}
        for each in dataclasses.fields(cls):
            if each.name not in said or each.name == "kind":
                continue
            is_number = "None" in str(each.type)
            fields[each.name] = _number(each.name, said[each.name]) if is_number else said[each.name]
        for name in ("count", "at_ms"):
            value = fields.get(name)
            if isinstance(value, float):
                if not value.is_integer():
                    raise Refused(f"{name} is {value:g}; it should be a whole number")
                fields[name] = int(value)
        return cls(kind=kind, **{"id": "", **fields})  # type: ignore[arg-type]

    def hash(self) -> str:
        """Gives the SHA-256 of all that is said, the id apart."""
        said = {name: value for name, value in dataclasses.asdict(self).items() if value not in {"", None}}
        said.pop("id", None)
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _number(name: str, text: str) -> float:
    try:
        return float(text[:_LONGEST_NUMBER].replace(",", "."))
    except ValueError:
        shown = name.removesuffix("_0_10").replace("_", " ")
        raise Refused(f"{shown} is {text[:_LONGEST_NUMBER]!r}; it should be a number") from None


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands on the disk now.

    Attributes:
        id: The id that the page made; by it all of this is taken back.
        entries: Kind and id of every entry that it became or changed.
        said: What to say, one line each.
        is_known: Whether it was kept before, and nothing was done now.
        is_worth_a_check: Whether the page should name the check, once in a while.
    """

    id: str
    entries: tuple[tuple[str, str], ...] = ()
    said: tuple[str, ...] = field(default_factory=tuple)
    is_known: bool = False
    is_worth_a_check: bool = False


def keep(session: Session, entry: NewEntry) -> Kept:
    """Keeps one entry, in one durable step; the same once more changes nothing.

    Args:
        session: Place, moment and person.
        entry: What a page says.

    Raises:
        Refused: Something of it is wrong, or its id stands for something else.
    """
    sent = Sent(entry.id, entry.hash())
    known = _known(session, sent)
    if known is not None:
        return known
    try:
        return _DONE.get(entry.kind, _log)(session, entry, sent)
    except Refused as refused:
        # Another tab may have sent the same in between; then it is the reason for the refusal.
        known = _known(session, sent)
        if known is not None:
            return known
        words = _UNDO_OF_A_TERMINAL.sub("; take that line back first, on the page of its day", str(refused))
        raise Refused(words) from None


def _known(session: Session, sent: Sent) -> Kept | None:
    with _record(session) as record:
        action = record.action(record.person(session.person_name).person_id, sent.id)
    if action is None:
        return None
    if action.content != sent.content:
        raise Refused(f"id {sent.id} already stands for something else that was sent")
    return Kept(sent.id, action.entries, (KEPT_BEFORE,), is_known=True)


def _log(session: Session, entry: NewEntry, sent: Sent) -> Kept:
    details = Details(
        site=entry.site or None,
        at=entry.when or None,
        note=entry.note,
        lasted=None if entry.duration_s is None else f"{entry.duration_s:f} s",
        strength_0_10=entry.strength_0_10,
        bother_0_10=entry.bother_0_10,
        effort_0_10=entry.effort_0_10,
        twitch_min=entry.twitch_min,
    )
    page = Page(sent, FAMILIES[entry.kind], at_ms=entry.at_ms, zone=entry.zone)
    logged = log(session, _words(entry), details, page=page)
    return Kept(
        sent.id,
        tuple((entity_of(each), each.id) for each in logged.entries),
        tuple(each for each in logged.said if not _FOR_A_TERMINAL.search(each)),
        is_worth_a_check=CHECK_LINE in logged.said,
    )


def _words(entry: NewEntry) -> list[str]:
    if entry.kind == "evening":
        return ["evening", entry.what if entry.count is None else str(entry.count)]
    if entry.kind == "twitch":
        return ["twitch"]
    if not entry.what.strip():
        raise Refused(f"which {entry.kind}? Nothing was named")
    return [entry.what, f"{entry.amount} {entry.unit}".strip()]


def _note(session: Session, entry: NewEntry, sent: Sent) -> Kept:
    text = checked_text(entry.note, what="the note", longest=LONGEST_NOTE)
    with _record(session) as record:
        person_id = record.person(session.person_name).person_id
        for entity in NOTED:
            if record.entry(person_id, entity, entry.of) is not None:
                record.edit_fields(person_id, entity, entry.of, fields={"note": text}, sent=sent)
                return Kept(sent.id, ((entity, entry.of),), ("noted",))
    raise Refused(f"no entry has the id {entry.of!r} now")


def _undo(session: Session, entry: NewEntry, sent: Sent) -> Kept:
    with _record(session) as record:
        words = record.undo(record.person(session.person_name).person_id, entry.of)
    return Kept(sent.id, (), (f"taken back: {words}" if words else "that was taken back before",))


@dataclass(frozen=True, slots=True)
class Told:
    """What became of something that a page sent.

    Attributes:
        id: The id that the page made.
        words: What it is now, one line each.
        is_undone: Whether it was taken back.
        is_worth_a_check: Whether pain or weakness is among it.
        of: The first entry of it that is there now; empty if there is none.
    """

    id: str
    words: tuple[str, ...]
    is_undone: bool
    is_worth_a_check: bool = False
    of: str = ""


def told(session: Session, action_id: str) -> Told | None:
    """Gives what became of something that a page sent; None if nothing is known of it.

    Args:
        session: Place, moment and person.
        action_id: The id that the page made; anything else that was typed there is not known.
    """
    try:
        wanted = checked_id(action_id)
    except Refused:
        return None
    with _record(session) as record:
        person_id = record.person(session.person_name).person_id
        action = record.action(person_id, wanted)
        if action is None:
            return None
        about = [(kind, entry_id) for kind, entry_id in action.entries if kind in NOTED]
        held = [record.entry(person_id, kind, entry_id) for kind, entry_id in about]
    found = [each for each in held if each is not None]
    words = entries_words(found)
    if any(entity == ATTACHMENT for entity, _ in action.entries) and action.content[:6] != "remove":
        words = ("a photo or clip",)
    pains = any(isinstance(each, Symptom) and each.kind in WORTH_A_CHECK for each in found)
    return Told(wanted, words, action.is_undone, is_worth_a_check=pains, of=found[0].id if found else "")


_DONE = {"note": _note, "undo": _undo}


def _record(session: Session) -> Record:
    return Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device)
