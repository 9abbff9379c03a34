"""Exact linear algebra of a chain with a dense border, in time linear in its length.

```
     z_1 z_2 z_3 ... z_n | b
    [ d   e             |    ]      chain: each state is tied to its neighbours only
    [ e   d   e         |    ]
    [     e   d   e     | C  ]      border: coefficients that every row shares
    [         e   d     |    ]
    [-------------------+----]
    [         C'        | B  ]
```
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bordered:
    """A factored symmetric positive definite matrix: a tridiagonal chain with a dense border.

    Attributes:
        pivot: Pivots of the chain's LDL' factor, `(n,)`.
        below: Elements under the unit diagonal of L, `(n - 1,)`.
        chain_inverse_diagonal: Diagonal of the inverse of the chain alone, `(n,)`.
        carried: Chain inverse times the border block C, `(n, k)`.
        schur_root: Upper Cholesky root of the border's Schur complement, `(k, k)`.
        border_covariance: Inverse of the Schur complement, `(k, k)`.
    """

    pivot: Floats
    below: Floats
    chain_inverse_diagonal: Floats
    carried: Floats
    schur_root: Floats
    border_covariance: Floats

    @property
    def log_determinant(self) -> float:
        """Log determinant of the whole matrix."""
        return float(np.log(self.pivot).sum() + 2 * np.log(np.diagonal(self.schur_root)).sum())

    def solve(self, chain: Floats, border: Floats) -> tuple[Floats, Floats]:
        """Solves for one right-hand side.

        Args:
            chain: Right-hand side of the chain, `(n,)`.
            border: Right-hand side of the border, `(k,)`.

        Returns:
            The solution's chain part `(n,)` and border part `(k,)`.
        """
        solved, _ = lapack.dpttrs(self.pivot, self.below, chain[:, None])
        part = self.border_covariance @ (border - self.carried.T @ chain)
        return solved[:, 0] - self.carried @ part, part

    def chain_band(self) -> tuple[Floats, Floats]:
        """Gives the covariance of the chain on its diagonal `(n,)` and next to it `(n - 1,)`."""
        spread = self.carried @ self.border_covariance
        diagonal = self.chain_inverse_diagonal + np.einsum("tk,tk->t", spread, self.carried)
        beside = -self.below * self.chain_inverse_diagonal[1:]
        return diagonal, beside + np.einsum("tk,tk->t", spread[:-1], self.carried[1:])

    def predictor_variance(self, design: Floats) -> Floats:
        """Gives the variance of `z_t + design_t' b` for each row, `(n,)`.

        Args:
            design: What the border's coefficients are multiplied with, `(n, k)`.
        """
        open_part = design - self.carried
        border = np.einsum("tk,tk->t", open_part @ self.border_covariance, open_part)
        return np.asarray(self.chain_inverse_diagonal + border, dtype=np.float64)

    def predictor_covariance(self, design: Floats) -> Floats:
        """Gives the full covariance of `z_t + design_t' b`, `(n, n)`; for short chains."""
        chain, _ = lapack.dpttrs(self.pivot, self.below, np.eye(len(self.pivot), order="F"))
        open_part = design - self.carried
        return np.asarray(chain + open_part @ self.border_covariance @ open_part.T, dtype=np.float64)

    def border_predictor_covariance(self, design: Floats) -> Floats:
        """Gives the covariance of b with `z_t + design_t' b`, `(k, n)`."""
        return np.asarray(self.border_covariance @ (design - self.carried).T, dtype=np.float64)

    def predictor_draws(self, design: Floats, *, noise: Floats) -> Floats:
        """Turns standard normal noise into draws of `z_t + design_t' b` around its centre.

        Args:
            design: What the border's coefficients are multiplied with, `(n, k)`.
            noise: Standard normal, `(n + k, s)`.

        Returns:
            The draws, `(n, s)`.
        """
        n_rows = len(self.pivot)
        unit = np.ones((2, n_rows), order="F")
        unit[1, :-1] = self.below
        scaled = np.asfortranarray(noise[:n_rows] / np.sqrt(self.pivot)[:, None])
        chain, _ = lapack.dtbtrs(unit, scaled, uplo=b"L", trans=b"T", diag=b"U", overwrite_b=1)
        border = lapack.dtrtrs(self.schur_root, np.asfortranarray(noise[n_rows:]))[0]
        return np.asarray(chain + (design - self.carried) @ border, dtype=np.float64)


def factor(diagonal: Floats, beside: Floats, *, cross: Floats, border: Floats) -> Bordered:
    """Factors the matrix of this module's picture.

    Args:
        diagonal: The chain's diagonal d, `(n,)`.
        beside: The chain's elements e next to the diagonal, `(n - 1,)`.
        cross: The border block C, `(n, k)`.
        border: The block B, `(k, k)`.

    Returns:
        The factor.

    Raises:
        ValueError: If the matrix is not positive definite.
    """
    pivot, below, failed = lapack.dpttrf(diagonal, beside)
    # pivots from the other end: the two meet in the diagonal of the inverse, without a loop
    mirrored, _, failed_mirrored = lapack.dpttrf(diagonal[::-1], beside[::-1])
    if failed or failed_mirrored:
        raise ValueError(f"the chain is not positive definite at row {max(failed, failed_mirrored)}")
    inverse_diagonal = 1 / (pivot + mirrored[::-1] - diagonal)
    carried, _ = lapack.dpttrs(pivot, below, np.asfortranarray(cross))
    root, failed = lapack.dpotrf(border - cross.T @ carried)
    if failed:
        raise ValueError(f"the border is not positive definite at column {failed}")
    half, _ = lapack.dpotri(root)
    covariance = np.triu(half) + np.triu(half, 1).T
    return Bordered(pivot, below, inverse_diagonal, carried, root, covariance)
