"""The facts of one person become the timeline."""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.facts.history import History
from untwitch.facts.instant import zone_info
from untwitch.facts.measure import measure, measures
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.facts.spoken import counted
from untwitch.facts.stay import zone_on
from untwitch.facts.twitch import DIARY
from untwitch.timeline.columns import FloatArray, is_instrument, limit, timeline_measures
from untwitch.timeline.combine import combine, needed_for
from untwitch.timeline.gaps import MOST_ROWS, ROW_HOURS, Start
from untwitch.timeline.local_time import DAY_MS, IntArray, RowGrid, date_of, day_number, lived_zone
from untwitch.timeline.medicines import MEASURE as MEDICINE_CHANGE
from untwitch.timeline.medicines import medicine_changes
from untwitch.timeline.nutrition import FROM_MEALS
from untwitch.timeline.outcome import Outcome, outcome_of
from untwitch.timeline.samples import Samples, gather
from untwitch.timeline.timeline import Timeline
from untwitch.timeline.worn import COUNTED_ALL_DAY

_MOST_DAYS_UNASKED = 3660
_USED = (*timeline_measures(), *COUNTED_ALL_DAY, *UNKNOWN_FOODS.values(), "water_ml", "alcohol_g")


def build(
    history: History,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    row_h: int = 24,
    site: str | None = None,
) -> tuple[Timeline, tuple[Problem, ...]]:
    """Gives the even table of raw amounts; physiology (half-lives, debts, means of days) is not applied here.

    A fact belongs to the local day it was lived in: of the zone that its source names, else of the stay, else
    of the guess. Columns in which nothing is known are left out, `twitches` and `observed_h` excepted. The
    diary and each recording instrument are series of their own; where several instruments recorded in one
    row, the one with more rows stands in it and a problem names the others. A row outside the believable
    range of its column becomes a problem and is taken as unknown, as it would be in the text form. A change
    of medicine is what was typed of it, or what the dated list says, whichever says that there was one.

    Args:
        history: The facts of one person, in any order.
        first_day: First local day, or None for the earliest fact.
        last_day: Last local day, included, or None for the latest fact. Unasked, at most ten years are taken,
            around the middle day of what is known of twitches, else of exposures.
        row_h: Length of a row in hours: 1, 2, 3, 4, 6, 8, 12 or 24.
        site: Place on the body map, or None for the whole body.

    Returns:
        The timeline, and what could not be used.

    Raises:
        Refused: The length of a row does not divide a day, or the days would make too many rows.
    """
    problems: list[Problem] = []
    samples = _gathered(history, problems=problems)
    grid = _grid(history, samples, first_day=first_day, last_day=last_day, row_h=row_h, problems=problems)
    columns, instruments = _outcomes(history, grid, site=site, problems=problems)
    for measure_id in timeline_measures():
        if any(len(samples[each]) for each in needed_for(measure_id)):
            columns[measure_id] = combine(measure_id, samples, grid)
    if history.medicines:
        listed, typed = medicine_changes(history.medicines, grid), columns.get(MEDICINE_CHANGE)
        columns[MEDICINE_CHANGE] = listed if typed is None else np.fmax(typed, listed)
    _take_back_unbelievable(columns, grid, problems=problems)
    shown = {"twitches", "observed_h"}
    timeline = Timeline(
        starts=_starts(history, grid),
        row_h=float(row_h),
        sites=(site,) * grid.n_rows,
        columns={name: each for name, each in columns.items() if name in shown or not np.isnan(each).all()},
        instruments=instruments,
    )
    return timeline, tuple(problems)


def amounts(
    history: History, measure_id: str, *, first_day: dt.date, last_day: dt.date
) -> Mapping[dt.date, float]:
    """Gives the value of each day of one measure, also of one that is no column, such as steps.

    Args:
        history: The facts of one person.
        measure_id: Id in the registry.
        first_day: First local day.
        last_day: Last local day, included.

    Returns:
        Values by day, only of days on which it is known.

    Raises:
        Refused: The measure is not known or has no value of a day.
    """
    problems: list[Problem] = []
    around = (*FROM_MEALS, *UNKNOWN_FOODS.values(), "water_ml", "alcohol_g")
    wanted = {measure(measure_id).id, *needed_for(measure_id), *around}
    samples = _gathered(history, problems=problems, wanted=tuple(wanted))
    grid = _grid(history, samples, first_day=first_day, last_day=last_day, row_h=24, problems=problems)
    values = combine(measure_id, samples, grid)
    return {
        date_of(grid.first_day + row): float(values[row])
        for row in np.flatnonzero(~np.isnan(values)).tolist()
    }


