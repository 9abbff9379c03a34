"""What each kind of log line becomes: the entries, and what is said back."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

from untwitch.actions.log_line import Call, Logged
from untwitch.facts.exposure import TYPED, Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.person import Condition, Medicine
from untwitch.facts.refused import Refused
from untwitch.facts.symptom import Symptom
from untwitch.facts.watch import Watch
from untwitch.intake import typed_exposure, typed_person, typed_watch
from untwitch.intake.typed_amount import read_amount
from untwitch.intake.typed_kind import Kind

CHECK_LINE = "A weak feeling or pain is worth a check: untwitch check"
WORTH_A_CHECK = frozenset({"pain", "weakness_noticed"})
_QUIET_DAYS = 7
_MINERALS = ("magnesium_mg", "potassium_mg", "calcium_mg")


def _when(instant: Instant) -> str:
    return instant.local().strftime("%Y-%m-%d %H:%M")


def _twitch(call: Call) -> Logged:
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


def _evening(call: Call) -> Logged:
    said = "none" if call.kind.family == "none" else call.kind.value
    if not said:
        raise Refused("how many twitches? Write none, few, some, many or a count behind it")
    given = call.details
    line = typed_watch.EveningLine(
        said, given.twitch_min, given.bother_0_10, site=given.site, lasted=given.lasted, note=given.note
    )
    near = _days_around(call.at.local_day(), call.at.local_day())
    there = [each for each in call.record.entries(call.person_id, "watch", **near) if isinstance(each, Watch)]
    entry = typed_watch.evening(line, moment=call.moment, earlier=there)
    span = f"seen from {_when(entry.start)} to {_when(entry.end)}"
    return Logged((entry,), (f"logged: {_tally(entry)}, {span}",))


def _days_around(first: dt.date, last: dt.date) -> dict[str, dt.date]:
    """Days in which all that touches some days lies, wherever on Earth; a long diary has many more."""
    one = dt.timedelta(days=1)
    return {"first_day": first - one, "last_day": last + one}


def _tally(entry: Watch) -> str:
    low, high = entry.twitches_low, entry.twitches_high
    if high == 0:
        return "no twitches"
    return f"{low} twitches" if low == high else f"{low} to {high} twitches"


def _symptom(call: Call) -> Logged:
    severity = _severity(call.kind) if call.kind.value else None
    entry = Symptom(new_id(), call.kind.name, call.at, call.details.site, severity, call.details.note)
    told = [call.kind.name.replace("_", " "), *([entry.site] if entry.site else [])]
    if severity is not None:
        told.append(f"{severity:g} of 10")
    said = [f"logged: {', '.join(told)}, {_when(entry.start)}"]
    if entry.kind in WORTH_A_CHECK and not _said_lately(call):
        said.append(CHECK_LINE)
    return Logged((entry,), tuple(said))


def _severity(kind: Kind) -> float:
    amount = read_amount(kind.value)
    if amount.unit:
        raise Refused(f"{kind.name.replace('_', ' ')} goes from 0 to 10 and has no unit {amount.unit!r}")
    return amount.value


def _said_lately(call: Call) -> bool:
    since_ms = call.session.now.utc_ms - _QUIET_DAYS * 86_400_000
    return any(
        isinstance(each, Symptom) and each.kind in WORTH_A_CHECK and each.start.utc_ms >= since_ms
        for each in call.record.entries(
            call.person_id, "symptom", first_day=call.now.local_day() - dt.timedelta(days=_QUIET_DAYS)
        )
    )


def _exposure(call: Call) -> Logged:
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


def _refuse_second_amount(call: Call, day: tuple[Instant, Instant]) -> None:
    """Refuses an amount of a day that has one: the two would be added."""
    near = _days_around(day[0].local_day(), day[1].local_day())
    for each in call.record.entries(call.person_id, "exposure", **near):
        if not isinstance(each, Exposure) or each.measure != call.kind.name or each.start == each.end:
            continue
        if each.start.utc_ms < day[1].utc_ms and each.end.utc_ms > day[0].utc_ms:
            raise Refused(
                f"{day[0].local_day()} has an amount of {call.kind.name} for all of the day already, "
                f"{each.value:g}; take it back first: each untwitch log --undo takes back one line"
            )


def _food_check(call: Call) -> Logged:
    today = call.now.local_day()
    days = {"first_day": today - dt.timedelta(days=7), "last_day": today}
    week = call.record.history(call.person_id, **days)
    imported = [
        (row.start_ms, row.zone)
        for batch in week.batches
        if batch.measure in _MINERALS
        for row in batch.rows()
        if row.app != TYPED
    ]
    kept = call.record.entries(call.person_id, "exposure", **days)
    typed = [each for each in kept if isinstance(each, Exposure)]
    eaten = typed_exposure.eaten_already(typed, imported)
    made = typed_exposure.of_food_check(call.kind.value, now=call.now, eaten=eaten)
    return Logged(made.entries, made.said)


def _medicine(call: Call) -> Logged:
    there = [each for each in call.record.entries(call.person_id, "medicine") if isinstance(each, Medicine)]
    days = typed_person.MedicineDays(call.day("started"), call.day("changed"), call.day("stopped"))
    return _kept(call, typed_person.medicine(call.kind.value, days, note=call.details.note, there=there))


def _condition(call: Call) -> Logged:
    there = [each for each in call.record.entries(call.person_id, "condition") if isinstance(each, Condition)]
    made = typed_person.condition(
        call.kind.value, from_day=call.day("from"), to_day=call.day("to"), note=call.details.note, there=there
    )
    return _kept(call, made)


def _kept(call: Call, made: Medicine | Condition | typed_person.Change) -> Logged:
    if not isinstance(made, typed_person.Change):
        return Logged((made,), (f"logged: {call.kind.family} {made.name}",))
    call.record.edit_fields(call.person_id, made.entity, made.entity_id, fields=made.fields)
    told = ", ".join(
        f"{field.removesuffix('_day').replace('_', ' ')} {value}" for field, value in made.fields.items()
    )
    return Logged(said=(f"logged: {call.kind.family} {call.kind.value.strip()}, {told}",))


def _person(call: Call) -> Logged:
    made = typed_person.person_fact(
        call.kind.value, from_day=call.day("from"), to_day=call.day("to"), today=call.now.local_day()
    )
    return Logged((made,), (f"logged: {made.fact.replace('_', ' ')} {made.value}",))


def _stay(call: Call) -> Logged:
    made = typed_person.stay(call.kind.value, from_day=call.day("from"), to_day=call.day("to"))
    return Logged(
        (made,), (f"logged: in {made.zone} from {made.from_day or 'ever'} to {made.to_day or 'now'}",)
    )


FAMILIES: Mapping[str, Callable[[Call], Logged]] = MappingProxyType({
    "twitch": _twitch, "none": _evening, "evening": _evening, "symptom": _symptom, "measure": _exposure,
    "food": _exposure, "supplement": _exposure, "workout": _exposure, "food check": _food_check,
    "medicine": _medicine, "condition": _condition, "person": _person, "stay": _stay,
})  # fmt: skip
