"""Dated facts of a person as they are typed: medicines, conditions, who they are, where they lived."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from untwitch.facts.identity import new_id
from untwitch.facts.measure import measure
from untwitch.facts.person import PERSON_FACTS, Condition, Medicine, PersonFact
from untwitch.facts.plain_text import checked_line
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.stay import Stay
from untwitch.facts.unit import to_canonical
from untwitch.intake.typed_amount import read_amount

LONGEST_NAME = 120
_Named = TypeVar("_Named", Medicine, Condition)


@dataclass(frozen=True, slots=True)
class Change:
    """New values for fields of an entry that is there.

    Attributes:
        entity: `medicine` or `condition`.
        entity_id: Its id.
        fields: New value by field.
    """

    entity: str
    entity_id: str
    fields: Mapping[str, dt.date | str]


@dataclass(frozen=True, slots=True)
class MedicineDays:
    """Days of a medicine; None is not said.

    Attributes:
        started: First dose.
        changed: Last change of dose.
        stopped: Last dose.
    """

    started: dt.date | None = None
    changed: dt.date | None = None
    stopped: dt.date | None = None


def medicine(name: str, days: MedicineDays, *, note: str, there: Iterable[Medicine]) -> Medicine | Change:
    """Gives a medicine, or the change of one that is there and not stopped before it started anew.

    Args:
        name: As on the packet.
        days: Its days.
        note: The person's own words.
        there: Medicines of the person.

    Raises:
        Refused: No name, nothing new about a medicine that is there, or days the wrong way round.
    """
    if not name.strip():
        raise Refused("which medicine? Write its name behind it, as on the packet")
    said: dict[str, dt.date | str | None] = {
        "started_day": days.started,
        "dose_changed_day": days.changed,
        "stopped_day": days.stopped,
        "note": note,
    }
    held = _held(name, there)
    if held is None or (held.stopped_day and days.started and days.started > held.stopped_day):
        return Medicine(
            new_id(),
            checked_line(name, what="the name", longest=LONGEST_NAME),
            days.started,
            days.changed,
            days.stopped,
            note,
        )
    return _change("medicine", held, said)


def condition(
    name: str, *, from_day: dt.date | None, to_day: dt.date | None, note: str, there: Iterable[Condition]
) -> Condition | Change:
    """Gives a condition, or the change of one that is there.

    Raises:
        Refused: No name, nothing new about a condition that is there, or days the wrong way round.
    """
    if not name.strip():
        raise Refused("which condition? Write its name behind it")
    held = _held(name, there)
    if held is None or (held.to_day and from_day and from_day > held.to_day):
        return Condition(
            new_id(), checked_line(name, what="the name", longest=LONGEST_NAME), from_day, to_day, note
        )
    return _change("condition", held, {"from_day": from_day, "to_day": to_day, "note": note})


def _held(name: str, there: Iterable[_Named]) -> _Named | None:
    same = [each for each in there if each.name.casefold() == name.strip().casefold()]
    return same[-1] if same else None


def _change(entity: str, held: Medicine | Condition, said: Mapping[str, dt.date | str | None]) -> Change:
    fields = {field: value for field, value in said.items() if value}
    if not fields:
        raise Refused(f"{entity} {held.name!r} is there already; say what is new about it, such as a day")
    dataclasses.replace(held, **fields)  # type: ignore[arg-type]  # refuses days that do not fit, before any edit
    return Change(entity, held.id, fields)


def person_fact(
    words: str, *, from_day: dt.date | None, to_day: dt.date | None, today: dt.date
) -> PersonFact:
    """Gives a fact of a person.

    Args:
        words: `sex female`, `birth year 1980`, `pregnant yes`, `weight 70kg`.
        from_day: First day, or None for always before.
        to_day: Last day, or None for until now.
        today: Day of the call; nobody here is born after it.

    Raises:
        Refused: The fact is not known or the value does not fit.
    """
    fact, _, value = words.strip().rpartition(" ")
    fact = fact.strip().lower().replace(" ", "_").replace("-", "_")
    fact = {"weight": "body_mass_kg", "body_mass": "body_mass_kg", "born": "birth_year"}.get(fact, fact)
    if fact not in PERSON_FACTS:
        shown = fact or value
        raise Refused(
            f"person fact {shown!r} is not known{nearest(shown, PERSON_FACTS)}; write it as: sex female"
        )
    if fact == "body_mass_kg":
        amount = read_amount(value)
        value = f"{to_canonical(amount.value, amount.unit, measure=measure('body_mass_kg')):g}"
    made = PersonFact(new_id(), fact, value.lower(), from_day, to_day)
    if fact == "birth_year" and int(value) > today.year:
        raise Refused(f"birth year {value} is still to come")
    return made


def new_person(words: str) -> str | None:
    """Gives the name of somebody to add: `new Ada` is `Ada`; None where nobody is to be added.

    Raises:
        Refused: There is no name behind `new`, or it cannot be kept.
    """
    first, _, name = words.strip().partition(" ")
    if first.lower() != "new":
        return None
    if not name.strip():
        raise Refused("who is new? Write the name behind it: untwitch log person new Ada")
    return checked_line(name, what="the name", longest=LONGEST_NAME)


def stay(zone: str, *, from_day: dt.date | None, to_day: dt.date | None) -> Stay:
    """Gives a stretch of days in one zone.

    Raises:
        Refused: The zone is not known, or the days are the wrong way round.
    """
    if not zone.strip():
        raise Refused("in which zone? Write it behind it, such as Europe/Amsterdam")
    return Stay(new_id(), zone.strip(), from_day, to_day)
