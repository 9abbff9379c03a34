"""OTB+ and OTB4, archives of OT Bioelettronica's high-density amplifiers. Unproven: no real file was at hand.

What is believed, from public readers of this format: a tar archive with streams of samples (`*.sig`), row
after row, of 16, 24 or 32 bits, little-endian. In OTB+ each stream has a description of the same name
(`*.xml`): a `Device` with its bits, rate and total of channels, `Adapter`s with gain and first channel, and
`Channel`s. The range of the converter is not in it; it is taken by the name of the device (5 V for
QUATTROCENTO, 3.3 V for DUE+ and QUATTRO+, else 4.8 V). In OTB4 `Tracks_000.xml` describes tracks: stream,
first channel, channels, bits, range, gain. A step is range / 2^bits / gain, in volts.

Streams are read where they lie in the archive; nothing is unpacked. A person is told that the sizes rest on
what is believed.

Reference:
    OTBioelettronica/OTB-Matlab; MNE-Python's reader of OTB files (both read, neither copied).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked, shown
from untwitch.recordings.blocks import Piece, in_blocks
from untwitch.recordings.given import Given
from untwitch.recordings.otb_tracks import LARGEST_XML_BYTES, Track, four_tracks, plus_track
from untwitch.recordings.raw_samples import RawLayout, Taken, pieces_on_disk
from untwitch.recordings.recording import MOST_CHANNELS, Block, Recording
from untwitch.recordings.tar_places import TarPlace, is_tar, tar_places

UNPROVEN = "this reader was not tried on a real file yet; compare the sizes with those of your own software"
TRACKS = "Tracks_000.xml"


@dataclass(frozen=True, slots=True)
class _Stream:
    """A stream with what is taken of it."""

    layout: RawLayout
    taken: Taken


@dataclass(frozen=True, slots=True)
class Otb:
    """The reader of OTB+ and OTB4."""

    name: str = "otb"
    unproven: bool = True

    def claims(self, given: Given) -> float:
        """Says how surely a file is one: an archive; no other kind of recording lies in one."""
        return 0.8 if is_tar(given.first) else 0.0

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: It holds no streams with descriptions, or these cannot be.
        """
        size = given.size or 0
        with given.on_disk() as file:
            places = {each.name: each for each in tar_places(file, size=size)}
            tracks = _tracks(file, places, name=given.name)
        rate_hz = Counter(each.rate_hz for each in tracks).most_common(1)[0][0]
        others = [each for each in tracks if each.rate_hz != rate_hz]
        tracks = [each for each in tracks if each.rate_hz == rate_hz]
        streams = [_stream(each, places[each.stream], size=size) for each in tracks]
        n = min(each.layout.n for each in streams)
        n_channels = sum(len(each.columns) for each in tracks)
        if n_channels > MOST_CHANNELS:
            raise Refused(f"{given.name} has {n_channels} channels; at most {MOST_CHANNELS} are read")
        steps = np.concatenate([each.step_uv for each in tracks])

        def open_blocks(length: int) -> Iterator[Block]:
            pieces = _together(given, streams, n, length=length)
            return in_blocks(pieces, length=length, n_samples=n, n_channels=n_channels, name=given.name)

        problems = [Problem(given.name, UNPROVEN), *_cut(given, tracks, places, n, rate_hz)]
        if others:
            problems.append(Problem(given.name, f"{len(others)} tracks of another rate were left out"))
        half = 1 << (8 * tracks[0].number_bytes - 1)
        is_one_step = len({*steps.tolist(), *(each.number_bytes for each in tracks[1:])}) == 1
        return Recording(
            name=given.name,
            sensor="emg",
            unit="uV",
            rate_hz=asked.rate_of(rate_hz, name=given.name),
            channel_names=tuple(shown(name) for each in tracks for name in each.names),
            n_samples=n,
            open_blocks=open_blocks,
            least_bit=float(np.median(steps)),
            problems=tuple(problems),
            saturation=(-half * float(steps[0]), (half - 1) * float(steps[0])) if is_one_step else None,
        )


FORMAT = Otb()


def _text(file: BinaryIO, place: TarPlace) -> bytes:
    if place.size > LARGEST_XML_BYTES:
        raise Refused(f"{shown(place.name)} is larger than any description")
    file.seek(place.at)
    return file.read(place.size)


def _tracks(file: BinaryIO, places: dict[str, TarPlace], *, name: str) -> list[Track]:
    """Gives the tracks of muscle whose streams are there.

    Raises:
        Refused: There are none.
    """
    if TRACKS in places:
        found = four_tracks(_text(file, places[TRACKS]), name=f"{TRACKS} of {name}")
    else:
        pairs = [
            (each, each.removesuffix(".sig") + ".xml")
            for each in places
            if each.endswith(".sig") and each.removesuffix(".sig") + ".xml" in places
        ]
        found = tuple(
            plus_track(_text(file, places[told]), stream=stream, name=f"{shown(told)} of {name}")
            for stream, told in pairs[:1]
        )
    there = [each for each in found if each.stream in places]
    if not there:
        raise Refused(f"{name} is an archive without streams of samples and their descriptions")
    return there


def _stream(track: Track, place: TarPlace, *, size: int) -> _Stream:
    row_bytes = track.n_columns * track.number_bytes
    n = max(0, min(place.size, size - place.at)) // row_bytes
    layout = RawLayout(place.at, n, track.n_columns, f"<i{track.number_bytes}")
    return _Stream(layout, Taken(track.columns, np.array(track.step_uv), np.zeros(len(track.columns))))


def _cut(
    given: Given, tracks: Sequence[Track], places: dict[str, TarPlace], n: int, rate_hz: float
) -> tuple[Problem, ...]:
    size = given.size or 0
    if all(places[each.stream].at + places[each.stream].size <= size for each in tracks):
        return ()
    return (Incomplete(given.name, f"the file ends after {n / rate_hz:g} s; what is there was read"),)


def _together(given: Given, streams: Sequence[_Stream], n: int, *, length: int) -> Iterator[Piece]:
    """Gives the samples of all streams side by side."""
    at_once = min(length, 1 << 14)
    layouts = [RawLayout(each.layout.at, n, each.layout.n_columns, each.layout.kind) for each in streams]
    pieces = [
        pieces_on_disk(given, layout, each.taken, length=at_once)
        for layout, each in zip(layouts, streams, strict=True)
    ]
    if len(pieces) == 1:
        yield from pieces[0]
        return
    for parts in zip(*pieces, strict=True):
        yield Piece(parts[0].first_index, np.concatenate([each.channels for each in parts]))
