"""An entry in words, as its person would say it: one line, without its day."""

from collections.abc import Sequence
from itertools import groupby

from untwitch.facts.body_site import side
from untwitch.facts.exposure import Exposure
from untwitch.facts.fact_table import Fact
from untwitch.facts.instant import Instant
from untwitch.facts.measure import measure
from untwitch.facts.spoken import counted, spoken
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import EVENING_WORDS, Watch
from untwitch.report.wording import measure_words, number, site_words, unit_words

_OWN_SITE_WORDS = {
    "widespread": "all over, or many places",
    "arm": "whole arm",
    "leg": "whole leg",
    "eyelid": "eyelid, upper or lower",
    "head": "head, elsewhere",
    "face": "face, elsewhere",
}
_MINUTE_S = 60
_HOUR_S = 3600


def place_words(site: str) -> str:
    """Gives a place of the body map in words: `eyelid_lower_left` is `left lower eyelid`."""
    which = side(site)
    if which is None:
        return _OWN_SITE_WORDS.get(site, site_words(site))
    bare = site.removesuffix(f"_{which}")
    return f"{which} {_OWN_SITE_WORDS.get(bare, site_words(bare))}"


def entry_words(entry: Fact) -> str:
    """Gives an entry in words: `1 to 3 twitches, bothered 3 of 10`.

    Args:
        entry: A twitch, an evening line, an amount or a symptom.
    """
    if isinstance(entry, Twitch):
        told = ["a twitch", *_at(entry.site)]
        if entry.duration_s is not None:
            told.append(_lasting(entry.duration_s))
        told += [*_of_ten("strength", entry.strength_0_10), *_of_ten("bothered", entry.bother_0_10)]
    elif isinstance(entry, Watch):
        told = [tally_words(entry), *_at(entry.site)]
        if entry.twitch_min is not None:
            told.append(f"{number(entry.twitch_min)} minutes of it")
        told += _of_ten("bothered", entry.bother_0_10)
    elif isinstance(entry, Exposure):
        told = [_amount(entry), *([entry.name] if entry.name else [])]
        if entry.estimate:
            told.append("an estimate")
    elif isinstance(entry, Symptom):
        told = [spoken(entry.kind), *_at(entry.site)]
        if entry.severity_0_10 is not None:
            told.append(f"{number(entry.severity_0_10)} of 10")
    else:
        told = [spoken(type(entry).__name__.lower())]
    return ", ".join(told)


def entries_words(entries: Sequence[Fact]) -> tuple[str, ...]:
    """Gives several entries in words, the amounts of one food or drink as one line.

    Args:
        entries: In order.
    """
    lines = []
    for name, group in groupby(entries, key=lambda each: each.name if isinstance(each, Exposure) else ""):
        amounts = list(group)
        if name and len(amounts) > 1:
            lines.append(
                f"{name}: {', '.join(_amount(each) for each in amounts if isinstance(each, Exposure))}"
            )
        else:
            lines += [entry_words(each) for each in amounts]
    return tuple(lines)


def tally_words(watch: Watch) -> str:
    """Gives what an evening line says of twitches: `few, 1 to 3 twitches`."""
    low, high = watch.twitches_low, watch.twitches_high
    if low is None or high is None:
        return "watched"
    if high == 0:
        return "no twitches"
    if low == high:
        return counted(low, "twitch").replace("twitchs", "twitches")
    word = next((f"{each}, " for each, bounds in EVENING_WORDS.items() if bounds == (low, high)), "")
    return f"{word}{low} to {high} twitches"


def clock_words(instant: Instant) -> str:
    """Gives the time of day where it was lived: `18:30`."""
    return f"{instant.local():%H:%M}"


def _amount(entry: Exposure) -> str:
    chosen = measure(entry.measure)
    if chosen.kind == "flag":
        return f"{measure_words(entry.measure)}: {'yes' if entry.value else 'no'}"
    return f"{measure_words(entry.measure)} {number(entry.value)} {unit_words(chosen.unit)}".strip()


def _at(site: str | None) -> list[str]:
    return [place_words(site)] if site else []


def _of_ten(what: str, value: float | None) -> list[str]:
    return [] if value is None else [f"{what} {number(value)} of 10"]


def _lasting(seconds: float) -> str:
    if seconds >= _HOUR_S:
        return f"{number(seconds / _HOUR_S)} h"
    if seconds >= _MINUTE_S:
        return f"{number(seconds / _MINUTE_S)} min"
    return f"{number(seconds)} s"
