"""A zip whose directory is missing, as a broken download leaves it: its members by their own headers."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from untwitch.intake.bounded import MEBIBYTE

_HEADER = struct.Struct("<4sHHHHHIIIHH")
_MAGIC = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_SIZES_FOLLOW, _ENCRYPTED, _UTF8 = 0x8, 0x1, 0x800
_ZIP64 = 0xFFFFFFFF
_PIECE = 64 * 1024
_LONGEST_SIZES = 24  # the sizes after the data, with their mark, in the wide form


@dataclass(frozen=True, slots=True)
class LocalHeader:
    """What stands before a member.

    Attributes:
        name: Name as written; never used as a path.
        method: How it is packed; 0 stored, 8 deflated.
        packed_bytes: Its size as packed, or None where only its end says.
        data_at: Position of its first byte.
    """

    name: str
    method: int
    packed_bytes: int | None
    data_at: int


def local_headers(path: Path, *, at_most: int) -> Iterator[LocalHeader]:
    """Gives the members that can be reached from the front of a zip, one after the other.

    A member without its size ends the walk, except a deflated one, whose end its own data tell.

    Args:
        path: The file.
        at_most: Largest number of members.
    """
    position = 0
    with path.open("rb") as file:
        for _ in range(at_most):
            file.seek(position)
            head = file.read(_HEADER.size)
            if len(head) < _HEADER.size or not head.startswith(_MAGIC):
                return
            _, _, flags, method, _, _, _, packed, _, name_bytes, extra_bytes = _HEADER.unpack(head)
            raw = file.read(name_bytes)
            data_at = position + _HEADER.size + name_bytes + extra_bytes
            unsized = bool(flags & _SIZES_FOLLOW) or packed == _ZIP64
            known = method in {_STORED, _DEFLATED} and not flags & _ENCRYPTED
            if known and not (unsized and method == _STORED):
                name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
                yield LocalHeader(name, method, None if unsized else packed, data_at)
            elif unsized:
                return
            following = _after_deflated(path, data_at) if unsized else data_at + packed
            if following is None:
                return
            position = following


def _after_deflated(path: Path, data_at: int) -> int | None:
    """Gives the position of the next header after a deflated member without a size, or None."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    with path.open("rb") as file:
        file.seek(data_at)
        while not inflate.eof:
            pending = inflate.unconsumed_tail or file.read(_PIECE)
            try:
                unpacked = inflate.decompress(pending, MEBIBYTE)
            except zlib.error:
                return None
            if not pending and not unpacked:
                return None
        end = file.tell() - len(inflate.unused_data)
        file.seek(end)
        next_header = file.read(_LONGEST_SIZES + len(_MAGIC)).find(_MAGIC)
    return end + next_header if next_header >= 0 else None


class SalvagedStream:
    """The bytes of a member read by its own header; it ends in `EOFError` where the file ends too early."""

    def __init__(self, path: Path, header: LocalHeader) -> None:
        """Opens the member at its place in the file."""
        self._file = path.open("rb")
        self._file.seek(header.data_at)
        self._left = header.packed_bytes
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if header.method == _DEFLATED else None

    def _packed(self, at_most: int) -> bytes:
        wanted = at_most if self._left is None else min(at_most, self._left)
        data = self._file.read(wanted) if wanted else b""
        if self._left is not None:
            self._left -= len(data)
        return data

    def read(self, size: int = -1, /) -> bytes:
        """Gives the next bytes.

        Raises:
            EOFError: The file ends within the member; what was read before is good.
            zlib.error: The packed bytes are damaged.
        """
        wanted = MEBIBYTE if size < 0 else size
        if self._inflate is None:
            data = self._packed(wanted)
            if not data and self._left:
                raise EOFError("the file ends too early")
            return data
        while not self._inflate.eof:
            pending = self._inflate.unconsumed_tail or self._packed(_PIECE)
            data = self._inflate.decompress(pending, wanted)
            if data:
                return data
            if not pending:
                raise EOFError("the file ends too early")
        return b""

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
