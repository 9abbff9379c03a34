"""Which formats are known, and what of a file is recognised: nothing is kept, no record is opened."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from untwitch.actions.importing import path_of
from untwitch.actions.session import Session
from untwitch.actions.understood import ROWS_SHOWN, UnderstoodRow, first_rows
from untwitch.facts.problem import Problem, Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources import Share, allot, sources
from untwitch.sources.source import ColumnPlan, Item, NextFile, Source

LIST_CONTRACT = "sources/1"
TRIAL_CONTRACT = "sources_test/1"
PROBLEMS_KEPT = 50


@dataclass(slots=True)
class Trial:
    """What one source makes of its files.

    Attributes:
        path: The file, zip or folder.
        source: The source.
        score: How sure it is, 0 to 1.
        files: Names of the files within the path.
        app: The app that wrote them.
        plans: What the columns of tables are taken for.
        rows: The first rows as they would be kept.
        counts: By measure or kind of entry, how many rows would be kept.
        skipped: By measure, how many rows would not, by reason.
        apart: Rows of kinds and units that are not known, by their name.
        problems: The first of what cannot be used.
        problem_count: How many there are.
    """

    path: str
    source: Source
    score: float
    files: tuple[str, ...]
    app: str = ""
    plans: tuple[ColumnPlan, ...] = ()
    rows: tuple[UnderstoodRow, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, dict[str, int]] = field(default_factory=dict)
    apart: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    def to_json(self) -> dict[str, Any]:
        """Gives the trial as one object."""
        return {
            "path": self.path,
            "format": self.source.name,
            "unproven": self.source.unproven,
            "sure": self.score,
            "files": list(self.files),
            "app": self.app,
            "tables": [
                {"table": each.name, "columns": dict(each.columns), "suggestions": dict(each.suggestions)}
                for each in self.plans
            ],
            "first_rows": [each.to_json() for each in self.rows],
            "rows": dict(self.counts),
            "skipped": {name: dict(each) for name, each in self.skipped.items()},
            "kept_apart": dict(self.apart),
            "problems": [each.to_json() for each in self.problems],
            "problem_count": self.problem_count,
        }


@dataclass(frozen=True, slots=True)
class TrialAnswer:
    """What of a file, zip or folder is recognised.

    Attributes:
        trials: What each source makes of its files.
        unrecognised: Files that nobody knows.
    """

    trials: tuple[Trial, ...]
    unrecognised: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Gives the document `sources_test/1`."""
        return {
            "contract": TRIAL_CONTRACT,
            "recognised": [each.to_json() for each in self.trials],
            "unrecognised": list(self.unrecognised),
        }


def listed() -> tuple[Source, ...]:
    """Gives every source that is known here, also those of third parties."""
    return sources()


def listed_json(found: tuple[Source, ...]) -> dict[str, Any]:
    """Gives the document `sources/1`."""
    return {
        "contract": LIST_CONTRACT,
        "sources": [
            {
                "name": each.name,
                "version": each.version,
                "measures": sorted(each.measures),
                "unproven": each.unproven,
                "together": each.together,
            }
            for each in found
        ],
    }


def try_out(session: Session, path: Path, *, mapping: Mapping[str, str] | None = None) -> TrialAnswer:
    """Reads a file, zip or folder as an import would, and keeps nothing.

    Args:
        session: Its zone is assumed where nothing names one.
        path: What to read.
        mapping: Meaning by column, in the words of `--map`.

    Raises:
        Refused: It cannot be opened.
        OSError: It cannot be read.
    """
    trials, strangers = [], []
    waiting = deque([path])
    while waiting:
        each = waiting.popleft()
        with open_path(each) as members:
            waiting.extendleft(reversed(members.archives))
            shares, unknown = allot(members)
            strangers += [path_of(members, one) for one in unknown]
            trials += [
                _trial(part, str(each), zone=session.now.zone, mapping=mapping or {})
                for share in shares
                for part in _parts(share)
            ]
    return TrialAnswer(tuple(trials), tuple(strangers))


def _parts(share: Share) -> Iterator[Share]:
    if share.source.together:
        yield share
        return
    for each in share.members.members:
        yield Share(share.source, share.members.only([each]), share.score)


def _trial(share: Share, path: str, *, zone: str, mapping: Mapping[str, str]) -> Trial:
    source, members = share.source, share.members
    trial = Trial(path, source, share.score, tuple(each.name for each in members.members))
    try:
        trial.app = source.app(members)
        trial.plans = source.plan(members, mapping=mapping)
        for item in source.read(members, mapping=mapping, zone=zone, progress=silent):
            _count(item, trial)
    except Refused as refusal:
        trial.problems.append(Problem(path, str(refusal)))
        trial.problem_count += 1
    return trial


def _count(item: Item, trial: Trial) -> None:
    if len(trial.rows) < ROWS_SHOWN:
        trial.rows += first_rows([item], at_most=ROWS_SHOWN - len(trial.rows))
    if isinstance(item, SampleBatch):
        trial.counts[item.measure] = trial.counts.get(item.measure, 0) + len(item)
        for reason, count in item.skipped.items():
            reasons = trial.skipped.setdefault(item.measure, {})
            reasons[reason] = reasons.get(reason, 0) + count
    elif isinstance(item, Quarantined):
        name = f"{item.kind} {item.unit}".strip()
        trial.apart[name] = trial.apart.get(name, 0) + item.count
    elif isinstance(item, Problem):
        trial.problem_count += 1
        if len(trial.problems) < PROBLEMS_KEPT:
            trial.problems.append(item)
    elif not isinstance(item, NextFile):
        name = type(item).__name__.lower()
        trial.counts[name] = trial.counts.get(name, 0) + 1
