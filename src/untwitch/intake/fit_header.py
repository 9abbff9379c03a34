"""The first bytes of a FIT file."""

from dataclasses import dataclass

SMALLEST_BYTES, USUAL_BYTES = 12, 14
_MARK = b".FIT"


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes say.

    Attributes:
        size: Bytes of the header.
        declared: Bytes of messages that it declares.
        has_checksum: Whether it carries a checksum of its own.
    """

    size: int
    declared: int
    has_checksum: bool


def is_fit(head: bytes) -> bool:
    """Says whether bytes begin a FIT file."""
    return len(head) >= SMALLEST_BYTES and head[8:12] == _MARK and head[0] >= SMALLEST_BYTES


def header_of(head: bytes) -> Header:
    """Gives the header of bytes that begin a FIT file.

    Args:
        head: At least the first 14 bytes, fewer where there are no more.
    """
    has_checksum = head[0] >= USUAL_BYTES and any(head[12:14])
    return Header(head[0], int.from_bytes(head[4:8], "little"), has_checksum)
