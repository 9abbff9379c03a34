"""The same facts give the same table, however they came, and the table gives them back unharmed."""

import datetime as dt
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import ZONES
from tests.timeline.made import AMSTERDAM, DAY, at, batch, history, moments, spans, twitch, watch

from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch, SampleRow
from untwitch.facts.stay import Stay
from untwitch.facts.watch import Watch
from untwitch.simulate.person import simulate
from untwitch.timeline.build import amounts, build
from untwitch.timeline.timeline import from_csv, to_csv

NAN = np.nan


def column(given_: History, name: str, **more: Any) -> list[float]:
    values: list[float] = build(given_, **more)[0].column(name).tolist()
    return values


def same(found: list[float], expected: list[float]) -> bool:
    return found == pytest.approx(expected, nan_ok=True)


def test_a_life_comes_out_as_it_was() -> None:
    person = simulate(3, days=40, missing_fraction=0.0)
    timeline, problems = build(person.history)
    assert problems == ()
    assert len(timeline) == 40
    for name, values in person.life.exposures.items():
        np.testing.assert_allclose(timeline.column(name), values, err_msg=name)
    known = ~np.isnan(timeline.column("twitches"))
    np.testing.assert_array_equal(timeline.column("twitches")[known], person.life.twitches[known])
    assert (timeline.column("twitches_low")[~known] <= person.life.twitches[~known]).all()
    assert (timeline.column("twitches_high")[~known] >= person.life.twitches[~known]).all()


@pytest.mark.parametrize("row_h", [24, 6])
def test_the_table_of_a_life_goes_through_its_text_form_unharmed(row_h: int) -> None:
    timeline, _ = build(simulate(4, days=30).history, row_h=row_h)
    back, problems = from_csv(to_csv(timeline))
    assert problems == []
    assert back == timeline


def shuffled(given_: History, chance: random.Random) -> History:
    """Gives the same facts in another order, their batches torn apart and put together anew."""
    rows = [(each.measure, row) for each in given_.batches for row in each.rows()]
    chance.shuffle(rows)
    torn: list[SampleBatch] = []
    for measure in {name for name, _ in rows}:
        own = [row for name, row in rows if name == measure]
        at_row = chance.randrange(len(own) + 1)
        torn += [_batch_of(measure, part) for part in (own[:at_row], own[at_row:])]
    chance.shuffle(torn)
    watches, twitches = list(given_.watches), list(given_.twitches)
    chance.shuffle(watches)
    chance.shuffle(twitches)
    return History(
        given_.person,
        stays=given_.stays,
        watches=tuple(watches),
        twitches=tuple(twitches),
        batches=tuple(torn),
    )


def _batch_of(measure: str, rows: list[SampleRow], *, app: str | None = None) -> SampleBatch:
    parts = [
        (
            Instant(row.start_ms, row.zone, row.zone_known_by),
            Instant(row.end_ms, row.zone, row.zone_known_by),
            row,
        )
        for row in rows
    ]
    if app is not None:
        return batch(measure, [(start, end, row.value) for start, end, row in parts], app=app)
    by_app = {row.app: [(s, e, r.value) for s, e, r in parts if r.app == row.app] for row in rows}
    if len(by_app) == 1:
        return batch(measure, next(iter(by_app.values())), app=next(iter(by_app)))
    return batch(measure, [])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([24, 6]))
def test_order_of_rows_batches_and_facts_does_not_matter(seed: int, row_h: int) -> None:
    given_ = simulate(7, days=12).history
    assert build(shuffled(given_, random.Random(seed)), row_h=row_h)[0] == build(given_, row_h=row_h)[0]


def test_a_second_app_that_repeats_all_food_and_drink_changes_nothing() -> None:
    given_ = simulate(8, days=15).history
    eaten = ("magnesium_mg", "potassium_mg", "calcium_mg", "caffeine_mg", "water_ml", "alcohol_g")
    copies = [
        _batch_of(each.measure, list(each.rows()), app="Copy")
        for each in given_.batches
        if each.measure in eaten
    ]
    twice = History(
        given_.person,
        stays=given_.stays,
        watches=given_.watches,
        twitches=given_.twitches,
        batches=(*copies, *given_.batches),
    )
    assert build(twice)[0] == build(given_)[0]


