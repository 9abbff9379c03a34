"""What figures need of an answer: the fitted rate, what a dose does to it, shares as draws, a "what if".

All of it comes from the same draws as the answer; nothing here decides anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.case import Case
from untwitch.explain.cause_answer import Avoided
from untwitch.explain.fitting import Fitted
from untwitch.explain.model import Design, Part
from untwitch.inference.latent_mode import Problem as Posed
from untwitch.inference.latent_mode import Setting, find_mode, third_order_shift

Floats = NDArray[np.float64]

_TAIL = 1.6448536269514722
_NEGLIGIBLE = 1e-3
_POINTS = 41
_STEPS = 11
_QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class RateBand:
    """The rate that was fitted beside what was counted, per 16 hours of watching, arrays of shape (n_rows,).

    Attributes:
        starts: Begin of each row, ISO, from the first row with an outcome to the last.
        row_h: Length of a row in hours.
        low: Lower end of the 90 % interval of the rate.
        median: Middle.
        high: Upper end.
        counted_low: Fewest events counted, at the same scale; nan where the row is not used.
        counted_high: Most events.
    """

    starts: tuple[str, ...]
    row_h: float
    low: Floats
    median: Floats
    high: Floats
    counted_low: Floats
    counted_high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class DoseCurve:
    """What a dose does to the rate, if its cause acts at all; arrays over the grid, shape (n_points,).

    Attributes:
        cause: One of the six.
        dose: Id of its leading dose.
        measure: The measure it is made of.
        level: Levels of the dose, in its unit, from the lowest seen to the highest.
        low: Rate ratio against the favourable level, lower end of the 90 % interval.
        median: Middle.
        high: Upper end.
        favourable: The person's own favourable level, the 20th percentile.
        seen: The levels of the rows used, shape (n_seen,).
    """

    cause: str
    dose: str
    measure: str
    level: Floats
    low: Floats
    median: Floats
    high: Floats
    favourable: float
    seen: Floats


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """The part of the twitches that stays away when a cause is brought down, if the link is causal.

    Attributes:
        cause: One of the six.
        part: How much of the way from every higher day to the favourable level, 0 to 1, shape (n_steps,).
        low: Part avoided, lower end of the 90 % interval, shape (n_steps,).
        median: Middle.
        high: Upper end.
    """

    cause: str
    part: Floats
    low: Floats
    median: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What figures need of one answer.

    Attributes:
        rate: The fitted rate.
        curves: One for each cause whose leading dose could be fitted.
        shares: Draws of the share of each cause, shape (n_draws,), in the order of the causes.
        unexplained: Draws of what is left, shape (n_draws,).
        what_if: One for each of the same causes.
    """

    rate: RateBand
    curves: tuple[DoseCurve, ...]
    shares: Mapping[str, Floats]
    unexplained: Floats
    what_if: tuple[WhatIf, ...]


def picture(
    case: Case, made: Design, fitted: Fitted, *, leading: Mapping[str, Part], gone: Avoided
) -> Picture:
    """Gives the picture of one fit.

    Args:
        case: The table made ready.
        made: Its matrix.
        fitted: The fit.
        leading: Leading dose of each cause.
        gone: What calmer versions of the causes would have avoided.
    """
    curves = (_curve(case, made, fitted, part) for part in leading.values())
    return Picture(
        rate=_rate(case, made, fitted),
        curves=tuple(each for each in curves if each is not None),
        shares=gone.share,
        unexplained=gone.unexplained,
        what_if=tuple(_what_if(case, made, fitted, cause) for cause in leading),
    )


def _rate(case: Case, made: Design, fitted: Fitted) -> RateBand:
    counts = case.counts()
    log_rate, log_sd = _log_rate(case, made, fitted)
    hours = np.exp(counts.offset)
    return RateBand(
        starts=tuple(each.isoformat() for each in case.table.starts[case.stretch]),
        row_h=case.table.row_h,
        low=np.exp(log_rate - _TAIL * log_sd),
        median=np.exp(log_rate),
        high=np.exp(log_rate + _TAIL * log_sd),
        counted_low=counts.low / hours,
        counted_high=counts.high / hours,
    )


def _log_rate(case: Case, made: Design, fitted: Fitted) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the log rate of each row over all settings of the hyper-parameters.

    Intercept, effects and latent state trade off, so their errors may not simply be added.
    """
    posterior = fitted.posterior
    columns = np.column_stack([np.ones(len(made.matrix)), made.matrix])
    posed = Posed(case.counts(), columns, posterior.prior)
    likely = np.flatnonzero(posterior.weights > _NEGLIGIBLE)
    weights = posterior.weights[likely] / posterior.weights[likely].sum()
    means, variances = [], []
    start = (posterior.latent_mean, posterior.mean[int(np.argmax(posterior.weights))])
    for index in likely:
        setting = Setting(*(float(each[index]) for each in (posterior.sigma, posterior.rho, posterior.phi)))
        mode = find_mode(posed, setting, start=start)
        shift = third_order_shift(posed, mode)
        means.append(mode.chain + shift.chain + columns @ (mode.coefficient + shift.coefficient))
        variances.append(shift.variance)
    centre = weights @ np.array(means)
    spread = weights @ (np.array(variances) + (np.array(means) - centre) ** 2)
    return centre, np.sqrt(spread)


def _curve(case: Case, made: Design, fitted: Fitted, part: Part) -> DoseCurve | None:
    found = fitted.undiluted[made.parts.index(part)]
    seen = part.dose.values[case.used & np.isfinite(part.dose.values)]
    if found is None:
        return None
    favourable = float(np.quantile(seen, 0.2))
    level = np.linspace(float(seen.min()), float(seen.max()), _POINTS)
    per_unit = found.effect / (part.swing * found.correlation)
    ratio = np.exp(np.clip(np.outer(per_unit, level - favourable), -50.0, 50.0))
    low, median, high = np.quantile(ratio, _QUANTILES, axis=0)
    return DoseCurve(
        cause=part.dose.cause,
        dose=part.dose.id,
        measure=part.dose.measure,
        level=level,
        low=low,
        median=median,
        high=high,
        favourable=favourable,
        seen=seen,
    )


def _what_if(case: Case, made: Design, fitted: Fitted, cause: str) -> WhatIf:
    used = case.used
    draws = fitted.selection.draws[:: max(1, len(fitted.selection.draws) // 250)]
    cost = np.zeros((len(draws), int(used.sum())))
    for part in made.parts_of(cause):
        above = np.maximum(0.0, part.standardised[used] - part.favourable)
        cost += np.outer(draws[:, 1 + part.column], above)
    weight = fitted.expected[used] / fitted.expected[used].sum()
    steps = np.linspace(0.0, 1.0, _STEPS)
    avoided = np.array([-np.expm1(-step * cost) @ weight for step in steps])
    low, median, high = np.quantile(avoided, _QUANTILES, axis=1)
    return WhatIf(cause, steps, low, median, high)
