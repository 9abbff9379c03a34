"""Turns a fit into the answer about each cause and each confounder."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from untwitch.explain import enough as going_on
from untwitch.explain import guards
from untwitch.explain.answer import CauseAnswer, Evidence, PartAnswer, Range, range_of
from untwitch.explain.case import FEWEST_DAYS, Case
from untwitch.explain.dilution import Undiluted
from untwitch.explain.fitting import Fitted, confounder_standing, standings
from untwitch.explain.model import Design, Part
from untwitch.explain.noticed_change import noticed_change
from untwitch.explain.share import calm_days, shapley
from untwitch.facts.measure import CAUSES, measure
from untwitch.knowledge.cause_prior import CausePriors

Floats = NDArray[np.float64]

USUAL_DAYS = 90
"""Days in which 9 of 10 strong effects were found: benchmarks/explain_calibration.py (simulated)."""
_SHARE_DRAWS = 250
_MATTERS = float(np.log(1.10))


@dataclass(frozen=True, slots=True)
class Avoided:
    """What calmer versions of the causes would have avoided.

    Attributes:
        share: Shapley share of each cause, draws of shape (n_draws,).
        days: Days that would have been without twitches, by cause, draws.
        unexplained: Share that would not have been avoided, draws.
    """

    share: Mapping[str, Floats]
    days: Mapping[str, Floats]
    unexplained: Floats


def avoided(case: Case, made: Design, fitted: Fitted) -> Avoided:
    """Gives shares and days, had each cause never been above this person's own favourable level."""
    used = case.used
    draws = fitted.selection.draws[:: max(1, len(fitted.selection.draws) // _SHARE_DRAWS)]
    names = list(dict.fromkeys(part.dose.cause for part in made.parts))
    cost = np.zeros((len(draws), len(names), int(used.sum())))
    for part in made.parts:
        cost[:, names.index(part.dose.cause)] += np.outer(draws[:, 1 + part.column], _above(part, used))
    factors = np.exp(-cost)
    expected = fitted.expected[used]
    shares, joint = shapley(factors, expected)
    per_row = case.table.row_h / 24
    size = np.array([fitted.size])
    calm_now = calm_days(expected[None, :], size)
    days = {
        name: per_row * (calm_days(expected * factors[:, index], np.repeat(size, len(draws))) - calm_now)
        for index, name in enumerate(names)
    }
    return Avoided(
        share={name: shares[:, index] for index, name in enumerate(names)}, days=days, unexplained=1.0 - joint
    )


def _above(part: Part, used: NDArray[np.bool_]) -> Floats:
    return np.maximum(0.0, part.standardised[used] - part.favourable)


def largest(made: Design, fitted: Fitted) -> dict[str, float]:
    """Gives for each cause the probability that its effect per usual swing is the largest of all."""
    names = list(dict.fromkeys(part.dose.cause for part in made.parts))
    effects = np.zeros((len(fitted.together), len(names)))
    for index, part in enumerate(made.parts):
        effects[:, names.index(part.dose.cause)] += fitted.together[:, index]
    top = np.where(effects.max(axis=1) > 0, effects.argmax(axis=1), -1)
    return {name: float((top == index).mean()) for index, name in enumerate(names)}


def _range(effects: Floats, *, per: str) -> Range:
    return range_of(np.exp(np.clip(effects, -50.0, 50.0)), per=per)


def _per_change(effects: Floats | None, part: Part, *, swing: Floats | float) -> Range | None:
    change, words = noticed_change(part.dose, part.swing)
    return None if effects is None else _range(effects * (change / swing), per=words)


def _of_cause(found: Undiluted | None, part: Part) -> tuple[Range | None, Range | None]:
    """Rate ratios of a dose per realistic change and per usual swing.

    A change of a proxy, such as the pulse, is one of what was recorded: nobody can change what it stands for
    by five beats.
    """
    if found is None:
        return None, None
    swing = part.swing * found.correlation
    as_was = float(np.median(swing))
    unit = measure(part.dose.measure).unit
    per_swing = _range(found.effect, per=f"one usual swing ({as_was:.3g} {unit}) of {part.dose.id}")
    recorded = found.effect * found.correlation if part.reliability.is_proxy else found.effect
    return _per_change(recorded, part, swing=part.swing if part.reliability.is_proxy else swing), per_swing


def _evidence(verdict: going_on.Verdict) -> Evidence:
    return "associated" if verdict in {"likely", "possible"} else "none"


@dataclass(frozen=True, slots=True)
class CauseAnswers:
    """Makes the answers of one fit.

    Attributes:
        case: The table made ready.
        made: Its matrix.
        fitted: The fit.
        leading: Leading dose of each cause.
        checked: The guards.
        apart: Causes that cannot be told from each other.
        priors: What was believed of each cause.
    """

    case: Case
    made: Design
    fitted: Fitted
    leading: Mapping[str, Part]
    checked: tuple[guards.Guard, ...]
    apart: Mapping[str, tuple[str, ...]]
    priors: CausePriors

    def causes(self) -> tuple[tuple[CauseAnswer, ...], Avoided]:
        """Gives the six, and what was avoided."""
        gone = avoided(self.case, self.made, self.fitted)
        top = largest(self.made, self.fitted)
        standing = standings(self.fitted, self.made, self.leading)
        made = [
            self._cause(cause, standing[cause], gone, top[cause])
            if cause in self.leading
            else self._blank(cause)
            for cause in CAUSES
        ]
        return tuple(made), gone

    def _cause(
        self, cause: str, standing: going_on.Standing, gone: Avoided, probability_largest: float
    ) -> CauseAnswer:
        part = self.leading[cause]
        index = self.made.parts.index(part)
        selection = self.fitted.selection
        chance = selection.cause_probability[cause]
        per_change, per_swing = _of_cause(self.fitted.undiluted[index], part)
        failed = tuple(each.name for each in self.checked if cause in each.failed_causes)
        verdict = going_on.verdict(chance, guards_pass=not failed)
        parts = self.made.parts_of(cause)
        return CauseAnswer(
            cause=cause,
            probability=chance,
            verdict=verdict,
            probability_matters=self._matters(parts),
            probability_largest=probability_largest,
            rate_ratio=per_change,
            rate_ratio_per_swing=per_swing,
            parts=tuple(self._part(each) for each in parts) if len(parts) > 1 else (),
            share=range_of(gone.share[cause]),
            days_avoided=range_of(gone.days[cause], per=f"the {self.case.days_used} days used"),
            lag_days=part.dose.lag_days,
            known_fraction=part.known_fraction,
            inseparable_from=self.apart.get(cause, ()),
            days_needed=self._days_needed(verdict, standing),
            evidence=_evidence(verdict),
            guards_failed=failed,
            could_change=going_on.could_change(standing, self.case.days_used, guards_pass=not failed),
        )

    def _days_needed(self, verdict: going_on.Verdict, standing: going_on.Standing) -> int | None:
        # A probability this high with a guard that failed is not a matter of more days.
        if verdict in {"likely", "unlikely"} or going_on.probability(standing) >= going_on.LIKELY:
            return None
        return going_on.days_needed(standing, self.case.days_used)

    def _matters(self, parts: tuple[Part, ...]) -> float:
        selection = self.fitted.selection
        total = 0.0
        for part in parts:
            index = self.made.parts.index(part)
            found = self.fitted.undiluted[index]
            if found is not None:
                total += float(selection.part_probability[index] * (found.effect > _MATTERS).mean())
        return min(total, 1.0)

    def _part(self, part: Part) -> PartAnswer:
        index = self.made.parts.index(part)
        per_change, per_swing = _of_cause(self.fitted.undiluted[index], part)
        return PartAnswer(
            measure=part.dose.measure,
            dose=part.dose.id,
            probability=float(self.fitted.selection.part_probability[index]),
            rate_ratio=per_change,
            rate_ratio_per_swing=per_swing,
            swing=part.swing,
            lag_days=part.dose.lag_days,
            known_fraction=part.known_fraction,
        )

    def _blank(self, cause: str) -> CauseAnswer:
        """A cause that was not logged, or that never varied."""
        flat = [each for each in self.made.constant if each.cause == cause]
        known = max((float(each.known[self.case.used].mean()) for each in flat), default=0.0)
        return CauseAnswer(
            cause=cause,
            probability=self.priors[cause].inclusion,
            verdict="cannot_tell",
            known_fraction=known,
            days_needed=max(FEWEST_DAYS, USUAL_DAYS),
        )

    def confounder(self, part: Part) -> CauseAnswer:
        """Gives the answer about a confounder, which is always in the model and may act either way."""
        effects = self.fitted.selection.draws[:, 1 + part.column]
        standing = confounder_standing(self.fitted, part)
        chance = going_on.probability(standing)
        verdict = going_on.verdict(chance, guards_pass=True)
        used, unit = self.case.used, measure(part.dose.measure).unit
        factors = np.exp(-np.outer(effects[:_SHARE_DRAWS], _above(part, used)))
        expected = self.fitted.expected[used]
        shares, _ = shapley(factors[:, None, :], expected)
        size = np.array([self.fitted.size])
        days = calm_days(expected * factors, np.repeat(size, len(factors))) - calm_days(
            expected[None, :], size
        )
        return CauseAnswer(
            cause=part.dose.cause,
            probability=chance,
            verdict=verdict,
            probability_matters=float((effects > _MATTERS).mean()),
            rate_ratio=_per_change(effects, part, swing=part.swing),
            rate_ratio_per_swing=_range(
                effects, per=f"one usual swing ({part.swing:.3g} {unit}) of {part.dose.id}"
            ),
            share=range_of(shares[:, 0]),
            days_avoided=range_of(
                days * self.case.table.row_h / 24, per=f"the {self.case.days_used} days used"
            ),
            lag_days=part.dose.lag_days,
            known_fraction=part.known_fraction,
            days_needed=self._days_needed(verdict, standing),
            evidence=_evidence(verdict),
            could_change=going_on.could_change(standing, self.case.days_used, guards_pass=True),
        )
