"""The text that a record keeps of a recording: `measure/1` with what figures need, written and read back."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from untwitch.facts.kept_recording import SENSORS
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.facts.spoken import counted
from untwitch.recordings.summary import (
    Count,
    Excluded,
    FloatArray,
    Noise,
    Potential,
    Rate,
    RecordingSummary,
    Smallest,
    Template,
    Trace,
)

MOST_TWITCHES = 15_000
MOST_TEMPLATES = 12
MOST_EXCLUDED = 5_000
MOST_PROBLEMS = 100
MOST_NUMBERS = 200_000
"""Of one trace, or of one shape."""
LARGEST_NUMBER = 1e30


def to_text(summary: RecordingSummary) -> str:
    """Gives the text to keep; of a very long recording the surest twitches and the commonest shapes.

    Args:
        summary: What the recording came to.
    """
    kept, problems = summary.twitches, list(summary.problems[:MOST_PROBLEMS])
    if len(kept) > MOST_TWITCHES:
        surest = sorted(kept, key=lambda each: -each.confidence)[:MOST_TWITCHES]
        kept = tuple(sorted(surest, key=lambda each: each.time_s))
        left_out = counted(len(summary.twitches) - MOST_TWITCHES, "candidate")
        what = f"{left_out} of least confidence are not kept one by one; the count has them"
        problems.append(Problem("record", what))
    commonest = sorted(summary.templates, key=lambda each: (-each.members, each.likely_source))
    small = replace(
        summary,
        excluded=_longest(summary.excluded),
        twitches=kept,
        problems=tuple(problems),
        templates=tuple(sorted(commonest[:MOST_TEMPLATES], key=lambda each: each.likely_source)),
    )
    return json.dumps(
        small.to_json(drawn=True), ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=float
    )


def _longest(excluded: tuple[Excluded, ...]) -> tuple[Excluded, ...]:
    """Gives the stretches; of thousands the longest, for a figure shows no more."""
    if len(excluded) <= MOST_EXCLUDED:
        return excluded
    longest = sorted(excluded, key=lambda each: each.start_s - each.end_s)[:MOST_EXCLUDED]
    return tuple(sorted(longest, key=lambda each: each.start_s))


def from_text(text: str, *, name: str) -> RecordingSummary:
    """Reads what `to_text` wrote; when the recording began stands beside it in the record.

    Args:
        text: As kept; it may come from anybody's export.
        name: Name of the recording for a sentence.

    Raises:
        Refused: It is no such summary.
    """
    try:
        document = json.loads(text)
        if document["contract"] != "measure/1":
            raise Refused("it is no measure/1")
        return _summary(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise Refused(f"what is kept of the recording {name!r} cannot be read ({error})") from None


def _summary(document: Mapping[str, Any]) -> RecordingSummary:
    if document["sensor"] not in SENSORS:
        raise Refused(f"its sensor is {document['sensor']!r}")
    count, rate, smallest = (document[each] for each in ("count", "rate_per_min", "smallest_detectable"))
    trace = document.get("trace")
    names = tuple(map(str, document.get("channel_names", ())))
    return RecordingSummary(
        path=str(document["path"]),
        sensor=document["sensor"],
        channels=int(document["channels"]),
        rate_hz=_finite(document["rate_hz"]),
        duration_s=_finite(document["duration_s"]),
        analysed_s=_finite(document["analysed_s"]),
        excluded=tuple(
            Excluded(_finite(each["start_s"]), _finite(each["end_s"]), str(each["reason"]))
            for each in _at_most(document["excluded"], MOST_EXCLUDED)
        ),
        count=count and Count(*(_finite(count[each]) for each in ("expected", "low", "high"))),
        rate_per_min=rate and Rate(*(_finite(rate[each]) for each in ("median", "low", "high"))),
        smallest_detectable=smallest and Smallest(_finite(smallest["value"]), str(smallest["unit"])),
        twitches=tuple(map(_potential, _at_most(document["twitches"], MOST_TWITCHES))),
        likely_sources_at_least=_whole(document["likely_sources_at_least"]),
        minutes_needed=_number(document["minutes_needed"]),
        problems=tuple(
            Problem(str(each["where"]), str(each["what"]))
            for each in _at_most(document["problems"], MOST_PROBLEMS + 1)
        ),
        noise=_noise(document.get("noise")),
        trace=trace and _trace(trace),
        templates=tuple(
            map(_template, _at_most(document.get("templates", ()), MOST_TEMPLATES)),
        ),
        channel_names=names,
        positions=_positions(document.get("positions"), channels=len(names)),
    )


def _at_most(rows: Sequence[Any], most: int) -> Sequence[Any]:
    if len(rows) > most:
        raise ValueError(f"{len(rows)} rows where {most} are kept")
    return rows


def _potential(row: Mapping[str, Any]) -> Potential:
    return Potential(
        time_s=_finite(row["time_s"]),
        confidence=_finite(row["confidence"]),
        amplitude=_number(row["amplitude"]),
        unit=str(row["unit"]),
        duration_ms=_number(row["duration_ms"]),
        channel=None if row["channel"] is None else str(row["channel"]),
        likely_source=_whole(row["likely_source"]),
        by_hand=bool(row.get("by_hand", False)),
    )


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number:g} for a number")
    return number


def _number(value: Any) -> float | None:
    return None if value is None else _finite(value)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _noise(row: Mapping[str, Any] | None) -> Noise | None:
    if row is None:
        return None
    return Noise(
        median=_finite(row["median"]),
        low=_finite(row["low"]),
        high=_finite(row["high"]),
        unit=str(row["unit"]),
        least_bit=_number(row["least_bit"]),
        bad_channels=tuple(map(str, row["bad_channels"])),
    )


def _trace(row: Mapping[str, Any]) -> Trace:
    low, high, statistic = (
        _floats(row[each], dimensions=1) for each in ("channel_low", "channel_high", "statistic")
    )
    if not len(low) == len(high) == len(statistic):
        raise ValueError("the parts of the trace have different lengths")
    step_s = _finite(row["step_s"])
    if not step_s > 0:
        raise ValueError(f"a trace with steps of {step_s:g} s")
    return Trace(
        step_s, str(row["channel"]), low, high, statistic, _finite(row["threshold"]), str(row["unit"])
    )


def _template(row: Mapping[str, Any]) -> Template:
    return Template(
        likely_source=int(row["likely_source"]),
        members=int(row["members"]),
        rate_hz=_finite(row["rate_hz"]),
        samples=_floats(row["samples"], dimensions=2),
        unit=str(row["unit"]),
    )


def _floats(rows: Any, *, dimensions: int) -> FloatArray:
    """Gives numbers as an array; null is nan."""
    found = np.array(rows, dtype=np.float64)
    if found.ndim != dimensions or found.size > MOST_NUMBERS:
        raise ValueError(f"{found.size} numbers in {found.ndim} dimensions")
    if np.any(np.abs(found) > LARGEST_NUMBER):
        raise ValueError(f"a number above {LARGEST_NUMBER:g}")
    return found.astype(np.float32)


def _positions(rows: Any, *, channels: int) -> FloatArray | None:
    if rows is None:
        return None
    found = _floats(rows, dimensions=2)
    if found.shape != (channels, 2) or np.isnan(found).any():
        raise ValueError(f"places of shape {found.shape} of {channels} channels")
    return found
