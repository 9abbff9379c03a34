import io
import zipfile
from pathlib import Path

import pytest

from untwitch.intake.salvage import SalvagedStream, local_headers

FIRST, SECOND = b"first " * 500, b"second " * 500


class _Unseekable(io.RawIOBase):
    """A target that cannot seek, so that zipfile writes sizes after the data, as phones do."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.data += piece
        return len(piece)


def streamed_zip() -> bytes:
    target = _Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", FIRST)
        archive.writestr("ü.txt", SECOND)
    return target.data


def seekable_zip(method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("a.txt", FIRST)
        archive.writestr("ü.txt", SECOND)
    return target.getvalue()


def whole(path: Path, number: int) -> bytes:
    header = list(local_headers(path, at_most=10))[number]
    stream = SalvagedStream(path, header)
    try:
        return b"".join(iter(lambda: stream.read(100), b""))
    finally:
        stream.close()


@pytest.mark.parametrize(
    "data", [streamed_zip(), seekable_zip(zipfile.ZIP_DEFLATED), seekable_zip(zipfile.ZIP_STORED)]
)
def test_members_are_found_and_read_without_the_directory(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data[: data.find(b"PK\x01\x02")])
    assert [each.name for each in local_headers(path, at_most=10)] == ["a.txt", "ü.txt"]
    assert (whole(path, 0), whole(path, 1)) == (FIRST, SECOND)
    assert len(list(local_headers(path, at_most=1))) == 1


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_member_that_is_cut_off_ends_in_an_error(tmp_path: Path, method: int) -> None:
    data = seekable_zip(method)
    path = tmp_path / "a.zip"
    path.write_bytes(data[: data.find("ü.txt".encode()) + 25])
    assert whole(path, 0) == FIRST
    with pytest.raises(EOFError, match="ends too early"):
        whole(path, 1)


def test_a_cut_within_an_unsized_member_ends_the_walk(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(streamed_zip()[:50])
    assert [each.name for each in local_headers(path, at_most=10)] == ["a.txt"]


def test_damaged_packing_ends_the_walk(tmp_path: Path) -> None:
    data = bytearray(streamed_zip())
    at = data.find(b"a.txt") + 5
    data[at : at + 8] = b"\xff" * 8
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert len(list(local_headers(path, at_most=10))) == 1


def test_a_packing_that_is_not_known_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(seekable_zip(zipfile.ZIP_LZMA))
    assert list(local_headers(path, at_most=10)) == []
    unsized = bytearray(streamed_zip())
    unsized[8:10] = b"\x00\x00"
    path.write_bytes(unsized)
    assert list(local_headers(path, at_most=10)) == []


def test_a_negative_size_reads_on(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(seekable_zip(zipfile.ZIP_STORED))
    stream = SalvagedStream(path, next(local_headers(path, at_most=1)))
    assert stream.read() == FIRST
    stream.close()
