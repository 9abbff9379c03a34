"""The variables of a MATLAB file of version 5, which `save -v6` and `-v7` write; nothing in it is ever run.

Only arrays of plain numbers, text and structures of such are looked at; objects and functions are passed
over.
A variable that lies packed is unpacked up to a bound and only as far as is needed to know what it is.

Reference:
    MAT-File Format, The MathWorks (from memory; proven against files of MATLAB and scipy).
"""

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Literal

import numpy as np

from untwitch.facts.refused import Refused
from untwitch.recordings.raw_samples import Numbers

HEADER_BYTES = 128
LARGEST_ARRAY_BYTES = 256 << 20
LARGEST_STRUCTURE_BYTES = 64 << 20
MOST_VARIABLES = 4096
DEEPEST = 3
_LOOKED_AT = 4096
_FEW = 1024
_KINDS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
_TEXT_KINDS = {1: "latin-1", 2: "latin-1", 4: "utf-16", 16: "utf-8", 17: "utf-16", 18: "utf-32"}
_MATRIX, _COMPRESSED, _COMPLEX = 14, 15, 0x0800
_STRUCT, _CHAR = 2, 4
_NUMBERS = range(6, 16)


@dataclass(frozen=True, slots=True)
class MatArray:
    """An array of numbers.

    Attributes:
        name: Its name; `p.lsbmV` within a structure.
        shape: Rows and columns.
        kind: Type of a number as stored, `<u2`.
        at: First byte of its numbers: in the file, or in the unpacked part.
        packed_at: First byte of the packed part in the file, or None where it is not packed.
        packed_bytes: Bytes of the packed part.
        small: Its numbers, where there are only a few.
    """

    name: str
    shape: tuple[int, ...]
    kind: str
    at: int
    packed_at: int | None = None
    packed_bytes: int = 0
    small: tuple[float, ...] = ()

    @property
    def bytes(self) -> int:
        """Bytes of its numbers."""
        return math.prod(self.shape) * self.number_bytes

    @property
    def number_bytes(self) -> int:
        """Bytes of one number."""
        return int(self.kind[2:])


@dataclass(slots=True)
class MatContents:
    """What a file holds.

    Attributes:
        arrays: Its arrays of numbers, in order.
        texts: Its text by name.
        is_cut: Whether the file ends within a variable.
    """

    arrays: list[MatArray] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


def read_mat(file: BinaryIO, *, size: int, name: str) -> MatContents:
    """Gives what a file holds, without its large arrays.

    Args:
        file: The file.
        size: Its bytes.
        name: Name for sentences.

    Raises:
        Refused: It is no such file.
    """
    file.seek(0)
    head = file.read(HEADER_BYTES)
    order = {b"IM": "<", b"MI": ">"}.get(head[126:128])
    if order is None:
        raise Refused(f"{name} is no MATLAB file of version 5")
    found = MatContents()
    at = HEADER_BYTES
    for _ in range(MOST_VARIABLES):
        file.seek(at)
        tag = file.read(8)
        if len(tag) < 8:
            found.is_cut |= bool(tag)
            break
        kind, count = (int.from_bytes(tag[each : each + 4], _word(order)) for each in (0, 4))
        body = at + 8
        if kind == _COMPRESSED:
            _packed(file, body, count, order, into=found)
        elif kind == _MATRIX:
            look = min(count, LARGEST_STRUCTURE_BYTES if _is_structure(file, order) else _LOOKED_AT)
            file.seek(body)
            _matrix(_Bytes(file.read(look), order, at=body), into=found)
        else:
            break
        found.is_cut |= body + count > size
        at = body + count
    return found


def _word(order: str) -> Literal["little", "big"]:
    return "little" if order == "<" else "big"


def _is_structure(file: BinaryIO, order: str) -> bool:
    """Says whether the matrix that begins here is a structure; the file is left somewhere."""
    flags = file.read(16)[8:12]
    return int.from_bytes(flags, _word(order)) & 0xFF == _STRUCT


def _packed(file: BinaryIO, body: int, count: int, order: str, *, into: MatContents) -> None:
    """Looks at a packed variable: its begin, or all of it where it is a structure."""
    file.seek(body)
    begin = _unpack(file, count, most=_LOOKED_AT)
    flags = int.from_bytes(begin[16:20], _word(order)) if len(begin) >= 20 else 0
    if flags & 0xFF == _STRUCT and len(begin) == _LOOKED_AT:
        file.seek(body)
        begin = _unpack(file, count, most=LARGEST_STRUCTURE_BYTES)
    if int.from_bytes(begin[:4], _word(order)) == _MATRIX:
        _matrix(_Bytes(begin[8:], order, at=8), into=into, packed=(body, count))


def _unpack(file: BinaryIO, count: int, *, most: int) -> bytes:
    """Gives the first bytes of a packed part, fewer where it is damaged or ends."""
    parts, length = [], 0
    for part in unpacked(file, count):
        parts.append(part)
        length += len(part)
        if length >= most:
            break
    return b"".join(parts)[:most]