def test_batches_of_one_measure_that_follow_each_other_add_up() -> None:
    given_ = history(batches=(moments("water_ml", [(8, 250)]), moments("water_ml", [(9, 300)])))
    assert column(given_, "water_ml") == [550]


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12 * 24 * 60), st.integers(0, 600), ZONES), min_size=1, max_size=20),
    st.sampled_from([dt.date(2026, 3, 22), dt.date(2026, 10, 18), dt.date(2011, 12, 24)]),
    st.sampled_from([1, 4, 24]),
    st.sampled_from(["source", "guess"]),
    st.lists(ZONES, max_size=2),
)
def test_every_dose_is_in_some_row_in_any_zone_across_any_change_of_the_clock(
    doses: list[tuple[int, int, str]], first: dt.date, row_h: int, known_by: Any, homes: list[str]
) -> None:
    begin = int(dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC).timestamp() * 1000)
    rows = [(Instant(begin + m * 60_000, zone, known_by), float(mg)) for m, mg, zone in doses]
    stays = tuple(Stay(new_id(), zone, first + dt.timedelta(days=4 * k)) for k, zone in enumerate(homes))
    given_ = history(
        batches=(batch("alcohol_g", [(moment, moment, mg) for moment, mg in rows]),), stays=stays
    )
    timeline, _ = build(given_, row_h=row_h)
    values = timeline.column("alcohol_g")
    if not np.isnan(values).all() and sum(mg for _, mg in rows) <= 1000:
        assert np.nansum(values) == pytest.approx(sum(mg for _, mg in rows))
    if known_by == "source" and row_h == 24:
        by_day: dict[dt.date, float] = {}
        for moment, mg in rows:
            by_day[moment.local_day()] = by_day.get(moment.local_day(), 0.0) + mg
        known = np.flatnonzero(~np.isnan(values)).tolist()
        found = {timeline.days()[row]: float(values[row]) for row in known}
        assert found == pytest.approx({day: mg for day, mg in by_day.items() if mg <= 1000})


def test_rows_reach_from_the_first_to_the_last_fact_and_days_between_are_unknown() -> None:
    given_ = history(
        batches=(moments("water_ml", [(8, 250), (72 + 9, 300)]),), watches=(watch(24 + 7, 24 + 23, 2),)
    )
    timeline, _ = build(given_)
    assert timeline.starts == tuple(DAY + dt.timedelta(days=day) for day in range(4))
    assert same(timeline.column("water_ml").tolist(), [250, NAN, NAN, 300])
    assert same(timeline.column("twitches").tolist(), [NAN, 2, NAN, NAN])
    assert list(timeline.columns) == ["twitches", "observed_h", "water_ml"]


def test_a_night_does_not_make_a_row_of_the_evening_before() -> None:
    assert build(history(batches=(spans("sleep_h", [(-1, 6, 7)]),)))[0].starts == (DAY,)


def test_steps_make_no_rows_and_no_column() -> None:
    timeline, _ = build(history(batches=(moments("steps", [(99, 1000)]), moments("water_ml", [(8, 250)]))))
    assert timeline.starts == (DAY,)
    assert "steps" not in timeline.columns


def test_days_can_be_asked_for() -> None:
    given_ = history(batches=(moments("water_ml", [(8, 250), (32, 300)]),))
    day = dt.timedelta(days=1)
    assert same(column(given_, "water_ml", first_day=DAY - day, last_day=DAY), [NAN, 250])
    assert same(column(given_, "water_ml", first_day=DAY + day), [300])
    assert same(column(given_, "water_ml", last_day=DAY), [250])
    assert column(given_, "water_ml", first_day=DAY, last_day=DAY - day) == []
    assert len(build(history(), first_day=DAY, last_day=DAY + day)[0]) == 2


def test_nothing_gives_no_rows() -> None:
    timeline, problems = build(history())
    assert (len(timeline), problems) == (0, ())
    assert len(build(history(), first_day=DAY)[0]) == 0
    assert len(build(history(), row_h=6)[0]) == 0


def test_rows_that_do_not_divide_a_day_and_too_many_rows_are_refused() -> None:
    with pytest.raises(Refused, match="row_h is 5; rows can be 1, 2, 3, 4, 6, 8, 12, 24 h long"):
        build(history(), row_h=5)
    with pytest.raises(Refused, match="days in rows of 1 h are more than 20000 rows; ask for fewer days"):
        build(history(), first_day=dt.date(2020, 1, 1), last_day=DAY, row_h=1)


