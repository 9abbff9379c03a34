"""Where the files of a tar archive lie, found header by header; nothing is unpacked."""

from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 512
MOST_FILES = 5000


@dataclass(frozen=True, slots=True)
class TarPlace:
    """A file within an archive.

    Attributes:
        name: Its name without folders.
        at: Its first byte.
        size: Its bytes, as declared.
    """

    name: str
    at: int
    size: int


def is_tar(first: bytes) -> bool:
    """Says whether a file begins as an archive does: with a header whose sum is right."""
    return _header(first[:_BLOCK]) is not None


def tar_places(file: BinaryIO, *, size: int) -> tuple[TarPlace, ...]:
    """Gives the files of an archive up to its end, or to where it is damaged.

    Args:
        file: The archive.
        size: Its bytes.
    """
    found: list[TarPlace] = []
    at = 0
    while at + _BLOCK <= size and len(found) < MOST_FILES:
        file.seek(at)
        header = _header(file.read(_BLOCK))
        if header is None:
            break
        name, length, is_file = header
        if is_file:
            found.append(TarPlace(name, at + _BLOCK, length))
        at += _BLOCK + -(-length // _BLOCK) * _BLOCK
    return tuple(found)


def _header(data: bytes) -> tuple[str, int, bool] | None:
    """Gives name, length and whether it is a plain file; None for what is no header.

    Reference:
        POSIX.1-1988, ustar interchange format (from memory).
    """
    if len(data) < _BLOCK:
        return None
    total = sum(data[:148]) + 8 * 32 + sum(data[156:])
    length = _octal(data[124:136])
    if length is None or _octal(data[148:156]) != total or not data[0]:
        return None
    name = data[:100].partition(b"\0")[0].decode("utf-8", "replace").rpartition("/")[2]
    return name, length, data[156:157] in {b"0", b"\0"}


def _octal(data: bytes) -> int | None:
    text = data.strip(b"\0 ")
    if not text or set(text) - set(b"01234567"):
        return None
    return int(text, 8)
