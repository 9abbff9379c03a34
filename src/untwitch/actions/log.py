"""What a person types about themselves, kept durably and said back."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from untwitch.actions.session import Session
from untwitch.facts.exposure import TYPED, Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.person import Condition, Medicine, PersonFact
from untwitch.facts.plain_text import checked_text
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.intake import typed_exposure, typed_person, typed_watch
from untwitch.intake.typed_amount import read_amount
from untwitch.intake.typed_kind import Kind, read_kind
from untwitch.intake.typed_watch import Moment, lived_now, read_moment, read_past_day, read_site
from untwitch.record.record import Record

if TYPE_CHECKING:
    from untwitch.actions.foods import Found

CONTRACT = "log/1"
CHECK_LINE = "A weak feeling or pain is worth a check: untwitch check"
_WORTH_A_CHECK = frozenset({"pain", "weakness_noticed"})
LONGEST_NOTE = 4000
_QUIET_DAYS = 7
_SAID_AT_MOST = 6
_MINERALS = ("magnesium_mg", "potassium_mg", "calcium_mg")

Entry = Twitch | Watch | Exposure | Symptom | Medicine | Condition | PersonFact | Stay
Days = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Details:
    """What may stand beside the words of a log line; None is not said.

    Attributes:
        site: Place on the body map.
        at: When, as typed.
        note: The person's own words.
        lasted: How long: of a bout, of a watch.
        strength_0_10: How strong a twitch was.
        bother_0_10: How much it bothered.
        effort_0_10: How hard a workout was.
        twitch_min: Minutes of twitching on an evening.
        days: Days as typed: `started`, `changed`, `stopped`, `from`, `to`.
    """

    site: str | None = None
    at: str | None = None
    note: str = ""
    lasted: str | None = None
    strength_0_10: float | None = None
    bother_0_10: float | None = None
    effort_0_10: float | None = None
    twitch_min: float | None = None
    days: Days = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Logged:
    """What was kept.

    Attributes:
        entries: New entries.
        said: What to say, one line each.
        unknown: Amounts of a food that are not known, as measures.
        undone: What was taken back, or None.
    """

    entries: tuple[Entry, ...] = ()
    said: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    undone: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Gives the contract `log/1`."""
        return {
            "contract": CONTRACT,
            "entries": [_entry_json(each) for each in self.entries],
            "said": list(self.said),
            "unknown": list(self.unknown),
            "undone": self.undone,
        }


@dataclass(frozen=True, slots=True)
class _Call:
    session: Session
    record: Record
    person_id: str
    now: Instant
    kind: Kind
    details: Details
    moment: Moment
    found: "Found | None" = None

    @property
    def at(self) -> Instant:
        return self.moment.at

    def day(self, name: str) -> dt.date | None:
        return read_past_day(self.details.days.get(name), now=self.now, what=name)


def log(session: Session, words: Sequence[str], details: Details | None = None) -> Logged:
    """Keeps what a log line says, in one durable step.

    Args:
        session: Place, moment and person.
        words: The words of the line, `["caffeine", "95mg"]`.
        details: What stands beside them.

    Raises:
        Refused: A kind, site, unit, date or amount is wrong; one sentence names the nearest right ones.
    """
    given = details or Details()
    text = " ".join(words).strip()
    if not text:
        raise Refused("what should be logged? For example: untwitch log evening few, or untwitch log coffee")
    kind, found = _kind(session, text)
    _refuse_what_does_not_fit(kind, given)
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
        now = lived_now(session.now, stays=stays)
        moment = read_moment(given.at, now=now, stays=stays)
        call = _Call(session, record, person.person_id, now, kind, given, moment, found)
        logged = _FAMILIES[kind.family](call)
        if logged.entries:
            record.add(person.person_id, logged.entries)
    notes = (f"note: {moment.problem}",) if moment.problem else ()
    return dataclasses.replace(logged, said=(*logged.said, *notes))


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


def _when(instant: Instant) -> str:
    return instant.local().strftime("%Y-%m-%d %H:%M")


