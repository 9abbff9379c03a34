"""Watches and twitches become the outcome of each row. A row without a watch is unknown, never zero."""

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from untwitch.facts.history import History
from untwitch.facts.problem import Problem
from untwitch.facts.spoken import counted
from untwitch.facts.stay import Stay
from untwitch.facts.twitch import DIARY, Twitch
from untwitch.facts.watch import Watch
from untwitch.timeline.columns import FloatArray, limit
from untwitch.timeline.local_time import HOUR_MS, RowGrid, date_of, lived_zone, zone_clock
from untwitch.timeline.tally import WatchPart, gather_spread

_MOSTLY = 0.75


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one instrument, arrays of shape (n_rows,), nan for unknown.

    Attributes:
        low: Fewest twitches.
        high: Most twitches; equal to the fewest for a count.
        observed_h: Hours under observation.
        twitch_min: Minutes of twitching.
        bother_0_10: How much they bothered.
    """

    low: FloatArray
    high: FloatArray
    observed_h: FloatArray
    twitch_min: FloatArray
    bother_0_10: FloatArray


@dataclass(slots=True)
class _Notes:
    """Days on which something could not be used, by what."""

    days: dict[str, set[int]] = field(default_factory=dict)

    def add(self, what: str, *, day: int) -> None:
        self.days.setdefault(what, set()).add(day)

    def problems(self, where: str) -> list[Problem]:
        found = []
        for what, days in sorted(self.days.items()):
            more = f" and {counted(len(days) - 1, 'more day')}" if len(days) > 1 else ""
            found.append(Problem(f"{where}, {date_of(min(days))}{more}", what))
        return found


def outcome_of(
    history: History, instrument: str, grid: RowGrid, *, site: str | None, problems: list[Problem]
) -> Outcome:
    """Gives what one instrument saw in each row.

        row         |-----------------------|-----------------------|
        watches        |=======|   |====|          (none)
        twitches       x    x       tally 1-3         x
        observed_h          12                      unknown
        low..high        2+1..2+3                   unknown, and a problem

    Only twitches inside a watch count. Watches that overlap are counted once. Where a watch has a tally and
    twitches were tapped inside it as well, the count lies between the larger of (fewest, taps) and the larger
    of (most, taps). A tally over several rows belongs to the row that holds three quarters of its watch, and
    the rest of that watch is not counted. If no row does, it is one observation of all of them, which stands
    in the last with the hours of all (docs/decisions/0010).

    Args:
        history: The facts of one person.
        instrument: `diary`, or the id of a recording instrument.
        grid: The rows.
        site: Place on the body map, or None for the whole body; diary watches of other places do not count.
        problems: What could not be used is added here, by day.
    """
    notes = _Notes()
    watches = [each for each in history.watches if each.instrument == instrument]
    if instrument == DIARY:
        of_place = [each for each in watches if each.site is not None and each.site != site]
        for each in of_place:
            what = "only one place was watched, which says nothing of the whole body; not counted"
            notes.add(what, day=_row(each, grid, history.stays) // grid.rows_a_day + grid.first_day)
        watches = [each for each in watches if each.site in {None, site}]
    slices = _slices(watches, grid, stays=history.stays, site=site)
    taps = _taps(history.twitches, instrument, grid, stays=history.stays, site=site)
    gather_spread(
        slices, taps, sure_of=[each for each in watches if instrument != DIARY or each.site == site]
    )
    outcome = Outcome(*(np.full(grid.n_rows, np.nan) for _ in range(5)))
    for row, of_row in slices.items():
        day = row // grid.rows_a_day + grid.first_day
        _fill(outcome, row, of_row, taps=taps.pop(row, []), row_h=grid.row_h, notes=notes, day=day)
    for row in taps:
        day = row // grid.rows_a_day + grid.first_day
        notes.add("twitches were tapped but nothing was watched, so their number is unknown", day=day)
    problems += notes.problems(instrument)
    return outcome


def _row(watch: Watch, grid: RowGrid, stays: Sequence[Stay]) -> int:
    return _row_of(watch.start.utc_ms, lived_zone(watch.start, stays), grid)


def _row_of(utc_ms: int, zone: str, grid: RowGrid) -> int:
    clock = zone_clock(zone, first_ms=utc_ms, last_ms=utc_ms)
    return int(grid.row(clock.local_ms(np.array(utc_ms))))


def _slices(
    watches: Iterable[Watch], grid: RowGrid, *, stays: Sequence[Stay], site: str | None
) -> dict[int, list[WatchPart]]:
    """Gives the parts of watches by row, in order of their start."""
    by_row: dict[int, list[WatchPart]] = {}
    for watch in sorted(watches, key=lambda each: (each.start.utc_ms, each.end.utc_ms, each.id)):
        zone = lived_zone(watch.start, stays)
        start, end = watch.start.utc_ms, watch.end.utc_ms
        first, last = _row(watch, grid, stays), _row_of(end - 1, lived_zone(watch.end, stays), grid)
        rows = np.arange(first, max(first, last) + 1)
        clock = zone_clock(zone, first_ms=start, last_ms=end)
        edges = np.clip(clock.utc_ms(grid.row_start_local_ms(rows[1:])), start, end).tolist()
        spans = list(zip(rows.tolist(), [start, *edges], [*edges, end], strict=True))
        main = max(spans, key=lambda span: span[2] - span[1])
        owned = main[2] - main[1] >= _MOSTLY * (end - start)
        is_of_place = watch.instrument != DIARY or watch.site == site
        low, high, has_tally = (
            watch.twitches_low or 0,
            watch.twitches_high or 0,
            watch.twitches_high is not None,
        )
        for row, begin, stop in spans:
            owns = owned and row == main[0]
            if stop <= begin or not 0 <= row < grid.n_rows or (owned and not owns and has_tally):
                continue
            sure = low if owns and is_of_place else 0
            by_row.setdefault(row, []).append(WatchPart(begin, stop, watch, sure, high, has_tally, owns))
    return by_row


def _taps(
    twitches: Iterable[Twitch], instrument: str, grid: RowGrid, *, stays: Sequence[Stay], site: str | None
) -> dict[int, list[int]]:
    """Gives the instants of twitches by row."""
    by_row: dict[int, list[int]] = {}
    for each in twitches:
        if each.instrument == instrument and (site is None or each.site == site or instrument != DIARY):
            row = _row_of(each.start.utc_ms, lived_zone(each.start, stays), grid)
            if 0 <= row < grid.n_rows:
                by_row.setdefault(row, []).append(each.start.utc_ms)
    return by_row


def _clusters(slices: Sequence[WatchPart]) -> list[list[WatchPart]]:
    """Gives the slices that overlap, together."""
    clusters: list[list[WatchPart]] = []
    reached = -1
    for each in sorted(slices, key=lambda part: (part.start_ms, part.end_ms, part.watch.id)):
        if clusters and each.start_ms < reached:
            clusters[-1].append(each)
        else:
            clusters.append([each])
        reached = max(reached, each.end_ms) if len(clusters[-1]) > 1 else each.end_ms
    return clusters


def _inside(taps: Sequence[int], slices: Sequence[WatchPart]) -> int:
    """Gives how many of the taps, in order, lie in a stretch of slices; a tap that ends a watch is in it."""
    begin, end = min(each.start_ms for each in slices), max(each.end_ms for each in slices)
    return bisect.bisect_right(taps, end) - bisect.bisect_left(taps, begin)


def _fill(  # noqa: PLR0913 - one row of five columns
    outcome: Outcome,
    row: int,
    slices: Sequence[WatchPart],
    *,
    taps: list[int],
    row_h: int,
    notes: _Notes,
    day: int,
) -> None:
    """Writes one row."""
    taps.sort()
    stretches = _clusters(slices)
    seen = _inside_any(taps, stretches)
    if len(seen) < len(taps):
        notes.add("twitches outside every watch are not counted", day=day)
    low = high = len(seen)
    for tallied in _clusters([each for each in slices if each.has_tally]):
        tapped = _inside(seen, tallied)
        fewest, most = max(each.low for each in tallied), _most(tallied)
        if fewest > most:
            notes.add("two tallies of the same time do not agree; the larger is taken", day=day)
            most = max(each.high for each in tallied)
        low += max(fewest, tapped) - tapped
        high += max(most, tapped) - tapped
    hours = sum(part[-1] - part[0] for part in map(_span, stretches)) / HOUR_MS
    outcome.low[row], outcome.high[row] = low, high
    outcome.observed_h[row] = min(hours, limit("observed_h", row_h=row_h).high)
    minutes = [
        max(each.watch.twitch_min or 0.0 for each in part)
        for part in _clusters([each for each in slices if each.owns and each.watch.twitch_min is not None])
    ]
    if minutes:
        outcome.twitch_min[row] = min(sum(minutes), limit("twitch_min", row_h=row_h).high)
    bothers = [each.watch.bother_0_10 for each in slices if each.watch.bother_0_10 is not None]
    if bothers:
        outcome.bother_0_10[row] = max(bothers)


def _span(slices: Sequence[WatchPart]) -> tuple[int, int]:
    return min(each.start_ms for each in slices), max(each.end_ms for each in slices)


def _inside_any(taps: Sequence[int], stretches: Sequence[Sequence[WatchPart]]) -> list[int]:
    spans = [_span(each) for each in stretches]
    return [each for each in taps if any(begin <= each <= end for begin, end in spans)]


def _most(tallied: Sequence[WatchPart]) -> int:
    """Gives the most twitches that tallies of one stretch allow.

    If one of the watches covers the stretch its tally holds for all of it, and the least of such tallies
    does; else the tallies are of different times and add up.
    """
    begin, end = _span(tallied)
    covering = [each.high for each in tallied if each.start_ms == begin and each.end_ms == end]
    return min(covering) if covering else sum(each.high for each in tallied)
