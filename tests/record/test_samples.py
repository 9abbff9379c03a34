import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.making import NOON_MS, batch, bring_in, importing, rows_of

from untwitch.facts.measure import measures
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.record.record import Record


def test_a_sample_seen_in_two_zones_stands_in_the_zone_of_the_earliest_import_that_remains(
    record: Record, me: str
) -> None:
    first = bring_in(record, me, [batch([1, 2], zone="+01:00")])
    bring_in(record, me, [batch([1, 2, 3], zone="UTC")])
    assert [row[4] for row in rows_of(record, me)] == ["+01:00", "+01:00", "UTC"]
    record.undo_run(me, first)
    assert [row[4] for row in rows_of(record, me)] == ["UTC", "UTC", "UTC"]


def test_batches_stand_in_the_order_of_the_registry_and_rows_in_the_order_of_time(
    record: Record, me: str
) -> None:
    bring_in(record, me, [batch([3, 1, 2], app="b"), batch([1], app="a"), batch([5], measure="stress_0_10")])
    batches = record.history(me).batches
    assert [(each.measure, each.apps) for each in batches] == [
        ("stress_0_10", ("Watch",)), ("steps", ("a",)), ("steps", ("b",)),
    ]  # fmt: skip
    order = list(measures())
    assert sorted((each.measure for each in batches), key=order.index) == [each.measure for each in batches]
    assert list(batches[2].start_ms) == [NOON_MS + each * 60_000 for each in (1, 2, 3)]
    assert [each.seen for each in batches] == [1, 1, 3]


def test_a_span_keeps_what_touches_it(record: Record, me: str) -> None:
    day = 24 * 60
    bring_in(record, me, [batch([-5 * day, 0, 5 * day])])
    noon = record.history(me).batches[0]
    assert len(noon) == 3
    only = next(iter(noon.rows()))
    assert only.zone_known_by == "source"


def test_a_half_imported_sample_that_another_run_holds_stays_seen_as_that_run_saw_it(
    record: Record, me: str
) -> None:
    bring_in(record, me, [batch([1], zone="+01:00")])
    with importing(record, me) as run:
        run.take(batch([1, 2], zone="UTC"))
        run._staging.flush()
        assert [row[4] for row in rows_of(record, me)] == ["+01:00"]


def test_the_newest_row_of_every_app_and_measure_is_known(record: Record, me: str) -> None:
    bring_in(record, me, [batch([1, 7, 3]), batch([4], app="Phone", measure="caffeine_mg")])
    run = bring_in(record, me, [batch([9])])
    newest = record.freshness(me)
    assert {name: instant.utc_ms - NOON_MS for name, instant in newest.items()} == {
        ("Watch", "steps"): 9 * 60_000,
        ("Phone", "caffeine_mg"): 4 * 60_000,
    }
    assert newest["Watch", "steps"].zone == "+01:00"
    record.undo_run(me, run)
    assert record.freshness(me)["Watch", "steps"].utc_ms - NOON_MS == 7 * 60_000
    record.undo_run(me, "1")
    assert record.freshness(me) == {}


@settings(max_examples=20, deadline=None)
@given(minutes=st.lists(st.integers(0, 50), max_size=30), pieces=st.integers(1, 4))
def test_the_order_and_portions_of_an_export_do_not_change_what_is_kept(
    tmp_path_factory: pytest.TempPathFactory, minutes: list[int], pieces: int
) -> None:
    home = tmp_path_factory.mktemp("home")
    with Record.open(home / "u.sqlite", now_ms=1, device="x") as record:
        one, other = record.person().person_id, record.add_person("other").person_id
        bring_in(record, one, [batch(sorted(minutes))])
        bring_in(record, other, [batch(minutes[at::pieces]) for at in range(pieces)])
        assert rows_of(record, one) == rows_of(record, other)


def test_an_empty_span_gives_no_batch_and_a_span_holds_a_long_sample_that_only_touches_it(
    record: Record, me: str
) -> None:
    bring_in(record, me, [batch([0])])
    day = record.history(me).batches[0].start_ms[0] // 86_400_000
    far = dt.date(1970, 1, 1) + dt.timedelta(days=day + 40)
    assert record.history(me, first_day=far).batches == ()
    night = BatchBuilder("sleep_h")
    night.add(SampleRow(NOON_MS, NOON_MS + 40 * 86_400_000, 8, "Watch", "UTC", "source", estimate=False))
    bring_in(record, me, [night.batch()])
    assert [each.measure for each in record.history(me, first_day=far).batches] == ["sleep_h"]
