"""The mode of three hyper-parameters and a grid of weighted settings around it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_STEPS = 60
_LONGEST_STEP = 1.5
_DIFFERENCE = 0.05
_LEAST_PRECISION = 0.15


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest point and the shape around it.

    Attributes:
        point: Where it is, `(3,)`.
        root: Matrix whose columns are the axes of the normal of the same curvature, `(3, 3)`.
    """

    point: Floats
    root: Floats


def find_peak(climb: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Peak:
    """Climbs to the mode by BFGS with halving and takes the curvature there from differences of gradients.

    Args:
        climb: Gives height and gradient at a point.
        start: Where to begin, `(3,)`.

    Returns:
        The mode and the axes of its normal approximation.
    """
    point = start
    inverse = np.eye(len(start)) * 0.5
    height, slope = climb(point)
    for _ in range(_STEPS):
        step = inverse @ slope
        step *= min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), 1e-12))
        gain = float(slope @ step)
        if gain < 1e-4:
            break
        length = 1.0
        there, there_slope = climb(point + step)
        while there < height + 1e-4 * length * gain and length > 1e-3:
            length /= 2
            there, there_slope = climb(point + length * step)
        moved, changed = length * step, slope - there_slope
        point, height, slope = point + moved, there, there_slope
        inverse = _updated(inverse, moved, changed)
    curvature = np.empty((len(point), len(point)))
    for axis in range(len(point)):
        away = np.zeros(len(point))
        away[axis] = _DIFFERENCE
        curvature[axis] = (climb(point - away)[1] - climb(point + away)[1]) / (2 * _DIFFERENCE)
    precision, axes = np.linalg.eigh((curvature + curvature.T) / 2)
    return Peak(point, axes / np.sqrt(np.maximum(precision, _LEAST_PRECISION)))


def _updated(inverse: Floats, moved: Floats, changed: Floats) -> Floats:
    """Gives the BFGS update of the inverse curvature, or the old one where the step says nothing."""
    along = float(moved @ changed)
    if along <= 1e-10:
        return inverse
    left = np.eye(len(moved)) - np.outer(moved, changed) / along
    return np.asarray(left @ inverse @ left.T + np.outer(moved, moved) / along, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Grid:
    """Points of a product rule and the log weights that turn log densities into log masses.

    Attributes:
        point: The points, `(g, 3)`.
        log_weight: Log weight to add to each point's log density, `(g,)`.
    """

    point: Floats
    log_weight: Floats


def grid_around(peak: Peak, stretch: Floats, *, n_points: int) -> Grid:
    """Lays Gauss-Hermite points along the axes of the peak.

    Args:
        peak: The mode and its axes.
        stretch: Factors for each axis towards minus and plus, `(3, 2)`.
        n_points: Number of points, the third power of an odd number.

    Raises:
        ValueError: If the number is not 27, 125 or another odd number cubed.
    """
    side = round(n_points ** (1 / 3))
    if side**3 != n_points or side % 2 == 0:
        raise ValueError(f"grid_points is an odd number cubed (27, 125), got {n_points!r}")
    node, weight = np.polynomial.hermite_e.hermegauss(side)
    log_weight = np.log(weight) + node**2 / 2
    rows = list(product(range(side), repeat=len(peak.point)))
    places = np.array(rows)
    away = node[places]
    wide = np.where(away < 0, stretch[:, 0], np.where(away > 0, stretch[:, 1], stretch.mean(axis=1)))
    point = peak.point + (away * wide) @ peak.root.T
    volume = np.linalg.slogdet(peak.root)[1]
    return Grid(point, log_weight[places].sum(axis=1) + np.log(wide).sum(axis=1) + volume)
