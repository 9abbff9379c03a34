"""What lies in a file, a zip or a folder: opened within bounds, nothing unpacked to disk."""

import gzip
import hashlib
import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO, cast

from untwitch.facts.refused import Refused
from untwitch.intake.bounded import MEBIBYTE, BoundedStream, Budget, Readable
from untwitch.intake.salvage import SalvagedStream, local_headers

MOST_MEMBERS = 100_000
DEEPEST_NESTING = 3
LARGEST_NESTED_ZIP_BYTES = 256 * MEBIBYTE
LARGEST_DIRECTORY_BYTES = 64 * MEBIBYTE
HEAD_BYTES = 64 * 1024
FIRST_BYTES = 4096
"""What is kept of the begin of every member, so that all sources can look at it for the price of one."""

_GZIP_MAGIC = b"\x1f\x8b\x08"
_ZIP_MAGIC = b"PK\x03\x04"
_ZIP_ENDS = (_ZIP_MAGIC, b"PK\x05\x06")
_OFFICE_MARK = "[Content_Types].xml"
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, struct.error, ValueError)
_NOT_CONTENT = ("__MACOSX/", "._", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True)
class Member:
    """One file inside what a person handed over.

    Attributes:
        name: Name inside, with folders; for sentences and never used as a path.
        size: Bytes as declared, or None where nothing says.
        path: The file it lies in, as the person named it.
        stream: Opens its bytes.
    """

    name: str
    size: int | None
    path: str
    stream: Callable[[], BoundedStream]

    def open(self) -> BoundedStream:
        """Opens the bytes, within bounds.

        Raises:
            Refused: It cannot be opened.
        """
        return self.stream()

    def head(self, at_most_bytes: int = HEAD_BYTES) -> bytes:
        """Gives the first bytes, fewer where the member is short, damaged or cannot be opened.

        The first `FIRST_BYTES` are read once and kept; more are read anew each time.
        """
        first = self._first
        if at_most_bytes <= FIRST_BYTES or len(first) < FIRST_BYTES:
            return first[:at_most_bytes]
        return self._read_head(at_most_bytes)

    def whole(self, *, at_most_bytes: int) -> bytes:
        """Gives all bytes, for formats that are read here and there (SQLite, FIT).

        Args:
            at_most_bytes: Largest size that is read into memory.

        Raises:
            Refused: It is larger, damaged or cut off.
        """
        with self.open() as stream:
            return stream.read_whole(at_most_bytes=at_most_bytes)

    @cached_property
    def sha256(self) -> str:
        """Hash of its bytes, hexadecimal.

        Raises:
            Refused: It is damaged or cut off.
        """
        digest = hashlib.sha256()
        with self.open() as stream:
            while data := stream.read():
                digest.update(data)
        return digest.hexdigest()

    @cached_property
    def _first(self) -> bytes:
        return self._read_head(FIRST_BYTES)

    def _read_head(self, at_most_bytes: int) -> bytes:
        data = b""
        try:
            with self.open() as stream:
                while len(data) < at_most_bytes and (more := stream.read(at_most_bytes - len(data))):
                    data += more
        except Refused:
            return data
        return data


