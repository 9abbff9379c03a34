"""Made-up video of skin with twitches at known times: what the detection of video can be tried on.

A still texture is warped by less than a pixel where a muscle twitches, moved as a hand-held camera moves,
dimmed as a lamp flickers, given the noise of a small sensor and packed by H.264 or VP9. The eyelid scene has
an eye that blinks. No real clip of twitching skin was there to compare it with.
"""

import io
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from untwitch.facts.refused import Refused

Floats = npt.NDArray[np.floating[Any]]
Image = npt.NDArray[np.uint8]

TWITCH_RISE_S = 0.06
"""From the begin of a twitch to its peak; it is over after about five times that (chosen, not measured)."""

BLINK_S = 0.3
_MARGIN_PX = 24
_NOISE_PICTURES = 6
"""Pictures of noise that are drawn once and shifted anew for each frame."""
_CONTAINERS = {"mp4": ("mp4", "libx264"), "mov": ("mov", "libx264"), "webm": ("webm", "libvpx-vp9")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is filmed, and how.

    Attributes:
        kind: `calf`, or `eyelid` with an eye in the middle.
        width: Pixels.
        height: Pixels.
        rate_hz: Frames a second.
        duration_s: Length.
        twitch_px: Largest movement of a twitch.
        twitches_per_min: How many come, at random times at least 1.2 s apart.
        twitch_width_px: Spread of a twitch over the skin (standard deviation).
        blinks_per_min: How often the eye shuts; for `eyelid`.
        shake_px: Spread of the camera's movement.
        noise: Spread of the sensor's noise, grey levels.
        flicker: Part by which the light swells and sinks at 1.3 Hz.
        bits_per_px: What the encoder may spend on a pixel of a frame; phones: 0.13 to 0.27 (from memory).
        lost_frames: Part of the frames that the camera leaves out: a variable rate.
        container: `mp4`, `mov` or `webm`.
        seed: Of everything random.
    """

    kind: Literal["calf", "eyelid"] = "calf"
    width: int = 1280
    height: int = 720
    rate_hz: float = 30.0
    duration_s: float = 30.0
    twitch_px: float = 0.5
    twitches_per_min: float = 12.0
    twitch_width_px: float = 60.0
    blinks_per_min: float = 0.0
    shake_px: float = 1.0
    noise: float = 1.0
    flicker: float = 0.01
    bits_per_px: float = 0.2
    lost_frames: float = 0.0
    container: Literal["mp4", "mov", "webm"] = "mp4"
    seed: int = 0

    def __post_init__(self) -> None:
        if self.blinks_per_min and self.kind != "eyelid":
            raise Refused("a calf does not blink; blinks_per_min is for the eyelid")
        if min(self.width, self.height) < 64 or self.width % 2 or self.height % 2:
            raise Refused(f"{self.width} x {self.height} is no picture size here: even, at least 64")


@dataclass(frozen=True, slots=True)
class Clip:
    """A made-up video and what is true of it.

    Attributes:
        data: The file.
        twitch_times_s: Peak of each twitch, from the first frame.
        blink_times_s: Middle of each blink.
    """

    data: bytes
    twitch_times_s: tuple[float, ...]
    blink_times_s: tuple[float, ...]


def simulate_clip(scene: Scene) -> Clip:
    """Gives a made-up video.

    Raises:
        Refused: The extra for video is not installed.
    """
    try:
        import av  # noqa: PLC0415 - of the extra
    except ImportError:
        raise Refused("video needs an extra: pip install 'untwitch[video]'") from None
    chance = np.random.default_rng(scene.seed)
    film = _Film(scene, chance)
    n = round(scene.duration_s * scene.rate_hz)
    kept = np.flatnonzero((chance.uniform(size=n) >= scene.lost_frames) | (np.arange(n) == 0))
    held = io.BytesIO()
    form, codec = _CONTAINERS[scene.container]
    with av.open(held, "w", format=form) as out:
        options = {"preset": "veryfast"} if codec == "libx264" else {"deadline": "realtime", "cpu-used": "8"}
        stream: Any = out.add_stream(codec, rate=round(scene.rate_hz), options=options)
        stream.width, stream.height, stream.pix_fmt = scene.width, scene.height, "yuv420p"
        stream.bit_rate = round(scene.bits_per_px * scene.width * scene.height * scene.rate_hz)
        stream.gop_size = round(2 * scene.rate_hz)
        stream.codec_context.thread_count = 1
        for number in kept.tolist():
            frame = av.VideoFrame.from_ndarray(film.picture(number / scene.rate_hz), format="gray")
            frame.pts = number
            frame.time_base = Fraction(1, round(scene.rate_hz))
            out.mux(stream.encode(frame.reformat(format="yuv420p")))
        out.mux(stream.encode(None))
    return Clip(held.getvalue(), tuple(film.twitch_times_s), tuple(film.blink_times_s))


class _Film:
    """The scene at any moment."""

    def __init__(self, scene: Scene, chance: np.random.Generator) -> None:
        self.scene, self.chance = scene, chance
        self.blink_times_s = _times(scene, scene.blinks_per_min, chance, apart_s=2.0)
        blinks = np.array(self.blink_times_s)
        self.twitch_times_s = [
            each
            for each in _times(scene, scene.twitches_per_min, chance, apart_s=1.2)
            if not blinks.size or np.abs(blinks - each).min() > 1.0
        ]
        height, width = scene.height + 2 * _MARGIN_PX, scene.width + 2 * _MARGIN_PX
        self.skin = _skin(height, width, chance)
        self.lid = _skin(height, width, chance) - 10
        self.down, self.right = np.mgrid[: scene.height, : scene.width].astype(np.float32)
        shape = (_NOISE_PICTURES, scene.height, scene.width)
        self.noise = scene.noise * chance.standard_normal(shape, dtype=np.float32)
        self.eye = self._eye(height, width) if scene.kind == "eyelid" else None
        self.places = [self._place() for _ in self.twitch_times_s]
        self.phases = chance.uniform(0, 2 * np.pi, size=(2, 4))
        self.speeds_hz = chance.uniform(0.1, 1.2, size=(2, 4))

    def _place(self) -> tuple[float, float, float]:
        """Gives where a twitch lies and where it pulls: on the lower lid, or anywhere on the calf."""
        scene, angle = self.scene, self.chance.uniform(0, 2 * np.pi)
        if scene.kind == "eyelid":
            down = scene.height * self.chance.uniform(0.78, 0.88)
            return down, scene.width * self.chance.uniform(0.3, 0.7), angle
        across = self.chance.uniform(0.15, 0.85, size=2)
        return scene.height * across[0], scene.width * across[1], angle

    def _eye(self, height: int, width: int) -> npt.NDArray[np.bool_]:
        """Gives where the eye is."""
        down, right = np.mgrid[:height, :width].astype(np.float32)
        across = ((down - 0.45 * height) / (0.16 * height)) ** 2 + ((right - width / 2) / (0.3 * width)) ** 2
        return np.asarray(across < 1, dtype=np.bool_)

    def picture(self, time_s: float) -> Image:
        """Gives the picture at a time."""
        import cv2  # noqa: PLC0415 - of the extra

        scene = self.scene
        texture = self.skin if self.eye is None else self._with_eye(self.eye, time_s)
        waves = np.sin(2 * np.pi * self.speeds_hz * time_s + self.phases).sum(axis=1)
        turn = 0.0004 * scene.shake_px * np.sin(2 * np.pi * 0.3 * time_s)
        middle_down, middle_right = scene.height / 2, scene.width / 2
        from_down = self.down + scene.shake_px * waves[0] / 1.4 + turn * (self.right - middle_right)
        from_right = self.right + scene.shake_px * waves[1] / 1.4 - turn * (self.down - middle_down)
        for at_s, (down, right, angle) in zip(self.twitch_times_s, self.places, strict=True):
            since = (time_s - at_s) / TWITCH_RISE_S + 1
            if not 0 < since < 8:
                continue
            away = ((self.down - down) ** 2 + (self.right - right) ** 2) / (2 * scene.twitch_width_px**2)
            moved = scene.twitch_px * since * np.exp(1 - since) * np.exp(-away)
            from_down, from_right = from_down - moved * np.sin(angle), from_right - moved * np.cos(angle)
        seen = cv2.remap(
            texture,
            (from_right + _MARGIN_PX).astype(np.float32),
            (from_down + _MARGIN_PX).astype(np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REFLECT,
        )
        seen = seen * (1 + scene.flicker * np.sin(2 * np.pi * 1.3 * time_s))
        noise = self.noise[int(self.chance.integers(_NOISE_PICTURES))]
        seen += np.roll(noise, self.chance.integers(0, seen.shape), axis=(0, 1))
        return np.asarray(np.clip(np.round(seen), 0, 255), dtype=np.uint8)

    def _with_eye(self, eye: npt.NDArray[np.bool_], time_s: float) -> Floats:
        """Gives the texture with the eye as open as it is: the upper lid comes down over it."""
        height, width = self.skin.shape
        open_part = 1.0
        for each in self.blink_times_s:
            off = abs(time_s - each) / (BLINK_S / 2)
            open_part = min(open_part, max(0.0, 1 - np.cos(np.pi / 2 * min(off, 1))) if off < 1 else 1.0)
        down, right = np.mgrid[:height, :width].astype(np.float32)
        iris = ((down - 0.45 * height) ** 2 + (right - width / 2) ** 2) < (0.12 * height) ** 2
        ball = np.where(iris, 55.0, 205.0).astype(np.float32)
        top, bottom = 0.29 * height, 0.61 * height
        lid_edge = bottom - (bottom - top) * open_part
        shut = np.roll(self.lid, round(lid_edge - top), axis=0)
        inside = np.where(down < lid_edge, shut, ball)
        return np.where(eye, inside, self.skin).astype(np.float32)


def _times(scene: Scene, per_min: float, chance: np.random.Generator, *, apart_s: float) -> list[float]:
    """Gives random times in the clip, a second off its ends and some time apart."""
    wanted = round(per_min * scene.duration_s / 60)
    room = scene.duration_s - 2.0 - apart_s * wanted
    if wanted and room < 0:
        raise Refused(f"{wanted} events do not fit into {scene.duration_s:g} s, {apart_s:g} s apart")
    starts = np.sort(chance.uniform(0, room, size=wanted)) if wanted else np.empty(0)
    return [float(each) for each in 1.0 + starts + apart_s * np.arange(wanted) + apart_s / 2]


def _skin(height: int, width: int, chance: np.random.Generator) -> Floats:
    """Gives a texture of skin: patches, pores and a few fine lines, `(height, width)`, grey levels."""
    import cv2  # noqa: PLC0415 - of the extra

    skin = np.full((height, width), 150.0, np.float32)
    for spread_px, strength in ((40, 10.0), (8, 5.0), (2.0, 4.0)):
        noise = cv2.GaussianBlur(chance.standard_normal((height, width), dtype=np.float32), (0, 0), spread_px)
        skin += strength * noise / noise.std()
    return skin
