"""Nothing is advised that must not be; each step stands where its picture is, and nowhere else."""

from typing import Any

import pytest
from hypothesis import given, settings
from tests.check.cases import EXAMINED, PICTURES, after, calm, random_facts, taking

from untwitch.check.advice import MOST_LOOKED_UP, come_back, is_allowed, limits, to_avoid, to_do
from untwitch.check.case import Case, case_of
from untwitch.check.triage import triage
from untwitch.knowledge.action_text import advice
from untwitch.knowledge.advice_limit import advice_limits

PREGNANT = {"sex": "female", "age_years": 30, "pregnancy_weeks": 12, "breastfeeding": False}
CAUSES = {"stress_0_10": 7, "sleep_mean_7d_h": 5.5, "caffeine_24h_mg": 450, "water_24h_l": 1.5}


def decided(**changes: Any) -> Case:
    return triage(case_of(calm(**changes))).case


def do(**changes: Any) -> list[str]:
    return [each.id for each in to_do(decided(**changes), questions=0)]


def avoid(**changes: Any) -> list[str]:
    return [each.id for each in to_avoid(decided(**changes))]


@pytest.mark.parametrize(
    "limit", advice_limits(), ids=lambda limit: f"{limit.action}-{limit.never_when[:30]}"
)
def test_an_action_under_its_limit_or_with_the_limit_unknown_is_not_allowed(limit: Any) -> None:
    if limit.never_when == "always":
        assert not is_allowed(limit.action, decided())
        assert limits()[limit.action] == (None,)
        return
    assert not is_allowed(limit.action, case_of({})) or limit.action == "book_appointment"


@pytest.mark.parametrize(
    ("action", "changes"),
    [
        ("stop_alcohol_abruptly", {"alcohol_daily": True}),
        ("magnesium_supplement", {"conditions": ["kidney_disease"]}),
        ("magnesium_supplement", {"conditions": ["myasthenia"]}),
        ("magnesium_supplement", PREGNANT),
        ("magnesium_supplement", {"movement_kind": "sustained_painful_tightening"}),
        ("calcium_supplement", {"conditions": ["low_parathyroid"]}),
        ("any_new_supplement", {"age_years": 17}),
        ("eat_potassium_rich_food", {"medicines": taking("ramipril")}),
        ("eat_potassium_rich_food", {"conditions": ["kidney_disease_stage_4_or_5"]}),
        ("gentle_massage", {"one_calf_swollen_hot": True}),
        ("firm_massage", {"muscle_swollen_or_hard": True}),
        ("gentle_walk", {"urine_colour": "brown_or_cola"}),
        ("exercise_more", {"urine_colour": "brown_or_cola"}),
        ("stretch", {"one_calf_swollen_hot": True}),
        ("drink_more", {"conditions": ["heart_failure"]}),
        ("drink_plain_water_only", {"vomiting": True}),
        ("breath_holding_exercise", {"conditions": ["epilepsy"]}),
        ("log_food", {"conditions": ["eating_disorder"]}),
        ("reassure_usually_harmless", {"muscle_thinning": True}),
        ("reassure_usually_harmless", {"age_years": 50, "twitch_trend": "worsening"}),
        ("wait_and_see", {"muscle_thinning": True}),
        ("book_appointment", {**EXAMINED, "fears_serious_illness": True}),
        ("repeated_urgent_referral", {}),
    ],
)
def test_each_limit_forbids(action: str, changes: dict[str, Any]) -> None:
    assert not is_allowed(action, decided(**changes))


def test_what_no_limit_forbids_is_allowed() -> None:
    case = decided(age_years=30, breastfeeding=False, pregnancy_weeks=0)
    for action in ("gentle_massage", "drink_more", "magnesium_supplement", "log_food", "sleep_longer"):
        assert is_allowed(action, case), action


@given(random_facts())
@settings(max_examples=400, deadline=None)
def test_no_answer_ever_advises_what_its_limits_forbid(facts: dict[str, Any]) -> None:
    case = triage(case_of(facts)).case
    for each in to_do(case, questions=1):
        assert is_allowed(each.id, case)
        assert "{" not in each.text
    assert come_back(case)
    assert to_do(case, questions=1)


