import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.recordings.peaks import local_peaks, merged, separate_peaks


def bumps(*places_heights: tuple[int, float], n: int = 300, width: float = 4.0) -> np.ndarray:
    t = np.arange(n)
    total = sum(h * np.exp(-0.5 * ((t - p) / width) ** 2) for p, h in places_heights)
    return np.asarray(total, np.float32)


def found(values: np.ndarray, refractory: int = 30) -> list[int]:
    where = separate_peaks(values, floor=2.0, refractory=refractory, doublet_from=6.0)
    return [int(each) for each in where]


def test_local_peaks_stand_above_the_floor_and_a_plateau_counts_once() -> None:
    values = np.array([0, 3, 3, 0, 1.5, 0, 5, 0, np.nan, 9, np.nan], np.float32)
    assert local_peaks(values, floor=2.0).tolist() == [1, 6]


def test_lower_peaks_nearby_belong_to_the_highest() -> None:
    assert found(bumps((100, 10), (112, 5), (200, 4))) == [100, 200]
    assert found(bumps((100, 10), (112, 5), (200, 4)), refractory=8) == [100, 112, 200]


def test_a_doublet_is_two_where_both_are_high_and_the_statistic_sinks_between() -> None:
    assert found(bumps((100, 10), (120, 9))) == [100, 120]
    assert found(bumps((100, 10), (120, 5))) == [100]
    assert (
        found(bumps((100, 10), (120, 9), width=9.0)) == [110]
        or len(found(bumps((100, 10), (120, 9), width=9.0))) == 1
    )
    assert found(bumps((100, 10), (112, 9), width=2.0)) == [100]


@given(shift=st.integers(0, 100), places=st.lists(st.integers(20, 180), min_size=1, max_size=5, unique=True))
@settings(max_examples=30, deadline=None)
def test_peaks_move_with_the_signal(shift: int, places: list[int]) -> None:
    pairs = [(place, 4.0 + index) for index, place in enumerate(places)]
    moved = [(place + shift, height) for place, height in pairs]
    assert [each + shift for each in found(bumps(*pairs))] == found(bumps(*moved))


def test_of_two_windows_the_higher_peak_stays() -> None:
    place = np.array([100, 110, 300, 310, 500])
    height = np.array([5, 6, 8, 7, 3], np.float32)
    window = np.array([0, 1, 1, 1, 2])
    assert merged(place, height, refractory=30, window=window).tolist() == [False, True, True, True, True]
