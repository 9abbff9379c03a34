"""What a record already says for a check: offered to confirm or change, never taken without asking."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import mean, stdev
from typing import Any

import numpy as np

from untwitch.actions.check_known import DAYS_READ, FromRecord, Prefilled, beginning
from untwitch.check.spoken import in_words
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.person import Medicine, PersonFact, physiology_on
from untwitch.facts.spoken import counted
from untwitch.facts.twitch import DIARY
from untwitch.knowledge.check_fact import check_facts
from untwitch.report.wording import day_words, number
from untwitch.timeline.build import amounts, build
from untwitch.timeline.columns import FloatArray
from untwitch.timeline.food_day import food_days

WEEK, USUAL_DAYS, WORK_DAYS = 7, 28, 3
_RECENT_MEDICINE_DAYS = 60
_NIGHTS_AT_LEAST, _DAYS_AT_LEAST, _USUAL_DAYS_AT_LEAST = 4, 3, 14
DRINKS_OF_ALL_WATER = 0.8
"""Part of all water that people drink; the rest is in food (EFSA 2010, DOI 10.2903/j.efsa.2010.1459)."""
_WATER = ("total_water_ml", "water_ml")
_LOG_OF_A_DAY = "your log, last 24 hours"
_MINERALS = ("magnesium", "potassium", "calcium")
_NOT_KNOWN = "your record"


def prefilled(history: History, *, now: Instant) -> FromRecord:
    """Gives the facts of a check that a record knows; what it does not know is left out, never zero.

    Args:
        history: The record of one person: twitches and watches whole, samples of the last `DAYS_READ` days.
        now: The moment of the check.
    """
    today = now.local_day()
    lately = _lately(history, today)
    own_load_au = usual_limit_au(lately, today=today)
    found = [
        *_body(history.person_facts, today),
        *_lists(history, today),
        *_twitches(history, today),
        *_of_days(lately, today),
        *_of_hours(last_hours(lately, now=now), own_load_au=own_load_au),
    ]
    return FromRecord({each.fact: each for each in found if _fits(each)}, own_load_au)


def _lately(history: History, today: dt.date) -> History:
    """The record of the days that are read, without the twitches and watches of all the years before."""
    first = today - dt.timedelta(days=DAYS_READ)
    return replace(
        history,
        twitches=tuple(each for each in history.twitches if each.start.local_day() >= first),
        watches=tuple(each for each in history.watches if each.end.local_day() >= first),
    )


def _fits(each: Prefilled) -> bool:
    fact = check_facts()[each.fact]
    if fact.kind != "number":
        return True
    return bool((fact.minimum or 0) <= each.value <= (fact.maximum or 0))


def _made(fact: str, value: Any, origin: str, words: str = "") -> Prefilled:
    return Prefilled(fact, value, words or in_words(check_facts()[fact], value), origin)


def _body(facts: Sequence[PersonFact], today: dt.date) -> Iterator[Prefilled]:
    body = physiology_on(facts, today)
    if body.age_years is not None:
        age = round(body.age_years)
        yield _made("age_years", age, _NOT_KNOWN, f"{age} years, or one less before the birthday")
    if body.sex is not None:
        yield _made("sex", body.sex, _NOT_KNOWN)
    if body.pregnant is False:
        # How many weeks is not kept, so a pregnancy has to be asked; that there is none can be confirmed.
        yield _made("pregnancy_weeks", 0, _NOT_KNOWN, "not pregnant")
    if body.breastfeeding is not None:
        yield _made("breastfeeding", body.breastfeeding, _NOT_KNOWN)


def _lists(history: History, today: dt.date) -> Iterator[Prefilled]:
    taken = [each for each in history.medicines if _is_recent(each, today)]
    if taken:
        entries = [_medicine(each, today) for each in taken]
        yield _made("medicines", entries, _NOT_KNOWN, "; ".join(_medicine_words(each) for each in taken))
    choices = check_facts()["conditions"].choices
    by_words = {words.casefold(): choice for choice, words in choices.items()}
    named = [each.name for each in history.conditions if each.to_day is None or each.to_day >= today]
    known = [_condition(name, choices, by_words) for name in named]
    found = list(dict.fromkeys(each for each in known if each is not None))
    if found:
        others = [name for name, each in zip(named, known, strict=True) if each is None]
        words = ", ".join(choices[each] for each in found)
        more = f"; not in the list here: {', '.join(others)}" if others else ""
        yield _made("conditions", found, _NOT_KNOWN, f"{words}{more}")


def _is_recent(medicine: Medicine, today: dt.date) -> bool:
    if medicine.started_day is not None and medicine.started_day > today:
        return False
    return medicine.stopped_day is None or (today - medicine.stopped_day).days <= _RECENT_MEDICINE_DAYS


def _medicine(medicine: Medicine, today: dt.date) -> dict[str, Any]:
    # The record says that a dose changed, not which way: taken as raised, which is the side to be careful on.
    days = {
        "started_days_ago": medicine.started_day,
        "dose_raised_days_ago": medicine.dose_changed_day,
        "stopped_days_ago": medicine.stopped_day,
    }
    ago = {name: (today - day).days for name, day in days.items() if day is not None and day <= today}
    return {"name": medicine.name, **ago}


def _medicine_words(medicine: Medicine) -> str:
    said = [
        f"{word} {day_words(day)}"
        for word, day in (
            ("since", medicine.started_day),
            ("dose changed", medicine.dose_changed_day),
            ("stopped", medicine.stopped_day),
        )
        if day is not None
    ]
    return f"{medicine.name} ({', '.join(said)})" if said else medicine.name


def _condition(name: str, choices: Iterable[str], by_words: Mapping[str, str]) -> str | None:
    plain = " ".join(name.casefold().split())
    choice = plain.replace(" ", "_")
    return choice if choice in choices else by_words.get(plain)


def _twitches(history: History, today: dt.date) -> Iterator[Prefilled]:
    days = {each.start.local_day() for each in history.twitches if each.instrument == DIARY}
    days |= {
        each.start.local_day() for each in history.watches if each.instrument == DIARY and each.twitches_low
    }
    first = beginning(days, today)
    if first is not None:
        since = (today - first).days
        words = f"{counted(since, 'day')}, since {day_words(first)}"
        yield _made("twitch_since_days", since, "your diary", words)
    sites = [
        each.site
        for each in history.twitches
        if each.instrument == DIARY and each.site and 0 <= (today - each.start.local_day()).days < WEEK
    ]
    if sites:
        yield _made("twitch_sites", list(dict.fromkeys(sites)), "your diary, last 7 days")


def _known(history: History, measure_id: str, today: dt.date, *, days: int) -> list[float]:
    first = today - dt.timedelta(days=days - 1)
    return list(amounts(history, measure_id, first_day=first, last_day=today).values())


def _of_days(history: History, today: dt.date) -> Iterator[Prefilled]:
    measures = {each.measure for each in history.batches}
    if "stress_0_10" in measures and (levels := _known(history, "stress_0_10", today, days=WORK_DAYS)):
        yield _made("stress_0_10", round(mean(levels), 1), "your diary, last 3 days")
    if "sleep_h" in measures:
        nights = _known(history, "sleep_h", today, days=WEEK)
        if len(nights) >= _NIGHTS_AT_LEAST:
            hours = round(mean(nights), 1)
            words = f"{number(hours)} h a night, mean of {len(nights)} nights"
            yield _made("sleep_mean_7d_h", hours, "your record, last 7 nights", words)
    for mineral in _MINERALS:
        if f"{mineral}_mg" in measures:
            yield from _of_mineral(history, mineral, today)


def _of_mineral(history: History, mineral: str, today: dt.date) -> Iterator[Prefilled]:
    first = today - dt.timedelta(days=WEEK - 1)
    logged = food_days(history, f"{mineral}_mg", first_day=first, last_day=today).values()
    eaten_mg = [each.amount for each in logged if each.amount is not None]
    if len(eaten_mg) < _DAYS_AT_LEAST:
        return
    unknown = sum(each.foods_unknown for each in logged if each.amount is not None)
    low, without = ("at least ", f"; {counted(unknown, 'food')} without a figure") if unknown else ("", "")
    a_day_mg = round(mean(eaten_mg))
    words = f"{low}{a_day_mg} mg of {mineral} a day, mean of {counted(len(eaten_mg), 'day')}{without}"
    yield _made(f"{mineral}_24h_mg", a_day_mg, "your food log, last 7 days", words)


def last_hours(history: History, *, now: Instant) -> Mapping[str, FloatArray]:
    """Gives what is known of the last 72 hours, the present one last.

    Args:
        history: The record of one person.
        now: The moment of the check.

    Returns:
        By measure, nan for an hour of which nothing is known, shape (72,).
    """
    if not {each.measure for each in history.batches} & {*_WATER, "caffeine_mg", "exertion_au"}:
        return {}
    today = now.local_day()
    timeline, _ = build(history, first_day=today - dt.timedelta(days=WORK_DAYS), last_day=today, row_h=1)
    begun = [isinstance(start, dt.datetime) and start <= now.local() for start in timeline.starts]
    return {name: column[begun][-24 * WORK_DAYS :] for name, column in timeline.columns.items()}


def _of_hours(hours: Mapping[str, FloatArray], *, own_load_au: float | None) -> Iterator[Prefilled]:
    if (caffeine_mg := _last_day(hours, "caffeine_mg")) is not None:
        yield _made("caffeine_24h_mg", round(caffeine_mg), _LOG_OF_A_DAY, f"{round(caffeine_mg)} mg")
    all_ml, drunk_ml = (_last_day(hours, name) for name in _WATER)
    if all_ml is not None:
        yield _made("water_24h_l", round(all_ml / 1000, 2), _LOG_OF_A_DAY, f"{number(all_ml / 1000)} l")
    elif drunk_ml is not None:
        litres = round(drunk_ml / 1000 / DRINKS_OF_ALL_WATER, 2)
        words = f"{number(drunk_ml / 1000)} l of drinks, about {number(litres)} l with what is in food"
        yield _made("water_24h_l", litres, _LOG_OF_A_DAY, words)
    if (load_au := hardest_24h_au(hours)) is not None:
        more = ", more than is usual for you" if own_load_au is not None and load_au > own_load_au else ""
        words = f"{round(load_au)} (effort times minutes){more}"
        yield _made("exertion_load_24h_au", round(load_au), "your record, last 3 days", words)


def _last_day(hours: Mapping[str, FloatArray], measure_id: str) -> float | None:
    known = hours.get(measure_id, np.empty(0))[-24:]
    return None if np.isnan(known).all() else float(np.nansum(known))


def hardest_24h_au(hours: Mapping[str, FloatArray]) -> float | None:
    """Gives the load of the hardest 24 hours within the last 3 days; None if none is known.

    Args:
        hours: As `last_hours` gives them.
    """
    known = hours.get("exertion_au", np.empty(0))
    if np.isnan(known).all():
        return None
    return float(np.convolve(np.nan_to_num(known), np.ones(24)).max())


def usual_limit_au(history: History, *, today: dt.date) -> float | None:
    """Gives mean plus 1 sd of a person's daily load in the 28 days before the last 3.

    Returns None where fewer than 14 of those days are known.

    Args:
        history: The record of one person.
        today: The day of the check.
    """
    if not any(each.measure == "exertion_au" for each in history.batches):
        return None
    usual = _known(history, "exertion_au", today - dt.timedelta(days=WORK_DAYS), days=USUAL_DAYS)
    return mean(usual) + stdev(usual) if len(usual) >= _USUAL_DAYS_AT_LEAST else None
