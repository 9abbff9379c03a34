"""What tests ask of the items that a source gives."""

from collections.abc import Iterable

from untwitch.facts.problem import Problem, Quarantined
from untwitch.facts.sample_batch import SampleBatch, SampleRow
from untwitch.sources.source import Item


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
