"""A stream that cannot be used to flood the reader: every byte read is counted against a budget."""

import lzma
import zipfile
import zlib
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self, TypeVar

from untwitch.facts.refused import Refused

MEBIBYTE = 1 << 20
LARGEST_MEMBER_BYTES = 32 << 30
LARGEST_TOTAL_BYTES = 64 << 30
LARGEST_RATIO = 200
RATIO_FREE_BYTES = 64 * MEBIBYTE
"""Small archives may be dense: the ratio counts beyond this many bytes. Real exports stay under 30."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError)
_Result = TypeVar("_Result")


class Readable(Protocol):
    """What a bounded stream reads from."""

    def read(self, size: int = -1, /) -> bytes:
        """Gives the next bytes."""
        ...

    def close(self) -> None:
        """Closes it."""
        ...


class Budget:
    """What may still be read out of one file, over all its members and nested archives.

    Attributes:
        read_bytes: How much was read.
    """

    def __init__(self, packed_bytes: int | None) -> None:
        """Starts a budget.

        Args:
            packed_bytes: Size of the archive that the ratio is counted against; None where nothing is packed.
        """
        self._left = LARGEST_TOTAL_BYTES
        if packed_bytes is not None:
            self._left = min(self._left, max(RATIO_FREE_BYTES, LARGEST_RATIO * packed_bytes))
        self.read_bytes = 0

    def spend(self, count: int, *, name: str) -> None:
        """Counts bytes that came out.

        Raises:
            Refused: More came out than a real export of this size holds.
        """
        self.read_bytes += count
        self._left -= count
        if self._left < 0:
            unpacked = f"{self.read_bytes // MEBIBYTE} MB"
            raise Refused(f"{name} unpacks to more than {unpacked}; no real export is packed so tightly")


class BoundedStream:
    """The bytes of one member; damage and excess are refused in one sentence."""

    def __init__(self, opener: Callable[[], Readable], *, name: str, budget: Budget) -> None:
        """Opens the member.

        Args:
            opener: Opens the bytes behind it.
            name: Name for sentences.
            budget: Shared with all streams of the same file.

        Raises:
            Refused: The member is encrypted, packed in an unknown way or damaged.
        """
        self._name = name
        self._budget = budget
        self._count = 0
        self._inner = self._attempt(opener)
        self._next: Callable[[int], bytes] = getattr(self._inner, "read1", self._inner.read)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _attempt(self, act: Callable[[], _Result]) -> _Result:
        try:
            return act()
        except _DAMAGE as error:
            why = f" ({error})" if str(error) else ""
            raise Refused(f"{self._name} is damaged or cut off{why}") from None
        except NotImplementedError:
            raise Refused(f"{self._name} is packed in a way that is not known here") from None
        except RuntimeError:
            raise Refused(f"{self._name} is encrypted; unpack it with its password first") from None

    def read(self, at_most: int = MEBIBYTE) -> bytes:
        """Gives the next bytes, at most so many, often fewer; nothing at the end.

        Raises:
            Refused: The member is damaged, cut off, or larger than any real one. What came before is good.
        """
        data = self._attempt(lambda: self._next(at_most))
        self._count += len(data)
        if self._count > LARGEST_MEMBER_BYTES:
            raise Refused(f"{self._name} is larger than {LARGEST_MEMBER_BYTES // MEBIBYTE} MB")
        self._budget.spend(len(data), name=self._name)
        return data

    def read_whole(self, *, at_most_bytes: int) -> bytes:
        """Gives all that is left.

        Raises:
            Refused: It is more than that, damaged or cut off.
        """
        parts, count = [], 0
        while data := self.read(min(MEBIBYTE, at_most_bytes + 1)):
            parts.append(data)
            count += len(data)
            if count > at_most_bytes:
                raise Refused(f"{self._name} is larger than {at_most_bytes / MEBIBYTE:g} MB")
        return b"".join(parts)

    def close(self) -> None:
        """Closes the bytes behind it."""
        self._inner.close()
