import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.recordings.artefact import JUMP, LOUD, NO_SIGNAL, TENSED
from untwitch.recordings.excluded import disjoint, outside
from untwitch.recordings.summary import Excluded


def test_the_weightier_reason_wins_and_the_rest_is_kept() -> None:
    assert disjoint([Excluded(0, 10, JUMP), Excluded(4, 6, TENSED), Excluded(5, 7, LOUD)]) == (
        Excluded(0, 4, JUMP),
        Excluded(4, 6, TENSED),
        Excluded(6, 10, JUMP),
    )


def test_a_sensor_s_own_reason_lies_between() -> None:
    assert disjoint([Excluded(0, 4, "the eye blinked"), Excluded(2, 6, LOUD), Excluded(3, 5, NO_SIGNAL)]) == (
        Excluded(0, 3, "the eye blinked"),
        Excluded(3, 5, NO_SIGNAL),
        Excluded(5, 6, LOUD),
    )


STRETCHES = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 20), st.sampled_from([JUMP, TENSED, LOUD, "own"])),
    max_size=12,
)


@given(found=STRETCHES)
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_and_nothing_overlaps(found: list[tuple[int, int, str]]) -> None:
    result = disjoint(Excluded(low, low + length, reason) for low, length, reason in found)
    covered = np.zeros(80, int)
    for each in result:
        covered[int(each.start_s) : int(each.end_s)] += 1
    expected = np.zeros(80, int)
    for low, length, _ in found:
        expected[low : low + length] = 1
    np.testing.assert_array_equal(covered, expected)


def test_a_time_is_outside_where_no_stretch_holds_it() -> None:
    times = np.array([0.5, 1.0, 1.5, 2.0, 5.0])
    assert outside(times, [Excluded(1, 2, JUMP)]).tolist() == [True, False, False, True, True]
    assert outside(times, []).all()
