"""What Laplace's method leaves out of variance and evidence, to the same order as its mean correction.

Writing the log likelihood around its mode to fourth order adds to the covariance of the coefficients

    1/2 C diag(l'''' V + 2 l''' d) C'      quartic term and the shift d of the mean
  + 1/2 C (l''' l'''^T * V_full^2) C'      two cubic terms

with V the variances of the log means, V_full their covariances and C the covariance of coefficients and log
means. To the log evidence of a setting it adds, with a = l''' V,

    1/8 sum l'''' V^2  +  1/8 a' V_full a  +  1/12 l'''^T V_full^3 l'''

which grows with the drift: without it settings that drift far weigh too little.

Reference:
    Tierney and Kadane 1986, doi:10.1080/01621459.1986.10478240; Shun and McCullagh 1995,
    doi:10.1111/j.2517-6161.1995.tb02060.x (from memory).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from untwitch.inference.latent_mode import Mode, Problem, third_order_shift

Floats = npt.NDArray[np.float64]

_LONGEST_CHAIN = 2000
_LEAST, _MOST = 0.5, 2.0
_ON_AXIS = 1e-6


def variance_increment(problem: Problem, mode: Mode) -> Floats:
    """Gives what to add to the covariance of intercept and coefficients, `(k, k)`.

    Args:
        problem: Counts, design and prior.
        mode: The mode to correct.
    """
    design, slopes = problem.design, mode.slopes
    shift = third_order_shift(problem, mode)
    moved = shift.chain + design @ shift.coefficient
    carried = mode.factor.border_predictor_covariance(design)
    # curvature falls by l''' times the shift and by half of l'''' times the variance
    softened = slopes.third * moved + 0.5 * slopes.fourth * shift.variance
    increment = (carried * softened) @ carried.T
    full = mode.factor.predictor_covariance(design)
    tilted = carried * slopes.third
    return np.asarray(increment + 0.5 * (tilted @ (full**2) @ tilted.T), dtype=np.float64)


def variance_ratio(problem: Problem, mode: Mode) -> Floats:
    """Gives the correction relative to the covariance, to be carried to other settings, `(k, k)`.

    With L the Cholesky root of the covariance, the corrected covariance is `L ratio L'`. The eigenvalues are
    held between a half and two: beyond that a series of two terms says nothing. Chains of more than 2,000
    rows are left as they are, for the correction's cost grows with the square of their length.
    """
    n_columns = problem.design.shape[1]
    if len(mode.chain) > _LONGEST_CHAIN:
        return np.eye(n_columns)
    root = np.linalg.cholesky(mode.factor.border_covariance)
    half = np.linalg.solve(root, variance_increment(problem, mode))
    relative = np.linalg.solve(root, half.T)
    size, axes = np.linalg.eigh((relative + relative.T) / 2)
    return np.asarray((axes * np.clip(1 + size, _LEAST, _MOST)) @ axes.T, dtype=np.float64)


def evidence_increment(problem: Problem, mode: Mode) -> float:
    """Gives what to add to Laplace's log evidence of one setting.

    Args:
        problem: Counts, design and prior.
        mode: The mode at that setting.
    """
    slopes = mode.slopes
    full = mode.factor.predictor_covariance(problem.design)
    variance = np.diagonal(full)
    pulled = slopes.third * variance
    quartic = slopes.fourth @ variance**2 / 8
    cubic = pulled @ full @ pulled / 8 + slopes.third @ full**3 @ slopes.third / 12
    return float(quartic + cubic)


def evidence_increments(problem: Problem, modes: Sequence[Mode], *, place: Floats) -> Floats:
    """Gives what to add to the log evidence of every setting of a grid, `(g,)`.

    The increment is worked out at the centre and along the axes of the grid; elsewhere it is the sum of a
    parabola along each axis. Chains of more than 2,000 rows get none, for its cost grows with the square of
    their length.

    Args:
        problem: Counts, design and prior.
        modes: The mode at each setting.
        place: Where each setting lies from the centre along the axes, `(g, d)`.
    """
    total = np.zeros(len(modes))
    if len(modes[0].chain) > _LONGEST_CHAIN:
        return total
    away = np.abs(place) > _ON_AXIS
    known = {
        index: evidence_increment(problem, modes[index])
        for index in np.flatnonzero(away.sum(axis=1) <= 1).tolist()
    }
    centre = next(known[index] for index in known if not away[index].any())
    for axis in range(place.shape[1]):
        along = [index for index in known if not np.delete(away[index], axis).any()]
        heights = np.array([known[index] - centre for index in along])
        bend = np.polynomial.polynomial.polyfit(place[along, axis], heights, min(2, len(along) - 1))
        total += np.polynomial.polynomial.polyval(place[:, axis], bend)
    return np.asarray(total + centre, dtype=np.float64)