class Members:
    """Everything inside one file, zip or folder, or a part of that.

    Attributes:
        path: As the person named it.
        name: Last part of the path.
        bytes: Size on disk; of a folder or a part, the sizes of its members together.
        members: What is inside, in the order it lies there.
        damage: What is wrong with the archive as a whole, in a sentence; empty for nothing.
        archives: Zips in a folder, each to be opened by itself.
        is_file: Whether this is one whole file: a file, or a zip with all that is in it.
    """

    def __init__(
        self,
        path: Path,
        *,
        size_bytes: int,
        members: tuple[Member, ...],
        damage: str = "",
        archives: tuple[Path, ...] = (),
        is_file: bool = True,
    ) -> None:
        """Keeps what was found; made by `open_path`."""
        self.path = path
        self.name = path.name
        self.bytes = size_bytes
        self.members = members
        self.damage = damage
        self.archives = archives
        self.is_file = is_file

    def only(self, members: Sequence[Member]) -> "Members":
        """Gives some of the members as if nothing else were there.

        Args:
            members: Of those inside, in any order.
        """
        if len(members) == len(self.members):
            return self
        size_bytes = sum(each.size or 0 for each in members)
        return Members(
            self.path, size_bytes=size_bytes, members=tuple(members), damage=self.damage, is_file=False
        )

    @cached_property
    def sha256(self) -> str:
        """Hash of the file, hexadecimal; of several in a folder or zip, over their names and hashes.

        Raises:
            Refused: A member of a part is damaged or cut off.
        """
        if self.is_file:
            return _file_sha256(self.path)
        if len(self.members) == 1:
            return self.members[0].sha256
        together = hashlib.sha256()
        for each in self.members:
            together.update(f"{each.name}\0{each.sha256}\n".encode())
        return together.hexdigest()


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> tuple[Path, ...]:
    """Gives the files under a folder in order of their names: no hidden ones, no links, no devices.

    Raises:
        Refused: There are more than any export has.
    """
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "__MACOSX")))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(_NOT_CONTENT) and stat.S_ISREG(path.lstat().st_mode):
                found.append(path)
        if len(found) > MOST_MEMBERS:
            raise Refused(f"{folder} holds more than {MOST_MEMBERS} files; name the ones to import")
    return tuple(found)


@contextmanager
def open_path(path: Path) -> Iterator[Members]:
    """Opens a file, a zip (also zips within it) or a folder (without the zips in it); gzip is unpacked.

    Args:
        path: What the person named.

    Yields:
        What is inside; its members can be opened until the end of the context.

    Raises:
        Refused: It is too large, too deeply nested or not a file.
        OSError: It cannot be read.
    """
    with ExitStack() as stack:
        if path.is_dir():
            yield _folder(path)
            return
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{path} is not a file or folder")
        with path.open("rb") as file:
            is_zip = file.read(4) in _ZIP_ENDS
        if not is_zip:
            only = _file_member(path, name=path.name, budget=Budget(None))
            yield Members(path, size_bytes=status.st_size, members=(only,))
            return
        found, damage = _zip_members(path, size_bytes=status.st_size, stack=stack)
        yield Members(path, size_bytes=status.st_size, members=found, damage=damage)


def _folder(path: Path) -> Members:
    budget = Budget(None)
    loose, archives = [], []
    for file in files_of(path):
        member = _file_member(file, name=file.relative_to(path).as_posix(), budget=budget)
        if member.head(4) in _ZIP_ENDS and not _is_office_document(file):
            archives.append(file)
        else:
            loose.append(member)
    size_bytes = sum(each.size or 0 for each in loose)
    return Members(path, size_bytes=size_bytes, members=tuple(loose), archives=tuple(archives), is_file=False)


def _is_office_document(path: Path) -> bool:
    _refuse_huge_directory(path, size_bytes=path.stat().st_size)
    try:
        with zipfile.ZipFile(path) as archive:
            return _OFFICE_MARK in archive.namelist()
    except _NO_ZIP:
        return False


def _file_member(path: Path, *, name: str, budget: Budget) -> Member:
    def opener() -> Readable:
        return path.open("rb")

    size = path.lstat().st_size
    stream = partial(BoundedStream, opener, name=name, budget=budget)
    member = Member(name=name, size=size, path=str(path), stream=stream)
    return _unpacked(member, opener, budget=Budget(size))


def _unpacked(member: Member, opener: Callable[[], Readable], *, budget: Budget) -> Member:
    """Gives what a file packed by gzip holds in its place (Strava packs its recordings so)."""
    if member.head(len(_GZIP_MAGIC)) != _GZIP_MAGIC:
        return member
    name = member.name.removesuffix(".gz")
    stream = partial(BoundedStream, partial(_Unpacked, opener), name=name, budget=budget)
    return Member(name=name, size=None, path=member.path, stream=stream)


class _Unpacked:
    """The bytes of a file packed by gzip."""

    def __init__(self, opener: Callable[[], Readable]) -> None:
        self._packed = opener()
        self._file = gzip.GzipFile(fileobj=cast("BinaryIO", self._packed))

    def read(self, size: int = -1, /) -> bytes:
        return self._file.read1(size)

    def close(self) -> None:
        self._file.close()
        self._packed.close()


