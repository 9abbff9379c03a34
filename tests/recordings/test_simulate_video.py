import io
from dataclasses import replace

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from untwitch.facts.refused import Refused
from untwitch.recordings.simulate_video import Scene, simulate_clip

SMALL = Scene(width=160, height=120, duration_s=4.0, twitches_per_min=15, twitch_width_px=12, seed=3)


def times_of(data: bytes, *, demuxer: str = "mov") -> list[float]:
    with av.open(io.BytesIO(data), "r", format=demuxer) as file:
        return [float(frame.time or 0.0) for frame in file.decode(video=0)]


def test_a_clip_has_its_frames_and_twitches_apart() -> None:
    clip = simulate_clip(SMALL)
    np.testing.assert_allclose(times_of(clip.data), np.arange(120) / 30, atol=1e-4)
    assert len(clip.twitch_times_s) == 1
    many = simulate_clip(replace(SMALL, duration_s=8.0, twitches_per_min=30)).twitch_times_s
    assert len(many) == 4
    assert np.diff(many).min() >= 1.2


def pictures_of(data: bytes) -> NDArray[np.float64]:
    """Brightness of every picture, `(n, height, width)`."""
    with av.open(io.BytesIO(data), "r", format="mov") as file:
        return np.array([each.to_ndarray(format="gray") for each in file.decode(video=0)], dtype=float)


def test_the_same_seed_is_the_same_film_and_another_is_not() -> None:
    # The encoder spends its bits a little differently the first time a process uses it.
    first, again, other = (simulate_clip(each) for each in (SMALL, SMALL, replace(SMALL, seed=4)))
    assert first.twitch_times_s == again.twitch_times_s != other.twitch_times_s
    assert np.abs(pictures_of(first.data) - pictures_of(again.data)).mean() < 2
    assert np.abs(pictures_of(first.data) - pictures_of(other.data)).mean() > 5


def test_lost_frames_leave_holes_in_time() -> None:
    times = times_of(simulate_clip(replace(SMALL, lost_frames=0.2)).data)
    assert 80 < len(times) < 115
    assert np.diff(times).max() > 0.06


def test_an_eye_blinks_and_no_twitch_lies_beside_it() -> None:
    clip = simulate_clip(replace(SMALL, kind="eyelid", duration_s=8.0, blinks_per_min=15))
    assert len(clip.blink_times_s) == 2
    assert all(abs(one - other) > 1 for one in clip.twitch_times_s for other in clip.blink_times_s)
    with av.open(io.BytesIO(clip.data), "r", format="mov") as file:
        pictures = {
            round(float(frame.time or 0), 2): frame.to_ndarray(format="gray")[48:60, 60:100].mean()
            for frame in file.decode(video=0)
        }
    shut = min(pictures, key=lambda at: abs(at - clip.blink_times_s[0]))
    assert abs(pictures[shut] - pictures[0.0]) > 15


def test_webm_can_be_made() -> None:
    assert (
        simulate_clip(replace(SMALL, duration_s=3.0, container="webm", twitches_per_min=0)).data[:4]
        == b"\x1aE\xdf\xa3"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"blinks_per_min": 3.0}, "a calf does not blink"),
        ({"width": 65}, "65 x 120 is no picture size"),
        ({"height": 40}, "160 x 40 is no picture size"),
        ({"twitches_per_min": 120.0}, "8 events do not fit into 4 s, 1.2 s apart"),
    ],
)
def test_a_scene_that_cannot_be_is_refused(changed: dict[str, float], said: str) -> None:
    with pytest.raises(Refused, match=said):
        simulate_clip(replace(SMALL, **changed))  # type: ignore[arg-type]
