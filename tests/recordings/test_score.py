import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.recordings.score import Score, matched, pooled, reliability, scored

TIMES = st.lists(st.floats(0, 10, allow_nan=False), max_size=12)


def test_the_nearest_pair_comes_first_and_each_counts_once() -> None:
    assert matched([1.0, 2.01, 2.03], [1.02, 2.025], tolerance_s=0.025).tolist() == [0, -1, 1]
    assert matched([1.0], [1.03], tolerance_s=0.025).tolist() == [-1]
    assert matched([], [1.0], tolerance_s=0.1).tolist() == []
    assert matched([1.0], [], tolerance_s=0.1).tolist() == [-1]


def test_a_negative_tolerance_is_refused() -> None:
    with pytest.raises(Refused, match=r"-0\.1 s"):
        matched([1.0], [1.0], tolerance_s=-0.1)


@given(found=TIMES, true=TIMES)
@settings(max_examples=60, deadline=None)
def test_matches_are_one_to_one_and_within_the_tolerance(found: list[float], true: list[float]) -> None:
    hits = matched(found, true, tolerance_s=0.5)
    kept = hits[hits >= 0].tolist()
    assert len(kept) == len(set(kept))
    for index in np.flatnonzero(hits >= 0).tolist():
        assert abs(found[index] - true[int(hits[index])]) <= 0.5
    for index in np.flatnonzero(hits < 0).tolist():
        near = [place for place, each in enumerate(true) if abs(each - found[index]) <= 0.5]
        assert set(near) <= set(kept)


def test_a_score_says_its_shares_and_nothing_where_nothing_was() -> None:
    score = scored([1.0, 2.0, 3.0], [1.0, 2.0, 5.0, 6.0], tolerance_s=0.1, minutes=2.0)
    assert (score.sensitivity, score.precision, score.false_per_minute) == (0.5, 2 / 3, 0.5)
    assert score.f1 == pytest.approx(4 / 7)
    empty = Score(0, 0, 0, 0.0)
    assert (empty.sensitivity, empty.precision, empty.f1, empty.false_per_minute) == (None, None, None, None)
    assert pooled([score, score]) == Score(8, 6, 4, 4.0)


def test_reliability_is_zero_for_honest_confidences() -> None:
    distance, rows = reliability([0.25] * 4 + [1.0] * 2, [True, False, False, False, True, True])
    assert distance == 0
    assert rows == [(0.25, 0.25, 4), (1.0, 1.0, 2)]
    assert reliability([0.9, 0.9], [False, True])[0] == pytest.approx(0.4)
    assert reliability([], [])[0] == 0
