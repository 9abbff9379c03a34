"""One fit of the model: posterior, which doses are in, expected events, and what guards need of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.dilution import (
    Undiluted,
    correlations,
    recorded_slab,
    undiluted,
)
from untwitch.explain.enough import Standing, standing_at
from untwitch.explain.model import EFFECT_SD, Design, Part
from untwitch.explain.selection import GridLikelihood, Selection, Slabs, select
from untwitch.inference.latent_mode import Setting
from untwitch.inference.nb_laplace import Counts, Posterior, Prior, fit, fit_held
from untwitch.knowledge.cause_prior import CausePriors, cause_priors

Floats = NDArray[np.float64]

DRAWS = 1000
SEED = 20260101
CONFOUNDER_INCLUSION = 0.25
_NOTHING_TOLD = 1e-9


@dataclass(frozen=True, slots=True)
class Fitted:
    """What one fit gives.

    Attributes:
        posterior: Posterior with every dose in.
        likelihood: Its likelihood, prior divided out.
        selection: Which doses are in, and their effects as recorded.
        slabs: What was believed of each dose as recorded.
        undiluted: For each dose its effects as they were, given that it is in; None where it is negligible.
        together: Effects of all doses as they were, in the draws of the selection, shape (n_draws, k).
        expected: Expected events of each row at the posterior mean, shape (n_rows,).
        size: Posterior mean size of the negative binomial.
    """

    posterior: Posterior
    likelihood: GridLikelihood
    selection: Selection
    slabs: Slabs
    undiluted: tuple[Undiluted | None, ...]
    together: Floats
    expected: Floats
    size: float

    @property
    def setting(self) -> Setting:
        """Hyper-parameters of the heaviest point of the grid."""
        best = int(np.argmax(self.posterior.weights))
        return Setting(
            *(float(each[best]) for each in (self.posterior.sigma, self.posterior.rho, self.posterior.phi))
        )


def fit_design(counts: Counts, design: Design, *, priors: CausePriors | None = None) -> Fitted:
    """Fits the model and weighs every combination of doses.

    Args:
        counts: The series, shape (n_rows,).
        design: The matrix of the same rows, with at least one dose.
        priors: What is believed of each cause; None for the defaults.
    """
    believed = cause_priors() if priors is None else priors
    posterior = fit(counts, design.matrix, prior=Prior(beta_sd=design.effect_sd))
    likelihood = _likelihood(posterior)
    columns = [1 + part.column for part in design.parts]
    slabs = _slabs(design, believed)
    selection = select(
        likelihood,
        columns,
        causes=[part.dose.cause for part in design.parts],
        slabs=slabs,
        draws=DRAWS,
        seed=SEED,
    )
    centre, _ = posterior.moments()
    log_rate = counts.offset + centre[0] + design.matrix @ centre[1:] + posterior.latent_mean
    return Fitted(
        posterior=posterior,
        likelihood=likelihood,
        selection=selection,
        slabs=slabs,
        undiluted=_conditional(design, selection, believed),
        together=_together(design, selection, believed),
        expected=np.exp(np.minimum(log_rate, 50.0)),
        size=float(np.exp(posterior.weights @ np.log(posterior.phi))),
    )


def _slabs(design: Design, priors: CausePriors) -> Slabs:
    recorded = [recorded_slab(priors[part.dose.cause], part.reliability) for part in design.parts]
    return Slabs(
        inclusion=np.array([priors[part.dose.cause].inclusion for part in design.parts]),
        mean=np.array([mean for mean, _ in recorded]),
        sd=np.array([sd for _, sd in recorded]),
    )


def _conditional(design: Design, selection: Selection, priors: CausePriors) -> tuple[Undiluted | None, ...]:
    random = np.random.default_rng(SEED + 4)
    return tuple(
        None
        if effects is None
        else undiluted(effects, prior=priors[part.dose.cause], reliability=part.reliability, random=random)
        for part, effects in zip(design.parts, selection.conditional, strict=True)
    )


def _together(design: Design, selection: Selection, priors: CausePriors) -> Floats:
    random = np.random.default_rng(SEED + 5)
    made = np.zeros((len(selection.draws), len(design.parts)))
    for index, part in enumerate(design.parts):
        effects = selection.draws[:, 1 + part.column]
        acts = effects > 0
        prior = priors[part.dose.cause]
        made[acts, index] = undiluted(
            effects[acts], prior=prior, reliability=part.reliability, random=random
        ).effect
    return made


def _likelihood(posterior: Posterior) -> GridLikelihood:
    prior = posterior.prior
    precision = np.linalg.inv(posterior.covariance)
    shift = np.einsum("gij,gj->gi", precision, posterior.mean) - prior.precision * prior.mean
    return GridLikelihood(
        log_weight=np.log(np.maximum(posterior.weights, 1e-300)),
        precision=np.asarray(precision - np.diag(prior.precision), dtype=np.float64),
        shift=np.asarray(shift, dtype=np.float64),
        prior_mean=prior.mean,
        prior_sd=prior.precision**-0.5,
    )


def standings(fitted: Fitted, design: Design, leading: Mapping[str, Part]) -> dict[str, Standing]:
    """Gives for each cause how sure its answer is and how well its leading dose is known.

    The error comes from the information of the likelihood, beside the doses of other causes that are more in
    than out.

    Args:
        fitted: The fit.
        design: Its matrix.
        leading: Leading dose of each cause.
    """
    best = int(np.argmax(fitted.likelihood.log_weight))
    precision = fitted.likelihood.precision[best]
    prior_precision = fitted.likelihood.prior_sd**-2.0
    chosen = {1 + part.column for part in design.parts}
    always = [column for column in range(len(prior_precision)) if column not in chosen]
    made = {}
    for cause, part in leading.items():
        mine = 1 + part.column
        beside = always + [
            1 + other.column
            for other, chance in zip(design.parts, fitted.selection.part_probability, strict=True)
            if other.dose.cause != cause and chance >= 0.5
        ]
        inner = precision[np.ix_(beside, beside)] + np.diag(prior_precision[beside])
        cross = precision[mine, beside]
        told = float(precision[mine, mine] - cross @ np.linalg.solve(inner, cross))
        place = design.parts.index(part)
        inclusion = float(fitted.slabs.inclusion[place])
        open_minded = Standing(
            effect=0.0,
            error=told**-0.5 if told > _NOTHING_TOLD else float("inf"),
            prior_odds=inclusion / (1 - inclusion),
            slab_sd=float(fitted.slabs.sd[place]),
            slab_mean=float(fitted.slabs.mean[place]),
            dilution=float(correlations(part.reliability).mean()),
        )
        made[cause] = standing_at(fitted.selection.cause_probability[cause], open_minded)
    return made


def confounder_standing(fitted: Fitted, part: Part) -> Standing:
    """Gives what the likelihood says of a confounder, from its posterior with the prior divided out."""
    effects = fitted.selection.draws[:, 1 + part.column]
    prior_sd = float(fitted.likelihood.prior_sd[1 + part.column])
    odds = CONFOUNDER_INCLUSION / (1 - CONFOUNDER_INCLUSION)
    precision = 1.0 / max(float(effects.var()), 1e-12)
    told = precision - prior_sd**-2.0
    if told <= _NOTHING_TOLD:
        return Standing(0.0, float("inf"), odds, prior_sd)
    return Standing(precision * float(effects.mean()) / told, told**-0.5, odds, prior_sd)


def tomorrow_scores(
    counts: Counts, design: Design, tomorrow: Mapping[str, Floats], *, setting: Setting
) -> dict[str, float]:
    """Gives the effect of tomorrow's exposures on today, in standard errors, beside everything of today.

    Args:
        counts: The series.
        design: The matrix of today.
        tomorrow: For each cause its exposure of the day after each row, mean 0 and swing 1, shape (n_rows,).
        setting: Hyper-parameters, those of the fit of today.

    Returns:
        Standard scores by cause, prior divided out.
    """
    if not tomorrow:
        return {}
    extra = np.column_stack([design.matrix, *tomorrow.values()])
    spread = np.concatenate([design.effect_sd, np.full(len(tomorrow), EFFECT_SD)])
    centre, covariance = fit_held(counts, extra, setting=setting, prior=Prior(beta_sd=spread))
    scores = {}
    for position, cause in enumerate(tomorrow):
        index = 1 + design.matrix.shape[1] + position
        precision = 1.0 / float(covariance[index, index])
        told = precision - EFFECT_SD**-2.0
        scores[cause] = precision * float(centre[index]) / told**0.5 if told > _NOTHING_TOLD else 0.0
    return scores
