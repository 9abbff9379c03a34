"""Several places are one series: what is not watched is never calm, and effects are those of all together."""

import datetime as dt

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from tests.explain.diaries import FIRST_DAY

from untwitch.explain.attribution import attribute
from untwitch.explain.one_site import one_site
from untwitch.explain.shared_sites import parts_of_all, shared_sites
from untwitch.facts.person import Physiology
from untwitch.timeline.timeline import Timeline

Floats = NDArray[np.float64]
NAN = float("nan")
SITES = ("eyelid_right", "thumb_left", "calf_left")


def table(counts: Floats, stress: Floats, *, hours: float = 16.0, **more: Floats) -> Timeline:
    """Counts of shape (n_sites, n_days); exposures stand in the rows of the first site."""
    sites, days = counts.shape
    blank = np.full((sites, days), NAN)
    blank[0] = stress
    columns = {"twitches": counts.T.ravel(), "stress_0_10": blank.T.ravel()}
    columns["observed_h"] = np.where(np.isfinite(columns["twitches"]), hours, NAN)
    return Timeline(
        starts=tuple(FIRST_DAY + dt.timedelta(days=day) for day in range(days) for _ in range(sites)),
        row_h=24.0,
        sites=SITES[:sites] * days,
        columns=columns | {name: each.T.ravel() for name, each in more.items()},
        instruments=("",) * (sites * days),
    )


def lived(seed: int, *, days: int = 90, effect: float = 0.4) -> tuple[Floats, Floats, Floats]:
    """Counts of three places with rates of 1, 3 and 6 a day, one effect and one drift for all."""
    random = np.random.default_rng(seed)
    stress = random.integers(0, 11, days).astype(np.float64)
    scaled = (stress - stress.mean()) / stress.std()
    drift = np.zeros(days)
    for day in range(1, days):
        drift[day] = 0.5 * drift[day - 1] + 0.26 * random.standard_normal()
    mean = np.array([1.0, 3.0, 6.0])[:, None] * np.exp(effect * scaled + drift)
    counts = random.poisson(mean).astype(np.float64)
    return counts, stress, random.random(counts.shape)


def test_parts_are_those_of_the_rates_also_when_a_place_is_watched_on_bad_days_only() -> None:
    random = np.random.default_rng(2)
    day = np.exp(0.8 * random.standard_normal(400))
    rate = np.array([1.0, 4.0])
    watched = np.ones((2, 400))
    watched[0, day < 1.2] = 0
    counts = random.poisson(rate[:, None] * day * watched).astype(np.float64)
    assert_allclose(parts_of_all(counts, 16 * watched), [0.2, 0.8], atol=0.02)
    assert_allclose(parts_of_all(np.zeros((2, 5)), np.ones((2, 5))), 0.5)


def test_a_place_that_is_not_watched_takes_its_hours_away_and_is_not_calm() -> None:
    counts = np.tile([[2.0], [4.0], [6.0]], 30)
    counts[2, 10:] = NAN
    counts[:, 20] = NAN
    made, problems = shared_sites(table(counts, np.arange(30.0) % 11), fewest_rows=10)  # type: ignore[misc]
    assert_array_equal(made.column("twitches_low")[[0, 15]], [12, 6])
    assert_allclose(made.column("observed_h")[[0, 15]], [16, 8])
    assert np.isnan(made.column("twitches_low")[20])
    assert "eyelid_right, thumb_left, calf_left together" in problems[0].what
    assert_array_equal(made.column("stress_0_10"), np.arange(30.0) % 11)


def test_effects_are_surer_than_those_of_one_place_and_hold_the_truth() -> None:
    covered, widths = [], []
    for seed in range(6):
        counts, stress, chance = lived(seed)
        counts = np.where(chance < 0.3, NAN, counts)
        whole = attribute(table(counts, stress), physiology=Physiology()).cause("stress").rate_ratio_per_swing
        one = table(counts[:1], stress)
        alone = attribute(one, physiology=Physiology()).cause("stress").rate_ratio_per_swing
        assert whole is not None
        assert alone is not None
        covered.append(whole.low < np.exp(0.4) < whole.high)
        widths.append(np.log(whole.high / whole.low) / np.log(alone.high / alone.low))
    assert sum(covered) >= 4
    assert np.mean(widths) < 0.8


def test_watching_fewer_places_on_stressful_days_does_not_look_like_calm() -> None:
    counts, stress, _ = lived(3, effect=0.0)
    counts[2, stress > 5] = NAN
    made = attribute(table(counts, stress), physiology=Physiology()).cause("stress")
    assert made.verdict in {"unlikely", "cannot_tell"}
    assert made.rate_ratio_per_swing is not None
    assert made.rate_ratio_per_swing.low < 1.1


def test_what_is_of_a_region_counts_by_the_part_of_its_place() -> None:
    counts = np.tile([[1.0], [3.0]], 20)
    region = np.tile([[100.0], [200.0]], 20)
    region[1, 5] = NAN
    region[:, 6] = NAN
    made, _ = shared_sites(  # type: ignore[misc]
        table(counts, np.arange(20.0) % 7, exertion_same_region_au=region), fewest_rows=14
    )
    assert_allclose(made.column("exertion_same_region_au")[[0, 5]], [175, 100])
    assert np.isnan(made.column("exertion_same_region_au")[6])


def test_words_are_added_as_ranges_and_other_outcomes_are_left() -> None:
    counts = np.tile([[1.0], [NAN]], 20)
    low = np.tile([[NAN], [1.0]], 20)
    high = np.tile([[NAN], [3.0]], 20)
    with_words = table(counts, np.arange(20.0) % 7, twitches_low=low, twitches_high=high)
    made, _ = shared_sites(with_words, fewest_rows=14)  # type: ignore[misc]
    assert (made.column("twitches_low")[0], made.column("twitches_high")[0]) == (2, 4)


def test_one_place_with_enough_is_taken_alone_and_the_others_are_named() -> None:
    counts, stress, _ = lived(1, days=30)
    counts[1:, 5:] = NAN
    assert shared_sites(table(counts, stress), fewest_rows=14) is None
    made, problems = one_site(table(counts, stress), fewest_rows=14)
    assert set(made.sites) == {"eyelid_right"}
    assert "thumb_left, calf_left are not used" in problems[0].what
    counts[1, :] = 2.0
    _, problems = one_site(table(counts, stress), fewest_rows=14)
    assert "eyelid_right, thumb_left together" in problems[0].what
    assert "the outcomes of calf_left are not used" in problems[0].what


@pytest.mark.parametrize("quiet", [0, 1])
def test_a_place_that_never_twitches_adds_nothing(quiet: int) -> None:
    counts = np.tile([[3.0], [3.0]], 20)
    counts[quiet] = 0.0
    counts[1 - quiet, 4] = NAN
    made, _ = shared_sites(table(counts, np.arange(20.0) % 7), fewest_rows=14)  # type: ignore[misc]
    assert_allclose(made.column("observed_h")[0], 16)
    assert np.isnan(made.column("twitches_low")[4])
