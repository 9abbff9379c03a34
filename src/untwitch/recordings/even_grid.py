"""Rows with times of their own become samples on one even grid, at the rate that the sensor truly had.

    rows        | | | | | |   | | |        |.| | | |
    ticks       0 1 2 3 4 5 . 7 8 9        0 1 2 3 4     the sensor's own clock; one lost sample is bridged
    grid        | | | | | | | | | | | | | | | | | | |
    samples     = = = = = = = = = = nan nan = = = = =    a longer hole is a gap

A phone's converter is far more even than the times that its software writes. So the times are smoothed over
a second before they place a sample, and where the sensor's ticks fall on the grid they are taken as they are.
Elsewhere the samples between are found by a windowed sinc, which keeps the amplitude of fast movement.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.blocks import Piece
from untwitch.recordings.recording import LONGEST_S, Gap, SampleArray

Times = npt.NDArray[np.float64]
Ticks = npt.NDArray[np.int64]

BRIDGED_S = 0.025
"""A hole up to this is bridged, and one lost sample always: no twitch fits into it."""

MOST_GAPS = 10_000
TAPS = 8
_GAP_IN_STEPS = 2.5
_LOST_IN_STEPS = 1.5
_EVEN_WITHIN = 0.25
_JITTER_OF_UNEVEN = 0.25
_FEW_ROWS = 5
_FAR_S = 60.0
_GRID_AT_ONCE = 4096
_SMOOTHED_S = 1.0
_LOST_WORTH_SAYING = 1e-3
_ENOUGH_ROWS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Rows without a gap between them.

    Attributes:
        first_row: Number of its first row.
        n_rows: How many.
        ticks: Tick of each row where samples were lost, None where tick and row are the same.
        first_index: Where it begins on the grid.
        n_grid: Samples of the grid that it fills.
        knots_index: Places on the grid, as fractions, where the tick is known, rising.
        knots_tick: The ticks there.
        shift: Grid index minus tick where all ticks fall on the grid, else None.
    """

    first_row: int
    n_rows: int
    ticks: Ticks | None
    first_index: int
    n_grid: int
    knots_index: Times
    knots_tick: Times
    shift: int | None


@dataclass(frozen=True, slots=True, eq=False)
class EvenGrid:
    """An even grid over rows with times.

    Attributes:
        rate_hz: Samples a second.
        n_samples: From the first to the last.
        stretches: What fills it, in order.
        gaps: What does not.
        problems: Lost samples, uneven clocks, rows far from all others.
    """

    rate_hz: float
    n_samples: int
    stretches: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]
    problems: tuple[Problem, ...]


