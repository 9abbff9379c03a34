"""Exposures that a person types: a number of a measure, a food by name, a supplement, a workout."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from untwitch.facts.exposure import Exposure
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant, day_bounds_ms
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.unit import to_canonical
from untwitch.facts.workout import Workout, exertion_au
from untwitch.intake.typed_amount import Amount, read_amount, split_amount
from untwitch.intake.typed_kind import short_name
from untwitch.intake.typed_watch import Moment
from untwitch.knowledge.food import Food, find, known

FOOD_CHECK = "weekly food check"
_MOST_PORTIONS = 20
_MINERALS = ("magnesium", "potassium", "calcium")
_KNOWN_BY_THE_DAY = frozenset({"magnesium_mg", "potassium_mg", "calcium_mg", "total_water_ml", "caffeine_mg"})
MEALS_HINT = (
    "food of a day is known once two meals an hour apart are logged; for all of a day at once: --at yesterday"
)
_YES_OR_NO = {"yes": 1.0, "no": 0.0, "1": 1.0, "0": 0.0, "": 1.0}


@dataclass(frozen=True, slots=True)
class TypedExposures:
    """What one line became.

    Attributes:
        entries: The exposures.
        said: The same in words, one line each.
        unknown: What is not known of a food, as measures.
    """

    entries: tuple[Exposure, ...]
    said: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def whole_day(measure_id: str, moment: Moment) -> tuple[Instant, Instant] | None:
    """Gives the bounds of a day for an amount that was typed with a day and no clock time.

    None for a moment, and for measures that need none: of food and caffeine a day is only known by an amount
    of all of it, or by its meals.
    """
    if not moment.is_day or measure_id not in _KNOWN_BY_THE_DAY:
        return None
    zone, known_by = moment.at.zone, moment.at.zone_known_by
    start_ms, end_ms = day_bounds_ms(moment.at.local_day(), zone)
    return Instant(start_ms, zone, known_by), Instant(end_ms, zone, known_by)


def of_measure(
    measure_id: str, value: str, *, at: Instant, note: str, day: tuple[Instant, Instant] | None = None
) -> TypedExposures:
    """Gives the exposure of a measure.

    Args:
        measure_id: Id in the registry.
        value: Amount as typed; a yes or no, or nothing, for a measure that is a flag.
        at: When.
        note: The person's own words.
        day: Bounds of the day that the amount is of, or None for the moment.

    Raises:
        Refused: There is no amount, the unit does not fit, or the amount is not believable.
    """
    chosen = measure(measure_id)
    if chosen.kind == "flag":
        amount = _yes_or_no(measure_id, value)
    elif not value.strip():
        raise Refused(f"how much {short_name(measure_id)}? Write the amount in {chosen.unit} behind it")
    else:
        amount = read_amount(value)
    number = to_canonical(amount.value, amount.unit, measure=chosen)
    said = _told(measure_id, number, text=f"{number:g}")
    if day is not None:
        whole = Exposure(new_id(), measure_id, number, *day, note=note)
        return TypedExposures((whole,), (f"{said} in all of the day",))
    entry = _exposure(measure_id, number, at=at, note=note)
    hint = (MEALS_HINT,) if measure_id in _KNOWN_BY_THE_DAY and measure_id != "caffeine_mg" else ()
    return TypedExposures((entry,), (said, *hint))


def _yes_or_no(measure_id: str, value: str) -> Amount:
    said = value.strip().lower()
    if said not in _YES_OR_NO:
        raise Refused(f"{short_name(measure_id)} is {value!r}; it should be yes or no")
    return Amount(_YES_OR_NO[said])


def _told(measure_id: str, number: float, *, text: str) -> str:
    chosen = measure(measure_id)
    if chosen.kind == "flag":
        return f"{short_name(measure_id)}: {'yes' if number else 'no'}"
    name = "water" if measure_id in {"water_ml", "total_water_ml"} else short_name(measure_id)
    unit = chosen.unit if chosen.unit.isalpha() and chosen.unit != "count" else ""
    return f"{name} {text} {unit}".rstrip()


def of_food(name: str, value: str, *, at: Instant, note: str, loaded: Food | None = None) -> TypedExposures:
    """Gives what a food or drink adds, one exposure for each amount that is known.

    Args:
        name: Name or alias of an everyday item.
        value: The whole line with its amount, `coffee 2` or `water 500ml`; empty for one portion.
        at: When.
        note: The person's own words.
        loaded: The food itself, where it is of a table that the person loaded.

    Raises:
        Refused: The food is not known, or its amount cannot be.
    """
    food = loaded or find(name)
    amount = split_amount(value)[1]
    portions = _portions(food, amount)
    amounts = food.exposures(portions=portions)
    entries = tuple(
        _exposure(measure_id, number, at=at, note=note, name=food.name)
        for measure_id, number in amounts.items()
    )
    told = [
        _told(measure_id, number, text=f"{number:.0f}")
        for measure_id, number in amounts.items()
        if measure_id != "total_water_ml" or "water_ml" not in amounts
    ]
    unknown = tuple(each for each in food.unknown() if food.kind == "drink" or each != "alcohol_g")
    said = [f"{food.name}, {_size(food, amount)}: {', '.join(told) or 'nothing of it is known'}"]
    if unknown:
        said.append(f"not known of {food.name}: {', '.join(each.rpartition('_')[0] for each in unknown)}")
    return TypedExposures(entries, tuple(said), unknown)


def _size(food: Food, amount: Amount | None) -> str:
    if amount is None or (not amount.unit and amount.value == 1):
        return food.portion
    return f"{amount.value:g} {amount.unit}" if amount.unit else f"{amount.value:g} x {food.portion}"


def _portions(food: Food, amount: Amount | None) -> float:
    if amount is None:
        return 1.0
    if not amount.unit:
        if amount.value > _MOST_PORTIONS:
            raise Refused(
                f"{amount.value:g} portions of {food.name} ({food.portion} each) are not believable; "
                "an amount needs its unit, such as 500ml or 50g"
            )
        return amount.value
    if food.kind == "drink":
        return to_canonical(amount.value, amount.unit, measure=measure("water_ml")) / food.grams
    return to_canonical(amount.value, amount.unit, measure=measure("alcohol_g")) / food.grams


def of_supplement(value: str, *, at: Instant, note: str) -> TypedExposures:
    """Gives a supplement, kept apart from food.

    Args:
        value: `magnesium 200mg`.
        at: When.
        note: The person's own words.

    Raises:
        Refused: It is not one of the three minerals, or there is no amount.
    """
    name, amount = split_amount(value.lower())
    if name not in _MINERALS:
        raise Refused(f"supplement {name!r} is not known{nearest(name, _MINERALS)}")
    if amount is None:
        raise Refused(f"how much {name}? Write the amount in mg behind it")
    return of_measure(f"{name}_supplement_mg", f"{amount.value} {amount.unit}", at=at, note=note)


def of_workout(value: str, *, effort_0_10: float | None, at: Instant, note: str) -> TypedExposures:
    """Gives the exertion of a workout by the one rule: minutes times effort.

    Args:
        value: Duration; a number alone is minutes.
        effort_0_10: Rated effort, or None: then 4 is assumed and the entry is marked as an estimate.
        at: When.
        note: The person's own words.

    Raises:
        Refused: There is no duration, or it cannot be.
    """
    if not value.strip():
        raise Refused("how long was the workout? Write the minutes behind it")
    if effort_0_10 is not None and not 0 <= effort_0_10 <= 10:
        raise Refused(f"effort is {effort_0_10:g}; it goes from 0 to 10")
    amount = read_amount(value)
    minutes = 60 * to_canonical(amount.value, amount.unit or "min", measure=measure("nap_h"))
    number, basis = exertion_au(Workout(minutes, rpe_0_10=effort_0_10))
    entry = _exposure("exertion_au", number, at=at, note=note, name="workout", estimate=basis != "rpe")
    effort = f"effort {effort_0_10:g}" if effort_0_10 is not None else "effort not said, 4 assumed"
    return TypedExposures((entry,), (f"workout of {minutes:g} min, {effort}: exertion {number:g} au",))


@dataclass(frozen=True, slots=True)
class EatenAlready:
    """What the last days hold of minerals before a food check.

    Attributes:
        days: Days with foods, or with a food check; they are left as they are.
        drunk_mg: Minerals of typed drinks by (day, measure); the food check covers drinks too, so they are
            taken off.
    """

    days: Container[dt.date]
    drunk_mg: Mapping[tuple[dt.date, str], float]


def of_food_check(value: str, *, now: Instant, eaten: EatenAlready) -> TypedExposures:
    """Gives the daily minerals that the weekly food check points to, for the last seven whole days.

    Args:
        value: Six numbers, days of the week with each group of foods.
        now: The moment of the call.
        eaten: What those days hold already.

    Raises:
        Refused: Not six answers from 0 to 7.
    """
    from untwitch.knowledge.food_check import intake  # noqa: PLC0415 - every other line does without it

    answers = [read_amount(each).value for each in value.replace(",", " ").split()]
    found = intake(answers)
    today = now.local_day()
    days = [today - dt.timedelta(days=back) for back in range(7, 0, -1)]
    free = [day for day in days if day not in eaten.days]
    entries = []
    for day in free:
        start_ms, end_ms = day_bounds_ms(day, now.zone)
        start, end = (Instant(each, now.zone, now.zone_known_by) for each in (start_ms, end_ms))
        for each in found:
            rest = max(each.median - eaten.drunk_mg.get((day, each.measure), 0.0), 0.0)
            note = f"likely {each.low:.0f} to {each.high:.0f}"
            entries.append(
                Exposure(
                    new_id(), each.measure, round(rest, 1), start, end,
                    name=FOOD_CHECK, estimate=True, note=note,
                )
            )  # fmt: skip
    said = [
        f"{short_name(each.measure)}: {each.median:.0f} mg a day, likely {each.low:.0f} to {each.high:.0f}"
        for each in found
    ]
    said.append("an estimate from six answers and usual portions; it says nothing about the blood")
    if len(free) < len(days):
        said.append(f"{len(days) - len(free)} of the last 7 days have foods already and stay as they are")
    return TypedExposures(tuple(entries), tuple(said))


def eaten_already(typed: Iterable[Exposure], imported: Iterable[tuple[int, str]]) -> EatenAlready:
    """Gives what days hold of minerals already.

    Args:
        typed: Typed exposures.
        imported: Start in milliseconds since 1970 UTC and zone of each imported row of a mineral.
    """
    days = {Instant(start_ms, zone).local_day() for start_ms, zone in imported}
    drunk: dict[tuple[dt.date, str], float] = {}
    for entry in typed:
        if entry.measure not in {f"{name}_mg" for name in _MINERALS}:
            continue
        day = entry.start.local_day()
        item = known(entry.name)
        if item is not None and item.kind == "drink":
            drunk[day, entry.measure] = drunk.get((day, entry.measure), 0.0) + entry.value
        else:
            days.add(day)
    return EatenAlready(frozenset(days), drunk)


def _exposure(
    measure_id: str, value: float, *, at: Instant, note: str, name: str = "", estimate: bool = False
) -> Exposure:
    return Exposure(new_id(), measure_id, value, at, at, name=name, estimate=estimate, note=note)
