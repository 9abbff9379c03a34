"""The way to help by country: emergency number, crisis line and poison line, from memory."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.data_table import packaged_text, rows_of

FILE = "emergency_numbers.csv"
COLUMNS = ("country", "name", "emergency", "crisis_line", "poison_line", "basis")


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """Whom to call in one country.

    Attributes:
        country: Two letters of ISO 3166, `GB`; empty where no country is set.
        name: The country's name.
        emergency: Ambulance.
        crisis_line: Somebody to talk to at any hour; empty where none is known.
        poison_line: Advice after a poison; empty where none is known.
        basis: `guidance` when it was read, `memory` when it must be confirmed.
    """

    country: str
    name: str
    emergency: str
    crisis_line: str
    poison_line: str
    basis: str


NOWHERE = EmergencyNumber("", "", "112, in North America 911", "", "", "memory")
"""What is said while no country is set: 112 works in most networks of the world, 911 in North America."""


@functools.cache
def emergency_numbers() -> Mapping[str, EmergencyNumber]:
    """Gives the numbers of every country by its two letters."""
    return parse(packaged_text(FILE))


def number_for(country: str | None) -> EmergencyNumber:
    """Gives the numbers of a country.

    Args:
        country: Two letters, `UK` for GB, or the name; None where none is set.

    Raises:
        Refused: The country is not known; the nearest names are given.
    """
    if country is None:
        return NOWHERE
    known = emergency_numbers()
    wanted = country.strip()
    code = {"UK": "GB"}.get(wanted.upper(), wanted.upper())
    if code in known:
        return known[code]
    for number in known.values():
        if number.name.casefold() == wanted.casefold():
            return number
    words = [*known, *(number.name for number in known.values())]
    raise Refused(f"country {country!r} is not known here{nearest(wanted, words)}")


def parse(text: str) -> Mapping[str, EmergencyNumber]:
    """Gives the numbers of a table, or refuses all of it.

    Args:
        text: Content of emergency_numbers.csv.

    Raises:
        Refused: A country or basis makes no sense, an emergency number is missing or no number.
    """
    found: dict[str, EmergencyNumber] = {}
    for where, row in rows_of(text, file_name=FILE, columns=COLUMNS):
        code = row["country"]
        if len(code) != 2 or not code.isupper() or code in found:
            raise Refused(f"{where}: country {code!r} should be two capital letters and stand once")
        if not row["name"] or not any(letter.isdigit() for letter in row["emergency"]):
            raise Refused(f"{where}: the name or the emergency number is missing")
        if row["basis"] not in {"guidance", "memory"}:
            raise Refused(f"{where}: basis {row['basis']!r}; it should be guidance or memory")
        found[code] = EmergencyNumber(**row)
    return MappingProxyType(found)
