"""How a long reading tells how far it is."""

from collections.abc import Mapping
from typing import Protocol


class Progress(Protocol):
    """Called every so often while a file is read."""

    def __call__(self, done_bytes: int, total_bytes: int | None, *, kinds: Mapping[str, int]) -> None:
        """Tells how far the reading is.

        Args:
            done_bytes: Bytes read so far, unpacked.
            total_bytes: Bytes to read, or None where nothing says.
            kinds: Rows met so far by measure.
        """
        ...


def silent(done_bytes: int, total_bytes: int | None, *, kinds: Mapping[str, int]) -> None:
    """Tells nobody."""
