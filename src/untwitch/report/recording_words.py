"""A recording in plain words: what could be seen, how sure a count is, and what it does not say."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from untwitch.facts.body_site import place
from untwitch.facts.spoken import counted
from untwitch.recordings.summary import Count, Excluded, Rate, RecordingSummary
from untwitch.report.wording import number, plain, site_words

SENSOR_WORDS: Mapping[str, str] = MappingProxyType(
    {"emg": "muscle signal (EMG)", "accelerometer": "movement of the skin (accelerometer)", "video": "video"}
)
UNIT_WORDS: Mapping[str, str] = MappingProxyType(
    {"uV": "µV", "mm/s2": "mm/s²", "px": "pixels", "count": "steps of the recorder"}
)
SCREENING = "This is screening. It is not clinically validated. No clinician has reviewed this."
WHAT_A_COUNT_IS = (
    "A count is about this muscle in these minutes. It does not say why, and it does not say if something is "
    "wrong. The check asks about the signs that need a look."
)
ABOUT_A_CALF = "A number from a calf says nothing about your health, be it high or low."
ENOUGH_A_WEEK = "Two recordings a week are enough. More will not tell you sooner."
COUNTED_FROM = 3
"""Kept recordings of one series from which a count is shown."""
MOST_A_WEEK = 2
SHORT_S = 120.0

_NONE_BELOW = 0.5
_REASONS_SAID = 4
_PROBLEMS_SAID = 10
_FEW = 8


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a recording: the others of its series, and how many were made lately.

    Attributes:
        kept: Kept recordings of its series that have a count, itself included if it is kept.
        other_rates: Twitches a minute of the others.
        in_a_week: Kept recordings of the seven days up to it, of any place, itself included.
    """

    kept: int = 0
    other_rates: tuple[float, ...] = ()
    in_a_week: int = 0

    @property
    def shows_count(self) -> bool:
        """Whether there are enough of them for a count to be more than one glance."""
        return self.kept >= COUNTED_FROM


def lines(summary: RecordingSummary, *, site: str | None = None, beside: Beside | None = None) -> list[str]:
    """Gives a recording in words, one thought a line.

    Args:
        summary: What it came to.
        site: Place on the body map, or None if not said.
        beside: What stands beside it; None for nothing.
    """
    near = beside or Beside()
    return [
        *_what(summary, site=site),
        *_seen(summary),
        *count_lines(summary, beside=near),
        *_needed(summary, shows=near.shows_count),
        *_problems(summary),
        *([ENOUGH_A_WEEK] if near.in_a_week > MOST_A_WEEK else []),
        WHAT_A_COUNT_IS,
        *([ABOUT_A_CALF] if site is not None and place(site) == "calf" else []),
        SCREENING,
    ]


def _what(summary: RecordingSummary, *, site: str | None) -> Iterator[str]:
    where = f", {site_words(site)}" if site else ""
    channels = counted(summary.channels, "channel")
    yield (
        f"{plain(summary.path)}: {SENSOR_WORDS[summary.sensor]}{where}, {channels}, "
        f"{number(summary.rate_hz)} samples a second."
    )


def _seen(summary: RecordingSummary) -> Iterator[str]:
    short = " That is short: 2 minutes are the least, 5 to 10 show more." * (summary.duration_s < SHORT_S)
    yield f"It lasts {duration(summary.duration_s)}.{short} {judged(summary)}"
    if summary.noise is not None:
        unit = UNIT_WORDS.get(summary.noise.unit, summary.noise.unit)
        quiet = f"The noise was {number(summary.noise.median)} {unit}."
        small = summary.smallest_detectable
        if small is not None:
            quiet += f" A twitch under {size(summary)} would mostly not be seen."
        yield quiet
        if summary.noise.bad_channels:
            names = ", ".join(plain(each, longest=40) for each in summary.noise.bad_channels[:6])
            more = len(summary.noise.bad_channels) - 6
            yield f"Left out as bad: {names}{f' and {more} more' if more > 0 else ''}."


def judged(summary: RecordingSummary) -> str:
    """Gives how long could be judged, and why the rest could not."""
    if not summary.excluded:
        return "All of it could be judged." if summary.analysed_s > 0 else "None of it could be judged."
    reasons = by_reason(summary.excluded)
    said = [f"{plain(reason)} ({duration(seconds)})" for reason, seconds in reasons[:_REASONS_SAID]]
    if len(reasons) > _REASONS_SAID:
        rest = math.fsum(seconds for _, seconds in reasons[_REASONS_SAID:])
        said.append(f"other reasons ({duration(rest)})")
    if not summary.analysed_s > 0:
        return f"None of it could be judged: {', '.join(said)}."
    if duration(summary.analysed_s) == duration(summary.duration_s):
        return f"All but little of it could be judged. Left out: {', '.join(said)}."
    return f"{duration(summary.analysed_s)} could be judged. Left out: {', '.join(said)}."


