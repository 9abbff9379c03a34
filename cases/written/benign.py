"""People who are very worried and whose signs are harmless by the rules: how many are alarmed for nothing.

At most 5 % of them may be sent to an emergency department or to an urgent appointment.
"""

from typing import Any, Final

from cases.written.building import CHILD, EXAMINED, NOT_JUDGED, PREGNANT, SORE, WOMAN, Case, Label, case

WORRIED: Final[dict[str, Any]] = {"fears_serious_illness": True, "stress_0_10": 7}
CHECKED: Final[dict[str, Any]] = {**WORRIED, **EXAMINED}
NO_REFERRAL = Label(must_not="repeated_urgent_referral")
SETTLED = Label(must_not="book_appointment repeated_urgent_referral")


def worried(name: str, story: str, rules: str = "R09", **changes: object) -> Case:
    """Gives somebody who worries on most days and was never examined."""
    return case(name, story, rules, NO_REFERRAL, **{**WORRIED, **changes})


def examined(name: str, story: str, rules: str = "S04 S08", **changes: object) -> Case:
    """Gives somebody who worries on most days although an examination 40 days ago was normal."""
    return case(name, story, rules, SETTLED if rules[0] == "S" else NO_REFERRAL, **{**CHECKED, **changes})


NEVER_EXAMINED = (
    worried("BA-forum",
            "I read forums for hours. My calf flickers since two days, I am sure it is the worst."),
    worried("BA-mirror", "I film my thumb ten times a day.", twitch_sites=["thumb_left"]),
    worried("BA-lid", "My eyelid jumps and I cannot think of anything else.", twitch_sites=["eyelid_left"]),
    worried("BA-14", "For 14 days the thigh has flickered; I test my strength daily and it is fine.",
            twitch_sites=["thigh_left"], twitch_since_days=14),
    worried("BA-tired", "I sleep four hours from worry and am dead tired.", sleep_mean_7d_h=4.2),
    worried("BA-foggy", "My head is foggy from bad nights; I make sense, they say.", sleep_mean_7d_h=4.8),
    worried("BA-coffee", "Six coffees and a thousand thoughts.", caffeine_24h_mg=570),
    worried("BA-stress-10", "Stress could not be worse. A flicker in the arm.", stress_0_10=10,
            twitch_sites=["arm_left"]),
    worried("BA-many", "It jumps everywhere since I read about it last week.", twitch_sites=["widespread"]),
    worried("BA-many-places", "Calf, arm, lid, belly: every day another place, for six days.",
            twitch_since_days=6,
            twitch_sites=["abdomen", "arm_left", "calf_right", "eyelid_left"]),
    worried("BA-month", "A month of flickers in the calf, strong as an ox.", "R01 R09", twitch_since_days=30),
    worried("BA-year", "A year of flickers here and there; I never dared to ask.", "R01 R02 R09",
            twitch_since_days=365, twitch_sites=["arm_left", "calf_left"]),
    worried("BA-skips", "A single heart skip, and I thought it was the end.", "R09 R15",
            heartbeat="skips_sometimes"),
    worried("BA-chest-known", "The old tightness of the chest, checked three times, as ever.", "R09 R16",
            chest_pain_or_tightness="long_known_assessed"),
    worried("BA-sore", "Sore legs after the gym, and they flicker. I fear the worst.", **SORE),
    worried("BA-very-sore", "After the marathon the thighs hurt at 9 of 10, plain soreness; they flicker.",
            pain_severity_0_10=9, pain_kind="training_soreness", pain_sites=["thigh_left"],
            twitch_sites=["thigh_left"],
            exertion_load_24h_au=1800, exertion_sites=["thigh_left", "thigh_right"]),
    worried("BA-cramp", "A night cramp at 8 of 10 that stretching freed.", pain_severity_0_10=8,
            pain_kind="cramp",
            pain_sites=["calf_left"], cramps=True),
    worried("BA-tingle", "My toes tingle when I sit on my foot.", numb_or_tingling_sites=["toes_left"]),
    worried("BA-tingle-breath", "I breathed too fast, my lips and fingers tingled.",
            fast_breathing_spell=True,
            tingling_lips_or_both_hands=True),
    worried("BA-tremble", "My hands tremble when I am nervous.", shaking=True),
    worried("BA-sweat", "I sweat at night when I brood.", sweats_heavily=True),
    worried("BA-sweat-tremble", "I sweat and tremble before every appointment.", shaking=True,
            sweats_heavily=True),
    worried("BA-fast", "My heart is fast but regular when I think of it.", heartbeat="fast_regular"),
    worried("BA-watch-118", "My watch says 118 and I am scared.", heartbeat="fast_regular", pulse_bpm=118),
    worried("BA-watch-48", "My watch says 48 in bed, as always; I run.", pulse_bpm=48),
    worried("BA-cold", "A cold with fever last night, and a twitching lid.", fever=True,
            twitch_sites=["eyelid_left"],
            recent_events=[{"event": "viral_infection", "days_ago": 2}]),
    worried("BA-vaccine", "Since the vaccination a week ago the arm flickers.",
            twitch_sites=["upper_arm_left"],
            recent_events=[{"event": "vaccination", "days_ago": 7}]),
    worried("BA-diarrhoea", "An upset stomach, drinks stay down; the lid jumps.", diarrhoea=True),
    worried("BA-dizzy", "I get dizzy when I jump up.", dizzy_on_standing=True),
    worried("BA-dark-yellow", "My urine is dark yellow, I drink little.", urine_colour="dark_yellow",
            water_24h_l=1.1),
    worried("BA-weight", "I lost one kilo from worry.", unplanned_weight_loss_kg=1),
    worried("BA-hot", "I am always too hot.", heat_intolerance=True),
    worried("BA-dreams", "On falling asleep I see pictures; awake never.",
            movement_kind="jerk_at_sleep_onset"),
    worried("BA-jerk", "When I drop off a jerk wakes me; I fear my nerves are dying.",
            movement_kind="jerk_at_sleep_onset"),
    worried("BA-continuous", "For three days the lid hardly stopped; it drives me mad.", "R09 R14",
            twitch_sites=["eyelid_left"],
            twitch_pattern="nearly_continuous", twitch_since_days=3),
    worried("BA-old-face", "My face has been uneven since birth, and now I see it in every mirror.",
            face_droop="long_standing"),
    worried("BA-chewing", "My jaw tires when I chew gum for an hour.", chewing_tires=True),
    worried("BA-family-tremor", "My mother trembles; will I?", family_tremor=True),
    worried("BA-family", "An aunt had it. Not a parent, not a sister. I cannot stop thinking of it."),
    worried("BA-desk", "Eight hours of mouse a day; my forearm flickers.", twitch_sites=["forearm_right"],
            repetitive_task="typing_or_mouse", repetitive_task_day_h=8),
    worried("BA-screens", "Ten hours of screens and a jumping lid.", screen_mean_7d_h=10,
            twitch_sites=["eyelid_left"]),
    worried("BA-66", "At 66 a lid twitches for five days; I fear a stroke.", age_years=66,
            twitch_since_days=5,
            twitch_sites=["eyelid_right"]),
    worried("BA-19", "I am 19 and read about it all night.", age_years=19, sleep_mean_7d_h=5.5),
    worried("BA-woman", "My belly muscle flickers, I keep my hand on it all day.", **WOMAN,
            twitch_sites=["abdomen"]),
    worried("BA-pregnant", "28 weeks pregnant; my lid flickers and I fear for the baby. Nothing else.",
            **{**PREGNANT, "twitch_sites": ["eyelid_left"]}),
    worried("BA-panic", "A panic, checked before by my doctor, now over; then the calf jumped.",
            fast_breathing_spell=True, all_settled_now=True, conditions=["panic_disorder_assessed"]),
    worried("BA-anxiety", "I am treated for anxiety; the twitch feeds it.",
            conditions=["anxiety_or_depression"]),
    worried("BA-statin", "A statin for years, no pain, no weakness, only my fear and a flicker.",
            medicines=[{"name": "simvastatin", "started_days_ago": 1500}]),
    worried("BA-tablet", "New antidepressant four weeks ago, and since two days a flicker.", "R04 R09",
            medicines=[{"name": "escitalopram", "started_days_ago": 28}]),
    worried("BA-better", "It gets less, my fear does not.", twitch_trend="improving"),
)  # fmt: skip

