"""Decodes a video in the sandbox, for it may have been made to harm its reader, and follows the skin in it.

The child is asked again and again, and holds the file open between two requests:

    {"path": "/…/a.mp4", "demuxer": "mov", "first": true}     begins anew
    {"path": "/…/a.mp4"}                                      goes on

Each answer is a list of rows: first one that says what the video is, then one a frame: its time and how far
the skin of each cell moved, or its time alone where it could not be followed; at the end one that says why.
An empty list says that all was given. The demuxer is named, so that no list of other files is followed.
"""

import itertools
import json
from collections.abc import Iterator
from typing import Any

FRAMES_AT_ONCE = 60
LARGEST_PX = 4096 * 2304
MOST_FRAMES = 36_000
LONGEST_S = 1200.0
LONGEST_SIDE_PX = 1280
"""Larger pictures are made smaller before the skin is followed."""

CODECS = {"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mjpeg", "libdav1d", "libaom-av1"}

_going: dict[str, Iterator[Any]] = {}


def video_answer(request: bytes) -> Iterator[Any]:
    """Gives the next rows of a video.

    Args:
        request: A JSON document, as above.

    Yields:
        One list of rows.
    """
    asked = json.loads(request)
    if asked.get("first"):
        _going[asked["path"]] = rows_of(asked["path"], asked["demuxer"])
    yield list(itertools.islice(_going[asked["path"]], FRAMES_AT_ONCE))


def rows_of(path: str, demuxer: str) -> Iterator[Any]:
    """Gives all rows of a video.

    Args:
        path: The file.
        demuxer: `mov` (MP4 and MOV) or `matroska` (WebM).
    """
    import av  # noqa: PLC0415 - of the extra, and only the child needs it

    try:
        with av.open(path, format=demuxer) as file:
            if not file.streams.video:
                yield {"end": "it holds no picture"}
                return
            stream = file.streams.video[0]
            context = stream.codec_context
            if context.name not in CODECS:
                yield {"end": "its codec is not read here"}
                return
            if not 0 < context.width * context.height <= LARGEST_PX:
                yield {"end": f"its pictures have {context.width} x {context.height} pixels, more than 4K"}
                return
            context.thread_count = 1
            yield from _followed(file, stream)
    except (av.error.FFmpegError, ValueError, MemoryError):
        yield {"end": "the rest is damaged"}


def _followed(file: Any, stream: Any) -> Iterator[Any]:
    from untwitch.recordings.cell_motion import CellMotion  # noqa: PLC0415 - loads OpenCV

    motion, first_s = CellMotion(), None
    for count, frame in enumerate(file.decode(stream)):
        if frame.time is None:
            continue
        first_s = frame.time if first_s is None else first_s
        time_s = float(frame.time - first_s)
        if count >= MOST_FRAMES or time_s > LONGEST_S or frame.width * frame.height > LARGEST_PX:
            yield {"end": f"only the first {time_s:.0f} s were read: that is the most"}
            return
        scale = min(1.0, LONGEST_SIDE_PX / max(frame.width, frame.height))
        width, height = max(64, round(frame.width * scale)), max(64, round(frame.height * scale))
        picture = frame.reformat(width=width, height=height, format="gray", interpolation="AREA")
        cells = motion.follow(picture.to_ndarray(), time_s)
        if cells is None:
            yield [time_s]
        else:
            yield [time_s, *(round(each, 4) for each in (cells.ravel() / scale).tolist())]
