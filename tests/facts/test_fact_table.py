import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.making import one_of_each
from tests.strategies import ZONES

from untwitch.facts.fact_table import (
    KINDS,
    SAMPLE_COLUMNS,
    cells,
    clock,
    columns,
    fact_of,
    id_column,
    instant_of,
)
from untwitch.facts.instant import ZONE_KNOWN_BY, Instant
from untwitch.facts.refused import Refused

KIND_OF = {kind: name for name, kind in KINDS.items()}


def as_text(row: dict[str, Any]) -> dict[str, str]:
    """Cells as a table of text has them."""
    return {
        name: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in row.items()
    }


@pytest.mark.parametrize("fact", one_of_each(), ids=lambda fact: KIND_OF[type(fact)])
def test_a_fact_comes_back_as_it_was(fact: Any) -> None:
    kind = KIND_OF[type(fact)]
    row = cells(kind, fact)
    assert tuple(row) == columns(kind)
    assert next(iter(row)) == id_column(kind)
    assert fact_of(kind, row) == fact
    assert fact_of(kind, as_text(row)) == fact


def test_unknown_stays_unknown_and_never_becomes_zero() -> None:
    bare = dataclasses.replace(one_of_each()[1], twitches_low=None, twitches_high=None, twitch_min=None)
    row = as_text(cells("watch", bare))
    assert row["twitches_low"] == row["bother_0_10"] == ""
    assert fact_of("watch", row) == bare


@given(st.integers(-2_208_988_800_000, 4_102_444_800_000), ZONES, st.sampled_from(ZONE_KNOWN_BY))
def test_an_instant_comes_back_to_the_millisecond(utc_ms: int, zone: str, known_by: Any) -> None:
    instant = Instant(utc_ms, zone, known_by)
    assert instant_of(clock(instant), zone=zone, known_by=known_by) == instant


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("start", "yesterday", "'yesterday' is not a time"),
        ("start", "2026-03-01T08:00:00", "has no offset"),
        ("start_zone", "Atlantis", "zone 'Atlantis' is not known"),
        ("start_zone_known_by", "", "zone_known_by is ''"),
        ("value", "much", "value is 'much'"),
        ("value", "", "value is ''"),
        ("value", None, "value is missing"),
        ("value", "9" * 5000, "value is '999"),
        ("estimate", "perhaps", "estimate is 'perhaps'"),
        ("untwitch_exposure_id", "7", "is not a UUID"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_by_name(cell: str, value: Any, words: str) -> None:
    row = cells("exposure", one_of_each()[2])
    with pytest.raises(Refused) as refusal:
        fact_of("exposure", {**row, cell: value})
    assert words in str(refusal.value) or "believable" in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_a_missing_cell_is_named() -> None:
    row = cells("symptom", one_of_each()[3])
    del row["kind"]
    with pytest.raises(Refused, match="there is no kind"):
        fact_of("symptom", row)


@pytest.mark.parametrize("value", ["1.5", "x", "inf", "nan", float("nan")])
def test_a_count_is_a_whole_number(value: Any) -> None:
    row = cells("watch", one_of_each()[1])
    with pytest.raises(Refused, match="twitches_low is"):
        fact_of("watch", {**row, "twitches_low": value})


def test_a_day_is_a_day() -> None:
    row = cells("stay", one_of_each()[7])
    assert row["from_day"] == dt.date(2023, 11, 1).isoformat()
    with pytest.raises(Refused, match="from_day is 'May'"):
        fact_of("stay", {**row, "from_day": "May"})


def test_samples_say_all_that_the_contract_asks_of_them() -> None:
    assert {"start", "zone", "value", "unit", "source", "runs"} < set(SAMPLE_COLUMNS)
