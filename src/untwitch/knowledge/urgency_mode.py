"""Whether a check gives a personal result or shows the published list beside the answers, by region."""

import functools
from collections.abc import Mapping
from types import MappingProxyType

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.data_table import packaged_text, rows_of

FILE = "urgency_modes.csv"
COLUMNS = ("country", "mode", "basis", "note")
PERSONAL, LIST = MODES = ("personal", "list")
EVERYWHERE = "*"
"""The row that holds for every country without a row of its own."""


@functools.cache
def urgency_modes() -> Mapping[str, str]:
    """Gives the mode of each region that has a row."""
    return parse(packaged_text(FILE))


def mode_for(country: str | None, *, modes: Mapping[str, str] | None = None) -> str:
    """Gives the mode of a country.

    Args:
        country: Two letters, or None where none is set.
        modes: The table; the packaged one, if left out.
    """
    known = urgency_modes() if modes is None else modes
    return known.get(country or EVERYWHERE, known[EVERYWHERE])


def checked_mode(mode: str) -> str:
    """Gives a mode back.

    Raises:
        Refused: It is not one of the two.
    """
    if mode not in MODES:
        raise Refused(f"urgency {mode!r} is not known{nearest(mode, MODES)}; it is personal or list")
    return mode


def parse(text: str) -> Mapping[str, str]:
    """Gives the mode of each region of a table, or refuses all of it.

    Args:
        text: Content of urgency_modes.csv.

    Raises:
        Refused: A country, mode or basis makes no sense, one stands twice, or the row `*` is missing.
    """
    found: dict[str, str] = {}
    for where, row in rows_of(text, file_name=FILE, columns=COLUMNS):
        code = row["country"]
        is_code = len(code) == 2 and code.isascii() and code.isupper()
        if code in found or not (code == EVERYWHERE or is_code):
            raise Refused(f"{where}: country {code!r} should be two capital letters or *, and stand once")
        if row["basis"] not in {"guidance", "memory"}:
            raise Refused(f"{where}: basis {row['basis']!r}; it should be guidance or memory")
        if row["mode"] not in MODES:
            raise Refused(f"{where}: mode {row['mode']!r} is not known{nearest(row['mode'], MODES)}")
        found[code] = row["mode"]
    if EVERYWHERE not in found:
        raise Refused(f"{FILE}: the row * for all other regions is missing")
    return MappingProxyType(found)
