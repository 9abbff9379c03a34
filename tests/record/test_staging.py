from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.making import NOON_MS, batch, bring_in, importing, rows_of, watch

from untwitch.facts.identity import sample_id
from untwitch.facts.measure import measure
from untwitch.facts.sample_batch import BatchBuilder, SampleRow
from untwitch.record import staging
from untwitch.record.record import Record


def ids_in(record: Record) -> set[bytes]:
    with record._database.read() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT sample_id FROM sample")}


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**12),
            st.integers(0, 10**6),
            st.floats(0, 1000),
            st.sampled_from(["Watch", "Zoë's ⌚", ""]),
        ),
        max_size=5,
    )
)
def test_the_fast_hash_is_the_hash_of_facts(rows: list[tuple[int, int, float, str]]) -> None:
    builder = BatchBuilder("steps")
    for start, length, value, app in rows:
        builder.add(SampleRow(start, start + length, value, app, "UTC", "guess", estimate=False))
    assert staging._content_ids(builder.batch()) == [
        sample_id("steps", app, start_ms=start, end_ms=start + length, value=value, ordinal=0)
        for start, length, value, app in rows
    ]


@pytest.mark.parametrize("at_once", [1, 3, 4_000])
def test_alike_rows_are_numbered_in_their_import_wherever_the_chunks_fall(
    record: Record, me: str, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(staging, "ROWS_A_CHUNK", at_once)
    minutes = [1, 1, 2, 1, 3, 3, 1, 2]
    bring_in(record, me, [batch(minutes[:5]), batch(minutes[5:])])
    expected = {
        sample_id(
            "steps",
            "Watch",
            start_ms=NOON_MS + minute * 60_000,
            end_ms=NOON_MS + (minute + 1) * 60_000,
            value=5,
            ordinal=ordinal,
        )
        for minute in set(minutes)
        for ordinal in range(minutes.count(minute))
    }
    assert ids_in(record) == expected
    with record._database.read() as connection:
        kept = connection.exec_driver_sql("SELECT sample_id, ordinal FROM run_sample ORDER BY ordinal").all()
    assert [row[1] for row in kept] == [0, 0, 0, 1, 1, 1, 2, 3]


def test_a_longer_export_of_the_same_data_adds_only_what_is_new(record: Record, me: str) -> None:
    bring_in(record, me, [batch([1, 1, 2])])
    bring_in(record, me, [batch([1, 1, 1, 2, 3])])
    assert record.runs(me)[1].measures["steps"].taken == 2
    assert len(rows_of(record, me)) == 5


def test_rows_beyond_one_statement_and_one_chunk_all_arrive(record: Record, me: str) -> None:
    number = 2 * staging.ROWS_A_CHUNK + staging.ROWS_A_STATEMENT + 1
    bring_in(record, me, [batch(range(number))])
    assert len(rows_of(record, me)) == number


def test_one_chunk_writes_no_more_than_its_rows(
    record: Record, me: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "ROWS_A_CHUNK", 10)
    written: list[int] = []
    really = staging._insert_rows

    def counted(connection: Any, rows: Any, holds: Any) -> tuple[int, int]:
        written.append(len(rows))
        return really(connection, rows, holds)

    monkeypatch.setattr(staging, "_insert_rows", counted)
    with importing(record, me) as run:
        run.take(batch(range(25)))
        assert written == [10, 10]
        run.finish(complete=True)
    assert written == [10, 10, 5]


def test_entries_beyond_one_chunk_all_arrive(
    record: Record, me: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "ROWS_A_CHUNK", 2)
    bring_in(record, me, [watch(20 * each) for each in range(5)])
    assert len(record.history(me).watches) == 5


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1.0, 1e12])
@pytest.mark.parametrize("position", [0, 1, 2])
def test_one_unbelievable_row_does_not_spoil_the_others(bad: float, position: int) -> None:
    spoilt = batch(range(3))
    spoilt.value[position] = bad
    good, dropped = staging.believable_part(spoilt)
    assert dropped == 1
    assert list(good.value) == [5, 5]
    assert [row.start_ms for row in good.rows()] == [
        start for at, start in enumerate(spoilt.start_ms) if at != position
    ]


def test_a_row_that_ends_before_it_begins_is_not_kept() -> None:
    spoilt = batch(range(3))
    spoilt.end_ms[1] = spoilt.start_ms[1] - 1
    good, dropped = staging.believable_part(spoilt)
    assert (len(good), dropped) == (2, 1)


def test_the_limits_themselves_are_believable() -> None:
    limits = measure("steps")
    edge = batch(range(2))
    edge.value[0], edge.value[1] = limits.believable_low, limits.believable_high
    edge.end_ms[0] = edge.start_ms[0]
    assert staging.believable_part(edge) == (edge, 0)
    empty = replace(batch([]), seen=3)
    assert staging.believable_part(empty) == (empty, 0)


def test_a_batch_of_several_apps_and_zones_keeps_them_apart(record: Record, me: str) -> None:
    builder = BatchBuilder("steps")
    for minute, (app, zone) in enumerate([("a", "UTC"), ("b", "+01:00"), ("a", "+02:00"), ("b", "UTC")]):
        start = NOON_MS + minute * 60_000
        builder.add(SampleRow(start, start, minute, app, zone, "source", estimate=minute == 2))
    bring_in(record, me, [builder.batch()])
    assert [(row[3], row[4], row[2]) for row in rows_of(record, me)] == [
        ("a", "UTC", 0), ("b", "+01:00", 1), ("a", "+02:00", 2), ("b", "UTC", 3),
    ]  # fmt: skip
    estimates = {row.value for each in record.history(me).batches for row in each.rows() if row.estimate}
    assert estimates == {2}
