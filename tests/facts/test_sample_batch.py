"""Samples travel as columns of equal length."""

from array import array
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import BatchBuilder, SampleBatch, SampleRow

ROWS = st.lists(
    st.builds(
        SampleRow,
        start_ms=st.integers(0, 10**12),
        end_ms=st.integers(0, 10**12),
        value=st.floats(0, 5000),
        app=st.sampled_from(["Watch", "Phone"]),
        zone=st.sampled_from(["UTC", "+02:00"]),
        zone_known_by=st.sampled_from(["source", "stay", "guess"]),
        estimate=st.booleans(),
    ),
    max_size=8,
)


@given(ROWS)
def test_rows_come_back_as_they_went_in(rows: list[SampleRow]) -> None:
    builder = BatchBuilder("caffeine_mg")
    for row in rows:
        builder.add(row)
    assert len(builder) == len(rows)
    batch = builder.batch()
    assert list(batch.rows()) == rows
    assert (len(batch), batch.seen, dict(batch.skipped)) == (len(rows), len(rows), {})


def test_skipped_rows_are_seen_and_counted_by_reason() -> None:
    builder = BatchBuilder("caffeine_mg")
    builder.skip("unit unknown")
    builder.skip("unit unknown", count=2)
    batch = builder.batch()
    assert (batch.seen, dict(batch.skipped), len(batch)) == (3, {"unit unknown": 3}, 0)


def test_a_builder_starts_over_after_a_batch() -> None:
    builder = BatchBuilder("caffeine_mg")
    builder.add(SampleRow(0, 0, 95, "Watch", "UTC", "source", estimate=False))
    first, second = builder.batch(), builder.batch()
    assert (len(first), len(second), second.seen) == (1, 0, 0)


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(Refused):
        BatchBuilder("coffee")


def batch_of_one() -> SampleBatch:
    builder = BatchBuilder("caffeine_mg")
    builder.add(SampleRow(0, 0, 95, "Watch", "UTC", "source", estimate=False))
    return builder.batch()


@pytest.mark.parametrize("column", ["end_ms", "value", "app_index", "zone_index", "estimate"])
def test_columns_of_unequal_length_are_refused(column: str) -> None:
    changed: dict[str, Any] = {column: array("q")}
    with pytest.raises(Refused, match="have lengths"):
        replace(batch_of_one(), **changed)


@pytest.mark.parametrize(("names", "what"), [("apps", "an app"), ("zones", "a zone")])
def test_an_index_that_points_at_nothing_is_refused(names: str, what: str) -> None:
    changed: dict[str, Any] = {names: ()}
    with pytest.raises(Refused, match=f"points at {what}"):
        replace(batch_of_one(), **changed)
