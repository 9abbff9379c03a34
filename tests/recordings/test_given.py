import gzip
import zipfile
from pathlib import Path

import pytest
from tests.recordings.reading import given, written

from untwitch.facts.refused import Refused
from untwitch.intake.members import open_path
from untwitch.recordings.given import given_of


def test_a_file_by_itself_can_be_read_here_and_there(tmp_path: Path) -> None:
    one = given(written(tmp_path, "a.edf", b"0123456789"))
    assert (one.name, one.size, one.first, one.is_alone) == ("a.edf", 10, b"0123456789", True)
    assert b"".join(one.chunks()) == b"0123456789"
    with one.on_disk() as file:
        file.seek(5)
        assert file.read(2) == b"56"


def test_what_lies_packed_can_only_be_read_through(tmp_path: Path) -> None:
    packed = written(tmp_path, "a.csv.gz", gzip.compress(b"time,x\n"))
    zipped = tmp_path / "b.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("in/a.csv", "time,x\n")
        archive.writestr("in/b.csv", "time,y\n")
    assert b"".join(given(packed).chunks()) == b"time,x\n"
    with open_path(zipped) as members:
        inside = [given_of(each) for each in members.members]
    assert [b"".join(each.chunks()) for each in inside] == [b"time,x\n", b"time,y\n"]
    for one in (given(packed), *inside):
        assert not one.is_alone
        with pytest.raises(Refused, match=r"lies packed in .*; unpack it"):
            one.on_disk()


def test_a_file_in_a_folder_is_by_itself(tmp_path: Path) -> None:
    written(tmp_path, "deep/a.edf", b"0")
    with open_path(tmp_path) as members:
        one = given_of(members.members[0])
    assert one.name == "deep/a.edf"
    with one.on_disk() as file:
        assert file.read() == b"0"
    assert list(one.chunks()) == [b"0"]


def test_a_file_that_went_away_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, "a.edf", b"0")
    one = given(path)
    path.unlink()
    with pytest.raises(Refused, match=r"a\.edf cannot be opened: No such file"):
        one.on_disk()
    with pytest.raises(Refused, match=r"a\.edf cannot be read any more: No such file"):
        list(one.chunks())


def test_a_member_that_went_away_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "")
        archive.writestr("b.csv", "")
    with open_path(path) as members:
        one = given_of(members.members[0])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("c.csv", "")
        archive.writestr("d.csv", "")
    with pytest.raises(Refused, match=r"a\.csv is not in b\.zip any more"):
        list(one.chunks())


def test_a_packed_file_that_is_cut_gives_what_came_before(tmp_path: Path) -> None:
    packed = gzip.compress(bytes(number * number % 251 for number in range(50_000)))
    chunks = given(written(tmp_path, "a.csv.gz", packed[:-20])).chunks()
    assert len(next(chunks)) > 1000
    with pytest.raises(Refused, match="cut off"):
        next(chunks)
