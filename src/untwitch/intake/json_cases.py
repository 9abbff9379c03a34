"""Bytes of cases from a file, one or many, never more at once than a case may have."""

from collections.abc import Iterator
from pathlib import Path

from untwitch.facts.refused import Refused


def one_case(path: Path, *, at_most_bytes: int) -> bytes:
    """Gives the bytes of a file with one case.

    Args:
        path: The file.
        at_most_bytes: Largest size that is read.

    Raises:
        Refused: It is larger.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        found = file.read(at_most_bytes + 1)
    if len(found) > at_most_bytes:
        raise Refused(f"{path} has more than {at_most_bytes} bytes; a case is a few thousand")
    return found


def lines(path: Path, *, at_most_bytes: int) -> Iterator[bytes]:
    """Gives the lines of a file; empty lines at its end are none.

    Args:
        path: The file.
        at_most_bytes: Longest line that is given whole; of a longer one so many bytes and one more are given,
            so that whoever reads it can tell.

    Yields:
        Each line without its end.

    Raises:
        OSError: The file cannot be read.
    """
    empty = 0
    with path.open("rb") as file:
        while line := file.readline(at_most_bytes + 1):
            rest = line
            while len(rest) > at_most_bytes and not rest.endswith(b"\n"):
                rest = file.readline(at_most_bytes + 1)
            found = line.rstrip(b"\r\n")
            if not found.strip() and len(line) <= at_most_bytes:
                empty += 1
                continue
            yield from [b""] * empty
            empty = 0
            yield found
