"""The evening line, `none` and twitches: what was seen, and the hours in which it would have been seen."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from untwitch.facts.body_site import checked_site
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant, from_local
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused, nearest
from untwitch.facts.stay import Stay, zone_on
from untwitch.facts.twitch import DIARY, Twitch
from untwitch.facts.unit import to_canonical
from untwitch.facts.watch import EVENING_WORDS, Watch, evening_bucket
from untwitch.intake.clock import parse_day, read_when
from untwitch.intake.typed_amount import read_amount

AWAKE_H = 16.0
WAKING = dt.time(6)
"""Nobody is taken to be awake before this, on the day that a watch ends or, in the night, the day before."""
SHORTEST_H = 4.0
"""A line that would cover less than this since the one before it is taken as a second line of one evening."""
_EVENING = dt.time(22)
_HOUR_MS = 3_600_000
_MOST_DIGITS = 9
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was.

    Attributes:
        at: The instant.
        is_day: Whether only the day was said.
        problem: What is unclear about it, in words; empty if nothing is.
    """

    at: Instant
    is_day: bool = False
    problem: str = ""


def lived_now(now: Instant, *, stays: Sequence[Stay]) -> Instant:
    """Gives the moment of the call in the zone of the stay of that day, else in that of the machine."""
    zone = zone_on(stays, now.local_day())
    return now if zone is None else Instant(now.utc_ms, zone, "stay")


def read_moment(text: str | None, *, now: Instant, stays: Sequence[Stay] = ()) -> Moment:
    """Gives when something was, by the clock of the place where the person was on that day.

    Args:
        text: As for clock.parse_when; None for now.
        now: The moment of the call.
        stays: Zone history of the person; days that no stay covers are read by the zone of `now`.

    Raises:
        Refused: It cannot be read, or it is still to come.
    """
    here = lived_now(now, stays=stays)
    moment = _moment(text, now=here)
    if moment.at.zone_known_by == "source":
        return moment
    elsewhere = zone_on(stays, moment.at.local_day())
    if elsewhere in {None, moment.at.zone}:
        return moment
    return _moment(text, now=Instant(now.utc_ms, str(elsewhere), "stay"))


def _moment(text: str | None, *, now: Instant) -> Moment:
    if text is None:
        return Moment(now)
    at, problem = read_when(text, now=now)
    if at.utc_ms > now.utc_ms:
        raise Refused(f"{text!r} is still to come; only what has been can be logged")
    is_day = _is_day(text, now=now)
    if is_day and at.local_day() == now.local_day():
        return Moment(now)
    return Moment(at, is_day=is_day, problem=problem.what if problem else "")


def _is_day(text: str, *, now: Instant) -> bool:
    try:
        parse_day(text, now=now)
    except Refused:
        return False
    return True


def read_site(text: str | None) -> str | None:
    """Gives a place on the body map however its side is written: `left calf` is `calf_left`.

    Raises:
        Refused: The body map has no such place; the nearest are named.
    """
    if text is None:
        return None
    words = text.strip().lower().replace("-", " ").replace("_", " ").split()
    sides = [each for each in words if each in {"left", "right"}]
    return checked_site("_".join([each for each in words if each not in sides] + sides))


def read_past_day(text: str | None, *, now: Instant, what: str) -> dt.date | None:
    """Gives a day that has been, None where none is said.

    Raises:
        Refused: It cannot be read, or it is still to come.
    """
    if text is None:
        return None
    day = parse_day(text, now=now)
    if day > now.local_day():
        raise Refused(f"{what} {day} is still to come; only what has been can be logged")
    return day


def hours(text: str, *, what: str) -> float:
    """Gives a duration in hours.

    Raises:
        Refused: It is not a duration, or it is none.
    """
    amount = read_amount(text)
    found = to_canonical(amount.value, amount.unit, measure=measure("sleep_h"))
    if not 0 < found <= 24:
        raise Refused(f"{what} of {text!r} cannot be; it lasts more than nothing and up to 24 h")
    return found


def twitch(
    *,
    at: Instant,
    site: str | None,
    lasted: str | None,
    ratings: tuple[float | None, float | None],
    note: str,
) -> Twitch:
    """Gives one twitch.

    Args:
        at: When.
        site: Place on the body map, or None.
        lasted: How long the bout lasted, `30s` or `2min`, or None; a number alone is seconds.
        ratings: How strong and how much it bothered, 0 to 10, each or None.
        note: The person's own words.

    Raises:
        Refused: The site is not known or a number cannot be.
    """
    seconds = None
    if lasted is not None:
        amount = read_amount(lasted)
        seconds = 3600 * to_canonical(amount.value, amount.unit or "s", measure=measure("nap_h"))
        seconds = round(seconds, 6)
    strength, bother = ratings
    return Twitch(
        new_id(), at, site=site, duration_s=seconds, strength_0_10=strength, bother_0_10=bother, note=note
    )