def _twitch(call: _Call) -> Logged:
    given = call.details
    if call.kind.value:
        raise Refused(
            f"a twitch takes no {call.kind.value!r}; its place goes behind --site, a count to an evening"
        )
    entry = typed_watch.twitch(
        at=call.at,
        site=given.site,
        lasted=given.lasted,
        ratings=(given.strength_0_10, given.bother_0_10),
        note=given.note,
    )
    place = f", {given.site}" if given.site else ""
    return Logged((entry,), (f"logged: a twitch{place}, {_when(entry.start)}",))


def _evening(call: _Call) -> Logged:
    said = "none" if call.kind.family == "none" else call.kind.value
    if not said:
        raise Refused("how many twitches? Write none, few, some, many or a count behind it")
    given = call.details
    line = typed_watch.EveningLine(
        said, given.twitch_min, given.bother_0_10, site=given.site, lasted=given.lasted, note=given.note
    )
    there = [each for each in call.record.entries(call.person_id, "watch") if isinstance(each, Watch)]
    entry = typed_watch.evening(line, moment=call.moment, earlier=there)
    span = f"seen from {_when(entry.start)} to {_when(entry.end)}"
    return Logged((entry,), (f"logged: {_tally(entry)}, {span}",))


def _tally(entry: Watch) -> str:
    low, high = entry.twitches_low, entry.twitches_high
    if high == 0:
        return "no twitches"
    return f"{low} twitches" if low == high else f"{low} to {high} twitches"


def _symptom(call: _Call) -> Logged:
    severity = _severity(call.kind) if call.kind.value else None
    entry = Symptom(new_id(), call.kind.name, call.at, call.details.site, severity, call.details.note)
    told = [call.kind.name.replace("_", " "), *([entry.site] if entry.site else [])]
    if severity is not None:
        told.append(f"{severity:g} of 10")
    said = [f"logged: {', '.join(told)}, {_when(entry.start)}"]
    if entry.kind in _WORTH_A_CHECK and not _said_lately(call):
        said.append(CHECK_LINE)
    return Logged((entry,), tuple(said))


def _severity(kind: Kind) -> float:
    amount = read_amount(kind.value)
    if amount.unit:
        raise Refused(f"{kind.name.replace('_', ' ')} goes from 0 to 10 and has no unit {amount.unit!r}")
    return amount.value


def _said_lately(call: _Call) -> bool:
    since_ms = call.session.now.utc_ms - _QUIET_DAYS * 86_400_000
    return any(
        isinstance(each, Symptom) and each.kind in _WORTH_A_CHECK and each.start.utc_ms >= since_ms
        for each in call.record.entries(call.person_id, "symptom")
    )


def _exposure(call: _Call) -> Logged:
    kind, note = call.kind, call.details.note
    if kind.family == "food":
        loaded = call.found.food if call.found else None
        made = typed_exposure.of_food(kind.name, kind.value, at=call.at, note=note, loaded=loaded)
        if call.found and call.found.others:
            others = "; or did you mean: " + " · ".join(call.found.others)
            made = dataclasses.replace(made, said=(*made.said, f"wrong? untwitch log --undo{others}"))
    elif kind.family == "supplement":
        made = typed_exposure.of_supplement(kind.value, at=call.at, note=note)
    elif kind.family == "workout":
        effort = call.details.effort_0_10
        made = typed_exposure.of_workout(kind.value, effort_0_10=effort, at=call.at, note=note)
    else:
        day = typed_exposure.whole_day(kind.name, call.moment)
        if day is not None:
            _refuse_second_amount(call, day)
        made = typed_exposure.of_measure(kind.name, kind.value, at=call.at, note=note, day=day)
    first = f"logged: {made.said[0]}, {_when(call.at)}"
    return Logged(made.entries, (first, *made.said[1:]), made.unknown)