def _gathered(
    history: History, *, problems: list[Problem], wanted: Sequence[str] = _USED
) -> dict[str, Samples]:
    batches = {name: [each for each in history.batches if each.measure == name] for name in wanted}
    return {name: gather(each, stays=history.stays, problems=problems) for name, each in batches.items()}


def _outcome_days(history: History) -> list[int]:
    instants = [each.start for each in history.watches] + [each.start for each in history.twitches]
    instants += [each.end for each in history.watches]
    days = []
    for each in instants:
        zone = lived_zone(each, history.stays)
        local = dt.datetime.fromtimestamp(each.utc_ms / 1000, tz=zone_info(zone))
        days.append(day_number(local.date()))
    return days


def _grid(
    history: History,
    samples: Mapping[str, Samples],
    *,
    first_day: dt.date | None,
    last_day: dt.date | None,
    row_h: int,
    problems: list[Problem],
) -> RowGrid:
    """Gives the rows that are asked for, or those that hold facts."""
    if row_h not in ROW_HOURS:
        raise Refused(f"row_h is {row_h:g}; rows can be {', '.join(map(str, ROW_HOURS))} h long")
    if first_day is not None and last_day is not None:
        return _checked(RowGrid(day_number(first_day), max((last_day - first_day).days + 1, 0), row_h))
    outcome_days = _outcome_days(history)
    days = _days_of_facts(samples, outcome_days)
    if not days.size:
        return RowGrid(0, 0, row_h)
    first = int(days[0]) if first_day is None else day_number(first_day)
    last = int(days[-1]) if last_day is None else day_number(last_day)
    if last - first >= _MOST_DAYS_UNASKED:
        what = f"facts reach from {date_of(first)} to {date_of(last)}"
        if first_day is None:
            middle = _middle(np.unique(np.array(outcome_days or days, np.int64))) - _MOST_DAYS_UNASKED // 2
            first = max(first, middle if last_day is None else last - _MOST_DAYS_UNASKED + 1)
        last = min(last, first + _MOST_DAYS_UNASKED - 1)
        problems.append(Problem("timeline", f"{what}; {date_of(first)} to {date_of(last)} is taken"))
    return _checked(RowGrid(first, max(last - first + 1, 0), row_h))


def _checked(grid: RowGrid) -> RowGrid:
    """Gives rows back that are not too many."""
    if grid.n_rows > MOST_ROWS:
        raise Refused(
            f"{grid.n_days} days in rows of {grid.row_h} h are more than {MOST_ROWS} rows; ask for fewer days"
        )
    return grid


def _middle(days: IntArray) -> int:
    """Gives the middle of the ten years that hold most of some days; the latest of equals.

    One entry with a mistyped year then moves nothing.

    Args:
        days: Day numbers in order, each once, shape (n,).
    """
    past_last = np.searchsorted(days, days + _MOST_DAYS_UNASKED, side="left")
    within = past_last - np.arange(days.size)
    first = days.size - 1 - int(np.argmax(within[::-1]))
    return int(days[first] + days[past_last[first] - 1]) // 2


