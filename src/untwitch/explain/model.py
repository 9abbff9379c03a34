"""The model on one page: how doses, weekday and trend set the rate of twitches.

    y_t        ~ negative binomial(mean mu_t, size phi), or its interval where only a word was logged
    log mu_t   = log(hours_t / 16) + b0 + trend_t + weekday_t + confounders_t + causes_t + z_t
    z_t        = rho z_(t-1) + noise, stationary sd sigma: what drifts and is not in the diary
    causes_t   = sum over the six causes, each at most one of its doses, b >= 0 per usual swing
    b          ~ 0 with probability .8, else what the record leaves of the effect (dilution.py)
    confounders ~ normal(0, 0.5), always in
    weekday    ~ normal(0, 0.2) on six contrasts; rows shorter than a day also get hour of day

A usual swing is one standard deviation of the person's own dose. Only rows from the first to the last outcome
enter. A row without outcome adds no information; it keeps its place, so that z knows the time that went by. A
dose that is unknown in a row stands there as it is expected to have been given that day and the days before
(expectation.py); nothing later than the row is used. In rows shorter than a day an unknown dose stands as its
last known value lets expect. Errors in what was recorded are a matter of `dilution.py`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.dose import Dose
from untwitch.explain.expectation import ExpectedDose
from untwitch.facts.measure import CAUSES
from untwitch.knowledge.reliability import Reliability, reliability

Floats = NDArray[np.float64]

EFFECT_SD = 0.5
WEEKDAY_SD = 0.2
FAVOURABLE_QUANTILE = 0.2
_LEAST_SWING = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """One dose as a column of the model.

    Attributes:
        dose: The dose it comes from, cut to the rows of the model.
        column: Its position in the matrix.
        swing: One standard deviation, in the unit of the dose.
        standardised: The column: (dose - mean) / swing, unknown rows filled, shape (n_rows,).
        favourable: The person's own favourable level, the 20th percentile, standardised.
        known_fraction: Mean known part over the rows used.
    """

    dose: Dose
    column: int
    swing: float
    standardised: Floats
    favourable: float
    known_fraction: float

    @property
    def reliability(self) -> Reliability:
        """How far the record of its measure can be relied on."""
        return reliability(self.dose.measure)


@dataclass(frozen=True, slots=True)
class Design:
    """The matrix of the model.

    Attributes:
        matrix: Columns without the intercept, shape (n_rows, p).
        always: Names of the columns of weekday, hour and trend, in order.
        confounders: Confounders, always in.
        parts: Doses of the six causes, which may be in or out.
        constant: Doses that do not vary over the rows used, so that nothing can be said of them.
    """

    matrix: Floats
    always: tuple[str, ...]
    confounders: tuple[Part, ...]
    parts: tuple[Part, ...]
    constant: tuple[Dose, ...]

    @property
    def effect_sd(self) -> Floats:
        """Prior standard deviation of each column's effect, shape (p,)."""
        weekday = np.asarray([name.startswith("weekday") for name in self.always])
        spread = np.full(self.matrix.shape[1], EFFECT_SD)
        spread[: len(weekday)][weekday] = WEEKDAY_SD
        return spread

    def parts_of(self, cause: str) -> tuple[Part, ...]:
        """Gives the doses of one cause or confounder."""
        return tuple(part for part in (*self.parts, *self.confounders) if part.dose.cause == cause)


