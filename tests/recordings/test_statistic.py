import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.recordings.statistic import decorrelation, energy, local_z, smoothed, statistic


def correlated(n: int = 6000, k: int = 5) -> np.ndarray:
    random = np.random.default_rng(0)
    return (random.standard_normal((n, 1)) + random.standard_normal((n, k))).astype(np.float32)


def test_channels_become_independent_of_each_other() -> None:
    z = correlated()
    turned = z @ decorrelation(z)
    covariance = np.cov(turned.T)
    assert np.abs(covariance - np.diag(np.diag(covariance))).max() < 0.12
    np.testing.assert_allclose(np.diag(covariance), 1, atol=0.15)


def test_too_few_rows_leave_the_channels_as_they_are() -> None:
    np.testing.assert_array_equal(decorrelation(correlated(15, 4)), np.eye(4))


def test_energy_is_the_mean_square_after_turning_and_does_not_depend_on_the_chunk() -> None:
    z = correlated(200, 3)
    matrix = decorrelation(z)
    np.testing.assert_allclose(energy(z, matrix), np.square(z @ matrix).mean(axis=1), rtol=1e-4)
    wide = np.random.default_rng(1).standard_normal((50, 80)).astype(np.float32)
    np.testing.assert_allclose(energy(wide, np.eye(80, dtype=np.float32)), np.square(wide).mean(1), rtol=1e-4)


def test_smoothing_keeps_the_mean_and_has_its_width_at_half_height() -> None:
    spike = np.zeros(101, np.float32)
    spike[50] = 1
    smooth = smoothed(spike, width=10.0)
    assert smooth.sum() == pytest.approx(1, rel=1e-5)
    assert int((smooth >= smooth.max() / 2).sum()) in {9, 11}
    np.testing.assert_allclose(smoothed(np.array([1, 3], np.float32), width=10.0), [2, 2])


def test_a_z_follows_a_level_that_rises() -> None:
    random = np.random.default_rng(0)
    values = random.standard_normal(8000).astype(np.float32)
    values[4000:] = 5 + 3 * values[4000:]
    z, middle = local_z(values, np.ones(8000, np.bool_), length=500)
    assert np.std(z[:3000]) == pytest.approx(1, rel=0.1)
    assert np.std(z[5000:]) == pytest.approx(1, rel=0.1)
    assert middle[0] == pytest.approx(0, abs=0.2)
    assert middle[-1] == pytest.approx(5, abs=0.5)


def test_a_z_of_few_usable_values_takes_what_there_is() -> None:
    values = np.array([0, 1, 2, 100, 100, 100, 100, 100, 100, 100], np.float32)
    usable = np.arange(10) < 2
    z, middle = local_z(values, usable, length=10)
    assert middle.tolist() == [0.5] * 10
    assert z[3] > 100


def test_a_channel_that_stands_out_alone_adds_to_the_statistic() -> None:
    random = np.random.default_rng(0)
    smooth = (1 + 0.1 * random.standard_normal(2000)).astype(np.float32)
    usable = np.ones(2000, np.bool_)
    most = np.full(2000, 3, np.float32)
    without = statistic(smooth, most, usable=usable, width=10, length=500)
    most[700] = 12
    alone = statistic(smooth, most, usable=usable, width=10, length=500)
    np.testing.assert_allclose((alone - without)[695:706], 6, rtol=1e-4)
    assert alone[690] == without[690]


@given(power=st.integers(-3, 3))
@settings(max_examples=7, deadline=None)
def test_the_statistic_does_not_depend_on_the_unit(power: int) -> None:
    random = np.random.default_rng(0)
    smooth = np.abs(random.standard_normal(1500)).astype(np.float32)
    usable, most = np.ones(1500, np.bool_), np.ones(1500, np.float32)
    once = statistic(smooth, most, usable=usable, width=10, length=300)
    scaled = statistic(smooth * np.float32(8.0**power), most, usable=usable, width=10, length=300)
    np.testing.assert_allclose(once, scaled, atol=2e-3)
