"""The rules that decide how soon somebody should look, and whom to see; each with its source."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.data_table import packaged_text, rows_of

FILE = "red_flags.csv"
COLUMNS = (
    "id", "urgency", "within", "whom", "when", "sign", "why_person", "why_clinician", "source", "basis",
    "note",
)  # fmt: skip
URGENCIES = ("emergency", "urgent", "routine", "self_care")
"""From the highest to the lowest."""
WITHIN = ("now", "today", "days", "two_weeks", "weeks", "none")
"""From the soonest to the latest."""
WHOM = (
    "ambulance_or_emergency_department", "doctor_same_day", "doctor", "pharmacist", "physiotherapist",
    "optometrist", "midwife", "talking_therapy", "nobody",
)  # fmt: skip
BASES = ("guidance", "memory")
_LETTER = {"E": "emergency", "U": "urgent", "R": "routine", "S": "self_care"}


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One rule: a picture, what it means for how soon, and why.

    Attributes:
        id: Letter of the level and a number.
        urgency: Level that it asks for.
        within: How soon.
        whom: Whom to see.
        when: The picture in the language of check/rules.py.
        sign: The picture in plain words; names no disease.
        why_person: Why, in plain words; names no disease.
        why_clinician: Why, for the report.
        source: Where it comes from.
        basis: `guidance` when the text was read, `memory` when a clinician must confirm it first.
        note: What else a reviewer should know.
        where: Place in the file.
    """

    id: str
    urgency: str
    within: str
    whom: str
    when: str
    sign: str
    why_person: str
    why_clinician: str
    source: str
    basis: str
    note: str
    where: str


@functools.cache
def red_flags() -> tuple[RedFlag, ...]:
    """Gives every rule in the order of the table."""
    return parse(packaged_text(FILE))


def parse(text: str) -> tuple[RedFlag, ...]:
    """Gives the rules of a table, or refuses all of it.

    Args:
        text: Content of red_flags.csv.

    Raises:
        Refused: A level, time, person, basis or id makes no sense, an id stands twice or a cell is empty.
    """
    flags = tuple(_flag(where, row) for where, row in rows_of(text, file_name=FILE, columns=COLUMNS))
    seen: set[str] = set()
    for flag in flags:
        if flag.id in seen:
            raise Refused(f"{flag.where}: rule {flag.id} stands twice")
        seen.add(flag.id)
    return flags


def _flag(where: str, row: Mapping[str, str]) -> RedFlag:
    allowed = {"urgency": URGENCIES, "within": WITHIN, "whom": WHOM, "basis": BASES}
    for column, known in allowed.items():
        if row[column] not in known:
            raise Refused(f"{where}: {column} {row[column]!r} is not known{nearest(row[column], known)}")
    if not re.fullmatch("[EURS][0-9]{2}", row["id"]) or _LETTER[row["id"][0]] != row["urgency"]:
        raise Refused(f"{where}: id {row['id']!r} does not fit urgency {row['urgency']!r}")
    for column in ("when", "sign", "why_person", "why_clinician", "source"):
        if not row[column].strip():
            raise Refused(f"{where}: {column} is empty")
    return RedFlag(**row, where=f"{where} ({row['id']})")
