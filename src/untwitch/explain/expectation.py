"""What an amount that nobody recorded is expected to have been, given all that was recorded up to that day.

Amounts of one person go together (little sleep, much coffee) and days resemble the day before. So the amounts
of a day are a normal vector that follows yesterday's; of what is unknown the filter gives mean and spread,
given yesterday and the amounts of the same day that are known, never a later day and never the twitches.

    day         t-2      t-1       t
    sleep_h     7.1      5.2       ?   <- yesterday's 5.2, today's coffee
    caffeine    180       ?       410

A dose is then the mean over what the amount may have been. An effect of such a dose is not drawn towards
zero, as one of a mean put in blindly is, because what is left unknown goes with nothing that stands in its
row.

Reference:
    Kalman RE (1960), DOI 10.1115/1.3662552; Carroll RJ et al. (2006), Measurement Error in Nonlinear Models,
    chapter 4, DOI 10.1201/9781420010138 (regression calibration; from memory).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.dose import DAY_H, Dose, Rows, doses
from untwitch.facts.person import Physiology

Floats = NDArray[np.float64]

FEWEST_PAIRS = 10
_SHRINK_PAIRS = 20.0
_SHRINK_WEEKEND = 8.0
_LARGEST_LAG_ONE = 0.95
_DRAWS = 4
_SEED = 20260101
# Gauss-Hermite points of the standard normal: exact for amounts that enter as they are, close at a hinge
_NODES: Sequence[tuple[float, float]] = ((-(3**0.5), 1 / 6), (0.0, 2 / 3), (3**0.5, 1 / 6))
_AS_LOGGED = frozenset(
    {"nap_h", "caffeine_mean_hour", "magnesium_supplement_mg", "potassium_supplement_mg",
     "calcium_supplement_mg"}
)  # fmt: skip
"""What was not logged of these says nothing: a nap, a tablet, the hour of a coffee."""


@dataclass(frozen=True, slots=True)
class ExpectedDose:
    """A dose as it is expected to have been.

    Attributes:
        dose: Its values are the mean over what was not recorded; `known` still says what was.
        extra_variance: By how much a row may be off, as a variance: a mean varies less than what it is the
            mean of, shape (n_rows,).
    """

    dose: Dose
    extra_variance: Floats

    def cut(self, rows: slice) -> "ExpectedDose":
        """Gives the same dose of some of the rows."""
        values, known = self.dose.values[rows], self.dose.known[rows]
        return ExpectedDose(replace(self.dose, values=values, known=known), self.extra_variance[rows])


Maker = Callable[..., tuple[Dose, ...]]


def expected_doses(rows: Rows, *, physiology: Physiology, make: Maker = doses) -> tuple[ExpectedDose, ...]:
    """Gives every dose as it is expected to have been.

    Rows shorter than a day are taken as they are: there a blank mostly means another part of the day.

    Args:
        rows: Raw amounts, nan where unknown.
        physiology: What is known of the body.
        make: Gives the doses of rows, as `dose.doses` does.

    Returns:
        Doses in the order of `make`.
    """
    recorded = make(rows, physiology=physiology)
    names = [name for name in dict.fromkeys(each.measure for each in recorded) if name not in _AS_LOGGED]
    amounts = np.column_stack([rows.column(name) for name in names]) if names else np.zeros((0, 0))
    if rows.row_h < DAY_H or np.isfinite(amounts).all():
        return tuple(ExpectedDose(each, np.zeros(len(rows.starts))) for each in recorded)
    unknown = Unknown.of(amounts, weekend=_weekend(rows))
    kept = {name: each for name, each in rows.columns.items() if name in _AS_LOGGED}

    def made(filled: Floats) -> dict[tuple[str, str], Floats]:
        columns = kept | {name: filled[:, index] for index, name in enumerate(names)}
        found = make(replace(rows, columns=columns), physiology=physiology)
        return {(each.id, each.course): each.values for each in found}

    mean, spread = unknown.expected()
    at_nodes = [made(mean + node * spread) for node, _ in _NODES]
    drawn = [made(each) for each in unknown.draws(_DRAWS, seed=_SEED)]
    found = []
    for each in recorded:
        name = (each.id, each.course)
        values = np.asarray(sum(w * at[name] for at, (_, w) in zip(at_nodes, _NODES, strict=True)))
        off = np.mean([(at[name] - values) ** 2 for at in drawn], axis=0)
        found.append(ExpectedDose(replace(each, values=values), off))
    return tuple(found)


def _weekend(rows: Rows) -> NDArray[np.bool_]:
    return np.asarray([each.weekday() >= 5 for each in rows.starts], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Amounts with gaps, in their own scale, and how they follow one another.

    Attributes:
        amounts: One column a measure, nan where unknown, shape (n_rows, k).
        level: The usual amount of such a day, shape (n_rows, k).
        scale: Standard deviation around it, shape (k,).
        lag_one: How much a day resembles the day before, 0 to 1, shape (k,).
        together: Correlation of the amounts of one day, shape (k, k).
        new: Covariance of what a day does not have from the day before, shape (k, k).
    """

    amounts: Floats
    level: Floats
    scale: Floats
    lag_one: Floats
    together: Floats
    new: Floats

    @classmethod
    def of(cls, amounts: Floats, *, weekend: NDArray[np.bool_]) -> "Unknown":
        """Learns from the rows that are known.

        Args:
            amounts: One column a measure, nan where unknown, each with a known row, shape (n_rows, k).
            weekend: Rows that are Saturday or Sunday, shape (n_rows,).
        """
        level = _level(amounts, weekend)
        spread = np.nanstd(amounts - level, axis=0)
        scale = np.where(spread > 0, spread, 1.0)
        standard = (amounts - level) / scale
        lag_one = np.array([_lag_one(column) for column in standard.T])
        known = np.isfinite(standard)
        filled = np.where(known, standard, 0.0)
        pairs = known.astype(np.float64).T @ known
        together = filled.T @ filled / (pairs + _SHRINK_PAIRS)
        np.fill_diagonal(together, 1.0)
        together = _positive(together)
        new = _positive(together * (1 - np.outer(lag_one, lag_one)))
        return cls(amounts, level, scale, lag_one, together, new)

    @property
    def _standard(self) -> Floats:
        return np.asarray((self.amounts - self.level) / self.scale, dtype=np.float64)

    def expected(self) -> tuple[Floats, Floats]:
        """Gives mean and sd of every amount, given its row and the rows before, each (n_rows, k)."""
        standard = self._standard
        known = np.isfinite(standard)
        mean, variance = np.where(known, standard, 0.0), np.zeros_like(standard)
        decay = np.outer(self.lag_one, self.lag_one)
        before, spread = np.zeros(standard.shape[1]), self.together
        for row, seen in enumerate(known):
            if row:
                before, spread = self.lag_one * mean[row - 1], decay * spread + self.new
            if seen.all():
                spread = np.zeros_like(spread)
                continue
            gain = _gain(spread, seen)
            mean[row, ~seen] = (before + gain @ (standard[row, seen] - before[seen]))[~seen]
            spread = spread - gain @ spread[seen]
            variance[row, ~seen] = np.maximum(np.diagonal(spread)[~seen], 0.0)
        return (
            np.where(known, self.amounts, self.level + self.scale * mean),
            np.where(known, 0.0, self.scale * np.sqrt(variance)),
        )

    def draws(self, n: int, *, seed: int) -> Floats:
        """Gives tables as they may have been, what is not known drawn, shape (n, n_rows, k)."""
        standard = self._standard
        known = np.isfinite(standard)
        random = np.random.default_rng(seed)
        made = np.broadcast_to(np.where(known, standard, 0.0), (n, *standard.shape)).copy()
        for row, seen in enumerate(known):
            if seen.all():
                continue
            before = self.lag_one * made[:, row - 1] if row else np.zeros((n, len(seen)))
            spread = self.new if row else self.together
            gain = _gain(spread, seen)[~seen]
            left = _positive(spread[np.ix_(~seen, ~seen)] - gain @ spread[np.ix_(seen, ~seen)])
            noise = random.standard_normal((n, len(left))) @ np.linalg.cholesky(left).T
            told = (standard[row, seen] - before[:, seen]) @ gain.T
            made[:, row, ~seen] = before[:, ~seen] + told + noise
        return np.where(known, self.amounts, self.level + self.scale * made)


