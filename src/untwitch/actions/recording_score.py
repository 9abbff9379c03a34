"""What was found in a recording, held against the marks that somebody set by eye."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from untwitch import __version__
from untwitch.actions.measure import Asked, Progress, measure, silent
from untwitch.actions.recordings import show
from untwitch.actions.session import Session
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.facts.spoken import counted
from untwitch.recordings.annotations import Annotations, read_annotations
from untwitch.recordings.score import Score, matched, reliability, scored
from untwitch.recordings.sensors import sensor_named
from untwitch.recordings.summary import Excluded, RecordingSummary
from untwitch.report.recording_words import SCREENING, duration
from untwitch.report.wording import number, plain

CONTRACT = "score/1"
SURE_FROM = 0.5


@dataclass(frozen=True, slots=True)
class AskedScore:
    """How a comparison is asked for.

    Attributes:
        label: Label of the marks that are meant; None for those that speak of twitches.
        tolerance_s: How far a found twitch may lie from its mark; None for that of the sensor.
        sure_from: Least confidence of a found twitch that is held against the marks.
        recording: What is said beside the file of the recording.
    """

    label: str | None = None
    tolerance_s: float | None = None
    sure_from: float = SURE_FROM
    recording: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class Scored:
    """How well both agree.

    Attributes:
        document: `score/1`.
        lines: It in words.
        problems: What of either could not be used.
    """

    document: Mapping[str, Any]
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def score(
    session: Session, which: str, marks: Path, asked: AskedScore | None = None, *, progress: Progress = silent
) -> Scored:
    """Holds the twitches of a recording against marks.

    A mark inside a stretch that was left out is no miss, and is counted by itself.

    Args:
        session: Place, moment and person.
        which: File of a recording, or id of a kept one, the begin of it, or `last`.
        marks: Table with a column of times.
        asked: How it is asked for; None for the defaults.
        progress: Told as a file is read.

    Raises:
        Refused: One of the two cannot be read, or an option is wrong.
        OSError: The table cannot be read.
    """
    how = asked or AskedScore()
    if not 0 <= how.sure_from <= 1:
        raise Refused(f"a confidence of {how.sure_from:g} is no probability; it goes from 0 to 1")
    truth = read_annotations(marks, label=how.label)
    path = Path(which)
    told = measure(session, path, how.recording, progress=progress) if path.exists() else show(session, which)
    return _scored(told.summary, truth, how, name=which)


def _scored(summary: RecordingSummary, truth: Annotations, how: AskedScore, *, name: str) -> Scored:
    tolerance_s = how.tolerance_s
    if tolerance_s is None:
        tolerance_s = sensor_named(summary.sensor).tolerance_ms / 1000
    judged = [each for each in truth.times_s if not _is_within(each, summary.excluded)]
    candidates = summary.twitches
    sure = [each.time_s for each in candidates if each.confidence >= how.sure_from]
    minutes = summary.analysed_s / 60
    result = scored(sure, judged, tolerance_s=tolerance_s, minutes=minutes)
    is_hit = matched([each.time_s for each in candidates], judged, tolerance_s=tolerance_s) >= 0
    distance, bins = reliability(np.array([each.confidence for each in candidates]), is_hit)
    beyond = sum(each > summary.duration_s for each in judged)
    problems = list(truth.problems)
    if beyond:
        problems.append(Problem(name, f"{counted(beyond, 'mark')} past its end, counted as missed"))
    document = {
        "contract": CONTRACT,
        "path": name,
        "marks": len(truth.times_s),
        "marks_left_out": len(truth.times_s) - len(judged),
        "rows_of_other_labels": truth.left_out,
        "found": result.found,
        "hits": result.hits,
        "sensitivity": result.sensitivity,
        "precision": result.precision,
        "f1": result.f1,
        "false_per_minute": result.false_per_minute,
        "minutes": minutes,
        "tolerance_s": tolerance_s,
        "sure_from": how.sure_from,
        "count": summary.count and summary.count.to_json(),
        "count_holds_marks": None
        if summary.count is None
        else summary.count.low <= len(judged) <= summary.count.high,
        "reliability": {
            "distance": distance,
            "bins": [{"confidence": mean, "share": share, "found": many} for mean, share, many in bins],
        },
        "problems": [each.to_json() for each in (*problems, *summary.problems)],
        "version": __version__,
    }
    return Scored(document, _lines(summary, result, document), (*problems, *summary.problems))


def _is_within(time_s: float, excluded: Sequence[Excluded]) -> bool:
    place = bisect_right([each.start_s for each in excluded], time_s) - 1
    return place >= 0 and time_s < excluded[place].end_s


def _lines(summary: RecordingSummary, result: Score, document: Mapping[str, Any]) -> tuple[str, ...]:
    left_out = document["marks_left_out"]
    apart = f"; {counted(left_out, 'more mark')} in time that was left out" if left_out else ""
    found = f"{result.hits} of {counted(result.truths, 'mark')} were found"
    false = f"{result.found - result.hits} of {result.found} found are not marked"
    shares = {"Sensitivity": result.sensitivity, "precision": result.precision, "F1": result.f1}
    reach = f"a found one may lie {number(1000 * document['tolerance_s'])} ms from its mark"
    said = [
        f"{found} in {duration(summary.analysed_s)}{apart}.",
        f"{false}: {_or_unknown(result.false_per_minute)} a minute.",
        f"{', '.join(f'{name} {_share(value)}' for name, value in shares.items())}; {reach}.",
    ]
    if summary.count is not None:
        holds = "holds" if document["count_holds_marks"] else "does not hold"
        low, high = number(summary.count.low), number(summary.count.high)
        said.append(f"The count, {low} to {high}, {holds} the number of marks.")
    said += [f"{plain(each['where'])}: {plain(each['what'])}" for each in document["problems"][:10]]
    return (*said, SCREENING)


def _share(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"


def _or_unknown(value: float | None) -> str:
    return "not known" if value is None else number(value)
