"""The causes are as strong as the contract's table says, for the body they are asked about."""

from typing import Any

import pytest
from hypothesis import given
from tests.check.cases import calm, random_facts, taking

from untwitch.check.case import Outlook, case_of
from untwitch.check.plausible import adequate_water_l, body_of, low_minerals, open_facts, plausible_causes
from untwitch.facts.person import Physiology
from untwitch.knowledge.cause_strength import CAUSES, STRENGTHS
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.red_flag import URGENCIES


def strength(cause: str, **changes: Any) -> str | None:
    found = {each.cause: each.strength for each in plausible_causes(case_of(calm(**changes)))}
    return found.get(cause)


def why(cause: str, **changes: Any) -> str:
    return next(each.why for each in plausible_causes(case_of(calm(**changes))) if each.cause == cause)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (3.9, None),
        (4, "weak"),
        (5.9, "weak"),
        (6, "moderate"),
        (7.9, "moderate"),
        (8, "strong"),
        (10, "strong"),
    ],
)
def test_stress_by_its_level(level: float, expected: str | None) -> None:
    assert strength("stress", stress_0_10=level) == expected


def test_stress_is_strong_only_with_nothing_else_to_explain_it() -> None:
    assert strength("stress", stress_0_10=9, caffeine_24h_mg=350) == "strong"
    assert strength("stress", stress_0_10=9, caffeine_24h_mg=450) == "moderate"
    new = [{"name": "amlodipine", "started_days_ago": 20}]
    assert strength("stress", stress_0_10=9, medicines=new) == "moderate"
    assert strength("stress", stress_0_10=9, medicines=taking("amlodipine")) == "strong"


def test_fear_and_a_spell_of_fast_breathing_make_stress_at_least_moderate() -> None:
    assert strength("stress", fears_serious_illness=True) == "moderate"
    assert strength("stress", fast_breathing_spell=True, stress_0_10=4) == "moderate"
    assert strength("stress", fears_serious_illness=True, stress_0_10=9) == "strong"
    assert why("stress", fears_serious_illness=True, stress_0_10=5) == "stress 5 of 10, worry on most days"
    assert "fast breathing" in why("stress", fast_breathing_spell=True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"exertion_load_24h_au": 399}, None),
        ({"exertion_load_24h_au": 400}, "moderate"),
        ({"exertion_load_24h_au": 400, "exertion_sites": ["calf_left"]}, "strong"),
        ({"exertion_load_24h_au": 400, "exertion_sites": ["foot_left"]}, "strong"),
        ({"exertion_load_24h_au": 400, "exertion_sites": ["calf_right"]}, "moderate"),
        ({"exertion_load_24h_au": 400, "exertion_sites": ["hand_left"]}, "moderate"),
        ({"exertion_load_24h_au": 100, "exertion_sites": ["calf_left"]}, "moderate"),
        ({"exertion_sites": ["calf_left"]}, "moderate"),
        ({"exertion_sites": ["hand_left"]}, None),
        ({"repetitive_task": "typing_or_mouse", "repetitive_task_day_h": 3.9}, None),
        ({"repetitive_task": "typing_or_mouse", "repetitive_task_day_h": 4}, "moderate"),
        ({"repetitive_task": "tools", "repetitive_task_day_h": 4, "twitch_sites": ["thumb_left"]}, "strong"),
        (
            {"repetitive_task": "other", "repetitive_task_day_h": 4, "twitch_sites": ["thumb_left"]},
            "moderate",
        ),
        ({"repetitive_task": "none", "repetitive_task_day_h": 8}, None),
        ({"repetitive_task": None, "repetitive_task_day_h": 8}, "moderate"),
        ({"exertion_load_24h_au": 500, "repetitive_task": "phone", "repetitive_task_day_h": 9}, "moderate"),
    ],
)
def test_exertion_by_load_region_and_repeated_task(changes: dict[str, Any], expected: str | None) -> None:
    assert strength("exertion", **changes) == expected


@pytest.mark.parametrize(
    ("load", "sites", "expected"),
    [
        (150, [], None),
        (151, [], "moderate"),
        (151, ["calf_left"], "strong"),
        (150, ["calf_left"], "moderate"),
    ],
)
def test_work_beyond_the_own_usual_counts_as_hard_work(
    load: float, sites: list[str], expected: str | None
) -> None:
    facts = calm(exertion_load_24h_au=load, exertion_sites=sites)
    found = {each.cause: each.strength for each in plausible_causes(case_of(facts, own_load_au=150))}
    assert found.get("exertion") == expected
    assert case_of(facts).own_load_au is None
    assert plausible_causes(case_of(calm(), own_load_au=0)) == ()


@pytest.mark.parametrize("task", ["typing_or_mouse", "phone", "instrument", "tools", "other"])
@pytest.mark.parametrize("site", ["thumb_left", "hand_right", "forearm_left", "widespread", "calf_left"])
def test_a_task_of_the_hands_is_strong_where_the_arm_twitches(task: str, site: str) -> None:
    with_hands = task != "other" and site != "calf_left"
    expected = "strong" if with_hands else "moderate"
    assert (
        strength("exertion", repetitive_task=task, repetitive_task_day_h=4, twitch_sites=[site]) == expected
    )


