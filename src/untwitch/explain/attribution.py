"""From one person's table to which causes go with their twitches."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from untwitch.explain import enough as going_on
from untwitch.explain import outcomes
from untwitch.explain.answer import Attribution, CauseAnswer, Range, range_of
from untwitch.explain.case import FEWEST_DAYS, Case, prepare
from untwitch.explain.cause_answer import USUAL_DAYS, CauseAnswers
from untwitch.explain.fitting import CONFOUNDER_INCLUSION, fit_design
from untwitch.explain.guards import Guard
from untwitch.explain.judge import inseparable, leading_parts, run_guards
from untwitch.explain.model import Design
from untwitch.explain.next_step import next_experiment
from untwitch.explain.picture import picture
from untwitch.facts.measure import CAUSES
from untwitch.facts.person import Physiology
from untwitch.facts.problem import Problem
from untwitch.knowledge.cause_prior import CausePriors, cause_priors
from untwitch.timeline.timeline import Timeline

Floats = NDArray[np.float64]


def attribute(
    timeline: Timeline,
    *,
    physiology: Physiology,
    outcome: str = outcomes.AUTO,
    priors: CausePriors | None = None,
    with_picture: bool = False,
) -> Attribution:
    """Gives the answer for one person.

    Too little data is an answer too: with fewer than 14 days that have an outcome, without any twitch, or
    without any exposure that varies, every cause ends in `cannot_tell` with the days it still needs.

    Args:
        timeline: Raw amounts; an exposure of row t counts for rows t and later.
        physiology: What is known of the body; changes half-lives and references.
        outcome: `auto`, or one of `outcomes.OUTCOMES`.
        priors: What is believed of each cause before the diary is read; None for the defaults.
        with_picture: Whether to keep what figures need.

    Returns:
        The answer. The same table always gives the same one.

    Raises:
        Refused: The outcome is not known.
    """
    believed = cause_priors() if priors is None else priors
    case = prepare(timeline, physiology=physiology, outcome=outcome, priors=believed)
    too_little = case.too_little()
    if too_little:
        return _cannot_tell(case, too_little, priors=believed)
    made = case.design()
    if not made.parts:
        return _cannot_tell(
            case, "no exposure of the six causes was logged that goes up and down", priors=believed
        )
    return _answer(case, made, priors=believed, with_picture=with_picture)


def _answer(case: Case, made: Design, *, priors: CausePriors, with_picture: bool) -> Attribution:
    fitted = fit_design(case.counts(), made, priors=priors)
    leading = leading_parts(made, fitted)
    apart = inseparable(case.used, fitted, leading)
    checked = run_guards(case, made, fitted, leading, apart)
    answers = CauseAnswers(case, made, fitted, leading, checked, apart, priors)
    causes, gone = answers.causes()
    answer = _frame(
        case,
        causes=causes,
        confounders=tuple(answers.confounder(part) for part in made.confounders),
        problems=case.problems,
        unexplained=range_of(gone.unexplained),
        checked=checked,
    )
    if not with_picture:
        return answer
    return replace(answer, picture=picture(case, made, fitted, leading=leading, gone=gone))


def _cannot_tell(case: Case, why: str, *, priors: CausePriors) -> Attribution:
    """The answer where no model can be fitted."""
    needed = max(FEWEST_DAYS, USUAL_DAYS - case.days_used)
    logged = [each.dose for each in case.doses]
    known = {each.cause: float(each.known.mean()) for each in reversed(logged)}
    others = dict.fromkeys(each.cause for each in logged if each.cause not in CAUSES)

    def blank(cause: str) -> CauseAnswer:
        return CauseAnswer(
            cause=cause,
            probability=priors[cause].inclusion if cause in priors else CONFOUNDER_INCLUSION,
            verdict="cannot_tell",
            days_needed=needed,
            known_fraction=known.get(cause, 0.0),
        )

    return _frame(
        case,
        causes=tuple(blank(cause) for cause in CAUSES),
        confounders=tuple(blank(name) for name in others),
        problems=(*case.problems, Problem("the whole table", f"{why}; nothing can be told yet")),
    )


def _frame(
    case: Case,
    *,
    causes: tuple[CauseAnswer, ...],
    confounders: tuple[CauseAnswer, ...],
    problems: tuple[Problem, ...],
    unexplained: Range | None = None,
    checked: tuple[Guard, ...] = (),
) -> Attribution:
    starts = case.table.starts
    measured = [each for each in causes if each.rate_ratio is not None]
    return Attribution(
        rows=len(starts),
        rows_used=int(case.outcome.usable.sum()),
        start=starts[0].isoformat() if starts else None,
        end=starts[-1].isoformat() if starts else None,
        outcome=case.outcome.name,
        instrument=case.outcome.instrument,
        twitches_per_day=_per_day(case.outcome),
        causes=causes,
        unexplained_share=unexplained,
        confounders=confounders,
        guards=checked,
        enough=going_on.enough([_prospect(each) for each in measured], days=case.days_used),
        next_experiment=next_experiment(causes),
        problems=problems,
    )


def _prospect(cause: CauseAnswer) -> going_on.Prospect:
    return going_on.Prospect(
        is_open=cause.verdict in {"possible", "cannot_tell"},
        could_change=cause.could_change,
        days_needed=cause.days_needed,
    )


def _per_day(series: outcomes.Outcome) -> Range | None:
    """Mean events per 16 hours over the rows used; rows that scatter widen the interval."""
    used = series.usable
    if not used.any():
        return None
    middle = (series.low[used] + series.high[used]) / 2
    days = series.hours[used] / outcomes.AWAKE_H
    events, time = float(middle.sum()), float(days.sum())
    scatter = 1.0
    if used.sum() > 1 and events > 0:
        even = events / time * days
        scatter = max(1.0, float(((middle - even) ** 2 / even).sum()) / (int(used.sum()) - 1))
    low, median, high = gammaincinv((events + 0.5) / scatter, [0.05, 0.5, 0.95]) * scatter / time
    return Range(float(median), float(low), float(high))