def test_unasked_ten_years_around_the_twitches_are_taken() -> None:
    first, last = dt.date(1990, 1, 1), dt.date(2070, 1, 1)
    far = [(at(8, first=each), at(8, first=each), 250.0) for each in (first, DAY, last)]
    given_ = history(batches=(batch("water_ml", far),), watches=(watch(7, 23, 1),))
    timeline, problems = build(given_)
    assert len(timeline) == 3660
    assert timeline.days()[1830] == DAY
    assert [each.where for each in problems] == ["timeline"]
    assert problems[0].what.startswith("facts reach from 1990-01-01 to 2070-01-01; 2021-03-06 to ")
    assert build(given_, first_day=DAY)[0].days()[0] == DAY
    assert len(build(given_, first_day=DAY)[0]) == 3660
    assert build(given_, last_day=DAY)[0].days()[-1] == DAY
    assert len(build(given_, last_day=DAY)[0]) == 3660
    near = (at(8, day=1), at(8, day=1), 250.0)
    alone = history(batches=(batch("water_ml", [*far, near]),))
    assert DAY in build(alone)[0].days()


def test_a_mistyped_year_takes_no_day_of_the_diary_away() -> None:
    def noticed(day: dt.date) -> Watch:
        return Watch(new_id(), at(7, first=day), at(23, first=day), twitches_low=1, twitches_high=1)

    diary = [noticed(DAY + dt.timedelta(days=back)) for back in (0, 1, 2)]
    for years in ([1950], [1950, 1960], [1950, 2090]):
        typos = [noticed(dt.date(year, 3, 1)) for year in years]
        days = build(history(watches=(*typos, *diary)))[0].days()
        assert {DAY + dt.timedelta(days=back) for back in (0, 1, 2)} <= set(days)
    alone = build(history(watches=(noticed(dt.date(1950, 3, 1)), noticed(DAY))))[0]
    assert DAY in alone.days()


def test_a_row_beyond_belief_is_unknown_and_named_once() -> None:
    given_ = history(
        batches=(moments("water_ml", [(8, 19000), (9, 9000), (32, 19000), (33, 9000), (56, 500)]),)
    )
    timeline, problems = build(given_)
    assert same(timeline.column("water_ml").tolist(), [NAN, NAN, 500])
    what = "28000 ml is not believable, it goes from 0 to 20000 ml; taken as unknown"
    assert [(each.where, each.what) for each in problems] == [("water_ml, 2026-03-10 and 1 more row", what)]
    one = history(batches=(moments("water_ml", [(8, 19000), (9, 9000)]),))
    assert build(one)[1][0].where == "water_ml, 2026-03-10"
    most = tuple(watch(hour, hour + 1, 900_000) for hour in (8, 10))
    assert build(history(watches=most))[1][0].what == (
        "1.8e+06 is not believable, it goes from 0 to 1e+06; taken as unknown"
    )


def test_samples_that_cannot_be_are_named() -> None:
    far = batch("water_ml", [(at(8), at(8, day=40), 100.0), (at(8), at(8), 100.0)])
    assert [each.where for each in build(history(batches=(far,)))[1]] == ["water_ml"]


def test_a_count_and_a_word_of_the_evening_stand_in_columns_of_their_own() -> None:
    timeline, _ = build(
        history(watches=(watch(7, 23, 5), watch(31, 47, 4, 10, bother_0_10=3.0, twitch_min=20.0)))
    )
    for name, expected in (
        ("twitches", [5, NAN]),
        ("twitches_low", [NAN, 4]),
        ("twitches_high", [NAN, 10]),
        ("twitch_min", [NAN, 20]),
        ("bother_0_10", [NAN, 3]),
        ("observed_h", [16, 16]),
    ):
        np.testing.assert_array_equal(timeline.column(name), expected)