def by_reason(excluded: Sequence[Excluded]) -> list[tuple[str, float]]:
    """Gives the reasons with their seconds, the longest first."""
    seconds: dict[str, float] = {}
    for each in excluded:
        seconds[each.reason] = seconds.get(each.reason, 0.0) + each.end_s - each.start_s
    return sorted(seconds.items(), key=lambda item: (-item[1], item[0]))


def count_lines(summary: RecordingSummary, *, beside: Beside) -> list[str]:
    """Gives the count with its interval, once there are enough recordings to put it beside.

    Args:
        summary: What the recording came to.
        beside: The others of its series.
    """
    if summary.count is None or summary.rate_per_min is None:
        return ["No count can be given for this recording."]
    if not beside.shows_count:
        return [_not_yet(beside)]
    said = [none_above(summary) or _about(summary, summary.count, summary.rate_per_min)]
    if beside.other_rates:
        said.append(usual(beside.other_rates))
    return said


def _not_yet(beside: Beside) -> str:
    here = f" {beside.kept} kept so far." if beside.kept else ""
    return (
        "One recording says little, so no number stands here yet. It does from your third kept one of this "
        f"place on, beside your usual range.{here}"
    )


def none_above(summary: RecordingSummary) -> str:
    """Gives `None above X in Y.` where less than half a twitch is expected; else nothing."""
    if summary.count is None or summary.count.expected >= _NONE_BELOW:
        return ""
    most = math.ceil(summary.count.high)
    missed = f" Up to {most} may have been missed." if most else ""
    above = f"None above {size(summary)}" if summary.smallest_detectable else "None that could be seen"
    return f"{above} in {duration(summary.analysed_s)}.{missed}"


def _about(summary: RecordingSummary, count: Count, rate: Rate) -> str:
    most_likely = max(1, round(count.expected))
    sources = summary.likely_sources_at_least
    shapes = f" They have at least {sources} shapes." if sources and sources > 1 else ""
    return (
        f"About {most_likely} {'twitch' if most_likely == 1 else 'twitches'} in "
        f"{duration(summary.analysed_s)}, between {_or_none(math.floor(count.low))} and "
        f"{math.ceil(count.high)}: about {_or_none(rate.median)} a minute, between {_or_none(rate.low)} and "
        f"{number(rate.high)}.{shapes}"
    )


def usual(rates: Sequence[float]) -> str:
    """Gives a person's own range: all of a few recordings, the middle 8 in 10 of more.

    Args:
        rates: Twitches a minute of the other recordings.
    """
    ordered = sorted(rates)
    cut = 0 if len(ordered) < _FEW else len(ordered) // 10 or 1
    low, high = ordered[cut], ordered[-1 - cut]
    which = "Your other recording" if len(ordered) == 1 else f"Your {len(ordered)} other recordings"
    lay = _or_none(low) if number(low) == number(high) else f"{_or_none(low)} to {number(high)}"
    mostly = " mostly" if cut else ""
    return f"{which} of this place{mostly} had {lay} a minute."


def _or_none(value: float) -> str:
    said = number(value)
    return "none" if said == "0" else said


def _needed(summary: RecordingSummary, *, shows: bool) -> Iterator[str]:
    minutes = summary.minutes_needed
    if minutes is not None and shows and minutes * 60 > summary.analysed_s:
        yield f"About {number(math.ceil(minutes))} minutes in all would tell the rate better."


def _problems(summary: RecordingSummary) -> Iterator[str]:
    for each in summary.problems[:_PROBLEMS_SAID]:
        yield f"{plain(each.where)}: {plain(each.what)}"
    if len(summary.problems) > _PROBLEMS_SAID:
        yield f"and {counted(len(summary.problems) - _PROBLEMS_SAID, 'more problem')}"


def size(summary: RecordingSummary) -> str:
    """Gives the smallest twitch that would mostly be seen, with its unit."""
    small = summary.smallest_detectable
    return "" if small is None else f"{number(small.value)} {UNIT_WORDS.get(small.unit, small.unit)}"


def duration(seconds: float) -> str:
    """Gives a length of time as people say it: `40 seconds`, `1 minute`, `2.5 minutes`."""
    if seconds < 0.5:
        return "less than a second"
    if seconds < 59.5:
        return counted(round(seconds), "second")
    minutes = number(round(seconds / 60, 1))
    return f"{minutes} minute" if minutes == "1" else f"{minutes} minutes"
