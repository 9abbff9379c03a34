"""Each limit of the table of advice, with its condition true and unknown: the action must not be advised.

The facts tempt: little sleep, little water, few minerals, a cramp, so that the action would lie near.
"""

from typing import Any, Final

from cases.written.building import PREGNANT, SORE, WOMAN, Label, case

POOR_DIET: Final[dict[str, Any]] = {"magnesium_24h_mg": 120, "potassium_24h_mg": 1200, "calcium_24h_mg": 300}
DRY: Final[dict[str, Any]] = {"water_24h_l": 1.0}
TENSE: Final[dict[str, Any]] = {"stress_0_10": 7}
CRAMP: Final[dict[str, Any]] = {
    "movement_kind": "sustained_painful_tightening",
    "movement_eased_by": ["stretching"],
}
TABLETS = "magnesium_supplement calcium_supplement any_new_supplement"
HANDS_OFF = "gentle_massage firm_massage gentle_walk exercise_more stretch"
CALCIUM_TOO = "magnesium_supplement calcium_supplement any_new_supplement eat_potassium_rich_food"
RAMIPRIL = [{"name": "ramipril", "started_days_ago": 700}]

ALWAYS = (
    "stop_prescribed_medicine", "potassium_supplement", "potassium_salt_substitute",
    "fast_breathing_exercise", "breathe_into_bag", "stop_caffeine_abruptly", "reassure_certainly_harmless",
    "name_motor_neurone_disease_as_likely", "take_leftover_medicine",
)  # fmt: skip

TRUE = (
    case("LI-kidney", "Mild kidney disease, poor food, a twitching calf.", "S01", Label(must_not=CALCIUM_TOO),
         conditions=["kidney_disease"], **POOR_DIET),
    case("LI-kidney-4", "On dialysis, poor food, little to drink.", "S01",
         Label(must_not=f"{CALCIUM_TOO} drink_more"),
         conditions=["kidney_disease_stage_4_or_5"], **POOR_DIET, **DRY),
    case("LI-myasthenia", "Myasthenia, well set, little magnesium in the log.", "S01",
         Label(must_not="magnesium_supplement"),
         conditions=["myasthenia"], **POOR_DIET),
    case("LI-eating", "An eating disorder, little food.", "S01",
         Label(must_not="magnesium_supplement log_food"),
         conditions=["eating_disorder"], **POOR_DIET),
    case("LI-stones", "Kidney stones, little calcium in the log.", "S01",
         Label(must_not="calcium_supplement"),
         conditions=["kidney_stones_or_high_calcium"], **POOR_DIET),
    case("LI-parathyroid", "Low parathyroid, known and treated.", "S01", Label(must_not="calcium_supplement"),
         conditions=["low_parathyroid"], **POOR_DIET),
    case("LI-pregnant", "28 weeks pregnant, poor food, tense.", "S01",
         Label(must_not=f"{TABLETS} breath_holding_exercise"),
         **{**PREGNANT, **POOR_DIET, **TENSE}),
    case("LI-breastfeeding", "Breastfeeding, poor food.", "S01",
         Label(must_not="magnesium_supplement any_new_supplement"),
         **{**WOMAN, "breastfeeding": True, **POOR_DIET}),
    case("LI-17", "A boy of 17, poor food.", "S01", Label(must_not=TABLETS), age_years=17, **POOR_DIET),
    case("LI-cramp", "A night cramp that stretching frees; hands off magnesium tablets.", "S06",
         Label(must_not="magnesium_supplement"), **CRAMP, **POOR_DIET),
    case("LI-brown", "Brown urine after lifting, nothing hurts.", "U15",
         Label(must_not=f"{HANDS_OFF} magnesium_supplement wait_and_see reassure_usually_harmless"),
         urine_colour="brown_or_cola", exertion_load_24h_au=900, exertion_sites=["calf_left"]),
    case("LI-swollen", "The calf is hard and swollen; not hot, urine clear.", "S01",
         Label(must_not=HANDS_OFF),
         muscle_swollen_or_hard=True, exertion_load_24h_au=900, exertion_sites=["calf_left"]),
    case("LI-calf", "One hot swollen calf.", "U13",
         Label(must_not=f"{HANDS_OFF} wait_and_see reassure_usually_harmless"),
         one_calf_swollen_hot=True, **SORE),
    case("LI-heart-failure", "Heart failure, little to drink.", "S01", Label(must_not="drink_more"),
         conditions=["heart_failure"], **DRY),
    case("LI-potassium", "Ramipril for years, poor food.", "S01", Label(must_not="eat_potassium_rich_food"),
         medicines=RAMIPRIL, **POOR_DIET),
    case("LI-heat", "Working in the heat, little to drink.", "S01", Label(must_not="drink_plain_water_only"),
         heat_exposure=True, **DRY),
    case("LI-vomiting", "Vomited twice, drinks stay down.", "S01", Label(must_not="drink_plain_water_only"),
         vomiting=True, **DRY),
    case("LI-diarrhoea", "Diarrhoea since yesterday.", "S01", Label(must_not="drink_plain_water_only"),
         diarrhoea=True, **DRY),
    case("LI-heart-breath", "A heart condition, tense.", "S01", Label(must_not="breath_holding_exercise"),
         conditions=["heart_disease"], **TENSE),
    case("LI-lung-breath", "Asthma, tense.", "S01", Label(must_not="breath_holding_exercise"),
         conditions=["lung_disease"], **TENSE),
    case("LI-epilepsy-breath", "Epilepsy, tense.", "S01", Label(must_not="breath_holding_exercise"),
         conditions=["epilepsy"], **TENSE),
    case("LI-alcohol", "Wine every evening, a jumping calf.", "S01", Label(must_not="stop_alcohol_abruptly"),
         alcohol_daily=True, alcohol_week_units=40),
    case("LI-urgent", "I drop cups; tense and tired too.", "U01",
         Label(must_not="reassure_usually_harmless wait_and_see"), drops_or_fumbles_things=True, **TENSE,
         sleep_mean_7d_h=5),
    case("LI-emergency", "A sudden droop of the face; tense and tired too.", "E01",
         Label(must_not="reassure_usually_harmless wait_and_see"), face_droop="sudden", **TENSE,
         sleep_mean_7d_h=5),
    case("LI-50-growing", "At 52 it spreads.", "R12",
         Label(must_not="reassure_usually_harmless repeated_urgent_referral"),
         age_years=52, twitch_trend="worsening"),
    case("LI-routine", "More than two weeks.", "R01",
         Label(must_not="repeated_urgent_referral call_ambulance "
         "go_to_emergency_department"), twitch_since_days=20),
    case("LI-self-care", "An ordinary flicker.", "S01",
         Label(must_not="repeated_urgent_referral call_ambulance "
         "go_to_emergency_department")),
    case("LI-worry", "Worried, examined last month, normal.", "S04 S08", Label(must_not="book_appointment"),
         fears_serious_illness=True, nerve_exam_result="normal", nerve_exam_days_ago=30,
         twitch_since_days=60),
    *(
        case(f"LI-never-{action}",
             "Tense, tired, much coffee, little water, poor food, medicines, an ordinary flicker.", "S01",
             Label(must_not=action), **TENSE, **POOR_DIET, **DRY, sleep_mean_7d_h=4.5, caffeine_24h_mg=700,
             medicines=RAMIPRIL)
        for action in ALWAYS
    ),
)  # fmt: skip

