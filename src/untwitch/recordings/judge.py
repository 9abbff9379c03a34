"""One window judged: noise, statistic, peaks, and what of it cannot be judged. Windows are judged alone."""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from untwitch.recordings.artefact import MAINS, NO_CHANNEL, TOO_LITTLE, artefact_stretches, is_mains
from untwitch.recordings.biquad import mean_squares, scaled
from untwitch.recordings.cluster import SHAPES_FROM
from untwitch.recordings.condition import Ready
from untwitch.recordings.features import Around, Candidate, candidates
from untwitch.recordings.noise import (
    following_noise,
    local_noise,
    quiet_rows,
    stretch_cuts,
    usable_channels,
)
from untwitch.recordings.peaks import separate_peaks
from untwitch.recordings.sensor import BoolArray, FloatArray, Sensor, Window
from untwitch.recordings.statistic import decorrelation, energy, smoothed, statistic
from untwitch.recordings.summary import Excluded
from untwitch.recordings.voluntary import BIN_MS, bin_energy, runs, tensed_bins

PEAK_FLOOR = 2.0
"""Least statistic of a peak that is looked at: most are noise, and tell how noise is spread."""
CANDIDATE_FLOOR = 3.5
_LEAST_QUIET_S = 0.5
_SHAPE_WIDTHS = 1.5
"""Reach of a shape either side, in widths of the energy."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What one window came to.

    Attributes:
        index: Number of the window.
        begin: Index on the analysis grid of its first sample.
        end: One past its last.
        noise: Of each channel, `(n_channels,)`.
        usable: Which channels were used, `(n_channels,)`.
        bins: Mean energy of bins of 20 ms, `(n_bins,)`, from `begin` on.
        excluded: What of it cannot be judged; a tensed muscle is found later, over all windows.
        peaks: Index of every peak of the statistic, `(n,)`.
        heights: Their statistic.
        candidates: Features of the higher ones.
        drawn: First step of the trace, lowest and highest of each channel, highest statistic by step.
    """

    index: int
    begin: int
    end: int
    noise: FloatArray
    usable: BoolArray
    bins: npt.NDArray[np.float32]
    excluded: tuple[Excluded, ...]
    peaks: npt.NDArray[np.int64]
    heights: npt.NDArray[np.float32]
    candidates: tuple[Candidate, ...]
    drawn: tuple[int, FloatArray, FloatArray, npt.NDArray[np.float32]]

    def without_drawing(self) -> "Judged":
        """Gives the same without what has been drawn, to be kept."""
        nothing = np.zeros((0, 0), np.float32)
        return replace(self, drawn=(0, nothing, nothing, nothing.ravel()))


