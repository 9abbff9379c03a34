"""From raw amounts per row to doses: all physiology of the engine is here and nowhere else.

Every dose points in the harmful direction: more of it is never expected to mean fewer twitches. A dose of
row t is made of rows t and before, never after. An unknown amount stays unknown; a dose whose past is partly
unknown is the mean over the known part, and `known` says how large that part was.

    row            t-3     t-2     t-1      t
    exertion       .07     .13     .27     .53        half-life 24 h, cut off after 72 h
    minerals        |------- mean of 7 days ------|   then the shortfall against the reference
    caffeine                  ....,,,;;;|##           what is in the body during the row
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.body import caffeine_half_life_h, sleep_need_h
from untwitch.facts.measure import measures_of
from untwitch.facts.person import Physiology
from untwitch.facts.refused import Refused
from untwitch.knowledge.intake_reference import IntakeReference, reference

Floats = NDArray[np.float64]

CAFFEINE_HOUR_ASSUMED = 11.0
STRESS_HALF_LIFE_H = 6.0
EXERTION_HALF_LIFE_H = 24.0
RECENT_HALF_LIFE_H = 6.0
EXERTION_TAIL_H = 72.0
WEEK_H = 168.0
DAY_H = 24.0
DRINKS_FRACTION = 0.8

_CONFOUNDERS: Mapping[str, tuple[str, float, str]] = {
    "screen_h": ("screen", 1.0, "1 h more screen time"),
    "alcohol_g": ("alcohol", 10.0, "10 g more alcohol"),
    "nicotine_mg": ("nicotine", 10.0, "10 mg more nicotine"),
    "illness_0_1": ("illness", 1.0, "a day of illness"),
    "medicine_change_0_1": ("medicine", 1.0, "a week after a change of medicine"),
    "air_temperature_c": ("temperature", 5.0, "5 °C warmer"),
}


@dataclass(frozen=True, slots=True)
class Dose:
    """One column of the model before it is standardised.

    Attributes:
        id: Name of the dose, its unit last.
        cause: One of the six causes, or the name of a confounder.
        measure: The measure of the registry that it is made of.
        values: Dose of each row, harmful direction positive, nan where unknown, shape (n_rows,).
        known: Part of what the dose is made of that was recorded, 0 to 1, shape (n_rows,).
        change: A change that a person can make or notice, in the unit of `values`.
        per: That change in words.
        lag_days: Time from the exposure to its effect as assumed here: shortest, middle, longest.
        course: How long it acts: `usual`, or another course that course.py weighs against it.
    """

    id: str
    cause: str
    measure: str
    values: Floats
    known: Floats
    change: float
    per: str
    lag_days: tuple[float, float, float]
    course: str = "usual"


@dataclass(frozen=True, slots=True)
class Rows:
    """The raw amounts that doses are made of: consecutive rows of one length.

    Attributes:
        starts: Begin of each row; a date means local midnight.
        row_h: Length of a row in hours.
        columns: Raw amounts by measure, nan where unknown, each of shape (n_rows,).
    """

    starts: Sequence[dt.date]
    row_h: float
    columns: Mapping[str, Floats]

    def __post_init__(self) -> None:
        if not (math.isfinite(self.row_h) and self.row_h > 0):
            raise Refused(f"row_h is {self.row_h:g}; a row lasts more than 0 h")
        for name, column in self.columns.items():
            if len(column) != len(self.starts):
                raise Refused(f"column {name} has {len(column)} rows, not {len(self.starts)}")

    def column(self, name: str) -> Floats:
        """Gives a raw column, all unknown where the table has none."""
        column = self.columns.get(name)
        if column is None:
            return np.full(len(self.starts), np.nan)
        return np.asarray(column, dtype=np.float64)

    def any_known(self, name: str) -> bool:
        """Says whether a column has at least one known value."""
        return bool(np.isfinite(self.column(name)).any())

    def start_hours(self) -> Floats:
        """Gives the local clock hour at which each row begins, shape (n_rows,)."""
        hours = [
            each.hour + each.minute / 60 if isinstance(each, dt.datetime) else 0.0 for each in self.starts
        ]
        return np.asarray(hours, dtype=np.float64)


def weighted_past(values: Floats, weights: Floats, *, at_least: float) -> tuple[Floats, Floats]:
    """Gives the weighted mean over a row and the rows before it, as far as they are known.

    Args:
        values: One value a row, nan where unknown, shape (n_rows,).
        weights: Weight of the row itself, of the one before, and so on, shape (n_lags,).
        at_least: Known part of the weight below which the mean is unknown, 0 to 1.

    Returns:
        The mean (nan where unknown) and the known part of the weight that lies inside the table, each of
        shape (n_rows,).
    """
    share = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    is_known = np.isfinite(values).astype(np.float64)
    filled = np.where(is_known > 0, values, 0.0)
    count = len(values)
    total = np.convolve(filled, share)[:count]
    reached = np.convolve(np.ones(count), share)[:count]
    known = np.convolve(is_known, share)[:count]
    known_part = known / reached
    enough = known_part >= max(at_least - 1e-9, 1e-9)
    mean = np.full(count, np.nan)
    mean[enough] = total[enough] / known[enough]
    return mean, np.minimum(known_part, 1.0)


def caffeine_load_mg(rows: Rows, *, half_life_h: float) -> tuple[Floats, Floats]:
    """Gives the caffeine in the body during each row, as the daily intake that would sustain it.

    A steady 100 mg a day gives a dose of 100, whatever the half-life; one cup gives its part in the row it
    was drunk in, after the hour it was drunk, and the rest in the rows that follow.

    Args:
        rows: Raw amounts; `caffeine_mean_hour` says when, else 11 o'clock (in short rows the middle).
        half_life_h: Half-life in hours.

    Returns:
        Dose in mg per day and the known part of it, each of shape (n_rows,).
    """
    amount = rows.column("caffeine_mg")
    is_known = np.isfinite(amount).astype(np.float64)
    hour_in_row = _caffeine_hour_in_row(rows)
    drunk = _body_load(np.where(is_known > 0, amount, 0.0), hour_in_row, rows.row_h, half_life_h)
    known = _body_load(is_known, hour_in_row, rows.row_h, half_life_h)
    possible = _body_load(np.ones_like(is_known), hour_in_row, rows.row_h, half_life_h)
    known_part = np.divide(known, possible, out=np.zeros_like(known), where=possible > 0)
    load = np.full(len(amount), np.nan)
    enough = known_part >= 0.5
    load[enough] = drunk[enough] / known_part[enough]
    return load, known_part


def _caffeine_hour_in_row(rows: Rows) -> Floats:
    hour = rows.column("caffeine_mean_hour")
    assumed = CAFFEINE_HOUR_ASSUMED if rows.row_h >= DAY_H else rows.row_h / 2
    hour_in_row = np.where(np.isfinite(hour), hour - rows.start_hours(), assumed)
    return np.clip(hour_in_row, 0.0, rows.row_h)


def _body_load(amount: Floats, hour_in_row: Floats, row_h: float, half_life_h: float) -> Floats:
    rate = math.log(2) / half_life_h
    left_of_row = np.exp(-rate * (row_h - hour_in_row))
    left_after_row = math.exp(-rate * row_h)
    load = np.empty(len(amount))
    # What was left of the days before the table is not known: it is taken to be that of days like the first.
    at_start = amount[0] * left_of_row[0] / (1 - left_after_row)
    for row in range(len(amount)):
        load[row] = at_start * (1 - left_after_row) + amount[row] * (1 - left_of_row[row])
        at_start = at_start * left_after_row + amount[row] * left_of_row[row]
    return load * DAY_H / row_h


def doses(rows: Rows, *, physiology: Physiology) -> tuple[Dose, ...]:
    """Gives every dose that the known columns allow, causes first, then confounders.

    Args:
        rows: Raw amounts.
        physiology: What is known of the body.

    Returns:
        Doses in the order of the registry; a cause without any known column has none.
    """
    if not rows.starts:
        return ()
    amounts = reference(physiology)
    made = [
        *_stress(rows),
        *exertion_doses(rows),
        *_sleep(rows, need_h=sleep_need_h(physiology)),
        *diet_doses(rows, amounts=amounts),
        *caffeine_doses(rows, half_life_h=caffeine_half_life_h(physiology)),
        *_water(rows, amounts=amounts),
        *_confounders(rows),
    ]
    return tuple(each for each in made if np.isfinite(each.values).any())


def _lags(window_h: float, row_h: float) -> int:
    return max(1, round(window_h / row_h))


def _level_of_day(rows: Rows, name: str, *, half_life_h: float = math.inf) -> tuple[Floats, Floats]:
    """The last 24 h of a level, in short rows the later the more; one known reading is enough."""
    weights = np.exp2(-np.arange(_lags(DAY_H, rows.row_h)) * rows.row_h / half_life_h)
    values, known = weighted_past(rows.column(name), weights, at_least=0.0)
    return values, (known > 0).astype(np.float64)


def _amount_of_day(rows: Rows, name: str) -> tuple[Floats, Floats]:
    """The last 24 h of an amount, per day."""
    weights = np.ones(_lags(DAY_H, rows.row_h))
    values, known = weighted_past(rows.column(name), weights, at_least=0.5)
    return values * DAY_H / rows.row_h, known


def _stress(rows: Rows) -> list[Dose]:
    rating, known = _level_of_day(rows, "stress_0_10", half_life_h=STRESS_HALF_LIFE_H)
    made = [
        Dose("stress_0_10", "stress", "stress_0_10", rating, known, 1.0, "1 point more stress", (0, 0.25, 1))
    ]
    pulse, known = _level_of_day(rows, "resting_hr_bpm")
    made.append(
        Dose("resting_hr_bpm", "stress", "resting_hr_bpm", pulse, known, 5.0, "5 beats a minute more",
             (0, 0.25, 1))
    )  # fmt: skip
    for name in ("hrv_rmssd_ms", "hrv_sdnn_ms"):
        if rows.any_known(name):
            variability, known = _level_of_day(rows, name)
            made.append(
                Dose(f"{name.removesuffix('_ms')}_low_ms", "stress", name, -variability, known, 10.0,
                     "10 ms less heart rate variability", (0, 0.25, 1))
            )  # fmt: skip
            break
    return made


def exertion_doses(rows: Rows, *, half_life_h: float = EXERTION_HALF_LIFE_H) -> list[Dose]:
    """Gives the tails of exertion and of repetitive movement, cut off after 72 h."""
    lags = 1 + math.floor(EXERTION_TAIL_H / rows.row_h)
    age_h = np.arange(lags, dtype=np.float64) * rows.row_h
    # rows of a day cannot tell an effect of hours from one of a day
    tails = {"tail": half_life_h} | ({"recent": RECENT_HALF_LIFE_H} if rows.row_h < DAY_H else {})
    made = []
    for total, same_region, change, per in (
        ("exertion_au", "exertion_same_region_au", 100.0, "100 units more exertion (25 minutes at effort 4)"),
        ("repetitive_h", "repetitive_same_region_h", 1.0, "1 h more repetitive movement"),
    ):
        name = _better_known(rows, same_region, total)
        for tail, halved_h in tails.items():
            values, known = weighted_past(rows.column(name), np.exp2(-age_h / halved_h), at_least=0.5)
            lag = (0.0, 0.6 * halved_h / EXERTION_HALF_LIFE_H, 3 * halved_h / EXERTION_HALF_LIFE_H)
            a_day = values * DAY_H / rows.row_h
            made.append(Dose(f"{name}_{tail}", "exertion", name, a_day, known, change, per, lag))
    return made


def _better_known(rows: Rows, wanted: str, otherwise: str) -> str:
    """The wanted column, unless it is known on less than half as many rows as the other."""
    wanted_count = np.isfinite(rows.column(wanted)).sum()
    enough = wanted_count > 0 and 2 * wanted_count >= np.isfinite(rows.column(otherwise)).sum()
    return wanted if enough else otherwise


def _sleep(rows: Rows, *, need_h: float) -> list[Dose]:
    night = rows.column("sleep_h")
    # A nap that was logged counts; a nap that was not is not known to be none, and changes nothing.
    nap = np.nan_to_num(rows.column("nap_h"), nan=0.0)
    short = np.maximum(0.0, need_h - (night + nap))
    week = np.ones(_lags(WEEK_H, rows.row_h))
    # In rows shorter than a day only one row holds the night.
    nights_part = min(1.0, rows.row_h / DAY_H)
    mean_short, known = weighted_past(short, week, at_least=0.5 * nights_part)
    debt_known = np.minimum(1.0, known / nights_part)
    day = np.ones(_lags(DAY_H, rows.row_h))
    last, last_known = weighted_past(short, day, at_least=0.0)
    quality, quality_known = _level_of_day(rows, "sleep_quality_1_5")
    return [
        Dose("sleep_shortfall_h", "sleep", "sleep_h", last, (last_known > 0).astype(np.float64), 1.0,
             "1 h less sleep", (0, 0.5, 1)),
        Dose("sleep_debt_h", "sleep", "sleep_h", 7 * mean_short, debt_known, 7.0,
             "1 h less sleep every night of a week", (0, 3.5, 7)),
        Dose("sleep_quality_poor_1_5", "sleep", "sleep_quality_1_5", 5.0 - quality, quality_known, 1.0,
             "1 point worse sleep", (0, 0.5, 1)),
    ]  # fmt: skip


def diet_doses(rows: Rows, *, amounts: IntakeReference, window_h: float = WEEK_H) -> list[Dose]:
    """Gives how far each mineral lay under its reference, as the mean of a window, a week by itself."""
    week = np.ones(_lags(window_h, rows.row_h))
    made = []
    for mineral, wanted, change in (
        ("magnesium", amounts.magnesium_mg, 100.0),
        ("potassium", amounts.potassium_mg, 1000.0),
        ("calcium", amounts.calcium_mg, 300.0),
    ):
        # Supplements add where they were logged; food that was not logged stays unknown.
        supplement = np.nan_to_num(rows.column(f"{mineral}_supplement_mg"), nan=0.0)
        eaten = rows.column(f"{mineral}_mg") + supplement
        mean, known = weighted_past(eaten, week, at_least=DAY_H / window_h)
        short = np.maximum(0.0, wanted - mean * DAY_H / rows.row_h)
        per = f"{change:,.0f} mg a day less {mineral}, over a week"
        made.append(
            Dose(f"{mineral}_shortfall_mg", "diet", f"{mineral}_mg", short, known, change, per, (0, 3.5, 7))
        )
    return made


def caffeine_doses(rows: Rows, *, half_life_h: float) -> list[Dose]:
    """Gives what is in the body of caffeine, and other stimulants of the day."""
    load, known = caffeine_load_mg(rows, half_life_h=half_life_h)
    half_life_days = half_life_h / DAY_H
    lag = (0.0, half_life_days, 4 * half_life_days)
    other, other_known = _level_of_day(rows, "other_stimulant_0_1")
    return [
        Dose("caffeine_load_mg", "caffeine", "caffeine_mg", load, known, 100.0, "100 mg more", lag),
        Dose("other_stimulant_0_1", "caffeine", "other_stimulant_0_1", other, other_known, 1.0,
             "a day with another stimulant", (0, 0.25, 1)),
    ]  # fmt: skip


def _water(rows: Rows, *, amounts: IntakeReference) -> list[Dose]:
    drinks, known = _amount_of_day(rows, "water_ml")
    total, total_known = _amount_of_day(rows, "total_water_ml")
    colour, colour_known = _level_of_day(rows, "urine_colour_1_8")
    drinks_short = np.maximum(0.0, DRINKS_FRACTION * amounts.total_water_ml - drinks)
    total_short = np.maximum(0.0, amounts.total_water_ml - total)
    return [
        Dose("drinks_shortfall_ml", "water", "water_ml", drinks_short, known, 500.0, "500 ml less to drink",
             (0, 0.25, 1)),
        Dose("total_water_shortfall_ml", "water", "total_water_ml", total_short, total_known, 500.0,
             "500 ml less water in drinks and food", (0, 0.25, 1)),
        Dose("urine_colour_1_8", "water", "urine_colour_1_8", colour, colour_known, 1.0,
             "1 shade darker urine", (0, 0.25, 1)),
    ]  # fmt: skip


def _confounders(rows: Rows) -> list[Dose]:
    made = []
    for each in measures_of("confounder"):
        name, change, per = _CONFOUNDERS[each.id]
        is_amount = each.kind in {"amount", "duration"}
        lag = (0.0, 0.5, 1.0)
        if each.id == "medicine_change_0_1":
            values, known = _changed_this_week(rows, each.id)
            lag = (0.0, 3.5, 7.0)
        else:
            values, known = _amount_of_day(rows, each.id) if is_amount else _level_of_day(rows, each.id)
        made.append(Dose(each.id, name, each.id, values, known, change, per, lag))
    return made


def _changed_this_week(rows: Rows, name: str) -> tuple[Floats, Floats]:
    """1 on a day of change and the six days after it: a body takes days to get used to a medicine."""
    share, known = weighted_past(rows.column(name), np.ones(_lags(WEEK_H, rows.row_h)), at_least=0.0)
    return np.clip(share * WEEK_H / rows.row_h, 0.0, 1.0), known
