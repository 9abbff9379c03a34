"""A person, and what is true of them from one day to another."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from untwitch.facts.identity import checked_id
from untwitch.facts.refused import Refused, nearest

Sex = Literal["female", "male", "other"]


def _year(text: str) -> bool:
    return text.isdigit() and 1900 <= int(text) <= 2100


def _yes_or_no(text: str) -> bool:
    return text in {"yes", "no"}


def _mass_kg(text: str) -> bool:
    try:
        return 1 <= float(text) <= 400
    except ValueError:
        return False


_WORDS: Mapping[str, tuple[Callable[[str], bool], str]] = MappingProxyType(
    {
        "birth_year": (_year, "a year, such as 1980"),
        "sex": (lambda text: text in {"female", "male", "other"}, "female, male or other"),
        "pregnant": (_yes_or_no, "yes or no"),
        "breastfeeding": (_yes_or_no, "yes or no"),
        "smoking": (_yes_or_no, "yes or no"),
        "oral_contraceptive": (_yes_or_no, "yes or no"),
        "body_mass_kg": (_mass_kg, "a number of kilograms"),
    }
)
PERSON_FACTS: tuple[str, ...] = tuple(_WORDS)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose facts are kept.

    Attributes:
        person_id: UUID; part of every key.
        name: What they are called here; unique in one record.
    """

    person_id: str
    name: str

    def __post_init__(self) -> None:
        checked_id(self.person_id)
        if not self.name.strip():
            raise Refused("a person needs a name")


def _check_days(from_day: dt.date | None, to_day: dt.date | None) -> None:
    if from_day and to_day and to_day < from_day:
        raise Refused(f"it cannot end on {to_day} before it begins on {from_day}")


def _covers(from_day: dt.date | None, to_day: dt.date | None, *, day: dt.date) -> bool:
    return (from_day is None or from_day <= day) and (to_day is None or day <= to_day)


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Something true of a person for a while: their sex, a pregnancy, smoking.

    Attributes:
        id: UUID made by who typed it.
        fact: One of `PERSON_FACTS`.
        value: The value in words, checked by the fact.
        from_day: First day; None for always before.
        to_day: Last day, included; None for until now.
    """

    id: str
    fact: str
    value: str
    from_day: dt.date | None = None
    to_day: dt.date | None = None

    def __post_init__(self) -> None:
        checked_id(self.id)
        if self.fact not in _WORDS:
            raise Refused(f"person fact {self.fact!r} is not known{nearest(self.fact, _WORDS)}")
        fits, wanted = _WORDS[self.fact]
        if not fits(self.value):
            raise Refused(f"{self.fact} is {self.value!r}; it should be {wanted}")
        _check_days(self.from_day, self.to_day)


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine, with its dates.

    Attributes:
        id: UUID made by who typed it.
        name: As on the packet.
        started_day: First dose, or None if not known.
        dose_changed_day: Last change of dose, or None.
        stopped_day: Last dose, or None if still taken.
        note: The person's own words.
    """

    id: str
    name: str
    started_day: dt.date | None = None
    dose_changed_day: dt.date | None = None
    stopped_day: dt.date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        checked_id(self.id)
        if not self.name.strip():
            raise Refused("a medicine needs a name")
        _check_days(self.started_day, self.stopped_day)


@dataclass(frozen=True, slots=True)
class Condition:
    """A known condition, with its dates.

    Attributes:
        id: UUID made by who typed it.
        name: What it is called.
        from_day: First day, or None if not known.
        to_day: Last day, or None if it still holds.
        note: The person's own words.
    """

    id: str
    name: str
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        checked_id(self.id)
        if not self.name.strip():
            raise Refused("a condition needs a name")
        _check_days(self.from_day, self.to_day)


@dataclass(frozen=True, slots=True)
class Physiology:
    """What the engine needs to know of a body on one day; None is unknown, never a default.

    Attributes:
        age_years: Age.
        sex: Sex, as far as it changes reference amounts.
        pregnant: Pregnancy.
        breastfeeding: Breastfeeding.
        smoking: Smoking (halves the half-life of caffeine).
        oral_contraceptive: Oral contraceptive (doubles it).
        body_mass_kg: Body mass.
    """

    age_years: float | None = None
    sex: Sex | None = None
    pregnant: bool | None = None
    breastfeeding: bool | None = None
    smoking: bool | None = None
    oral_contraceptive: bool | None = None
    body_mass_kg: float | None = None

    def __post_init__(self) -> None:
        if self.age_years is not None and not (math.isfinite(self.age_years) and 0 <= self.age_years <= 120):
            raise Refused(f"age_years is {self.age_years:g}; it goes from 0 to 120")
        if self.sex is not None and self.sex not in {"female", "male", "other"}:
            raise Refused(f"sex is {self.sex!r}; it should be female, male or other")


def physiology_on(facts: Iterable[PersonFact], day: dt.date) -> Physiology:
    """Gives what is known of a body on a day; of facts that overlap, the one that began last holds.

    Args:
        facts: Dated facts of one person.
        day: The day asked about.
    """
    held: dict[str, str] = {}
    for each in sorted(facts, key=lambda fact: fact.from_day or dt.date.min):
        if _covers(each.from_day, each.to_day, day=day):
            held[each.fact] = each.value

    def flag(name: str) -> bool | None:
        return held[name] == "yes" if name in held else None

    return Physiology(
        age_years=max(0, day.year - int(held["birth_year"])) if "birth_year" in held else None,
        sex=held.get("sex"),  # type: ignore[arg-type]  # PersonFact has checked the word
        pregnant=flag("pregnant"),
        breastfeeding=flag("breastfeeding"),
        smoking=flag("smoking"),
        oral_contraceptive=flag("oral_contraceptive"),
        body_mass_kg=float(held["body_mass_kg"]) if "body_mass_kg" in held else None,
    )
