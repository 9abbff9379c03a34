"""What one recording came to: its twitches, how many there may be, and what could not be seen."""

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused

FloatArray = npt.NDArray[np.float32]

LEAST_CONFIDENCE = 0.1
"""Candidates below this are no twitches of the summary; the count knows them through its interval."""

SURE_FROM = 0.9
"""The default setting: from this confidence on a candidate is shown as a twitch; below it, as one perhaps."""

TRACE_POINTS_AT_MOST = 4000


@dataclass(frozen=True, slots=True)
class Excluded:
    """A stretch that was not judged. It leaves the minutes that a rate is divided by.

    Attributes:
        start_s: Begin from the start of the file, seconds.
        end_s: End, seconds.
        reason: A few plain words: `the muscle was tensed on purpose`, `no signal`.
    """

    start_s: float
    end_s: float
    reason: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start_s) and math.isfinite(self.end_s) and self.start_s < self.end_s):
            raise Refused(f"a stretch from {self.start_s:g} s to {self.end_s:g} s is not possible")
        if not self.reason:
            raise Refused(f"the stretch from {self.start_s:g} s to {self.end_s:g} s needs a reason")

    def to_json(self) -> dict[str, Any]:
        """Gives the stretch as it stands in `measure/1`."""
        return {"start_s": self.start_s, "end_s": self.end_s, "reason": self.reason}


def _checked_order(what: str, low: float, middle: float, high: float) -> None:
    if not (0 <= low <= middle <= high and math.isfinite(high)):
        raise Refused(f"{what} of {middle:g} with interval {low:g} to {high:g} is not possible")