def _zip_members(path: Path, *, size_bytes: int, stack: ExitStack) -> tuple[tuple[Member, ...], str]:
    budget = Budget(size_bytes)
    _refuse_huge_directory(path, size_bytes=size_bytes)
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except _NO_ZIP as error:
        return _salvaged(
            path, budget=budget
        ), f"the list of what is in the zip is missing or damaged ({error})"
    if _OFFICE_MARK in archive.namelist():
        return (_file_member(path, name=path.name, budget=budget),), ""
    walk = _Walk(path=path, budget=budget, stack=stack)
    return tuple(walk.members(archive, prefix="", depth=1)), ""


def _refuse_huge_directory(path: Path, *, size_bytes: int) -> None:
    """Refuses a zip whose directory alone would fill the memory, before zipfile reads it.

    Reference:
        APPNOTE.TXT 6.3.10, sections 4.3.14 and 4.3.16 (from memory).
    """
    with path.open("rb") as file:
        file.seek(max(0, size_bytes - 66_000))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 16:
        return
    directory_bytes = int.from_bytes(tail[end + 12 : end + 16], "little")
    if directory_bytes == 0xFFFFFFFF:
        wide = tail.rfind(b"PK\x06\x06")
        directory_bytes = int.from_bytes(tail[wide + 40 : wide + 48], "little") if wide >= 0 else 0
    if directory_bytes > LARGEST_DIRECTORY_BYTES:
        raise Refused(f"{path} lists more members than any export has")


def _salvaged(path: Path, *, budget: Budget) -> tuple[Member, ...]:
    found = []
    for each in local_headers(path, at_most=MOST_MEMBERS):
        if not each.name.endswith("/") and not _is_clutter(each.name):
            opener = partial(SalvagedStream, path, each)
            stream = partial(BoundedStream, opener, name=each.name, budget=budget)
            found.append(Member(name=each.name, size=None, path=str(path), stream=stream))
    return tuple(found)


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(_NOT_CONTENT)


class _Walk:
    """Goes through an archive and the archives inside it."""

    def __init__(self, *, path: Path, budget: Budget, stack: ExitStack) -> None:
        self._path = path
        self._budget = budget
        self._stack = stack
        self._count = 0

    def members(self, archive: zipfile.ZipFile, *, prefix: str, depth: int) -> Iterator[Member]:
        for info in archive.infolist():
            if info.is_dir() or _is_clutter(info.filename):
                continue
            self._count += 1
            if self._count > MOST_MEMBERS:
                raise Refused(f"{self._path} holds more than {MOST_MEMBERS} files")
            member = self._member(archive, info, prefix=prefix)
            inner = self._inner_archive(member, info, depth=depth)
            if inner is None:
                yield member
            else:
                yield from self.members(inner, prefix=f"{member.name}/", depth=depth + 1)

    def _member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, prefix: str) -> Member:
        name = prefix + info.filename

        def opener() -> Readable:
            return archive.open(info)

        stream = partial(BoundedStream, opener, name=name, budget=self._budget)
        member = Member(name=name, size=info.file_size, path=str(self._path), stream=stream)
        return _unpacked(member, opener, budget=self._budget)

    def _inner_archive(self, member: Member, info: zipfile.ZipInfo, *, depth: int) -> zipfile.ZipFile | None:
        """Opens a zip within the zip, in memory; None for anything else, and for an office document."""
        if info.file_size > LARGEST_NESTED_ZIP_BYTES or member.head(4) != _ZIP_MAGIC:
            return None
        if depth >= DEEPEST_NESTING:
            raise Refused(f"{self._path} has zips within zips, more than {DEEPEST_NESTING} deep")
        try:
            data = member.whole(at_most_bytes=LARGEST_NESTED_ZIP_BYTES)
            archive = self._stack.enter_context(zipfile.ZipFile(io.BytesIO(data)))
        except (Refused, zipfile.BadZipFile, NotImplementedError, ValueError):
            return None
        return None if _OFFICE_MARK in archive.namelist() else archive
