"""How much magnesium, potassium, calcium and water the references name for a body of an age and sex."""

import csv
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Literal

from untwitch.facts.person import Physiology
from untwitch.facts.refused import Refused, nearest

SOURCES = ("NASEM", "EFSA")
DRINKS_SHARE = 0.8
"""About four fifths of all water comes from drinks (IOM 2005, DOI 10.17226/10925)."""

State = Literal["", "pregnant", "lactating"]
_STATES = ("", "pregnant", "lactating")
_SEXES = ("any", "male", "female")
_AMOUNTS = (
    "magnesium_mg",
    "potassium_mg",
    "calcium_mg",
    "total_water_ml",
    "ul_magnesium_supplement_mg",
    "ul_calcium_total_mg",
)
_ASSUMED_AGE_YEARS = 31
_MEMORY = {"EFSA": "calcium and both upper levels of EFSA are from memory"}


@dataclass(frozen=True, slots=True)
class IntakeReference:
    """What a reference names for one day; a statement about diet, never about blood.

    Attributes:
        magnesium_mg: Magnesium from food and drink.
        potassium_mg: Potassium; does not apply where the kidneys pass less of it.
        calcium_mg: Calcium.
        total_water_ml: Water in drinks and food together.
        ul_magnesium_supplement_mg: Upper level of magnesium from supplements alone.
        ul_calcium_total_mg: Upper level of calcium from everything.
        source: `NASEM` or `EFSA`.
        references: Ids in references.toml.
        note: What was assumed, in words; empty when nothing was.
    """

    magnesium_mg: float
    potassium_mg: float
    calcium_mg: float
    total_water_ml: float
    ul_magnesium_supplement_mg: float
    ul_calcium_total_mg: float
    source: str
    references: tuple[str, ...] = ()
    note: str = ""

    @property
    def drinks_ml(self) -> float:
        """The part of the water that drinks alone are compared with."""
        return DRINKS_SHARE * self.total_water_ml


@dataclass(frozen=True, slots=True)
class _Row:
    source: str
    sex: str
    age_min: int
    age_max: int
    state: str
    reference: IntakeReference


def reference(physiology: Physiology, *, source: str = "NASEM") -> IntakeReference:
    """Gives the reference amounts of a body.

    What is not known is assumed and said in the note: no age means 31 to 50 years; no sex means the lower of
    the amounts of women and men, so that a log is not called low only because a sex was left out. Under one
    year there are no amounts: they are nan, so that no comparison with them holds.

    Args:
        physiology: What is known of the body.
        source: `NASEM` (United States and Canada) or `EFSA` (Europe; adults only, children get NASEM).

    Returns:
        Amounts for one day.

    Raises:
        Refused: The source is not known.

    Reference:
        NASEM (2019), DOI 10.17226/25353; EFSA, DOI 10.2903/sp.efsa.2017.e15121 (from memory).
    """
    if source not in SOURCES:
        raise Refused(f"intake reference {source!r} is not known{nearest(source, SOURCES)}")
    notes: list[str] = []
    age = _age(physiology, notes)
    if age < 1:
        nothing = _made(dict.fromkeys(_AMOUNTS, math.nan), source)
        return replace(nothing, note="no amounts are kept for under one year")
    if source == "EFSA" and age < 18:
        source = "NASEM"
        notes.append("EFSA amounts are kept for adults only; NASEM is used")
    state = _state(physiology, notes)
    sexes = _sexes(physiology, state, age=age, notes=notes)
    found = [_find(source, sex, state=state, age=age, notes=notes) for sex in sexes]
    if source in _MEMORY:
        notes.append(_MEMORY[source])
    lower = {name: min(getattr(each, name) for each in found) for name in _AMOUNTS}
    return replace(_made(lower, source), references=found[0].references, note="; ".join(dict.fromkeys(notes)))


