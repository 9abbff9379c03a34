"""Marks put certainty in the place of what was found, and are exact when they are taken away again."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.recordings.made_summary import CONFIDENCES, TIMES_S, grid, phone, uncounted

from untwitch.facts.identity import new_id
from untwitch.facts.mark import Mark
from untwitch.recordings.by_hand import REACH_S, candidate_near, mark_near, with_marks
from untwitch.recordings.summary import RecordingSummary

HERE = new_id()


def mark(time_s: float, *, is_twitch: bool = True, instead_of: float = 0.0) -> Mark:
    return Mark(new_id(), HERE, time_s, is_twitch=is_twitch, instead_of=instead_of)


def seen(summary: RecordingSummary) -> list[tuple[float, float, bool]]:
    return [(each.time_s, each.confidence, each.by_hand) for each in summary.twitches]


def test_the_nearest_candidate_within_reach_is_the_same_twitch() -> None:
    near = candidate_near(phone(), 31.4)
    assert near is not None
    assert near.time_s == 31.5
    assert candidate_near(phone(), 31.25 - REACH_S["accelerometer"] - 0.001) is None
    assert candidate_near(grid(), 4.04) is not None
    assert candidate_near(grid(), 4.06) is None
    marks = [mark(3.0), mark(3.2)]
    assert mark_near(marks, 3.12, sensor="accelerometer") == marks[1]
    assert mark_near(marks, 3.12, sensor="emg") is None


def test_a_mark_confirms_strikes_out_or_adds() -> None:
    marks = (
        mark(31.5, instead_of=0.4), mark(88.0, is_twitch=False, instead_of=0.15), mark(60.0),
        mark(61.0, is_twitch=False),
    )  # fmt: skip
    marked = with_marks(phone(), marks)
    assert seen(marked) == [
        (12.5, 0.98, False), (31.25, 0.91, False), (31.5, 1.0, True), (60.0, 1.0, True),
        (140.75, 0.99, False),
    ]  # fmt: skip
    assert marked.count is not None
    assert marked.count.expected == pytest.approx(3.4 + 0.6 - 0.15 + 1)
    assert (marked.count.low, marked.count.high) == pytest.approx((2.1 + 1.45, 5.2 + 1.45))
    assert marked.rate_per_min is not None
    assert marked.rate_per_min.median == pytest.approx(1.36 + 1.45 / 2.5)
    confirmed, added = marked.twitches[2], marked.twitches[3]
    assert (confirmed.amplitude, confirmed.channel) == (60.0, "z")
    assert (added.amplitude, added.channel, added.unit) == (None, None, "mm/s2")


def test_what_could_not_be_counted_still_takes_a_mark_but_gets_no_count() -> None:
    marked = with_marks(uncounted(), [mark(3.0)])
    assert seen(marked) == [(3.0, 1.0, True)]
    assert marked.count is None
    assert marked.twitches[0].unit == ""
    only_smallest = with_marks(phone(trace=None), [mark(3.0)])
    assert only_smallest.twitches[0].unit == "mm/s2"


def test_no_mark_changes_nothing() -> None:
    made = phone()
    assert with_marks(made, ()) is made


@given(
    st.lists(
        st.tuples(st.integers(0, len(TIMES_S)), st.booleans()), unique_by=lambda each: each[0], max_size=6
    )
)
def test_every_mark_moves_the_count_by_what_it_changes_of_the_list(said: list[tuple[int, bool]]) -> None:
    places = [*zip(TIMES_S, CONFIDENCES, strict=True), (60.0, 0.0)]
    marks = [mark(places[at][0], is_twitch=yes, instead_of=places[at][1]) for at, yes in said]
    made = phone()
    marked = with_marks(made, marks)
    assert made.count is not None
    assert marked.count is not None
    moved = math.fsum(each.confidence for each in marked.twitches) - math.fsum(CONFIDENCES)
    assert marked.count.expected == pytest.approx(max(0.0, made.count.expected + moved))
    # The order of marks is of no consequence, and taking them away gives what was found.
    assert seen(with_marks(made, marks[::-1])) == seen(marked)
    assert with_marks(made, marks[:0]) is made
