"""The twitches of a table row as a watch: only what was watched can be zero."""

import math
import uuid
from collections.abc import Mapping

from untwitch.facts.body_site import checked_site
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.facts.twitch import DIARY
from untwitch.facts.watch import Watch, evening_bucket
from untwitch.sources.csv_cells import read_count
from untwitch.sources.csv_moments import Span

OBSERVED_H_IF_BLANK = 16.0
_HOUR_MS = 3_600_000
_LONGER_DAY_H = 3.0  # of a clock change, as the table of explain allows it
_OURS = uuid.UUID("6f3b7a52-9f0e-4d0b-9c58-5a1d0a7c2b11")
"""Namespace of the ids of rows: the same row has the same id whenever it is read."""


def row_id(*content: object) -> str:
    """Gives the id of a row by its content."""
    return str(uuid.uuid5(_OURS, "\0".join(map(str, content))))


def watch_of_diary(cells: Mapping[str, str], span: Span, *, decimal_comma: bool) -> Watch | None:
    """Gives the watch of a row's diary outcome; None where the row has none.

    A blank outcome is not recorded, and no watch; a 0 is a watch in which nothing was seen. Blank
    `observed_h` is 16 h, or the row if that is shorter. The watch of a whole day ends with the day.

    Args:
        cells: Cells by role, blanks left out.
        span: When the row was.
        decimal_comma: Whether the table writes 6,5 for six and a half.

    Raises:
        Refused: The outcome cannot be read or contradicts itself.
    """
    tally = _tally(cells, ("twitches", "twitches_low", "twitches_high"), decimal_comma=decimal_comma)
    if "evening" in cells:
        tally = evening_bucket(cells["evening"].lower())
    beside = [each for each in ("twitch_min", "bother_0_10") if each in cells]
    if tally is None and beside:
        raise Refused(f"{' and '.join(beside)} without a count of twitches cannot be kept")
    if tally is None:
        return None
    more = {each: read_count(cells[each], decimal_comma=decimal_comma) for each in beside}
    return _watch(
        cells, span, tally=tally, instrument=DIARY, hours="observed_h", more=more, comma=decimal_comma
    )


def watch_of_recording(cells: Mapping[str, str], span: Span, *, decimal_comma: bool) -> Watch | None:
    """Gives the watch of a row's recording; None where the row has none.

    Args:
        cells: Cells by role, blanks left out.
        span: When the row was.
        decimal_comma: Whether the table writes 6,5 for six and a half.

    Raises:
        Refused: The outcome cannot be read or contradicts itself.
    """
    names = ("recorded_count", "recorded_low", "recorded_high")
    tally = _tally(cells, names, decimal_comma=decimal_comma)
    if tally is None:
        return None
    name = cells.get("instrument", "recording")
    if name == DIARY:
        raise Refused("a recording cannot have the instrument 'diary'")
    return _watch(cells, span, tally=tally, instrument=name, hours="recorded_h", more={}, comma=decimal_comma)


def _tally(
    cells: Mapping[str, str], names: tuple[str, str, str], *, decimal_comma: bool
) -> tuple[int, int] | None:
    count, low, high = (
        read_count(cells[each], decimal_comma=decimal_comma) if each in cells else None for each in names
    )
    if low is not None and high is not None:
        return math.floor(low), math.ceil(high)
    if count is not None:
        return round(count), round(count)
    if low is not None or high is not None:
        raise Refused(f"{names[1]} and {names[2]} need each other")
    return None


def _watch(  # noqa: PLR0913 - what the two outcomes differ in
    cells: Mapping[str, str],
    span: Span,
    *,
    tally: tuple[int, int],
    instrument: str,
    hours: str,
    more: Mapping[str, float],
    comma: bool,
) -> Watch:
    length_h = (span.end.utc_ms - span.start.utc_ms) / _HOUR_MS
    if length_h == 0:
        raise Refused("an outcome needs the day it is about, not a moment")
    stated = read_count(cells[hours], decimal_comma=comma) if hours in cells else None
    if stated == 0:
        raise Refused(f"{hours} is 0, so nothing can have been seen")
    if stated is not None and stated > length_h + _LONGER_DAY_H:
        raise Refused(f"{hours} of {stated:g} is longer than the row")
    observed_h = min(OBSERVED_H_IF_BLANK if stated is None else stated, length_h)
    start = Instant(span.end.utc_ms - round(observed_h * _HOUR_MS), span.start.zone, span.start.zone_known_by)
    site = checked_site(cells["site"]) if "site" in cells else None
    return Watch(
        id=row_id("watch", start.utc_ms, span.end.utc_ms, instrument, *tally, sorted(more.items()), site),
        start=start,
        end=span.end,
        instrument=instrument,
        twitches_low=tally[0],
        twitches_high=tally[1],
        twitch_min=more.get("twitch_min"),
        bother_0_10=more.get("bother_0_10"),
        site=site,
    )