def _made(amounts: Mapping[str, float], source: str) -> IntakeReference:
    return IntakeReference(
        magnesium_mg=amounts["magnesium_mg"],
        potassium_mg=amounts["potassium_mg"],
        calcium_mg=amounts["calcium_mg"],
        total_water_ml=amounts["total_water_ml"],
        ul_magnesium_supplement_mg=amounts["ul_magnesium_supplement_mg"],
        ul_calcium_total_mg=amounts["ul_calcium_total_mg"],
        source=source,
    )


def _age(physiology: Physiology, notes: list[str]) -> int:
    if physiology.age_years is not None:
        return math.floor(physiology.age_years)
    notes.append("age not known: 31 to 50 years assumed")
    return _ASSUMED_AGE_YEARS


def _state(physiology: Physiology, notes: list[str]) -> State:
    if physiology.pregnant:
        if physiology.breastfeeding:
            notes.append("pregnant and breastfeeding: the amounts of pregnancy are used")
        return "pregnant"
    return "lactating" if physiology.breastfeeding else ""


def _sexes(physiology: Physiology, state: State, *, age: int, notes: list[str]) -> tuple[str, ...]:
    if state:
        return ("female",)
    if physiology.sex in {"female", "male"}:
        return (str(physiology.sex),)
    if age >= 9:
        notes.append("sex not known: the lower of women's and men's amounts")
    return ("female", "male")


def _find(source: str, sex: str, *, state: State, age: int, notes: list[str]) -> IntakeReference:
    fitting = [
        row for row in _rows() if row.source == source and row.sex in {sex, "any"} and row.state == state
    ]
    row = min(fitting, key=lambda each: (max(each.age_min - age, age - each.age_max, 0), each.age_min))
    if not row.age_min <= age <= row.age_max:
        notes.append(f"no amounts at {age} years: those of {row.age_min} to {row.age_max} are used")
    return row.reference


@functools.cache
def _rows() -> tuple[_Row, ...]:
    text = resources.files("untwitch.knowledge").joinpath("intakes.csv").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> tuple[_Row, ...]:
    """Gives the rows of the table, or refuses all of it.

    Args:
        text: Content of intakes.csv.

    Raises:
        Refused: A source, sex, state or amount makes no sense, or two rows claim one age.
    """
    rows = tuple(_parse_row(line, row) for line, row in enumerate(csv.DictReader(text.splitlines()), start=2))
    _refuse_overlaps(rows)
    return rows


def _parse_row(line: int, row: Mapping[str, str]) -> _Row:
    where = f"intakes.csv line {line}"
    for name, known in (("source", SOURCES), ("sex", _SEXES), ("state", _STATES)):
        if row[name] not in known:
            raise Refused(f"{where}: {name} {row[name]!r} is not known{nearest(row[name], known)}")
    amounts = {name: float(row[name]) for name in _AMOUNTS}
    for name, amount in amounts.items():
        if not (math.isfinite(amount) and amount > 0):
            raise Refused(f"{where}: {name} is {amount:g}, not an amount")
    age_min, age_max = int(row["age_min"]), int(row["age_max"])
    if not 1 <= age_min <= age_max <= 120:
        raise Refused(f"{where}: ages {age_min} to {age_max} make no sense")
    if not row["references"]:
        raise Refused(f"{where}: no reference")
    made = replace(_made(amounts, row["source"]), references=tuple(row["references"].split()))
    return _Row(row["source"], row["sex"], age_min, age_max, row["state"], made)


def _refuse_overlaps(rows: Iterable[_Row]) -> None:
    claimed: set[tuple[str, str, str, int]] = set()
    for row in rows:
        for sex in ("female", "male") if row.sex == "any" else (row.sex,):
            for age in range(row.age_min, row.age_max + 1):
                claim = (row.source, sex, row.state, age)
                if claim in claimed:
                    raise Refused(f"intakes.csv: {row.source} {sex} {row.state} at {age} years stands twice")
                claimed.add(claim)
