"""Cases for the tests of check: a calm person, one picture for every rule, and random facts."""

import random
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from untwitch.knowledge.check_fact import CheckFact, check_facts, event_choices

MEDICINES = (
    "Priadel 400 mg", "sertraline", "Ramipril 5 mg", "furosemide", "Lantus", "atorvastatin", "diazepam",
    "salbutamol inhaler", "paracetamol", "senna", "omeprazole", "levothyroxine", "sertralin", "frobnicate",
)  # fmt: skip

SITES = (
    "calf_left", "calf_right", "eyelid_left", "eyelid_upper_right", "tongue", "back_lower", "widespread",
    "hand_left",
)  # fmt: skip


def calm(**changes: Any) -> dict[str, Any]:
    """Gives somebody with an ordinary twitch who answered everything; None leaves a fact out."""
    facts: dict[str, Any] = {}
    for name, fact in check_facts().items():
        if fact.kind == "yes_or_no":
            facts[name] = False
        elif fact.kind in {"choices", "sites", "medicines", "events"}:
            facts[name] = []
        elif fact.kind == "choice" and "none" in fact.choices:
            facts[name] = "none"
    facts |= {
        "asked_for": "self", "age_years": 40, "sex": "male", "movement_kind": "flicker",
        "twitch_sites": ["calf_left"], "twitch_since_days": 3, "twitch_trend": "unchanged",
        "twitch_pattern": "intermittent", "pain_severity_0_10": 0, "heartbeat": "usual", "pupils": "normal",
        "urine_colour": "pale_yellow", "unplanned_weight_loss_kg": 0,
    }  # fmt: skip
    facts |= changes
    return {name: value for name, value in facts.items() if value is not None}


def taking(name: str, **days: float) -> list[dict[str, Any]]:
    """Gives a list with one medicine that was started long ago."""
    return [{"name": name, "started_days_ago": 2000, **days}]


def after(event: str, days_ago: float) -> list[dict[str, Any]]:
    """Gives a list with one event."""
    return [{"event": event, "days_ago": days_ago}]


EXAMINED = {"nerve_exam_result": "normal", "nerve_exam_days_ago": 30}
FAILS = {"weakness": "cannot_do_things", "weakness_worsening": False, "weakness_both_sides": False}
FEELS = {"weakness": "feels_weak", "weakness_worsening": False, "weakness_both_sides": False}
LATE = {"weakness_onset": "over_4_weeks"}

PICTURES: Mapping[str, dict[str, Any]] = {
    "E01": {"face_droop": "sudden"},
    "E02": {"breathless_rest_or_lying_flat": True, "swallowing_trouble": True},
    "E03": {
        "weakness": "cannot_do_things",
        "weakness_both_sides": True,
        "weakness_worsening": True,
        "weakness_onset": "days_to_4_weeks",
    },
    "E04": {"saddle_numbness": True},
    "E05": {"urine_colour": "brown_or_cola", "muscle_swollen_or_hard": True},
    "E06": {"fit_or_blank_spell": "first_ever_within_24h"},
    "E07": {"confused_now": True},
    "E08": {"fainted": True},
    "E09": {"hand_spasm": True, "recent_events": after("neck_surgery", 10)},
    "E10": {"medicines": taking("sertraline"), "fever": True, "sweats_heavily": True},
    "E11": {"recent_events": after("pesticide_or_toxin", 1), "drooling": True},
    "E12": {"sex": "female", "age_years": 30, "pregnancy_weeks": 30, "severe_headache": True},
    "E13": {"heat_exposure": True, "body_temperature_c": 40.5},
    "E14": {"jaw_stiff_or_body_spasms": True, "recent_events": after("wound", 9)},
    "E15": {"medicines": taking("lithium"), "vomiting": True},
    "E16": {"medicines": taking("insulin"), "blood_glucose_mmol_l": 3},
    "E17": {"suicidal_thoughts": "plan_or_intent"},
    "E18": {"age_years": 10, "unsteady": "sudden_within_hours"},
    "E19": {"age_years": 0.5, "floppy_baby": "new_within_days"},
    "E20": {**FAILS, "conditions": ["kidney_disease"], "weakness_onset": "hours_to_days"},
    "U01": {"drops_or_fumbles_things": True},
    "U02": {"muscle_thinning": True},
    "U03": {"swallowing_trouble": True},
    "U04": {**FAILS, "weakness_onset": "hours_to_days"},
    "U05": {"eyelid_droop": True},
    "U06": {"movement_kind": "continuous_rippling", "muscle_stiffness": True},
    "U07": {"fit_or_blank_spell": "earlier_not_yet_assessed"},
    "U08": {"very_little_urine": True},
    "U09": {
        **FEELS,
        **LATE,
        "medicines": taking("atorvastatin"),
        "pain_severity_0_10": 3,
        "pain_kind": "other",
    },
    "U10": {"unplanned_weight_loss_kg": 4, "heat_intolerance": True, "heartbeat": "fast_regular"},
    "U11": {"age_years": 0.5, "floppy_baby": "for_weeks"},
    "U12": {**FEELS, **LATE, "pain_shoots_down_limb": "arm", "numb_or_tingling_sites": ["hand_left"]},
    "U13": {"one_calf_swollen_hot": True},
    "U14": {"conditions": ["multiple_sclerosis"], "fever": True},
    "U15": {"urine_colour": "red"},
    "U16": {"alcohol_daily": True, "alcohol_stopped_ago_h": 48, "shaking": True},
    "R01": {"twitch_since_days": 20},
    "R02": {"twitch_sites": ["calf_left", "eyelid_right"]},
    "R03": {**FEELS, **LATE},
    "R04": {"medicines": [{"name": "amlodipine", "started_days_ago": 20}]},
    "R05": {"movement_kind": "both_eyes_forced_closure"},
    "R06": {"movement_kind": "rhythmic_shaking"},
    "R07": {"family_motor_neurone_disease": True},
    "R08": {"age_years": 60, "twitch_since_days": 20},
    "R09": {"fears_serious_illness": True},
    "R10": {"fainted": None},
    "R11": {"pain_severity_0_10": 3, "pain_kind": "deep_or_constant"},
    "R12": {"twitch_trend": "worsening"},
    "R13": {"movement_kind": "continuous_rippling"},
    "R14": {"twitch_pattern": "nearly_continuous"},
    "R15": {"heartbeat": "skips_sometimes"},
    "R16": {"chest_pain_or_tightness": "long_known_assessed"},
    "R17": {"nerve_exam_result": "abnormal"},
    "R18": {**EXAMINED, "twitch_sites": ["eyelid_left"], "twitch_since_days": 100},
    "R19": {"movement_kind": "stiff_limb_spasm", "conditions": ["cerebral_palsy"]},
    "S01": {},
    "S02": {"age_years": 10, "movement_kind": "suppressible_urge_movement"},
    "S03": {"twitch_sites": ["eyelid_left"]},
    "S04": {**EXAMINED, "twitch_since_days": 100},
    "S05": {"movement_kind": "jerk_at_sleep_onset"},
    "S06": {"movement_kind": "sustained_painful_tightening", "movement_eased_by": ["stretching"]},
    "S07": {
        "movement_kind": "continuous_rippling",
        "fast_breathing_spell": True,
        "all_settled_now": True,
        "conditions": ["panic_disorder_assessed"],
    },
    "S08": {**EXAMINED, "fears_serious_illness": True},
}
NEVER_ALONE = {
    "U04": ["U01", "U04"],
    "R08": ["R01", "R08"],
    "S03": ["S01", "S03"],
    "S08": ["S01", "S04", "S08"],
}
"""Pictures that always hold together with another rule of their level; S04 with S01 while it is short."""


