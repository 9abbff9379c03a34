"""What must hold before a finding is called likely.

positivity         the dose went up and down often enough: at least 5 effective contrasting days
collinearity       the cause can be told from the others in this diary
tomorrow_control   tomorrow's exposure goes with nothing today; if it does, twitches may come before the cause
dispersion         the model would have made series that scatter, and are calm, like this one
k_hat              the approximation of the posterior is good
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_CONTRASTING_DAYS = 5.0
LARGEST_R_SQUARED = 0.9
LARGEST_K_HAT = 0.7
FALSE_ALARM = 0.05
SMALLEST_TAIL = 0.01


@dataclass(frozen=True, slots=True)
class Guard:
    """The result of one guard.

    Attributes:
        name: One of those listed in the module.
        passes: For every cause.
        value: The figure that was compared, the worst where it is one per cause; None if not computed.
        limit: What it was compared with.
        failed_causes: Causes that it fails for; all of them when it is about the fit as a whole.
    """

    name: str
    passes: bool
    value: float | None
    limit: float
    failed_causes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Gives the guard as it stands in `explain/1`."""
        return {
            "passes": self.passes,
            "value": self.value,
            "limit": self.limit,
            "failed_causes": list(self.failed_causes),
        }


def contrasting_days(values: Floats, *, hours: Sequence[float] = ()) -> float:
    """Gives the effective number of days, or shorter rows, on which a dose differed from its usual level.

    One odd day among a hundred equal ones gives about 1; a coin thrown every day about the number of days;
    one switch in the middle about 1 again, because days that follow one another are counted by their
    autocorrelation. What is the same at the same hour of every day is no contrast.

    Args:
        values: Dose of the rows used, in order, shape (n_rows,).
        hours: Clock hour of each of them where rows are shorter than a day.

    Returns:
        Between 0 and the number of rows.
    """
    if len(values) < 2:
        return 0.0
    from_mean = values - values.mean()
    for hour in set(hours):
        same = np.asarray(hours) == hour
        from_mean[same] = values[same] - values[same].mean()
    squares = float((from_mean**2).sum())
    if squares <= 1e-18 * max(1.0, float(np.abs(values).max()) ** 2) * len(values):
        return 0.0
    spread_over = squares**2 / float((from_mean**4).sum())
    independent = len(values) / _time_together(from_mean / squares**0.5)
    return min(spread_over, independent)


def _time_together(scaled: Floats) -> float:
    """Rows that go together: 1 + 2 sum of autocorrelations up to the first that is not positive."""
    total = 1.0
    for lag in range(1, len(scaled)):
        correlation = float(scaled[:-lag] @ scaled[lag:])
        if correlation <= 0:
            break
        total += 2 * correlation
    return total


def r_squared(standardised: Floats, names: Sequence[str]) -> dict[str, float]:
    """Gives for each cause how well the doses of the other causes predict it, best-predicted dose of each.

    Args:
        standardised: Doses of mean 0 and swing 1, shape (n_rows, k).
        names: Cause of each column.

    Returns:
        R squared by cause, 0 to 1.
    """
    found = dict.fromkeys(names, 0.0)
    for name in found:
        mine = [index for index, each in enumerate(names) if each == name]
        others = [index for index, each in enumerate(names) if each != name]
        if not others:
            continue
        predictors = np.column_stack([np.ones(len(standardised)), standardised[:, others]])
        for index in mine:
            target = standardised[:, index] - standardised[:, index].mean()
            total = float((target**2).sum())
            if total > 0 and len(standardised) > predictors.shape[1] + 1:
                solution, *_ = np.linalg.lstsq(predictors, target, rcond=None)
                left = float(((target - predictors @ solution) ** 2).sum())
                found[name] = max(found[name], 1 - left / total)
    return found


def positivity(days: Mapping[str, float]) -> Guard:
    """Judges effective contrasting days by cause."""
    failed = tuple(name for name, each in days.items() if each < FEWEST_CONTRASTING_DAYS)
    least = min(days.values(), default=None)
    return Guard("positivity", not failed, least, FEWEST_CONTRASTING_DAYS, failed)


def collinearity(explained: Mapping[str, float], inseparable: Mapping[str, Sequence[str]]) -> Guard:
    """Judges how well causes can be told apart.

    Args:
        explained: R squared of each cause on the others.
        inseparable: Causes that traded places with others in the answer.
    """
    failed = tuple(
        name for name, each in explained.items() if each > LARGEST_R_SQUARED or inseparable.get(name)
    )
    worst = max(explained.values(), default=None)
    return Guard("collinearity", not failed, worst, LARGEST_R_SQUARED, failed)


def tomorrow_control(standard_scores: Mapping[str, float]) -> Guard:
    """Judges whether tomorrow's exposures go with today's twitches.

    Args:
        standard_scores: Effect of tomorrow's exposure today in its standard errors, by cause.

    Returns:
        A guard that alarms on 5 in 100 diaries where nothing is wrong, however many causes there are.
    """
    count = max(1, len(standard_scores))
    each_alarm = 1 - (1 - FALSE_ALARM) ** (1 / count)
    limit = NormalDist().inv_cdf(1 - each_alarm / 2)
    failed = tuple(name for name, score in standard_scores.items() if abs(score) > limit)
    worst = max((abs(score) for score in standard_scores.values()), default=None)
    return Guard("tomorrow_control", not failed, worst, limit, failed)


def dispersion(tails: Sequence[float], causes: Sequence[str]) -> Guard:
    """Judges the two-sided posterior predictive tail probabilities of scatter and calm rows."""
    worst = min(tails, default=None)
    passes = worst is not None and worst >= SMALLEST_TAIL
    return Guard("dispersion", passes, worst, SMALLEST_TAIL, () if passes else tuple(causes))


def k_hat(value: float, causes: Sequence[str]) -> Guard:
    """Judges the shape of the importance weights of the approximation."""
    finite = bool(np.isfinite(value))
    passes = finite and value < LARGEST_K_HAT
    return Guard("k_hat", passes, value if finite else None, LARGEST_K_HAT, () if passes else tuple(causes))


def predictive_tails(
    low: Floats, high: Floats, *, expected: Floats, size: Floats, seed: int
) -> tuple[float, float]:
    """Gives how far in the tail of what the model would have made this series lies: its scatter and its calm.

    Args:
        low: Fewest events of the rows used, shape (n_rows,).
        high: Most events, shape (n_rows,).
        expected: Expected events of each draw and row, latent state included, shape (n_draws, n_rows).
        size: Size of the negative binomial of each draw, shape (n_draws,).
        seed: Seed of the replicates.

    Returns:
        Two-sided tail probabilities, of the sd of log(1 + events) over exact rows (1 if fewer than 14 are
        exact), and of the number of rows without events.
    """
    random = np.random.default_rng(seed)
    made = random.poisson(np.minimum(random.gamma(size[:, None], expected / size[:, None]), 1e9)).astype(
        np.float64
    )
    exact = low == high
    scatter = 1.0
    if exact.sum() >= 14:
        scatter = _two_sided(np.log1p(made[:, exact]).std(axis=1), float(np.log1p(low[exact]).std()))
    calm = _two_sided((made == 0).sum(axis=1).astype(np.float64), float((high == 0).sum()))
    return scatter, calm


def _two_sided(replicates: Floats, observed: float) -> float:
    below = (float((replicates < observed).sum()) + 0.5 * float((replicates == observed).sum()) + 0.5) / (
        len(replicates) + 1
    )
    return 2 * min(below, 1 - below)