def judged(ready: Ready, own: FloatArray, *, stretches: FloatArray, sensor: Sensor, step: int) -> Judged:
    """Gives what one window came to.

    Args:
        ready: The window.
        own: Noise of its stretches, `(n_stretches, n_channels)`.
        stretches: The same of its neighbours and itself, `(n, n_channels)`.
        sensor: What recorded it.
        step: Samples of one step of the trace.
    """
    window = ready.window
    begin, end = window.first_index + window.start, window.first_index + window.stop
    noise = local_noise(stretches)
    usable = usable_channels(noise, stuck=ready.stuck)
    length_s = (window.stop - window.start) / window.rate_hz / len(own)
    bins_of = max(1, round(BIN_MS / 1000 * window.rate_hz))
    if not usable.any():
        count = -(-(end - begin) // bins_of)
        nothing = Excluded(window.time_s(window.start), window.time_s(window.stop), NO_CHANNEL)
        empty = np.zeros(0, np.float32)
        blank = np.full(count, np.nan, np.float32)
        return Judged(
            ready.index, begin, end, noise, usable, blank, (nothing,), np.zeros(0, np.int64), empty, (),
            _drawn(window, np.full(len(window.missing), np.nan, np.float32), step=step),
        )  # fmt: skip
    band = window.conditioned if usable.all() else np.ascontiguousarray(window.conditioned[:, usable])
    following = following_noise(own[:, usable], noise[usable])
    z, most = _following(band, following, cuts=stretch_cuts(window, length_s=length_s))
    if ready.loudness is not None:
        z, most = z / ready.loudness[:, np.newaxis], most / ready.loudness
    level = noise[usable]
    squares = mean_squares(band, np.asarray(1 / level, dtype=np.float32))
    sigma = float(np.median(noise[usable]))
    excluded = artefact_stretches(ready, sensor=sensor, sigma=sigma, first=begin == 0)
    excluded += sensor.artefacts(window, noise)
    clean = ~_mask(excluded, window)
    clean &= ~window.missing
    width = sensor.energy_ms / 1000 * window.rate_hz
    if "voluntary" in sensor.gates:
        tensed = tensed_bins(bin_energy(squares, length=bins_of), bin_s=bins_of / window.rate_hz)
        excluded += _hums(window, z, tensed, length=bins_of) if "mains" in sensor.gates else []
        clean &= ~np.repeat(tensed, bins_of)[: len(clean)]
    quiet = clean & quiet_rows(most)
    core = slice(window.start, window.stop)
    nan = np.full(len(z), np.nan, np.float32)
    if quiet[core].sum() < _LEAST_QUIET_S * window.rate_hz:
        excluded.append(Excluded(window.time_s(window.start), window.time_s(window.stop), TOO_LITTLE))
        height, peaks = nan, np.zeros(0, np.int64)
    else:
        rows = np.flatnonzero(quiet)
        matrix = decorrelation(z[rows[:: 2 if len(rows) > 40 * z.shape[1] else 1]])
        smooth = smoothed(energy(z, matrix), width=width)
        height = statistic(
            smooth,
            most,
            usable=clean,
            width=width,
            length=round(75 * width),
            peak_from=sensor.peak_from,
        )
        height = np.where(_wide(clean, round(width / 2)), height, np.float32(np.nan))
        peaks = separate_peaks(
            height,
            floor=PEAK_FLOOR,
            refractory=max(1, round(sensor.refractory_ms / 1000 * window.rate_hz)),
            doublet_from=sensor.threshold,
        )
        peaks = peaks[(peaks >= window.start) & (peaks < window.stop)]
    return Judged(
        index=ready.index,
        begin=begin,
        end=end,
        noise=noise,
        usable=usable,
        bins=bin_energy(squares[core], length=bins_of),
        excluded=tuple(excluded),
        peaks=peaks + window.first_index,
        heights=height[peaks],
        candidates=_candidates(
            ready, z, np.where(usable, noise, np.nan), peaks=peaks, heights=height[peaks], sensor=sensor
        ),
        drawn=_drawn(window, height, step=step),
    )


def _following(
    band: FloatArray, noise: FloatArray, *, cuts: list[int]
) -> tuple[FloatArray, npt.NDArray[np.float32]]:
    """Gives the channels divided by a noise that differs by stretch; the margins take the next."""
    z = np.empty_like(band)
    most = np.empty(len(band), np.float32)
    edges = [0, *cuts[1:-1], len(band)]
    for row, (begin, end) in enumerate(itertools.pairwise(edges)):
        scale = np.asarray(1 / noise[row], dtype=np.float32)
        most[begin:end] = scaled(band[begin:end], scale, out=z[begin:end])
    return z, most


def _hums(window: Window, z: FloatArray, tensed: BoolArray, *, length: int) -> list[Excluded]:
    """Gives the loud stretches that are hum of the mains and no muscle."""
    found = []
    for begin, end in runs(tensed):
        low, high = max(begin * length, window.start), min(end * length, window.stop)
        if low < high and is_mains(z[low:high], rate_hz=window.rate_hz):
            found.append(Excluded(window.time_s(low), window.time_s(high), MAINS))
    return found


def _candidates(
    ready: Ready,
    z: FloatArray,
    noise: FloatArray,
    *,
    peaks: npt.NDArray[np.int64],
    heights: npt.NDArray[np.float32],
    sensor: Sensor,
) -> tuple[Candidate, ...]:
    high = heights >= CANDIDATE_FLOOR
    if not high.any():
        return ()
    window = ready.window
    names = np.flatnonzero(np.isfinite(noise))
    scale = noise[names]
    width = sensor.energy_ms / 1000 * window.rate_hz
    reach = max(1, round(_SHAPE_WIDTHS * width))
    looks = candidates(
        Around(z, ready.slow, ready.every, names, scale, window.rate_hz),
        positions=peaks[high],
        heights=heights[high],
        half=max(1, round(width)),
    )
    found = []
    for each in looks:
        low, top = each.peak - reach, each.peak + reach + 1
        shape = None
        if each.statistic >= SHAPES_FROM * sensor.threshold and low >= 0 and top <= len(z):
            shape = z[low:top] * scale
        found.append(
            replace(each, peak=each.peak + window.first_index, channel=int(names[each.channel]), shape=shape)
        )
    return tuple(found)


def _mask(stretches: list[Excluded], window: Window) -> BoolArray:
    mask = np.zeros(len(window.missing), np.bool_)
    for each in stretches:
        low = round(each.start_s * window.rate_hz) - window.first_index
        high = round(each.end_s * window.rate_hz) - window.first_index
        mask[max(0, low) : max(0, high)] = True
    return mask


def _wide(clean: BoolArray, half: int) -> BoolArray:
    """Gives where all of the smoothing window is clean enough: the middle half of it."""
    bad = np.concatenate([[0], np.cumsum(~clean)])
    low = np.maximum(np.arange(len(clean)) - half, 0)
    high = np.minimum(np.arange(len(clean)) + half + 1, len(clean))
    return np.asarray(bad[high] == bad[low], dtype=np.bool_)


def _drawn(
    window: Window, height: npt.NDArray[np.float32], *, step: int
) -> tuple[int, FloatArray, FloatArray, npt.NDArray[np.float32]]:
    """Gives the window drawn small, on steps that lie on one grid for the whole recording."""
    begin, end = window.first_index + window.start, window.first_index + window.stop
    first = begin // step
    cuts = np.maximum(np.arange(first, -(-end // step)) * step, begin) - window.first_index
    core = window.conditioned[: window.stop]
    low = np.minimum.reduceat(core, cuts, axis=0)
    high = np.maximum.reduceat(core, cuts, axis=0)
    return first, low, high, np.fmax.reduceat(height[: window.stop], cuts)
