"""A recording while a phone makes it: blocks on the disk as they come, twitches as far as it has come.

begin      a file with the header
append     |==0==|==1==|==2==|    each block is on the disk when this has returned
so far           x     x          what is in it until now; nothing is kept of that
finish     measured, kept with its watch, and the file is gone
a day on   what nobody finished is gone
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from untwitch.actions.measure import Asked, Measured, measure
from untwitch.actions.session import Session
from untwitch.facts.identity import checked_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.recordings.formats.block_format import BlockHeader, checked_block

FOLDER = "live"
CHANNELS = ("x", "y", "z")
LARGEST_BYTES = 32 << 20
"""An hour and more of a phone's movement at 100 rows a second."""
MOST_AT_ONCE = 8
KEPT_MS = 24 * 3_600_000
SHORTEST_S = 30.0
"""Below this nothing can be said of the noise, and so of no twitch."""
_NAME = re.compile(r"phone-(\d+)-([0-9a-f-]{36})\.untwitch")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A recording that was begun and not finished.

    Attributes:
        id: Its id.
        started: When it began.
    """

    id: str
    started: Instant


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a recording came to until now.

    Attributes:
        recorded_s: Seconds that are on the disk.
        marks_s: Moments of what may be twitches, seconds from its begin.
    """

    recorded_s: float
    marks_s: tuple[float, ...]


def begin(session: Session, live_id: str, *, holds_gravity: bool | None) -> None:
    """Begins a recording of a phone's movement; begun once more it stays as it is.

    Args:
        session: Place and moment.
        live_id: UUID that the page made.
        holds_gravity: Whether gravity is in what it will send.

    Raises:
        Refused: Too many are unfinished, or the folder cannot be written to.
    """
    _sweep(session)
    if _path_of(session, live_id) is not None:
        return
    if len(unfinished(session)) >= MOST_AT_ONCE:
        raise Refused(f"{MOST_AT_ONCE} recordings are unfinished; finish or throw away one of them first")
    header = BlockHeader(
        unit="m/s2",
        channels=CHANNELS,
        sensor="accelerometer",
        started=session.now,
        holds_gravity=holds_gravity,
    )
    folder = session.home / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"phone-{session.now.utc_ms}-{checked_id(live_id)}.untwitch"
        _append(path, header.to_bytes())
    except OSError as error:
        raise Refused(f"{folder} cannot be written to: {error.strerror or error}") from None


def append(session: Session, live_id: str, data: bytes) -> int:
    """Appends one block as it came; it is on the disk when this has returned.

    A block that comes twice is read once, so that a page may send again what was not acknowledged.

    Args:
        session: Place.
        live_id: Of which recording.
        data: The block.

    Returns:
        Its number.

    Raises:
        Refused: There is no such recording, the block is damaged, or the recording has grown too long.
    """
    path = _existing(session, live_id)
    number = checked_block(data, n_channels=len(CHANNELS))
    if path.stat().st_size + len(data) > LARGEST_BYTES:
        raise Refused("this recording has grown too long; finish it and begin another")
    _append(path, data)
    return number


def so_far(session: Session, live_id: str) -> SoFar:
    """Gives what a recording came to until now; too little is no mark at all.

    Args:
        session: Place.
        live_id: Of which recording.

    Raises:
        Refused: There is no such recording.
    """
    path = _existing(session, live_id)
    try:
        found = measure(session, path, Asked(sensor="accelerometer")).summary
    except Refused:
        # A few rows are no recording yet.
        return SoFar(0.0, ())
    return SoFar(found.duration_s, tuple(each.time_s for each in found.twitches if each.confidence >= 0.5))


def finish(session: Session, live_id: str, *, site: str | None) -> Measured:
    """Measures a recording, keeps what it came to, and lets the movement itself go.

    Args:
        session: Place, moment and person.
        live_id: Of which recording.
        site: Place on the body map, or None.

    Raises:
        Refused: There is no such recording, or it is too short to say anything.
    """
    path = _existing(session, live_id)
    short = f"a recording of less than {SHORTEST_S:g} seconds says nothing; two minutes are a good start"
    try:
        length_s = measure(session, path, Asked(sensor="accelerometer")).summary.duration_s
    except Refused:
        length_s = 0.0
    if length_s < SHORTEST_S:
        path.unlink()
        raise Refused(short)
    made = measure(session, path, Asked(sensor="accelerometer", site=site, save=True))
    path.unlink()
    return made


def discard(session: Session, live_id: str) -> None:
    """Throws an unfinished recording away.

    Raises:
        Refused: There is no such recording.
    """
    _existing(session, live_id).unlink(missing_ok=True)


def unfinished(session: Session) -> tuple[Unfinished, ...]:
    """Gives the recordings that were begun and not finished, the oldest first."""
    zone = session.now
    found = [
        (int(match[1]), match[2])
        for path in (session.home / FOLDER).glob("phone-*.untwitch")
        if (match := _NAME.fullmatch(path.name))
    ]
    return tuple(
        Unfinished(live_id, Instant(started_ms, zone.zone, zone.zone_known_by))
        for started_ms, live_id in sorted(found)
    )


def _sweep(session: Session) -> None:
    """Removes what nobody finished within a day."""
    for each in unfinished(session):
        if session.now.utc_ms - each.started.utc_ms > KEPT_MS:
            discard(session, each.id)


def _path_of(session: Session, live_id: str) -> Path | None:
    checked_id(live_id)
    return next(iter((session.home / FOLDER).glob(f"phone-*-{live_id}.untwitch")), None)


def _existing(session: Session, live_id: str) -> Path:
    path = _path_of(session, live_id)
    if path is None:
        raise Refused("there is no such unfinished recording here; it may be finished already")
    return path


def _append(path: Path, data: bytes) -> None:
    with open(path, "ab", opener=_for_me_only) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _for_me_only(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