def design(
    starts: Sequence[dt.date], doses: Sequence[ExpectedDose], *, used: NDArray[np.bool_], row_h: float
) -> Design:
    """Builds the matrix.

    Args:
        starts: Begin of each row of the model.
        doses: Doses cut to the same rows.
        used: Rows with a usable outcome, shape (n_rows,); means and swings are theirs.
        row_h: Length of a row in hours.

    Returns:
        The matrix and what its columns are.
    """
    calendar = [*_weekday(starts), *_hour(starts, row_h=row_h), ("trend", _trend(used))]
    columns = [values for _, values in calendar]
    parts: dict[bool, list[Part]] = {True: [], False: []}
    constant = []
    for each in doses:
        dose = each.dose
        scaled = _standardise(dose.values, used=used, extra_variance=float(each.extra_variance[used].mean()))
        if scaled is None:
            constant.append(dose)
            continue
        standardised, swing = scaled
        is_cause = dose.cause in CAUSES
        parts[is_cause].append(
            Part(
                dose=dose,
                column=len(columns),
                swing=swing,
                standardised=standardised,
                favourable=float(np.quantile(standardised[used], FAVOURABLE_QUANTILE)),
                known_fraction=float(dose.known[used].mean()),
            )
        )
        columns.append(standardised)
    return Design(
        matrix=np.column_stack(columns),
        always=tuple(name for name, _ in calendar),
        confounders=tuple(parts[False]),
        parts=tuple(parts[True]),
        constant=tuple(constant),
    )


def _standardise(
    values: Floats, *, used: NDArray[np.bool_], extra_variance: float
) -> tuple[Floats, float] | None:
    """The dose in swings from its mean, unknown rows filled; None when it does not vary."""
    seen = values[used & np.isfinite(values)]
    if len(seen) < 2:
        return None
    mean, swing = float(seen.mean()), float(np.sqrt(seen.var() + extra_variance))
    if swing <= _LEAST_SWING * max(1.0, abs(mean)):
        return None
    return fill_unknown((values - mean) / swing), swing


def fill_unknown(standardised: Floats) -> Floats:
    """Gives a standardised column with each unknown row as its last known value lets expect.

    Args:
        standardised: Mean 0, swing 1, nan where unknown, shape (n_rows,).

    Returns:
        The same with every row known; rows before the first known one get the mean.
    """
    known = np.isfinite(standardised)
    if known.all():
        return standardised
    index = np.arange(len(standardised))
    last = np.maximum.accumulate(np.where(known, index, -1))
    gap = index - last
    kept = np.where(last >= 0, _lag_one(standardised) ** gap, 0.0)
    previous = np.where(last >= 0, standardised[np.maximum(last, 0)], 0.0)
    filled: Floats = np.where(known, standardised, previous * kept)
    return filled


def _lag_one(standardised: Floats) -> float:
    """Autocorrelation of one row, from neighbours that are both known; none when they are few."""
    pairs = standardised[:-1] * standardised[1:]
    seen = pairs[np.isfinite(pairs)]
    return float(np.clip(seen.mean(), 0.0, 0.99)) if len(seen) >= 10 else 0.0


def _weekday(starts: Sequence[dt.date]) -> list[tuple[str, Floats]]:
    """Six contrasts of the week against its mean, as far as days are even."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat")
    day = np.asarray([each.weekday() for each in starts])
    contrasts = np.where(day[:, None] == np.arange(6), 1.0, 0.0) - np.where(day[:, None] == 6, 1.0, 0.0)
    return [(f"weekday_{name}", contrasts[:, index]) for index, name in enumerate(names)]


def _hour(starts: Sequence[dt.date], *, row_h: float) -> list[tuple[str, Floats]]:
    """One daily wave, only where rows are shorter than a day."""
    if row_h >= 24:
        return []
    hour = np.asarray(
        [each.hour + each.minute / 60 if isinstance(each, dt.datetime) else 0 for each in starts]
    )
    angle = 2 * np.pi * (hour + row_h / 2) / 24
    return [("hour_cos", np.cos(angle)), ("hour_sin", np.sin(angle))]


def _trend(used: NDArray[np.bool_]) -> Floats:
    """A straight line of swing 1 over the rows used."""
    index = np.arange(len(used), dtype=np.float64)
    seen = index[used]
    swing = float(seen.std()) if len(seen) > 1 else 1.0
    return np.asarray((index - float(seen.mean())) / max(swing, 1.0), dtype=np.float64)
