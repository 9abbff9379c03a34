"""FIT files as tests need them, written out byte by byte."""

import struct
from collections.abc import Iterable, Sequence

EPOCH_S = 631_065_600
ENUM, UINT8, UINT16, UINT32, SINT16, SINT32, TEXT, BYTE, FLOAT = (
    0x00, 0x02, 0x84, 0x86, 0x83, 0x85, 0x07, 0x0D, 0x88,
)  # fmt: skip
_SIZES = {ENUM: 1, UINT8: 1, UINT16: 2, UINT32: 4, SINT16: 2, SINT32: 4, BYTE: 1, FLOAT: 4}
_CODES = {1: "B", 2: "H", 4: "I"}

FieldOf = tuple[int, int] | tuple[int, int, int]


def crc_bit_by_bit(data: bytes) -> int:
    """Gives the checksum the slow way, as an oracle."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def definition(
    local: int,
    message: int,
    fields: Sequence[FieldOf],
    *,
    order: str = "<",
    app_fields: Sequence[FieldOf] = (),
) -> bytes:
    """Gives a definition: fields are number and type, and a size where it is not that of the type."""
    head = struct.pack(
        order + "BBBHB", 0x40 | local | (0x20 if app_fields else 0), 0, order == ">", message, len(fields)
    )
    written = b"".join(
        bytes((each[0], each[2] if len(each) == 3 else _SIZES[each[1]], each[1])) for each in fields
    )
    if app_fields:
        written += bytes((len(app_fields),))
        written += b"".join(bytes((each[0], each[1], 0)) for each in app_fields)
    return head + written


def message(
    local: int, *values: tuple[str, object] | bytes, order: str = "<", header: int | None = None
) -> bytes:
    """Gives a message: each value a struct code and a number, or bytes."""
    written = bytes((local if header is None else header,))
    for each in values:
        written += each if isinstance(each, bytes) else struct.pack(order + each[0], each[1])
    return written


def fit_file(
    *pieces: bytes, header_checksum: bool = True, checksum: bool = True, declared: int | None = None
) -> bytes:
    """Gives a file of definitions and messages."""
    body = b"".join(pieces)
    size = len(body) if declared is None else declared
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, size, b".FIT")
    head += struct.pack("<H", crc_bit_by_bit(head) if header_checksum else 0)
    crc = crc_bit_by_bit(head + body) if checksum else 0x1234
    return head + body + struct.pack("<H", crc)


def told(seconds_since_1970: float) -> int:
    """Gives an instant as FIT writes it."""
    return round(seconds_since_1970) - EPOCH_S


FILE_ID = definition(0, 0, [(0, ENUM), (1, UINT16), (2, UINT16), (4, UINT32)])


def file_id(kind: int, *, created_s: float = 1_700_000_000, maker: int = 1, product: int = 2697) -> bytes:
    """Gives what a file says of itself."""
    return FILE_ID + message(0, ("B", kind), ("H", maker), ("H", product), ("I", told(created_s)))


def records(start_s: float, rows: Iterable[tuple[int, int]], *, local: int = 1) -> bytes:
    """Gives records of a time after the start and a heart rate."""
    written = definition(local, 20, [(253, UINT32), (3, UINT8)])
    return written + b"".join(message(local, ("I", told(start_s + at)), ("B", bpm)) for at, bpm in rows)


SESSION = definition(
    2,
    18,
    [
        (253, UINT32),
        (2, UINT32),
        (7, UINT32),
        (8, UINT32),
        (11, UINT16),
        (16, UINT8),
        (193, UINT8),
        (5, ENUM),
    ],
)


def session(
    start_s: float,
    minutes: float,
    *,
    elapsed_min: float | None = None,
    energy_kcal: int = 0xFFFF,
    mean_hr: int = 0xFF,
    rpe_times_ten: int = 0xFF,
) -> bytes:
    """Gives a session, without its definition."""
    elapsed = minutes if elapsed_min is None else elapsed_min
    return message(
        2,
        ("I", told(start_s + 60 * elapsed)),
        ("I", told(start_s)),
        ("I", round(60_000 * elapsed)),
        ("I", round(60_000 * minutes)),
        ("H", energy_kcal),
        ("B", mean_hr),
        ("B", rpe_times_ten),
        ("B", 1),
    )


def activity(at_s: float, *, offset_s: int) -> bytes:
    """Gives the message that says what the local clock showed."""
    written = definition(3, 34, [(253, UINT32), (5, UINT32)])
    return written + message(3, ("I", told(at_s)), ("I", told(at_s + offset_s)))
