"""The values of one row become one, by the rule of the registry."""

from collections.abc import Mapping

import numpy as np

from untwitch.facts.measure import Measure, measures
from untwitch.facts.refused import Refused
from untwitch.timeline.columns import BoolArray, FloatArray
from untwitch.timeline.local_time import DAY_MS, HOUR_MS, IntArray, RowGrid
from untwitch.timeline.merge import without_duplicates, won_share
from untwitch.timeline.night import nights
from untwitch.timeline.nutrition import logged_days
from untwitch.timeline.samples import Pieces, Samples, cut
from untwitch.timeline.worn import COUNTED_ALL_DAY, days_worn

_LONGEST_DRINK_MS = 4 * HOUR_MS


def is_merged_by_minute(measure: Measure) -> bool:
    """Says whether two apps that saw the same minute count once: steps, workouts, hours of anything."""
    rule = measure.combine_over_day
    return rule == "best source per minute" or (
        rule == "sum" and (measure.kind == "duration" or measure.cause == "exertion")
    )


def needed_for(measure_id: str) -> tuple[str, ...]:
    """Gives the measures whose samples say what the row of a measure is, itself first."""
    if measure_id == "caffeine_mean_hour":
        return measure_id, "caffeine_mg"
    if measure_id == "nap_h":
        return measure_id, "sleep_h"
    if measure_id == "exertion_au":
        return measure_id, *COUNTED_ALL_DAY
    return (measure_id,)


def combine(measure_id: str, samples: Mapping[str, Samples], grid: RowGrid) -> FloatArray:
    """Gives the value of each row.

    Amounts that last are shared out over the rows by time. In a day with an entry, the shorter rows without
    one are 0; a day without an entry is unknown. Of minerals, caffeine and total water a day is known by the
    rule of `nutrition.logged_days`; exertion is also known, and 0, on days by the rule of `worn.days_worn`.
    Where an app gives the amount of the whole day and others give entries,
    the entries are taken to be part of it. Levels count in each row that they fill at least half of, or in
    which they have at least half of their own time; flags in each row that they touch.

    Args:
        measure_id: Id in the registry.
        samples: Samples by measure; those of `needed_for` must be there, all of `nutrition.FROM_MEALS`, water
            and alcohol should.
        grid: The rows.

    Returns:
        nan for unknown, shape (n_rows,).

    Raises:
        Refused: The measure is kept apart and has no value of a row.
    """
    rule = measures()[measure_id].combine_over_day
    own = samples[measure_id]
    if rule == "longest consistent night":
        return nights(own, grid)[0]
    if rule == "dose-weighted mean":
        return _mean_hour(own, samples, grid)
    if is_merged_by_minute(measures()[measure_id]):
        worn = days_worn(own, samples, grid) if measure_id == "exertion_au" else np.zeros(grid.n_days, bool)
        amounts = _merged(own, grid, known_day=worn)
        return _with_naps(amounts, samples["sleep_h"], grid) if measure_id == "nap_h" else amounts
    if rule == "sum":
        unlike = {name: without_duplicates(each) for name, each in samples.items()}
        return _amounts(unlike[measure_id], grid, known_day=logged_days(measure_id, unlike, grid))
    if rule in {"mean", "max", "last"}:
        return _level(without_duplicates(own), grid, rule=rule)
    raise Refused(f"{measure_id} has no value of a row; it is kept for workouts only")


def _row_sums(pieces: Pieces, weights: FloatArray, grid: RowGrid) -> FloatArray:
    sums: FloatArray = np.bincount(pieces.row, weights, minlength=grid.n_rows).astype(np.float64)
    return sums


def _known_rows(known_day: BoolArray, grid: RowGrid) -> BoolArray:
    rows: BoolArray = known_day[grid.day_of_row()]
    return rows


def _merged(own: Samples, grid: RowGrid, *, known_day: BoolArray) -> FloatArray:
    pieces = cut(own, grid)
    sums = _row_sums(pieces, own.value[pieces.sample] * pieces.share * won_share(pieces, own), grid)
    entered = known_day.copy()
    entered[pieces.row // grid.rows_a_day] = True
    return np.where(_known_rows(entered, grid), sums, np.nan)


def _with_naps(amounts: FloatArray, sleep: Samples, grid: RowGrid) -> FloatArray:
    """Gives the logged naps, and where none is logged those seen in the sleep."""
    return np.where(np.isnan(amounts), nights(sleep, grid)[1], amounts)


def _amounts(own: Samples, grid: RowGrid, *, known_day: BoolArray) -> FloatArray:
    pieces = cut(own, grid)
    value = own.value[pieces.sample] * pieces.share
    is_whole = own.is_whole_day[pieces.sample]
    entries = _row_sums(pieces, np.where(is_whole, 0.0, value), grid)
    day = grid.day_of_row()
    whole = np.zeros(grid.n_days)
    for app in np.unique(own.app[own.is_whole_day]):
        of_app = is_whole & (own.app[pieces.sample] == app)
        in_rows = _row_sums(pieces, np.where(of_app, value, 0.0), grid)
        whole = np.maximum(whole, np.bincount(day, in_rows, minlength=grid.n_days))
    # what the whole day has beyond its entries has no clock time, so every row gets an equal part of it
    beyond = np.maximum(whole - np.bincount(day, entries, minlength=grid.n_days), 0.0)
    return np.where(_known_rows(known_day, grid), entries + beyond[day] / grid.rows_a_day, np.nan)


def _level(own: Samples, grid: RowGrid, *, rule: str) -> FloatArray:
    pieces = cut(own, grid)
    piece_ms = pieces.end_ms - pieces.start_ms
    counts = (pieces.share >= 0.5) | (2 * piece_ms >= grid.row_h * HOUR_MS) | (rule == "max")
    row, value = pieces.row[counts], own.value[pieces.sample[counts]]
    if rule == "mean":
        number = np.bincount(row, minlength=grid.n_rows)
        total = np.bincount(row, value, minlength=grid.n_rows)
        return np.where(number > 0, total / np.maximum(number, 1), np.nan)
    found = np.full(grid.n_rows, np.nan)
    if rule == "max":
        np.fmax.at(found, row, value)
        return found
    order = np.lexsort((pieces.sample[counts], pieces.end_ms[counts]))
    found[row[order]] = value[order]
    return found


def _mean_hour(own: Samples, samples: Mapping[str, Samples], grid: RowGrid) -> FloatArray:
    """Gives the local hour of the day's caffeine, weighted by dose.

    It comes from the doses if the amount is known and at least half of it has a clock time, else from what
    was stated.
    """
    stated = _level(own, grid, rule="mean")
    unlike = {name: without_duplicates(each) for name, each in samples.items()}
    doses = unlike["caffeine_mg"]
    row = grid.row(doses.local_start_ms)
    inside = (row >= 0) & (row < grid.n_rows)
    has_clock = inside & (doses.length_ms <= _LONGEST_DRINK_MS)

    def total(rows: BoolArray, values: FloatArray) -> FloatArray:
        sums: FloatArray = np.bincount(row[rows], values[rows], minlength=grid.n_rows).astype(np.float64)
        return sums

    middle_ms: IntArray = doses.local_start_ms % DAY_MS + doses.length_ms // 2
    clocked = total(has_clock, doses.value)
    weighted = total(has_clock, doses.value * np.minimum(middle_ms / HOUR_MS, 24.0))
    enough = (clocked > 0) & (2 * clocked >= total(inside, doses.value))
    enough &= _known_rows(logged_days("caffeine_mg", unlike, grid), grid)
    return np.where(enough, weighted / np.where(enough, clocked, 1.0), stated)
