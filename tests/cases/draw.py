"""Random facts: near the calm person, near a case of one rule, or anywhere; some mostly unknown."""

import random
from typing import Any

from cases.written import emergency, routine, urgent
from cases.written.building import CALM
from tests.cases.names import CLASSES, NOT_KNOWN
from tests.cases.oracle import schema

# At cuts of the rules and just beside them; each value stands for a range.
NUMBERS: dict[str, tuple[float, ...]] = {
    "age_years": (0.5, 0.99, 1, 5, 10.9, 11, 15.9, 16, 17.9, 18, 34, 49.9, 50, 80),
    "pregnancy_weeks": (0, 0, 0, 1, 19.9, 20, 38),
    "twitch_since_days": (0, 1, 2, 7, 8, 14, 15, 60, 90, 91, 400),
    "nerve_exam_days_ago": (0, 40, 180, 181, 900),
    "pulse_bpm": (38, 40, 41, 70, 129, 130, 170),
    "body_temperature_c": (36.8, 39.9, 40, 41),
    "blood_glucose_mmol_l": (2.9, 3.9, 4, 6, 12),
    "alcohol_stopped_ago_h": (1, 48, 120, 121),
    "unplanned_weight_loss_kg": (0, 2.9, 3, 9),
    "pain_severity_0_10": (0, 0, 0.5, 1, 4, 7.9, 8, 10),
    "stress_0_10": (0, 3, 4, 5, 6, 7, 8, 10),
    "sleep_mean_7d_h": (4, 5.5, 6.5, 7.5, 9, 13),
    "caffeine_24h_mg": (0, 50, 150, 250, 350, 500, 700),
    "exertion_load_24h_au": (0, 399, 400, 2000),
    "repetitive_task_day_h": (0, 3.9, 4, 8),
}
SITES = ("calf_left", "calf_right", "eyelid_left", "eyelid_upper_right", "tongue", "back_lower", "hand_left")
DAYS = (0, 3, 4, 42, 43, 60, 61, 80)


def drawn(chance: random.Random) -> dict[str, Any]:
    """Gives one person's facts."""
    style = chance.random()
    if style < 0.7:
        near = CALM if style < 0.15 else chance.choice(PICTURES)
        changed = {
            name: value(name, chance) for name in chance.sample(NAMES, chance.choice((0, 1, 2, 3, 5, 9)))
        }
        facts = {**{name: near[name] for name in near if name in NAMES}, **changed}
    else:
        facts = {name: value(name, chance) for name in NAMES}
    left_out = chance.choice((0, 0, 0.02, 0.1, 0.5))
    return {name: each for name, each in facts.items() if chance.random() >= left_out}


def value(name: str, chance: random.Random) -> Any:
    """Gives one value of a fact, mostly a harmless one where there is one."""
    fact = schema("check_facts")["properties"][name]
    if name in NUMBERS:
        return chance.choice(NUMBERS[name])
    if fact.get("type") == "boolean":
        return chance.random() < 0.15
    if "enum" in fact:
        calm = CALM.get(name)
        return calm if calm is not None and chance.random() < 0.6 else chance.choice(fact["enum"])
    if fact.get("type") == "number":
        return chance.choice((0, 1))
    if fact.get("type") == "string":
        return "an old scar"
    return _entries(name, fact, chance)


def _entries(name: str, fact: dict[str, Any], chance: random.Random) -> list[Any]:
    count = chance.choice((0, 0, 1, 1, 2, 3))
    if name == "medicines":
        return [_medicine(chance) for _ in range(count)]
    if name == "recent_events":
        events = schema("check_facts")["$defs"]["event"]["properties"]["event"]["enum"]
        return [
            {
                "event": chance.choice(events),
                **({"days_ago": chance.choice(DAYS)} if chance.random() < 0.8 else {}),
            }
            for _ in range(count)
        ]
    if name == "conditions":
        return chance.sample(fact["items"]["enum"], count)
    if "enum" in fact["items"]:
        return chance.sample(fact["items"]["enum"], min(count, 2))
    return chance.sample(SITES, count) if chance.random() < 0.95 else ["widespread"]


def _medicine(chance: random.Random) -> dict[str, Any]:
    names = tuple(CLASSES) if chance.random() < 0.93 else NOT_KNOWN
    times = {
        "started_days_ago": (1, 14, 62, 63, 900),
        "dose_raised_days_ago": (2, 20, 100),
        "stopped_days_ago": (0, 7, 8, 14, 15),
    }
    likely = {"started_days_ago": 0.8, "dose_raised_days_ago": 0.2, "stopped_days_ago": 0.2}
    return {
        "name": chance.choice(names),
        **{key: chance.choice(days) for key, days in times.items() if chance.random() < likely[key]},
    }


NAMES = tuple(
    name
    for name in schema("check_facts")["properties"]
    # Reference amounts of water and minerals differ by body in ways that the contract leaves to other tables.
    if name not in {"water_24h_l", "magnesium_24h_mg", "potassium_24h_mg", "calcium_24h_mg"}
)

PICTURES = tuple(
    each.facts
    for module in (emergency, urgent, routine)
    for group in module.GROUPS.values()
    for each in group
)
