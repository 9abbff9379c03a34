"""Two devices that saw one walk count once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.timeline.made import batch, grid, moments, samples, spans

from untwitch.facts.exposure import TYPED
from untwitch.facts.instant import Instant
from untwitch.timeline.merge import order_of_apps, rank, without_duplicates, won_share
from untwitch.timeline.samples import cut

WATCH, PHONE = "Anna's Apple Watch", "Anna's iPhone"


@pytest.mark.parametrize(
    ("app", "place"),
    [
        (TYPED, 0),
        (WATCH, 1),
        ("Garmin Connect", 1),
        ("Oura Ring", 1),
        (PHONE, 2),
        ("Pixel 8", 2),
        ("Strava", 3),
    ],
)
def test_typed_is_trusted_before_worn_before_pocket_before_anything_else(app: str, place: int) -> None:
    assert rank(app) == place


def test_of_two_apps_of_one_rank_the_one_that_covers_more_comes_first_then_the_alphabet() -> None:
    given_ = samples(
        spans("steps", [(8, 9, 10)], app="beta"),
        spans("steps", [(8, 10, 10)], app="gamma"),
        spans("steps", [(8, 9, 10)], app="alpha"),
        spans("steps", [(8, 8.5, 10)], app=PHONE),
    )
    ordered = sorted(given_.apps, key=lambda app: order_of_apps(given_)[given_.apps.index(app)])
    assert ordered == [PHONE, "gamma", "alpha", "beta"]


def kept(*batches: object) -> float:
    given_ = samples(*batches)  # type: ignore[arg-type]
    pieces = cut(given_, grid())
    return float((given_.value[pieces.sample] * pieces.share * won_share(pieces, given_)).sum())


def test_a_walk_that_both_devices_saw_is_that_of_the_watch() -> None:
    assert kept(
        spans("steps", [(9, 9.5, 3000)], app=WATCH), spans("steps", [(9, 9.5, 2800)], app=PHONE)
    ) == pytest.approx(3000)


def test_where_the_watch_saw_nothing_the_phone_counts() -> None:
    assert kept(
        spans("steps", [(9, 9.5, 3000)], app=WATCH), spans("steps", [(9.25, 10, 450)], app=PHONE)
    ) == pytest.approx(3000 + 300)


def test_a_minute_that_the_watch_saw_in_part_is_the_watchs() -> None:
    forty_seconds, two_minutes = 40 / 3600, 2 / 60
    assert kept(
        spans("steps", [(9, 9 + forty_seconds, 40)], app=WATCH),
        spans("steps", [(9, 9 + two_minutes, 60)], app=PHONE),
    ) == pytest.approx(40 + 30)


def test_a_moment_counts_if_its_minute_is_free() -> None:
    assert kept(
        spans("steps", [(9, 10, 100)], app=WATCH), moments("steps", [(9.5, 7), (11, 5)], app=PHONE)
    ) == pytest.approx(105)


def test_one_app_is_never_thinned_out() -> None:
    assert kept(spans("steps", [(9, 10, 100), (9, 10, 100), (9.5, 11, 50)], app=WATCH)) == pytest.approx(250)
    assert kept() == 0


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 12), st.sampled_from([WATCH, PHONE, "Strava", TYPED])),
        max_size=12,
    )
)
def test_each_minute_is_counted_by_its_best_app_alone(rows: list[tuple[int, int, str]]) -> None:
    """Against a plain loop over minutes."""

    def after(minutes: int) -> Instant:
        return Instant(1_773_100_800_000 + minutes * 60_000, "UTC", "source")

    batches = [batch("steps", [(after(m), after(m + n), 1.0 + n)], app=app) for m, n, app in rows]
    given_ = samples(*batches)
    place = dict(zip(given_.apps, order_of_apps(given_).tolist(), strict=True)) if rows else {}
    best: dict[int, int] = {}
    for m, n, app in rows:
        for minute in range(m, m + max(n, 1)):
            best[minute] = min(best.get(minute, 99), place[app])
    expected = 0.0
    for m, n, app in rows:
        minutes = range(m, m + max(n, 1))
        expected += (1.0 + n) * sum(best[each] == place[app] for each in minutes) / len(minutes)
    assert kept(*batches) == pytest.approx(expected)


def test_what_a_second_app_repeats_counts_once() -> None:
    given_ = without_duplicates(
        samples(
            moments("caffeine_mg", [(8, 95), (12, 60)], app="Food"),
            moments("caffeine_mg", [(8, 95.0000001), (12, 61), (15, 95)], app="Copy"),
        )
    )
    assert sorted(given_.value.round().tolist()) == [60, 61, 95, 95]


def test_two_equal_coffees_of_one_app_stay_two_and_so_they_do_beside_their_copy() -> None:
    own = moments("caffeine_mg", [(8, 95), (8, 95), (9, 0)], app=TYPED)
    assert len(without_duplicates(samples(own))) == 3
    both = without_duplicates(samples(own, moments("caffeine_mg", [(8, 95), (8, 95), (9, 0)], app="Copy")))
    assert both.value.tolist() == [95, 95, 0]
    assert {both.apps[each] for each in both.app} == {TYPED}


def test_the_copy_of_a_copy_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    rows = [(float(hour), float(value)) for hour, value in rng.integers(1, 20, (60, 2))]
    one = without_duplicates(samples(moments("water_ml", rows, app="a")))
    three = without_duplicates(samples(*(moments("water_ml", rows, app=app) for app in "abc")))
    assert three.value.tolist() == one.value.tolist()
    assert three.start_ms.tolist() == one.start_ms.tolist()