def true_rate_hz(times_s: Times) -> float | None:
    """Gives the samples a second of a sensor, without what was lost; None for fewer than three rows.

    Args:
        times_s: Rising times.
    """
    steps = np.diff(times_s)
    if steps.size < 2:
        return None
    usual = float(np.median(steps[:: 1 + steps.size // _ENOUGH_ROWS]))
    is_regular = (steps > 0.5 * usual) & (steps < _LOST_IN_STEPS * usual)
    count = int(np.count_nonzero(is_regular))
    return count / float(np.sum(steps, where=is_regular)) if count > 0.5 * steps.size else 1 / usual


def even_grid(times_s: Times, *, rate_hz: float, name: str) -> EvenGrid:
    """Gives the even grid of rows.

    Args:
        times_s: Rising times of the rows, in seconds.
        rate_hz: Samples a second, of the grid and about those of the sensor.
        name: Name of the file.

    Raises:
        Refused: There are more gaps than a recording has, or it lasts too long.
    """
    edges = _edges(times_s, rate_hz=rate_hz)
    if len(edges) - 2 > MOST_GAPS:
        raise Refused(f"{name} has {len(edges) - 2} gaps in its times; it is no even recording")
    parts = list(itertools.pairwise(edges))
    parts, left_out = _without_strays(parts, times_s)
    start_s = times_s[parts[0][0]]
    if times_s[parts[-1][1] - 1] - start_s > LONGEST_S:
        raise Refused(f"{name} spans more than {LONGEST_S / 3600:g} hours; give it in parts")
    stretches: list[Stretch] = []
    lost, jitter = 0, 0.0
    for first, stop in parts:
        end = stretches[-1].first_index + stretches[-1].n_grid if stretches else 0
        index = (times_s[first:stop] - start_s) * rate_hz
        one, rough = _stretch(index, first_row=first, rate_hz=rate_hz, not_before=end)
        if not stretches:  # the grid begins where the sensor's first tick was, not where its stamp says
            away = float(one.knots_index[0] - one.knots_tick[0])
            start_s += away / rate_hz
            one, rough = _stretch(index - away, first_row=first, rate_hz=rate_hz, not_before=0)
        jitter = max(jitter, rough)
        lost += 0 if one.ticks is None else int(one.ticks[-1]) + 1 - one.n_rows
        stretches.append(one)
    stretches = _from_zero(stretches)
    problems = _problems(lost=lost, left_out=left_out, jitter=jitter, name=name, n_rows=times_s.size)
    n_samples = stretches[-1].first_index + stretches[-1].n_grid
    return EvenGrid(rate_hz, n_samples, tuple(stretches), _gaps(stretches, rate_hz), problems)


def _from_zero(stretches: list[Stretch]) -> list[Stretch]:
    """Gives stretches moved so that the grid begins where the first of them does."""
    begin = stretches[0].first_index
    return [
        replace(
            each,
            first_index=each.first_index - begin,
            knots_index=each.knots_index - begin,
            shift=None if each.shift is None else each.shift - begin,
        )
        for each in stretches
    ]


def _edges(times_s: Times, *, rate_hz: float) -> list[int]:
    """Gives where stretches begin, and the number of rows at the end."""
    steps = np.diff(times_s)
    gaps = np.flatnonzero(steps > max(_GAP_IN_STEPS / rate_hz, BRIDGED_S * 1.001)) + 1
    return [0, *gaps.tolist(), times_s.size]


def _without_strays(parts: list[tuple[int, int]], times_s: Times) -> tuple[list[tuple[int, int]], int]:
    """Leaves out a few rows that stand more than a minute from all others: their times are wrong."""
    kept, left_out = [], 0
    for number, (first, stop) in enumerate(parts):
        before = times_s[first] - times_s[first - 1] if number else np.inf
        after = times_s[stop] - times_s[stop - 1] if number + 1 < len(parts) else np.inf
        if len(parts) > 1 and stop - first < _FEW_ROWS and min(before, after) > _FAR_S:
            left_out += stop - first
        else:
            kept.append((first, stop))
    return (kept, left_out) if kept else (parts, 0)


def _stretch(places: Times, *, first_row: int, rate_hz: float, not_before: int) -> tuple[Stretch, float]:
    """Gives one stretch, and how uneven the places of its rows on the grid are (standard deviation)."""
    ticks = _ticks(places)
    n_ticks = places.size if ticks is None else int(ticks[-1]) + 1
    index, tick, jitter = _smoothed(places, ticks, rate_hz=rate_hz)
    offsets = index - tick
    shift = round(float(offsets[0]))
    is_even = bool(np.abs(offsets - shift).max() < _EVEN_WITHIN)
    first = shift if is_even else int(np.ceil(index[0] - _EVEN_WITHIN))
    end = shift + n_ticks if is_even else int(np.floor(index[-1] + _EVEN_WITHIN)) + 1
    first = max(first, not_before)
    one = Stretch(
        first_row=first_row,
        n_rows=places.size,
        ticks=ticks,
        first_index=first,
        n_grid=max(0, end - first),
        knots_index=index,
        knots_tick=tick,
        shift=shift if is_even else None,
    )
    return one, jitter


def _ticks(places: Times) -> Ticks | None:
    """Gives the tick of each row where samples were lost, None where tick and row are the same.

    A row is one tick after the row before, more where samples were lost between. A long step that a short one
    beside it makes up for is a late time stamp, not a lost sample.
    """
    steps = np.diff(places)
    if not (steps > _LOST_IN_STEPS).any():
        return None
    beside = np.concatenate([[np.inf], steps, [np.inf]])
    pairs = np.minimum(steps + beside[:-2], steps + beside[2:])
    lost = np.where((steps > _LOST_IN_STEPS) & (pairs > _GAP_IN_STEPS), np.round(steps) - 1, 0)
    if not lost.any():
        return None
    return np.concatenate([[0], np.cumsum(1 + lost)]).astype(np.int64)


def _smoothed(index: Times, ticks: Ticks | None, *, rate_hz: float) -> tuple[Times, Times, float]:
    """Gives places on the grid and the ticks there, smoothed over a second, and how uneven the rows are."""
    if index.size < 2 * _FEW_ROWS:
        return index, _some_ticks(index, ticks, slice(None)), 0.0
    slope, begin = _line(index, ticks)
    width = max(1.0, _SMOOTHED_S * rate_hz)
    last = float(index.size - 1 if ticks is None else ticks[-1])
    n_bins = int(last // width) + 1
    total, where, count = np.zeros((3, n_bins + 2))
    for rows in _parts(index.size):
        at = _some_ticks(index, ticks, rows)
        bins = (at // width).astype(np.int64) + 1
        total += np.bincount(bins, index[rows] - begin - slope * at, n_bins + 2)
        where += np.bincount(bins, at, n_bins + 2)
        count += np.bincount(bins, minlength=n_bins + 2)
    total, where, count = (each[:-1] + each[1:] for each in (total, where, count))
    known = count >= min(0.5 * width, count.max())
    knots, smooth = _to_the_ends(where[known] / count[known], total[known] / count[known], last=last)
    some = slice(None, None, 1 + index.size // _ENOUGH_ROWS)
    at = _some_ticks(index, ticks, some)
    jitter = float(np.std(index[some] - begin - slope * at - np.interp(at, knots, smooth)))
    knots_index = begin + slope * knots + smooth
    if jitter > _JITTER_OF_UNEVEN or (np.diff(knots_index) <= 0).any():
        return index, _some_ticks(index, ticks, slice(None)), jitter
    return knots_index, knots, jitter


def _to_the_ends(knots: Times, smooth: Times, *, last: float) -> tuple[Times, Times]:
    """Gives knots and values from the first tick to the last, by the lines through the outermost two."""
    if knots.size < 2 or knots[0] <= 0 or knots[-1] >= last or (np.diff(knots) <= 0).any():
        return np.array([0.0, last]), np.full(2, smooth.mean())
    ends = [
        smooth[one] + (at - knots[one]) * (smooth[other] - smooth[one]) / (knots[other] - knots[one])
        for at, one, other in ((0.0, 0, 1), (last, -1, -2))
    ]
    return np.array([0.0, *knots, last]), np.array([ends[0], *smooth, ends[1]])


def _parts(n: int) -> Iterator[slice]:
    """Gives the rows in parts, so that a long log needs little beside its times."""
    return (slice(first, min(first + _ENOUGH_ROWS, n)) for first in range(0, n, _ENOUGH_ROWS))


def _some_ticks(index: Times, ticks: Ticks | None, rows: slice) -> Times:
    """Gives the ticks of some rows."""
    if ticks is not None:
        return ticks[rows].astype(np.float64)
    return np.arange(*rows.indices(index.size), dtype=np.float64)


def _line(index: Times, ticks: Ticks | None) -> tuple[float, float]:
    """Gives slope and begin of the straight line of least squares through places by ticks."""
    n = index.size
    middle = (n - 1) / 2 if ticks is None else float(ticks.mean())
    mean = float(index.mean())
    above = below = 0.0
    for rows in _parts(n):
        away = _some_ticks(index, ticks, rows) - middle
        above += float(away @ (index[rows] - mean))
        below += float(away @ away)
    slope = above / below
    return slope, mean - slope * middle


def _gaps(stretches: list[Stretch], rate_hz: float) -> tuple[Gap, ...]:
    found = []
    for one, other in itertools.pairwise(stretches):
        end = one.first_index + one.n_grid
        if other.first_index > end:
            found.append(Gap(end / rate_hz, other.first_index / rate_hz, "no samples in the file"))
    return tuple(found)


def _problems(*, lost: int, left_out: int, jitter: float, name: str, n_rows: int) -> tuple[Problem, ...]:
    said = []
    if lost > _LOST_WORTH_SAYING * n_rows:
        said.append(f"{lost} lost samples were bridged, each alone")
    if left_out:
        said.append(f"{left_out} rows were left out, their time is far from all others")
    if jitter > _JITTER_OF_UNEVEN:
        said.append(f"its times are uneven, by {100 * jitter:.0f} % of a step; twitches may be blurred")
    return tuple(Problem(name, each) for each in said)


def even_pieces(grid: EvenGrid, rows: Iterable[SampleArray]) -> Iterator[Piece]:
    """Gives samples on the grid; the same whatever the pieces in which the rows come.

    Args:
        grid: The grid.
        rows: Values of the rows in order, `(n_channels, n)` each.
    """
    stretches = iter(grid.stretches)
    one = next(stretches)
    filling = _Filling(one)
    row = 0
    for piece in rows:
        values, first = piece, row
        row += piece.shape[1]
        while row > one.first_row + filling.n_rows:
            begin = max(0, one.first_row + filling.n_rows - first)
            taken = values[:, begin : begin + one.n_rows - filling.n_rows]
            yield from filling.add(taken)
            if filling.n_rows < one.n_rows:
                break
            following = next(stretches, None)
            if following is None:
                return
            one, filling = following, _Filling(following)


class _Filling:
    """One stretch while its rows come."""

    def __init__(self, stretch: Stretch) -> None:
        self.n_rows = 0
        self._stretch = stretch
        self._held: SampleArray = np.empty((0, 0), dtype=np.float32)
        self._held_from = 0  # tick of the first held value
        self._given = 0  # samples of the grid

    def add(self, values: SampleArray) -> Iterator[Piece]:
        """Takes more rows and gives what can be given."""
        ticked = self._with_lost(values)
        self._held = np.concatenate([self._held, ticked], axis=1) if self.n_rows else ticked
        self.n_rows += values.shape[1]
        one = self._stretch
        is_through = self.n_rows == one.n_rows
        known = self._held_from + self._held.shape[1] - (0 if is_through else TAPS + 1)
        while self._given < one.n_grid:
            n = min(_GRID_AT_ONCE, one.n_grid - self._given)
            first = one.first_index + self._given
            ticks = self._ticks_of(np.arange(first, first + n))
            if ticks[-1] >= known and not is_through:
                return
            yield Piece(first, self._at(ticks))
            self._given += n
            self._forget(before=int(ticks[-1]) - TAPS)

    def _ticks_of(self, index: npt.NDArray[np.int64]) -> Times:
        one = self._stretch
        if one.shift is not None:
            return (index - one.shift).astype(np.float64)
        return np.interp(index, one.knots_index, one.knots_tick)

    def _with_lost(self, values: SampleArray) -> SampleArray:
        """Puts a straight line in place of lost samples."""
        ticks = self._stretch.ticks
        if ticks is None or not values.shape[1]:
            return values
        own = ticks[self.n_rows : self.n_rows + values.shape[1]]
        if self.n_rows:
            own = np.concatenate([ticks[self.n_rows - 1 : self.n_rows], own])
            values = np.concatenate([self._held[:, -1:], values], axis=1)
        wanted = np.arange(own[0] + (self.n_rows > 0), own[-1] + 1)
        return np.array([np.interp(wanted, own, each) for each in values], dtype=np.float32)

    def _at(self, ticks: Times) -> SampleArray:
        """Gives the values at fractions of ticks, by a windowed sinc."""
        last = self._held.shape[1] - 1
        if self._stretch.shift is not None:
            first = int(ticks[0]) - self._held_from
            return self._held[:, first : first + ticks.size]
        whole = np.floor(ticks).astype(np.int64)
        part = ticks - whole
        total = np.zeros((self._held.shape[0], ticks.size))
        weights = np.zeros(ticks.size)
        for tap in range(1 - TAPS, TAPS + 1):
            away = tap - part
            weight = np.sinc(away) * np.cos(np.pi * away / (2 * TAPS + 2)) ** 2
            place = np.clip(whole + tap - self._held_from, 0, last)
            total += weight * self._held[:, place]
            weights += weight
        return (total / weights).astype(np.float32)

    def _forget(self, *, before: int) -> None:
        drop = min(before - self._held_from, self._held.shape[1] - 1)
        if drop > 0:
            self._held = self._held[:, drop:]
            self._held_from += drop
