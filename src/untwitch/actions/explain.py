"""Explains a record, or tables that are files: which of the six causes go with the twitches."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from untwitch import __version__
from untwitch.actions.session import Session
from untwitch.explain.attribution import attribute
from untwitch.explain.picture import Picture
from untwitch.explain.power_words import power_lines
from untwitch.explain.wording import lines
from untwitch.facts.person import Physiology, physiology_on
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.intake.text_file import read_text
from untwitch.knowledge.cause_prior import CausePriors, from_json
from untwitch.timeline.timeline import Timeline, from_csv

LARGEST_TABLE_BYTES = 64_000_000
LARGEST_PRIORS_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """How an answer is asked for.

    Attributes:
        outcome: `auto`, or the series to explain.
        physiology: What is said of the body; for a record it goes before what the record knows.
        priors: What is believed of each cause before the diary is read; None for the defaults.
        row_h: Length of the rows that a record is cut into, in hours.
        with_picture: Whether to keep what figures need.
        with_power: Whether to say what more days would tell, which takes seconds.
    """

    outcome: str = "auto"
    physiology: Physiology = field(default_factory=Physiology)
    priors: CausePriors | None = None
    row_h: int = 24
    with_picture: bool = False
    with_power: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """One answer.

    Attributes:
        document: `explain/1`.
        bad_input: Whether something of the input could not be used as it stands.
        picture: What figures need; None where it was not asked for or nothing could be fitted.
    """

    document: Mapping[str, Any]
    bad_input: bool
    picture: Picture | None = None


def explain_record(session: Session, asked: Asked | None = None) -> Explained:
    """Explains what is kept of the person of this session.

    Args:
        session: Place, moment and person.
        asked: How it is asked for; None for the defaults.

    Raises:
        Refused: There is no such person or outcome, or the record cannot be read.
    """
    from untwitch.record.record import Record  # noqa: PLC0415 - a table needs no database
    from untwitch.timeline.build import build  # noqa: PLC0415 - same

    asked = asked or Asked()
    started = time.perf_counter()
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        history = record.history(person.person_id)
    timeline, problems = build(history, row_h=asked.row_h)
    kept = physiology_on(history.person_facts, session.now.local_day())
    body = _over(kept, asked.physiology)
    return _explained(timeline, problems, asked=replace(asked, physiology=body), started=started)


def explain_table(path: Path, asked: Asked | None = None) -> Explained:
    """Explains one table in the timeline's text form.

    Args:
        path: The file; its rows are as long as they stand there.
        asked: How it is asked for; None for the defaults.

    Raises:
        Refused: It is not such a table, or there is no such outcome.
        OSError: It cannot be read.
    """
    started = time.perf_counter()
    timeline, problems = from_csv(read_text(path, LARGEST_TABLE_BYTES), name=path.name)
    return _explained(timeline, problems, asked=asked or Asked(), started=started)


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
    paths: Sequence[Path], asked: Asked | None = None
) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Explains tables one after the other; one that cannot be read never hides the others.

    Args:
        paths: The files.
        asked: How it is asked for, the same for all.

    Yields:
        `explain/1` with its path, or `path` and `error`; and whether it was explained.
    """
    for path in paths:
        try:
            made = explain_table(path, asked)
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
    said = lines(document)
    # The last line, that no clinician has reviewed it, stays the last.
    return [*said[:-1], *power_lines(document["power"]), said[-1]] if "power" in document else said


def _over(kept: Physiology, said: Physiology) -> Physiology:
    """What the record knows, with what was said now in its place."""
    now = {each.name: getattr(said, each.name) for each in fields(said)}
    return replace(kept, **{name: value for name, value in now.items() if value is not None})


def priors_of(path: Path) -> CausePriors:
    """Reads what a cohort measured of the causes (`priors/1`).

    Args:
        path: The file.

    Raises:
        Refused: It is no such document.
        OSError: It cannot be read.
    """
    return from_json(read_text(path, LARGEST_PRIORS_BYTES), name=path.name)


def _told(priors: CausePriors) -> dict[str, Any]:
    return {
        cause: {"inclusion": each.inclusion, "mean": each.mean, "sd": each.sd, "source": each.source,
                "people": each.people}
        for cause, each in priors.items()
    }  # fmt: skip


def draw_figures(explained: Explained, folder: Path) -> tuple[tuple[Path, str], ...]:
    """Draws every figure of an answer as files of a folder, each with the table behind it.

    Args:
        explained: An answer for which a picture was kept.
        folder: Where; it is made if it is not there. Files of the same names are replaced.

    Returns:
        Each drawing with its sentence.

    Raises:
        Refused: The folder cannot be made or written to.
    """
    from untwitch.report.answer_figures import answer_figures  # noqa: PLC0415 - draws, which few ask for
    from untwitch.report.svg import standalone  # noqa: PLC0415 - same
    from untwitch.report.write import write_whole  # noqa: PLC0415 - same

    try:
        folder.expanduser().mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{str(folder)!r} is no folder that can be made: {error.strerror or error}") from None
    drawn = []
    for each in answer_figures(explained.document, explained.picture).values():
        path = write_whole(folder / f"{each.name}.svg", standalone(each.svg) + "\n")
        write_whole(folder / f"{each.name}.csv", each.table.to_csv())
        end = "" if each.title.endswith("?") else "."
        drawn.append((path, f"{each.title}{end} {each.sentence}"))
    return tuple(drawn)


def _explained(timeline: Timeline, problems: Sequence[Problem], *, asked: Asked, started: float) -> Explained:
    answer = attribute(
        timeline,
        physiology=asked.physiology,
        outcome=asked.outcome,
        priors=asked.priors,
        with_picture=asked.with_picture,
    )
    more: dict[str, Any] = {} if asked.priors is None else {"priors": _told(asked.priors)}
    if asked.with_power:
        from untwitch.explain.power_curve import power_curve  # noqa: PLC0415 - few ask for it

        power = power_curve(timeline, physiology=asked.physiology, outcome=asked.outcome, priors=asked.priors)
        more["power"] = None if power is None else power.to_json()
    seconds = time.perf_counter() - started
    answer = answer.finished(seconds=seconds, version=__version__, problems=problems)
    return Explained({**answer.to_json(), **more}, bad_input=bool(problems), picture=answer.picture)