@dataclass(frozen=True, slots=True)
class EveningLine:
    """What an evening line says.

    Attributes:
        twitches: A word of the four, or a count.
        twitch_min: Minutes of twitching, or None.
        bother_0_10: How much they bothered, or None.
        site: The one place that was watched, or None for the whole body.
        lasted: For how long somebody would have noticed, or None for waking until now.
        note: The person's own words.
    """

    twitches: str
    twitch_min: float | None = None
    bother_0_10: float | None = None
    site: str | None = None
    lasted: str | None = None
    note: str = ""


def evening(line: EveningLine, *, moment: Moment, earlier: Iterable[Watch]) -> Watch:
    """Gives the watch of an evening line, clear of the watches before it.

        06:00                          22:00      06:00              20:00
          |---------- 16 h -------------|           |--- since 06:00 ---|     since waking, at most 16 h
                     |- earlier -|  |---|                                     or since an earlier one

    Args:
        line: What it says.
        moment: Its end; a day alone means 22:00 of that day.
        earlier: Watches that are there.

    Raises:
        Refused: The word or count is not one, or the evening was logged already.
    """
    low, high = tally(line.twitches)
    end = _end_of(moment)
    wanted_ms = _waking_ms(end) if line.lasted is None else end.utc_ms - _ms(line.lasted)
    start_ms = _clear_start(
        end.utc_ms,
        wanted_ms,
        [each for each in earlier if each.instrument == DIARY and each.site == line.site],
        said=line.lasted is not None,
    )
    start = Instant(start_ms, end.zone, end.zone_known_by)
    if high == 0 and line.twitch_min:
        raise Refused(
            f"no twitches cannot last {line.twitch_min:g} minutes; say how many, or leave --minutes"
        )
    watched_min = (end.utc_ms - start_ms) / 60_000
    if line.twitch_min is not None and line.twitch_min > watched_min:
        raise Refused(
            f"{line.twitch_min:g} minutes of twitching do not fit into a watch of {watched_min:.0f} minutes"
        )
    return Watch(
        new_id(), start, end, twitches_low=low, twitches_high=high, twitch_min=line.twitch_min,
        bother_0_10=line.bother_0_10, site=line.site, note=line.note,
    )  # fmt: skip


def tally(text: str) -> tuple[int, int]:
    """Gives the fewest and most twitches of a word or a count.

    Raises:
        Refused: It is neither; the words are named.
    """
    word = text.strip().lower()
    if word in EVENING_WORDS:
        return evening_bucket(word)
    if word.isdecimal() and len(word) <= _MOST_DIGITS:
        return int(word), int(word)
    known = list(EVENING_WORDS)
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    raise Refused(f"an evening of {shown!r} is not known{nearest(word, known)}; or a count, such as 5")


def _end_of(moment: Moment) -> Instant:
    if not moment.is_day:
        return moment.at
    wall_clock = dt.datetime.combine(moment.at.local_day(), _EVENING)
    return from_local(wall_clock, moment.at.zone, known_by=moment.at.zone_known_by)[0]


def _ms(lasted: str) -> int:
    return round(hours(lasted, what="a watch") * _HOUR_MS)


def _waking_ms(end: Instant) -> int:
    clock = end.local()
    day = clock.date() if clock.time() > WAKING else clock.date() - dt.timedelta(days=1)
    waking = from_local(dt.datetime.combine(day, WAKING), end.zone, known_by=end.zone_known_by)[0]
    return max(waking.utc_ms, end.utc_ms - round(AWAKE_H * _HOUR_MS))


def _clear_start(end_ms: int, start_ms: int, earlier: Sequence[Watch], *, said: bool) -> int:
    touching = [each for each in earlier if each.start.utc_ms < end_ms and each.end.utc_ms > start_ms]
    for each in touching:
        covered = each.end.utc_ms >= end_ms or end_ms - each.end.utc_ms < SHORTEST_H * _HOUR_MS
        if said or covered:
            began, ended = (one.local().strftime("%Y-%m-%d %H:%M") for one in (each.start, each.end))
            raise Refused(
                f"{began} to {ended} is logged already; take it back first: "
                "each untwitch log --undo takes back one line, the last one first"
            )
    return max([start_ms, *(each.end.utc_ms for each in touching)])
