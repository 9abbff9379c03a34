"""People drawn from the prior of explain, and where their truths lie in their answers."""

import numpy as np
from benchmarks.explain_sbc_whole import drawn, placed, summary

from untwitch.facts.measure import CAUSES
from untwitch.knowledge.cause_prior import cause_priors


def test_a_person_is_the_same_for_the_same_seed_and_causes_act_as_often_as_the_prior_says() -> None:
    assert drawn(1, 40)[1] == drawn(1, 40)[1]
    assert drawn(1, 40)[0] == drawn(1, 40)[0]
    acting = [drawn(seed, 30)[1] for seed in range(30)]
    share = np.mean([len(each) for each in acting]) / len(CAUSES)
    wanted = np.mean([each.inclusion for each in cause_priors().values()])
    assert abs(share - wanted) < 0.13
    assert all(effect > 0 for each in acting for _, effect in each.values())


def test_places_are_counted_from_below_to_above() -> None:
    people = [
        {"places": [0, 1, 2], "chances": [(0.9, True), (0.1, False)]},
        {"places": [2, 3], "chances": [(0.5, True), (0.5, False)]},
    ]
    made = summary(people)
    assert made["places"] == {"below": 0.2, "lower half": 0.2, "upper half": 0.4, "above": 0.2}
    assert made["coverage_90"] == 0.6
    assert made["standard_score"] == 0.0
    assert made["causes_that_act"] == 5


def test_one_person_goes_through_the_whole_path() -> None:
    seed = next(seed for seed in range(20) if drawn(seed, 40)[1])
    made = placed((seed, 40))
    assert len(made["chances"]) == len(CAUSES)
    assert len(made["places"]) == sum(acts for _, acts in made["chances"])
