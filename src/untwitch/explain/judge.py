"""Applies the guards to one fit, and says which causes cannot be told from each other."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from untwitch.explain import guards
from untwitch.explain.case import Case
from untwitch.explain.enough import LIKELY, UNLIKELY
from untwitch.explain.fitting import SEED, Fitted, tomorrow_scores
from untwitch.explain.model import Design, Part

Floats = NDArray[np.float64]

SAME_COURSE = 0.9
TRADING_PLACES = 0.5
_REPLICATES = 200


def leading_parts(made: Design, fitted: Fitted) -> dict[str, Part]:
    """Gives for each cause the dose that it most probably acts through."""
    chance = fitted.selection.part_probability
    leading: dict[str, tuple[float, Part]] = {}
    for part, each in zip(made.parts, chance, strict=True):
        if part.dose.cause not in leading or each > leading[part.dose.cause][0]:
            leading[part.dose.cause] = (float(each), part)
    return {cause: part for cause, (_, part) in leading.items()}


def inseparable(
    used: NDArray[np.bool_], fitted: Fitted, leading: Mapping[str, Part]
) -> dict[str, tuple[str, ...]]:
    """Gives for each cause those that it cannot be told from.

    Two causes are inseparable when their leading doses run the same course (correlation 0.9 and more), or
    when they traded places: their doses go together (0.5 and more), one of them is in for sure, but neither
    alone.

    Args:
        used: Rows used, shape (n_rows,).
        fitted: The fit.
        leading: Leading dose of each cause.
    """
    selection = fitted.selection
    found: dict[str, list[str]] = {cause: [] for cause in leading}
    for one in leading:
        for other in leading:
            if one == other:
                continue
            together = _correlation(leading[one].standardised[used], leading[other].standardised[used])
            chances = (selection.cause_probability[one], selection.cause_probability[other])
            both = float(
                selection.pair_probability[selection.causes.index(one), selection.causes.index(other)]
            )
            traded = (
                together >= TRADING_PLACES
                and sum(chances) - both >= LIKELY
                and max(chances) < LIKELY
                and min(chances) > UNLIKELY
            )
            if together >= SAME_COURSE or traded:
                found[one].append(other)
    return {cause: tuple(others) for cause, others in found.items()}


def _correlation(one: Floats, other: Floats) -> float:
    first, second = one - one.mean(), other - other.mean()
    length = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return abs(float(first @ second)) / length if length > 0 else 0.0


def run_guards(
    case: Case,
    made: Design,
    fitted: Fitted,
    leading: Mapping[str, Part],
    apart: Mapping[str, tuple[str, ...]],
) -> tuple[guards.Guard, ...]:
    """Gives the five guards.

    Args:
        case: The table made ready.
        made: Its matrix.
        fitted: The fit.
        leading: Leading dose of each cause.
        apart: Causes that cannot be told from each other, by cause.
    """
    used = case.used
    causes = tuple(leading)
    days = {cause: _contrasting_days(case, part) for cause, part in leading.items()}
    matrix = np.column_stack([part.standardised[used] for part in made.parts])
    explained = guards.r_squared(matrix, [part.dose.cause for part in made.parts])
    scores = tomorrow_scores(case.counts(), made, case.tomorrow(leading), setting=fitted.setting)
    return (
        guards.positivity(days),
        guards.collinearity(explained, apart),
        guards.tomorrow_control(scores),
        guards.dispersion(_tails(case, made, fitted), causes),
        guards.k_hat(fitted.posterior.k_hat, causes),
    )


def _contrasting_days(case: Case, part: Part) -> float:
    seen = case.used & np.isfinite(part.dose.values)
    starts = case.table.starts[case.stretch]
    hours = [
        each.hour + each.minute / 60
        for each, is_seen in zip(starts, seen, strict=True)
        if is_seen and isinstance(each, dt.datetime)
    ]
    return guards.contrasting_days(part.dose.values[seen], hours=hours)


def _tails(case: Case, made: Design, fitted: Fitted) -> tuple[float, float]:
    """Posterior predictive tails, with the latent state and the effects drawn anew for each replicate."""
    used, posterior = case.used, fitted.posterior
    counts = case.counts()
    random = np.random.default_rng(SEED + 1)
    drawn = posterior.draws(_REPLICATES, SEED + 2)
    settings = random.choice(len(posterior.weights), size=_REPLICATES, p=posterior.weights)
    centre, _ = posterior.moments()
    # Intercept and latent state trade off: the level is kept, and only what is above it is drawn.
    latent = posterior.latent_mean + posterior.latent_sd * random.standard_normal((_REPLICATES, len(used)))
    log_rate = counts.offset + centre[0] + drawn[:, 1:] @ made.matrix.T + latent
    expected = np.exp(np.minimum(log_rate[:, used], 20.0))
    return guards.predictive_tails(
        counts.low[used], counts.high[used], expected=expected, size=posterior.phi[settings], seed=SEED + 3
    )