def test_recordings_stand_beside_the_diary_one_instrument_a_row() -> None:
    given_ = history(
        watches=(
            watch(7, 23, 5),
            watch(20, 20.5, 40, instrument="emg"),
            watch(44, 44.5, 30, 36, instrument="emg"),
            watch(21, 22, 3, instrument="phone"),
            watch(70, 71, 2, instrument="phone"),
            watch(71, 71.5, 9, instrument="emg"),
            watch(100, 101, 2, instrument="a\nb"),
        ),
    )
    timeline, problems = build(given_)
    assert timeline.instruments == ("emg", "emg", "emg", "", "recorder")
    assert same(timeline.column("twitches").tolist(), [5, NAN, NAN, NAN, NAN])
    assert same(timeline.column("recorded_count").tolist(), [40, NAN, 9, NAN, 2])
    assert same(timeline.column("recorded_low").tolist(), [NAN, 30, NAN, NAN, NAN])
    assert same(timeline.column("recorded_high").tolist(), [NAN, 36, NAN, NAN, NAN])
    assert same(timeline.column("recorded_h").tolist(), [0.5, 0.5, 0.5, NAN, 1])
    what = "2 rows have another instrument with more rows, which is taken"
    assert [(each.where, each.what) for each in problems] == [("instrument phone", what)]


def test_a_place_has_a_table_of_its_own() -> None:
    given_ = history(watches=(watch(7, 23, 4, 10),), twitches=(twitch(9, site="calf_left"), twitch(10)))
    timeline, _ = build(given_, site="calf_left")
    assert timeline.sites == ("calf_left",)
    assert same(timeline.column("twitches_low").tolist(), [1])


def test_shorter_rows_carry_the_offset_of_the_stay_else_of_the_commonest_zone() -> None:
    march = dt.date(2026, 3, 28)
    asked = {"first_day": march, "last_day": march + dt.timedelta(days=1), "row_h": 12}
    watches = (
        Watch(new_id(), at(7, first=march), at(9, first=march)),
        Watch(new_id(), at(10, first=march), at(11, first=march)),
        Watch(new_id(), at(12, first=march, zone="Asia/Tokyo"), at(13, first=march, zone="Asia/Tokyo")),
    )

    def offsets(given_: History) -> list[str]:
        return [each.isoformat()[-6:] for each in build(given_, **asked)[0].starts]  # type: ignore[arg-type]

    assert offsets(history(watches=watches)) == ["+01:00", "+01:00", "+01:00", "+02:00"]
    stays = (Stay(new_id(), "America/New_York", march, march),)
    assert offsets(history(watches=watches, stays=stays)) == ["-04:00", "-04:00", "+01:00", "+02:00"]
    only_samples = history(batches=(moments("water_ml", [(8, 250)]),))
    assert offsets(only_samples) == ["+01:00", "+01:00", "+01:00", "+02:00"]
    assert offsets(history()) == ["+00:00"] * 4


def test_a_travel_day_sends_each_dose_to_the_day_it_was_lived_in() -> None:
    tokyo = at(1, day=1, zone="Asia/Tokyo")
    amsterdam = Instant(tokyo.utc_ms, AMSTERDAM, "source")
    assert (tokyo.local_day(), amsterdam.local_day()) == (DAY + dt.timedelta(days=1), DAY)
    given_ = history(batches=(batch("caffeine_mg", [(tokyo, tokyo, 60.0), (amsterdam, amsterdam, 95.0)]),))
    assert same(column(given_, "caffeine_mg"), [95, 60])


def test_amounts_of_a_measure_that_is_no_column_are_merged_too() -> None:
    given_ = history(
        batches=(
            spans("steps", [(9, 10, 5000), (33, 34, 100)], app="Anna's Apple Watch"),
            spans("steps", [(9, 10, 4800), (12, 13, 700)], app="Anna's iPhone"),
        )
    )
    day = dt.timedelta(days=1)
    found = amounts(given_, "steps", first_day=DAY, last_day=DAY + 2 * day)
    assert found == pytest.approx({DAY: 5700, DAY + day: 100})
    with pytest.raises(Refused, match="measure 'step' is not known"):
        amounts(given_, "step", first_day=DAY, last_day=DAY)


def test_caffeine_of_a_food_app_is_known_only_on_days_of_meals_also_in_amounts() -> None:
    given_ = history(
        batches=(
            moments("caffeine_mg", [(8, 95), (32, 95)], app="Food"),
            moments("magnesium_mg", [(9, 95), (19, 95), (32, 100)], app="Food"),
        )
    )
    assert same(column(given_, "caffeine_mg"), [95, NAN])
    assert same(column(given_, "magnesium_mg"), [190, NAN])
    assert same(column(given_, "caffeine_mean_hour"), [8, NAN])
    assert amounts(given_, "caffeine_mg", first_day=DAY, last_day=DAY + dt.timedelta(days=1)) == {DAY: 95}