def drawn_value(fact: CheckFact, chance: random.Random) -> Any:
    """Gives a believable value of a fact by chance."""
    few = chance.choice((0, 0, 1, 2, 3))
    if fact.kind in {"yes_or_no", "text"}:
        return "words" if fact.kind == "text" else chance.random() < 0.3
    if fact.kind in {"choice", "choices"}:
        choices = list(fact.choices)
        return chance.choice(choices) if fact.kind == "choice" else chance.sample(choices, few)
    if fact.kind == "number":
        low, high = fact.minimum or 0, fact.maximum or 0
        near = round(chance.uniform(low, min(high, low + 40)), 1)
        return chance.choice((low, high, near, chance.uniform(low, high)))
    if fact.kind == "sites":
        return chance.sample(SITES, few)
    return [(_drawn_medicine if fact.kind == "medicines" else _drawn_event)(chance) for _ in range(few)]


def _drawn_medicine(chance: random.Random) -> dict[str, Any]:
    days = ("started_days_ago", "dose_raised_days_ago", "stopped_days_ago")
    dated = {day: chance.randint(0, 90) for day in days if chance.random() < 0.4}
    return {"name": chance.choice(MEDICINES), **dated}


def _drawn_event(chance: random.Random) -> dict[str, Any]:
    dated = {"days_ago": chance.randint(0, 80)} if chance.random() < 0.7 else {}
    return {"event": chance.choice(sorted(event_choices())), **dated}


def drawn_facts(chance: random.Random) -> dict[str, Any]:
    """Gives facts by chance: mostly unknown, mostly told, or a calm person with some answers otherwise."""
    told = chance.choice((0.05, 0.3, 0.7, 0.95, 1.0))
    facts = calm() if chance.random() < 0.5 else {}
    told = 0.05 if facts and told > 0.3 else told
    for name, fact in check_facts().items():
        if chance.random() < told:
            facts[name] = drawn_value(fact, chance)
        elif chance.random() < 0.01:
            facts.pop(name, None)
    return facts


def random_facts() -> st.SearchStrategy[dict[str, Any]]:
    """Gives facts of which any may be missing."""
    return st.integers(0, 2**32).map(lambda seed: drawn_facts(random.Random(seed)))


def changed_calm() -> st.SearchStrategy[dict[str, Any]]:
    """Gives a calm person with up to six answers that are otherwise or missing."""

    def changed(seed: int) -> dict[str, Any]:
        chance = random.Random(seed)
        names = chance.sample(sorted(check_facts()), chance.randint(0, 6))
        missing = {name for name in names if chance.random() < 0.4}
        return calm(
            **{name: None if name in missing else drawn_value(check_facts()[name], chance) for name in names}
        )

    return st.integers(0, 2**32).map(changed)


def known_facts() -> st.SearchStrategy[dict[str, Any]]:
    """Gives facts of which none is missing, and whose medicines are all known, with all their days."""

    def known(seed: int) -> dict[str, Any]:
        chance = random.Random(seed)
        facts = {name: drawn_value(fact, chance) for name, fact in check_facts().items()}
        facts["medicines"] = [
            {
                "name": chance.choice(MEDICINES[:-1]),
                "started_days_ago": chance.randint(0, 400),
                "dose_raised_days_ago": chance.choice((0, 20, 60, 90)),
                **({"stopped_days_ago": chance.choice((0, 7, 8, 14, 15))} if chance.random() < 0.5 else {}),
            }
            for _ in range(chance.choice((0, 1, 2)))
        ]
        return facts

    return st.integers(0, 2**32).map(known)
