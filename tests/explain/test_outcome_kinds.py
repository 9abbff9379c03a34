"""Every kind of outcome and proxy on people whose causes are known: what acts is found, nothing else is."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.explain.diaries import FIRST_DAY

from untwitch.explain.answer import Attribution
from untwitch.explain.attribution import attribute
from untwitch.facts.person import Physiology
from untwitch.facts.watch import EVENING_WORDS
from untwitch.timeline.timeline import Timeline, daily

Floats = NDArray[np.float64]
NAN = float("nan")
EFFECT = 0.45
SEEDS = (1, 2, 3)


def lived(seed: int, *, days: int = 90, effect: float = EFFECT) -> tuple[dict[str, Floats], Floats]:
    """Exposures of a person whom stress sets off and coffee does not, and their twitches."""
    random = np.random.default_rng(seed)
    exposures: dict[str, Floats] = {
        "stress_0_10": random.integers(0, 11, days).astype(np.float64),
        "caffeine_mg": 10 * random.integers(0, 40, days).astype(np.float64),
    }
    drift = np.zeros(days)
    for day in range(1, days):
        drift[day] = 0.5 * drift[day - 1] + 0.2 * random.standard_normal()
    stress = exposures["stress_0_10"]
    rate = np.exp(1.5 + effect * (stress - stress.mean()) / stress.std() + drift)
    counts = np.asarray(random.poisson(rate * random.gamma(8, 1 / 8, days)), dtype=np.float64)
    return exposures, counts


def as_words(counts: Floats) -> dict[str, Floats]:
    """The evening words that hold the counts; a count beyond them stands as it is."""
    low, high, exact = (np.full(len(counts), NAN) for _ in range(3))
    for day, count in enumerate(counts):
        word = next((each for each in EVENING_WORDS.values() if each[0] <= count <= each[1]), None)
        if word is None:
            exact[day] = count
        else:
            low[day], high[day] = word
    return {"twitches": exact, "twitches_low": low, "twitches_high": high}


def as_minutes(counts: Floats, random: np.random.Generator) -> dict[str, Floats]:
    return {"twitch_min": np.round(counts * random.uniform(1.0, 3.0, len(counts)), 1)}


def as_bother(counts: Floats, random: np.random.Generator) -> dict[str, Floats]:
    felt = 2.2 * np.log1p(counts) + random.normal(0, 0.7, len(counts))
    return {"bother_0_10": np.clip(np.rint(felt), 0, 10)}


def table(kind: str, seed: int, *, effect: float = EFFECT) -> Timeline:
    exposures, counts = lived(seed, effect=effect)
    random = np.random.default_rng(seed + 100)
    made = {
        "twitches": lambda: {"twitches": counts},
        "words": lambda: as_words(counts),
        "twitch_min": lambda: as_minutes(counts, random),
        "bother_0_10": lambda: as_bother(counts, random),
    }[kind]()
    return daily(FIRST_DAY, exposures | made)


def answer(given: Timeline, *, outcome: str = "auto") -> Attribution:
    return attribute(given, physiology=Physiology(), outcome=outcome)


@pytest.mark.parametrize("kind", ["twitches", "words", "twitch_min", "bother_0_10"])
def test_what_acts_is_found_in_every_kind_of_outcome_and_what_does_not_is_not(kind: str) -> None:
    for seed in SEEDS:
        made = answer(table(kind, seed))
        assert made.outcome == ("twitches" if kind == "words" else kind)
        assert made.cause("stress").probability > 0.8, (kind, seed)
        assert made.cause("caffeine").verdict != "likely", (kind, seed)


@pytest.mark.parametrize("kind", ["twitches", "words"])
def test_the_size_of_an_effect_is_that_of_the_truth_also_from_words(kind: str) -> None:
    covered = 0
    for seed in SEEDS:
        ratio = answer(table(kind, seed)).cause("stress").rate_ratio_per_swing
        assert ratio is not None
        # the record is taken as imperfect, so what is told of the size may lie above what was put in
        covered += ratio.low < np.exp(EFFECT) < ratio.high * 1.02
    assert covered >= 2


def test_words_know_less_than_counts() -> None:
    def width(kind: str) -> float:
        ratios = [answer(table(kind, seed)).cause("stress").rate_ratio_per_swing for seed in SEEDS]
        return float(np.mean([np.log(each.high / each.low) for each in ratios if each is not None]))

    assert width("words") > width("twitches")


@pytest.mark.parametrize("kind", ["words", "twitch_min", "bother_0_10"])
def test_without_an_effect_nothing_goes_with_any_outcome(kind: str) -> None:
    for seed in SEEDS:
        assert answer(table(kind, seed, effect=0.0)).cause("stress").verdict != "likely"


def test_an_outcome_is_chosen_by_name_and_the_others_do_not_touch_it() -> None:
    exposures, counts = lived(1)
    random = np.random.default_rng(7)
    both = daily(FIRST_DAY, exposures | {"twitches": counts} | as_bother(counts, random))
    alone = daily(FIRST_DAY, exposures | as_bother(counts, np.random.default_rng(7)))
    assert answer(both).outcome == "twitches"
    chosen = answer(both, outcome="bother_0_10")
    assert chosen.outcome == "bother_0_10"
    assert chosen.cause("stress").probability == pytest.approx(
        answer(alone).cause("stress").probability, abs=1e-6
    )


def test_minutes_and_bother_say_that_their_sizes_are_rough() -> None:
    for kind in ("twitch_min", "bother_0_10"):
        assert any("read sizes as rough" in each.what for each in answer(table(kind, 1)).problems)
    assert not any("rough" in each.what for each in answer(table("words", 1)).problems)


def test_a_pulse_speaks_of_stress_that_nobody_rated_and_is_never_a_rating() -> None:
    exposures, counts = lived(2, days=150, effect=0.6)
    random = np.random.default_rng(9)
    stress = exposures.pop("stress_0_10")
    pulse = 62 + 1.5 * (stress - stress.mean()) + random.normal(0, 3, len(stress))
    variability = 45 - 3 * (stress - stress.mean()) + random.normal(0, 8, len(stress))
    exposures |= {"resting_hr_bpm": pulse, "hrv_rmssd_ms": np.clip(variability, 5, 200)}
    made = answer(daily(FIRST_DAY, exposures | {"twitches": counts})).cause("stress")
    assert made.probability > 0.8
    assert {each.measure for each in made.parts} == {"resting_hr_bpm", "hrv_rmssd_ms"}
    assert made.rate_ratio is not None
    assert "stress" not in made.rate_ratio.per


def test_a_rating_and_a_pulse_are_parts_of_one_cause_and_the_better_one_carries_it() -> None:
    exposures, counts = lived(3, days=120)
    random = np.random.default_rng(9)
    stress = exposures["stress_0_10"]
    exposures["resting_hr_bpm"] = 62 + 0.6 * (stress - stress.mean()) + random.normal(0, 4, len(stress))
    made = answer(daily(FIRST_DAY, exposures | {"twitches": counts})).cause("stress")
    rating, pulse = made.parts
    assert (rating.measure, pulse.measure) == ("stress_0_10", "resting_hr_bpm")
    assert rating.probability > 0.9 > pulse.probability
    assert rating.probability + pulse.probability == pytest.approx(made.probability, abs=1e-6)


@pytest.mark.parametrize("measure", ["repetitive_h", "repetitive_same_region_h"])
def test_typing_is_part_of_exertion_and_that_of_its_own_place_goes_before(measure: str) -> None:
    random = np.random.default_rng(5)
    days = 120
    typing = np.clip(random.normal(4, 2, days), 0, 12)
    kept = np.exp2(-np.arange(4.0))
    tail = np.convolve(typing, kept / kept.sum())[:days]
    rate = np.exp(1.4 + 0.5 * (tail - tail.mean()) / tail.std())
    columns = {
        measure: typing,
        "exertion_au": 100.0 * random.integers(0, 5, days),
        "twitches": random.poisson(rate * random.gamma(8, 1 / 8, days)).astype(np.float64),
    }
    if measure == "repetitive_same_region_h":
        columns["repetitive_h"] = typing + random.uniform(0, 8, days)
    made = answer(daily(FIRST_DAY, columns)).cause("exertion")
    leading = max(made.parts, key=lambda each: each.probability)
    assert leading.measure == measure
    assert leading.probability > 0.8
    assert {each.measure for each in made.parts} == {"exertion_au", measure}
