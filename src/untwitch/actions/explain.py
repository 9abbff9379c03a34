"""Explains a record, or tables that are files: which of the six causes go with the twitches."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from untwitch import __version__
from untwitch.actions.session import Session
from untwitch.explain.attribution import attribute
from untwitch.explain.wording import lines
from untwitch.facts.person import Physiology, physiology_on
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.intake.text_file import read_text
from untwitch.timeline.timeline import Timeline, from_csv

LARGEST_TABLE_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Explained:
    """One answer.

    Attributes:
        document: `explain/1`.
        bad_input: Whether something of the input could not be used as it stands.
    """

    document: Mapping[str, Any]
    bad_input: bool


def explain_record(
    session: Session, *, outcome: str = "auto", physiology: Physiology | None = None
) -> Explained:
    """Explains what is kept of the person of this session.

    Args:
        session: Place, moment and person.
        outcome: `auto`, or the series to explain.
        physiology: What is said of the body here; it goes before what the record knows.

    Raises:
        Refused: There is no such person or outcome, or the record cannot be read.
    """
    from untwitch.record.record import Record  # noqa: PLC0415 - a table needs no database
    from untwitch.timeline.build import build  # noqa: PLC0415 - same

    started = time.perf_counter()
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        history = record.history(person.person_id)
    timeline, problems = build(history)
    kept = physiology_on(history.person_facts, session.now.local_day())
    body = _over(kept, physiology or Physiology())
    return _explained(timeline, problems, body=body, outcome=outcome, started=started)


def explain_table(path: Path, *, physiology: Physiology, outcome: str = "auto") -> Explained:
    """Explains one table in the timeline's text form.

    Args:
        path: The file.
        physiology: What is known of the body.
        outcome: `auto`, or the series to explain.

    Raises:
        Refused: It is not such a table, or there is no such outcome.
        OSError: It cannot be read.
    """
    started = time.perf_counter()
    timeline, problems = from_csv(read_text(path, LARGEST_TABLE_BYTES), name=path.name)
    return _explained(timeline, problems, body=physiology, outcome=outcome, started=started)


def tables_of(paths: Sequence[Path]) -> list[Path]:
    """Gives the tables that paths stand for: a folder stands for its csv files, in order of their names.

    Raises:
        Refused: A folder has none.
    """
    found = []
    for path in paths:
        inside = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not inside:
            raise Refused(f"{path} is a folder without csv files")
        found += inside
    return found


def explain_tables(
    paths: Sequence[Path], *, physiology: Physiology, outcome: str = "auto"
) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Explains tables one after the other; one that cannot be read never hides the others.

    Args:
        paths: The files.
        physiology: What is known of the body, the same for all.
        outcome: `auto`, or the series to explain.

    Yields:
        `explain/1` with its path, or `path` and `error`; and whether it was explained.
    """
    for path in paths:
        try:
            made = explain_table(path, physiology=physiology, outcome=outcome)
        except Refused as refused:
            yield {"path": str(path), "error": str(refused)}, False
        except OSError as error:
            yield {"path": str(path), "error": error.strerror or str(error)}, False
        else:
            yield {"path": str(path), **made.document}, True


def in_words(document: Mapping[str, Any]) -> list[str]:
    """Gives an answer as lines for people.

    Args:
        document: `explain/1`.
    """
    return lines(document)


def _over(kept: Physiology, said: Physiology) -> Physiology:
    """What the record knows, with what was said now in its place."""
    now = {each.name: getattr(said, each.name) for each in fields(said)}
    return replace(kept, **{name: value for name, value in now.items() if value is not None})


def _explained(
    timeline: Timeline, problems: Sequence[Problem], *, body: Physiology, outcome: str, started: float
) -> Explained:
    answer = attribute(timeline, physiology=body, outcome=outcome)
    seconds = time.perf_counter() - started
    answer = answer.finished(seconds=seconds, version=__version__, problems=problems)
    return Explained(answer.to_json(), bad_input=bool(problems))
