import gzip
import hashlib
import io
import os
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from untwitch.facts.refused import Refused
from untwitch.intake import members
from untwitch.intake.bounded import MEBIBYTE, BoundedStream
from untwitch.intake.members import files_of, open_path

TEXT = b"date,sleep\n" + b"2026-01-01,7\n" * 200


def zip_of(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return into.getvalue()


def test_a_plain_file_is_its_only_member(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT)
    with open_path(path) as opened:
        (only,) = opened.members
        assert (only.name, only.size, only.path) == ("a.csv", len(TEXT), str(path))
        assert only.head(4) == b"date"
        assert opened.sha256 == hashlib.sha256(TEXT).hexdigest()
        assert (opened.bytes, opened.name, opened.damage) == (len(TEXT), "a.csv", "")


def test_a_zip_gives_its_files_without_the_clutter(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({"x/": b"", "x/a.csv": TEXT, "__MACOSX/x/._a.csv": b"1", "x/.DS_Store": b"2"}))
    with open_path(path) as opened:
        (only,) = opened.members
        assert only.name == "x/a.csv"
        with only.open() as stream:
            assert stream.read_whole(at_most_bytes=10_000) == TEXT


def test_zips_within_zips_are_opened_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(
        zip_of({"in.zip": zip_of({"b.zip": zip_of({"c.csv": TEXT})}), "bad.zip": b"PK\x03\x04x"})
    )
    with open_path(path) as opened:
        assert [each.name for each in opened.members] == ["in.zip/b.zip/c.csv", "bad.zip"]
        assert opened.members[0].head(4) == b"date"
    assert [each.name for each in tmp_path.iterdir()] == ["a.zip"]


def test_zips_nested_too_deep_are_refused(tmp_path: Path) -> None:
    data = zip_of({"a.csv": TEXT})
    for _ in range(3):
        data = zip_of({"in.zip": data})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(Refused, match="more than 3 deep"), open_path(path):
        pass


def test_a_workbook_is_one_file_and_no_archive(tmp_path: Path) -> None:
    book = zip_of({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    path = tmp_path / "a.xlsx"
    path.write_bytes(book)
    with open_path(path) as opened:
        assert [each.name for each in opened.members] == ["a.xlsx"]
    outer = tmp_path / "b.zip"
    outer.write_bytes(zip_of({"a.xlsx": book}))
    with open_path(outer) as opened:
        assert [each.name for each in opened.members] == ["a.xlsx"]


def test_a_folder_gives_its_files_in_order_and_follows_no_link(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    (folder / "sub").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("b.csv", "sub/a.csv", ".hidden/x", ".DS_Store"):
        (folder / name).write_bytes(TEXT)
    (folder / "link").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe")
    assert [each.name for each in files_of(folder)] == ["b.csv", "a.csv"]
    with open_path(folder) as opened:
        assert [each.name for each in opened.members] == ["b.csv", "sub/a.csv"]
        assert opened.bytes == 2 * len(TEXT)
        before = opened.sha256
    (folder / "b.csv").write_bytes(TEXT + b"x")
    with open_path(folder) as opened:
        assert opened.sha256 != before
    with pytest.raises(Refused, match="is not a file or folder"), open_path(folder / "pipe"):
        pass


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_MEMBERS", 2)
    for number in range(3):
        (tmp_path / f"{number}.csv").write_bytes(TEXT)
    with pytest.raises(Refused, match="more than 2 files"):
        files_of(tmp_path)
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({f"{number}.csv": TEXT for number in range(3)}))
    with pytest.raises(Refused, match="more than 2 files"), open_path(path):
        pass


def test_a_directory_that_would_fill_the_memory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.csv": TEXT}))
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 12, 0x7FFFFFFF)
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(Refused, match="more members than any export"), open_path(path):
        pass
    struct.pack_into("<I", data, end + 12, 0xFFFFFFFF)
    path.write_bytes(
        data[:end] + b"PK\x06\x06" + b"\0" * 36 + struct.pack("<Q", 1 << 40) + b"\0" * 8 + data[end:]
    )
    with pytest.raises(Refused, match="more members than any export"), open_path(path):
        pass


def test_a_zip_bomb_is_refused_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("untwitch.intake.bounded.RATIO_FREE_BYTES", 1 << 20)
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({"a.xml": b"\0" * (8 << 20)}))
    with (
        open_path(path) as opened,
        opened.members[0].open() as stream,
        pytest.raises(Refused, match="packed so tightly"),
    ):
        stream.read_whole(at_most_bytes=8 << 20)


def test_a_wrong_checksum_is_damage(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.csv": TEXT}, method=zipfile.ZIP_STORED))
    data[data.find(b"2026")] ^= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with open_path(path) as opened:
        with opened.members[0].open() as stream, pytest.raises(Refused, match="damaged or cut off"):
            stream.read_whole(at_most_bytes=10_000)
        assert opened.members[0].head() == b""


def test_an_encrypted_member_is_refused_when_opened(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.csv": TEXT}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with open_path(path) as opened, pytest.raises(Refused, match="encrypted"):
        opened.members[0].open()


@pytest.mark.parametrize("keep", [0.4, 0.9])
def test_a_zip_that_lost_its_end_gives_what_is_there(tmp_path: Path, keep: float) -> None:
    noise = b"".join(b"2026-01-%02d,%d\n" % (each % 28 + 1, each * 7919) for each in range(5000))
    data = zip_of({"a.csv": noise})
    path = tmp_path / "a.zip"
    path.write_bytes(data[: int(keep * len(data))])
    with open_path(path) as opened:
        assert "missing or damaged" in opened.damage
        (only,) = opened.members
        read: list[bytes] = []
        with only.open() as stream, pytest.raises(Refused, match="ends too early"):
            read.extend(iter(stream.read, b""))
        assert noise.startswith(b"".join(read))
        assert len(b"".join(read)) > 0.3 * keep * len(noise)


def test_the_begin_of_a_file_is_read_once_for_all_who_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 200_000)
    opened_times = []
    original = BoundedStream.__init__

    def counted(self: BoundedStream, *args: Any, **named: Any) -> None:
        opened_times.append(1)
        original(self, *args, **named)

    monkeypatch.setattr(BoundedStream, "__init__", counted)
    with open_path(path) as opened:
        (only,) = opened.members
        assert [len(only.head(size)) for size in (4, 4096, 100)] == [4, 4096, 100]
        assert len(opened_times) == 1
        assert [len(only.head()), len(only.head(100_000))] == [members.HEAD_BYTES, 100_000]
        assert len(opened_times) == 3


def test_a_part_stands_for_some_of_the_files(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(name.encode() * 10)
    with open_path(tmp_path) as opened:
        a, b, _ = opened.members
        part = opened.only([a, b])
        assert (part.members, part.bytes, part.is_file, part.path) == ((a, b), 20, False, tmp_path)
        assert opened.only(opened.members) is opened
        assert opened.only([a]).sha256 == hashlib.sha256(b"a" * 10).hexdigest() == a.sha256
        assert part.sha256 not in {a.sha256, opened.sha256, opened.only([b, a]).sha256}


def test_a_whole_file_comes_into_memory_within_its_bound(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1000)
    with open_path(tmp_path / "a") as opened:
        assert opened.members[0].whole(at_most_bytes=1000) == b"x" * 1000
        with pytest.raises(Refused, match="a is larger than"):
            opened.members[0].whole(at_most_bytes=999)


def test_zips_in_a_folder_are_to_be_opened_by_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip_of({"a.csv": TEXT}))
    (tmp_path / "damaged.zip").write_bytes(zip_of({"a.csv": TEXT})[:-30])
    (tmp_path / "b.xlsx").write_bytes(zip_of({"[Content_Types].xml": b"<x/>"}))
    (tmp_path / "c.csv").write_bytes(TEXT)
    with open_path(tmp_path) as opened:
        assert [each.name for each in opened.members] == ["b.xlsx", "c.csv"]
        assert [each.name for each in opened.archives] == ["a.zip", "damaged.zip"]


def test_a_file_packed_by_gzip_stands_for_what_is_in_it(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT)
    (tmp_path / "a.csv.gz").write_bytes(packed)
    (tmp_path / "cut.gz").write_bytes(packed[:-12])
    (tmp_path / "z.zip").write_bytes(zip_of({"in/b.csv.gz": packed}))
    with open_path(tmp_path) as opened:
        whole, cut = opened.members
        assert (whole.name, whole.size, whole.path) == ("a.csv", None, str(tmp_path / "a.csv.gz"))
        assert whole.whole(at_most_bytes=10_000) == TEXT
        with pytest.raises(Refused, match="cut is damaged or cut off"):
            cut.whole(at_most_bytes=10_000)
    with open_path(tmp_path / "z.zip") as opened:
        assert [each.name for each in opened.members] == ["in/b.csv"]
        assert opened.members[0].whole(at_most_bytes=10_000) == TEXT


def test_a_gzip_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(bytes(80 * MEBIBYTE)))
    with open_path(tmp_path / "a.gz") as opened, pytest.raises(Refused, match="unpacks to more than"):
        opened.members[0].whole(at_most_bytes=1 << 30)