def _refuse_second_amount(call: _Call, day: tuple[Instant, Instant]) -> None:
    """Refuses an amount of a day that has one: the two would be added."""
    for each in call.record.entries(call.person_id, "exposure"):
        if not isinstance(each, Exposure) or each.measure != call.kind.name or each.start == each.end:
            continue
        if each.start.utc_ms < day[1].utc_ms and each.end.utc_ms > day[0].utc_ms:
            raise Refused(
                f"{day[0].local_day()} has an amount of {call.kind.name} for all of the day already, "
                f"{each.value:g}; take it back first: each untwitch log --undo takes back one line"
            )


def _food_check(call: _Call) -> Logged:
    today = call.now.local_day()
    week = call.record.history(call.person_id, first_day=today - dt.timedelta(days=7), last_day=today)
    imported = [
        (row.start_ms, row.zone)
        for batch in week.batches
        if batch.measure in _MINERALS
        for row in batch.rows()
        if row.app != TYPED
    ]
    typed = [each for each in call.record.entries(call.person_id, "exposure") if isinstance(each, Exposure)]
    eaten = typed_exposure.eaten_already(typed, imported)
    made = typed_exposure.of_food_check(call.kind.value, now=call.now, eaten=eaten)
    return Logged(made.entries, made.said)


def _medicine(call: _Call) -> Logged:
    there = [each for each in call.record.entries(call.person_id, "medicine") if isinstance(each, Medicine)]
    days = typed_person.MedicineDays(call.day("started"), call.day("changed"), call.day("stopped"))
    return _kept(call, typed_person.medicine(call.kind.value, days, note=call.details.note, there=there))


def _condition(call: _Call) -> Logged:
    there = [each for each in call.record.entries(call.person_id, "condition") if isinstance(each, Condition)]
    made = typed_person.condition(
        call.kind.value, from_day=call.day("from"), to_day=call.day("to"), note=call.details.note, there=there
    )
    return _kept(call, made)


def _kept(call: _Call, made: Medicine | Condition | typed_person.Change) -> Logged:
    if not isinstance(made, typed_person.Change):
        return Logged((made,), (f"logged: {call.kind.family} {made.name}",))
    call.record.edit_fields(call.person_id, made.entity, made.entity_id, fields=made.fields)
    told = ", ".join(
        f"{field.removesuffix('_day').replace('_', ' ')} {value}" for field, value in made.fields.items()
    )
    return Logged(said=(f"logged: {call.kind.family} {call.kind.value.strip()}, {told}",))


def _person(call: _Call) -> Logged:
    made = typed_person.person_fact(
        call.kind.value, from_day=call.day("from"), to_day=call.day("to"), today=call.now.local_day()
    )
    return Logged((made,), (f"logged: {made.fact.replace('_', ' ')} {made.value}",))


def _stay(call: _Call) -> Logged:
    made = typed_person.stay(call.kind.value, from_day=call.day("from"), to_day=call.day("to"))
    return Logged(
        (made,), (f"logged: in {made.zone} from {made.from_day or 'ever'} to {made.to_day or 'now'}",)
    )


_FAMILIES = {
    "twitch": _twitch, "none": _evening, "evening": _evening, "symptom": _symptom, "measure": _exposure,
    "food": _exposure, "supplement": _exposure, "workout": _exposure, "food check": _food_check,
    "medicine": _medicine, "condition": _condition, "person": _person, "stay": _stay,
}  # fmt: skip


def _entry_json(entry: Entry) -> dict[str, Any]:
    document: dict[str, Any] = {"entity": _ENTITY[type(entry)]}
    for field in dataclasses.fields(entry):
        value = getattr(entry, field.name)
        if value is None or value == "":
            continue
        if isinstance(value, Instant):
            document[field.name] = value.local().isoformat()
            document["zone"] = value.zone
        else:
            document[field.name] = value.isoformat() if isinstance(value, dt.date) else value
    return document


_ENTITY: Mapping[type[Entry], str] = {
    Twitch: "twitch", Watch: "watch", Exposure: "exposure", Symptom: "symptom", Medicine: "medicine",
    Condition: "condition", PersonFact: "person_fact", Stay: "stay",
}  # fmt: skip
