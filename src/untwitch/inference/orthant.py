"""Normals cut off at zero in some coordinates: their probability, their margins and draws from them.

Many normals at once, for every model of an enumeration is one. Probability and margins come from expectation
propagation, for orthants accurate to a few hundredths of the log; draws come from Gibbs sampling, one short
chain a draw.

Reference:
    Cunningham, Hennig and Lacoste-Julien 2011, arXiv 1111.6832.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import log_ndtr, ndtr, ndtri

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

_SWEEPS = 100
_DAMPING = 0.8
_CONVERGED = 1e-7
_GIBBS_SWEEPS = 15
_LOG_ROOT_2_PI = 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True, slots=True)
class Orthants:
    """Normals cut off at zero.

    Attributes:
        log_probability: Log of each normal's mass above zero in its cut coordinates, `(m,)`.
        centre: Mean of each coordinate's margin before its own cut, `(m, d)`.
        spread: Standard deviation of it, `(m, d)`.
        mean: Mean of the cut normal, `(m, d)`.
    """

    log_probability: Floats
    centre: Floats
    spread: Floats
    mean: Floats


def cut_at_zero(precision: Floats, shift: Floats, *, cut: Truths) -> Orthants:
    """Gives probability and margins of normals that are cut off at zero.

    Args:
        precision: Precision of each normal, `(m, d, d)`.
        shift: Precision times mean, `(m, d)`.
        cut: Which coordinates are possible only above zero, `(m, d)`.

    Returns:
        The cut normals.
    """
    site_precision = np.zeros_like(shift)
    site_shift = np.zeros_like(shift)
    diagonal = np.eye(shift.shape[1])
    for _ in range(_SWEEPS):
        covariance = np.linalg.inv(precision + site_precision[:, :, None] * diagonal)
        mean = np.einsum("mij,mj->mi", covariance, shift + site_shift)
        variance = np.einsum("mii->mi", covariance)
        centre, spread, log_mass, tightened, moved = _tilted(variance, mean, site_precision, site_shift)
        change = np.where(cut, tightened - site_precision, 0.0)
        site_shift = site_shift + _DAMPING * np.where(cut, moved - site_shift, 0.0)
        site_precision = site_precision + _DAMPING * change
        if not cut.any() or float(np.abs(change * variance).max()) < _CONVERGED:
            break
    loose = spread**2
    pulled = (centre / loose + site_shift) ** 2 / (1 / loose + site_precision) - centre**2 / loose
    scale = log_mass + 0.5 * np.log1p(site_precision * loose) - 0.5 * pulled
    covariance = np.linalg.inv(precision + site_precision[:, :, None] * diagonal)
    whole = np.linalg.slogdet(precision)[1] + np.linalg.slogdet(covariance)[1]
    tight_shift = shift + site_shift
    whole += np.einsum("mi,mij,mj->m", tight_shift, covariance, tight_shift)
    whole -= np.einsum("mi,mi->m", shift, np.linalg.solve(precision, shift[:, :, None])[:, :, 0])
    log_probability = np.where(cut, scale, 0.0).sum(axis=1) + 0.5 * whole
    return Orthants(log_probability, centre, spread, np.einsum("mij,mj->mi", covariance, tight_shift))


def _tilted(variance: Floats, mean: Floats, site_precision: Floats, site_shift: Floats) -> tuple[Floats, ...]:
    """Takes each site out, cuts the rest at zero, and gives the site that would match its moments."""
    loose = 1 / np.maximum(1 / variance - site_precision, 1e-12)
    centre = loose * (mean / variance - site_shift)
    spread = np.sqrt(loose)
    ratio = centre / spread
    log_mass = log_ndtr(ratio)
    hazard = np.exp(-0.5 * ratio**2 - _LOG_ROOT_2_PI - log_mass)
    kept = np.maximum(1 - hazard * (ratio + hazard), 1e-10)
    tightened = np.maximum((1 / kept - 1) / loose, 0.0)
    moved = (centre + spread * hazard) / (loose * kept) - centre / loose
    return centre, spread, log_mass, tightened, moved


def draws_above_zero(
    precision: Floats, shift: Floats, *, cut: Truths, start: Floats, generator: np.random.Generator
) -> Floats:
    """Draws once from each of many cut normals.

    Args:
        precision: Precision of each normal, `(s, d, d)`.
        shift: Precision times mean, `(s, d)`.
        cut: Which coordinates are possible only above zero, `(s, d)`.
        start: Where each chain starts, above zero where cut, `(s, d)`.
        generator: The source of chance.

    Returns:
        The draws, `(s, d)`.
    """
    covariance = np.linalg.inv(precision)
    mean = np.einsum("sij,sj->si", covariance, shift)
    both = cut[:, :, None] & cut[:, None, :]
    unit = np.eye(shift.shape[1], dtype=np.bool_)
    # coordinates that are free are integrated out, so that chains move among the cut ones only
    tied = np.linalg.inv(np.where(both, covariance, np.where(unit, 1.0, 0.0)))
    value = np.where(cut, np.maximum(start, 1e-6), mean)
    spread = 1 / np.sqrt(np.einsum("sii->si", tied))
    rows = [np.flatnonzero(column) for column in cut.T]
    ties = [tied[row, column] for column, row in enumerate(rows)]
    away = value - mean
    for _ in range(_GIBBS_SWEEPS):
        for column, row in enumerate(rows):
            pull = np.einsum("sj,sj->s", ties[column], away[row])
            narrow, middle = spread[row, column], mean[row, column]
            centre = middle + away[row, column] - pull * narrow**2
            away[row, column] = _above_zero(centre, narrow, generator.random(len(row))) - middle
    value = mean + away
    # a draw of everything, moved by what it would have been told had it hit the cut coordinates' values
    root = np.linalg.cholesky(covariance)
    free = mean + np.einsum("sij,sj->si", root, generator.standard_normal(mean.shape))
    told = np.einsum("sij,sj->si", tied, np.where(cut, value - free, 0.0))
    moved = free + np.einsum("sij,sj->si", covariance, np.where(cut, told, 0.0))
    return np.asarray(np.where(cut, value, moved), dtype=np.float64)


def _above_zero(centre: Floats, spread: Floats, uniform: Floats) -> Floats:
    """Turns uniform numbers into draws of normals cut off at zero."""
    ratio = centre / spread
    # counted from the far end, so that small masses keep their digits
    value = centre - spread * ndtri(np.maximum(uniform * ndtr(ratio), 1e-300))
    return np.asarray(np.maximum(value, 1e-12), dtype=np.float64)