@pytest.mark.parametrize(
    "name",
    [
        "stress_0_10", "exertion_load_24h_au", "exertion_sites", "twitch_sites", "repetitive_task",
        "repetitive_task_day_h", "sleep_mean_7d_h", "caffeine_24h_mg", "water_24h_l", "age_years", "sex",
        "pregnancy_weeks", "breastfeeding", "magnesium_24h_mg", "potassium_24h_mg", "calcium_24h_mg",
        "fears_serious_illness", "fast_breathing_spell", "heat_exposure", "vomiting", "diarrhoea",
        "medicines", "conditions", "sweats_heavily", "urine_colour", "twitch_since_days",
    ],
)  # fmt: skip
def test_what_a_cause_looks_at_can_still_change_it_while_it_is_open(name: str) -> None:
    both_but_for = {"vomiting": name == "diarrhoea", "diarrhoea": name == "vomiting"}
    facts = calm(**both_but_for, medicines=taking("paracetamol"))
    case = case_of({key: value for key, value in facts.items() if key != name})
    every = frozenset(check_facts())
    assert name in open_facts(Outlook(case, frozenset({name}), frozenset(URGENCIES)))
    assert name not in open_facts(Outlook(case, every - {name}, frozenset(URGENCIES)))


def test_exertion_says_which_work_it_was() -> None:
    assert why("exertion", exertion_load_24h_au=500) == "hard work within 3 days"
    task = {"repetitive_task": "phone", "repetitive_task_day_h": 9, "twitch_sites": ["thumb_left"]}
    assert why("exertion", **task) == "9 hours a day of one repeated movement, in the part that twitches"
    assert why("exertion", exertion_load_24h_au=500, **task).startswith("9 hours")


@pytest.mark.parametrize(
    ("age", "hours", "expected"),
    [
        (40, 7, None),
        (40, 6.9, "weak"),
        (40, 6, "weak"),
        (40, 5.9, "moderate"),
        (40, 5, "moderate"),
        (40, 4.9, "strong"),
        (None, 6.5, "weak"),
        (17, 8, None),
        (17, 7.9, "weak"),
        (17, 6.9, "moderate"),
        (17, 5.9, "strong"),
        (18, 7.5, None),
        (12, 8.9, "weak"),
        (12, 9, None),
        (4, 9.9, "weak"),
        (1.5, 10.9, "weak"),
        (0.5, 11.9, "weak"),
        *((age, least, None) for age, least in ((13, 8), (12.9, 9), (6, 9), (5.9, 10), (3, 10), (2.9, 11))),
        *((age, least - 0.1, "weak") for age, least in ((13, 8), (12.9, 9), (6, 9), (5.9, 10), (3, 10))),
        *((age, least - 0.1, "weak") for age, least in ((2.9, 11), (1, 11), (0.9, 12), (0, 12))),
        *((age, least, None) for age, least in ((1, 11), (0.9, 12), (0, 12))),
    ],
)
def test_sleep_by_age(age: float | None, hours: float, expected: str | None) -> None:
    assert strength("sleep", age_years=age, sleep_mean_7d_h=hours) == expected


@pytest.mark.parametrize(
    ("changes", "amount", "expected"),
    [
        ({}, 299, None),
        ({}, 300, "weak"),
        ({}, 400, "weak"),
        ({}, 401, "moderate"),
        ({}, 600, "moderate"),
        ({}, 601, "strong"),
        ({"sex": "female", "pregnancy_weeks": 12}, 200, None),
        ({"sex": "female", "pregnancy_weeks": 12}, 201, "moderate"),
        ({"sex": "female", "breastfeeding": True}, 201, "moderate"),
        ({"sex": "female", "breastfeeding": True}, 601, "strong"),
        ({"age_years": 17}, 99, None),
        ({"age_years": 17}, 100, "moderate"),
        ({"age_years": 17}, 601, "strong"),
        ({"age_years": None}, 150, None),
    ],
)
def test_caffeine_by_body(changes: dict[str, Any], amount: float, expected: str | None) -> None:
    assert strength("caffeine", caffeine_24h_mg=amount, **changes) == expected


@pytest.mark.parametrize(
    ("changes", "litres", "expected"),
    [
        ({}, 1.9, None),
        ({}, 1.875, "weak"),
        ({}, 1.625, "weak"),
        ({}, 1.62, "moderate"),
        ({}, 1.2, "moderate"),
        ({"sweats_heavily": True}, 1.2, "strong"),
        ({"urine_colour": "dark_yellow"}, 1.2, "strong"),
        ({"heat_exposure": True}, 1.2, "strong"),
        ({"sex": "female", "age_years": 58}, 1.3, "weak"),
        ({"sex": "female"}, 1.29, "moderate"),
        ({"sex": None}, 1.29, "moderate"),
        ({"age_years": 0.5}, 0.1, None),
    ],
)
def test_water_by_body_and_drying(changes: dict[str, Any], litres: float, expected: str | None) -> None:
    assert strength("water", water_24h_l=litres, **changes) == expected


