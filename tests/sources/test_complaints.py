from untwitch.facts.problem import Quarantined
from untwitch.sources.complaints import EXAMPLES, MOST_KINDS, SHOWN, Complaints


def test_the_first_of_a_kind_are_named_and_the_rest_counted() -> None:
    complaints = Complaints()
    for number in range(SHOWN + 7):
        complaints.problem(f"line {number}", "it is bad", reason="bad")
    complaints.problem("line 99", "it is worse", reason="worse")
    named = list(complaints.new_problems())
    assert [each.where for each in named] == [*(f"line {number}" for number in range(SHOWN)), "line 99"]
    assert list(complaints.new_problems()) == []
    (rest,) = complaints.rest(where="a.csv")
    assert (rest.where, rest.what) == ("a.csv", "7 more rows of the kind: bad")


def test_unknown_rows_are_counted_with_their_span_and_a_few_examples() -> None:
    complaints = Complaints()
    asked = []

    def example() -> str:
        asked.append(1)
        return "row"

    for at in (5, 1, None, 9, 3, 4, 6):
        complaints.quarantine("mood", "", what="unknown", example=example, start_ms=at)
    (kept,) = complaints.rest(where="a.csv")
    assert isinstance(kept, Quarantined)
    assert (kept.count, kept.first_ms, kept.last_ms) == (7, 1, 9)
    assert kept.examples == ("row",) * EXAMPLES
    assert len(asked) == EXAMPLES


def test_a_file_of_endless_kinds_stays_small() -> None:
    complaints = Complaints()
    for number in range(MOST_KINDS + 10):
        complaints.quarantine(f"kind {number}", "", what="unknown", example=str, start_ms=None)
    kept = [each for each in complaints.rest(where="a") if isinstance(each, Quarantined)]
    assert len(kept) == MOST_KINDS + 1
    assert {each.kind: each.count for each in kept}["other kinds"] == 10
