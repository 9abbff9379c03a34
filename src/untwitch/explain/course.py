"""How long an exposure acts differs from person to person, so each dose stands in several courses.

    usual course                    others
    caffeine by its half-life       half and twice as long
    exertion, half-life 24 h        12 h, 48 h
    minerals, mean of 7 days        3 days
    sleep debt of 7 days            3 days
    stress and drinks of the day    fading by half a day, over 3 days

No course is longer than the usual ones of a week: what moves that slowly follows any drift of the twitches.
Before the diary is read the usual course has three quarters of the weight. The diary weighs them: the
evidence of each course beside the usual course of everything else, at middling hyper-parameters. What enters
the model is the mean dose over the courses by their weights; where a cause does not act, that is close to the
usual one. What is then still unknown of the course is part of what `dilution.py` undoes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.body import caffeine_half_life_h
from untwitch.explain.dilution import recorded_slab
from untwitch.explain.dose import (
    DAY_H,
    WEEK_H,
    Dose,
    Rows,
    caffeine_doses,
    diet_doses,
    doses,
    exertion_doses,
    weighted_past,
)
from untwitch.explain.expectation import ExpectedDose
from untwitch.explain.model import Design
from untwitch.facts.person import Physiology
from untwitch.inference.counts import Counts
from untwitch.inference.latent_mode import Setting
from untwitch.inference.nb_laplace import Prior, fit_held
from untwitch.knowledge.cause_prior import CausePriors
from untwitch.knowledge.intake_reference import reference

Floats = NDArray[np.float64]

USUAL = "usual"
USUAL_WEIGHT = 0.75
MIDDLING = Setting(sigma=0.35, rho=0.5, phi=8.0)
"""Hyper-parameters at which courses are weighed."""
_FADING_H = 72.0
_FADES = frozenset({"stress_0_10", "drinks_shortfall_ml", "total_water_shortfall_ml"})


def course_doses(rows: Rows, *, physiology: Physiology) -> tuple[Dose, ...]:
    """Gives every dose in its usual course, then every dose that has others in each of those.

    Args:
        rows: Raw amounts.
        physiology: What is known of the body.
    """
    usual = doses(rows, physiology=physiology)
    if not usual:
        return ()
    amounts, half_life_h = reference(physiology), caffeine_half_life_h(physiology)
    others = [
        *(
            _named(f"{hours:g} h", [each for each in exertion_doses(rows, half_life_h=hours) if _fades(each)])
            for hours in (12.0, 48.0)
        ),
        _named("3 days", diet_doses(rows, amounts=amounts, window_h=3 * DAY_H)),
        *(
            _named(f"{times:g} times", caffeine_doses(rows, half_life_h=times * half_life_h)[:1])
            for times in (0.5, 2.0)
        ),
        _named("fading", [_fading(each, rows) for each in usual if each.id in _FADES]),
        _debt(usual, rows, days=3),
    ]
    known = {each.id for each in usual}
    return (*usual, *(each for group in others for each in group if each.id in known))


def _named(course: str, made: Sequence[Dose]) -> list[Dose]:
    return [replace(each, course=course) for each in made]


def _fades(dose: Dose) -> bool:
    return dose.id.endswith("_tail")


def _fading(dose: Dose, rows: Rows) -> Dose:
    """The dose of a day and what is left of the days before, halved every 24 h."""
    lags = np.arange(1 + round(_FADING_H / rows.row_h))
    values, _ = weighted_past(dose.values, np.exp2(-lags * rows.row_h / DAY_H), at_least=0.5)
    return replace(dose, values=values, lag_days=(0.0, 0.6, 3.0))


def _debt(usual: Sequence[Dose], rows: Rows, *, days: int) -> list[Dose]:
    """The sleep debt of another number of nights, as what it would be over a week."""
    short = next((each for each in usual if each.id == "sleep_shortfall_h"), None)
    debt = next((each for each in usual if each.id == "sleep_debt_h"), None)
    if short is None or debt is None:
        return []
    mean, known = weighted_past(short.values, np.ones(max(1, round(days * DAY_H / rows.row_h))), at_least=0.5)
    values = WEEK_H / DAY_H * mean
    return [
        replace(
            debt, values=values, known=known, lag_days=(0.0, days / 2, float(days)), course=f"{days} days"
        )
    ]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What courses are weighed with.

    Attributes:
        counts: The series, shape (n_rows,).
        design: The matrix of the same rows with every course of every dose as a part of its own.
        priors: What is believed of each cause.
    """

    counts: Counts
    design: Design
    priors: CausePriors

    def weights(self) -> dict[tuple[str, str], float]:
        """Gives the weight of each course by dose and course; those of one dose add up to 1."""
        parts = self.design.parts
        by_dose: dict[str, list[int]] = {}
        for index, part in enumerate(parts):
            by_dose.setdefault(part.dose.id, []).append(index)
        if all(len(each) == 1 for each in by_dose.values()):
            return {(part.dose.id, part.dose.course): 1.0 for part in parts}
        evidence = _Evidence.of(self)
        first = {name: places[0] for name, places in by_dose.items()}
        weights: dict[tuple[str, str], float] = {}
        for name, places in by_dose.items():
            beside = [place for other, place in first.items() if other != name]
            heights = np.array([evidence.log_evidence([*beside, place]) for place in places])
            heights += np.log([_prior_weight(parts[place].dose, len(places)) for place in places])
            shares = np.exp(heights - np.logaddexp.reduce(heights))
            for place, share in zip(places, shares, strict=True):
                weights[name, parts[place].dose.course] = float(share)
        return weights


