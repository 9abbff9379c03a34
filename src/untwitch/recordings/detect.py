"""One recording becomes its summary: its twitches, how many there are, and what could not be seen."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.artefact import JUMP, LOUD, MAINS, TENSED, TOO_LITTLE
from untwitch.recordings.cluster import likely_sources
from untwitch.recordings.confidence import confidences
from untwitch.recordings.counting import counted, minutes_needed, rate_per_minute
from untwitch.recordings.drawing import Drawing
from untwitch.recordings.excluded import disjoint, outside
from untwitch.recordings.features import Candidate
from untwitch.recordings.gates import GATED, gate_of
from untwitch.recordings.judge import CANDIDATE_FLOOR, Judged
from untwitch.recordings.peaks import merged
from untwitch.recordings.recording import Recording
from untwitch.recordings.sensor import Sensor
from untwitch.recordings.sensors import sensor_named
from untwitch.recordings.stream import judged_windows
from untwitch.recordings.summary import (
    LEAST_CONFIDENCE,
    Excluded,
    Noise,
    Potential,
    RecordingSummary,
    Smallest,
    Template,
)
from untwitch.recordings.voluntary import BIN_MS, runs, tensed_bins

LEAST_ANALYSED_S = 3.0
LEAST_BESIDE_JUMP_S = 20.0
"""Where an electrode came loose, less than this tells nothing: the contact may still be settling."""
_LOUD_RATIO = 2.5


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """All peaks of a recording in order, after the gates.

    Attributes:
        peaks: Index on the analysis grid, `(n,)`.
        heights: Statistic, `(n,)`.
        candidates: Features of a peak, or None for low ones.
        turned_away: How many each gate turned away.
    """

    peaks: npt.NDArray[np.int64]
    heights: npt.NDArray[np.float64]
    candidates: list[Candidate | None]
    turned_away: dict[str, int]


def detect(
    recording: Recording, *, sensor: Sensor | None = None, workers: int = 1, read_s: float = 2.0
) -> RecordingSummary:
    """Gives the summary of a recording.

    Args:
        recording: What is read, once, window by window.
        sensor: What recorded it; None for the one the recording names.
        workers: How many windows are worked on at once; the answer is the same.
        read_s: Length of the blocks that are read, seconds; the answer is the same.

    Raises:
        Refused: The recording is too slow for the sensor, or cannot be read.
    """
    if workers < 1:
        raise Refused(f"{workers} workers cannot work; at least 1")
    sensor = sensor_named(recording.sensor) if sensor is None else sensor
    rate_hz = recording.rate_hz / sensor.thinning(recording.rate_hz)
    drawing = Drawing.over(round(recording.duration_s * rate_hz), n_channels=recording.n_channels)
    windows: list[Judged] = []
    for each in judged_windows(recording, sensor=sensor, step=drawing.step, workers=workers, read_s=read_s):
        drawing.add(*each.drawn)
        windows.append(each.without_drawing())
    duration_s = recording.duration_s
    left_out = disjoint(
        Excluded(max(0.0, each.start_s), min(duration_s, each.end_s), each.reason)
        for each in _left_out(windows, sensor=sensor, rate_hz=rate_hz)
        if each.start_s < duration_s
    )
    analysed_s = max(0.0, duration_s - sum(each.end_s - each.start_s for each in left_out))
    found = _found(windows, left_out, sensor=sensor, rate_hz=rate_hz)
    reason = _why_no_count(left_out, analysed_s=analysed_s, name=recording.name)
    problems = (*recording.problems, *_said(found, recording.name), *([reason] if reason else []))
    if sensor.calibration_doubt is not None and reason is None:
        problems = (*problems, Problem(recording.name, sensor.calibration_doubt))
    noise = _noise(windows, recording)
    summary = functools.partial(
        RecordingSummary,
        path=recording.name,
        sensor=recording.sensor,
        channels=recording.n_channels,
        rate_hz=recording.rate_hz,
        duration_s=duration_s,
        analysed_s=analysed_s,
        excluded=left_out,
        problems=problems,
        noise=noise,
        channel_names=recording.channel_names,
        positions=None if recording.positions is None else np.asarray(recording.positions, np.float32),
        started=recording.started,
    )
    trace = functools.partial(
        drawing.trace, names=recording.channel_names, rate_hz=rate_hz, sensor=sensor, unit=recording.unit
    )
    if reason is not None or noise is None:
        return summary(trace=trace(0))
    confidence = confidences(found.heights, calibration=sensor.calibration)
    count = counted(confidence)
    rate = rate_per_minute(count, confidence, analysed_s=analysed_s)
    twitches, templates = _twitches(found, confidence, recording=recording, sensor=sensor, rate_hz=rate_hz)
    return summary(
        count=count,
        rate_per_min=rate,
        smallest_detectable=Smallest(sensor.smallest_sigmas * noise.median, recording.unit),
        twitches=twitches,
        likely_sources_at_least=len(templates) or min(1, sum(each.confidence >= 0.5 for each in twitches)),
        minutes_needed=minutes_needed(count, rate),
        trace=trace(_strongest(twitches, recording.channel_names)),
        templates=templates,
    )


def _left_out(windows: Sequence[Judged], *, sensor: Sensor, rate_hz: float) -> list[Excluded]:
    """Gives all stretches that are not judged, those of a tensed muscle over window borders too."""
    found = [each for window in windows for each in window.excluded]
    if "voluntary" not in sensor.gates:
        return found
    length = max(1, round(BIN_MS / 1000 * rate_hz))
    begins = np.concatenate([np.arange(len(each.bins)) * length + each.begin for each in windows])
    ends = np.concatenate([begins[1:], [windows[-1].end]])
    energy = np.concatenate([each.bins for each in windows])
    for stretch in found:
        if stretch.reason in {TOO_LITTLE, MAINS}:
            continue
        energy[(ends > stretch.start_s * rate_hz) & (begins < stretch.end_s * rate_hz)] = np.nan
    found += [
        Excluded(float(begins[low]) / rate_hz, float(ends[high - 1]) / rate_hz, TENSED)
        for low, high in runs(tensed_bins(energy, bin_s=length / rate_hz))
    ]
    levels = np.array(
        [np.median(each.noise[each.usable]) if each.usable.any() else np.nan for each in windows]
    )
    if len(levels) >= 3 and np.isfinite(levels).any():
        quiet = float(np.nanquantile(levels, 0.2))
        for each, level in zip(windows, levels.tolist(), strict=True):
            if level > _LOUD_RATIO * quiet:
                found.append(Excluded(each.begin / rate_hz, each.end / rate_hz, LOUD))
    return found


def _found(
    windows: Sequence[Judged], left_out: Sequence[Excluded], *, sensor: Sensor, rate_hz: float
) -> _Found:
    """Gives the peaks that are left: outside of what is not judged, once each, and through the gates."""
    peaks = np.concatenate([each.peaks for each in windows])
    heights = np.concatenate([each.heights for each in windows])
    window = np.concatenate([np.full(len(each.peaks), each.index) for each in windows])
    looks: list[Candidate | None] = []
    for each in windows:
        known = iter(each.candidates)
        looks += [next(known) if height >= CANDIDATE_FLOOR else None for height in each.heights.tolist()]
    keep = outside(peaks / rate_hz, left_out)
    turned_away: dict[str, int] = dict.fromkeys(GATED, 0)
    for index in np.flatnonzero(keep).tolist():
        look = looks[index]
        gate = None if look is None else gate_of(look, sensor=sensor)
        if gate is not None:
            keep[index] = False
            turned_away[gate] += 1
    peaks, heights, window = peaks[keep], heights[keep], window[keep]
    looks = [looks[index] for index in np.flatnonzero(keep).tolist()]
    refractory = max(1, round(sensor.refractory_ms / 1000 * rate_hz))
    once = merged(peaks, heights, refractory=refractory, window=window)
    return _Found(
        peaks[once],
        heights[once].astype(np.float64),
        [looks[index] for index in np.flatnonzero(once).tolist()],
        turned_away,
    )


def _why_no_count(left_out: Sequence[Excluded], *, analysed_s: float, name: str) -> Problem | None:
    jumps = [each for each in left_out if each.reason == JUMP]
    if jumps and analysed_s < LEAST_BESIDE_JUMP_S:
        return Problem(
            name,
            f"the signal jumped at {jumps[0].start_s:.1f} s, as when an electrode or cable comes loose, and "
            f"only {analysed_s:.0f} s could be judged beside it; twitches are not counted: record again",
        )
    if analysed_s < LEAST_ANALYSED_S:
        return Problem(
            name,
            f"only {analysed_s:.1f} s could be judged, too little for a count: record two minutes at rest",
        )
    return None


def _said(found: _Found, name: str) -> list[Problem]:
    return [
        Problem(name, f"{count} {'peak' if count == 1 else 'peaks'} {GATED[gate]}; not counted")
        for gate, count in found.turned_away.items()
        if count
    ]


def _noise(windows: Sequence[Judged], recording: Recording) -> Noise | None:
    """Gives the noise over all windows, and the channels that were left out of most of them."""
    usable = np.array([each.usable for each in windows])
    if not usable.any():
        return None
    level = np.array([np.where(each.usable, each.noise, np.nan) for each in windows])
    good = usable.mean(axis=0) >= 0.5
    if not good.any():
        return None
    usual = np.nanmedian(level[:, good], axis=0)
    return Noise(
        median=float(np.median(usual)),
        low=float(usual.min()),
        high=float(usual.max()),
        unit=recording.unit,
        least_bit=recording.least_bit,
        bad_channels=tuple(np.array(recording.channel_names)[~good].tolist()),
    )


def _twitches(
    found: _Found,
    confidence: npt.NDArray[np.float64],
    *,
    recording: Recording,
    sensor: Sensor,
    rate_hz: float,
) -> tuple[tuple[Potential, ...], tuple[Template, ...]]:
    kept = [
        (look, float(sure))
        for look, sure in zip(found.candidates, confidence.tolist(), strict=True)
        if look is not None and sure >= LEAST_CONFIDENCE
    ]
    looks = [look for look, _ in kept]
    sources, shapes, members = likely_sources(looks, threshold=sensor.threshold, rate_hz=rate_hz)
    twitches = [
        Potential(
            time_s=look.peak / rate_hz,
            confidence=sure,
            amplitude=look.amplitude,
            unit=recording.unit,
            duration_ms=look.duration_ms,
            channel=recording.channel_names[look.channel],
            likely_source=source,
        )
        for (look, sure), source in zip(kept, sources, strict=True)
        if look.peak >= 0
    ]
    templates = tuple(
        Template(number, count, rate_hz, shape, recording.unit)
        for number, (shape, count) in enumerate(zip(shapes, members, strict=True), 1)
    )
    return tuple(sorted(twitches, key=lambda each: each.time_s)), templates


def _strongest(twitches: Sequence[Potential], names: Sequence[str]) -> int:
    """Gives the channel with the most twitch on it, the first where there is none."""
    total = dict.fromkeys(names, 0.0)
    for each in twitches:
        if each.channel is not None and each.amplitude is not None:
            total[each.channel] += each.confidence * each.amplitude
    return int(np.argmax([total[name] for name in names]))
