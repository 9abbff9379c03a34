"""The next experiment: what would teach one person most per day."""

from collections.abc import Sequence

from untwitch.explain.answer import CauseAnswer, NextExperiment

TRIAL_DAYS = 42
VARY_DAYS = 14
MOST_LOG_DAYS = 60


def next_experiment(causes: Sequence[CauseAnswer]) -> NextExperiment | None:
    """Gives the next experiment, None when nothing is open.

    A cause that goes with the twitches, or may, is tried; else one that never went up and down is varied;
    else the one that is nearest to an answer is logged on.

    Args:
        causes: All six, with verdicts.
    """
    hopeful = [
        each for each in causes if each.verdict in {"likely", "possible"} and each.evidence != "tested_in_you"
    ]
    if hopeful:
        best = max(hopeful, key=lambda each: (each.verdict == "likely", each.probability))
        why = "a diary shows what goes together; only a trial by chance shows what sets twitches off"
        return NextExperiment(best.cause, "try", TRIAL_DAYS, why)
    flat = [each for each in causes if each.known_fraction > 0 and each.rate_ratio is None and _is_open(each)]
    if flat and any(each.rate_ratio is not None for each in causes):
        why = "it was the same on every day; only days that differ can tell"
        return NextExperiment(flat[0].cause, "vary", VARY_DAYS, why)
    open_causes = [each for each in causes if _is_open(each)]
    if not open_causes:
        return None
    best = max(open_causes, key=lambda each: (each.known_fraction > 0, each.probability))
    days = min(best.days_needed or VARY_DAYS, MOST_LOG_DAYS)
    return NextExperiment(best.cause, "log", days, "it is the open question that is nearest to an answer")


def _is_open(cause: CauseAnswer) -> bool:
    return cause.verdict == "cannot_tell"
