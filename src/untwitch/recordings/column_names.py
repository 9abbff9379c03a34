"""What the names of a table's columns say: a unit in brackets, a time and its unit."""

import re

from untwitch.recordings.number_table import TextLayout, clock_s

_UNIT = re.compile(r"\s*[(\[]\s*([^()\[\]]{1,20})\s*[)\]]\s*$")
_TIME = re.compile(
    r"(?:seconds[\s_]*elapsed|elapsed[\s_]*time|time[\s_]*stamp|time|elapsed|t)(?:[\s_]+(n?s|[mu]s|\u00b5s))?"
)
_TIME_S = {"s": 1.0, "sec": 1.0, "seconds": 1.0, "ms": 1e-3, "us": 1e-6, "\u00b5s": 1e-6, "ns": 1e-9}


def plain_name(name: str) -> tuple[str, str]:
    """Gives the name of a column in small letters, and the unit in brackets behind it."""
    found = _UNIT.search(name)
    return (name[: found.start()] if found else name).strip().casefold(), found[1].strip() if found else ""


def is_time(name: str) -> bool:
    """Says whether a column is one of times."""
    return _TIME.fullmatch(plain_name(name)[0]) is not None


def time_column(layout: TextLayout) -> tuple[int, float | None] | None:
    """Gives the column of the time and the seconds of its unit, None where its steps must tell.

    `seconds_elapsed` goes before any other, a time with a unit before one without.
    """
    best: tuple[int, int, float | None] | None = None
    for position, name in enumerate(layout.header[: layout.width]):
        plain, unit = plain_name(name)
        found = _TIME.fullmatch(plain)
        if found is None:
            continue
        word = (unit or found[1] or ("s" if plain.startswith("seconds") else "")).casefold()
        rank = 2 if plain.startswith("seconds") else int(word in _TIME_S)
        if best is None or rank > best[0]:
            best = (rank, position, _TIME_S.get(word))
    if best is None:
        return None
    is_clock = clock_s(layout.first_row[best[1]]) is not None
    return best[1], 1.0 if is_clock else best[2]
