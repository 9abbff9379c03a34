import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.recordings.voluntary import bin_energy, runs, tensed_bins


def test_bins_hold_the_mean_and_the_last_may_be_short() -> None:
    np.testing.assert_allclose(bin_energy(np.array([1, 3, 5, 7, 9], np.float32), length=2), [2, 6, 9])


def test_a_tensed_muscle_is_found_and_single_twitches_are_not() -> None:
    energy = np.ones(1000, np.float32)
    energy[100::40] = 50
    energy[500:700] = 10
    tensed = runs(tensed_bins(energy, bin_s=0.02))
    assert len(tensed) == 1
    begin, end = tensed[0]
    assert 485 <= begin <= 500
    assert 715 <= end <= 735


def test_a_pause_of_less_than_a_second_belongs_to_it_and_a_longer_one_does_not() -> None:
    energy = np.ones(1500, np.float32)
    energy[200:300] = energy[345:450] = 10
    energy[650:750] = 10
    assert len(runs(tensed_bins(energy, bin_s=0.02))) == 2


def test_a_stretch_that_reaches_the_end_is_found_and_what_is_unknown_is_not_loud() -> None:
    energy = np.ones(400, np.float32)
    energy[300:] = 10
    assert tensed_bins(energy, bin_s=0.02)[-1]
    assert not tensed_bins(np.full(400, np.nan, np.float32), bin_s=0.02).any()
    assert len(tensed_bins(np.zeros(0, np.float32), bin_s=0.02)) == 0


@given(mask=st.lists(st.booleans(), max_size=40))
@settings(max_examples=50, deadline=None)
def test_runs_say_what_the_mask_says(mask: list[bool]) -> None:
    again = np.zeros(len(mask), np.bool_)
    for begin, end in runs(np.array(mask, np.bool_)):
        assert begin < end
        again[begin:end] = True
    assert again.tolist() == mask


@pytest.mark.parametrize("bin_s", [0.02, 0.04])
def test_the_length_of_a_bin_counts(bin_s: float) -> None:
    energy = np.ones(2000, np.float32)
    energy[1000 : 1000 + round(0.6 / bin_s)] = 10
    assert tensed_bins(energy, bin_s=bin_s).any()
