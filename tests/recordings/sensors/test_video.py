from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tests.recordings.reading import written

from untwitch.recordings.detect import detect
from untwitch.recordings.open import open_recording
from untwitch.recordings.recording import Recording, of_array
from untwitch.recordings.sensor import Window
from untwitch.recordings.sensors import sensor_named
from untwitch.recordings.sensors.video import MOVED, SENSOR, SETTLING, UNSEEN, artefacts, condition
from untwitch.recordings.simulate_video import Scene, simulate_clip
from untwitch.recordings.stream import judged_windows

RATE_HZ = 30.0
Samples = npt.NDArray[np.float32]


def cells(*, seconds: float = 40.0, seed: int = 1) -> Samples:
    chance = np.random.default_rng(seed)
    return chance.normal(scale=0.01, size=(round(seconds * RATE_HZ), 96)).astype(np.float32)


def twitch(samples: Samples, *, time_s: float, channels: slice, size_px: float) -> None:
    at = np.arange(12) / RATE_HZ
    first = round(time_s * RATE_HZ)
    samples[first : first + 12, channels] += (size_px * at / 0.06 * np.exp(1 - at / 0.06))[:, None]


def video(samples: Samples) -> Recording:
    return of_array(samples, rate_hz=RATE_HZ, sensor="video", unit="px")


def heights(samples: Samples) -> npt.NDArray[np.float32]:
    return np.concatenate([each.heights for each in judged_windows(video(samples), sensor=SENSOR, step=100)])


def test_the_sensor_is_found_by_its_name() -> None:
    assert sensor_named("video") is SENSOR


def test_a_twitch_of_two_cells_is_found_and_one_of_all_is_left_out() -> None:
    samples = cells()
    twitch(samples, time_s=15.0, channels=slice(20, 24), size_px=0.3)
    twitch(samples, time_s=25.0, channels=slice(0, 96), size_px=0.3)
    found = detect(video(samples))
    sure = [each for each in found.twitches if each.confidence > 0.5]
    assert [each.time_s for each in sure] == [pytest.approx(15.07, abs=0.07)]
    assert [each.reason for each in found.excluded] == [SETTLING, MOVED]
    assert found.excluded[1].start_s < 25.1 < found.excluded[1].end_s


def test_noise_alone_has_hardly_a_twitch() -> None:
    assert sum(each.confidence > 0.5 for each in detect(video(cells())).twitches) <= 1


def test_no_noise_passes_the_threshold_and_small_twitches_of_one_cell_do() -> None:
    samples = cells(seed=3)
    assert heights(samples).max() < SENSOR.threshold
    for time_s in (12.0, 18.0, 24.0, 30.0):
        twitch(samples, time_s=time_s, channels=slice(20, 22), size_px=0.06)
    assert (heights(samples) >= SENSOR.threshold).sum() == 4


def test_frames_that_could_not_be_followed_are_left_out_with_their_reason() -> None:
    samples = cells()
    samples[600:612] = np.nan
    samples[612:] += 0.5
    found = detect(video(samples))
    unseen = [each for each in found.excluded if each.reason == UNSEEN]
    assert len(unseen) == 1
    assert unseen[0].start_s == pytest.approx(19.6)
    assert unseen[0].end_s == pytest.approx(20.8)
    assert sum(each.confidence > 0.5 for each in found.twitches) <= 1


def test_a_count_says_that_its_confidence_comes_from_muscle_signals() -> None:
    doubt = SENSOR.calibration_doubt
    assert doubt is not None
    assert doubt in [each.what for each in detect(video(cells())).problems]


def test_a_window_without_a_frame_has_nothing_to_say() -> None:
    raw = np.zeros((900, 96), np.float32)
    nothing = Window(300, 300, 600, RATE_HZ, raw, raw, np.ones(900, np.bool_))
    assert condition(nothing).loudness is None
    assert [each.reason for each in artefacts(nothing, np.ones(96))] == [UNSEEN]


def test_a_picture_without_texture_is_as_loud_as_usual() -> None:
    raw = np.zeros((900, 96), np.float32)
    still = Window(300, 300, 600, RATE_HZ, raw, raw, np.zeros(900, np.bool_))
    loudness = condition(still).loudness
    assert loudness is not None
    assert np.ptp(loudness) == 0


@pytest.mark.slow
def test_half_a_pixel_is_found_in_a_made_up_clip_and_a_blink_is_not(tmp_path: Path) -> None:
    calf = Scene(
        width=640, height=480, duration_s=20, twitches_per_min=15, twitch_width_px=60, noise=0.7, seed=5
    )
    clip = simulate_clip(calf)
    found = detect(open_recording(written(tmp_path, "calf.mp4", clip.data)))
    sure = np.array([each.time_s for each in found.twitches if each.confidence > 0.5])
    off = np.abs(sure[:, None] - np.array(clip.twitch_times_s)[None, :])
    assert (off.min(axis=0) < 0.07).mean() >= 0.6
    assert (off.min(axis=1) > 0.3).sum() <= 1
    eye = Scene(
        width=640, height=480, duration_s=20, kind="eyelid", twitches_per_min=0, blinks_per_min=12, seed=6
    )
    clip = simulate_clip(eye)
    found = detect(open_recording(written(tmp_path, "eye.mp4", clip.data)))
    assert len(clip.blink_times_s) == 4
    assert not [each for each in found.twitches if each.confidence > 0.5]
