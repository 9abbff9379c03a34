"""What the diary shows, in plain sentences that promise no more than it does."""

import math
from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from untwitch.explain.ladder import NO_SIGN, NOT_ENOUGH_YET, words
from untwitch.facts.spoken import cause_words, counted
from untwitch.report.series import Day
from untwitch.report.wording import day_words, number

ABOUT_BANDS = (
    "Each line is one reason. The band shows how many times as many twitches "
    "came with a usual step up, if it acts at all. "
    "The mark in the band is the middle. A wide band means: we do not know yet. "
    "A solid band goes with your twitches, an outlined one is possible. "
    "A dashed one needs more days, a thin one shows no sign."
)
ABOUT_TRUTH = " This person is made up, so the truth is known: it is the small triangle."
NO_CLINICIAN = "No clinician has reviewed this."
_WEEKDAY_WORDS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LATEST_DAYS = 14


def rung(cause: Mapping[str, Any]) -> str:
    """Gives the words of the ladder for one cause of `explain/1`."""
    return words(str(cause.get("verdict")), str(cause.get("evidence", "none")))


def interval(value: Mapping[str, Any] | None) -> dict[str, float]:
    """Gives `low`, `median` and `high` as numbers; empty if one of them is not known."""
    if value is None:
        return {}
    numbers = {name: value.get(name) for name in ("low", "median", "high")}
    if any(not isinstance(each, int | float) or not math.isfinite(each) for each in numbers.values()):
        return {}
    return {name: float(each) for name, each in numbers.items() if each is not None}


def band(cause: Mapping[str, Any]) -> tuple[float, float, float] | None:
    """Gives the rate ratio for a usual swing as low, median, high; None if there is none."""
    found = interval(cause.get("rate_ratio_per_swing"))
    if not found or min(found.values()) <= 0:
        return None
    return found["low"], found["median"], found["high"]


def ratio_words(value: Mapping[str, Any] | None) -> str:
    """Gives a rate ratio in words: `100 mg more: 1.3 times as many, between 1.1 and 1.6`; empty if none."""
    found = interval(value)
    if not found or value is None:
        return ""
    per = f"{value['per']}: " if value.get("per") else ""
    low, median, high = (number(found[name]) for name in ("low", "median", "high"))
    return f"{per}{median} times as many, between {low} and {high}"


def about_cause(cause: Mapping[str, Any]) -> str:
    """Gives where one cause stands, in one or two sentences."""
    name, step = cause_words(cause["cause"]), rung(cause)
    start = f"{name}: {step}."
    if step == NOT_ENOUGH_YET:
        days = cause.get("days_needed")
        return f"{start} About {counted(days, 'more day')} may show it." if days else start
    if step == NO_SIGN:
        return f"{start} More of it did not come with more twitches in your diary."
    ratio = ratio_words(cause.get("rate_ratio"))
    both = cause.get("inseparable_from") or ()
    apart = " and ".join(cause_words(each).lower() for each in both)
    tied = f" In your diary it went up and down with {apart}, so they cannot be told apart." if apart else ""
    return f"{start} {ratio[:1].upper()}{ratio[1:]}.{tied}" if ratio else f"{start}{tied}"


def about_days(days: Sequence[Day], *, outcome_words: str) -> str:
    """Gives how many days have an entry, and the latest two weeks beside the two before."""
    known = [each for each in days if each.middle is not None]
    text = f"{len(known)} of {len(days)} days have an entry."
    if len(known) < len(days):
        text += " Grey days have none; they are unknown, not zero."
    if any(each.high == 0 for each in known):
        text += f" A dot is a day with no {outcome_words}."
    if any(each.low != each.high for each in known):
        text += " The paler part of a bar is the range that an evening word stands for."
    return f"{text} {course(days, outcome_words=outcome_words)}".strip()


def course(days: Sequence[Day], *, outcome_words: str) -> str:
    """Gives the mean of the latest 14 days that have an entry and of the 14 before; empty below 28."""
    known = [each.middle for each in days if each.middle is not None]
    if len(known) < 2 * _LATEST_DAYS:
        return ""
    latest, before = mean(known[-_LATEST_DAYS:]), mean(known[-2 * _LATEST_DAYS : -_LATEST_DAYS])
    return (
        f"In the latest 14 days with an entry there were {number(latest)} {outcome_words} a day on average, "
        f"in the 14 before {number(before)}."
    )


def days_as_text(days: Sequence[Day], *, outcome_words: str) -> str:
    """Gives the chart of days as text for those who do not see it."""
    known = [each.middle for each in days if each.middle is not None]
    if not known:
        return "No day has an entry."
    period = f"From {day_words(days[0].day)} to {day_words(days[-1].day)}."
    entries = f"{len(known)} of {len(days)} days have an entry."
    amounts = (
        f"Fewest {number(min(known))}, most {number(max(known))}, mean {number(mean(known))} {outcome_words}."
    )
    return f"{period} {entries} {amounts} {course(days, outcome_words=outcome_words)}".strip()


def about_shares(unexplained: Mapping[str, Any] | None) -> str:
    """Gives what the chart of shares says, and what it does not."""
    text = "If the link is causal, this many of 100 twitches would have stayed away on your own better days."
    left = interval(unexplained)
    if left:
        text += f" About {number(round(100 * left['median']))} of 100 are not explained by these six reasons."
    return text


def about_weekdays(means: Sequence[tuple[int, float | None, int]]) -> str:
    """Gives the weekdays with the fewest and the most."""
    known = [(value, weekday) for weekday, value, _ in means if value is not None]
    if len(known) < 2:
        return "There are too few days to compare."
    (low, low_day), (high, high_day) = min(known), max(known)
    return (
        f"Most on {_WEEKDAY_WORDS[high_day]}s ({number(high)} on average), fewest on "
        f"{_WEEKDAY_WORDS[low_day]}s ({number(low)}). Small gaps between days mean little."
    )
