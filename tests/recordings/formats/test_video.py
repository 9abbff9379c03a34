import importlib.util
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked
from untwitch.recordings.formats.video import COLUMNS, FORMAT, ROWS, demuxer_of
from untwitch.recordings.open import open_recording
from untwitch.recordings.simulate_video import Clip, Scene, simulate_clip

SMALL = Scene(width=160, height=120, duration_s=4.0, twitches_per_min=0, seed=3)


@pytest.fixture(scope="module")
def clip() -> Clip:
    return simulate_clip(SMALL)


def test_a_clip_becomes_two_channels_a_cell_on_the_grid_of_its_frames(tmp_path: Path, clip: Clip) -> None:
    found = open_recording(written(tmp_path, "calf.mp4", clip.data))
    assert (found.sensor, found.unit, found.n_channels) == ("video", "px", 2 * ROWS * COLUMNS)
    assert found.rate_hz == pytest.approx(30)
    assert found.n_samples == 120
    assert (found.gaps, found.problems) == ((), ())
    assert found.positions is not None
    assert found.positions[2 * COLUMNS + 3].tolist() == [1, 1]
    assert found.channel_names[3] == "row 1 column 2 right"
    assert np.isfinite(samples_of(found)).all()


def test_frames_that_a_phone_left_out_are_bridged_and_said(tmp_path: Path) -> None:
    clip = simulate_clip(replace(SMALL, lost_frames=0.08))
    found = open_recording(written(tmp_path, "calf.mov", clip.data))
    assert found.rate_hz == pytest.approx(30, rel=0.01)
    assert found.n_samples >= 118
    assert any("lost samples" in each.what for each in found.problems)


def test_webm_is_read(tmp_path: Path) -> None:
    clip = simulate_clip(replace(SMALL, duration_s=3.0, container="webm"))
    assert open_recording(written(tmp_path, "calf.webm", clip.data)).n_samples == 90


def test_a_cut_file_gives_what_is_there_or_says_why_not(tmp_path: Path, clip: Clip) -> None:
    with pytest.raises(Refused, match=r"calf\.mp4 cannot be read: the rest is damaged"):
        open_recording(written(tmp_path, "calf.mp4", clip.data[: len(clip.data) // 2]))
    webm = simulate_clip(replace(SMALL, container="webm")).data
    found = open_recording(written(tmp_path, "calf.webm", webm[: len(webm) * 2 // 3]))
    assert 30 <= found.n_samples < 115


@pytest.mark.parametrize("seed", range(3))
def test_changed_bytes_never_end_in_a_traceback(tmp_path: Path, clip: Clip, seed: int) -> None:
    chance = np.random.default_rng(seed)
    data = bytearray(clip.data)
    for place in chance.integers(32, len(data), size=200):
        data[place] = chance.integers(256)
    try:
        found = open_recording(written(tmp_path, "calf.mp4", bytes(data)))
    except Refused:
        return
    assert found.n_samples <= 240
    assert all(isinstance(each, Incomplete) or each.what for each in found.problems)


def test_photos_and_sound_in_the_same_container_are_not_claimed(tmp_path: Path) -> None:
    for brand, demuxer in (("heic", None), ("M4A ", None), ("isom", "mov"), ("qt  ", "mov")):
        one = given(written(tmp_path, "a", b"\0\0\0\x18ftyp" + brand.encode() + bytes(40)))
        assert demuxer_of(one) == demuxer
        assert FORMAT.claims(one) == (0.95 if demuxer else 0)


def test_a_video_is_no_other_sensor(tmp_path: Path, clip: Clip) -> None:
    with pytest.raises(Refused, match="is a video, not the emg"):
        FORMAT.read(given(written(tmp_path, "calf.mp4", clip.data)), asked(sensor="emg"))


def test_without_the_extra_one_sentence_names_it(
    tmp_path: Path, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(Refused, match=r"pip install 'untwitch\[video\]'"):
        FORMAT.read(given(written(tmp_path, "calf.mp4", clip.data)), asked())


def test_a_file_too_large_is_not_begun(tmp_path: Path) -> None:
    path = written(tmp_path, "calf.mp4", b"\0\0\0\x18ftypisom" + bytes(40))
    os.truncate(path, (4 << 30) + 1)
    with pytest.raises(Refused, match="has more than 4 GB"):
        open_recording(path)


def test_a_clip_of_less_than_a_second_is_too_little(tmp_path: Path) -> None:
    clip = simulate_clip(replace(SMALL, duration_s=0.5, twitches_per_min=0))
    with pytest.raises(Refused, match="could be followed for a second"):
        open_recording(written(tmp_path, "calf.mp4", clip.data))
