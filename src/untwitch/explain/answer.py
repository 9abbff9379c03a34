"""The answer of explain as a value, and its JSON form `explain/1`."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.enough import Enough, Verdict
from untwitch.explain.guards import Guard
from untwitch.explain.ladder import words
from untwitch.facts.problem import Problem

if TYPE_CHECKING:
    from untwitch.explain.picture import Picture

Floats = NDArray[np.float64]
Evidence = Literal["none", "associated", "tested_in_you"]

CONTRACT = "explain/1"
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its 90 % interval.

    Attributes:
        median: Middle of the posterior.
        low: Its 5th percentile.
        high: Its 95th percentile.
        per: What it is per, in words; empty where that goes without saying.
    """

    median: float
    low: float
    high: float
    per: str = ""

    def to_json(self) -> dict[str, Any]:
        """Gives the range with numbers that are finite, or null."""
        made: dict[str, Any] = {
            "median": finite(self.median),
            "low": finite(self.low),
            "high": finite(self.high),
        }
        return made | {"per": self.per} if self.per else made


def range_of(values: Floats, *, per: str = "") -> Range:
    """Gives median and 90 % interval of draws, shape (n_draws,)."""
    low, median, high = np.quantile(values, ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2))
    return Range(float(median), float(low), float(high), per)


def finite(value: float | None) -> float | None:
    """Gives a number, or None in place of one that JSON cannot hold."""
    return None if value is None or not math.isfinite(value) else float(value)


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """One dose of a cause.

    Attributes:
        measure: Measure of the registry.
        dose: What was made of it.
        probability: Probability that the cause acts through this dose.
        rate_ratio: Per realistic change, given that it does; None where nothing can be said.
        rate_ratio_per_swing: Per usual swing, given that it does.
        swing: The usual swing, one standard deviation of the dose, in its unit.
        lag_days: Shortest, middle and longest lag that was assumed.
        known_fraction: Part of the rows that was recorded.
    """

    measure: str
    dose: str
    probability: float
    rate_ratio: Range | None
    rate_ratio_per_swing: Range | None
    swing: float | None
    lag_days: tuple[float, float, float]
    known_fraction: float

    def to_json(self) -> dict[str, Any]:
        """Gives the part as it stands in `explain/1`."""
        return {
            "measure": self.measure,
            "dose": self.dose,
            "probability": finite(self.probability),
            "rate_ratio": _maybe(self.rate_ratio),
            "rate_ratio_per_swing": _maybe(self.rate_ratio_per_swing),
            "swing": finite(self.swing),
            "lag_days": _lag(self.lag_days),
            "known_fraction": finite(self.known_fraction),
        }


@dataclass(frozen=True, slots=True)
class CauseAnswer:
    """What is known of one cause, or of one confounder.

    Attributes:
        cause: One of the six, or the name of a confounder.
        probability: Probability of an effect in the harmful direction; the prior where nothing was measured.
        probability_matters: Probability that the rate ratio per usual swing is above 1.10.
        probability_largest: Probability that it is the largest of the causes.
        rate_ratio: Rate ratio per realistic change, given that it has an effect.
        rate_ratio_per_swing: The same per usual swing.
        parts: Its doses, when it has several.
        share: Shapley share of twitches avoided at the favourable level, if the link is causal.
        days_avoided: Days with twitches that would have been without, of the days used.
        lag_days: Lags assumed for its leading dose; None where nothing was measured.
        known_fraction: Recorded part of its leading dose.
        verdict: Verdict of the rules.
        inseparable_from: Causes it cannot be told from.
        days_needed: Further days until the diary would know; None where it does, or never would.
        evidence: `associated` for a finding of the diary; trials alone give `tested_in_you`.
        guards_failed: Guards that fail for it.
        could_change: Whether fourteen more days could change the verdict.
    """

    cause: str
    probability: float
    verdict: Verdict
    probability_matters: float = 0.0
    probability_largest: float = 0.0
    rate_ratio: Range | None = None
    rate_ratio_per_swing: Range | None = None
    parts: tuple[PartAnswer, ...] = ()
    share: Range | None = None
    days_avoided: Range | None = None
    lag_days: tuple[float, float, float] | None = None
    known_fraction: float = 0.0
    inseparable_from: tuple[str, ...] = ()
    days_needed: int | None = None
    evidence: Evidence = "none"
    guards_failed: tuple[str, ...] = ()
    could_change: bool = True

    @property
    def words(self) -> str:
        """The rung of the ladder that people read."""
        return words(self.verdict, self.evidence)

    def to_json(self) -> dict[str, Any]:
        """Gives the cause as it stands in `explain/1`."""
        return {
            "cause": self.cause,
            "probability": finite(self.probability),
            "probability_matters": finite(self.probability_matters),
            "probability_largest": finite(self.probability_largest),
            "rate_ratio": _maybe(self.rate_ratio),
            "rate_ratio_per_swing": _maybe(self.rate_ratio_per_swing),
            "parts": [each.to_json() for each in self.parts],
            "share": _maybe(self.share),
            "days_avoided": _maybe(self.days_avoided),
            "lag_days": None if self.lag_days is None else _lag(self.lag_days),
            "known_fraction": finite(self.known_fraction),
            "verdict": self.verdict,
            "inseparable_from": list(self.inseparable_from),
            "days_needed": self.days_needed,
            "evidence": self.evidence,
            "guards_failed": list(self.guards_failed),
        }


