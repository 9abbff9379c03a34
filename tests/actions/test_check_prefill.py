"""What a record knows is offered for a check, with where it comes from; the rest stays unknown."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from untwitch.actions.check_known import FromRecord
from untwitch.actions.check_prefill import (
    hardest_24h_au,
    last_hours,
    prefilled,
    usual_limit_au,
)
from untwitch.check.answers import checked
from untwitch.check.verdict import verdict
from untwitch.facts.exposure import TYPED
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.person import Condition, Medicine, Person, PersonFact
from untwitch.facts.sample_batch import BatchBuilder, SampleBatch, SampleRow
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch

ME = Person(str(UUID(int=1, version=4)), "me")
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
NOW = Instant(1_767_873_600_000, "UTC")  # 8 January 2026, 12:00
TODAY = dt.date(2026, 1, 8)


def identity(number: int) -> str:
    return str(UUID(int=number, version=4))


def ago(days: float = 0, hours: float = 0) -> Instant:
    return Instant(NOW.utc_ms - round(days * DAY_MS + hours * HOUR_MS), "UTC")


def day(days_ago: int) -> dt.date:
    return TODAY - dt.timedelta(days=days_ago)


def samples(measure: str, *rows: tuple[float, float, float]) -> SampleBatch:
    """Gives typed samples: hours ago of begin and end, and value."""
    made = BatchBuilder(measure)
    for begin_h, end_h, value in rows:
        start_ms, end_ms = ago(hours=begin_h).utc_ms, ago(hours=end_h).utc_ms
        made.add(SampleRow(start_ms, end_ms, value, TYPED, "UTC", "source", estimate=False))
    return made.batch()


def twitch(days_ago: float, site: str | None = None, instrument: str = "diary") -> Twitch:
    return Twitch(identity(round(days_ago * 1000) + 7), ago(days_ago), site=site, instrument=instrument)


def known(**parts: Any) -> Mapping[str, tuple[Any, str]]:
    found = prefilled(History(ME, **parts), now=NOW).told
    return {name: (each.value, each.words) for name, each in found.items()}


def test_an_empty_record_says_nothing() -> None:
    assert prefilled(History(ME), now=NOW) == FromRecord()


def test_the_body_is_offered_and_a_pregnancy_is_asked_for_its_weeks() -> None:
    facts = [("birth_year", "1980"), ("sex", "female"), ("pregnant", "no"), ("breastfeeding", "yes")]
    said = tuple(PersonFact(identity(n), name, value) for n, (name, value) in enumerate(facts, 1))
    assert known(person_facts=said) == {
        "age_years": (46, "46 years, or one less before the birthday"),
        "sex": ("female", "female"),
        "pregnancy_weeks": (0, "not pregnant"),
        "breastfeeding": (True, "yes"),
    }
    pregnant = (PersonFact(identity(9), "pregnant", "yes"),)
    assert known(person_facts=pregnant) == {}


def test_medicines_come_with_their_days_and_old_or_future_ones_do_not() -> None:
    medicines = (
        Medicine(identity(1), "ramipril", started_day=day(30), dose_changed_day=day(4)),
        Medicine(identity(2), "diazepam", stopped_day=day(60)),
        Medicine(identity(3), "lithium", stopped_day=day(61)),
        Medicine(identity(4), "senna", started_day=day(-1)),
        Medicine(identity(5), "salbutamol", stopped_day=day(-3)),
    )
    value, words = known(medicines=medicines)["medicines"]
    assert value == [
        {"name": "ramipril", "started_days_ago": 30, "dose_raised_days_ago": 4},
        {"name": "diazepam", "stopped_days_ago": 60},
        {"name": "salbutamol"},
    ]
    assert words.startswith(
        "ramipril (since 9 December 2025, dose changed 4 January 2026); diazepam (stopped"
    )
    assert "medicines" not in known(medicines=medicines[2:4])


def test_conditions_are_those_of_the_list_and_the_others_are_named() -> None:
    conditions = (
        Condition(identity(1), "Kidney disease"),
        Condition(identity(2), "high blood pressure"),
        Condition(identity(3), "gout"),
        Condition(identity(4), "epilepsy", to_day=day(1)),
    )
    value, words = known(conditions=conditions)["conditions"]
    assert value == ["kidney_disease", "high_blood_pressure"]
    assert words.endswith("high blood pressure; not in the list here: gout")
    assert "conditions" not in known(conditions=conditions[2:])
    assert ";" not in known(conditions=conditions[:1])["conditions"][1]


def test_sites_are_those_of_the_last_7_days_and_the_begin_counts_evenings_too() -> None:
    evening = Watch(identity(50), ago(10, 12), ago(10), twitches_low=1, twitches_high=3)
    calm = Watch(identity(51), ago(20, 12), ago(20), twitches_low=0, twitches_high=0)
    other = Watch(identity(52), ago(12, 12), ago(12), instrument="emg", twitches_low=1, twitches_high=3)
    twitches = (
        twitch(1, "calf_left"), twitch(2, "calf_left"), twitch(3), twitch(6, "eyelid_right"),
        twitch(7, "hand_left"), twitch(4, "tongue", "emg"),
    )  # fmt: skip
    found = known(twitches=twitches, watches=(evening, calm, other))
    assert found["twitch_sites"] == (["calf_left", "eyelid_right"], "left calf, right eyelid")
    assert found["twitch_since_days"] == (10, "10 days, since 29 December 2025")
    assert known(twitches=(twitch(9, "calf_left"),)).keys() == {"twitch_since_days"}


@pytest.mark.parametrize(("nights", "expected"), [(3, None), (4, 6.5), (9, 6.5)])
def test_sleep_needs_four_nights_of_seven(nights: int, expected: float | None) -> None:
    slept = samples("sleep_h", *((24 * n + 12, 24 * n + 5.5, 6.5) for n in range(nights)))
    found = known(batches=(slept,)).get("sleep_mean_7d_h")
    assert (found[0] if found else None) == expected


def test_stress_is_the_mean_of_three_days_and_minerals_that_of_seven_with_three_known() -> None:
    stress = samples("stress_0_10", (3, 3, 4), (26, 26, 7), (100, 100, 10))
    assert known(batches=(stress,)) == {"stress_0_10": (5.5, "5.5")}
    # Two meals a day, an hour and more apart, make a day whose minerals are known.
    meals = [(24 * n + hour, 24 * n + hour, 100.0 + 10 * n) for n in range(3) for hour in (1, 4)]
    found = known(batches=(samples("magnesium_mg", *meals),))["magnesium_24h_mg"]
    assert found == (220, "220 mg of magnesium a day, mean of 3 days")
    assert "magnesium_24h_mg" not in known(batches=(samples("magnesium_mg", *meals[:4]),))


def test_minerals_with_foods_of_unknown_content_are_a_lower_bound() -> None:
    meals = [(24 * n + hour, 24 * n + hour, 100.0) for n in range(3) for hour in (1, 4)]
    unknown = samples("magnesium_unknown_foods", (2, 2, 1), (26, 26, 1), (170, 170, 1), (171, 171, 1))
    found = known(batches=(samples("magnesium_mg", *meals), unknown))["magnesium_24h_mg"]
    words = "at least 200 mg of magnesium a day, mean of 3 days; 2 foods without a figure"
    assert found == (200, words)


def test_caffeine_and_water_are_those_of_the_last_24_hours_and_unknown_is_not_zero() -> None:
    coffee = samples("caffeine_mg", (2, 2, 95), (20, 20, 60), (30, 30, 400))
    assert known(batches=(coffee,))["caffeine_24h_mg"] == (155, "155 mg")
    old = samples("caffeine_mg", (70, 70, 95))
    assert "caffeine_24h_mg" not in known(batches=(old,))
    drinks = samples("water_ml", (2, 2, 900), (5, 5, 700))
    found = known(batches=(drinks,))["water_24h_l"]
    assert found == (2.0, "1.6 l of drinks, about 2 l with what is in food")
    everything = samples("total_water_ml", (3, 3, 1000), (6, 6, 800))
    assert known(batches=(drinks, everything))["water_24h_l"] == (1.8, "1.8 l")


def test_work_is_that_of_the_hardest_24_hours_of_three_days() -> None:
    work = samples("exertion_au", (71, 70, 300), (46, 45, 250), (30, 29, 100), (5, 4, 120))
    history = History(ME, batches=(work,))
    assert hardest_24h_au(last_hours(history, now=NOW)) == pytest.approx(350)
    assert hardest_24h_au({}) is None
    assert known(batches=(work,))["exertion_load_24h_au"][0] == 350


def test_work_is_unusual_above_mean_plus_one_sd_of_28_days_with_14_known() -> None:
    days = [(24 * n + 5, 24 * n + 4, 100.0 + 20 * (n % 2)) for n in range(4, 18)]
    few = History(ME, batches=(samples("exertion_au", *days[1:]),))
    assert usual_limit_au(few, today=TODAY) is None
    enough = samples("exertion_au", *days, (3, 2, 150.0))
    limit = usual_limit_au(History(ME, batches=(enough,)), today=TODAY)
    assert limit == pytest.approx(110 + (14 / 13) ** 0.5 * 10)
    found = prefilled(History(ME, batches=(enough,)), now=NOW)
    assert found.own_load_au == limit
    assert (
        found.told["exertion_load_24h_au"].words == "150 (effort times minutes), more than is usual for you"
    )
    answer = verdict({"exertion_load_24h_au": 150}, own_load_au=found.own_load_au)
    assert [each["cause"] for each in answer["plausible_causes"]] == ["exertion"]
    assert verdict({"exertion_load_24h_au": 120}, own_load_au=limit)["plausible_causes"] == []


def test_whatever_is_offered_keeps_the_contract() -> None:
    much = samples("caffeine_mg", *((hour, hour, 3000.0) for hour in range(1, 12)))
    history = History(
        ME,
        person_facts=(PersonFact(identity(1), "birth_year", "1906"),),
        batches=(much, samples("exertion_au", (5, 4, 3000.0))),
        twitches=(twitch(1, "calf_left"),),
    )
    told = prefilled(history, now=NOW).told
    assert "caffeine_24h_mg" not in told
    checked({name: each.value for name, each in told.items()})
    assert {each.origin for each in told.values()} == {
        "your record", "your diary", "your diary, last 7 days", "your record, last 3 days",
    }  # fmt: skip
