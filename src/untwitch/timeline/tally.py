"""A tally of a watch that reaches over several rows is one observation of all of them, in the last."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from untwitch.facts.watch import Watch
from untwitch.timeline.local_time import HOUR_MS

_LONGEST_PART_MS = 27 * HOUR_MS


@dataclass(frozen=True, slots=True)
class WatchPart:
    """The part of a watch that lies in one row.

    Attributes:
        start_ms: Start of the part.
        end_ms: Its end.
        watch: The whole watch.
        low: Fewest twitches that surely lie in this row.
        high: Most twitches of the watch.
        has_tally: Whether the watch says how many.
        owns: Whether minutes and tally of the watch belong to this row.
    """

    start_ms: int
    end_ms: int
    watch: Watch
    low: int
    high: int
    has_tally: bool
    owns: bool


def gather_spread(
    parts: dict[int, list[WatchPart]], taps: dict[int, list[int]], *, sure_of: Sequence[Watch]
) -> None:
    """Puts each tally that no row owns into the last row of its watch, with all that lies inside the watch.

        row         |-----------|-----------|-----------|
        watch         |=========== tally 12 =========|
        taps              x         x
        before       2 hours, 0 to 12 and so on: three times too many
        after        unknown     unknown    12 in 16 h

    A tally that is not above the taps inside it stays where it is: every twitch has its place already, and
    there were no others. One that meets another watch in part only, or that the table does not hold whole,
    stays as a bound of each row.

    Args:
        parts: Parts of watches by row; changed in place.
        taps: Instants of twitches by row; changed in place.
        sure_of: Watches whose fewest twitches are those of the place in question.
    """
    tapped = sorted(instant for of_row in taps.values() for instant in of_row)
    for row, of_row in parts.items():
        parts[row] = [_settled(part, tapped) for part in of_row]
    placed = sorted(
        ((part.start_ms, row, part) for row, of_row in parts.items() for part in of_row),
        key=lambda each: (each[0], each[1], each[2].watch.id),
    )
    starts = [each[0] for each in placed]
    sure = {each.id for each in sure_of}
    for begin, end in _spreads([part for _, _, part in placed]):
        near = placed[bisect.bisect_left(starts, begin - _LONGEST_PART_MS) : bisect.bisect_left(starts, end)]
        meeting = [(row, part) for _, row, part in near if part.end_ms > begin]
        if not _can_be_gathered(meeting, begin, end):
            continue
        _move(parts, taps, meeting, span=(begin, end), sure=sure)


def _settled(part: WatchPart, tapped: Sequence[int]) -> WatchPart:
    """The part with nothing beyond its taps, where the tally of the whole watch is not above them."""
    if part.owns or not part.has_tally:
        return part
    inside = _between(tapped, part.watch.start.utc_ms, part.watch.end.utc_ms)
    return replace(part, high=0) if part.high <= inside else part


def _spreads(placed: Sequence[WatchPart]) -> list[tuple[int, int]]:
    """Stretches of tallies that no row owns, those that overlap as one."""
    whole = sorted(
        {
            (part.watch.start.utc_ms, part.watch.end.utc_ms)
            for part in placed
            if part.has_tally and not part.owns and part.high > 0
        }
    )
    spans: list[tuple[int, int]] = []
    for begin, end in whole:
        if spans and begin < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((begin, end))
    return spans


def _between(tapped: Sequence[int], begin: int, end: int) -> int:
    return bisect.bisect_right(tapped, end) - bisect.bisect_left(tapped, begin)


def _can_be_gathered(meeting: Sequence[tuple[int, WatchPart]], begin: int, end: int) -> bool:
    held: dict[str, int] = {}
    for _, part in meeting:
        if part.watch.start.utc_ms < begin or part.watch.end.utc_ms > end:
            return False
        held[part.watch.id] = held.get(part.watch.id, 0) + part.end_ms - part.start_ms
    return all(
        part.owns or held[part.watch.id] == part.watch.end.utc_ms - part.watch.start.utc_ms
        for _, part in meeting
    )


def _move(
    parts: dict[int, list[WatchPart]],
    taps: dict[int, list[int]],
    meeting: Sequence[tuple[int, WatchPart]],
    *,
    span: tuple[int, int],
    sure: set[str],
) -> None:
    last = max(row for row, _ in meeting)
    watches = {part.watch.id: part for _, part in meeting}
    for row in {row for row, _ in meeting}:
        parts[row] = [part for part in parts[row] if part.watch.id not in watches]
        moved = [instant for instant in taps.get(row, []) if span[0] <= instant <= span[1]]
        if row != last and moved:
            taps[row] = [instant for instant in taps[row] if instant not in set(moved)]
            taps.setdefault(last, []).extend(moved)
        for emptied in (parts, taps):
            if row != last and not emptied.get(row, True):
                del emptied[row]
    for part in watches.values():
        low = (part.watch.twitches_low or 0) if part.watch.id in sure else 0
        start, end = part.watch.start.utc_ms, part.watch.end.utc_ms
        parts[last].append(WatchPart(start, end, part.watch, low, part.high, part.has_tally, owns=True))