def _gain(spread: Floats, seen: NDArray[np.bool_]) -> Floats:
    """How far each entry moves with those that are seen, shape (k, n_seen)."""
    return np.asarray(np.linalg.solve(spread[np.ix_(seen, seen)], spread[seen]).T, dtype=np.float64)


def _level(amounts: Floats, weekend: NDArray[np.bool_]) -> Floats:
    """The usual amount of such a day: weekends differ as far as there are days to say so."""
    level = np.broadcast_to(np.nanmean(amounts, axis=0), amounts.shape).copy()
    from_mean = amounts - level
    for days in (weekend, ~weekend):
        known = np.isfinite(from_mean[days])
        total = np.where(known, from_mean[days], 0.0).sum(axis=0)
        level[days] += total / (known.sum(axis=0) + _SHRINK_WEEKEND)
    return level


def _lag_one(standard: Floats) -> float:
    pairs = standard[:-1] * standard[1:]
    seen = pairs[np.isfinite(pairs)]
    if len(seen) < FEWEST_PAIRS:
        return 0.0
    return float(np.clip(seen.sum() / (len(seen) + FEWEST_PAIRS), 0.0, _LARGEST_LAG_ONE))


def _positive(matrix: Floats) -> Floats:
    """The same matrix with every eigenvalue held above zero: pairs known on different days may not fit."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 1e-3)) @ vectors.T, dtype=np.float64)
