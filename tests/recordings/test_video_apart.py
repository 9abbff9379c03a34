import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from untwitch.recordings import video_apart
from untwitch.recordings.simulate_video import Scene, simulate_clip
from untwitch.recordings.video_apart import rows_of, video_answer

SMALL = Scene(width=160, height=120, duration_s=4.0, twitches_per_min=0, seed=3)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "small.mp4"
    path.write_bytes(simulate_clip(SMALL).data)
    return path


def test_a_row_a_frame_with_its_time_and_the_movement_of_every_cell(clip: Path) -> None:
    rows = list(rows_of(str(clip), "mov"))
    assert len(rows) == 120
    assert [len(each) for each in rows] == [1] + [97] * 119
    assert rows[30][0] == pytest.approx(1.0, abs=1e-3)


def test_requests_go_on_where_the_one_before_ended(clip: Path) -> None:
    def asked(**more: Any) -> list[Any]:
        (rows,) = video_answer(json.dumps({"path": str(clip), **more}).encode())
        assert isinstance(rows, list)
        return rows

    first = asked(demuxer="mov", first=True)
    assert (len(first), len(asked()), asked()) == (60, 60, [])
    assert asked(demuxer="mov", first=True) == first


def test_a_video_too_long_says_how_much_was_read(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_apart, "MOST_FRAMES", 30)
    rows = list(rows_of(str(clip), "mov"))
    assert rows[-1] == {"end": "only the first 1 s were read: that is the most"}
    assert len(rows) == 31


def test_pictures_too_large_are_not_decoded(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_apart, "LARGEST_PX", 100 * 100)
    (row,) = rows_of(str(clip), "mov")
    assert row == {"end": "its pictures have 160 x 120 pixels, more than 4K"}


def test_an_unknown_codec_is_not_decoded(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_apart, "CODECS", {"vp9"})
    assert list(rows_of(str(clip), "mov")) == [{"end": "its codec is not read here"}]


@pytest.mark.parametrize("data", [b"", b"\0\0\0\x18ftypisom" + bytes(300), b"#EXTM3U\nfile:///etc/passwd\n"])
def test_what_is_no_video_is_said_to_be_damaged(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.mp4"
    path.write_bytes(data)
    assert list(rows_of(str(path), "mov")) == [{"end": "the rest is damaged"}]


def test_large_pictures_are_made_smaller_and_movement_stays_in_their_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shaken.mp4"
    path.write_bytes(simulate_clip(replace(SMALL, duration_s=3.0)).data)
    whole = [each for each in rows_of(str(path), "mov") if len(each) > 1]
    monkeypatch.setattr(video_apart, "LONGEST_SIDE_PX", 80)
    half = [each for each in rows_of(str(path), "mov") if len(each) > 1]
    assert len(half) == len(whole)
