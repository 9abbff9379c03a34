"""Raw samples become the band a sensor looks at: levelled, thinned out, band-passed, free of the mains."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from untwitch.recordings.biquad import (
    any_missing,
    high_pass,
    levelled,
    low_pass,
    thinned,
    thinning_taps,
    two_way,
)
from untwitch.recordings.sensor import (
    BoolArray,
    FloatArray,
    Sensor,
    Window,
    as_filtered,
    no_artefacts,
)
from untwitch.recordings.windows import RawWindow

MAINS_HZ = (50.0, 60.0)
_LINE_CHANNELS = 8
_LINE_RATIO = 25.0
"""How far a line stands above its neighbourhood; chance gives 15 once in an hour."""


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """One window ready to be looked at.

    Attributes:
        index: Number of the window.
        window: Its samples.
        slow: One of `every` samples before the band-pass, `(ceil(n / every), n_channels)`.
        every: Of how many.
        step: Largest change of any channel from one recorded sample to the next, `(n,)`, in `unit`.
        saturated: Where a channel stands at the limit of its recorder, `(n,)`.
        stuck: Channels that stand there for most of the window, `(n_channels,)`.
        loudness: How loud the body may be without a twitch, `(n,)`, as a multiple of the noise; None for 1.
        inside: Position of the first sample of the recording, and one past the last; beyond is no gap.
        lines_hz: Lines of the mains that were taken out.
    """

    index: int
    window: Window
    slow: FloatArray
    every: int
    step: FloatArray
    saturated: BoolArray
    stuck: BoolArray
    loudness: FloatArray | None
    inside: tuple[int, int]
    lines_hz: tuple[float, ...]


def conditioned(
    raw: RawWindow, *, sensor: Sensor, rate_hz: float, saturation: tuple[float, float] | None = None
) -> Ready:
    """Gives one window ready to be looked at; its raw samples are used up.

    Args:
        raw: The samples with their margins.
        sensor: What recorded them.
        rate_hz: Samples a second of the recording.
        saturation: Lowest and highest value that the recorder can give, if known.
    """
    factor = sensor.thinning(rate_hz)
    low_hz, high_hz = sensor.band_at(rate_hz)
    slow_hz = rate_hz / factor
    samples, raw.samples = raw.samples, raw.samples[:0]
    at_limit, stuck = _saturated(samples, saturation)
    step, gone = levelled(samples)
    if factor > 1:
        taps = thinning_taps(high_hz, rate_hz=rate_hz, factor=factor)
        samples = thinned(samples, taps, factor=factor)
    every = max(1, round(sensor.energy_ms / 1000 * slow_hz) // 4)
    slow = samples[::every].copy()
    has_hooks = sensor.condition is not as_filtered or sensor.artefacts is not no_artefacts
    band = samples
    samples = samples.copy() if has_hooks else samples[:0].copy()
    if factor == 1 and high_hz < 0.42 * rate_hz:
        two_way(band, low_pass(high_hz, rate_hz=rate_hz))
    two_way(band, high_pass(low_hz, rate_hz=slow_hz))
    lines: tuple[float, ...] = ()
    if sensor.mains:
        lines = mains_lines(band, rate_hz=slow_hz, highest_hz=high_hz)
        band = without_lines(band, lines, rate_hz=slow_hz)
    window = Window(
        first_index=raw.first_index // factor,
        start=raw.start // factor,
        stop=-(-raw.stop // factor),
        rate_hz=slow_hz,
        raw=samples,
        conditioned=band,
        missing=any_missing(_grouped(gone, factor)),
    )
    inside = raw.inside[0] // factor, -(-raw.inside[1] // factor)
    held = sensor.condition(window)
    window = replace(window, conditioned=held.signal)
    step = _grouped(step, factor)
    return Ready(
        raw.index,
        window,
        slow,
        every,
        step,
        _grouped(at_limit, factor) > 0,
        stuck,
        held.loudness,
        inside,
        lines,
    )


def _grouped(values: npt.NDArray[np.float32], factor: int) -> npt.NDArray[np.float32]:
    """Gives the largest of every `factor` values, the first of a group at its place."""
    if factor == 1:
        return values
    length = -(-len(values) // factor)
    padded = np.zeros(length * factor, values.dtype)
    padded[: len(values)] = values
    return np.asarray(padded.reshape(length, factor).max(axis=1), dtype=values.dtype)


def _saturated(
    samples: FloatArray, saturation: tuple[float, float] | None
) -> tuple[npt.NDArray[np.float32], BoolArray]:
    n, n_channels = samples.shape
    where = np.zeros(n, np.float32)
    stuck = np.zeros(n_channels, np.bool_)
    if saturation is None:
        return where, stuck
    reach = saturation[1] - saturation[0]
    low, high = saturation[0] + 1e-6 * reach, saturation[1] - 1e-6 * reach
    if not ((samples <= low) | (samples >= high)).any():
        return where, stuck
    for channel in range(n_channels):
        column = samples[:, channel]
        hit = (column <= low) | (column >= high)
        if hit.any():
            stuck[channel] = hit.mean() > 0.5
            if not stuck[channel]:
                where[hit] = 1
    return where, stuck


def mains_lines(band: FloatArray, *, rate_hz: float, highest_hz: float) -> tuple[float, ...]:
    """Gives the frequencies of mains lines that stand out of the spectrum of a window, in order.

    Args:
        band: Band-passed samples, `(n, k)`.
        rate_hz: Samples a second.
        highest_hz: Highest frequency looked at.
    """
    n, n_channels = band.shape
    if n < 2 * rate_hz:
        return ()
    some = np.unique(np.linspace(0, n_channels - 1, _LINE_CHANNELS).round().astype(int))
    sample = _clipped(band[:, some])
    spectrum = np.fft.rfft(sample.T * np.hanning(n).astype(np.float32), axis=1)
    size = np.abs(spectrum) ** 2
    power = (size / np.maximum(size.mean(axis=1, keepdims=True), 1e-30)).mean(axis=0)
    step_hz = rate_hz / n
    nominal = sorted({base * each for base in MAINS_HZ for each in range(1, int(highest_hz // base) + 1)})
    found = []
    for line in nominal:
        low, high = int((line - 1) / step_hz), int((line + 1) / step_hz) + 1
        around = np.concatenate(
            [power[max(0, int((line - 8) / step_hz)) : low - 1], power[high + 1 : int((line + 8) / step_hz)]]
        )
        near = power[low:high]
        if len(around) and len(near) and near.max() > _LINE_RATIO * np.median(around):
            found.append((low + int(near.argmax()) + _beside(power, low + int(near.argmax()))) * step_hz)
    return tuple(found)


def _beside(power: npt.NDArray[np.floating[Any]], peak: int) -> float:
    """Gives how far beside a peak of a spectrum its top lies, in steps: by a parabola through three logs."""
    before, top, after = np.log(np.maximum(power[peak - 1 : peak + 2], 1e-30)).tolist()
    bend = before - 2 * top + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


def without_lines(band: FloatArray, lines_hz: tuple[float, ...], *, rate_hz: float) -> FloatArray:
    """Takes a sinusoid at each line off the samples, in place; size and phase follow the hum by the second.

    Unlike a notch filter this does not ring after a twitch: of three seconds the median is taken.

        second     |  1  |  2  |  3  |  4  |
        size          o-----o-----o-----o        drawn out between the middles

    Args:
        band: Band-passed samples, `(n, k)`.
        lines_hz: Frequencies of the lines.
        rate_hz: Samples a second.
    """
    if not lines_hz:
        return band
    n, n_channels = band.shape
    count = max(1, round(n / rate_hz))
    length = -(-n // count)
    turns = 2 * np.pi * np.arange(count * length)[:, np.newaxis] / rate_hz * np.array(lines_hz)
    waves = np.concatenate([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)
    most = _usual(band)
    size = np.empty((count + 2, waves.shape[1], n_channels), np.float32)
    for second in range(count):
        part = np.clip(band[second * length : (second + 1) * length], -most, most)
        size[second + 1] = 2 / length * (waves[second * length : second * length + len(part)].T @ part)
    size[0], size[-1] = size[1], size[-2]
    size[1:-1] = np.median([size[:-2], size[1:-1], size[2:]], axis=0)
    size[0], size[-1] = size[1], size[-2]
    half = length // 2
    for begin in range(0, n, half):
        # from the middle of one second to the middle of the next
        part = band[begin : begin + half]
        place = (np.arange(begin, begin + len(part)) + 0.5) / length + 0.5
        first = int(place[0])
        beside = (place - first).astype(np.float32)[:, np.newaxis]
        wave = waves[begin : begin + len(part)]
        last = min(first + 1, count + 1)
        part -= wave @ size[first] + (wave * beside) @ (size[last] - size[first])
    return band


def _clipped(band: FloatArray) -> FloatArray:
    most = _usual(band)
    return np.clip(band, -most, most)


def _usual(band: FloatArray) -> FloatArray:
    """Gives six times the noise of each channel: a loose electrode must draw no sinusoid through it."""
    size = np.abs(np.ascontiguousarray(band[::4].T))
    middle = size.shape[1] // 2
    size.partition(middle, axis=1)
    return np.asarray(6 * 1.4826 * size[:, middle], dtype=np.float32)
