"""A page is written whole or not at all."""

from pathlib import Path

import pytest

from untwitch.facts.refused import Refused
from untwitch.report.write import write_whole


def test_the_file_holds_the_text_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "report.html", "mañana\r\nžluťoučký\n")
    assert path.read_bytes() == "mañana\r\nžluťoučký\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    write_whole(tmp_path / "report.html", "new")
    assert (tmp_path / "report.html").read_text() == "new"


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a.html", "x").stat().st_mode & 0o777 == 0o600


def test_lone_surrogates_do_not_stop_it(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a.html", "a\ud800b").read_text() == "a?b"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nowhere"):
        write_whole(tmp_path / "nowhere" / "a.html", "x")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a folder"):
        write_whole(tmp_path, "x")


def test_a_failure_midway_leaves_the_old_file_and_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("untwitch.report.write.os.fsync", full)
    with pytest.raises(Refused, match="No space left"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_takes_no_files_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("untwitch.report.write.Path.open", closed)
    with pytest.raises(Refused, match="Permission denied"):
        write_whole(tmp_path / "a.html", "x")
