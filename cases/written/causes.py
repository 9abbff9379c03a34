"""How strong each of the six causes is, just below, at and just above each cut; and what is no cause.

The person is a man of 34: reference for water 2.5 l (EFSA), magnesium 420 mg, potassium 3400 mg, calcium
1000 mg (NASEM).
"""

from typing import Any, Final

from cases.written.building import PREGNANT, WOMAN, Case, Label, case

ARM: Final[dict[str, Any]] = {"twitch_sites": ["forearm_right"]}
HEAT: Final[dict[str, Any]] = {"heat_exposure": True}
NONE: Final[dict[str, Any]] = {
    "stress": None,
    "exertion": None,
    "sleep": None,
    "diet": None,
    "caffeine": None,
    "water": None,
}
SENNA = [{"name": "senna", "started_days_ago": 300}]


def cut(name: str, story: str, cause: str, strength: str | None, **changes: object) -> Case:
    """Gives a case where one cause has one strength, and self-care is the answer."""
    return case(f"CA-{name}", story, "S01", Label(causes={cause: strength}), **changes)


STRESS = tuple(
    cut(f"stress-{value}", f"Stress {value} of 10 this week.", "stress", strength, stress_0_10=value)
    for value, strength in ((0, None), (3.9, None), (4, "weak"), (5.9, "weak"), (6, "moderate"), (7.9,
    "moderate"),
                            (8, "strong"), (10, "strong"))
)  # fmt: skip
STRESS_ELSE = (
    cut("stress-else", "Stress 9, and 500 mg of caffeine that explain it too.", "stress", "moderate",
        stress_0_10=9,
        caffeine_24h_mg=500),
    case("CA-stress-fear", "Stress 1, but daily worry.", "R09", Label(causes={"stress": "moderate"}),
         stress_0_10=1,
         fears_serious_illness=True),
    cut("stress-breath", "Stress 1; a spell of fast breathing came just before.", "stress", "moderate",
        stress_0_10=1,
        fast_breathing_spell=True),
)  # fmt: skip

EXERTION = (
    cut("load-399", "An effort of 399; the calf was not worked.", "exertion", None, exertion_load_24h_au=399,
        exertion_sites=["arm_left"]),
    cut("load-400", "An effort of 400; the calf was not worked.", "exertion", "moderate",
        exertion_load_24h_au=400,
        exertion_sites=["arm_left"]),
    cut("load-400-calf", "An effort of 400, with the calf.", "exertion", "strong", exertion_load_24h_au=400,
        exertion_sites=["calf_left"]),
    cut("load-2000", "An effort of 2000; which parts was skipped.", "exertion", "moderate",
        exertion_load_24h_au=2000),
    cut("region", "Little effort, but with the calf.", "exertion", "moderate", exertion_load_24h_au=100,
        exertion_sites=["calf_left"]),
    cut("no-sites", "No effort.", "exertion", None, exertion_load_24h_au=0, exertion_sites=[]),
    cut("task-3.9", "3.9 hours of mouse a day; the calf jumps.", "exertion", None,
        repetitive_task="typing_or_mouse",
        repetitive_task_day_h=3.9),
    cut("task-4", "4 hours of mouse a day; the calf jumps.", "exertion", "moderate",
        repetitive_task="typing_or_mouse",
        repetitive_task_day_h=4),
    cut("task-4-arm", "4 hours of mouse a day; the forearm jumps.", "exertion", "strong", **ARM,
        repetitive_task="typing_or_mouse", repetitive_task_day_h=4),
    cut("task-none", "No repeated movement.", "exertion", None, repetitive_task="none",
        repetitive_task_day_h=0),
)  # fmt: skip

SLEEP = tuple(
    cut(f"sleep-{hours}", f"{hours} hours a night.", "sleep", strength, sleep_mean_7d_h=hours)
    for hours, strength in ((9, None), (7, None), (6.9, "weak"), (6, "weak"), (5.9, "moderate"), (5,
    "moderate"),
                            (4.9, "strong"))
)  # fmt: skip

CAFFEINE = (
    *(
        cut(f"caffeine-{amount}", f"{amount} mg of caffeine.", "caffeine", strength, caffeine_24h_mg=amount)
        for amount, strength in ((0, None), (299, None), (300, "weak"), (400, "weak"), (401, "moderate"),
        (600, "moderate"),
                                 (601, "strong"))
    ),
    *(
        cut(f"caffeine-pregnant-{amount}", f"28 weeks pregnant, {amount} mg of caffeine.", "caffeine",
            strength,
            **{**PREGNANT, "caffeine_24h_mg": amount})
        for amount, strength in ((200, None), (201, "moderate"), (601, "strong"))
    ),
    *(
        cut(f"caffeine-16-{amount}", f"At 16, {amount} mg of caffeine.", "caffeine", strength, age_years=16,
            sleep_mean_7d_h=9, caffeine_24h_mg=amount)
        for amount, strength in ((0, None), (100, "moderate"), (601, "strong"))
    ),
)  # fmt: skip

