import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.recordings.otb_files import tar_of

from untwitch.recordings import tar_places as module
from untwitch.recordings.tar_places import is_tar, tar_places

FILES = {"one.sig": b"1" * 1000, "deep/two.xml": b"<x/>", "empty": b""}


@given(st.dictionaries(st.text("abc.", min_size=1, max_size=9), st.binary(max_size=1500), max_size=4))
def test_files_are_where_they_are_said_to_be(files: dict[str, bytes]) -> None:
    data = tar_of(files)
    assert is_tar(data) is bool(files)
    places = tar_places(io.BytesIO(data), size=len(data))
    assert {each.name: data[each.at : each.at + each.size] for each in places} == files


def test_folders_are_left_out_of_names() -> None:
    data = tar_of(FILES)
    assert [each.name for each in tar_places(io.BytesIO(data), size=len(data))] == [
        "one.sig",
        "two.xml",
        "empty",
    ]


def test_a_cut_or_damaged_archive_gives_what_came_before() -> None:
    data = tar_of(FILES)
    assert [each.name for each in tar_places(io.BytesIO(data[:700]), size=700)] == ["one.sig"]
    broken = data[:1536] + b"x" + data[1537:]
    assert [each.name for each in tar_places(io.BytesIO(broken), size=len(broken))] == ["one.sig"]


@pytest.mark.parametrize("data", [b"", bytes(512), b"x" * 512, b"RIFF".ljust(600, b"\0")])
def test_other_files_are_no_archive(data: bytes) -> None:
    assert not is_tar(data)


def test_more_files_than_a_recording_has_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 1)
    data = tar_of(FILES)
    assert len(tar_places(io.BytesIO(data), size=len(data))) == 1
