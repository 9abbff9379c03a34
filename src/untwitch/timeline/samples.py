"""All samples of one measure, in one order whatever order they came in, cut where a row ends."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from untwitch.facts.instant import ZoneKnownBy
from untwitch.facts.problem import Problem
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.stay import Stay
from untwitch.timeline.columns import BoolArray, FloatArray
from untwitch.timeline.local_time import DAY_MS, HOUR_MS, IntArray, RowGrid, lived_zones, zone_clock

WHOLE_DAY_MS = 20 * HOUR_MS
"""An amount over at least this long is the amount of a day (or of several), not of a moment."""

_LONGEST_MS = 31 * DAY_MS


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples of one measure as columns of shape (n,), ordered by start, end, value and app.

    Attributes:
        start_ms: Start, milliseconds since 1970 UTC.
        end_ms: End; equal to the start for a moment.
        value: In the measure's unit.
        app: Position in `apps`.
        apps: Names of the apps, in the order of the alphabet.
        zone: Position in `zones`.
        zones: Zones lived in.
        local_start_ms: Wall clock at the start.
        local_last_ms: Wall clock at the last millisecond; a night until midnight ends on the day before.
    """

    start_ms: IntArray
    end_ms: IntArray
    value: FloatArray
    app: IntArray
    apps: tuple[str, ...]
    zone: IntArray
    zones: tuple[str, ...]
    local_start_ms: IntArray
    local_last_ms: IntArray

    def __len__(self) -> int:
        return int(self.value.size)

    @property
    def length_ms(self) -> IntArray:
        """How long each sample lasts, shape (n,)."""
        return self.end_ms - self.start_ms

    @property
    def is_whole_day(self) -> BoolArray:
        """Whether each sample is the amount of a day or of several days, shape (n,)."""
        return self.length_ms >= WHOLE_DAY_MS

    def only(self, kept: BoolArray) -> "Samples":
        """Gives some of the samples.

        Args:
            kept: Which, shape (n,).
        """
        return Samples(
            start_ms=self.start_ms[kept],
            end_ms=self.end_ms[kept],
            value=self.value[kept],
            app=self.app[kept],
            apps=self.apps,
            zone=self.zone[kept],
            zones=self.zones,
            local_start_ms=self.local_start_ms[kept],
            local_last_ms=self.local_last_ms[kept],
        )


@dataclass(frozen=True, slots=True)
class Pieces:
    """Samples cut where a row ends, as columns of shape (n,).

    Attributes:
        row: Row of the grid.
        sample: Position of the sample it is cut from.
        start_ms: Start.
        end_ms: End.
        share: Part of the sample that lies in this piece, 0 to 1.
    """

    row: IntArray
    sample: IntArray
    start_ms: IntArray
    end_ms: IntArray
    share: FloatArray


def gather(batches: Sequence[SampleBatch], *, stays: Sequence[Stay], problems: list[Problem]) -> Samples:
    """Gives the samples of the batches of one measure.

    Args:
        batches: Batches of one measure.
        stays: Zone history of the person.
        problems: Samples that cannot be used are counted here.
    """
    apps = sorted({app for each in batches for app in each.apps})
    zones: list[tuple[str, ZoneKnownBy]] = sorted({zone for each in batches for zone in each.zones})
    app_code = {app: position for position, app in enumerate(apps)}
    zone_code = {zone: position for position, zone in enumerate(zones)}

    def joined(columns: list[IntArray]) -> IntArray:
        return np.concatenate(columns) if columns else np.zeros(0, np.int64)

    start = joined([np.asarray(each.start_ms, np.int64) for each in batches])
    end = joined([np.asarray(each.end_ms, np.int64) for each in batches])
    value = np.concatenate([np.zeros(0), *(np.asarray(each.value, np.float64) for each in batches)])
    app = joined([_recoded(each.app_index, [app_code[name] for name in each.apps]) for each in batches])
    zone = joined([_recoded(each.zone_index, [zone_code[name] for name in each.zones]) for each in batches])
    usable = np.isfinite(value) & (end >= start) & (end - start <= _LONGEST_MS)
    if not usable.all():
        what = (
            f"{int((~usable).sum())} samples have no finite value, end before they begin or last over 31 days"
        )
        problems.append(Problem(batches[0].measure, f"{what}; left out"))
    order = np.lexsort((zone, app, value, end, start))
    order = order[usable[order]]
    start, end, value, app, zone = (each[order] for each in (start, end, value, app, zone))
    lived, names = lived_zones(start, zone, zones=zones, stays=stays)
    local_start, local_last = np.zeros_like(start), np.zeros_like(start)
    for position, name in enumerate(names):
        rows = lived == position
        begin, last = start[rows], np.maximum(end[rows] - 1, start[rows])
        clock = zone_clock(name, first_ms=int(begin.min()), last_ms=int(last.max()))
        local_start[rows], local_last[rows] = clock.local_ms(begin), clock.local_ms(last)
    return Samples(start, end, value, app, tuple(apps), lived, names, local_start, local_last)


def _recoded(index: Sequence[int], codes: list[int]) -> IntArray:
    return np.array(codes, np.int64)[np.asarray(index, np.int64)] if codes else np.zeros(0, np.int64)


def cut(samples: Samples, grid: RowGrid) -> Pieces:
    """Gives the pieces that lie in the rows of the grid.

        sample    |---------------|
        rows      .....|..........|.....
        pieces    |----|----------|

    Args:
        samples: Samples of one measure.
        grid: The rows.
    """
    first, last = grid.row(samples.local_start_ms), grid.row(samples.local_last_ms)
    last = np.maximum(first, last)  # the clock went back inside a sample
    count = last - first + 1
    sample = np.repeat(np.arange(len(samples), dtype=np.int64), count)
    position = np.arange(sample.size, dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    row = first[sample] + position
    start, end = samples.start_ms[sample], samples.end_ms[sample]
    many = np.flatnonzero(count[sample] > 1)
    for zone in np.unique(samples.zone[sample[many]]):
        those = many[samples.zone[sample[many]] == zone]
        clock = zone_clock(
            samples.zones[zone], first_ms=int(start[those].min()), last_ms=int(end[those].max())
        )
        edge = clock.utc_ms(grid.row_start_local_ms(row[those]))
        next_edge = clock.utc_ms(grid.row_start_local_ms(row[those] + 1))
        start[those] = np.maximum(start[those], edge)
        is_last = row[those] == last[sample[those]]
        until = np.where(is_last, end[those], np.minimum(end[those], next_edge))
        end[those] = np.maximum(start[those], until)
    length = samples.length_ms[sample]
    share = np.where(count[sample] > 1, (end - start) / np.maximum(length, 1), 1.0)
    inside = (row >= 0) & (row < grid.n_rows) & (share > 0)
    return Pieces(row[inside], sample[inside], start[inside], end[inside], share[inside])
