"""What more days would tell one person: their own diary, continued by chance, and judged again.

    diary so far        days that are made up: weeks of their own exposures, drawn anew
    |=================|~~~~~~~|~~~~~~~|~~~~~~~~~~~~~~~~|~~~~~~~~~~~~~~~~|
                      now     14      28               60               90 more days

Each continuation takes one draw of the answer as its truth (effects, weekday, drift, scatter), so that what
is unsure today stays unsure. It is judged with the hyper-parameters of today's best fit, which makes hundreds
of judgements a matter of seconds; the guards are not judged anew. Everything here is simulated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from untwitch.explain import outcomes
from untwitch.explain.case import Case, prepare
from untwitch.explain.enough import LIKELY, UNLIKELY
from untwitch.explain.fitting import SEED, Fitted, fit_design
from untwitch.explain.model import Design
from untwitch.explain.selection import GridLikelihood, select
from untwitch.facts.person import Physiology
from untwitch.facts.refused import Refused
from untwitch.inference.counts import Counts
from untwitch.inference.latent_mode import Problem as Posed
from untwitch.inference.latent_mode import Setting, find_mode, third_order_shift
from untwitch.knowledge.cause_prior import CausePriors
from untwitch.timeline.timeline import Timeline

Floats = NDArray[np.float64]

DAYS = (14, 28, 60, 90)
PEOPLE = 60
EXPERIMENT_DAYS = 42
BLOCK_DAYS = 3
SETTABLE = ("exertion", "sleep", "diet", "caffeine", "water")
"""Causes that a person can bring down on a chosen day; nobody can have less stress by lot."""
_FEWEST_ACTING = 10
_WEEK = 7
_MOST_RATE = 1e6


@dataclass(frozen=True, slots=True)
class CausePower:
    """How often one cause would be told, by further days.

    Attributes:
        cause: One of the six.
        told: Part of the continuations in which it would go with the twitches, shape of the days.
        no_sign: Part in which there would be no sign of it.
        told_if_it_acts: The same part of those in which it acts; None where it acts in fewer than ten.
    """

    cause: str
    told: tuple[float, ...]
    no_sign: tuple[float, ...]
    told_if_it_acts: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Experiment:
    """The planned change that would settle most.

    Attributes:
        cause: What to change.
        days: For how long.
        block_days: Days that go together, as usual or at the favourable level, by lot.
        settled: Part of the continuations in which the cause would be settled, either way.
        settled_by_logging: The same if the person only keeps on.
    """

    cause: str
    days: int
    block_days: int
    settled: float
    settled_by_logging: float


@dataclass(frozen=True, slots=True)
class PowerCurve:
    """What more days would tell.

    Attributes:
        days: Further days.
        people: Continuations made up.
        causes: One for each cause that was measured.
        experiment: What would settle most; None where nothing that can be set is open.
    """

    days: tuple[int, ...]
    people: int
    causes: tuple[CausePower, ...]
    experiment: Experiment | None

    def to_json(self) -> dict[str, Any]:
        """Gives the part `power` of `explain/1`."""
        return {
            "simulated_people": self.people,
            "days": list(self.days),
            "causes": [
                {
                    "cause": each.cause,
                    "told": list(each.told),
                    "no_sign": list(each.no_sign),
                    "told_if_it_acts": None if each.told_if_it_acts is None else list(each.told_if_it_acts),
                }
                for each in self.causes
            ],
            "experiment": None
            if self.experiment is None
            else {
                "cause": self.experiment.cause,
                "days": self.experiment.days,
                "block_days": self.experiment.block_days,
                "settled": self.experiment.settled,
                "settled_by_logging": self.experiment.settled_by_logging,
            },
        }


def power_curve(
    timeline: Timeline,
    *,
    physiology: Physiology,
    outcome: str = outcomes.AUTO,
    priors: CausePriors | None = None,
    days: Sequence[int] = DAYS,
    people: int = PEOPLE,
) -> PowerCurve | None:
    """Gives what more days would tell; None where nothing can be fitted yet.

    Args:
        timeline: The diary so far.
        physiology: What is known of the body.
        outcome: `auto`, or the series to explain.
        priors: What is believed of each cause before the diary is read; None for the defaults.
        days: Further days, ascending.
        people: Continuations to make up.

    Raises:
        Refused: The days are not ascending from 1 on, or there is no continuation.
    """
    if not days or any(each < 1 for each in days) or list(days) != sorted(set(days)):
        raise Refused(f"further days are {list(days)}; they should go up from 1 on")
    if people < 1:
        raise Refused(f"people is {people}; at least one continuation is needed")
    case = prepare(timeline, physiology=physiology, outcome=outcome)
    if case.too_little():
        return None
    made = case.design()
    if not made.parts:
        return None
    fitted = fit_design(case.counts(), made, priors=priors)
    future = _Future(case, made, fitted)
    chances, acts = future.judged(days, people=people, varied=None)
    causes = tuple(
        CausePower(
            cause=cause,
            told=_parts(chances[cause] >= LIKELY),
            no_sign=_parts(chances[cause] <= UNLIKELY),
            told_if_it_acts=_parts(chances[cause][acts[cause]] >= LIKELY)
            if acts[cause].sum() >= _FEWEST_ACTING
            else None,
        )
        for cause in fitted.selection.causes
    )
    return PowerCurve(tuple(days), people, causes, _experiment(future, people=max(1, people // 2)))


def _parts(hit: NDArray[np.bool_]) -> tuple[float, ...]:
    return tuple(float(each) for each in hit.mean(axis=0))


def _experiment(future: "_Future", *, people: int) -> Experiment | None:
    """The cause that would be settled more often than by logging, by the largest difference."""
    chance_now = future.fitted.selection.cause_probability
    open_now = [
        cause for cause, chance in chance_now.items() if cause in SETTABLE and UNLIKELY < chance < LIKELY
    ]
    if not open_now:
        return None
    plain, _ = future.judged([EXPERIMENT_DAYS], people=people, varied=None)
    best: Experiment | None = None
    for cause in open_now:
        planned, _ = future.judged([EXPERIMENT_DAYS], people=people, varied=cause)
        made = Experiment(
            cause, EXPERIMENT_DAYS, BLOCK_DAYS, _settled(planned[cause]), _settled(plain[cause])
        )
        if best is None or _gain(made) > _gain(best):
            best = made
    return best


def _gain(experiment: Experiment) -> float:
    return experiment.settled - experiment.settled_by_logging


def _settled(chance: Floats) -> float:
    return float(((chance >= LIKELY) | (chance <= UNLIKELY)).mean())


@dataclass(frozen=True, slots=True)
class _Future:
    """Continuations of one diary."""

    case: Case
    made: Design
    fitted: Fitted

    def judged(
        self, days: Sequence[int], *, people: int, varied: str | None
    ) -> tuple[Mapping[str, Floats], Mapping[str, NDArray[np.bool_]]]:
        """Probability of each cause after the days, (people, n_days), and whether it acts, (people,)."""
        selection, parts = self.fitted.selection, self.made.parts
        random = np.random.default_rng(SEED + 5)
        draws = selection.draws[np.linspace(0, len(selection.draws) - 1, people).round().astype(np.int64)]
        chances = {cause: np.zeros((people, len(days))) for cause in selection.causes}
        acts = {cause: np.zeros(people, dtype=bool) for cause in selection.causes}
        for part in parts:
            acts[part.dose.cause] |= draws[:, 1 + part.column] > 0
        for person, truth in enumerate(draws):
            matrix = self._exposures(random, max(days), varied=varied)
            counts = self._counts(random, matrix, truth)
            for place, more in enumerate(days):
                rows = round(more * 24 / self.case.table.row_h)
                for cause, chance in self._chance(matrix[:rows], counts[:rows]).items():
                    chances[cause][person, place] = chance
        return MappingProxyType(chances), MappingProxyType(acts)

    def _exposures(self, random: np.random.Generator, days: int, *, varied: str | None) -> Floats:
        """Weeks of the person's own rows, drawn anew; the trend stays, as its future is not known."""
        own = self.made.matrix
        a_day = round(24 / self.case.table.row_h)
        week = _WEEK * a_day
        rows = days * a_day
        weeks = max(1, len(own) // week)
        offset = len(own) % week
        # the weeks end with the diary, so that each continues it on its own weekday
        picked = [offset + week * int(random.integers(weeks)) for _ in range(-(-rows // week))]
        matrix = np.vstack([own[start : start + week] for start in picked])[:rows].copy()
        matrix[:, self.made.always.index("trend")] = own[-1, self.made.always.index("trend")]
        if varied is not None:
            pairs = np.tile([[False, True]], (-(-days // (2 * BLOCK_DAYS)), 1))
            better = np.repeat(random.permuted(pairs, axis=1).ravel(), BLOCK_DAYS * a_day)[:rows]
            for part in self.made.parts_of(varied):
                calm = np.minimum(matrix[:, part.column], part.favourable)
                matrix[:, part.column] = np.where(better, calm, matrix[:, part.column])
        return np.asarray(matrix, dtype=np.float64)

    def _counts(self, random: np.random.Generator, matrix: Floats, truth: Floats) -> Floats:
        """Counts of the rows, nan where the person, as so far, would have logged nothing."""
        posterior = self.fitted.posterior
        setting = random.choice(len(posterior.weights), p=posterior.weights)
        sigma, rho, phi = (float(each[setting]) for each in (posterior.sigma, posterior.rho, posterior.phi))
        state = posterior.latent_mean[-1] + posterior.latent_sd[-1] * random.standard_normal()
        steps = sigma * np.sqrt(1 - rho**2) * random.standard_normal(len(matrix))
        latent = np.empty(len(matrix))
        for row, step in enumerate(steps):
            state = rho * state + step
            latent[row] = state
        hours = np.median(np.exp(self.case.counts().offset[self.case.used]))
        rate = np.exp(np.minimum(truth[0] + matrix @ truth[1:] + latent, 20.0)) * hours
        counts = random.poisson(np.minimum(random.gamma(phi, rate / phi), _MOST_RATE)).astype(np.float64)
        logged = random.random(len(matrix)) < self.case.used.mean()
        return np.where(logged, counts, np.nan)

    def _chance(self, matrix: Floats, counts: Floats) -> Mapping[str, float]:
        """Probability of each cause once the rows are there."""
        so_far = self.case.counts()
        typical = float(np.median(so_far.offset[self.case.used]))
        together = Counts(
            low=np.concatenate([so_far.low, counts]),
            high=np.concatenate([so_far.high, counts]),
            offset=np.concatenate([so_far.offset, np.full(len(counts), typical)]),
        )
        whole = np.vstack([self.made.matrix, matrix])
        return quick_chance(together, whole, made=self.made, fitted=self.fitted)


def quick_chance(counts: Counts, matrix: Floats, *, made: Design, fitted: Fitted) -> Mapping[str, float]:
    """Gives the probability of each cause at the hyper-parameters of a fit that is there.

    Args:
        counts: The series, shape (n_rows,).
        matrix: The matrix of the same rows, columns as those of the fit.
        made: The matrix of the fit.
        fitted: The fit.
    """
    posterior = fitted.posterior
    best = int(np.argmax(posterior.weights))
    setting = Setting(*(float(each[best]) for each in (posterior.sigma, posterior.rho, posterior.phi)))
    columns = np.column_stack([np.ones(len(matrix)), matrix])
    posed = Posed(counts, columns, posterior.prior)
    state = np.zeros(len(matrix))
    state[: len(posterior.latent_mean)] = posterior.latent_mean
    mode = find_mode(posed, setting, start=(state, posterior.mean[best]))
    mean = mode.coefficient + third_order_shift(posed, mode).coefficient
    precision = np.linalg.inv(mode.factor.border_covariance)
    prior = posterior.prior
    likelihood = GridLikelihood(
        log_weight=np.zeros(1),
        precision=np.asarray(precision - np.diag(prior.precision), dtype=np.float64)[None],
        shift=np.asarray(precision @ mean - prior.precision * prior.mean, dtype=np.float64)[None],
        prior_mean=prior.mean,
        prior_sd=prior.precision**-0.5,
    )
    chosen = select(
        likelihood,
        [1 + part.column for part in made.parts],
        causes=[part.dose.cause for part in made.parts],
        slabs=fitted.slabs,
        draws=1,
        seed=SEED,
    )
    return chosen.cause_probability
