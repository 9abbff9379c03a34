"""The answer as lines for a terminal: one rung and one band for each of the six causes."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from untwitch.explain.case import FEWEST_DAYS
from untwitch.explain.enough import MOST_DAYS
from untwitch.explain.ladder import GOES_WITH, NOT_ENOUGH_YET, POSSIBLE, TESTED, words
from untwitch.explain.track_record import sentence
from untwitch.facts.spoken import cause_words, counted

NO_CLINICIAN = "No clinician has reviewed this."
_WIDTH = 25
_LEAST, _MOST = 0.8, 2.5
OUTCOME_WORDS: Mapping[str, str] = {
    "twitches": "twitches",
    "recorded_count": "recorded twitches",
    "twitch_min": "minutes of twitching",
    "bother_0_10": "points of bother",
}
_ENOUGH: Mapping[str, str] = {
    "more": "More days may still change this.",
    "enough": "You have measured enough: fourteen more days could not change this. Once a week will do now.",
    "diary_cannot": "A diary cannot answer what is still open: it would need more than 60 further days.",
}
_KINDS: Mapping[str, str] = {
    "try": "What would teach most: test {cause} on yourself, in about {days}",
    "vary": "What would teach most: days that differ in {cause}, for about {days}",
    "log": "What would teach most: keep logging {cause}, for about {days}",
}


def lines(document: Mapping[str, Any]) -> list[str]:
    """Gives the answer in words.

    Args:
        document: `explain/1`.
    """
    if document["rows_used"] < FEWEST_DAYS:
        return [*_too_early(document), NO_CLINICIAN]
    causes = document["causes"]
    made = [*_head(document), ""]
    made += [f"  {'':<20}{'':<26}{_scale()}"]
    made += [_row(cause) for cause in causes]
    made += [
        "",
        "The band: how many times as many come with a usual step up, if it acts at all.",
    ]
    for cause in causes:
        made += _about(cause, days=_days(document))
    made += ["", *_shares(document), *_outlook(document)]
    made += [f"Note: {each['what']} ({each['where']})." for each in document["problems"]]
    return [*made, NO_CLINICIAN]


def _too_early(document: Mapping[str, Any]) -> list[str]:
    """What is said before there can be an answer: how far it is, and what makes a day count."""
    days, outcome = document["rows_used"], OUTCOME_WORDS[document["outcome"]]
    return [
        f"Not enough yet: {days} of the first {FEWEST_DAYS} days with a count of {outcome}.",
        "One line each evening makes a day count, also a day without any: untwitch log evening few",
        "A day without a line is not known; it is not a day without twitches.",
        "First findings usually take one to three months.",
        *(f"Note: {each['what']} ({each['where']})." for each in document["problems"]),
    ]


def _head(document: Mapping[str, Any]) -> list[str]:
    outcome = OUTCOME_WORDS[document["outcome"]]
    start, end = document["start"], document["end"]
    made = [f"{document['rows_used']} of {document['rows']} rows from {start} to {end} are used."]
    rate = document["twitches_per_day"]
    if rate:
        low, high = _number(rate["low"]), _number(rate["high"])
        made.append(f"About {_number(rate['median'])} {outcome} a day, between {low} and {high}.")
    return made


def _days(document: Mapping[str, Any]) -> int:
    """Days that the rows used can be about: no more than lie between the first and the last."""
    first, last = (dt.date.fromisoformat(document[each][:10]) for each in ("start", "end"))
    return min(int(document["rows_used"]), (last - first).days + 1)


def _rung(cause: Mapping[str, Any]) -> str:
    return words(cause["verdict"], cause["evidence"])


def _row(cause: Mapping[str, Any]) -> str:
    name, band = cause_words(cause["cause"]), _band(cause["rate_ratio_per_swing"])
    return f"  {name:<20}{_rung(cause):<26}{band}".rstrip()


def _place(ratio: float) -> int:
    part = math.log(ratio / _LEAST) / math.log(_MOST / _LEAST)
    return round(min(max(part, 0.0), 1.0) * (_WIDTH - 1))


def _scale() -> str:
    marks = [" "] * (_WIDTH + 4)
    for ratio, text in ((1.0, "x1"), (1.5, "x1.5"), (2.0, "x2")):
        marks[_place(ratio) : _place(ratio) + len(text)] = text
    return "".join(marks).rstrip()


def _band(ratio: Mapping[str, Any] | None) -> str:
    """A bar from the low to the high end with the middle in it, on a scale of times as many."""
    if ratio is None or any(ratio[each] is None for each in ("low", "median", "high")):
        return ""
    cells = ["."] * _WIDTH
    for cell in range(_place(ratio["low"]), _place(ratio["high"]) + 1):
        cells[cell] = "="
    cells[_place(ratio["median"])] = "O"
    return "".join(cells)


def _about(cause: Mapping[str, Any], *, days: int) -> list[str]:
    rung, name = _rung(cause), cause_words(cause["cause"])
    if rung == NOT_ENOUGH_YET and cause["days_needed"]:
        if cause["days_needed"] > MOST_DAYS and days >= MOST_DAYS:
            return [f"{name}: not enough yet. A diary alone is not likely to answer this."]
        return [f"{name}: not enough yet. About {counted(cause['days_needed'], 'more day')} may show it."]
    if rung not in {POSSIBLE, GOES_WITH, TESTED}:
        return []
    made = [f"{name}: {rung}. {_ratio(cause['rate_ratio'])}{_share(cause['share'])}".rstrip()]
    if cause["inseparable_from"]:
        others = " and ".join(cause_words(each).lower() for each in cause["inseparable_from"])
        made.append(f"  In your diary it went up and down with {others}; they cannot be told apart.")
    if "tomorrow_control" in cause["guards_failed"]:
        made.append(
            "  It also went with the twitches of the day before, so the twitches may have come first."
        )
    record = sentence(rung, days=days)
    return [*made, f"  {record}"] if record else made


def _ratio(ratio: Mapping[str, Any] | None) -> str:
    if ratio is None:
        return ""
    low, median, high = (_number(ratio[each]) for each in ("low", "median", "high"))
    per = ratio["per"]
    return f"{per[:1].upper()}{per[1:]}: {median} times as many, between {low} and {high}. "


def _share(share: Mapping[str, Any] | None) -> str:
    if share is None:
        return ""
    low, median, high = (round(100 * share[each]) for each in ("low", "median", "high"))
    return f"If the link is causal, {median} of 100 would stay away on your better days ({low} to {high})."


def _shares(document: Mapping[str, Any]) -> list[str]:
    left = document["unexplained_share"]
    if left is None:
        return []
    low, median, high = (round(100 * left[each]) for each in ("low", "median", "high"))
    return [
        f"If the links are causal, {median} of 100 ({low} to {high}) are not explained by these six.",
        "They would be there on your better days too.",
    ]


def _outlook(document: Mapping[str, Any]) -> list[str]:
    made = [_ENOUGH[document["enough"]]]
    step = document["next_experiment"]
    if step:
        name = cause_words(step["cause"]).lower()
        made.append(
            _KINDS[step["kind"]].format(cause=name, days=counted(step["days"], "day")) + f": {step['why']}."
        )
    return made


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2g}" if value < 10 else f"{value:.0f}"
