"""What a person has told about themselves, and how they want the app: to be read, set and taken out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.actions.check import mode_for, number_for
from untwitch.actions.check_memory import COUNTRY, MODE, remember_country, remember_mode
from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.person import Condition, Medicine, PersonFact
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.stay import Stay
from untwitch.record.record import Record

_YES_NO = ("yes", "no")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "birth_year": (), "sex": ("female", "male", "other"), "pregnant": _YES_NO, "breastfeeding": _YES_NO,
    "smoking": _YES_NO, "oral_contraceptive": _YES_NO, "body_mass_kg": (),
}  # fmt: skip
"""What can be chosen for each fact; nothing where it is typed."""
WORDS: Mapping[str, str] = {
    "birth_year": "Birth year", "sex": "Sex", "pregnant": "Pregnant", "breastfeeding": "Breastfeeding",
    "smoking": "Smoking", "oral_contraceptive": "The pill", "body_mass_kg": "Weight, such as 70kg or 154lb",
}  # fmt: skip
_Told = PersonFact | Medicine | Condition | Stay
_ENTITIES = ("person_fact", "medicine", "condition", "stay")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was told.

    Attributes:
        entity: What kind of thing.
        id: Its id.
        words: What it says.
        days: From when to when; empty where that was not said.
    """

    entity: str
    id: str
    words: str
    days: str


@dataclass(frozen=True, slots=True)
class AboutYou:
    """What a person has told and set.

    Attributes:
        name: What they are called here.
        lines: What was told, by kind.
        country: Two letters, or empty.
        mode: How a check answers: `personal` or `list`.
    """

    name: str
    lines: Mapping[str, tuple[Line, ...]]
    country: str
    mode: str


def about_you(session: Session) -> AboutYou:
    """Gives what the person of this session has told and set.

    Args:
        session: Place, moment and person.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        settings = record.settings(person.person_id)
        lines = {
            kind: tuple(_line(kind, each) for each in record.entries(person.person_id, kind))
            for kind in _ENTITIES
        }
    country = settings.get(COUNTRY) or ""
    return AboutYou(person.name, lines, country, settings.get(MODE) or mode_for(country or None))


def _line(entity: str, each: Any) -> Line:
    told: _Told = each
    if isinstance(told, PersonFact):
        words = WORDS[told.fact].partition(",")[0]
        unit = " kg" if told.fact == "body_mass_kg" else ""
        return Line(entity, told.id, f"{words}: {told.value}{unit}", _days(told.from_day, told.to_day))
    if isinstance(told, Medicine):
        changed = f", dose changed {told.dose_changed_day}" if told.dose_changed_day else ""
        return Line(entity, told.id, f"{told.name}{changed}", _days(told.started_day, told.stopped_day))
    words = told.zone if isinstance(told, Stay) else told.name
    return Line(entity, told.id, words, _days(told.from_day, told.to_day))


def _days(first: dt.date | None, last: dt.date | None) -> str:
    said = [f"from {first}" if first else "", f"to {last}" if last else ""]
    return " ".join(filter(None, said))


def tell(session: Session, *, kind: str, words: str, days: Mapping[str, str]) -> str:
    """Keeps something that a person tells about themselves, and says it back.

    Args:
        session: Place, moment and person.
        kind: `person`, `medicine`, `condition` or `stay`.
        words: What is told: `sex female`, the name of a medicine, a time zone.
        days: Days as typed, by what they are of: `from`, `to`, `started`, `changed`, `stopped`; empty is not
            said.

    Raises:
        Refused: It cannot be kept; the sentence says why.
    """
    if kind not in KINDS:
        raise Refused(f"{kind[:40]!r} cannot be told here{nearest(kind[:40], KINDS)}")
    if not words.strip():
        raise Refused(f"nothing was written; {KINDS[kind]}")
    if kind == "person" and words.strip().lower().startswith("new "):
        raise Refused("another person is added at the computer: untwitch log person new NAME")
    said = {name: day for name, day in days.items() if day.strip()}
    return log(session, [kind, words.strip()], Details(days=said)).said[0]


KINDS: Mapping[str, str] = {
    "person": "choose or type a value first",
    "medicine": "type the name of a medicine first",
    "condition": "type the name of a condition first",
    "stay": "type a time zone first, such as Europe/Amsterdam",
}


def take_out(session: Session, *, entity: str, entity_id: str) -> str:
    """Takes out one thing that was told, and says what it was; it can be undone.

    Args:
        session: Place, moment and person.
        entity: What kind of thing.
        entity_id: Its id.

    Raises:
        Refused: There is no such thing.
    """
    if entity not in _ENTITIES:
        raise Refused(f"{entity[:40]!r} cannot be taken out here")
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        return record.remove(record.person(session.person_name).person_id, entity, entity_id)


def set_check(session: Session, *, country: str, mode: str) -> None:
    """Keeps for which country a check shows numbers, and how it answers.

    Args:
        session: Place, moment and person.
        country: Two letters, or empty to leave it as it is.
        mode: `personal` or `list`.

    Raises:
        Refused: The country or mode is not known.
    """
    if country:
        remember_country(session, number_for(country).country)
    remember_mode(session, mode)
