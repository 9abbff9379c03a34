"""The variance that Laplace's method leaves out, to the same order as its mean correction.

Writing the log likelihood around its mode to fourth order adds to the covariance of the coefficients

    1/2 C diag(l'''' V + 2 l''' d) C'      quartic term and the shift d of the mean
  + 1/2 C (l''' l'''^T * V_full^2) C'      two cubic terms

with V the variances of the log means, V_full their covariances and C the covariance of coefficients and log
means.

Reference:
    Tierney and Kadane 1986, doi:10.1080/01621459.1986.10478240.
"""

import numpy as np
import numpy.typing as npt

from untwitch.inference.latent_mode import Mode, Problem, third_order_shift

Floats = npt.NDArray[np.float64]

_LONGEST_CHAIN = 2000
_LEAST, _MOST = 0.5, 2.0


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