@dataclass(frozen=True, slots=True)
class Count:
    """How many twitches there were in the analysed time, with a 90 % interval."""

    expected: float
    low: float
    high: float

    def __post_init__(self) -> None:
        _checked_order("a count", self.low, self.expected, self.high)

    def to_json(self) -> dict[str, float]:
        """Gives the count as it stands in `measure/1`."""
        return {"expected": self.expected, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Rate:
    """How many twitches come per minute, with a 90 % interval that holds the chance of a short recording."""

    median: float
    low: float
    high: float

    def __post_init__(self) -> None:
        _checked_order("a rate per minute", self.low, self.median, self.high)

    def to_json(self) -> dict[str, float]:
        """Gives the rate as it stands in `measure/1`."""
        return {"median": self.median, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest twitch that would mostly have been seen, peak above the middle line."""

    value: float
    unit: str

    def to_json(self) -> dict[str, Any]:
        """Gives it as it stands in `measure/1`."""
        return {"value": self.value, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Potential:
    """One twitch of a recording, or one candidate for it.

    Attributes:
        time_s: Its peak from the start of the file, seconds.
        confidence: Probability that it is one, 0 to 1; 1 where a person marked it.
        amplitude: From lowest to highest on its strongest channel, in `unit`.
        unit: `uV`, `mm/s2` or `px`.
        duration_ms: How long it stands out of the noise, or None if not measured.
        channel: Name of its strongest channel.
        likely_source: Number of the likely source, from 1, or None where that cannot be said.
        by_hand: Whether a person marked it.
    """

    time_s: float
    confidence: float
    amplitude: float | None
    unit: str
    duration_ms: float | None
    channel: str | None
    likely_source: int | None = None
    by_hand: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.time_s) and self.time_s >= 0):
            raise Refused(f"a twitch at {self.time_s:g} s is not in the recording")
        if not 0 <= self.confidence <= 1:
            raise Refused(f"a confidence of {self.confidence:g} is no probability")
        if self.likely_source is not None and self.likely_source < 1:
            raise Refused(f"likely source {self.likely_source} is no number from 1")

    def to_json(self) -> dict[str, Any]:
        """Gives the twitch as it stands in `measure/1`; `by_hand` only where a person marked it."""
        document = {
            "time_s": self.time_s,
            "confidence": self.confidence,
            "amplitude": self.amplitude,
            "unit": self.unit,
            "duration_ms": self.duration_ms,
            "channel": self.channel,
            "likely_source": self.likely_source,
        }
        return {**document, "by_hand": True} if self.by_hand else document


@dataclass(frozen=True, slots=True)
class Noise:
    """How quiet the recording was, band-passed, as standard deviations by channel.

    Attributes:
        median: Of all good channels and windows.
        low: Of the quietest good channel.
        high: Of the noisiest good channel.
        unit: Unit of the three.
        least_bit: Smallest step of the recorder, or None if not known.
        bad_channels: Names of channels that were left out.
    """

    median: float
    low: float
    high: float
    unit: str
    least_bit: float | None = None
    bad_channels: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Gives the noise as `measure/1` may carry it."""
        return {
            "median": self.median,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "least_bit": self.least_bit,
            "bad_channels": list(self.bad_channels),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The recording drawn small: lowest and highest value of each step, at most about 4,000 steps.

    Attributes:
        step_s: Seconds a step.
        channel: Name of the channel drawn: the strongest.
        channel_low: Its lowest value by step, `(n,)`, conditioned, in `unit`; nan where missing.
        channel_high: Its highest value by step, `(n,)`.
        statistic: Highest statistic (robust z) by step, `(n,)`; nan where missing.
        threshold: Statistic from which a twitch is counted by default.
        unit: Unit of the channel.
    """

    step_s: float
    channel: str
    channel_low: FloatArray
    channel_high: FloatArray
    statistic: FloatArray
    threshold: float
    unit: str

    def to_json(self) -> dict[str, Any]:
        """Gives the trace for an overlay page; what is missing is null."""
        return {
            "step_s": self.step_s,
            "channel": self.channel,
            "channel_low": _listed(self.channel_low),
            "channel_high": _listed(self.channel_high),
            "statistic": _listed(self.statistic),
            "threshold": self.threshold,
            "unit": self.unit,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """The usual shape of one likely source: the median of its twitches.

    Attributes:
        likely_source: Its number, from 1.
        members: How many twitches it was made of.
        rate_hz: Samples a second of the shape.
        samples: The shape, `(n_samples, n_channels)`, conditioned, in `unit`, its peak in the middle.
        unit: Unit of the shape.
    """

    likely_source: int
    members: int
    rate_hz: float
    samples: FloatArray
    unit: str

    def to_json(self) -> dict[str, Any]:
        """Gives the shape for an overlay page."""
        return {
            "likely_source": self.likely_source,
            "members": self.members,
            "rate_hz": self.rate_hz,
            "samples": [_listed(row) for row in self.samples],
            "unit": self.unit,
        }


def _listed(values: FloatArray) -> list[float | None]:
    return [None if math.isnan(each) else float(f"{each:.4g}") for each in values.tolist()]


@dataclass(frozen=True, slots=True, eq=False)
class RecordingSummary:
    """What one recording came to.

    Attributes:
        path: Name of the file, as the person gave it.
        sensor: `emg`, `accelerometer` or `video`.
        channels: How many channels.
        rate_hz: Samples a second.
        duration_s: Length of the file, seconds.
        analysed_s: Seconds that were judged: all that is not excluded.
        excluded: What was not judged, in order, without overlap.
        count: How many twitches, or None where the recording allows no count; `problems` says why.
        rate_per_min: Twitches per analysed minute, or None.
        smallest_detectable: The smallest twitch that would mostly have been seen, or None.
        twitches: Every candidate of confidence of at least 0.1, in order of time.
        likely_sources_at_least: How many different shapes were found: never a number of motor units.
        minutes_needed: Minutes of such recordings until the rate is known to about half of itself, or None.
        problems: What was wrong, and what became of it.
        noise: How quiet it was, or None where nothing could be judged.
        trace: The recording drawn small, or None.
        templates: Shapes of the likely sources.
        channel_names: Name of every channel.
        positions: Row and column of every channel on a grid, `(n_channels, 2)`, or None.
        started: When the recording began, or None if the file does not say.
    """

    path: str
    sensor: Literal["emg", "accelerometer", "video"]
    channels: int
    rate_hz: float
    duration_s: float
    analysed_s: float
    excluded: tuple[Excluded, ...] = ()
    count: Count | None = None
    rate_per_min: Rate | None = None
    smallest_detectable: Smallest | None = None
    twitches: tuple[Potential, ...] = ()
    likely_sources_at_least: int | None = None
    minutes_needed: float | None = None
    problems: tuple[Problem, ...] = ()
    noise: Noise | None = None
    trace: Trace | None = None
    templates: tuple[Template, ...] = ()
    channel_names: tuple[str, ...] = ()
    positions: FloatArray | None = field(default=None)
    started: Instant | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.analysed_s <= self.duration_s * (1 + 1e-9) + 1e-6:
            raise Refused(f"{self.analysed_s:g} s analysed of {self.duration_s:g} s is not possible")
        if self.count is None and not self.problems:
            raise Refused("a recording without a count needs a problem that says why")
        if (self.count is None) != (self.rate_per_min is None):
            raise Refused("a count and a rate per minute come together or not at all")
        for before, after in zip(self.excluded, self.excluded[1:], strict=False):
            if after.start_s < before.end_s:
                raise Refused(f"excluded stretches overlap at {after.start_s:g} s")
        times = [each.time_s for each in self.twitches]
        if times != sorted(times):
            raise Refused("twitches stand in order of time")

    def to_json(self, *, drawn: bool = False) -> dict[str, Any]:
        """Gives the contract `measure/1`.

        Args:
            drawn: Whether trace, templates and positions come too, for an overlay page.
        """
        document = {
            "contract": "measure/1",
            "path": self.path,
            "sensor": self.sensor,
            "channels": self.channels,
            "rate_hz": self.rate_hz,
            "duration_s": self.duration_s,
            "analysed_s": self.analysed_s,
            "excluded": [each.to_json() for each in self.excluded],
            "count": self.count and self.count.to_json(),
            "rate_per_min": self.rate_per_min and self.rate_per_min.to_json(),
            "smallest_detectable": self.smallest_detectable and self.smallest_detectable.to_json(),
            "twitches": [each.to_json() for each in self.twitches],
            "likely_sources_at_least": self.likely_sources_at_least,
            "minutes_needed": self.minutes_needed,
            "problems": [each.to_json() for each in self.problems],
            "noise": self.noise and self.noise.to_json(),
            "sure_from": SURE_FROM,
            "started": self.started and self.started.local().isoformat(),
        }
        if drawn:
            document["channel_names"] = list(self.channel_names)
            document["positions"] = None if self.positions is None else self.positions.tolist()
            document["trace"] = self.trace and self.trace.to_json()
            document["templates"] = [each.to_json() for each in self.templates]
        return document