def unpacked(file: BinaryIO, count: int) -> Iterator[bytes]:
    """Gives the bytes of a packed part, piece by piece, up to where it is damaged or ends.

    Args:
        file: The file, at the begin of the part.
        count: Its packed bytes.
    """
    pump = zlib.decompressobj()
    left = count
    data = b""
    try:
        while not pump.eof:
            if not data:
                data = file.read(min(left, 1 << 16))
                left -= len(data)
                if not data:
                    return
            part = pump.decompress(data, 1 << 20)
            data = pump.unconsumed_tail
            if part:
                yield part
    except zlib.error:
        return


class _Bytes:
    """Bytes of a matrix, read element by element."""

    def __init__(self, data: bytes, order: str, *, at: int) -> None:
        self.data = data
        self.order = order
        self.at = at  # where `data` begins in the file or the unpacked part
        self._next = 0

    def element(self) -> tuple[int, bytes, int, int] | None:
        """Gives type, bytes that are there, their place and how many there should be; None at the end."""
        begin = self._next
        if begin + 8 > len(self.data):
            return None
        first = self._number(begin)
        if first >> 16:  # a small element: type and length in one word
            count = first >> 16
            self._next = begin + 8
            if count > 4:
                return None
            return first & 0xFFFF, self.data[begin + 4 : begin + 4 + count], self.at + begin + 4, count
        count = self._number(begin + 4)
        self._next = begin + 8 + -(-count // 8) * 8
        return first, self.data[begin + 8 : begin + 8 + count], self.at + begin + 8, count

    def _number(self, at: int) -> int:
        return int.from_bytes(self.data[at : at + 4], _word(self.order))


def _matrix(
    data: _Bytes,
    *,
    into: MatContents,
    packed: tuple[int, int] | None = None,
    prefix: str = "",
    field_name: str | None = None,
    depth: int = 0,
) -> None:
    """Puts what a matrix holds into the contents; what is damaged or of no use is passed over."""
    flags, shape, called = data.element(), data.element(), data.element()
    if flags is None or shape is None or called is None or len(flags[1]) < 4 or flags[0] != 6:
        return
    bits = int.from_bytes(flags[1][:4], _word(data.order))
    sides = tuple(np.frombuffer(shape[1][: len(shape[1]) // 4 * 4], data.order + "i4").tolist())
    name = prefix + (field_name if field_name is not None else called[1].decode("latin-1"))
    if not 2 <= len(sides) <= 3 or min(sides) < 0 or bits & _COMPLEX:
        return
    if bits & 0xFF == _STRUCT and depth < DEEPEST:
        _structure(data, into=into, packed=packed, name=name, depth=depth)
        return
    numbers = data.element()
    if numbers is None:
        return
    kind, there, at, count = numbers
    if bits & 0xFF == _CHAR and kind in _TEXT_KINDS and count <= 1000:
        codec = _TEXT_KINDS[kind] + ("" if kind in {1, 2, 16} else "-le" if data.order == "<" else "-be")
        into.texts[name] = there.decode(codec, "replace")
    if bits & 0xFF not in _NUMBERS or kind not in _KINDS:
        return
    where, packed_bytes = packed or (None, 0)
    array = MatArray(name, sides, data.order + _KINDS[kind], at, where, packed_bytes)
    if array.bytes != count:
        return
    if len(there) == count and count <= _FEW * array.number_bytes:
        array = replace(array, small=tuple(np.frombuffer(there, array.kind).astype(float).tolist()))
    into.arrays.append(array)


def _structure(
    data: _Bytes, *, into: MatContents, packed: tuple[int, int] | None, name: str, depth: int
) -> None:
    """Goes into the first element of a structure."""
    width, names = data.element(), data.element()
    if width is None or names is None or len(width[1]) < 4:
        return
    each = int.from_bytes(width[1][:4], _word(data.order))
    if not 0 < each <= 64 or len(names[1]) > 64 * MOST_VARIABLES:
        return
    for at in range(0, len(names[1]), each):
        part = data.element()
        if part is None:
            return
        called = names[1][at : at + each].partition(b"\0")[0].decode("latin-1")
        if part[0] == _MATRIX:
            inner = _Bytes(part[1], data.order, at=part[2])
            _matrix(inner, into=into, packed=packed, prefix=f"{name}.", field_name=called, depth=depth + 1)


def load_packed(file: BinaryIO, array: MatArray, *, name: str) -> Numbers:
    """Gives the numbers of a packed array as they lie, flat, as many as are there whole.

    Raises:
        Refused: There are more than fit.
    """
    if array.bytes > LARGEST_ARRAY_BYTES:
        most = LARGEST_ARRAY_BYTES >> 20
        what = f"lies packed with {array.bytes >> 20} MB; more than {most} cannot be unpacked at once"
        raise Refused(f"{array.name} in {name} {what}; save it with -v7.3 or as EDF")
    if array.packed_at is None:
        raise Refused(f"{array.name} in {name} is not packed")
    file.seek(array.packed_at)
    held, skip, left = bytearray(), array.at, array.bytes
    for part in unpacked(file, array.packed_bytes):
        held += part[skip : skip + left]
        left -= len(part[skip : skip + left])
        skip = max(0, skip - len(part))
        if not left:
            break
    return np.frombuffer(held, array.kind, count=len(held) // array.number_bytes)
