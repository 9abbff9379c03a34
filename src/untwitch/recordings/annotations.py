"""Twitches that somebody marked by eye: read from BIDS `events.tsv`, or any table with a column of times."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused, nearest
from untwitch.intake.csv_text import LARGEST_TABLE_BYTES, Table, read_number, read_table

MOST_ANNOTATIONS = 1_000_000
_PROBLEMS_KEPT = 20
_UNKNOWN = frozenset({"", "n/a", "na", "nan", "null"})
_SECONDS: Mapping[str, float] = MappingProxyType(
    {
        "onset": 1.0, "time_s": 1.0, "time": 1.0, "start": 1.0, "start_s": 1.0, "seconds": 1.0,
        "onset_s": 1.0, "time [s]": 1.0, "time (s)": 1.0, "t": 1.0, "time_ms": 1e-3, "onset_ms": 1e-3,
        "time [ms]": 1e-3, "time (ms)": 1e-3,
    }
)  # fmt: skip
"""Names of a column of times, and how many seconds one of it is."""
_LENGTHS: Mapping[str, float] = MappingProxyType({"duration": 1.0, "duration_s": 1.0, "duration_ms": 1e-3})
_LABELS = ("trial_type", "label", "type", "event", "annotation", "description", "value")
_TWITCH_WORDS = ("twitch", "fascic", "potential", "spike", "mup")


@dataclass(frozen=True, slots=True)
class Annotations:
    """What somebody marked.

    Attributes:
        times_s: The middle of each, seconds from the start of the file, in order.
        labels: What each was called, in the same order; empty for a table without labels.
        problems: Rows that could not be used.
        left_out: How many rows have another label.
    """

    times_s: tuple[float, ...]
    labels: tuple[str, ...]
    problems: tuple[Problem, ...]
    left_out: int = 0


def read_annotations(path: Path, *, label: str | None = None) -> Annotations:
    """Reads the marks of a table.

    Args:
        path: The file.
        label: Label of the rows that are meant; None for those that speak of twitches where any does, else
            for all.

    Raises:
        Refused: It is no table, has no column of times, or no row of that label.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(LARGEST_TABLE_BYTES + 1)
    if len(data) > LARGEST_TABLE_BYTES:
        raise Refused(f"{path.name} is larger than {LARGEST_TABLE_BYTES >> 20} MB")
    return annotations_of(read_table(data, name=path.name), name=path.name, label=label)


def annotations_of(table: Table, *, name: str, label: str | None = None) -> Annotations:
    """Gives the marks of a table that is read.

    Args:
        table: Its header and rows.
        name: Name for sentences.
        label: As for `read_annotations`.

    Raises:
        Refused: It has no column of times, too many rows, or no row of that label.
    """
    header = [" ".join(each.lower().split()) for each in table.header]
    at, scale = _column(header, _SECONDS)
    if at is None:
        known = ", ".join(list(_SECONDS)[:4])
        raise Refused(f"{name} has no column of times; one should be called {known}")
    length_at, length_scale = _column(header, _LENGTHS)
    label_at = next((header.index(each) for each in _LABELS if each in header), None)
    found: list[tuple[float, str]] = []
    problems: list[Problem] = []
    for row in table.rows:
        if len(found) >= MOST_ANNOTATIONS:
            raise Refused(f"{name} has more than {MOST_ANNOTATIONS} marks")
        try:
            middle_s = _middle_s(row.cells, table, at=(at, scale), length=(length_at, length_scale))
        except Refused as refused:
            problems.append(Problem(f"{name}, line {row.line}", f"{refused}; the row is left out"))
            continue
        found.append((middle_s, "" if label_at is None else row.cells[label_at]))
    wanted = _wanted(found, label, name=name)
    wanted.sort()
    return Annotations(
        times_s=tuple(time_s for time_s, _ in wanted),
        labels=() if label_at is None else tuple(said for _, said in wanted),
        problems=(*problems[:_PROBLEMS_KEPT], *_more(problems, name)),
        left_out=len(found) - len(wanted),
    )


def _middle_s(
    cells: Sequence[str], table: Table, *, at: tuple[int, float], length: tuple[int | None, float]
) -> float:
    """Gives the middle of a marked stretch; a mark without length is a moment."""
    time_s = at[1] * _number(cells[at[0]], table)
    length_s = 0.0
    if length[0] is not None and cells[length[0]].lower() not in _UNKNOWN:
        length_s = length[1] * _number(cells[length[0]], table)
    if time_s < 0 or length_s < 0:
        raise Refused(f"{time_s:g} s for {length_s:g} s is not in a recording")
    return time_s + length_s / 2


def _column(header: Sequence[str], names: Mapping[str, float]) -> tuple[int | None, float]:
    for each, scale in names.items():
        if each in header:
            return header.index(each), scale
    return None, 1.0


def _number(cell: str, table: Table) -> float:
    value = read_number(cell, decimal_comma=table.decimal_comma)
    if not math.isfinite(value):
        raise Refused(f"{cell!r} is not a number")
    return value


def _wanted(found: Sequence[tuple[float, str]], label: str | None, *, name: str) -> list[tuple[float, str]]:
    labels = {said for _, said in found if said}
    if label is not None:
        meant = {each for each in labels if each.lower() == label.lower()}
        if not meant:
            raise Refused(f"{name} has no row of the label {label!r}{nearest(label, sorted(labels))}")
    else:
        meant = {each for each in labels if any(word in each.lower() for word in _TWITCH_WORDS)}
    return [each for each in found if not meant or each[1] in meant]


def _more(problems: Sequence[Problem], name: str) -> tuple[Problem, ...]:
    more = len(problems) - _PROBLEMS_KEPT
    return (Problem(name, f"{more} more rows could not be used"),) if more > 0 else ()
