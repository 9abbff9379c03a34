"""The chain with a dense border against the same matrix written out in full."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.inference.banded import Bordered, factor

Floats = npt.NDArray[np.float64]


def drawn(seed: int, n_rows: int, n_columns: int) -> tuple[Bordered, Floats, Floats]:
    """Gives a factor, its dense matrix (chain first) and the design of its border block."""
    dice = np.random.default_rng(seed)
    beside = dice.uniform(-1, 1, n_rows - 1)
    curvature = dice.uniform(0, 2, n_rows)
    diagonal = 2.1 + dice.random(n_rows)
    design = dice.standard_normal((n_rows, n_columns))
    cross = curvature[:, None] * design
    border = design.T @ cross + np.eye(n_columns)
    chain = np.diag(diagonal + curvature) + np.diag(beside, 1) + np.diag(beside, -1)
    dense = np.block([[chain, cross], [cross.T, border]])
    return factor(diagonal + curvature, beside, cross=cross, border=border), dense, design


sizes = given(st.integers(0, 10**6), st.integers(2, 30), st.integers(1, 6))


@sizes
def test_solving_and_the_determinant_equal_the_dense_ones(seed: int, n_rows: int, n_columns: int) -> None:
    bordered, dense, _ = drawn(seed, n_rows, n_columns)
    right = np.random.default_rng(seed).standard_normal(n_rows + n_columns)
    found = np.concatenate(bordered.solve(right[:n_rows], right[n_rows:]))
    assert np.allclose(found, np.linalg.solve(dense, right), atol=1e-8)
    assert bordered.log_determinant == pytest.approx(np.linalg.slogdet(dense)[1])


@sizes
def test_every_covariance_equals_the_dense_inverse(seed: int, n_rows: int, n_columns: int) -> None:
    bordered, dense, design = drawn(seed, n_rows, n_columns)
    inverse = np.linalg.inv(dense)
    predictor = np.hstack([np.eye(n_rows), design])
    assert np.allclose(bordered.border_covariance, inverse[n_rows:, n_rows:])
    diagonal, beside = bordered.chain_band()
    assert np.allclose(diagonal, np.diagonal(inverse)[:n_rows])
    assert np.allclose(beside, np.diagonal(inverse, 1)[: n_rows - 1])
    full = predictor @ inverse @ predictor.T
    assert np.allclose(bordered.predictor_covariance(design), full)
    assert np.allclose(bordered.predictor_variance(design), np.diagonal(full))
    assert np.allclose(bordered.border_predictor_covariance(design), inverse[n_rows:] @ predictor.T)


@sizes
def test_noise_is_turned_into_draws_of_the_right_covariance(seed: int, n_rows: int, n_columns: int) -> None:
    bordered, _, design = drawn(seed, n_rows, n_columns)
    root = bordered.predictor_draws(design, noise=np.eye(n_rows + n_columns))
    assert np.allclose(root @ root.T, bordered.predictor_covariance(design))


def test_a_chain_or_border_that_is_not_positive_definite_is_refused() -> None:
    cross = np.zeros((3, 1))
    with pytest.raises(ValueError, match="chain is not positive definite"):
        factor(np.ones(3), np.full(2, 2.0), cross=cross, border=np.eye(1))
    with pytest.raises(ValueError, match="border is not positive definite at column 1"):
        factor(np.ones(3), np.zeros(2), cross=cross, border=-np.eye(1))
