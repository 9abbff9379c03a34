"""The same seed gives the same person, and the person is worth explaining."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from untwitch.facts.refused import Refused
from untwitch.simulate.person import DEMO_EFFECTS, simulate
from untwitch.timeline.build import build


def test_the_same_seed_gives_the_same_person_ids_included() -> None:
    one, other = simulate(5), simulate(5)
    assert one.history == other.history
    assert one.truth == other.truth
    assert simulate(6).history != one.history


def test_the_truth_stands_beside_the_person() -> None:
    person = simulate(5, days=30, effects={"stress": 1.6})
    assert (person.seed, person.days) == (5, 30)
    assert dict(person.truth) == {
        "stress": 1.6,
        "exertion": 1.0,
        "sleep": 1.0,
        "diet": 1.0,
        "caffeine": 1.0,
        "water": 1.0,
    }
    assert person.shares["stress"] > 0.1
    assert person.shares["water"] == 0


def test_the_example_person_has_two_causes() -> None:
    truth = simulate(1).truth
    assert (
        {cause for cause, ratio in truth.items() if ratio != 1} == set(DEMO_EFFECTS) == {"caffeine", "sleep"}
    )


def test_the_effects_are_in_the_counts() -> None:
    correlations = []
    for seed in range(12):
        person = simulate(seed, days=120, effects={"caffeine": 2.0})
        caffeine = person.life.exposures["caffeine_mg"]
        correlations.append(np.corrcoef(np.log1p(person.life.twitches), caffeine)[0, 1])
    without = [
        np.corrcoef(np.log1p(each.life.twitches), each.life.exposures["caffeine_mg"])[0, 1]
        for each in (simulate(seed, days=120, effects={}) for seed in range(12))
    ]
    assert np.mean(correlations) > 0.5
    assert abs(np.mean(without)) < 0.1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"days": 0}, "days is 0; it goes from 1 to 3650"),
        ({"days": 3651}, "days is 3651"),
        ({"seed": -1}, "seed is -1"),
        ({"missing_fraction": 1.5}, "missing_fraction is 1.5"),
        ({"effects": {"tea": 2.0}}, "cause 'tea' is not known"),
        ({"zone": "Mars/Base"}, "zone 'Mars/Base' is not known"),
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        simulate(**({"seed": 1} | wrong))


def test_the_first_day_and_the_zone_are_those_asked_for() -> None:
    person = simulate(2, days=20, first_day=dt.date(2026, 3, 20), zone="America/New_York", missing_fraction=0)
    timeline, problems = build(person.history, row_h=12)
    assert problems == ()
    assert timeline.days()[0] == dt.date(2026, 3, 20)
    assert len(timeline) == 40
    assert timeline.starts[0].isoformat().endswith("-04:00")


def test_one_day_is_enough_to_be_a_person() -> None:
    timeline, _ = build(simulate(1, days=1, missing_fraction=0).history)
    assert len(timeline) == 1


def test_what_is_forgotten_is_unknown_and_never_zero() -> None:
    person = simulate(9, days=300, missing_fraction=0.2)
    timeline, _ = build(person.history)
    for name, values in person.life.exposures.items():
        found = timeline.column(name)
        known = ~np.isnan(found)
        forgotten = 0.4 if name in {"magnesium_mg", "potassium_mg", "calcium_mg"} else 0.2
        assert 1 - known.mean() == pytest.approx(forgotten, abs=0.07)
        np.testing.assert_allclose(found[known], values[: found.size][known])
    everything = simulate(9, days=10, missing_fraction=1.0).history
    assert everything.watches == ()
    assert all(len(each) == 0 for each in everything.batches)
