"""Whether a cause is weak, moderate or strong, read from the contract's table of cuts alone.

Good for what rules ask of it: whether any cause is at least moderate. Water and minerals are for adults.
"""

from collections.abc import Mapping
from typing import Any

from tests.cases.names import classes_of

# EFSA total water l a day; NASEM magnesium, potassium, calcium mg a day, by sex and age from 31.
WATER_L = {"male": 2.5, "female": 2.0}


def sleep_reference_h(age: float) -> float:
    """AASM: the least hours recommended."""
    return next(
        hours for until, hours in ((1, 12), (3, 11), (6, 10), (13, 9), (18, 8), (200, 7)) if age < until
    )


def strengths_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """Gives the strength by cause; what is not known names nothing."""
    found = {
        "exertion": _exertion(facts),
        "sleep": _sleep(facts),
        "caffeine": _caffeine(facts),
        "water": _water(facts),
        "diet": _diet(facts),
    }
    found["stress"] = _stress(facts, is_else=any(each in {"moderate", "strong"} for each in found.values()))
    return {cause: strength for cause, strength in found.items() if strength}


def _stress(facts: Mapping[str, Any], *, is_else: bool) -> str | None:
    level = facts.get("stress_0_10", 0)
    if level >= 8 and not is_else:
        return "strong"
    if level >= 6 or facts.get("fears_serious_illness") or facts.get("fast_breathing_spell"):
        return "moderate"
    return "weak" if level >= 4 else None


def _exertion(facts: Mapping[str, Any]) -> str | None:
    worked, twitching = facts.get("exertion_sites", []), facts.get("twitch_sites", [])
    is_everywhere = bool(worked and twitching) and "widespread" in {*worked, *twitching}
    is_same = is_everywhere or bool(set(worked) & set(twitching))
    is_hard = facts.get("exertion_load_24h_au", 0) >= 400
    if is_hard and is_same:
        return "strong"
    is_repeated = facts.get("repetitive_task") != "none" and facts.get("repetitive_task_day_h", 0) >= 4
    if is_hard or is_same or is_repeated:
        return "moderate"
    return None


def _sleep(facts: Mapping[str, Any]) -> str | None:
    hours, age = facts.get("sleep_mean_7d_h"), facts.get("age_years", 30)
    if hours is None:
        return None
    short = sleep_reference_h(age) - hours
    return "strong" if short > 2 else "moderate" if short > 1 else "weak" if short > 0 else None


def _caffeine(facts: Mapping[str, Any]) -> str | None:
    amount, age = facts.get("caffeine_24h_mg", 0), facts.get("age_years", 30)
    is_for_two = facts.get("pregnancy_weeks", 0) >= 1 or facts.get("breastfeeding", False)
    if amount > 600:
        return "strong"
    if amount > (200 if is_for_two else 400) or (age < 18 and amount >= 100):
        return "moderate"
    return "weak" if amount >= 300 else None


def _losses(facts: Mapping[str, Any]) -> bool:
    laxative = any("laxative" in (classes_of(each["name"]) or ()) for each in facts.get("medicines", []))
    return laxative or bool(facts.get("vomiting") and facts.get("diarrhoea"))


def _water(facts: Mapping[str, Any]) -> str | None:
    is_dry = (
        facts.get("heat_exposure")
        or facts.get("sweats_heavily")
        or facts.get("urine_colour") == "dark_yellow"
    )
    if "water_24h_l" in facts and facts.get("sex") in WATER_L:
        share = facts["water_24h_l"] / _water_reference_l(facts)
        if share <= 0.75:
            return "strong" if share < 0.5 and is_dry else "moderate" if share < 0.65 else "weak"
    return "weak" if facts.get("heat_exposure") or _losses(facts) else None


def _water_reference_l(facts: Mapping[str, Any]) -> float:
    if facts.get("breastfeeding"):
        return 2.7
    if facts.get("pregnancy_weeks", 0) >= 1:
        return 2.3
    return WATER_L[facts["sex"]]


def _diet(facts: Mapping[str, Any]) -> str | None:
    low = sum(
        facts.get(f"{mineral}_24h_mg", 1e9) < 0.6 * amount for mineral, amount in _minerals(facts).items()
    )
    if low >= 2:
        return "moderate"
    restricted = "eating_disorder" in facts.get("conditions", [])
    return "weak" if low or _losses(facts) or restricted else None


def _minerals(facts: Mapping[str, Any]) -> dict[str, float]:
    """NASEM for men and women from 31 to 50."""
    if facts.get("sex") == "male":
        return {"magnesium": 420, "potassium": 3400, "calcium": 1000}
    return {"magnesium": 320, "potassium": 2600, "calcium": 1000}
