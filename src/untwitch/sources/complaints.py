"""Problems and quarantined rows, counted so that a broken file of a million rows does not fill a screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from untwitch.facts.problem import Problem, Quarantined

SHOWN = 20
"""Problems of one kind that are named with their place; the rest are counted."""
EXAMPLES = 5
MOST_KINDS = 500
_OTHER = "other kinds"


@dataclass(slots=True)
class _Kept:
    count: int = 0
    first_ms: int | None = None
    last_ms: int | None = None
    examples: list[str] = field(default_factory=list)


class Complaints:
    """Collects what cannot be used of one import."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._waiting: list[Problem] = []
        self._kept: dict[tuple[str, str, str], _Kept] = {}

    def problem(self, where: str | Callable[[], str], what: str, *, reason: str) -> None:
        """Keeps a problem with its place.

        Args:
            where: Place in the input, or what finds it; asked only for problems that are shown.
            what: One sentence.
            reason: What it is one of; after the first `SHOWN` of a reason the others are only counted.
        """
        count = self._counts.get(reason, 0) + 1
        self._counts[reason] = count
        if count <= SHOWN:
            self._waiting.append(Problem(where if isinstance(where, str) else where(), what))

    def quarantine(
        self, kind: str, unit: str, *, what: str, example: Callable[[], str], start_ms: int | None
    ) -> None:
        """Counts a row of a kind or unit that cannot be taken.

        Args:
            kind: Kind as the source calls it.
            unit: Unit as the source writes it.
            what: Why it is not taken, in a sentence without numbers.
            example: Gives the row as written; called for the first few only.
            start_ms: Its start, or None if it cannot be read.
        """
        key = (kind, unit, what)
        if key not in self._kept and len(self._kept) >= MOST_KINDS:
            key = (_OTHER, "", what)
        kept = self._kept.setdefault(key, _Kept())
        kept.count += 1
        if len(kept.examples) < EXAMPLES:
            kept.examples.append(example())
        if start_ms is not None:
            kept.first_ms = start_ms if kept.first_ms is None else min(kept.first_ms, start_ms)
            kept.last_ms = start_ms if kept.last_ms is None else max(kept.last_ms, start_ms)

    def new_problems(self) -> Iterator[Problem]:
        """Gives the problems since the last call."""
        waiting, self._waiting = self._waiting, []
        yield from waiting

    def rest(self, *, where: str) -> Iterator[Problem]:
        """Gives what is still to be said at the end: counts of the problems not shown, and the quarantine.

        Args:
            where: Name of the input.
        """
        yield from self.new_problems()
        for reason, count in self._counts.items():
            if count > SHOWN:
                yield Problem(where, f"{count - SHOWN} more rows of the kind: {reason}")
        for (kind, unit, what), kept in sorted(self._kept.items()):
            yield Quarantined(
                where,
                what,
                kind=kind,
                unit=unit,
                count=kept.count,
                first_ms=kept.first_ms,
                last_ms=kept.last_ms,
                examples=tuple(kept.examples),
            )
