"""What a record has noticed that a check should ask about once: lasting, rising, weak, painful, stiff."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from statistics import mean

from untwitch.actions.check_known import beginning
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.twitch import DIARY, Twitch
from untwitch.facts.watch import Watch
from untwitch.report.wording import day_words, number, site_words

LASTING_DAYS = 14
WEEK = 7
RISE_0_10 = 2.0
_RATINGS_AT_LEAST = 3
_ZONES_APART_DAYS = 2
_ASKED_BY_SYMPTOM = {
    "weakness_noticed": ("weakness", "something weak"),
    "pain": ("pain_severity_0_10", "pain"),
    "stiffness": ("muscle_stiffness", "stiffness"),
}
"""By kind of symptom, the fact that is asked and how it is named; what can be most urgent comes first."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A question that the record opens.

    Attributes:
        id: The same as long as the reason is; a reason is said once.
        fact: The fact that is asked.
        reason: Why, in words; what the diary holds and nothing more.
    """

    id: str
    fact: str
    reason: str


def openings(history: History, *, now: Instant, asked: Collection[str] = ()) -> tuple[Opening, ...]:
    """Gives the questions that a record opens, one a fact.

    Args:
        history: Twitches, watches and symptoms of one person.
        now: The moment of the check.
        asked: Ids of the openings that were asked before.
    """
    today = now.local_day()
    found = (*_felt(history, today), *_lasting(history, today), *_rising(history, today))
    fresh: dict[str, Opening] = {}
    for each in found:
        if each.id not in asked:
            fresh.setdefault(each.fact, each)
    return tuple(fresh.values())


def _felt(history: History, today: dt.date) -> Iterator[Opening]:
    newest_first = sorted(history.symptoms, key=lambda symptom: symptom.start, reverse=True)
    for kind, (fact, felt) in _ASKED_BY_SYMPTOM.items():
        for each in newest_first:
            day = each.start.local_day()
            if each.kind != kind or not 0 <= (today - day).days <= WEEK:
                continue
            where = f" ({site_words(each.site)})" if each.site else ""
            yield Opening(f"felt {each.id}", fact, f"On {day_words(day)} your diary names {felt}{where}.")


def _lasting(history: History, today: dt.date) -> Iterator[Opening]:
    days: dict[str, set[dt.date]] = {}
    for each in history.twitches:
        if each.instrument == DIARY and each.site:
            days.setdefault(each.site, set()).add(each.start.local_day())
    for site, seen in sorted(days.items()):
        first = beginning(seen, today)
        if first is not None and (today - first).days >= LASTING_DAYS and _goes_on(seen, today):
            reason = f"Your diary has twitches at one place ({site_words(site)}) since {day_words(first)}."
            yield Opening(f"lasting {site} {first}", "twitch_since_days", reason)


def _goes_on(seen: Iterable[dt.date], today: dt.date) -> bool:
    return any(0 <= (today - day).days <= WEEK for day in seen)


def _rising(history: History, today: dt.date) -> Iterator[Opening]:
    # Which day it was where somebody lived is worked out for the last weeks only, not for all years.
    midnight = dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC)
    first_ms = (midnight - dt.timedelta(days=2 * WEEK + _ZONES_APART_DAYS)).timestamp() * 1000
    twitches = [
        each for each in history.twitches if each.instrument == DIARY and each.start.utc_ms >= first_ms
    ]
    watches = [each for each in history.watches if each.instrument == DIARY and each.start.utc_ms >= first_ms]
    strengths = [
        (each.start.local_day(), each.strength_0_10) for each in twitches if each.strength_0_10 is not None
    ]
    noticed: tuple[Twitch | Watch, ...] = (*twitches, *watches)
    bothers = [(each.start.local_day(), each.bother_0_10) for each in noticed if each.bother_0_10 is not None]
    for what, rated in (("how strong they are", strengths), ("how much they bother", bothers)):
        before = [value for day, value in rated if WEEK <= (today - day).days < 2 * WEEK]
        lately = [value for day, value in rated if 0 <= (today - day).days < WEEK]
        if min(len(before), len(lately)) >= _RATINGS_AT_LEAST and mean(lately) - mean(before) >= RISE_0_10:
            reason = (
                f"Your diary rates {what} at {number(mean(lately))} of 10 in the last 7 days, "
                f"and at {number(mean(before))} in the 7 days before."
            )
            yield Opening(f"rising {_monday(today)}", "twitch_trend", reason)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