UNKNOWN = (
    case("LI-conditions-unknown", "Conditions skipped; poor food, little to drink, tense.", "S01",
         Label(unknown="conditions", must_not=f"{CALCIUM_TOO} drink_more breath_holding_exercise log_food"),
         **POOR_DIET, **DRY, **TENSE),
    case("LI-pregnancy-unknown", "A woman; pregnancy skipped; poor food, tense.", "S01",
         Label(unknown="pregnancy_weeks", must_not=f"{TABLETS} breath_holding_exercise"), **{**WOMAN,
         **POOR_DIET, **TENSE}),
    case("LI-breastfeeding-unknown", "A woman; breastfeeding skipped; poor food.", "S01",
         Label(unknown="breastfeeding", must_not="magnesium_supplement any_new_supplement"), **{**WOMAN,
         **POOR_DIET}),
    case("LI-age-unknown", "Age skipped; poor food.", "R10",
         Label(unknown="age_years", ask="age_years floppy_baby", must_not=TABLETS), **POOR_DIET),
    case("LI-medicines-unknown", "Medicines skipped; poor food.", "R10",
         Label(unknown="medicines", ask="medicines blood_glucose_mmol_l", must_not="eat_potassium_rich_food"),
         **POOR_DIET),
    case("LI-urine-unknown", "The colour of the urine skipped; hard work.", "R10",
         Label(unknown="urine_colour",
         must_not=f"{HANDS_OFF} magnesium_supplement"), exertion_load_24h_au=900,
         exertion_sites=["calf_left"]),
    case("LI-swollen-unknown", "Whether the calf is hard was skipped; hard work.", "S01",
         Label(unknown="muscle_swollen_or_hard", must_not=HANDS_OFF), exertion_load_24h_au=900,
         exertion_sites=["calf_left"]),
    case("LI-calf-unknown", "Whether one calf is hot was skipped; hard work.", "R10",
         Label(unknown="one_calf_swollen_hot", must_not=HANDS_OFF), exertion_load_24h_au=900,
         exertion_sites=["calf_left"]),
    case("LI-alcohol-unknown", "Daily alcohol skipped.", "S01", Label(unknown="alcohol_daily",
         must_not="stop_alcohol_abruptly")),
    case("LI-heat-unknown", "Heat skipped; little to drink.", "S01",
         Label(unknown="heat_exposure", must_not="drink_plain_water_only"), **DRY),
    case("LI-vomiting-unknown", "Vomiting skipped; little to drink.", "S01",
         Label(unknown="vomiting", must_not="drink_plain_water_only"), **DRY),
    case("LI-diarrhoea-unknown", "Diarrhoea skipped; little to drink.", "S01",
         Label(unknown="diarrhoea", must_not="drink_plain_water_only"), **DRY),
    case("LI-kind-unknown", "What kind of movement was skipped.", "R13",
         Label(unknown="movement_kind", must_not="magnesium_supplement"), **POOR_DIET),
    case("LI-trend-unknown-50", "At 52; whether it spreads was skipped.", "R10",
         Label(unknown="twitch_trend", ask="twitch_trend", must_not="reassure_usually_harmless"),
         age_years=52),
    case("LI-name-unknown", "A tablet with a name nobody knows; poor food.", "R10",
         Label(ask="medicines blood_glucose_mmol_l", must_not="eat_potassium_rich_food"),
         medicines=[{"name": "Zqxwolvartex", "started_days_ago": 900}], **POOR_DIET),
)  # fmt: skip

# With the condition surely false the advice may stand; nothing here demands it.
FALSE = (
    case(
        "LI-none",
        "No condition, no medicine, poor food.",
        "S01",
        Label(causes={"diet": "moderate"}),
        **POOR_DIET,
    ),
    case(
        "LI-not-failing",
        "High blood pressure, little to drink.",
        "S01",
        Label(),
        conditions=["high_blood_pressure"],
        **DRY,
    ),
)

GROUPS: Final[dict[str, Any]] = {"limits": (*TRUE, *UNKNOWN, *FALSE)}
