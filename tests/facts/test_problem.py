"""Bad input is a value with a place and a sentence."""

import pytest

from untwitch.facts.problem import Incomplete, Problem, Quarantined, tally
from untwitch.facts.refused import Refused


@pytest.mark.parametrize(("where", "what"), [("", "wrong"), ("line 1", "")])
def test_a_problem_needs_a_place_and_a_sentence(where: str, what: str) -> None:
    with pytest.raises(Refused, match="needs a place and a sentence"):
        Problem(where, what)


def test_json_of_a_problem_is_its_place_and_its_sentence() -> None:
    as_json = Incomplete("line 1", "wrong").to_json()
    assert as_json == {"where": "line 1", "what": "wrong"}


def test_a_quarantine_is_a_problem_with_counts_and_examples() -> None:
    kept = Quarantined("HKThing", "unknown kind", kind="HKThing", unit="mol", count=3, examples=("a",))
    assert isinstance(kept, Problem)
    assert (kept.kind, kept.unit, kept.count, kept.examples) == ("HKThing", "mol", 3, ("a",))
    assert (kept.first_ms, kept.last_ms) == (None, None)


def test_a_tally_says_how_many_by_reason() -> None:
    assert tally({"unit unknown": 3, "not a number": 1}) == "1 not a number, 3 unit unknown"
    assert tally({}) == "none"
