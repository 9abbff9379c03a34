"""One table made ready: its outcome, its doses, and the stretch of rows that the model is about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from untwitch.explain import outcomes
from untwitch.explain.course import Weighing, averaged, course_doses
from untwitch.explain.dose import Rows
from untwitch.explain.expectation import ExpectedDose, expected_doses
from untwitch.explain.logging_habits import logging_habits
from untwitch.explain.model import Design, Part, design
from untwitch.explain.one_site import one_site
from untwitch.explain.reach_back import reach_back
from untwitch.facts.person import Physiology
from untwitch.facts.problem import Problem
from untwitch.facts.spoken import counted
from untwitch.inference.counts import Counts
from untwitch.knowledge.cause_prior import CausePriors, cause_priors
from untwitch.timeline.timeline import Timeline

Floats = NDArray[np.float64]

FEWEST_DAYS = outcomes.FEWEST_ROWS


@dataclass(frozen=True, slots=True)
class Case:
    """What the model is about.

    Attributes:
        table: Rows of one body site.
        outcome: The series to explain, all rows.
        doses: Every dose, as it is expected to have been, up to the last outcome.
        problems: What could not be used.
    """

    table: Timeline
    outcome: outcomes.Outcome
    doses: tuple[ExpectedDose, ...]
    problems: tuple[Problem, ...]

    @property
    def stretch(self) -> slice:
        """From the first row with an outcome to the last: blank rows around it change nothing."""
        rows = np.flatnonzero(self.outcome.usable)
        return slice(int(rows[0]), int(rows[-1]) + 1) if len(rows) else slice(0, 0)

    @property
    def used(self) -> NDArray[np.bool_]:
        """Rows used, within the stretch."""
        return self.outcome.usable[self.stretch]

    @property
    def days_used(self) -> int:
        """Days with at least one row that is used."""
        days = self.table.days()
        return len({days[row] for row in np.flatnonzero(self.outcome.usable)})

    def too_little(self) -> str:
        """Says why no model can be fitted; empty if one can."""
        if self.days_used < FEWEST_DAYS:
            return f"{counted(self.days_used, 'day')} with an outcome; at least {FEWEST_DAYS} are needed"
        if not self.outcome.high[self.outcome.usable].sum() > 0:
            return "no twitch was counted on the days that have an outcome"
        return ""

    def design(self) -> Design:
        """Gives the matrix of the stretch; what was logged before it still counts in the doses."""
        stretch = self.stretch
        cut = [self._reaching_back(each.cut(stretch)) for each in self.doses]
        return design(self.table.starts[stretch], cut, used=self.used, row_h=self.table.row_h)

    def _reaching_back(self, expected: ExpectedDose) -> ExpectedDose:
        """The same where a count is of its row and of rows before it."""
        hours = np.where(self.used, self.outcome.hours[self.stretch], np.nan)
        values = reach_back(expected.dose.values, hours, row_h=self.table.row_h)
        return replace(expected, dose=replace(expected.dose, values=values))

    def counts(self) -> Counts:
        """Gives the series for inference: other rows are unknown, the offset is per 16 hours."""
        stretch, used = self.stretch, self.used
        hours = np.where(used, self.outcome.hours[stretch], outcomes.AWAKE_H)
        return Counts(
            low=np.where(used, self.outcome.low[stretch], np.nan),
            high=np.where(used, self.outcome.high[stretch], np.nan),
            offset=np.log(hours / outcomes.AWAKE_H),
        )

    def tomorrow(self, parts: Mapping[str, Part]) -> dict[str, Floats]:
        """Gives the raw exposure of the day after each row, mean 0 and swing 1, for the doses given.

        Args:
            parts: The leading dose of each cause.

        Returns:
            By cause, rows of the stretch; a cause is left out where it is known on fewer than 14 such days.
        """
        made = {}
        for cause, part in parts.items():
            lead, seen = self._day_after(self.table.column(part.dose.measure))
            usable = seen & self.used
            if usable.sum() >= FEWEST_DAYS and lead[usable].std() > 1e-9:
                made[cause] = np.where(seen, (lead - lead[usable].mean()) / lead[usable].std(), 0.0)
        return made

    def _day_after(self, raw: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        ahead = max(1, round(24 / self.table.row_h))
        padded = np.concatenate([raw, np.full(ahead, np.nan)])
        stack = np.stack([padded[lag : lag + len(raw)] for lag in range(1, ahead + 1)])
        known = np.isfinite(stack)
        count = known.sum(axis=0)
        mean = np.where(known, stack, 0.0).sum(axis=0) / np.maximum(count, 1)
        return mean[self.stretch], (count > 0)[self.stretch]


def prepare(
    timeline: Timeline, *, physiology: Physiology, outcome: str, priors: CausePriors | None = None
) -> Case:
    """Makes a table ready; how long each exposure acts is weighed by its outcome where there is enough of it.

    Args:
        timeline: Raw amounts.
        physiology: What is known of the body.
        outcome: `auto`, or one of `outcomes.OUTCOMES`.
        priors: What is believed of each cause; None for the defaults.

    Raises:
        Refused: The outcome is not known.
    """
    table, site_problems = one_site(timeline, fewest_rows=FEWEST_DAYS)
    chosen, outcome_problems = outcomes.choose(table, outcome=outcome)
    rows = _until_last(table, chosen)
    problems = (*site_problems, *outcome_problems, *logging_habits(chosen, table.days()))
    every = Case(table, chosen, expected_doses(rows, physiology=physiology, make=course_doses), problems)
    weights = {}
    if not every.too_little():
        believed = cause_priors() if priors is None else priors
        weights = Weighing(every.counts(), every.design(), believed).weights()
    return replace(every, doses=averaged(every.doses, weights))


def _until_last(table: Timeline, chosen: outcomes.Outcome) -> Rows:
    """The rows up to the last outcome; all of them where there is none."""
    seen = np.flatnonzero(chosen.usable)
    until = int(seen[-1]) + 1 if len(seen) else len(table.starts)
    columns = {name: each[:until] for name, each in table.columns.items()}
    return Rows(starts=table.starts[:until], row_h=table.row_h, columns=columns)
