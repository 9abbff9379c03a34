"""The file that a person handed over, as the readers of formats see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from untwitch.facts.refused import Refused
from untwitch.intake.members import Member, Members, open_path

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Given:
    """A file, alone or within a zip or folder.

    Attributes:
        name: Its name, with its folders inside; for sentences, never used as a path.
        path: The file on disk that it is, or lies in.
        is_alone: Whether it is that file, so that it can be read here and there.
        size: Bytes on disk, or as declared inside a zip, or None.
        first: Its first bytes.
    """

    name: str
    path: Path
    is_alone: bool
    size: int | None
    first: bytes

    def chunks(self) -> Iterator[bytes]:
        """Gives its bytes from the begin, in pieces.

        Raises:
            Refused: It is damaged or cut off; what came before is good. Or it went away.
        """
        held = bytearray()
        try:
            with open_path(self.path) as members, self._member(members).open() as stream:
                while data := stream.read(CHUNK_BYTES):
                    held += data
                    if len(held) >= CHUNK_BYTES:
                        yield bytes(held)
                        held.clear()
        except Refused:
            if held:
                yield bytes(held)
            raise
        except OSError as error:
            raise Refused(f"{self.name} cannot be read any more: {error.strerror}") from None
        if held:
            yield bytes(held)

    def on_disk(self) -> BinaryIO:
        """Opens it to be read here and there.

        Raises:
            Refused: It lies packed, or cannot be opened.
        """
        if not self.is_alone:
            raise Refused(f"{self.name} lies packed in {self.path.name}; unpack it and name it by itself")
        try:
            return self.path.open("rb")
        except OSError as error:
            raise Refused(f"{self.name} cannot be opened: {error.strerror}") from None

    def _member(self, members: Members) -> Member:
        for each in members.members:
            if each.name == self.name or len(members.members) == 1:
                return each
        raise Refused(f"{self.name} is not in {self.path.name} any more")


def given_of(member: Member) -> Given:
    """Gives a member of what was opened, with its first bytes.

    Args:
        member: A file by itself, or one in a zip or folder.

    Raises:
        OSError: It went away.
    """
    path, first = Path(member.path), member.head()
    is_alone = member.size == path.stat().st_size
    if is_alone:
        with path.open("rb") as file:
            is_alone = file.read(len(first)) == first
    return Given(member.name, path, is_alone, member.size, first)