def _days_of_facts(samples: Mapping[str, Samples], outcome_days: Sequence[int]) -> IntArray:
    """Gives the day numbers on which there is a fact, in order; a night counts on the day it ends.

    Days on which nothing but steps or energy was counted make no row: they are no column of the table.
    """
    kept = {name: one for name, one in samples.items() if name not in COUNTED_ALL_DAY}
    walls = [one.local_last_ms for one in kept.values()]
    walls += [one.local_start_ms for name, one in kept.items() if name != "sleep_h"]
    days = [np.array(outcome_days, np.int64), *(np.unique(each // DAY_MS) for each in walls)]
    return np.unique(np.concatenate(days))


def _starts(history: History, grid: RowGrid) -> tuple[Start, ...]:
    """Gives the starts of the rows; a time carries the offset of the stay, else of the commonest zone."""
    dates = [date_of(grid.first_day + day) for day in range(grid.n_days)]
    if grid.row_h == 24:
        return tuple(dates)
    usual = _usual_zone(history)
    starts = []
    for day in dates:
        place = zone_info(zone_on(history.stays, day) or usual)
        clocks = [dt.time(position * grid.row_h, tzinfo=place) for position in range(grid.rows_a_day)]
        starts += [dt.datetime.combine(day, clock) for clock in clocks]
    return tuple(starts)


def _usual_zone(history: History) -> str:
    counts: dict[str, int] = {}
    instants = [each.start for each in history.watches] + [each.start for each in history.twitches]
    for instant in instants:
        counts[instant.zone] = counts.get(instant.zone, 0) + 1
    if not counts:
        for batch in history.batches:
            numbers = np.bincount(np.asarray(batch.zone_index, np.int64), minlength=len(batch.zones))
            for (zone, _), number in zip(batch.zones, numbers.tolist(), strict=True):
                counts[zone] = counts.get(zone, 0) + number
    return min(counts, key=lambda zone: (-counts[zone], zone), default="UTC")


def _outcomes(
    history: History, grid: RowGrid, *, site: str | None, problems: list[Problem]
) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    diary = outcome_of(history, DIARY, grid, site=site, problems=problems)
    columns = _count_or_bucket(diary, ("twitches", "twitches_low", "twitches_high"))
    columns |= {
        "twitch_min": diary.twitch_min,
        "bother_0_10": diary.bother_0_10,
        "observed_h": diary.observed_h,
    }
    recorded, instruments = _recorded(history, grid, site=site, problems=problems)
    columns |= _count_or_bucket(recorded, ("recorded_count", "recorded_low", "recorded_high"))
    columns["recorded_h"] = recorded.observed_h
    return columns, instruments


def _count_or_bucket(outcome: Outcome, names: tuple[str, str, str]) -> dict[str, FloatArray]:
    is_count = outcome.low == outcome.high
    count, low, high = names
    return {
        count: np.where(is_count, outcome.low, np.nan),
        low: np.where(is_count, np.nan, outcome.low),
        high: np.where(is_count, np.nan, outcome.high),
    }


def _recorded(
    history: History, grid: RowGrid, *, site: str | None, problems: list[Problem]
) -> tuple[Outcome, tuple[str, ...]]:
    """Gives the recorded outcome, of one instrument a row."""
    names = {each.instrument for each in history.watches} | {each.instrument for each in history.twitches}
    of = {
        each: outcome_of(history, each, grid, site=site, problems=problems)
        for each in sorted(names - {DIARY})
    }
    rows = {each: int((~np.isnan(of[each].observed_h)).sum()) for each in of}
    merged = Outcome(*(np.full(grid.n_rows, np.nan) for _ in range(5)))
    instruments = [""] * grid.n_rows
    for name in sorted(of, key=lambda each: (-rows[each], each)):
        there = ~np.isnan(of[name].observed_h)
        free = there & np.isnan(merged.observed_h)
        for into, values in (
            (merged.low, of[name].low),
            (merged.high, of[name].high),
            (merged.observed_h, of[name].observed_h),
        ):
            into[free] = values[free]
        shown = name if is_instrument(name) else "recorder"
        for row in np.flatnonzero(free).tolist():
            instruments[row] = shown
        if (there & ~free).any():
            what = f"{int((there & ~free).sum())} rows have another instrument with more rows, which is taken"
            problems.append(Problem(f"instrument {shown}", what))
    return merged, tuple(instruments)


def _take_back_unbelievable(
    columns: Mapping[str, FloatArray], grid: RowGrid, *, problems: list[Problem]
) -> None:
    for name, values in columns.items():
        bounds = limit(name, row_h=grid.row_h)
        wrong = np.flatnonzero(~bounds.holds(values))
        if wrong.size:
            unit = f" {measures()[name].unit}" if name in measures() else ""
            span = f"it goes from {bounds.low:g} to {bounds.high:g}{unit}"
            day = date_of(grid.first_day + int(wrong[0]) // grid.rows_a_day)
            more = f" and {counted(wrong.size - 1, 'more row')}" if wrong.size > 1 else ""
            what = f"{values[wrong[0]]:g}{unit} is not believable, {span}; taken as unknown"
            problems.append(Problem(f"{name}, {day}{more}", what))
            values[wrong] = np.nan
