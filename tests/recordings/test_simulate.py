import numpy as np
import pytest

from untwitch.facts.refused import Refused
from untwitch.recordings.simulate import NOISE_UV, made_potential, made_rest


def test_a_made_potential_peaks_in_the_middle_and_has_no_level() -> None:
    shape = made_potential(1000.0)
    assert shape.argmax() == len(shape) // 2
    assert shape.max() == 1
    assert abs(shape.sum()) < 1e-3
    assert len(made_potential(1000.0, width_ms=2.0)) < len(shape)


def test_rest_has_its_noise_half_of_it_shared() -> None:
    made = made_rest(20.0, n_channels=3).samples
    assert np.std(made) == pytest.approx(NOISE_UV, rel=0.02)
    assert np.asarray(np.corrcoef(made.T))[0, 1] == pytest.approx(0.5, abs=0.03)
    assert made_rest(2.0, n_channels=1, rate_hz=500.0).samples.shape == (1000, 1)
    assert not np.array_equal(made_rest(1.0, seed=1).samples, made_rest(1.0, seed=2).samples)


def test_twitches_stand_where_they_were_put_and_as_high() -> None:
    made = made_rest(4.0, [1.0, 2.5], heights=[100.0, 50.0])
    peak = np.abs(made.samples).max(axis=1)
    assert abs(int(peak[:2000].argmax()) - 1000) <= 1
    assert peak[1000] == pytest.approx(300, rel=0.05)
    assert peak[2500] == pytest.approx(150, rel=0.08)
    with pytest.raises(Refused, match=r"a twitch at 3\.999 s does not fit into 4 s"):
        made_rest(4.0, [3.999])
