"""A whole text file, within bounds."""

import codecs
from pathlib import Path

from untwitch.facts.refused import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, *, name: str) -> str:
    """Gives bytes as text: UTF-8, UTF-16 by its mark or its zeros, else Windows-1252.

    Args:
        data: The whole file.
        name: Name for the sentence.

    Raises:
        Refused: It is not text.
    """
    return data.decode(encoding_of(data, name=name))


def encoding_of(data: bytes, *, name: str) -> str:
    """Gives the encoding in which all of the bytes are text.

    Args:
        data: The whole file.
        name: Name for the sentence.

    Raises:
        Refused: It is not text.
    """
    for encoding in _encodings(data, name=name):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Refused(f"{name} is not text that can be read")


def _encodings(data: bytes, *, name: str) -> tuple[str, ...]:
    """Gives the encodings that the begin allows, the likelier first."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\0" not in data[:1000]:
        return "utf-8", "cp1252"
    if data[1:2] == b"\0" and data[:1] != b"\0":
        return ("utf-16-le",)
    if data[:1] == b"\0" and data[1:2] != b"\0":
        return ("utf-16-be",)
    raise Refused(f"{name} is not text")


def read_text(path: Path, at_most_bytes: int) -> str:
    """Gives a text file whole.

    Args:
        path: The file.
        at_most_bytes: Largest size that is read.

    Raises:
        Refused: It is larger, or not text.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(at_most_bytes + 1)
    if len(data) > at_most_bytes:
        raise Refused(f"{path} is larger than {at_most_bytes} bytes")
    return decode(data, name=str(path))
