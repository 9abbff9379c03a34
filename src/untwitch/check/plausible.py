"""Which of the six causes are plausible now, and how strongly; never a reason to wait."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from untwitch.check.case import Case, Outlook
from untwitch.check.rules import compiled
from untwitch.check.words import MINERALS
from untwitch.facts.body_site import in_same_region, region
from untwitch.facts.person import Physiology
from untwitch.knowledge.cause_strength import CAUSES, STRENGTHS, strengths_of
from untwitch.knowledge.intake_reference import reference

WEAK, MODERATE, STRONG = STRENGTHS
ADULT_YEARS = 18
CHILD_CAFFEINE_MG = 100
"""Counts as moderate under 18 where the mass of the body is not known (EFSA 2015: 3 mg per kg and day)."""
_ADULT_SLEEP_H = 7
_SLEEP_H_FROM_AGE = ((13, 8), (6, 9), (3, 10), (1, 11), (0, 12))
"""Least recommended sleep from an age on, under 18 (AASM 2016, DOI 10.5664/jcsm.5866; from memory)."""
_WATER_L_FROM_AGE = ((14, 2.0, 2.5), (9, 1.9, 2.1), (4, 1.6, 1.6), (2, 1.3, 1.3), (1, 1.1, 1.1))
"""Adequate total water from an age on, female and male (EFSA 2010, DOI 10.2903/j.efsa.2010.1459)."""
_WATER_L_MORE = {"pregnant": 0.3, "breastfeeding": 0.7}
_HAND_TASKS = frozenset({"typing_or_mouse", "phone", "instrument", "tools"})
_FEAR_OR_PANIC = "fears_serious_illness or fast_breathing_spell"
_WATER_LOSSES = "heat_exposure or (vomiting and diarrhoea) or medicine('laxative')"
_DIET_LOSSES = "(vomiting and diarrhoea) or medicine('laxative') or condition('eating_disorder')"
_DRYING = "heat_exposure or sweats_heavily or urine_colour == 'dark_yellow'"
_CHANGED_MEDICINE = "medicine_change(days=60)"
_PICTURES = (_FEAR_OR_PANIC, _WATER_LOSSES, _DIET_LOSSES, _DRYING, _CHANGED_MEDICINE)
AMOUNTS = frozenset(
    {
        "stress_0_10", "exertion_load_24h_au", "exertion_sites", "twitch_sites", "repetitive_task",
        "repetitive_task_day_h", "sleep_mean_7d_h", "caffeine_24h_mg", "water_24h_l", "age_years", "sex",
        "pregnancy_weeks", "breastfeeding", *(f"{mineral}_24h_mg" for mineral in MINERALS),
    }
)  # fmt: skip
"""Facts that the causes look at beside their pictures."""


@dataclass(frozen=True, slots=True)
class PlausibleCause:
    """One cause that may play a part now.

    Attributes:
        cause: One of the six.
        strength: weak, moderate or strong.
        why: What speaks for it, in plain words; about the log, never about the blood.
    """

    cause: str
    strength: str
    why: str


def plausible_causes(case: Case) -> tuple[PlausibleCause, ...]:
    """Gives the plausible causes, strongest first; an exposure that is not known is not named.

    Args:
        case: The facts of a person.

    Reference:
        The cuts stand in knowledge/cause_strengths.csv.
    """
    found = [each for each in _all_but_stress(case) if each is not None]
    stress = _stress(case, others=found)
    if stress is not None:
        found.append(stress)
    return tuple(sorted(found, key=lambda each: (-STRENGTHS.index(each.strength), CAUSES.index(each.cause))))


def _all_but_stress(case: Case) -> Iterator[PlausibleCause | None]:
    yield _exertion(case)
    yield _sleep(case)
    yield _diet(case)
    yield _caffeine(case)
    yield _water(case)


def open_facts(outlook: Outlook) -> frozenset[str]:
    """Gives the open facts that can still change which causes are plausible, or how strongly.

    Args:
        outlook: What is known and what is open.
    """
    return (AMOUNTS & outlook.open).union(*(compiled(text).open_facts(outlook) for text in _PICTURES))


def body_of(facts: Mapping[str, Any]) -> Physiology:
    """Gives what the facts say of the body, as far as reference amounts depend on it."""
    weeks = facts.get("pregnancy_weeks")
    return Physiology(
        age_years=facts.get("age_years"),
        sex=facts.get("sex"),
        pregnant=None if weeks is None else weeks > 0,
        breastfeeding=facts.get("breastfeeding"),
    )


def _surely(text: str, case: Case) -> bool:
    return compiled(text).value(case) is True


def _stronger(one: str | None, other: str | None) -> str | None:
    ranks = [STRENGTHS.index(each) for each in (one, other) if each is not None]
    return STRENGTHS[max(ranks)] if ranks else None


def _stress(case: Case, *, others: list[PlausibleCause]) -> PlausibleCause | None:
    level = case.facts.get("stress_0_10")
    strength = None if level is None else strengths_of("stress_0_10").strength(level)
    why = [] if strength is None else [f"stress {level:g} of 10"]
    if strength == STRONG and (
        any(each.strength != WEAK for each in others) or _surely(_CHANGED_MEDICINE, case)
    ):
        strength = MODERATE
    if _surely(_FEAR_OR_PANIC, case):
        strength = _stronger(strength, MODERATE)
        fast = case.facts.get("fast_breathing_spell") is True
        why.append("a spell of fast breathing just before" if fast else "worry on most days")
    return None if strength is None else PlausibleCause("stress", strength, ", ".join(why))


def _exertion(case: Case) -> PlausibleCause | None:
    load, load_why = _work_load(case)
    task, task_why = _repeated_task(case)
    strength = _stronger(load, task)
    if strength is None:
        return None
    return PlausibleCause("exertion", strength, task_why if strength != load else load_why)


def _work_load(case: Case) -> tuple[str | None, str]:
    facts = case.facts
    load = facts.get("exertion_load_24h_au")
    same = any(
        in_same_region(twitching, worked)
        for twitching in facts.get("twitch_sites", ())
        for worked in facts.get("exertion_sites", ())
    )
    hard = load is not None and (
        strengths_of("exertion_load_24h_au").strength(load) is not None
        or (case.own_load_au is not None and load > case.own_load_au)
    )
    if hard and same:
        return STRONG, "hard work within 3 days, in the part that twitches"
    if same:
        return MODERATE, "unusual work within 3 days in the part that twitches"
    return (MODERATE, "hard work within 3 days") if hard else (None, "")


def _repeated_task(case: Case) -> tuple[str | None, str]:
    facts = case.facts
    hours, task = facts.get("repetitive_task_day_h"), facts.get("repetitive_task")
    if hours is None or task == "none":
        return None, ""
    if strengths_of("repetitive_task_day_h").strength(hours) is None:
        return None, ""
    with_hands = any(region(site) in {"arm", "widespread"} for site in facts.get("twitch_sites", ()))
    if task in _HAND_TASKS and with_hands:
        return STRONG, f"{hours:g} hours a day of one repeated movement, in the part that twitches"
    return MODERATE, f"{hours:g} hours a day of one repeated movement"


def _sleep(case: Case) -> PlausibleCause | None:
    slept_h = case.facts.get("sleep_mean_7d_h")
    if slept_h is None:
        return None
    least_h = _least_sleep_h(case.facts.get("age_years"))
    strength = strengths_of("sleep_mean_7d_h").strength(slept_h - least_h + _ADULT_SLEEP_H)
    if strength is None:
        return None
    return PlausibleCause(
        "sleep", strength, f"{slept_h:g} h of sleep a night; {least_h} h or more is advised"
    )


def _least_sleep_h(age_years: float | None) -> int:
    if age_years is None or age_years >= ADULT_YEARS:
        return _ADULT_SLEEP_H
    return next(least_h for from_age, least_h in _SLEEP_H_FROM_AGE if age_years >= from_age)


def _caffeine(case: Case) -> PlausibleCause | None:
    facts = case.facts
    amount_mg = facts.get("caffeine_24h_mg")
    if amount_mg is None:
        return None
    row = strengths_of("caffeine_24h_mg")
    strength = row.strength(amount_mg)
    body = body_of(facts)
    in_pregnancy = row.cuts[MODERATE].otherwise
    if (body.pregnant or body.breastfeeding) and in_pregnancy is not None and in_pregnancy.holds(amount_mg):
        strength = _stronger(strength, MODERATE)
    if body.age_years is not None and body.age_years < ADULT_YEARS and amount_mg >= CHILD_CAFFEINE_MG:
        strength = _stronger(strength, MODERATE)
    if strength is None:
        return None
    return PlausibleCause("caffeine", strength, f"{amount_mg:g} mg of caffeine in the last 24 hours")


def adequate_water_l(body: Physiology) -> float | None:
    """Gives the adequate total water of a day in litres; None under one year.

    Without a sex it is the lower amount, without an age that of adults, so that nobody is called low only
    because something was not told.

    Args:
        body: What is known of the body.

    Reference:
        EFSA (2010), DOI 10.2903/j.efsa.2010.1459; the amount at one year is from memory.
    """
    age = ADULT_YEARS if body.age_years is None else body.age_years
    for from_age, female_l, male_l in _WATER_L_FROM_AGE:
        if age >= from_age:
            more = _WATER_L_MORE["pregnant"] if body.pregnant else 0.0
            more = _WATER_L_MORE["breastfeeding"] if body.breastfeeding and not body.pregnant else more
            return (male_l if body.sex == "male" else female_l) + more
    return None


def _water(case: Case) -> PlausibleCause | None:
    drunk_l = case.facts.get("water_24h_l")
    adequate_l = adequate_water_l(body_of(case.facts))
    strength = None
    why = "water lost through heat, illness or laxatives"
    if drunk_l is not None and adequate_l is not None:
        strength = strengths_of("water_24h_l").strength(drunk_l / adequate_l)
        if strength == STRONG and not _surely(_DRYING, case):
            strength = MODERATE
        if strength is not None:
            why = f"{drunk_l:g} l in the last 24 hours"
    if _surely(_WATER_LOSSES, case):
        strength = _stronger(strength, WEAK)
    return None if strength is None else PlausibleCause("water", strength, why)


def low_minerals(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Gives the minerals of which the log is far under the reference; a statement about the log only.

    Args:
        facts: The facts of a person.
    """
    if not any(f"{mineral}_24h_mg" in facts for mineral in MINERALS):
        return ()
    amounts = reference(body_of(facts))
    cut = strengths_of("magnesium_24h_mg").cuts[WEAK]
    return tuple(
        mineral
        for mineral in MINERALS
        if (eaten := facts.get(f"{mineral}_24h_mg")) is not None
        and cut.holds(eaten / getattr(amounts, f"{mineral}_mg"))
    )


def _diet(case: Case) -> PlausibleCause | None:
    low = low_minerals(case.facts)
    if low:
        named = " and ".join((", ".join(low[:-1]), low[-1])) if len(low) > 1 else low[0]
        why = f"log under the reference for {named}; says nothing about the blood"
        return PlausibleCause("diet", MODERATE if len(low) > 1 else WEAK, why)
    if _surely(_DIET_LOSSES, case):
        return PlausibleCause(
            "diet", WEAK, "salts lost or little eaten of late; says nothing about the blood"
        )
    return None
