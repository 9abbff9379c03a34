"""Each hard world is hard in the way it says, and its truth stays the truth."""

import functools

import numpy as np
import pytest

from untwitch.facts.measure import CAUSES
from untwitch.facts.refused import Refused
from untwitch.simulate.hard_person import WORLDS, World, simulate_hard
from untwitch.timeline.build import build


@pytest.mark.parametrize("world", WORLDS)
def test_every_world_makes_a_table_and_the_same_seed_the_same_person(world: World) -> None:
    one, other = simulate_hard(3, world, days=50), simulate_hard(3, world, days=50)
    assert one.history == other.history
    assert one.history != simulate_hard(4, world, days=50).history
    assert dict(one.truth) == dict.fromkeys(CAUSES, 1.0)
    timeline, problems = build(one.history)
    assert problems == ()
    assert len(timeline) <= 50


@pytest.mark.parametrize("world", WORLDS)
def test_the_effects_asked_for_are_the_truth(world: World) -> None:
    person = simulate_hard(3, world, days=50, effects={"sleep": 1.5})
    assert person.truth["sleep"] == 1.5
    assert person.shares["sleep"] > 0
    assert simulate_hard(3, world, days=1).days == 1


@functools.cache
def twitches(world: World) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array([simulate_hard(seed, world, days=119).life.twitches for seed in range(25)])


def test_bursts_are_days_far_above_the_others() -> None:
    plain, bursts = twitches("forgetful"), twitches("bursts")
    assert bursts.mean() > 1.15 * plain.mean()
    assert np.quantile(bursts, 0.98) > 1.7 * np.quantile(plain, 0.98)
    assert np.median(bursts) < 1.3 * np.median(plain)


def test_a_regime_triples_the_rate_for_good() -> None:
    regimes = twitches("regimes")
    assert regimes[:, -25:].mean() == pytest.approx(3 * regimes[:, :25].mean(), rel=0.3)


def test_working_days_twitch_more_where_the_week_drives() -> None:
    weekend = np.arange(119) % 7 >= 5
    driven, plain = twitches("weekdays"), twitches("forgetful")
    assert driven[:, ~weekend].mean() / driven[:, weekend].mean() == pytest.approx(1.5, rel=0.15)
    assert plain[:, ~weekend].mean() / plain[:, weekend].mean() == pytest.approx(1.0, rel=0.15)


def test_what_is_kept_is_far_from_what_was_where_memory_is_noisy() -> None:
    person = simulate_hard(1, "noisy", days=300)
    timeline, _ = build(person.history)
    for name in ("stress_0_10", "sleep_h", "caffeine_mg", "magnesium_mg"):
        kept, lived = timeline.column(name), person.life.exposures[name][: len(timeline)]
        known = ~np.isnan(kept) & (lived > 0)
        correlation = np.corrcoef(kept[known], lived[known])[0, 1]
        assert 0.4 < correlation < 0.95
    none = person.life.exposures["caffeine_mg"][: len(timeline)] == 0
    assert np.nanmax(timeline.column("caffeine_mg")[none]) == 0


def test_a_third_is_forgotten_where_people_forget() -> None:
    timeline, _ = build(simulate_hard(1, "forgetful", days=400).history)
    assert np.isnan(timeline.column("caffeine_mg")).mean() == pytest.approx(0.33, abs=0.07)
    assert np.isnan(timeline.column("observed_h")).mean() == pytest.approx(0.33, abs=0.07)


def test_an_unknown_world_is_refused() -> None:
    with pytest.raises(Refused, match="world 'easy' is not known; known: bursts, regimes"):
        simulate_hard(1, "easy")  # type: ignore[arg-type]
