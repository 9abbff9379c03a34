"""The climb and the grid on densities whose integral is known."""

import numpy as np
import numpy.typing as npt
import pytest

from untwitch.inference.hyper_grid import find_peak, grid_around

CURVATURE = np.array([[2.0, 0.6, 0.0], [0.6, 1.0, -0.3], [0.0, -0.3, 3.0]])
CENTRE = np.array([0.5, -1.0, 2.0])


def normal(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
    away = point - CENTRE
    return float(-0.5 * away @ CURVATURE @ away), -CURVATURE @ away


def test_the_peak_of_a_normal_is_its_centre_with_its_covariance() -> None:
    peak = find_peak(normal, np.array([4.0, 4.0, -3.0]))
    assert np.allclose(peak.point, CENTRE, atol=0.02)
    assert np.allclose(peak.root @ peak.root.T, np.linalg.inv(CURVATURE), atol=1e-6)


@pytest.mark.parametrize("n_points", [27, 125])
def test_the_grid_integrates_a_normal_and_its_variance(n_points: int) -> None:
    peak = find_peak(normal, CENTRE)
    grid = grid_around(peak, np.ones((3, 2)), n_points=n_points)
    heights = np.array([normal(point)[0] for point in grid.point])
    mass = np.exp(heights + grid.log_weight)
    exact = 1.5 * np.log(2 * np.pi) - 0.5 * np.linalg.slogdet(CURVATURE)[1]
    assert np.log(mass.sum()) == pytest.approx(exact)
    away = grid.point - CENTRE
    assert np.allclose((away.T * mass) @ away / mass.sum(), np.linalg.inv(CURVATURE))


def test_a_stretched_axis_integrates_a_two_piece_normal() -> None:
    def lopsided(point: npt.NDArray[np.float64]) -> float:
        wide = np.where(point[0] < 0, 2.0, 0.7)
        return float(-0.5 * ((point[0] / wide) ** 2 + point[1] ** 2 + point[2] ** 2))

    peak = find_peak(lambda point: (-0.5 * float(point @ point), -point), np.zeros(3))
    order = np.abs(peak.root).argmax(axis=0)
    stretch = np.ones((3, 2))
    axis = int(np.flatnonzero(order == 0)[0])
    sides = [2.0, 0.7] if peak.root[0, axis] > 0 else [0.7, 2.0]
    stretch[axis] = sides
    grid = grid_around(peak, stretch, n_points=27)
    heights = np.array([lopsided(point) for point in grid.point])
    mass = np.exp(heights + grid.log_weight)
    assert mass.sum() == pytest.approx((2 * np.pi) ** 1.5 * (2.0 + 0.7) / 2, rel=1e-6)


def test_a_flat_direction_is_held_to_a_finite_width() -> None:
    peak = find_peak(lambda point: (-0.5 * float(point[0] ** 2), np.array([-point[0], 0.0, 0.0])), np.ones(3))
    assert np.isfinite(peak.root).all()
    assert np.abs(peak.root).max() < 3


@pytest.mark.parametrize("n_points", [1000, 8, 26])
def test_a_grid_that_is_no_odd_cube_is_refused(n_points: int) -> None:
    with pytest.raises(ValueError, match=f"odd number cubed .27, 125., got {n_points}"):
        grid_around(find_peak(normal, CENTRE), np.ones((3, 2)), n_points=n_points)
