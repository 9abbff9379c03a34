"""The checksum of FIT files (CRC-16/ARC), by halves instead of byte by byte.

The checksum starts at zero and ends unchanged, so it is linear: that of two stretches is that of the first,
moved on by the length of the second, plus that of the second. A stretch of two bytes is one look-up in a
table of
65,536; two neighbouring stretches become one by one look-up more:

    words     w0    w1    w2    w3    w4    w5    w6    w7
    1 apart   M w0 + w1   M w2 + w3   M w4 + w5   M w6 + w7
    2 apart       M2(..) + ..              M2(..) + ..
    4 apart                  M4(..) + ..                      then M once, for the bytes to be worked in

Zeros in front change nothing, which makes every length even.
"""

import functools

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint16]
_POLYNOMIAL = 0xA001  # 0x8005 reflected


@functools.cache
def _moved_on(doublings: int) -> Words:
    """Gives the table that moves a checksum on by 2 to that power of words."""
    if doublings:
        half = _moved_on(doublings - 1)
        return half[half]
    table = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(16):
        table = np.where(table & 1, (table >> 1) ^ _POLYNOMIAL, table >> 1).astype(np.uint16)
    return table


def fit_crc(data: bytes) -> int:
    """Gives the checksum of bytes.

    Args:
        data: What is checked.

    Reference:
        Garmin, FIT protocol, "CRC": 16 bits, polynomial 0x8005 reflected, start 0 (from memory; checked
        against the stored checksums of real files).
    """
    whole = bytes(len(data) % 2) + data
    words: Words = np.frombuffer(whole, dtype="<u2")
    doublings = 0
    while len(words) > 1:
        if len(words) % 2:
            words = np.concatenate((np.zeros(1, dtype=np.uint16), words))
        words = _moved_on(doublings)[words[::2]] ^ words[1::2]
        doublings += 1
    return int(_moved_on(0)[words[0]]) if len(words) else 0