@given(random_facts())
@settings(max_examples=200, deadline=None)
def test_nothing_is_advised_and_warned_of_at_once(facts: dict[str, Any]) -> None:
    case = triage(case_of(facts)).case
    both = {each.id for each in to_do(case, questions=1)} & {each.id for each in to_avoid(case)}
    assert both == set()


def test_every_emergency_has_its_way_to_help_and_its_own_first_step() -> None:
    for rule, step in [
        ("E01", "call_ambulance"), ("E04", "go_to_emergency_department"), ("E05", "stop_exercise_now"),
        ("E11", "leave_poison_and_wash"), ("E11", "call_poison_line"), ("E12", "contact_midwife"),
        ("E13", "cool_down_now"), ("E16", "take_sugar_now"), ("E17", "call_crisis_line"),
        ("E17", "stay_with_someone"),
    ]:  # fmt: skip
        assert step in do(**PICTURES[rule]), rule
    assert "call_ambulance" not in do(**PICTURES["E17"])
    assert "being_alone" in avoid(**PICTURES["E17"])
    assert {"wait_and_see", "drive"} <= set(avoid(**PICTURES["E01"]))


def test_an_ambulance_goes_before_the_way_to_the_hospital() -> None:
    both = do(**{**PICTURES["E04"], "fainted": True})
    assert "call_ambulance" in both
    assert "go_to_emergency_department" not in both


