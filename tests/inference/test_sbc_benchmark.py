"""The arithmetic of simulation-based calibration, and one small run of it."""

import numpy as np
import pytest
from benchmarks.explain_sbc import CAUSES, INCLUSION, NAMES, coverage, holm, judged, ranked, summary
from scipy import stats
from statsmodels.stats.multitest import multipletests


def test_holm_corrects_as_statsmodels_does() -> None:
    p_values = [0.01, 0.04, 0.03, 0.005, 0.9]
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])
    assert holm([0.2]) == [0.2]


def test_coverage_counts_ranks_inside_central_intervals() -> None:
    assert coverage(np.array([0.02, 0.06, 0.3, 0.5, 0.96])) == {"50%": 0.4, "80%": 0.4, "90%": 0.6}


def test_a_person_is_the_same_for_the_same_seed_and_every_rank_lies_between_0_and_1() -> None:
    one, other = ranked((1, 60)), ranked((1, 60))
    assert one == other
    assert len(one["rank"]) == len(NAMES)
    assert all(0 < each < 1 for each in one["rank"])
    assert len(one["rank_given_that_it_acts"]) <= sum(one["acts"]) <= CAUSES


@pytest.mark.slow
def test_ranks_of_people_drawn_from_the_prior_are_uniform_also_where_effects_are_zero() -> None:
    people = [ranked((seed, 60)) for seed in range(300)]
    made = judged({"60": summary(people)})
    assert made["smallest_holm_p"] > 0.001
    pooled = np.array([each["rank"][1:] for each in people]).ravel()
    assert stats.kstest(pooled, "uniform").pvalue > 0.001
    assert made["days"]["60"]["all_causes"]["90%"] == pytest.approx(0.9, abs=0.04)
    assert made["days"]["60"]["inclusion"]["share_that_acts"] == pytest.approx(INCLUSION, abs=0.06)
    assert abs(made["days"]["60"]["inclusion"]["standard_score"]) < 3.5
