"""MP4, MOV and WebM: how far the skin moved in each cell of a grid over the picture, frame by frame.

What is believed: every frame is shown at the time that the file gives it, which phones space unevenly. The
file is decoded in the sandbox. Frames in which the skin cannot be followed (a blink, a hand, a cut, a fast
camera), and a fifth of a second around them, are unknown. Proven on made-up clips only: no real clip of
twitching skin was at hand.
"""

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.intake.sandbox import Sandbox
from untwitch.recordings.asked import Asked
from untwitch.recordings.given import Given
from untwitch.recordings.recording import Recording, SampleArray
from untwitch.recordings.timed_rows import placed

ROWS, COLUMNS = 6, 8
LARGEST_BYTES = 4 << 30
LEAST_FOLLOWED = 30
_READER = "untwitch.recordings.video_apart:video_answer"
_EBML = b"\x1a\x45\xdf\xa3"
_PICTURES = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"M4A ", b"M4B ")
_BESIDE_S = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """What a video came to.

    Attributes:
        times_s: Time of each frame, `(n,)`.
        cells: Movement down and to the right by cell, `(n, 96)`, pixels; nan where it cannot be followed.
        end: Why it ended early, or None.
    """

    times_s: npt.NDArray[np.float64]
    cells: SampleArray
    end: str | None


@dataclass(frozen=True, slots=True)
class Video:
    """The reader of MP4, MOV and WebM."""

    name: str = "video"
    unproven: bool = True

    def claims(self, given: Given) -> float:
        """Says how surely a file is one of these."""
        return 0.95 if demuxer_of(given) else 0.0

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: The extra is missing, or nothing in the video could be followed.
        """
        if any(importlib.util.find_spec(each) is None for each in ("av", "cv2")):
            raise Refused(f"{given.name} is a video, which needs an extra: pip install 'untwitch[video]'")
        if asked.sensor not in {None, "video"}:
            raise Refused(f"{given.name} is a video, not the {asked.sensor} of --sensor")
        given.on_disk().close()
        if (given.size or 0) > LARGEST_BYTES:
            raise Refused(f"{given.name} has more than {LARGEST_BYTES >> 30} GB; record five minutes")
        frames = read_frames(given)
        if len(followed := np.flatnonzero(~np.isnan(frames.cells[:, 0]))):
            # the first frame is the reference: it lies where the next one lies, and time begins with it
            frames.cells[0] = frames.cells[followed[0]]
        is_followed = _away_from(frames.times_s, np.isnan(frames.cells[:, 0]), beside_s=_BESIDE_S)
        if is_followed.sum() < LEAST_FOLLOWED:
            why = f": {frames.end}" if frames.end else ""
            raise Refused(f"nothing in {given.name} could be followed for a second{why}")
        values = np.ascontiguousarray(frames.cells[is_followed].T)
        rows = placed(
            frames.times_s[is_followed], lambda: iter((values,)), n_channels=len(values), asked=asked,
            name=given.name,
        )  # fmt: skip
        ended = (Incomplete(given.name, frames.end),) if frames.end else ()
        return Recording(
            name=given.name,
            sensor="video",
            unit="px",
            rate_hz=rows.rate_hz,
            channel_names=tuple(
                f"row {row + 1} column {column + 1} {way}"
                for row in range(ROWS)
                for column in range(COLUMNS)
                for way in ("down", "right")
            ),
            n_samples=rows.n_samples,
            open_blocks=rows.open_blocks,
            positions=np.repeat(np.indices((ROWS, COLUMNS)).reshape(2, -1).T, 2, axis=0).astype(np.float64),
            gaps=rows.gaps,
            problems=(*_said(is_followed, given.name), *ended, *rows.problems),
        )


FORMAT = Video()


def demuxer_of(given: Given) -> str | None:
    """Gives what reads a file, by its first bytes: `mov` or `matroska`, or None."""
    if given.first[4:8] == b"ftyp" and given.first[8:12] not in _PICTURES:
        return "mov"
    return "matroska" if given.first.startswith(_EBML) and b"webm" in given.first[:64] else None


def read_frames(given: Given) -> Frames:
    """Follows the skin through a video, in the sandbox.

    Raises:
        Refused: It is damaged from the begin, or its first frames took too long.
    """
    times: list[float] = []
    cells: list[npt.NDArray[np.float32]] = []
    end: str | None = None
    unknown = np.full(2 * ROWS * COLUMNS, np.nan, np.float32)
    try:
        for row in _answers(given):
            if isinstance(row, dict):
                end = str(row["end"])
                break
            times.append(float(row[0]))
            cells.append(np.array(row[1:], np.float32) if len(row) == 1 + len(unknown) else unknown)
    except Refused:
        if not times:
            raise
        end = f"it could be read for {times[-1]:.1f} s only"
    if not times:
        raise Refused(f"{given.name} cannot be read: {end or 'it holds no picture'}")
    return Frames(np.array(times), np.stack(cells), end)


def _answers(given: Given) -> Iterator[list[float] | dict[str, str]]:
    path = str(given.path.resolve())
    wanted: dict[str, str | bool] = {"path": path, "demuxer": demuxer_of(given) or "mov", "first": True}
    with Sandbox(_READER) as sandbox:
        while True:
            (rows,) = sandbox.parse(json.dumps(wanted).encode(), name=given.name)
            if not rows:
                return
            yield from rows
            wanted = {"path": path}


def _away_from(
    times_s: npt.NDArray[np.float64], lost: npt.NDArray[np.bool_], *, beside_s: float
) -> npt.NDArray[np.bool_]:
    """Says of each frame whether it, and all within so many seconds, could be followed."""
    lost_s = times_s[lost]
    low = np.searchsorted(lost_s, times_s - beside_s)
    high = np.searchsorted(lost_s, times_s + beside_s, side="right")
    return np.asarray((low == high) | (np.arange(len(lost)) == 0))


def _said(is_followed: npt.NDArray[np.bool_], name: str) -> tuple[Problem, ...]:
    share = 1 - is_followed.mean()
    if share < 0.01:
        return ()
    what = "the skin could not be followed (a blink, a hand, a fast camera)"
    return (Problem(name, f"in {100 * share:.0f} % of the frames {what}; they are left out"),)