@pytest.mark.parametrize(
    ("body", "litres"),
    [
        (Physiology(), 2.0),
        (Physiology(age_years=40, sex="male"), 2.5),
        (Physiology(age_years=40, sex="other"), 2.0),
        (Physiology(age_years=14, sex="male"), 2.5),
        (Physiology(age_years=13, sex="male"), 2.1),
        (Physiology(age_years=13, sex="female"), 1.9),
        *((Physiology(age_years=age, sex="male"), most) for age, most in ((9, 2.1), (8.9, 1.6), (4, 1.6))),
        *((Physiology(age_years=age, sex="female"), most) for age, most in ((14, 2.0), (9, 1.9), (8.9, 1.6))),
        *((Physiology(age_years=age, sex="male"), most) for age, most in ((3.9, 1.3), (2, 1.3), (1.9, 1.1))),
        *((Physiology(age_years=age, sex="female"), most) for age, most in ((3.9, 1.3), (2, 1.3), (1, 1.1))),
        (Physiology(age_years=1, sex="male"), 1.1),
        (Physiology(age_years=8), 1.6),
        (Physiology(age_years=3), 1.3),
        (Physiology(age_years=1), 1.1),
        (Physiology(age_years=0.9), None),
        (Physiology(age_years=30, sex="female", pregnant=True), 2.3),
        (Physiology(age_years=30, sex="female", breastfeeding=True), 2.7),
        (Physiology(age_years=30, sex="female", pregnant=True, breastfeeding=True), 2.3),
    ],
)
def test_adequate_water_is_that_of_efsa(body: Physiology, litres: float | None) -> None:
    assert adequate_water_l(body) == (None if litres is None else pytest.approx(litres))


@pytest.mark.parametrize(
    ("changes", "water", "diet"),
    [
        ({"heat_exposure": True}, "weak", None),
        ({"vomiting": True}, None, None),
        ({"vomiting": True, "diarrhoea": True}, "weak", "weak"),
        ({"medicines": taking("senna")}, "weak", "weak"),
        ({"conditions": ["eating_disorder"]}, None, "weak"),
    ],
)
def test_losses_alone_are_weak(changes: dict[str, Any], water: str | None, diet: str | None) -> None:
    assert (strength("water", **changes), strength("diet", **changes)) == (water, diet)


def test_water_says_how_much_it_was_or_that_it_was_lost() -> None:
    assert why("water", water_24h_l=1) == "1 l in the last 24 hours"
    assert why("water", water_24h_l=1, heat_exposure=True) == "1 l in the last 24 hours"
    assert why("water", heat_exposure=True) == "water lost through heat, illness or laxatives"
    assert why("water", heat_exposure=True, water_24h_l=3).startswith("water lost")


@pytest.mark.parametrize(
    ("eaten", "expected"),
    [
        ({"magnesium_24h_mg": 252}, None),
        ({"magnesium_24h_mg": 251}, "weak"),
        ({"magnesium_24h_mg": 100, "potassium_24h_mg": 2039}, "moderate"),
        ({"magnesium_24h_mg": 100, "potassium_24h_mg": 500, "calcium_24h_mg": 100}, "moderate"),
        ({"calcium_24h_mg": 599}, "weak"),
        ({"calcium_24h_mg": 600}, None),
    ],
)
def test_diet_counts_minerals_under_six_tenths_and_is_never_strong(
    eaten: dict[str, Any], expected: str | None
) -> None:
    assert strength("diet", **eaten) == expected


def test_diet_speaks_of_the_log_and_never_of_the_blood() -> None:
    words = why("diet", magnesium_24h_mg=100, potassium_24h_mg=500, calcium_24h_mg=100)
    assert (
        words == "log under the reference for magnesium, potassium and calcium; says nothing about the blood"
    )
    two = why("diet", magnesium_24h_mg=100, calcium_24h_mg=100)
    assert two.startswith("log under the reference for magnesium and calcium; says")
    assert why("diet", magnesium_24h_mg=100).startswith("log under the reference for magnesium; says")
    assert low_minerals({"age_years": 0.5, "magnesium_24h_mg": 1}) == ()


def test_the_body_is_that_of_the_facts() -> None:
    body = body_of({"age_years": 30, "sex": "female", "pregnancy_weeks": 0, "breastfeeding": True})
    assert body == Physiology(age_years=30, sex="female", pregnant=False, breastfeeding=True)
    assert body_of({}).pregnant is None
    assert body_of({"pregnancy_weeks": 0.5}).pregnant is True
    assert body_of({"pregnancy_weeks": 1}).pregnant is True


@given(random_facts())
def test_causes_are_ordered_by_strength_and_an_exposure_not_told_is_not_named(facts: dict[str, Any]) -> None:
    found = plausible_causes(case_of(facts))
    keys = [(-STRENGTHS.index(each.strength), CAUSES.index(each.cause)) for each in found]
    assert keys == sorted(set(keys))
    assert ("diet", "strong") not in [(each.cause, each.strength) for each in found]
    bare = {name: value for name, value in facts.items() if name in {"age_years", "sex", "twitch_sites"}}
    assert plausible_causes(case_of(bare)) == ()