def test_nobody_who_cannot_swallow_or_is_drowsy_is_told_to_take_sugar() -> None:
    assert "take_sugar_now" not in do(**{**PICTURES["E16"], "swallowing_trouble": True})
    assert "take_sugar_now" not in do(**{**PICTURES["E16"], "very_drowsy_now": None})


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({"eyelid_droop": True}, ["speak_to_clinician_today"]),
        ({"muscle_thinning": True}, ["be_assessed_within_days"]),
        (PICTURES["U14"], ["speak_to_clinician_today", "contact_specialist_team"]),
        (
            {"suicidal_thoughts": "thoughts_no_plan"},
            ["speak_to_clinician_today", "call_crisis_line", "stay_with_someone"],
        ),
        (PICTURES["U09"], ["ask_for_blood_tests", "bring_medicine_list"]),
        (PICTURES["R04"], ["ask_prescriber_about_medicine"]),
        (PICTURES["R06"], ["book_appointment", "film_the_movement"]),
        (PICTURES["R18"], ["see_eye_specialist"]),
        (PICTURES["R19"], ["see_physiotherapist", "contact_specialist_team"]),
        (
            PICTURES["R09"],
            ["book_appointment", "talking_therapy", "worry_time", "stop_repeated_strength_checks"],
        ),
        (PICTURES["S08"], ["talking_therapy", "mention_at_next_visit", "reassure_usually_harmless"]),
        (PICTURES["S05"], ["regular_sleep_times", "slow_breathing", "relaxation"]),
        (PICTURES["S06"], ["stretch", "gentle_massage"]),
        (PICTURES["S07"], ["slow_breathing", "rest"]),
        (PICTURES["S03"], ["screen_break"]),
        ({**PREGNANT, "medicines": [{"name": "amlodipine", "started_days_ago": 20}]}, ["contact_midwife"]),
        ({**PREGNANT, "caffeine_24h_mg": 250}, ["limit_caffeine_200_mg", "contact_midwife"]),
        (CAUSES, ["reduce_caffeine_gradually", "sleep_longer", "drink_more", "slow_breathing"]),
        ({"caffeine_24h_mg": 700}, ["no_more_caffeine_today", "no_caffeine_6h_before_bed"]),
        ({"repetitive_task": "phone", "repetitive_task_day_h": 5}, ["pause_repetitive_task"]),
        ({"exertion_load_24h_au": 500}, ["rest_the_muscle"]),
        ({"heat_exposure": True}, ["drink_with_salt_or_oral_rehydration", "cool_down"]),
        (
            {"magnesium_24h_mg": 100, "potassium_24h_mg": 500},
            ["eat_magnesium_rich_food", "eat_potassium_rich_food", "log_food"],
        ),
        ({"calcium_24h_mg": 100}, ["eat_calcium_rich_food", "eat_varied_diet", "ask_pharmacist"]),
        ({"alcohol_week_units": 20}, ["limit_alcohol"]),
        (
            {},
            [
                "gentle_massage",
                "gentle_walk",
                "distraction",
                "keep_twitch_diary",
                "see_clinician_if_over_2_weeks",
            ],
        ),
        ({"medicines": taking("salbutamol")}, ["ask_pharmacist"]),
        ({"conditions": ["eating_disorder"], "magnesium_24h_mg": 100}, ["contact_specialist_team"]),
    ],
)
def test_the_steps_that_fit_are_advised(changes: dict[str, Any], steps: list[str]) -> None:
    assert set(steps) <= set(do(**changes))


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({**CAUSES, "conditions": ["heart_failure"]}, ["drink_more"]),
        (
            {"heat_exposure": True, "conditions": ["heart_failure"]},
            ["drink_with_salt_or_oral_rehydration", "drink_more"],
        ),
        ({"potassium_24h_mg": 500, "medicines": taking("spironolactone")}, ["eat_potassium_rich_food"]),
        ({"calcium_24h_mg": 100, "conditions": ["kidney_stones_or_high_calcium"]}, ["eat_calcium_rich_food"]),
        ({"magnesium_24h_mg": 100, "conditions": ["eating_disorder"]}, ["log_food", "eat_varied_diet"]),
        ({"pain_severity_0_10": 3, "pain_kind": "other"}, ["gentle_massage", "gentle_walk"]),
        ({"conditions": ["bleeding_or_clotting_disorder"]}, ["gentle_massage"]),
        ({"unsteady": "over_days_or_longer"}, ["gentle_walk"]),
        ({"age_years": 0.5}, ["gentle_massage", "gentle_walk", "slow_breathing", "keep_twitch_diary"]),
        ({"fears_serious_illness": True}, ["keep_twitch_diary", "log_food"]),
        ({"alcohol_week_units": 20, "alcohol_daily": True}, ["limit_alcohol"]),
        ({"one_calf_swollen_hot": True}, ["gentle_massage", "slow_breathing", "book_appointment"]),
        (PICTURES["S08"], ["book_appointment"]),
        (PICTURES["S02"], ["gentle_massage", "keep_twitch_diary"]),
    ],
)
def test_the_steps_that_do_not_fit_are_not(changes: dict[str, Any], steps: list[str]) -> None:
    assert set(steps).isdisjoint(do(**changes))


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({"one_calf_swollen_hot": True}, ["gentle_massage", "firm_massage", "exercise_more", "wait_and_see"]),
        ({"double_vision": True}, ["drive"]),
        ({"alcohol_daily": True}, ["stop_alcohol_abruptly"]),
        ({"fast_breathing_spell": True}, ["breathe_into_bag", "fast_breathing_exercise"]),
        ({"stress_0_10": 6, "conditions": ["lung_disease"]}, ["breath_holding_exercise"]),
        ({"caffeine_24h_mg": 450}, ["stop_caffeine_abruptly", "more_caffeine"]),
        ({"water_24h_l": 1.0}, ["drink_large_amounts_fast"]),
        ({"diarrhoea": True}, ["drink_plain_water_only"]),
        (
            {"magnesium_24h_mg": 100, **PREGNANT},
            ["any_new_supplement", "magnesium_supplement", "potassium_supplement"],
        ),
        ({"conditions": ["eating_disorder"]}, ["log_food"]),
        ({"medicines": taking("sertraline")}, ["stop_prescribed_medicine"]),
    ],
)
def test_what_is_to_be_avoided_is_said(changes: dict[str, Any], steps: list[str]) -> None:
    assert set(steps) <= set(avoid(**changes))


def test_daily_alcohol_that_was_stopped_is_not_told_to_go_on() -> None:
    assert "stop_alcohol_abruptly" not in avoid(alcohol_daily=True, alcohol_stopped_ago_h=200)


