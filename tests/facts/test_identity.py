"""Ids of typed entries are random, ids of samples follow from their content."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.identity import SAMPLE_ID_BYTES, checked_id, new_id, sample_id
from untwitch.facts.refused import Refused

ONE = {"start_ms": 1, "end_ms": 2, "value": 95.0, "ordinal": 0}


def test_new_ids_differ_and_are_uuids() -> None:
    assert new_id() != new_id()
    assert checked_id(new_id().upper()).islower()


@pytest.mark.parametrize("text", ["", "7", None])
def test_what_is_not_a_uuid_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a UUID"):
        checked_id(text)


@pytest.mark.parametrize("change", [{"start_ms": 3}, {"end_ms": 3}, {"value": 96.0}, {"ordinal": 1}])
def test_every_part_of_the_content_changes_the_id(change: dict[str, int]) -> None:
    same = sample_id("caffeine_mg", "Watch", **ONE)  # type: ignore[arg-type]
    assert len(same) == SAMPLE_ID_BYTES
    assert same == sample_id("caffeine_mg", "Watch", **ONE)  # type: ignore[arg-type]
    assert same != sample_id("caffeine_mg", "Watch", **{**ONE, **change})  # type: ignore[arg-type]
    assert same != sample_id("caffeine_mg", "Phone", **ONE)  # type: ignore[arg-type]
    assert same != sample_id("water_ml", "Watch", **ONE)  # type: ignore[arg-type]


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_the_border_between_measure_and_app_is_part_of_the_content(a: str, b: str, c: str, d: str) -> None:
    if "\x00" not in a + b + c + d and (a, b) != (c, d):
        assert sample_id(a, b, **ONE) != sample_id(c, d, **ONE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spelling", [str.upper, lambda text: f"{{{text}}}", lambda text: text.replace("-", "")]
)
def test_another_spelling_of_an_id_becomes_the_one(spelling: "Callable[[str], str]") -> None:
    known = new_id()
    assert checked_id(known) == checked_id(spelling(known)) == known
