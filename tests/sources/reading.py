"""What tests ask of the items that a source gives."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from untwitch.facts.instant import zone_info
from untwitch.facts.problem import Problem, Quarantined
from untwitch.facts.sample_batch import SampleBatch, SampleRow
from untwitch.facts.stay import Stay
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources.source import ColumnPlan, Item, Source

SAMPLES = Path(__file__).parent / "samples"


def read(
    source: Source, path: Path, *, mapping: Mapping[str, str] | None = None, stays: Iterable[Stay] = ()
) -> list[Item]:
    """Gives what a source reads of a file, in Berlin where nothing says otherwise."""
    with open_path(path) as members:
        return list(source.read(members, mapping=mapping, zone="Europe/Berlin", progress=silent, stays=stays))


def read_text(
    source: Source, folder: Path, text: str, *, mapping: Mapping[str, str] | None = None
) -> list[Item]:
    """Gives what a source reads of a file with this text."""
    path = folder / "a file"
    path.write_text(text, encoding="utf-8")
    return read(source, path, mapping=mapping)


def claims(source: Source, folder: Path, text: str) -> float:
    """Gives how sure a source is of a file with this text."""
    path = folder / "a file"
    path.write_text(text, encoding="utf-8")
    with open_path(path) as members:
        return source.claims(members)


def plans(source: Source, path: Path, *, mapping: Mapping[str, str] | None = None) -> tuple[ColumnPlan, ...]:
    """Gives what a source takes the columns of a file for."""
    with open_path(path) as members:
        return source.plan(members, mapping=mapping)


def values(items: Iterable[Item], measure: str) -> list[float]:
    """Gives the values of a measure."""
    return [row.value for row in rows(items, measure)]


def spans(items: Iterable[Item], measure: str) -> list[str]:
    """Gives when the rows of a measure were, by the clock of their zone: `2026-03-02 08:15 to 09:00`."""

    def clock(ms: int, zone: str) -> dt.datetime:
        return dt.datetime.fromtimestamp(ms / 1000, tz=zone_info(zone))

    def words(start: dt.datetime, end: dt.datetime) -> str:
        until = "" if start == end else f" to {end:%Y-%m-%d %H:%M}"
        return f"{start:%Y-%m-%d %H:%M}{until}"

    return [words(clock(row.start_ms, row.zone), clock(row.end_ms, row.zone)) for row in rows(items, measure)]


def rows(items: Iterable[Item], measure: str) -> list[SampleRow]:
    """Gives the rows of a measure."""
    return [
        row
        for each in items
        if isinstance(each, SampleBatch) and each.measure == measure
        for row in each.rows()
    ]


def skipped(items: Iterable[Item], measure: str) -> dict[str, int]:
    """Gives the rows of a measure that were not taken, by reason."""
    counts: dict[str, int] = {}
    for each in items:
        if isinstance(each, SampleBatch) and each.measure == measure:
            for reason, count in each.skipped.items():
                counts[reason] = counts.get(reason, 0) + count
    return counts


def seen(items: Iterable[Item], measure: str) -> int:
    """Gives the rows of a measure that were met."""
    return sum(each.seen for each in items if isinstance(each, SampleBatch) and each.measure == measure)


def problems(items: Iterable[Item]) -> list[Problem]:
    """Gives the problems, without the quarantine."""
    return [each for each in items if isinstance(each, Problem) and not isinstance(each, Quarantined)]


def quarantined(items: Iterable[Item]) -> dict[str, int]:
    """Gives how many rows of each unknown kind were kept apart."""
    found: dict[str, int] = {}
    for each in items:
        if isinstance(each, Quarantined):
            found[each.kind] = found.get(each.kind, 0) + each.count
    return found