WATER = (
    *(
        cut(f"water-{litres}", f"{litres} litres, from drinks and food.", "water", strength,
            water_24h_l=litres)
        for litres, strength in ((2.5, None), (1.9, None), (1.875, "weak"), (1.7, "weak"), (1.625, "weak"),
        (1.6, "moderate"),
                                 (1.0, "moderate"))
    ),
    *(
        cut(f"water-woman-{litres}", f"A woman; {litres} litres.", "water", strength, **{**WOMAN,
            "water_24h_l": litres})
        for litres, strength in ((1.6, None), (1.5, "weak"), (1.3, "weak"), (1.2, "moderate"))
    ),
    *(
        cut(f"water-pregnant-{litres}", f"28 weeks pregnant; {litres} litres.", "water", strength,
            **{**PREGNANT, "water_24h_l": litres})
        for litres, strength in ((1.8, None), (1.7, "weak"), (1.4, "moderate"))
    ),
    cut("water-heat", "1.2 litres in great heat.", "water", "strong", water_24h_l=1.2, **HEAT),
    cut("water-sweat", "1.2 litres and heavy sweats.", "water", "strong", water_24h_l=1.2,
        sweats_heavily=True),
    cut("water-dark", "1.2 litres, the urine dark yellow.", "water", "strong", water_24h_l=1.2,
        urine_colour="dark_yellow"),
    cut("water-heat-half", "1.25 litres, just half, in great heat.", "water", "moderate", water_24h_l=1.25,
        **HEAT),
    cut("water-heat-alone", "2.5 litres in great heat.", "water", "weak", water_24h_l=2.5, **HEAT),
    cut("water-losses", "Vomiting and diarrhoea; 2.5 litres stayed down.", "water", "weak", water_24h_l=2.5,
        vomiting=True,
        diarrhoea=True),
    cut("water-laxative", "Senna every day; 2.5 litres.", "water", "weak", water_24h_l=2.5, medicines=SENNA),
    cut("water-diarrhoea-alone", "Diarrhoea alone; 2.5 litres.", "water", None, water_24h_l=2.5,
        diarrhoea=True),
)  # fmt: skip

DIET = (
    cut("magnesium-252", "252 mg of magnesium a day.", "diet", None, magnesium_24h_mg=252),
    cut("magnesium-251", "251 mg of magnesium a day.", "diet", "weak", magnesium_24h_mg=251),
    cut("potassium-2039", "2039 mg of potassium a day.", "diet", "weak", potassium_24h_mg=2039),
    cut("potassium-2040", "2040 mg of potassium a day.", "diet", None, potassium_24h_mg=2040),
    cut("calcium-599", "599 mg of calcium a day.", "diet", "weak", calcium_24h_mg=599),
    cut("calcium-600", "600 mg of calcium a day.", "diet", None, calcium_24h_mg=600),
    cut("two", "Little magnesium and calcium.", "diet", "moderate", magnesium_24h_mg=200, calcium_24h_mg=400,
        potassium_24h_mg=3400),
    cut("three", "Next to nothing of all three: still never strong.", "diet", "moderate", magnesium_24h_mg=20,
        calcium_24h_mg=40, potassium_24h_mg=100),
    cut("diet-losses", "Vomiting and diarrhoea.", "diet", "weak", vomiting=True, diarrhoea=True),
    cut("diet-laxative", "Senna every day.", "diet", "weak", medicines=SENNA),
    cut("diet-restriction", "An eating disorder; no log of food.", "diet", "weak",
        conditions=["eating_disorder"]),
    cut("diet-unknown", "Food was not asked.", "diet", None),
)  # fmt: skip

WHOLE = (
    case("CA-none", "Nothing out of the ordinary.", "S01", Label(causes=NONE)),
    case("CA-unknown", "Stress, sleep, coffee and water skipped: nothing is named.", "S01",
         Label(unknown="stress_0_10 sleep_mean_7d_h caffeine_24h_mg water_24h_l", causes=NONE)),
    case("CA-all", "A bad week in everything.", "S01",
         Label(causes={"stress": "moderate", "exertion": "strong", "sleep": "strong", "diet": "moderate",
         "caffeine": "strong",
                       "water": "moderate"}),
         stress_0_10=9, exertion_load_24h_au=900, exertion_sites=["calf_left"], sleep_mean_7d_h=4,
         caffeine_24h_mg=800,
         water_24h_l=1.0, magnesium_24h_mg=100, potassium_24h_mg=1000, calcium_24h_mg=200),
    case("CA-never-lowers", "A bad week in everything, and the calf is hot and swollen.", "U13",
         Label(causes={"sleep": "strong"}),
         stress_0_10=9, sleep_mean_7d_h=4, one_calf_swollen_hot=True),
    case("CA-weak-is-no-trigger", "Calf and hand; a little tired: too little to explain two places.", "R02",
         Label(causes={"sleep": "weak"}), twitch_sites=["calf_left", "hand_right"], sleep_mean_7d_h=6.5),
    case("CA-moderate-is-a-trigger", "Calf and hand; really short of sleep.", "S01",
         Label(causes={"sleep": "moderate"}),
         twitch_sites=["calf_left", "hand_right"], sleep_mean_7d_h=5.5),
    case("CA-strong-no-trigger-after-14", "Calf and hand for three weeks, short of sleep.", "R01 R02",
         Label(causes={"sleep": "strong"}), twitch_sites=["calf_left", "hand_right"], twitch_since_days=21,
         sleep_mean_7d_h=4),
)  # fmt: skip

GROUPS: Final[dict[str, Any]] = {
    "causes": (*STRESS, *STRESS_ELSE, *EXERTION, *SLEEP, *CAFFEINE, *WATER, *DIET, *WHOLE)
}