@dataclass(frozen=True, slots=True)
class NextExperiment:
    """What would teach most per day.

    Attributes:
        cause: About which cause.
        kind: `try` (a randomised self-experiment), `vary` (the exposure never changed) or `log` (keep on).
        days: For about how long.
        why: One sentence.
    """

    cause: str
    kind: Literal["try", "vary", "log"]
    days: int
    why: str

    def to_json(self) -> dict[str, Any]:
        """Gives the experiment as it stands in `explain/1`."""
        return {"cause": self.cause, "kind": self.kind, "days": self.days, "why": self.why}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Which causes go with one person's twitches.

    Attributes:
        rows: Rows of the table.
        rows_used: Rows with a usable outcome.
        start: First row of the table, ISO; None for an empty one.
        end: Last row.
        outcome: The series explained.
        instrument: Who or what counted.
        twitches_per_day: Mean over the rows used, per 16 observed hours; None without any row.
        causes: All six, in the order of the registry.
        unexplained_share: Share of twitches that would not be avoided; None where nothing could be fitted.
        confounders: What else was logged, always in the model.
        guards: Guards; none where nothing could be fitted.
        enough: Whether more days would help.
        next_experiment: What would teach most; None when nothing is open.
        problems: What could not be used, or limits what is said.
        seconds: Time the whole answer took; None where nobody measured it.
        picture: What figures need; only where it was asked for and something could be fitted.
    """

    rows: int
    rows_used: int
    start: str | None
    end: str | None
    outcome: str
    instrument: str
    twitches_per_day: Range | None
    causes: tuple[CauseAnswer, ...]
    unexplained_share: Range | None
    confounders: tuple[CauseAnswer, ...]
    guards: tuple[Guard, ...]
    enough: Enough
    next_experiment: NextExperiment | None
    problems: tuple[Problem, ...] = ()
    seconds: float | None = None
    version: str = ""
    picture: "Picture | None" = field(default=None, repr=False, compare=False)

    def cause(self, name: str) -> CauseAnswer:
        """Gives one of the six causes by its id."""
        return next(each for each in self.causes if each.cause == name)

    def finished(self, *, seconds: float, version: str, problems: Sequence[Problem] = ()) -> "Attribution":
        """Gives the same answer with the time it took, the version, and problems met before it."""
        return replace(self, seconds=seconds, version=version, problems=(*problems, *self.problems))

    def to_json(self) -> dict[str, Any]:
        """Gives the document `explain/1`; every number is finite or null."""
        return {
            "contract": CONTRACT,
            "rows": self.rows,
            "rows_used": self.rows_used,
            "start": self.start,
            "end": self.end,
            "outcome": self.outcome,
            "instrument": self.instrument,
            "twitches_per_day": _maybe(self.twitches_per_day),
            "causes": [each.to_json() for each in self.causes],
            "unexplained_share": _maybe(self.unexplained_share),
            "confounders": [each.to_json() for each in self.confounders],
            "guards": {each.name: _guard(each) for each in self.guards},
            "enough": self.enough,
            "next_experiment": None if self.next_experiment is None else self.next_experiment.to_json(),
            "problems": [each.to_json() for each in self.problems],
            "seconds": finite(self.seconds),
            "version": self.version,
        }


def _maybe(value: Range | None) -> dict[str, Any] | None:
    return None if value is None else value.to_json()


def _lag(lag_days: tuple[float, float, float]) -> dict[str, float]:
    shortest, middle, longest = lag_days
    return {"median": middle, "low": shortest, "high": longest}


def _guard(guard: Guard) -> dict[str, Any]:
    made = guard.to_json()
    return made | {"value": finite(guard.value)}
