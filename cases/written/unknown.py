"""Each fact that decides an emergency taken away where it matters: asked again, never self-care."""

from typing import Any, Final

from cases.written.building import (
    BABY,
    CALM,
    CANNOT,
    CHILD,
    EXAMINED,
    FEELS_WEAK,
    PREGNANT,
    SORE,
    WOMAN,
    Case,
    Label,
    case,
)

SERTRALINE = [{"name": "sertraline", "started_days_ago": 900}]
LITHIUM = [{"name": "lithium", "started_days_ago": 900}]
POISON = [{"event": "pesticide_or_toxin", "days_ago": 1}]
NECK = [{"event": "neck_surgery", "days_ago": 12}]
FEVER: Final[dict[str, Any]] = {"medicines": SERTRALINE, "fever": True}


def skipped(
    fact: str, rules: str, *, also: str = "", so_far: str = "All else is answered.", **changes: object
) -> Case:
    """Gives a case whose fact was skipped and has to be asked again, with what its rule needs beside it."""
    ask = f"{fact} {also}".strip()
    story = f"{so_far} The question about {fact.replace('_', ' ')} was skipped."
    return case(f"UN-{fact}", story, rules, Label(unknown=fact, ask=ask), **changes)


# One fact, and the person is calm otherwise.
ALONE = tuple(
    skipped(fact, "R10")
    for fact in (
        "face_droop", "speech_slurred", "saddle_numbness", "fit_or_blank_spell", "confused_now",
        "very_drowsy_now",
        "hallucinations_now", "chest_pain_or_tightness", "fainted", "heartbeat", "suicidal_thoughts",
        "muscle_stiffness", "twitch_trend",
    )
)  # fmt: skip

IN_CONTEXT = (
    skipped("weakness", "R10", also="weakness_onset weakness_worsening weakness_both_sides"),
    skipped("weakness_onset", "R03 R10", so_far="The leg feels weak.", **FEELS_WEAK),
    skipped("weakness_worsening", "U01", so_far="For three weeks both hands have failed.",
            **{**CANNOT, "weakness_both_sides": True, "weakness_onset": "days_to_4_weeks"}),
    skipped("weakness_both_sides", "U01 U04", so_far="For days a hand fails more and more.",
            **{**CANNOT, "weakness_worsening": True, "weakness_onset": "hours_to_days"}),
    skipped("breathless_rest_or_lying_flat", "U03", so_far="I choke on drinks.", swallowing_trouble=True),
    skipped("swallowing_trouble", "U15", so_far="I am breathless lying flat.",
            breathless_rest_or_lying_flat=True),
    skipped("bladder_or_bowel_change", "R10 R11", so_far="My back hurts.", pain_severity_0_10=3,
            pain_kind="deep_or_constant", pain_sites=["back_lower"]),
    skipped("pain_shoots_down_limb", "U15", so_far="Passing water is hard; the calf is sore.", **SORE,
            bladder_or_bowel_change=True),
    skipped("pain_sites", "U15", so_far="Passing water is hard; somewhere it is sore.", **SORE,
            bladder_or_bowel_change=True),
    skipped("urine_colour", "R10", so_far="Sore after training.", **SORE),
    skipped("muscle_swollen_or_hard", "U15", so_far="Brown urine, no pain.", urine_colour="brown_or_cola"),
    skipped("pain_severity_0_10", "R10", also="pain_kind"),
    skipped("pain_kind", "R10 R11", so_far="It hurts a little.", **SORE),
    skipped("tingling_lips_or_both_hands", "R10", so_far="After a neck operation.", recent_events=NECK),
    skipped("hand_spasm", "R10", so_far="After a neck operation.", recent_events=NECK),
    skipped("recent_events", "U15", so_far="My jaw is stiff.", jaw_stiff_or_body_spasms=True),
    skipped("jaw_stiff_or_body_spasms", "R10", so_far="A wound nine days ago.",
            recent_events=[{"event": "wound", "days_ago": 9}]),
    skipped("fever", "R10", so_far="On sertraline I cannot keep still.", medicines=SERTRALINE, agitated=True),
    skipped("agitated", "R10", so_far="Fever on sertraline.", **FEVER),
    skipped("sweats_heavily", "R10", so_far="Fever on sertraline.", **FEVER),
    skipped("diarrhoea", "R10", so_far="Fever on sertraline.", **FEVER),
    skipped("shaking", "R10", so_far="Fever on sertraline.", **FEVER),
    skipped("vomiting", "R10", so_far="I take lithium.", medicines=LITHIUM),
    skipped("unsteady", "R10", so_far="I take lithium.", medicines=LITHIUM),
    skipped("medicines", "R10", also="blood_glucose_mmol_l"),
    skipped("blood_glucose_mmol_l", "R10", so_far="I inject insulin.",
            medicines=[{"name": "insulin glargine"}]),
    skipped("pupils", "R10", so_far="I sprayed pesticide yesterday.", recent_events=POISON),
    skipped("drooling", "R10", so_far="I sprayed pesticide yesterday.", recent_events=POISON),
    skipped("wheeze", "R10", so_far="I sprayed pesticide yesterday.", recent_events=POISON),
    skipped("sex", "R10", also="pregnancy_weeks", so_far="A new severe headache.", severe_headache=True),
    skipped("pregnancy_weeks", "R10", so_far="A woman of 34 with a new severe headache.", **{**WOMAN,
            "severe_headache": True}),
    *(
        skipped(fact, "R10", so_far="28 weeks pregnant.", **PREGNANT)
        for fact in ("severe_headache", "vision_disturbance", "face_or_hand_swelling", "pain_under_ribs")
    ),
    skipped("heat_exposure", "R10", so_far="40.5 on the thermometer.", fever=True, body_temperature_c=40.5),
    skipped("age_years", "R10", also="floppy_baby"),
    skipped("floppy_baby", "R10", so_far="A baby of six months.", **BABY),
    skipped("movement_kind", "R10", so_far="A child of nine.", **CHILD),
    skipped("twitch_since_days", "R06 R10", so_far="A child's twisting arms.",
            **{**CHILD, "movement_kind": "twisting_or_flowing"}),
    skipped("conditions", "U01", so_far="Over three weeks a hand fails.", **{**CANNOT,
            "weakness_onset": "days_to_4_weeks"}),
)  # fmt: skip

