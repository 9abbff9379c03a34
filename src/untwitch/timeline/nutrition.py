"""On which days a log of food and drink says how much the day had; other days are unknown, never zero."""

from collections.abc import Mapping

import numpy as np

from untwitch.facts.exposure import TYPED
from untwitch.facts.food import UNKNOWN_FOODS
from untwitch.timeline.columns import BoolArray
from untwitch.timeline.local_time import DAY_MS, HOUR_MS, IntArray, RowGrid
from untwitch.timeline.samples import Samples

MINERALS = ("magnesium_mg", "potassium_mg", "calcium_mg")
FROM_MEALS = (*MINERALS, "caffeine_mg", "total_water_ml")
_DRINKS = ("caffeine_mg", "water_ml", "alcohol_g")


def logged_days(measure_id: str, samples: Mapping[str, Samples], grid: RowGrid) -> BoolArray:
    """Says of each day whether its amount of one measure is known.

    The rule, for minerals, caffeine and total water:

        1. an amount of a whole day or week is known, for each of its days: a source gives one only for a day
           that was marked complete, and a person types one knowingly;
        2. a day is known if it has two meals at least 1 h apart, in whatever apps and nutrients;
        3. caffeine is known if a drink was typed, or comes from an app that keeps drinks and no minerals;
        4. of a mineral, a day by rule 2 on which more foods have no figure than have one is unknown;
        5. any other day is unknown, even if something of it was logged.

    A meal is an entry of a mineral, of caffeine or of total water with a clock time, or a food without a
    figure for one of them. A typed drink gives
    minerals too, but two coffees are not two meals: typed minerals at the moment of a typed drink do not
    count. Other measures are known on every day with an entry.

    Args:
        measure_id: Id in the registry.
        samples: Samples of `FROM_MEALS`, `water_ml`, `alcohol_g` and of what counts foods without a figure,
            without duplicates, as far as there are any.
        grid: The rows; only their days matter here.

    Returns:
        Shape (n_days,).
    """
    own = samples[measure_id]
    entered = np.zeros(grid.n_days, bool)
    entered[_days(own, grid)] = True
    if measure_id not in FROM_MEALS:
        return entered
    by_meals = entered & _days_of_two_meals(samples, grid)
    if measure_id in MINERALS:
        by_meals &= ~_days_of_mostly_unknown_foods(measure_id, samples, grid)
    known = _days_of_whole_amounts(own, grid) | by_meals
    if measure_id == "caffeine_mg":
        known[_days(own.only(_is_of_drinks(own, samples)), grid)] = True
    return known


def _days(samples: Samples, grid: RowGrid) -> IntArray:
    day = samples.local_start_ms // DAY_MS - grid.first_day
    return day[(day >= 0) & (day < grid.n_days)]


def _days_of_whole_amounts(samples: Samples, grid: RowGrid) -> BoolArray:
    whole = samples.only(samples.is_whole_day)
    opened = np.zeros(grid.n_days + 1, np.int64)
    first = np.clip(whole.local_start_ms // DAY_MS - grid.first_day, 0, grid.n_days)
    past = np.clip(whole.local_last_ms // DAY_MS + 1 - grid.first_day, 0, grid.n_days)
    np.add.at(opened, first, 1)
    np.add.at(opened, past, -1)
    return np.asarray(np.cumsum(opened)[:-1] > 0)


def _days_of_mostly_unknown_foods(
    measure_id: str, samples: Mapping[str, Samples], grid: RowGrid
) -> BoolArray:
    counted = samples.get(UNKNOWN_FOODS[measure_id])
    if counted is None:
        return np.zeros(grid.n_days, bool)
    unknown = np.bincount(_days(counted, grid), minlength=grid.n_days)
    entries = samples[measure_id]
    known = np.bincount(_days(entries.only(~entries.is_whole_day), grid), minlength=grid.n_days)
    return np.asarray(unknown > known)


def _days_of_two_meals(samples: Mapping[str, Samples], grid: RowGrid) -> BoolArray:
    earliest = np.full(grid.n_days, np.iinfo(np.int64).max)
    latest = np.full(grid.n_days, np.iinfo(np.int64).min)
    drinks = [samples[each] for each in _DRINKS if each in samples]
    typed_drinks = np.concatenate(
        [np.zeros(0, np.int64), *(each.start_ms[_is_typed(each)] for each in drinks)]
    )
    for measure_id in (*FROM_MEALS, *UNKNOWN_FOODS.values()):
        if measure_id not in samples:
            continue
        entries = samples[measure_id]
        is_drink = _is_typed(entries) & np.isin(entries.start_ms, typed_drinks)
        meals = entries.only(~entries.is_whole_day & ~is_drink)
        day = meals.local_start_ms // DAY_MS - grid.first_day
        inside = (day >= 0) & (day < grid.n_days)
        np.minimum.at(earliest, day[inside], meals.start_ms[inside])
        np.maximum.at(latest, day[inside], meals.start_ms[inside])
    return np.asarray((latest >= earliest) & (latest - np.minimum(earliest, latest) >= HOUR_MS))


def _is_typed(samples: Samples) -> BoolArray:
    typed = samples.apps.index(TYPED) if TYPED in samples.apps else -1
    return np.asarray(samples.app == typed)


def _is_of_drinks(caffeine: Samples, samples: Mapping[str, Samples]) -> BoolArray:
    """Says of each entry of caffeine whether it was typed, or is of an app that keeps no minerals."""
    food_apps: set[str] = set()
    for measure_id in MINERALS:
        if measure_id in samples:
            entries = samples[measure_id]
            food_apps |= {entries.apps[position] for position in np.unique(entries.app)}
    keeps_drinks = np.array([app == TYPED or app not in food_apps for app in caffeine.apps], bool)
    return keeps_drinks[caffeine.app] & ~caffeine.is_whole_day
