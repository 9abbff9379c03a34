"""Where the messages of a FIT file lie: headers, definitions, and runs of messages of one shape.

A file is a header, messages and a checksum, and several may follow each other. A definition says what the
messages after it look like; all messages of one definition have one length, so that the next header byte
stands at a known
place. A run of messages with the same header byte is found by one look at every n-th byte:

    header  h . . . h . . . h . . . h . . . k . .
            data[at : : 4] begins with h four times

Nothing is interpreted here, and nothing in the file can lead the scan backwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from untwitch.intake.fit_crc import fit_crc
from untwitch.intake.fit_header import USUAL_BYTES, header_of, is_fit
from untwitch.intake.fit_layout import Field, Layout
from untwitch.intake.fit_profile import MESSAGES, TIMESTAMP

_COMPRESSED, _DEFINITION, _APP_FIELDS = 0x80, 0x40, 0x20
_FIRST_LOOK, _LONGEST_LOOK = 16, 4096
_CHECKSUM_BYTES = 2
MOST_DEFINITIONS = 10_000


@dataclass(slots=True)
class Scan:
    """One of the files that follow each other in the bytes.

    Attributes:
        data: All bytes.
        begin: Where this file begins.
        layouts: The shapes of its messages.
        complaints: What is wrong with it, each a sentence.
        is_complete: Whether it was read to its end.
        has_compressed_times: Whether headers carry the last bits of times.
    """

    data: bytes
    begin: int
    layouts: list[Layout] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    is_complete: bool = True
    has_compressed_times: bool = False

    def cut(self, sentence: str) -> None:
        """Says that the rest cannot be read."""
        self.complaints.append(sentence)
        self.is_complete = False


def scans(data: bytes) -> Iterator[Scan]:
    """Gives the files that follow each other in the bytes, each as far as it can be read.

    Args:
        data: Everything.
    """
    at = 0
    while at < len(data):
        scan = Scan(data, at)
        head = data[at : at + USUAL_BYTES]
        if not is_fit(head):
            if at == 0 or any(data[at:]):
                scan.cut("the header of a FIT file is damaged" if at else "it is not a FIT file")
                yield scan
            return
        header = header_of(head)
        if header.has_checksum and fit_crc(head):
            scan.complaints.append("the checksum of the header is wrong; its messages were read all the same")
        first = at + header.size
        end = min(first + header.declared, len(data))
        if header.declared == 0 and len(data) > first + _CHECKSUM_BYTES:
            end = len(data) - _CHECKSUM_BYTES
            scan.complaints.append(
                "the header says that it is empty, as after a dead battery; it was read to the end"
            )
        _Walk(scan, end).walk(first)
        if scan.is_complete and first + header.declared > len(data):
            scan.cut("it ends before its header says")
        elif header.declared and scan.is_complete:
            _check(scan, end)
        yield scan
        at = end + _CHECKSUM_BYTES


def _check(scan: Scan, end: int) -> None:
    checked = scan.data[scan.begin : end + _CHECKSUM_BYTES]
    if len(scan.data) < end + _CHECKSUM_BYTES:
        scan.cut("its checksum is cut off")
    elif fit_crc(checked):
        scan.complaints.append("the checksum is wrong, so that a number in it may be; its messages were read")


class _Walk:
    """Goes from header byte to header byte."""

    def __init__(self, scan: Scan, end: int) -> None:
        self._scan = scan
        self._data = scan.data
        self._end = end
        self._known: dict[bytes, Layout] = {}
        self._current: list[Layout | None] = [None] * 16

    def walk(self, at: int) -> None:
        """Goes to the end, or as far as it can be read."""
        data, end, current = self._data, self._end, self._current
        while at < end:
            header = data[at]
            if header & _COMPRESSED:
                self._scan.has_compressed_times = True
                layout = current[header >> 5 & 3]
            elif header & _DEFINITION:
                after = self._define(at)
                if after is None:
                    self._scan.cut(f"a definition is cut off at byte {at}")
                    return
                if len(self._known) > MOST_DEFINITIONS:
                    self._scan.cut(f"it has more than {MOST_DEFINITIONS} definitions, as no real file has")
                    return
                at = after
                continue
            else:
                layout = current[header & 15]
            if layout is None:
                self._scan.cut(f"a message at byte {at} has no definition; what follows cannot be read")
                return
            size = layout.size
            if at + size > end:
                self._scan.cut(f"a message is cut off at byte {at}")
                return
            length = 1
            if header < _DEFINITION and at + size < end and data[at + size] == header:
                length = self._run(at, header, size)
            layout.add(at, length)
            at += length * size

    def _run(self, at: int, header: int, size: int) -> int:
        """Gives how many messages with the same header byte follow each other, all of them whole."""
        mark, length, look = bytes((header,)), 1, _FIRST_LOOK
        most = (self._end - at) // size
        while length < most:
            places = self._data[at + length * size : at + (length + look) * size : size]
            same = len(places) - len(places.lstrip(mark))
            length += same
            if same < look:
                break
            look = min(4 * look, _LONGEST_LOOK)
        return min(length, most)

    def _define(self, at: int) -> int | None:
        data, end = self._data, self._end
        if at + 6 > end:
            return None
        fields_end = at + 6 + 3 * data[at + 5]
        after = fields_end
        if data[at] & _APP_FIELDS:
            if fields_end >= end:
                return None
            after = fields_end + 1 + 3 * data[fields_end]
        if after > end:
            return None
        written = data[at + 1 : after]
        key = bytes((data[at] & _APP_FIELDS,)) + written
        layout = self._known.get(key)
        if layout is None:
            layout = _layout(written, has_app_fields=bool(data[at] & _APP_FIELDS))
            self._known[key] = layout
            self._scan.layouts.append(layout)
        self._current[data[at] & 15] = layout
        return after


def _layout(written: bytes, *, has_app_fields: bool) -> Layout:
    order: Literal["little", "big"] = "little" if written[1] == 0 else "big"
    message = int.from_bytes(written[2:4], order)
    fields, offset = _fields(written[5 : 5 + 3 * written[4]], offset=1)
    app_fields: tuple[Field, ...] = ()
    if has_app_fields:
        app_fields, offset = _fields(written[6 + 3 * written[4] :], offset=offset)
    profile = MESSAGES.get(message)
    wanted = {TIMESTAMP, *(profile.fields if profile else ())}
    return Layout(
        message=message,
        byte_order="<" if order == "little" else ">",
        fields=fields,
        app_fields=app_fields,
        size=offset,
        is_kept=any(each.number in wanted and each.size for each in fields),
    )


def _fields(written: bytes, *, offset: int) -> tuple[tuple[Field, ...], int]:
    fields = []
    for at in range(0, len(written), 3):
        number, size, base_type = written[at : at + 3]
        fields.append(Field(number, offset, size, base_type))
        offset += size
    return tuple(fields), offset
