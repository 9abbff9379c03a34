"""The shape of a format: what reads the recordings of one kind of file."""

from typing import Protocol

from untwitch.recordings.asked import Asked
from untwitch.recordings.given import Given
from untwitch.recordings.recording import Recording


class Format(Protocol):
    """Reads one format. `docs/how-to/add-a-recording-format.md` says how to add one.

    Attributes:
        name: Name of the format.
        unproven: Whether no real file was at hand when the reader was made.
    """

    @property
    def name(self) -> str:
        """Name of the format."""
        ...

    @property
    def unproven(self) -> bool:
        """Whether no real file was at hand."""
        ...

    def claims(self, given: Given) -> float:
        """Says by the first bytes how surely a file is of this format, 0 to 1; loads no heavy module."""
        ...

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording; its samples are read when its blocks are asked for.

        Raises:
            Refused: It cannot be read, or a person must say what the file does not.
        """
        ...
