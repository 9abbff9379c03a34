"""A made-up person sent through the whole path: record, timeline, explain, plan and report."""

import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untwitch import __version__
from untwitch.actions.report import write_report
from untwitch.actions.session import RECORD_FILE, Session
from untwitch.actions.whole_path import Answered, answered
from untwitch.advise.plan_text import parts
from untwitch.facts.exposure import TYPED, Exposure
from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant, from_local
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.spoken import cause_words
from untwitch.record.record import Record
from untwitch.report import sentences
from untwitch.report.sentences import band, ratio_words, rung
from untwitch.report.table_days import days_of
from untwitch.report.text_band import text_band
from untwitch.report.text_chart import text_chart
from untwitch.simulate.person import SimulatedPerson, simulate

CONTRACT = "demo/1"
REPORT_FILE = "report.html"
_EVENING_HOUR = 22


@dataclass(frozen=True, slots=True)
class DemoCause:
    """One cause as the demo shows it.

    Attributes:
        cause: Its id.
        words: What people call it.
        rung: Where it stands on the ladder.
        band: Low, middle and high of the rate ratio for a usual swing; None where there is none.
        ratio: The rate ratio for a step that a person can make, in words; empty where there is none.
        truth: The true rate ratio for a usual swing; 1 for no effect.
    """

    cause: str
    words: str
    rung: str
    band: tuple[float, float, float] | None
    ratio: str
    truth: float

    @property
    def truth_words(self) -> str:
        """The true ratio, or `none` for no effect."""
        return "none" if self.truth == 1 else f"{self.truth:.2f}"

    def line(self, *, columns: int, ascii_only: bool) -> str:
        """Gives the band with the truth as one line of characters."""
        return text_band(self.band, truth=self.truth, columns=columns, ascii_only=ascii_only)


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo shows.

    Attributes:
        seed: Seed of the made-up person.
        days: Days lived.
        first_day: First day.
        last_day: Last day.
        course: How the twitches went, as a sentence.
        causes: The six, each with its truth.
        plan: Titles with their lines.
        report: Where the report lies.
        home: Folder of the record, or None where it is gone.
        explain: `explain/1`.
        plan_document: `plan/1`.
        answer: The whole answer, for a chart of any width.
        seconds: How long it took.
    """

    seed: int
    days: int
    first_day: dt.date
    last_day: dt.date
    course: str
    causes: tuple[DemoCause, ...]
    plan: tuple[tuple[str, tuple[str, ...]], ...]
    report: Path
    home: Path | None
    explain: Mapping[str, Any]
    plan_document: Mapping[str, Any]
    answer: Answered
    seconds: float

    def chart(self, *, columns: int, ascii_only: bool) -> tuple[str, ...]:
        """Gives twitches per day as lines of characters."""
        return text_chart(days_of(self.answer.timeline), columns=columns, ascii_only=ascii_only)

    def to_json(self) -> dict[str, Any]:
        """Gives the document `demo/1`."""
        return {
            "contract": CONTRACT,
            "simulated": True,
            "seed": self.seed,
            "days": self.days,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "truth": {each.cause: each.truth for each in self.causes},
            "ladder": {each.cause: each.rung for each in self.causes},
            "explain": self.explain,
            "plan": self.plan_document,
            "report": str(self.report),
            "home": None if self.home is None else str(self.home),
            "seconds": self.seconds,
            "version": __version__,
        }


def demo(session: Session, *, seed: int = 1, days: int = 90, keep: Path | None = None) -> Demo:
    """Sends a made-up person through the whole path, in a home of its own.

    Args:
        session: Only to know which record is the real one; it is never opened.
        seed: Seed; the same seed gives the same person.
        days: Days lived.
        keep: New or empty folder for the record and the report, or None: then only the report stays, in a
            folder for temporary files.

    Raises:
        Refused: The folder holds something already, or the seed or the days are not possible.
    """
    started = time.perf_counter()
    person = simulate(seed, days=days)
    folder = _new_folder(keep, session)
    home = folder if keep else folder / "home"
    made = Session(
        home=home, now=_evening(person), person_name=person.history.person.name, device="simulation"
    )
    keep_facts(person.history, made)
    found = answered(made)
    written = write_report(
        found, made, out=folder / REPORT_FILE, truth={str(name): each for name, each in person.truth.items()}
    )
    if keep is None:
        shutil.rmtree(home)
    return Demo(
        seed=seed,
        days=days,
        first_day=person.life.first_day,
        last_day=made.now.local_day(),
        course=sentences.course(days_of(found.timeline), outcome_words="twitches"),
        causes=tuple(_cause(each, person) for each in _most_likely_first(found.explain["causes"])),
        plan=parts(found.plan),
        report=written.path,
        home=home if keep else None,
        explain=found.explain,
        plan_document=found.plan.to_json(),
        answer=found,
        seconds=time.perf_counter() - started,
    )


def _new_folder(keep: Path | None, session: Session) -> Path:
    if keep is None:
        return Path(tempfile.mkdtemp(prefix="untwitch-demo-"))
    folder = keep.expanduser().absolute()
    if folder == session.home.absolute() or (folder / RECORD_FILE).exists():
        raise Refused(f"{str(keep)!r} holds a record; the demo never touches one. Name an empty folder")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{str(keep)!r} is not empty; name an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _evening(person: SimulatedPerson) -> Instant:
    last_day = person.life.first_day + dt.timedelta(days=person.days - 1)
    clock = dt.datetime.combine(last_day, dt.time(_EVENING_HOUR))
    return from_local(clock, person.life.zone, known_by="stay")[0]


def keep_facts(history: History, session: Session) -> None:
    """Writes the facts of a made-up person into the record of a home.

    Args:
        history: What the person kept.
        session: The home.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.add_person(history.person.name).person_id
        typed = [each for batch in history.batches for each in _typed(batch)]
        record.add(
            person_id,
            [*history.stays, *history.person_facts, *history.watches, *history.twitches, *typed],
        )
        with record.import_run(
            person_id,
            path="made-devices.simulated",
            sha256="0" * 64,
            size_bytes=0,
            format="simulation",
            app="simulation",
            importer_version=__version__,
        ) as run:
            for batch in history.batches:
                if TYPED not in batch.apps:
                    run.take(batch)
            run.finish(complete=True)


def _typed(batch: SampleBatch) -> Iterator[Exposure]:
    """Gives the rows that the made person typed themselves as the entries they would have been."""
    for row in batch.rows() if TYPED in batch.apps else ():
        yield Exposure(
            id=new_id(),
            measure=batch.measure,
            value=row.value,
            start=Instant(row.start_ms, row.zone, row.zone_known_by),
            end=Instant(row.end_ms, row.zone, row.zone_known_by),
            estimate=row.estimate,
        )


def _most_likely_first(causes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(causes, key=lambda each: -float(each["probability"]))


def _cause(cause: Mapping[str, Any], person: SimulatedPerson) -> DemoCause:
    return DemoCause(
        cause=cause["cause"],
        words=cause_words(cause["cause"]),
        rung=rung(cause),
        band=band(cause),
        ratio=ratio_words(cause.get("rate_ratio")),
        truth=person.truth[cause["cause"]],
    )
