"""The whole answer: what is found, what is not, and that too little data is an answer too."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.explain.diaries import CET, FIRST_DAY, changed, diary, rows
from tests.strategies import timelines

from untwitch.explain.answer import Attribution
from untwitch.explain.attribution import attribute
from untwitch.facts.measure import CAUSES
from untwitch.facts.person import Physiology
from untwitch.facts.refused import Refused
from untwitch.timeline.timeline import Timeline, daily, from_csv, to_csv

BODY = Physiology(age_years=35, sex="female")
NAN = float("nan")


def verdicts(made: Attribution) -> dict[str, str]:
    return {each.cause: each.verdict for each in made.causes}


def close(one: Attribution, other: Attribution) -> None:
    """Two answers say the same, up to rounding in the last places."""
    assert verdicts(one) == verdicts(other)
    for left, right in zip(one.causes, other.causes, strict=True):
        assert left.probability == pytest.approx(right.probability, abs=1e-6)
        assert (left.rate_ratio_per_swing is None) == (right.rate_ratio_per_swing is None)
        if left.rate_ratio_per_swing and right.rate_ratio_per_swing:
            assert left.rate_ratio_per_swing.high == pytest.approx(right.rate_ratio_per_swing.high, rel=1e-3)


def test_a_cause_that_acts_is_likely_and_others_are_not() -> None:
    made = attribute(diary(120, stress=0.5), physiology=BODY)
    assert verdicts(made)["stress"] == "likely"
    assert verdicts(made)["caffeine"] in {"unlikely", "cannot_tell"}
    stress = made.cause("stress")
    assert stress.evidence == "associated"
    assert stress.probability_largest > 0.95
    assert stress.probability_matters > 0.95
    assert stress.rate_ratio_per_swing is not None
    assert stress.rate_ratio_per_swing.low < np.exp(0.5) < stress.rate_ratio_per_swing.high
    assert [each.cause for each in made.causes] == list(CAUSES)
    assert all(each.passes for each in made.guards)
    assert made.unexplained_share is not None
    assert made.unexplained_share.median < 0.8


def test_rows_and_days_are_said() -> None:
    table = diary(60)
    twitches = table.columns["twitches"].copy()
    twitches[:5] = NAN
    made = attribute(changed(table, twitches=twitches), physiology=BODY)
    assert (made.rows, made.rows_used) == (60, 55)
    assert (made.start, made.end) == ("2026-01-05", "2026-03-05")


def test_the_daily_rate_is_per_sixteen_hours_with_an_honest_interval() -> None:
    twitches = np.random.default_rng(1).poisson(2.0, 200).astype(np.float64)
    table = daily(FIRST_DAY, {"twitches": twitches, "observed_h": np.full(200, 8.0)})
    rate = attribute(table, physiology=BODY).twitches_per_day
    assert rate is not None
    assert rate.median == pytest.approx(2 * twitches.mean(), rel=0.01)
    assert rate.high - rate.low == pytest.approx(2 * 1.645 * 2 * np.sqrt(2.0 / 200), rel=0.2)
    wild = np.where(np.arange(200) % 10 == 0, 20.0, 0.0)
    scattered = attribute(daily(FIRST_DAY, {"twitches": wild}), physiology=BODY).twitches_per_day
    assert scattered is not None
    assert (scattered.high - scattered.low) > 3 * (rate.high - rate.low) / 2
    lone = attribute(daily(FIRST_DAY, {"twitches": [3.0]}), physiology=BODY).twitches_per_day
    assert lone is not None
    assert lone.low < 3 < lone.high


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (diary(13), "13 days with an outcome"),
        (diary(30, twitches=False), "0 days with an outcome"),
        (changed(diary(30), twitches=np.zeros(30)), "no twitch was counted"),
        (
            changed(diary(30), stress_0_10=np.full(30, 4.0), caffeine_mg=np.full(30, 90.0)),
            "no exposure of the six causes",
        ),
        (daily(FIRST_DAY, {"twitches": np.arange(20.0)}), "no exposure of the six causes"),
        (daily(FIRST_DAY, {}), "0 days with an outcome"),
    ],
)
def test_too_little_is_cannot_tell_with_the_days_it_needs(table: Timeline, why: str) -> None:
    made = attribute(table, physiology=BODY)
    assert set(verdicts(made).values()) == {"cannot_tell"}
    assert all(each.days_needed is not None and each.days_needed >= 14 for each in made.causes)
    assert why in made.problems[-1].what
    assert made.enough == "more"
    assert made.unexplained_share is None
    json.dumps(made.to_json(), allow_nan=False)


def test_days_logged_already_count_towards_those_needed() -> None:
    assert attribute(diary(10), physiology=BODY).causes[0].days_needed == 80
    calm = changed(diary(85), twitches=np.zeros(85))
    assert attribute(calm, physiology=BODY).causes[0].days_needed == 14


def test_the_same_table_gives_the_same_answer() -> None:
    assert attribute(diary(60), physiology=BODY) == attribute(diary(60), physiology=BODY)


def test_a_table_and_its_text_give_the_same_answer() -> None:
    table = diary(60)
    again, problems = from_csv(to_csv(table), name="t")
    assert problems == []
    assert attribute(again, physiology=BODY) == attribute(table, physiology=BODY)


def test_the_order_of_columns_does_not_matter() -> None:
    table = diary(60)
    turned = daily(FIRST_DAY, {name: table.columns[name] for name in reversed(list(table.columns))})
    assert attribute(turned, physiology=BODY) == attribute(table, physiology=BODY)


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 30), st.integers(0, 5))
def test_blank_rows_at_the_end_change_nothing(blank: int, seed: int) -> None:
    table = diary(40, seed=seed)
    longer = daily(
        FIRST_DAY, {name: np.concatenate([each, np.full(blank, NAN)]) for name, each in table.columns.items()}
    )
    made, other = attribute(longer, physiology=BODY), attribute(table, physiology=BODY)
    assert made.causes == other.causes
    assert made.rows == other.rows + blank


@settings(max_examples=8, deadline=None)
@given(st.sampled_from([0.25, 0.5, 0.75, 1.5]), st.integers(0, 5))
def test_hours_on_another_scale_change_the_rate_and_no_cause(factor: float, seed: int) -> None:
    table = diary(40, seed=seed)
    made = attribute(changed(table, observed_h=np.full(40, 16 * factor)), physiology=BODY)
    plain = attribute(table, physiology=BODY)
    close(made, plain)
    assert made.twitches_per_day is not None
    assert plain.twitches_per_day is not None
    assert made.twitches_per_day.median == pytest.approx(plain.twitches_per_day.median / factor)


@settings(max_examples=8, deadline=None)
@given(st.sampled_from([0.1, 3.0, 10.0]), st.integers(0, 5))
def test_the_unit_of_an_exposure_changes_no_probability(factor: float, seed: int) -> None:
    table = diary(40, seed=seed)
    scaled = changed(table, caffeine_mg=factor * table.columns["caffeine_mg"])
    made, plain = attribute(scaled, physiology=BODY), attribute(table, physiology=BODY)
    close(made, plain)
    one, other = made.cause("caffeine").rate_ratio, plain.cause("caffeine").rate_ratio
    assert one is not None
    assert other is not None
    per_mg, other_per_mg = (np.log(each.high) / float(str(each.per).split()[0]) for each in (one, other))
    assert per_mg * factor == pytest.approx(other_per_mg, rel=1e-3)


@settings(max_examples=25, deadline=None)
@given(timelines())
def test_any_table_has_an_answer_in_finite_numbers(table: Timeline) -> None:
    made = attribute(table, physiology=BODY)
    document = json.loads(json.dumps(made.to_json(), allow_nan=False))
    assert len(document["causes"]) == 6


def test_words_of_the_evening_find_what_counts_find() -> None:
    table = diary(120, stress=0.6, seed=2)
    count = table.columns["twitches"]
    low = np.select([count == 0, count <= 3, count <= 10], [0.0, 1.0, 4.0], 11.0)
    high = np.select([count == 0, count <= 3, count <= 10], [0.0, 3.0, 10.0], 40.0)
    words = changed(table, twitches=None, twitches_low=low, twitches_high=np.where(count > 40, count, high))
    made = attribute(words, physiology=BODY)
    assert verdicts(made)["stress"] == "likely"


def test_unknown_outcomes_are_ignored_and_not_zero() -> None:
    table = diary(120, stress=0.5)
    twitches, stress = table.columns["twitches"].copy(), table.columns["stress_0_10"]
    # On half of the calm days nothing was written down: as zeros they would look like a strong cause.
    gone = (stress <= 5) & (np.arange(120) % 2 == 0)
    twitches[gone] = NAN
    ratio = attribute(changed(table, twitches=twitches), physiology=BODY).cause("stress").rate_ratio_per_swing
    zeros = attribute(changed(table, twitches=np.where(gone, 0.0, twitches)), physiology=BODY)
    wrong = zeros.cause("stress").rate_ratio_per_swing
    assert ratio is not None
    assert wrong is not None
    assert ratio.low < np.exp(0.5) < ratio.high
    assert wrong.median > ratio.high


def test_rows_of_six_hours_go_the_same_way() -> None:
    random = np.random.default_rng(1)
    count = 4 * 60
    stress = np.where(np.arange(count) % 4 == 1, random.integers(0, 11, count), NAN).astype(np.float64)
    held = np.repeat(stress[1::4], 4)
    rate = np.exp(np.log(2.0) + 0.6 * (np.roll(held, 1) - held.mean()) / held.std())
    made = rows({"stress_0_10": stress}, row_h=6)
    table = Timeline(
        starts=tuple(made.starts),
        row_h=6,
        sites=(None,) * count,
        columns={"stress_0_10": stress, "twitches": random.poisson(rate).astype(np.float64)},
        instruments=("",) * count,
    )
    assert verdicts(attribute(table, physiology=BODY))["stress"] == "likely"
    assert made.starts[0].isoformat().endswith(CET.tzname(None).removeprefix("UTC"))


def test_the_body_changes_the_dose_and_so_the_answer() -> None:
    table = changed(
        diary(60, caffeine=0.4), caffeine_mean_hour=np.random.default_rng(1).uniform(6, 23, 60).round(1)
    )
    slow = Physiology(age_years=35, sex="female", oral_contraceptive=True)
    one, other = (attribute(table, physiology=each).cause("caffeine").rate_ratio for each in (BODY, slow))
    assert one is not None
    assert other is not None
    assert abs(one.median - other.median) > 1e-3


def test_two_instruments_are_never_added() -> None:
    table = diary(40)
    recorded = changed(table, recorded_count=np.full(40, 7.0), recorded_h=np.ones(40))
    made = attribute(recorded, physiology=BODY)
    assert made.causes == attribute(table, physiology=BODY).causes
    assert made.instrument == "diary"


def test_an_outcome_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="'pain' is not known"):
        attribute(diary(20), physiology=BODY, outcome="pain")


def test_an_unknown_exposure_is_said_and_not_taken_as_none() -> None:
    table = diary(120, stress=0.6)
    stress = table.columns["stress_0_10"].copy()
    stress[np.random.default_rng(1).random(120) < 0.3] = NAN
    made = attribute(changed(table, stress_0_10=stress), physiology=BODY).cause("stress")
    assert made.known_fraction == pytest.approx(np.isfinite(stress).mean())
    assert made.verdict == "likely"
    assert made.rate_ratio_per_swing is not None
    assert_allclose(made.rate_ratio_per_swing.median, np.exp(0.6), rtol=0.25)
