"""Why, for a person: the causes in the order of how sure it is, one sentence and one band each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from untwitch.explain.case import FEWEST_DAYS
from untwitch.explain.enough import MOST_DAYS
from untwitch.explain.ladder import GOES_WITH, LADDER, NO_SIGN, NOT_ENOUGH_YET, POSSIBLE, TESTED
from untwitch.explain.track_record import sentence as track_record
from untwitch.explain.wording import OUTCOME_WORDS
from untwitch.facts.spoken import cause_words, counted
from untwitch.knowledge.cause import cause as known_cause
from untwitch.report import sentences
from untwitch.report.band import band_svg
from untwitch.report.wording import number

Stage = Literal["early", "nothing_varies", "told"]

_ENOUGH: Mapping[str, str] = {
    "more": "More days may still change this.",
    "enough": "You have measured enough. Two more weeks could not change this. One line a week will do now.",
    "diary_cannot": (
        "A diary cannot answer what is still open. It would need more than 60 further days. "
        "You may stop logging, or keep one line a week."
    ),
}
_STEPS: Mapping[str, str] = {
    "try": "Test {cause} on yourself, for about {days}.",
    "vary": "Have days that differ in {cause}, for about {days}.",
    "log": "Keep logging {cause}, for about {days}.",
}
CAUSAL = "A diary shows what goes together. It cannot show why."


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One cause as the page shows it.

    Attributes:
        cause: Its id.
        name: What people call it.
        rung: Where it stands on the ladder.
        sentence: What the diary says of it.
        band: Its band as an `svg` element; empty where there is none.
    """

    cause: str
    name: str
    rung: str
    sentence: str
    band: str


@dataclass(frozen=True, slots=True)
class Why:
    """What the page says.

    Attributes:
        stage: `early` before the first 14 days, `nothing_varies` where nothing can be compared, else `told`.
        days: Days, or shorter rows, that count.
        days_first: How many the first answer needs.
        head: What the answer rests on.
        causes: The surest first.
        outlook: Whether to go on logging.
        is_settled: Whether more days would not change it, or not in a sensible time.
        next_step: What would teach most, and why; empty where nothing is open.
        log: What to log for the causes that are open, one line each.
        track_records: How often findings as strong as these were wrong, on simulated diaries.
        confounders: What else was taken into account, as words.
        unexplained: How much is not explained by the six; empty where that is not known.
        notes: What could not be used, or limits what is said.
    """

    stage: Stage
    days: int
    days_first: int
    head: str
    causes: tuple[CauseLine, ...]
    outlook: str
    is_settled: bool
    next_step: str
    log: tuple[str, ...]
    track_records: tuple[str, ...]
    confounders: tuple[str, ...]
    unexplained: str
    notes: tuple[str, ...]


def why(explain: Mapping[str, Any]) -> Why:
    """Gives what a person is told of an answer.

    Args:
        explain: `explain/1`.
    """
    causes = sorted(explain["causes"], key=_sureness, reverse=True)
    outcome = OUTCOME_WORDS[explain["outcome"]]
    stage = _stage(explain)
    rungs = [sentences.rung(each) for each in causes]
    return Why(
        stage=stage,
        days=explain["rows_used"],
        days_first=FEWEST_DAYS,
        head=_head(explain, outcome),
        causes=tuple(cause_line(each, explain=explain) for each in causes),
        outlook=_ENOUGH[explain["enough"]],
        is_settled=explain["enough"] != "more",
        next_step=_next_step(explain["next_experiment"]),
        log=tuple(_what_to_log(each["cause"]) for each in causes if _is_unlogged(each)),
        track_records=tuple(
            f'"{each[:1].upper()}{each[1:]}": {track_record(each, days=explain["rows_used"])}'
            for each in reversed(LADDER)
            if each in rungs and track_record(each)
        ),
        confounders=tuple(cause_words(each["cause"]) for each in explain["confounders"]),
        unexplained=_unexplained(explain["unexplained_share"]),
        notes=tuple(f"{each['what']} ({each['where']})" for each in explain["problems"]),
    )


def _stage(explain: Mapping[str, Any]) -> Stage:
    if explain["rows_used"] < FEWEST_DAYS:
        return "early"
    if all(each["rate_ratio_per_swing"] is None for each in explain["causes"]):
        return "nothing_varies"
    return "told"


def _sureness(cause: Mapping[str, Any]) -> tuple[int, float]:
    order = (NO_SIGN, NOT_ENOUGH_YET, POSSIBLE, GOES_WITH, TESTED)
    return order.index(sentences.rung(cause)), float(cause["probability"])


def _head(explain: Mapping[str, Any], outcome: str) -> str:
    rate, days = explain["twitches_per_day"], counted(explain["rows_used"], "day")
    if not rate:
        return f"{days} count so far."
    low, middle, high = (number(rate[each]) for each in ("low", "median", "high"))
    return f"From {days} with a line: about {middle} {outcome} a day, between {low} and {high}."


def cause_line(cause: Mapping[str, Any], *, explain: Mapping[str, Any]) -> CauseLine:
    """Gives one cause as the page shows it.

    Args:
        cause: One of `causes` of `explain/1`.
        explain: The whole answer.
    """
    return CauseLine(
        cause=cause["cause"],
        name=cause_words(cause["cause"]),
        rung=sentences.rung(cause),
        sentence=_sentence(cause, explain=explain),
        band=band_svg(cause),
    )


def _sentence(cause: Mapping[str, Any], *, explain: Mapping[str, Any]) -> str:
    rung, outcome = sentences.rung(cause), OUTCOME_WORDS[explain["outcome"]]
    if rung == NO_SIGN:
        return f"More of it did not come with more {outcome}."
    if rung == NOT_ENOUGH_YET:
        return _open_sentence(cause, days=explain["rows_used"])
    ratio = sentences.interval(cause["rate_ratio"])
    if not ratio:
        return "It may go with your twitches."
    times = f"about {number(ratio['median'])} times as many {outcome}"
    per = str(cause["rate_ratio"].get("per") or "more of it")
    if rung == POSSIBLE:
        return f"It may go with them: {times} with {per}, and that may still be chance."
    return f"With {per} there were {times}."


def _open_sentence(cause: Mapping[str, Any], *, days: int) -> str:
    if _is_unlogged(cause):
        return "Nothing is logged about it yet, so nothing can be said."
    if cause["rate_ratio_per_swing"] is None:
        return "It was much the same on every day, so it cannot be compared."
    needed = cause["days_needed"]
    if needed is None or (needed > MOST_DAYS and days >= MOST_DAYS):
        return "A diary alone is not likely to answer this."
    return f"About {counted(needed, 'more day')} may show it."


def _what_to_log(cause: str) -> str:
    """What to log for a cause; a page has other ways than a command."""
    return f"{cause_words(cause)}: {known_cause(cause).log.partition(': untwitch ')[0]}"


def _is_unlogged(cause: Mapping[str, Any]) -> bool:
    return not cause["known_fraction"]


def _next_step(step: Mapping[str, Any] | None) -> str:
    if step is None:
        return ""
    told = _STEPS[step["kind"]].format(
        cause=cause_words(step["cause"]).lower(), days=counted(step["days"], "day")
    )
    return f"{told} {step['why'][:1].upper()}{step['why'][1:]}."


def _unexplained(share: Mapping[str, Any] | None) -> str:
    left = sentences.interval(share)
    if not left:
        return ""
    low, middle, high = (round(100 * left[each]) for each in ("low", "median", "high"))
    return (
        f"If the links are causal, {middle} of 100 ({low} to {high}) are not explained by these six. "
        "They would be there on your better days too."
    )
