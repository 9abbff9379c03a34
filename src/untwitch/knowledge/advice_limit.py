"""What must not be advised to whom, and why."""

import functools
from dataclasses import dataclass

from untwitch.facts.refused import Refused
from untwitch.knowledge.data_table import packaged_text, rows_of

FILE = "advice_limits.csv"
COLUMNS = ("action", "never_when", "checked_by", "why", "source", "basis")
ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class AdviceLimit:
    """One action and when it must not stand among the things to do.

    Attributes:
        action: Id of the action.
        never_when: `always`, or a picture in the language of check/rules.py.
        checked_by: `id` when the id alone shows it, `structure` when urgency or strengths do.
        why: The reason.
        source: Where it comes from.
        basis: `guidance` or `memory`.
        where: Place in the file.
    """

    action: str
    never_when: str
    checked_by: str
    why: str
    source: str
    basis: str
    where: str


@functools.cache
def advice_limits() -> tuple[AdviceLimit, ...]:
    """Gives every limit in the order of the table."""
    return parse(packaged_text(FILE))


def parse(text: str) -> tuple[AdviceLimit, ...]:
    """Gives the limits of a table, or refuses all of it.

    Args:
        text: Content of advice_limits.csv.

    Raises:
        Refused: A cell is empty, or a way of checking or a basis is not known.
    """
    limits = []
    for where, row in rows_of(text, file_name=FILE, columns=COLUMNS):
        empty = [name for name in COLUMNS if not row[name].strip()]
        if empty:
            raise Refused(f"{where}: {empty[0]} is empty")
        if row["checked_by"] not in {"id", "structure"}:
            raise Refused(f"{where}: checked_by {row['checked_by']!r}; it should be id or structure")
        if row["basis"] not in {"guidance", "memory"}:
            raise Refused(f"{where}: basis {row['basis']!r}; it should be guidance or memory")
        limits.append(AdviceLimit(**row, where=f"{where} ({row['action']})"))
    return tuple(limits)
