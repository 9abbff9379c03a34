"""What all imports of one app brought together: a folder may hold hundreds of files."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from untwitch.actions.importing import FileImport
from untwitch.actions.known_days import Days, KnownDays
from untwitch.facts.measure import measures
from untwitch.record.summary import KindCount


@dataclass(frozen=True, slots=True)
class AppImports:
    """The imports of one app.

    Attributes:
        app: Its name.
        imports: How many.
        numbers: Their numbers, as `imports undo` takes them; those that stand.
        incomplete: How many ended too early.
        counts: By measure or kind of entry.
        days: By measure, the days with something.
        apart: Kinds that were kept apart, the most frequent first, with their counts.
        problems: How many there were.
        first_problem: The first of them, with its file; empty where there is none.
    """

    app: str
    imports: int
    numbers: tuple[str, ...]
    incomplete: int
    counts: Mapping[str, KindCount]
    days: Mapping[str, Days]
    apart: tuple[tuple[str, int], ...]
    problems: int
    first_problem: str


def by_app(files: Iterable[FileImport]) -> tuple[AppImports, ...]:
    """Gives the imports of each app together, in the order of its first.

    Args:
        files: The imports.
    """
    of_app: dict[str, list[FileImport]] = {}
    for each in files:
        of_app.setdefault(each.run.app, []).append(each)
    return tuple(_of_app(app, its) for app, its in of_app.items())


def _of_app(app: str, files: list[FileImport]) -> AppImports:
    counts: dict[str, KindCount] = {}
    apart: Counter[str] = Counter()
    days = KnownDays()
    for each in files:
        days.join(each.days)
        for name, count in {**each.run.measures, **each.run.entries}.items():
            counts[name] = _added(counts.get(name, KindCount()), count)
        for kind in each.run.quarantined:
            apart[f"{kind.kind} {kind.unit}".strip()] += kind.count
    problems = [(each.run.path, problem) for each in files for problem in each.run.problems]
    first = f"{problems[0][0]}, {problems[0][1].where}: {problems[0][1].what}" if problems else ""
    order = (*measures(), *counts)
    return AppImports(
        app=app,
        imports=len(files),
        numbers=tuple(each.run.id for each in files if not each.says_nothing),
        incomplete=sum(not each.run.complete for each in files),
        counts={name: counts[name] for name in dict.fromkeys(order) if name in counts},
        days=days.by_measure(),
        apart=tuple(apart.most_common()),
        problems=sum(each.run.problem_count for each in files),
        first_problem=first,
    )


def _added(one: KindCount, other: KindCount) -> KindCount:
    skipped = Counter(one.skipped) + Counter(other.skipped)
    return KindCount(
        one.seen + other.seen,
        one.taken + other.taken,
        one.already_known + other.already_known,
        dict(skipped),
    )
