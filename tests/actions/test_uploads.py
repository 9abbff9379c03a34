import dataclasses
import hashlib
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.actions import keep, uploads
from untwitch.actions.session import Session
from untwitch.actions.uploads import Incoming, append, begin, upload_of
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

NOW_MS = 1_793_000_000_000


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=Instant(NOW_MS, "UTC", "guess"))


def later(session: Session, ms: int) -> Session:
    return dataclasses.replace(session, now=Instant(NOW_MS + ms, "UTC", "guess"))


def sent(session: Session, upload_id: str, offset: int, data: bytes) -> uploads.Upload:
    digest = hashlib.sha256(data).hexdigest()
    return append(session, upload_id, offset=offset, data=data, sha256=digest)


@settings(max_examples=30)
@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=8), st.data())
def test_parts_add_up_to_the_file_however_often_they_are_sent(
    parts: list[bytes], data: st.DataObject
) -> None:
    import tempfile  # noqa: PLC0415 - a folder for each example

    whole = b"".join(parts)
    with tempfile.TemporaryDirectory() as folder:
        session = Session(home=Path(folder), now=Instant(NOW_MS, "UTC", "guess"))
        held = begin(session, "export.zip", len(whole))
        offset = 0
        for part in parts:
            for _ in range(data.draw(st.integers(1, 2))):
                held = sent(session, held.id, offset, part)
            offset += len(part)
            assert held.offset == offset
            assert held.is_whole == (offset == len(whole))
        assert held.path.read_bytes() == whole


def test_a_file_whose_way_was_broken_off_goes_on_where_it_was(session: Session) -> None:
    first = begin(session, "export.zip", 10, modified_ms=5)
    sent(session, first.id, 0, b"abc")
    again = begin(session, "export.zip", 10, modified_ms=5)
    assert (again.id, again.offset) == (first.id, 3)
    for other in (("export.zip", 11, 5), ("export.zip", 10, 6), ("other.zip", 10, 5)):
        assert begin(session, other[0], other[1], modified_ms=other[2]).id != first.id


@pytest.mark.parametrize(
    ("offset", "data", "digest", "sentence"),
    [
        (0, b"abc", "0" * 64, "not what was sent"),
        (4, b"abc", "", "begins at 3, not at 4"),
        (1, b"abc", "", "begins at 3, not at 1"),
        (3, b"abcd", "", "more of the file than was said"),
    ],
)
def test_a_part_that_does_not_fit_changes_nothing(
    session: Session, offset: int, data: bytes, digest: str, sentence: str
) -> None:
    held = begin(session, "a.csv", 6)
    sent(session, held.id, 0, b"xyz")
    with pytest.raises(Refused, match=sentence):
        append(session, held.id, offset=offset, data=data, sha256=digest or hashlib.sha256(data).hexdigest())
    assert upload_of(session, held.id).path.read_bytes() == b"xyz"


def test_files_are_for_this_user_only_and_lie_in_the_home(session: Session) -> None:
    held = begin(session, "../../x/export.zip", 3)
    assert held.path.is_relative_to(session.home / "uploads" / held.id)
    assert held.name == "export.zip"
    assert stat.S_IMODE(held.path.stat().st_mode) == 0o600
    assert stat.S_IMODE((session.home / "uploads").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("export.zip", "export.zip"),
        ("C:\\Users\\me\\Mein Export (2).csv", "Mein Export (2).csv"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("a\x00b\n<c>.csv", "a_b__c_.csv"),
        ("é" * 300 + ".json", None),
        ("x" * 300 + ".zip", "x" * 100 + ".zip"),
    ],
)
def test_names_are_safe_on_a_disk(name: str, kept: str | None) -> None:
    found = uploads.file_name(name)
    assert kept is None or found == kept
    assert len(found.encode()) <= uploads.LONGEST_NAME


@given(st.text(max_size=200))
def test_no_name_leaves_its_folder(name: str) -> None:
    found = uploads.file_name(name)
    assert found
    assert "/" not in found
    assert found not in {".", ".."}
    assert found.isprintable() or found.encode("utf-8")


def test_empty_and_huge_files_are_refused(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="the file is empty"):
        begin(session, "a", 0)
    with pytest.raises(Refused, match="at most 9 GB"):
        begin(session, "a", uploads.LARGEST_BYTES + 1)
    monkeypatch.setattr(uploads, "_LEFT_FREE_BYTES", 1 << 60)
    with pytest.raises(Refused, match="0 MB are free"):
        begin(session, "a", 5)


def test_only_so_many_are_on_their_way(session: Session) -> None:
    for number in range(uploads.MOST):
        begin(session, f"{number}.csv", 5)
    with pytest.raises(Refused, match="are on their way already"):
        begin(session, "one more.csv", 5)
    uploads.drop(session, uploads.uploads(session)[0].id)
    begin(session, "one more.csv", 5)


def test_after_a_day_untouched_a_file_is_dropped(session: Session) -> None:
    old, young = begin(session, "old.csv", 5), begin(session, "young.csv", 5)
    day = uploads.KEPT_MS
    sent(later(session, day), young.id, 0, b"a")
    assert uploads.sweep(later(session, day)) == 0
    assert uploads.sweep(later(session, day + 1)) == 1
    with pytest.raises(Refused, match="dropped after a day"):
        upload_of(session, old.id)
    assert upload_of(session, young.id).offset == 1


@pytest.mark.parametrize("upload_id", ["../keys", "", "x" * 36, "00000000-0000-0000-0000-000000000000"])
def test_an_id_of_nothing_is_refused(session: Session, upload_id: str) -> None:
    with pytest.raises(Refused, match="is not here"):
        upload_of(session, upload_id)
    uploads.drop(session, upload_id)


def test_a_stream_becomes_a_file(session: Session) -> None:
    incoming = Incoming(session, "diary.csv")
    incoming.write(b"ab")
    incoming.write(b"c")
    held = incoming.finish()
    assert held.is_whole
    assert held.path.read_bytes() == b"abc"
    assert held.name == "diary.csv"


def test_a_stream_of_nothing_leaves_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="choose a file first"):
        Incoming(session, "").finish()
    assert uploads.uploads(session) == ()
    monkeypatch.setattr(uploads, "LARGEST_BYTES", 4)
    incoming = Incoming(session, "a.csv")
    with pytest.raises(Refused, match="too large"):
        incoming.write(b"12345")
    incoming.drop()
    assert uploads.uploads(session) == ()


def test_a_half_removed_file_is_passed_over_and_refused_by_its_id(session: Session) -> None:
    held = begin(session, "a.csv", 5)
    held.path.unlink()
    assert uploads.uploads(session) == ()
    with pytest.raises(Refused, match="choose it again"):
        upload_of(session, held.id)


@pytest.mark.parametrize("wish", [{"everything": True}, {"kind": "twitch"}, {}])
def test_erasing_takes_them_along(session: Session, wish: dict[str, Any]) -> None:
    begin(session, "a.csv", 5)
    with Record.open(session.record_path, now_ms=NOW_MS, device="x") as record:
        record.person()
    keep.erase(session, **wish)
    assert not (session.home / "uploads").exists()
    assert uploads.forget(session.home) == 0