# Skipped, but the rule is false already: nothing is asked, and nothing rises.
NEEDLESS = (
    case("UN-man-not-asked", "A man; pregnancy was never asked.", "S01", severe_headache=True),
    case("UN-onset-not-asked", "No weakness; its onset was never asked.", "S01"),
    case("UN-events-not-needed", "No sign that an event could make worse.", "S01",
         Label(unknown="recent_events")),
    case("UN-conditions-not-needed", "Conditions skipped; no sign that they could make worse.", "S01",
         Label(unknown="conditions")),
    case("UN-poison-not-asked", "No poison: pupils, saliva and wheeze never asked.", "S01",
         Label(unknown="pupils drooling wheeze")),
    case("UN-heat-not-needed", "Heat skipped; head clear, no collapse, no fever.", "S01",
         Label(unknown="heat_exposure")),
    case("UN-pulse", "Nobody counted the pulse or took the temperature.", "S01"),
    case("UN-pregnancy-signs-not-asked", "A woman who is not pregnant: those signs were never asked.", "S01",
         Label(unknown="severe_headache vision_disturbance face_or_hand_swelling pain_under_ribs"), **WOMAN),
    case("UN-pain-kind-not-asked", "No pain, so its kind was never asked.", "S01"),
    case("UN-urgent-bladder", "Nowhere any pain; the question about bladder and bowel was skipped.", "R10",
         Label(unknown="bladder_or_bowel_change"), pain_sites=[]),
    case("UN-bladder-and-pain-place", "No pain; bladder and bowel skipped, and where it hurts never asked.",
         "R10",
         Label(unknown="bladder_or_bowel_change", ask="bladder_or_bowel_change pain_sites")),
    case("UN-sites", "Where it twitches was skipped; since two days.", "R10", Label(unknown="twitch_sites")),
)  # fmt: skip

# Only an urgent rule stands open: at least routine, and nothing of the list of emergencies to ask.
URGENT_OPEN = tuple(
    case(f"UN-urgent-{fact}", f"The question about {fact.replace('_', ' ')} was skipped.", "R10",
         Label(unknown=fact))
    for fact in (
        "drops_or_fumbles_things", "trips_or_foot_drags", "muscle_thinning", "swallowing_trouble",
        "eyelid_droop",
        "double_vision", "cannot_keep_fluids_down_24h", "very_little_urine", "one_calf_swollen_hot",
        "breathless_rest_or_lying_flat", "jaw_stiff_or_body_spasms", "hand_spasm",
        "urine_colour",
    )
)  # fmt: skip

SEVERAL = (
    case("UN-six", "Six questions skipped.", "R10", Label(
        unknown="fainted heartbeat confused_now face_droop suicidal_thoughts saddle_numbness",
        ask="fainted heartbeat confused_now face_droop suicidal_thoughts saddle_numbness")),
    case("UN-urgent-wins", "Dropping things; the heart and fainting skipped.", "U01",
         Label(unknown="heartbeat fainted", ask="heartbeat fainted"), drops_or_fumbles_things=True),
    case("UN-emergency-wins", "A dropped face; all other signs of danger skipped.", "E01",
         Label(unknown="fainted heartbeat confused_now"), face_droop="sudden"),
    case("UN-examined-does-not-help", "Examined, normal, unchanged; fainting skipped.", "R10",
         Label(unknown="fainted", ask="fainted"), **EXAMINED, twitch_since_days=60),
    case("UN-examined-trend", "Examined, normal; whether it grows was skipped. The flicker is 60 days old.",
         "R01 R10",
         Label(unknown="twitch_trend", ask="twitch_trend"), **EXAMINED, twitch_since_days=60),
    case("UN-skips-medicines", "The heart skips; medicines and conditions skipped.", "R10 R15",
         Label(unknown="medicines conditions", ask="medicines blood_glucose_mmol_l"),
         heartbeat="skips_sometimes"),
    Case(
        id="UN-nothing", story="A flicker; not one question was answered.",
        facts={"movement_kind": "flicker"},
        rules=("R10",), ask_again=None,
    ),
    Case(id="UN-empty", story="Nothing at all is known.", facts={}, rules=("R10",), is_only=False,
    ask_again=None),
    Case(
        id="UN-only-danger", story="All that was said: one side of the mouth dropped an hour ago.",
        facts={"face_droop": "sudden"}, rules=("E01",), ask_again=(),
    ),
    Case(
        id="UN-only-urgent", story="All that was said: the calf is thick and hot.",
        facts={"one_calf_swollen_hot": True}, rules=("U13",), ask_again=None,
    ),
    Case(
        id="UN-half", story="The movement was described, no sign was asked.", ask_again=None, rules=("R10",),
        facts={name: CALM[name] for name in ("age_years", "sex", "movement_kind", "twitch_sites",
        "twitch_since_days",
                                             "twitch_trend")},
    ),
)  # fmt: skip

GROUPS: Final[dict[str, Any]] = {"unknown": (*ALONE, *IN_CONTEXT, *NEEDLESS, *URGENT_OPEN, *SEVERAL)}
