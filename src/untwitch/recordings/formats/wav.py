"""WAV: what the apps of sound-card amplifiers write (Backyard Brains' SpikerBox and the like).

What is believed: RIFF with a `fmt ` and a `data` part; whole numbers of 8 (without sign), 16, 24 or 32 bits,
or floating ones of 32 or 64; row after row. Proven against files that scipy and the standard library wrote,
not on one of such an app. A file does not say what a step is worth, so a person is asked: `--unit 0.05uV`
for the size of a step, `--unit count` where nobody knows. Apps for sound often change the gain by themselves,
which cannot be seen in the file: that is always said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked
from untwitch.recordings.blocks import in_blocks
from untwitch.recordings.given import Given
from untwitch.recordings.raw_samples import RawLayout, Taken, pieces_on_disk
from untwitch.recordings.recording import MOST_CHANNELS, Block, Recording

AUTOMATIC_GAIN = (
    "apps for sound often change the gain by themselves; then sizes do not compare within the recording"
)
_MOST_PARTS = 1000
_OPEN_END = {0, 0xFFFFFFFF}
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_KINDS = {
    (_PCM, 8): "|u1",
    (_PCM, 16): "<i2",
    (_PCM, 24): "<i3",
    (_PCM, 32): "<i4",
    (_FLOAT, 32): "<f4",
    (_FLOAT, 64): "<f8",
}


@dataclass(frozen=True, slots=True)
class Sound:
    """What a file holds: its rate, where its numbers lie, and what is said of its end."""

    rate_hz: int
    layout: RawLayout
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Wav:
    """The reader of WAV."""

    name: str = "wav"
    unproven: bool = False

    def claims(self, given: Given) -> float:
        """Says how surely a file is one."""
        return 1.0 if given.first[:4] in {b"RIFF", b"RF64"} and given.first[8:12] == b"WAVE" else 0.0

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: It is damaged, packed as sound is, or nobody says what its numbers are worth.
        """
        with given.on_disk() as file:
            sound = _sound(file, given=given)
        layout = sound.layout
        is_whole = layout.kind[1] != "f"
        scale, _ = asked.unit_of("", name=given.name)
        if is_whole and not scale.is_step and scale.unit != "count":
            what = "holds steps of a converter; say with --unit what one is worth, as in 0.05uV, or count"
            raise Refused(f"{given.name} {what}")
        middle = 128 if layout.kind == "|u1" else 0
        gain, columns = np.array([scale.factor]), tuple(range(layout.n_columns))
        taken = Taken(columns, gain, -middle * gain)

        def open_blocks(length: int) -> Iterator[Block]:
            pieces = pieces_on_disk(given, layout, taken, length=length)
            return in_blocks(
                pieces, length=length, n_samples=layout.n, n_channels=layout.n_columns, name=given.name
            )

        return Recording(
            name=given.name,
            sensor=asked.sensor_of(scale, name=given.name),
            unit=scale.unit,
            rate_hz=asked.rate_of(float(sound.rate_hz), name=given.name),
            channel_names=tuple(f"channel {each + 1}" for each in columns),
            n_samples=layout.n,
            open_blocks=open_blocks,
            least_bit=scale.factor if is_whole else None,
            problems=(Problem(given.name, AUTOMATIC_GAIN), *sound.problems),
            saturation=_rails(layout, scale.factor) if is_whole else None,
        )


FORMAT = Wav()


def _rails(layout: RawLayout, factor: float) -> tuple[float, float]:
    half = 1 << (8 * layout.number_bytes - 1)
    return -half * factor, (half - 1) * factor


def _sound(file: BinaryIO, *, given: Given) -> Sound:
    """Goes through the parts of a file up to its numbers.

    Raises:
        Refused: It is damaged, or packed.
    """
    size, at = given.size or 0, 12
    form: tuple[str, int, int] | None = None
    for _ in range(_MOST_PARTS):
        file.seek(at)
        head = file.read(8)
        length = int.from_bytes(head[4:], "little")
        if len(head) < 8:
            break
        if head[:4] == b"fmt ":
            form = _form(file.read(min(length, 64)), name=given.name)
        if head[:4] == b"data":
            if form is None:
                break
            kind, n_columns, rate_hz = form
            there = size - at - 8
            is_cut = length not in _OPEN_END and length > there
            n = (there if is_cut or length in _OPEN_END else length) // (n_columns * int(kind[2:]))
            layout = RawLayout(at + 8, n, n_columns, kind)
            what = f"the file ends after {n / rate_hz:g} s; what is there was read"
            return Sound(rate_hz, layout, (Incomplete(given.name, what),) if is_cut else ())
        at += 8 + length + length % 2
    raise Refused(f"{given.name} is a damaged WAV file: its sound was not found")


def _form(data: bytes, *, name: str) -> tuple[str, int, int]:
    """Gives the type of a number, the channels and the rate.

    Raises:
        Refused: They cannot be, or are not known here.
    """
    if len(data) < 16:
        raise Refused(f"{name} is a damaged WAV file: its form is cut")
    tag, channels = int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")
    rate_hz, bits = int.from_bytes(data[4:8], "little"), int.from_bytes(data[14:16], "little")
    if tag == _EXTENSIBLE and len(data) >= 26:
        tag = int.from_bytes(data[24:26], "little")
    kind = _KINDS.get((tag, bits))
    if kind is None:
        raise Refused(f"{name} is packed as sound is (form {tag}, {bits} bits); save it as 16-bit PCM")
    if not 0 < channels <= MOST_CHANNELS or not rate_hz:
        raise Refused(f"{name} has {channels} channels and {rate_hz} samples a second; that cannot be")
    return kind, channels, rate_hz