def _prior_weight(dose: Dose, n_courses: int) -> float:
    if n_courses == 1:
        return 1.0
    return USUAL_WEIGHT if dose.course == USUAL else (1 - USUAL_WEIGHT) / (n_courses - 1)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The normal likelihood of all columns with its priors, and which column each part has."""

    precision: Floats
    shift: Floats
    tightness: Floats
    centre: Floats
    always: tuple[int, ...]
    columns: tuple[int, ...]

    @classmethod
    def of(cls, weighing: Weighing) -> "_Evidence":
        made = weighing.design
        prior = Prior(beta_sd=made.effect_sd).resolved(weighing.counts, n_columns=made.matrix.shape[1])
        mean, covariance = fit_held(weighing.counts, made.matrix, setting=MIDDLING, prior=prior)
        precision = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
        tightness, centre = prior.precision.copy(), prior.mean.copy()
        told, shift = precision - np.diag(tightness), precision @ mean - tightness * centre
        columns = tuple(1 + part.column for part in made.parts)
        for part, column in zip(made.parts, columns, strict=True):
            slab_mean, slab_sd = recorded_slab(weighing.priors[part.dose.cause], part.reliability)
            tightness[column], centre[column] = slab_sd**-2.0, slab_mean
        always = tuple(each for each in range(len(shift)) if each not in columns)
        return cls(told, shift, tightness, centre, always, columns)

    def log_evidence(self, parts: Sequence[int]) -> float:
        """Log evidence with these parts in, of those with as many parts, up to a constant."""
        kept = np.array([*self.always, *(self.columns[part] for part in parts)])
        tightness, centre = self.tightness[kept], self.centre[kept]
        whole = self.precision[np.ix_(kept, kept)] + np.diag(tightness)
        shift = self.shift[kept] + tightness * centre
        height = 0.5 * (np.log(tightness).sum() - (tightness * centre**2).sum())
        height += 0.5 * (shift @ np.linalg.solve(whole, shift) - np.linalg.slogdet(whole)[1])
        return float(height)


def averaged(made: Sequence[ExpectedDose], weights: dict[tuple[str, str], float]) -> tuple[ExpectedDose, ...]:
    """Gives one dose for each id: the mean over its courses by their weights.

    Args:
        made: Doses, the usual course of each first.
        weights: By id and course; a dose that has none stands as it is in its usual course.

    Returns:
        Doses in their usual order.
    """
    found = []
    for usual in (each for each in made if each.dose.course == USUAL):
        name = usual.dose.id
        mine = [(each, weights.get((name, each.dose.course), 0.0)) for each in made if each.dose.id == name]
        total = sum(weight for _, weight in mine)
        if len(mine) == 1 or total <= 0:
            found.append(usual)
            continue
        share = [weight / total for _, weight in mine]
        values = sum(w * each.dose.values for (each, _), w in zip(mine, share, strict=True))
        off = sum(w * each.extra_variance for (each, _), w in zip(mine, share, strict=True))
        lags = np.array([each.dose.lag_days for each, _ in mine])
        shortest, middle, longest = (float(each) for each in np.array(share) @ lags)
        dose = replace(usual.dose, values=np.asarray(values), lag_days=(shortest, middle, longest))
        found.append(ExpectedDose(dose, np.asarray(off)))
    return tuple(found)