RECENTLY_EXAMINED = (
    examined("BA-emg", "Nerves and muscles tested last month, all normal. I still lie awake.",
             twitch_since_days=150),
    examined("BA-second-opinion", "Normal examination; I would like a third one.", twitch_since_days=400),
    examined("BA-everywhere", "Normal examination; it still jumps everywhere, unchanged.",
             twitch_since_days=300,
             twitch_sites=["widespread"]),
    examined("BA-55", "At 55, normal examination last month, unchanged.", age_years=55,
             twitch_since_days=200),
    examined("BA-examined-lid", "A lid for two months, examined, normal.", twitch_sites=["eyelid_left"],
             twitch_since_days=60),
    examined("BA-180", "Examined 180 days ago, normal, unchanged.", twitch_since_days=300,
             nerve_exam_days_ago=180),
    examined("BA-examined-short", "Twitching for ten days, examined within two, normal.", "S01 S04 S08",
             twitch_since_days=10, nerve_exam_days_ago=8),
    examined("BA-examined-sore", "Examined, normal; sore after training.", **SORE, twitch_since_days=100),
    examined("BA-examined-fast", "Examined, normal; heart fast but regular when I brood.",
             heartbeat="fast_regular",
             twitch_since_days=100),
    examined("BA-examined-skips", "Examined, normal; now the heart skips now and then.", "R15",
             heartbeat="skips_sometimes",
             twitch_since_days=100),
    examined("BA-examined-chest", "Examined, normal; the old, checked tightness of the chest.", "R16",
             chest_pain_or_tightness="long_known_assessed", twitch_since_days=100),
    examined("BA-examined-better", "Examined, normal, and it gets better.", twitch_trend="improving",
             twitch_since_days=100),
    examined("BA-benign", "A clinician called it benign; I read on.", twitch_since_days=500,
             conditions=["benign_fasciculation_diagnosed"]),
    examined("BA-family-examined", "My mother had the illness; I was examined, normal.", "R07",
             twitch_since_days=90,
             family_motor_neurone_disease=True),
)  # fmt: skip