def test_a_poisonous_level_of_a_medicine_is_never_told_to_be_taken_on() -> None:
    for rule in ("E10", "E15", "E16", "U09"):
        assert "stop_prescribed_medicine" not in avoid(**PICTURES[rule])


def test_the_name_that_nobody_knows_is_asked_with_what_it_may_be() -> None:
    case = decided(medicines=[{"name": "salbutmol\x1b[31m"}, {"name": "frobnicate"}])
    texts = {each.id: each.text for each in to_do(case, questions=2)}
    assert "did you mean salbutamol?" in texts["ask_pharmacist"]
    assert "frobnicate" in texts["ask_pharmacist"]
    assert "\x1b" not in texts["ask_pharmacist"]
    assert "these 2 questions are answered" in texts["book_appointment"]


def test_of_a_very_long_list_every_name_is_said_and_the_first_are_looked_up() -> None:
    names = [f"salbutmol {number} mg" for number in range(MOST_LOOKED_UP + 3)]
    case = decided(medicines=[{"name": name} for name in names])
    text = {each.id: each.text for each in to_do(case, questions=1)}["ask_pharmacist"]
    assert all(name in text for name in names)
    assert text.count("did you mean salbutamol?") == MOST_LOOKED_UP


def test_the_open_questions_are_counted() -> None:
    case = decided(fainted=None)
    assert "this question is answered" in to_do(case, questions=1)[0].text
    known = decided(medicines=taking("frobnicate"), blood_glucose_mmol_l=6)
    assert "the name of the medicine is known" in to_do(known, questions=0)[0].text


def test_the_signs_to_come_back_for_fit_the_case() -> None:
    assert come_back(decided())[0] == "weakness, tripping or dropping things"
    assert "chest pain" in come_back(decided(one_calf_swollen_hot=True))[0]
    assert "thoughts" in come_back(decided(suicidal_thoughts="plan_or_intent"))[0]
    assert come_back(decided(fainted=True)) == (
        "If breathing gets hard or the person is hard to wake, tell the emergency service at once.",
    )


def test_every_step_can_be_reached() -> None:
    """Pictures of all rules and some more: no step of the table stands in vain."""
    pictures: list[dict[str, Any]] = [
        *PICTURES.values(),
        CAUSES,
        {"heat_exposure": True},
        {"vomiting": True, "diarrhoea": True},
        {"suicidal_thoughts": "thoughts_no_plan"},
        {"caffeine_24h_mg": 700},
        {"exertion_load_24h_au": 500},
        {"repetitive_task": "phone", "repetitive_task_day_h": 5},
        {"alcohol_week_units": 20},
        {"alcohol_daily": True},
        {"magnesium_24h_mg": 100, "potassium_24h_mg": 500, "calcium_24h_mg": 100},
        {"potassium_24h_mg": 500, "medicines": taking("ramipril")},
        {**PREGNANT, "magnesium_24h_mg": 100},
        {**PREGNANT, "caffeine_24h_mg": 250},
        {**PREGNANT, "medicines": [{"name": "amlodipine", "started_days_ago": 20}]},
        {"conditions": ["eating_disorder"], "magnesium_24h_mg": 100},
        {"conditions": ["heart_failure"]},
        {"conditions": ["epilepsy"], "medicines": taking("valproate")},
        {"medicines": taking("salbutamol")},
        {"medicines": taking("frobnicate")},
        {"fast_breathing_spell": True},
        {"urine_colour": "brown_or_cola"},
        {"stress_0_10": 7, "conditions": ["lung_disease"]},
        {"age_years": 2},
        {"twitch_sites": ["eyelid_left"]},
        {**PICTURES["U08"], "vomiting": True},
        {"recent_events": after("wound", 3)},
    ]
    cases = [decided(**picture) for picture in pictures]
    seen = {each.text for case in cases for each in (*to_do(case, questions=0), *to_avoid(case))}
    seen |= {text for case in cases for text in come_back(case)}
    steps = [step for side in (advice().do, advice().avoid, advice().come_back) for step in side]
    assert [step.where for step in steps if "{" not in step.text and step.text not in seen] == []
