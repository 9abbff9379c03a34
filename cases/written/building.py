"""What a case is made of: a calm person, what is different about them, and the rules that must decide.

A label is written as the ids of the rules that must be named. How urgent, how soon and whom to see follow
from these ids by the table of rules (soonest `within`, first `whom`), never from running a tool.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

CONTRACT: Final = Path(__file__).resolve().parents[1] / "contract"
URGENCY: Final = {"E": "emergency", "U": "urgent", "R": "routine", "S": "self_care"}
SOONEST_FIRST: Final = ("now", "today", "days", "two_weeks", "weeks", "none")
WHOM_FIRST: Final = (
    "ambulance_or_emergency_department", "doctor_same_day", "doctor", "pharmacist", "physiotherapist",
    "optometrist", "midwife", "talking_therapy", "nobody",
)  # fmt: skip
NOT_JUDGED: Final = "not judged"

# A man of 34 with a flicker in the left calf since two days, who answered every question with no.
CALM: Final[Mapping[str, Any]] = {
    "asked_for": "self", "age_years": 34, "sex": "male",
    "movement_kind": "flicker", "twitch_sites": ["calf_left"], "twitch_since_days": 2,
    "twitch_pattern": "intermittent", "twitch_trend": "unchanged", "all_settled_now": False,
    "stress_0_10": 2, "sleep_mean_7d_h": 7.5, "caffeine_24h_mg": 100, "water_24h_l": 2.4,
    "cramps": False, "shaking": False, "slow_movement": False, "heat_exposure": False, "alcohol_daily": False,
    "weakness": "none", "drops_or_fumbles_things": False, "trips_or_foot_drags": False,
    "muscle_thinning": False,
    "muscle_stiffness": False, "face_droop": "none", "speech_slurred": "none", "swallowing_trouble": False,
    "chewing_tires": False, "eyelid_droop": False, "double_vision": False, "pupils": "normal",
    "drooling": False,
    "jaw_stiff_or_body_spasms": False, "breathless_rest_or_lying_flat": False, "wheeze": False,
    "chest_pain_or_tightness": "none", "fainted": False, "heartbeat": "usual", "fit_or_blank_spell": "none",
    "confused_now": False, "very_drowsy_now": False, "hallucinations_now": False, "agitated": False,
    "unsteady": "none", "suicidal_thoughts": "none", "fears_serious_illness": False,
    "fast_breathing_spell": False, "pain_severity_0_10": 0, "pain_shoots_down_limb": "none",
    "numb_or_tingling_sites": [], "tingling_lips_or_both_hands": False, "hand_spasm": False,
    "saddle_numbness": False, "bladder_or_bowel_change": False, "muscle_swollen_or_hard": False,
    "one_calf_swollen_hot": False, "severe_headache": False, "vision_disturbance": False,
    "face_or_hand_swelling": False, "pain_under_ribs": False, "fever": False, "sweats_heavily": False,
    "vomiting": False, "diarrhoea": False, "cannot_keep_fluids_down_24h": False, "very_little_urine": False,
    "dizzy_on_standing": False, "urine_colour": "pale_yellow", "urine_burning": False,
    "unplanned_weight_loss_kg": 0, "heat_intolerance": False, "family_motor_neurone_disease": False,
    "medicines": [], "conditions": [], "recent_events": [],
}  # fmt: skip

SORE: Final[Mapping[str, Any]] = {
    "pain_severity_0_10": 3, "pain_kind": "training_soreness", "pain_sites": ["calf_left"],
}  # fmt: skip
# Weakness that names no rule of emergency by itself: over four weeks, not growing.
FEELS_WEAK: Final[Mapping[str, Any]] = {
    "weakness": "feels_weak", "weakness_onset": "over_4_weeks", "weakness_worsening": False,
    "weakness_both_sides": False, "weakness_sites": ["calf_left"], "weakness_gone_now": False,
}  # fmt: skip
CANNOT: Final[Mapping[str, Any]] = {**FEELS_WEAK, "weakness": "cannot_do_things"}
EXAMINED: Final[Mapping[str, Any]] = {"nerve_exam_result": "normal", "nerve_exam_days_ago": 40}
WOMAN: Final[Mapping[str, Any]] = {
    "sex": "female",
    "pregnancy_weeks": 0,
    "breastfeeding": False,
    "water_24h_l": 2.0,
}
PREGNANT: Final[Mapping[str, Any]] = {**WOMAN, "age_years": 30, "pregnancy_weeks": 28, "water_24h_l": 2.3}
CHILD: Final[Mapping[str, Any]] = {
    "asked_for": "my_child", "age_years": 9, "sleep_mean_7d_h": 10, "caffeine_24h_mg": 0, "water_24h_l": 2.6,
}  # fmt: skip
BABY: Final[Mapping[str, Any]] = {
    **CHILD, "age_years": 0.5, "sleep_mean_7d_h": 14, "floppy_baby": "none", "feeding_trouble": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case as written.

    Attributes:
        id: Short and unique.
        story: What the person would say.
        facts: Facts by name; left out = unknown.
        rules: The rules that must be named.
        is_only: Whether no other rule may be named.
        not_rules: Rules that must not be named.
        ask_again: What must be asked again, exactly; None = not judged.
        must_not: Actions that must not be advised, beside those that never may.
        causes: Strength by cause; None = must not be named.
        look_alike: What it resembles, None = nothing, `NOT_JUDGED`.
        decision_as: The case whose decision this one must have, for relations between cases.
    """

    id: str
    story: str
    facts: Mapping[str, Any]
    rules: tuple[str, ...]
    is_only: bool = True
    not_rules: tuple[str, ...] = ()
    ask_again: tuple[str, ...] | None = ()
    must_not: tuple[str, ...] = ()
    causes: Mapping[str, str | None] = field(default_factory=dict)
    look_alike: str | None = NOT_JUDGED
    decision_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What else must hold of a case, beside its rules; words of a text are ids.

    Attributes:
        unknown: Facts of the calm person that are left out.
        silent: Rules that must not be named.
        ask: What must be asked again, exactly.
        must_not: Actions that must not be advised.
        causes: Strength by cause; None = must not be named.
        look_alike: What it resembles.
        is_only: Whether no other rule may be named.
    """

    unknown: str = ""
    silent: str = ""
    ask: str = ""
    must_not: str = ""
    causes: Mapping[str, str | None] = field(default_factory=dict)
    look_alike: str | None = NOT_JUDGED
    is_only: bool = True


PLAIN: Final = Label()


def case(name: str, story: str, rules: str, label: Label = PLAIN, **changes: Any) -> Case:
    """Gives the calm person with changes.

    Args:
        name: Short and unique.
        story: What the person would say.
        rules: Ids of the rules that must be named, with spaces between.
        label: What else must hold.
        **changes: Facts that differ from the calm person's.
    """
    facts = {**CALM, **changes}
    for fact in label.unknown.split():
        facts.pop(fact, None)
    return Case(
        id=name,
        story=story,
        facts=facts,
        rules=tuple(rules.split()),
        is_only=label.is_only,
        not_rules=tuple(label.silent.split()),
        ask_again=tuple(label.ask.split()),
        must_not=tuple(label.must_not.split()),
        causes=label.causes,
        look_alike=label.look_alike,
    )


def table() -> dict[str, dict[str, str]]:
    """Gives the rows of the table of rules by id."""
    with (CONTRACT / "triage_rules.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def as_line(each: Case, group: str, rows: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Gives a case as it stands in cases.jsonl.

    Args:
        each: The case.
        group: Why it is there.
        rows: The rules by id.
    """
    within = min((rows[rule]["within"] for rule in each.rules), key=SOONEST_FIRST.index)
    whom = min((rows[rule]["whom"] for rule in each.rules), key=WHOM_FIRST.index)
    if whom == "pharmacist" and each.facts.get("pregnancy_weeks", 0) >= 1:
        whom = "midwife"
    expected: dict[str, Any] = {
        "urgency": _one(URGENCY[rule[0]] for rule in each.rules),
        "must_rules": list(each.rules),
        "must_not_rules": list(each.not_rules),
        "no_other_rules": each.is_only,
        "within": [within],
        "whom": [whom],
        "ask_again": None if each.ask_again is None else sorted(each.ask_again),
        "must_not_actions": sorted(each.must_not),
        "causes": dict(each.causes),
    }
    if each.look_alike != NOT_JUDGED:
        expected["look_alike"] = each.look_alike
    if each.decision_as is not None:
        expected["decision_as"] = each.decision_as
    return {
        "id": each.id,
        "group": group,
        "story": each.story,
        "facts": dict(each.facts),
        "expected": expected,
    }


def _one(levels: Iterable[str]) -> list[str]:
    """Gives the one level that all rules of a label share.

    Raises:
        ValueError: The rules are of several levels; only those of the highest are named in an answer.
    """
    found = sorted(set(levels))
    if len(found) != 1:
        message = f"rules of several levels in one label: {found}"
        raise ValueError(message)
    return found
