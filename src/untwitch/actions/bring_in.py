"""Imports the files that a person already owns: found by content, each a run that can be undone."""

import datetime as dt
import os
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untwitch.actions.app_imports import AppImports, by_app
from untwitch.actions.importing import Confirm, FileImport, Importer, Repeated, Wish, nobody_to_ask
from untwitch.actions.known_days import Days, together
from untwitch.actions.session import Session
from untwitch.actions.understood import Unconfirmed
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.intake.clock import parse_day
from untwitch.intake.members import open_path
from untwitch.intake.progress import Progress, silent
from untwitch.record.record import Record

CONTRACT = "import/1"
RUNS_CONTRACT = "imports/1"


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What became of everything that was named.

    Attributes:
        files: The imports.
        unrecognised: Files of no known format; within a zip or folder as `path/name`.
        refused: Files of a known format that cannot be read, each with one sentence.
        dry_run: Whether nothing was kept.
        seconds: How long it took.
        repeated: Files that say the same as another of this import, and were not read again.
        unconfirmed: Files whose reader was never tried on a real one, and whose rows nobody confirmed.
    """

    files: tuple[FileImport, ...]
    unrecognised: tuple[str, ...]
    refused: tuple[Problem, ...]
    dry_run: bool
    seconds: float
    repeated: tuple[Repeated, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()

    @property
    def has_problems(self) -> bool:
        """Whether something is to be looked at: a cut-off file, a row left out, a file refused."""
        return bool(self.refused or self.unconfirmed) or any(
            each.run.problem_count or not each.run.complete or each.says_nothing for each in self.files
        )

    def days(self) -> dict[str, Days]:
        """Gives the days on which something is now known of each cause."""
        return together(each.days.by_cause() for each in self.files)

    def by_app(self) -> tuple[AppImports, ...]:
        """Gives what the imports of each app brought together, in the order of its first."""
        return by_app(self.files)

    def to_json(self) -> dict[str, Any]:
        """Gives the document `import/1`."""
        return {
            "contract": CONTRACT,
            "dry_run": self.dry_run,
            "runs": [each.to_json() for each in self.files],
            "unrecognised": list(self.unrecognised),
            "repeated": [each.to_json() for each in self.repeated],
            "unconfirmed": [each.to_json() for each in self.unconfirmed],
            "problems": [each.to_json() for each in self.refused],
            "days": {cause: each.to_json() for cause, each in self.days().items()},
            "seconds": round(self.seconds, 3),
        }


def bring_in(  # noqa: PLR0913 - each is one wish of the person
    session: Session,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    since: dt.date | str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = silent,
    confirm: Confirm = nobody_to_ask,
    within: Path | None = None,
) -> ImportAnswer:
    """Imports files, zips and folders, whatever is in them.

    Args:
        session: Place, moment and person.
        paths: What was named.
        dry_run: Count everything and keep nothing.
        since: Leave out what ended before this local day; words such as `yesterday` are read.
        mapping: Meaning by column, in the words of `--map`; remembered for tables with the same header.
        progress: Told how far the reading is.
        confirm: Asked before files are kept whose reader was never tried on a real one.
        within: A folder that is nobody's business, such as the one of a browser's files: what lies in it is
            called by its name there.

    Raises:
        Refused: Nothing was named, there is no such person, or the day cannot be read.
        OSError: A path cannot be read.
    """
    began = time.perf_counter()
    if not paths:
        raise Refused("name at least one file, zip or folder to import")
    since_day = parse_day(since, now=session.now) if isinstance(since, str) else since
    wish = Wish(
        mapping or {},
        since_day,
        dry_run=dry_run,
        is_one_file=len(paths) == 1,
        within=f"{within}{os.sep}" if within else "",
    )
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        importer = Importer(record, person_id, now=session.now, wish=wish, progress=progress, confirm=confirm)
        waiting = deque(paths)
        while waiting:
            path = waiting.popleft()
            try:
                with open_path(path) as members:
                    waiting.extendleft(reversed(members.archives))
                    importer.take(members)
            except Refused as refusal:
                importer.refused.append(wish.told(Problem(str(path), str(refusal))))
    return ImportAnswer(
        tuple(importer.done),
        tuple(importer.unrecognised),
        tuple(importer.refused),
        dry_run,
        time.perf_counter() - began,
        tuple(importer.repeated),
        tuple(importer.unconfirmed),
    )


def runs(session: Session) -> tuple[FileImport, ...]:
    """Gives the imports of the person of this session that were not undone, oldest first.

    Args:
        session: Place, moment and person.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        found = record.runs(record.person(session.person_name).person_id)
    return tuple(FileImport(each) for each in found)


def undo(session: Session, run_id: str) -> int:
    """Undoes one import: what no other import brought is gone.

    Args:
        session: Place, moment and person.
        run_id: Its number, as `runs` gives it.

    Returns:
        How many samples and entries are gone.

    Raises:
        Refused: There is no such import.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        return record.undo_run(record.person(session.person_name).person_id, run_id)


def runs_json(found: Sequence[FileImport]) -> dict[str, Any]:
    """Gives the document `imports/1` of the imports that stand."""
    return {"contract": RUNS_CONTRACT, "runs": [each.to_json() for each in found]}