OTHERS_WORRY = (
    case("BA-parent", "My boy's lid jumps for three days. I cannot sleep for fear.", "R09", NO_REFERRAL,
         **{**CHILD, **WORRIED, "twitch_sites": ["eyelid_left"]}),
    case("BA-parent-calm-child", "My girl blinks when she reads. It does not bother her; it bothers me.",
         "S02",
         Label(must_not="repeated_urgent_referral", look_alike="tic"),
         **{**CHILD, "movement_kind": "suppressible_urge_movement", "movement_troublesome": False}),
    case("BA-not-most-days", "I worry a bit, not every day. A flicker in the chin.", "S01", NO_REFERRAL,
         stress_0_10=6, twitch_sites=["chin"]),
    case("BA-exam-week", "Exam week, three coffees, a lid that jumps.", "S01 S03", NO_REFERRAL, stress_0_10=9,
         caffeine_24h_mg=320, sleep_mean_7d_h=5.8, twitch_sites=["eyelid_left"]),
    case("BA-new-parent", "Four hours of sleep with the newborn, and a jumping lid.", "S01 S03", NO_REFERRAL,
         **WOMAN, sleep_mean_7d_h=4.1, twitch_sites=["eyelid_left"],
         recent_events=[{"event": "childbirth", "days_ago": 60}]),
    case("BA-ladder", "Two days of painting overhead; the forearm jumps.", "S01",
         Label(causes={"exertion": "strong"}, must_not="repeated_urgent_referral", look_alike=NOT_JUDGED),
         twitch_sites=["forearm_right"], exertion_load_24h_au=1100, exertion_sites=["forearm_right"]),
    case("BA-heat", "Gardening in the sun; the calf jumps. I feel well.", "S01", NO_REFERRAL,
         heat_exposure=True),
)  # fmt: skip

GROUPS: Final[dict[str, Any]] = {"benign_anxious": (*NEVER_EXAMINED, *RECENTLY_EXAMINED, *OTHERS_WORRY)}
