"""Files on their way in from a browser: part by part, resumable, kept in the home for a day at most.

A file lies at `uploads/ID/SIZE-MARK/NAME` in the home; these names are all that is kept about it.

    begin      part     part   (the way breaks)   begin again: goes on here     part      whole
      |=========|========|                          |============================|=========|
      0                  offset                     offset                                 size
"""

import hashlib
import os
import re
import shutil
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from untwitch.actions.session import Session
from untwitch.facts.refused import Refused

FOLDER = "uploads"
PART_BYTES = 8 << 20
"""Largest part of one request; the server holds no more of a file in memory."""
LARGEST_BYTES = 8 << 30
MOST = 20
KEPT_MS = 24 * 3_600_000
LONGEST_NAME = 120
_LEFT_FREE_BYTES = 1 << 30
_UNKNOWN = "unknown"
_MEGABYTE = 1_000_000
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_writing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Upload:
    """One file on its way in.

    Attributes:
        id: Its UUID.
        name: What the person calls it, without folders and what no disk takes.
        size_bytes: How large it will be; None where the browser did not say.
        offset: How many bytes are there.
        path: Where they lie.
    """

    id: str
    name: str
    size_bytes: int | None
    offset: int
    path: Path

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there."""
        return self.size_bytes == self.offset


def begin(session: Session, name: str, size_bytes: int | None, *, modified_ms: int | None = None) -> Upload:
    """Makes room for a file, or gives the same file back whose way was broken off.

    Args:
        session: Place and moment.
        name: What the person calls it.
        size_bytes: How large it is, or None.
        modified_ms: When it was last changed, to know it again.

    Raises:
        Refused: It is empty or too large, there is no room, or too many are on their way.
    """
    sweep(session)
    if size_bytes is not None and not 0 < size_bytes <= LARGEST_BYTES:
        most = f"at most {LARGEST_BYTES / 1e9:.0f} GB can be brought in at once"
        raise Refused("the file is empty" if size_bytes == 0 else f"the file is too large; {most}")
    said = f"{name}\0{size_bytes}\0{modified_ms}".encode(errors="surrogatepass")
    place = f"{size_bytes or _UNKNOWN}-{hashlib.sha256(said).hexdigest()[:32]}"
    found = uploads(session)
    for each in found if size_bytes is not None else ():
        if each.path.parent.name == place:
            return each
    if len(found) >= MOST:
        raise Refused(f"{MOST} files are on their way already; finish or drop some of them first")
    session.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(session.home).free - _LEFT_FREE_BYTES
    if free < (size_bytes or 0):
        raise Refused(
            f"there is no room for it: {max(free, 0) / _MEGABYTE:.0f} MB are free on the disk of your data"
        )
    made = session.home / FOLDER / str(uuid.uuid4()) / place
    made.mkdir(parents=True)
    (session.home / FOLDER).chmod(0o700)
    path = made / file_name(name)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    _touch(path, session)
    return _upload(made.parent)


def upload_of(session: Session, upload_id: str) -> Upload:
    """Gives a file that is on its way.

    Args:
        session: Place.
        upload_id: Its UUID.

    Raises:
        Refused: There is none, or it was there for a day and is gone.
    """
    folder = session.home / FOLDER / upload_id
    if not _ID.fullmatch(upload_id) or not folder.is_dir():
        raise Refused("that file is not here; files that were not brought in are dropped after a day")
    return _upload(folder)


def uploads(session: Session) -> tuple[Upload, ...]:
    """Gives the files that are on their way, in no order.

    Args:
        session: Place.
    """
    folder = session.home / FOLDER
    if not folder.is_dir():
        return ()
    found = []
    for each in folder.iterdir():
        with suppress(Refused):  # half made or half removed; the sweep takes it
            found.append(_upload(each))
    return tuple(found)


def append(session: Session, upload_id: str, *, offset: int, data: bytes, sha256: str) -> Upload:
    """Adds a part at the end of what is there; it is on the disk when this returns.

    Args:
        session: Place and moment.
        upload_id: Which file.
        offset: Where the part begins; a part that is there already changes nothing.
        data: The bytes.
        sha256: Their hash, hexadecimal, as the browser made it.

    Raises:
        Refused: The part is not what was sent, it does not begin at the end, or it goes past the size.
    """
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused("this part is not what was sent; send it again")
    with _writing:
        held = upload_of(session, upload_id)
        if offset + len(data) <= held.offset:
            return held
        if offset != held.offset:
            raise Refused(f"the next part begins at {held.offset}, not at {offset}")
        if offset + len(data) > (held.size_bytes or LARGEST_BYTES):
            raise Refused("there is more of the file than was said at first; begin again")
        with _opened(held, session) as file:
            file.write(data)
    return upload_of(session, upload_id)


class Incoming:
    """A file that comes as one stream, from a form without a script."""

    def __init__(self, session: Session, name: str) -> None:
        """Makes room for it.

        Args:
            session: Place and moment.
            name: What the person calls it.

        Raises:
            Refused: Too many are on their way.
        """
        self._session = session
        self._held = begin(session, name, None)
        self._size_bytes = 0

    def write(self, data: bytes) -> None:
        """Adds what came.

        Raises:
            Refused: It is too large.
        """
        self._size_bytes += len(data)
        if self._size_bytes > LARGEST_BYTES:
            raise Refused(f"the file is too large; at most {LARGEST_BYTES / 1e9:.0f} GB can be brought in")
        with self._held.path.open("ab") as file:
            file.write(data)

    def finish(self) -> Upload:
        """Gives the whole file.

        Raises:
            Refused: It is empty.
        """
        if not self._size_bytes:
            self.drop()
            raise Refused("choose a file first; there was none, or it is empty")
        _touch(self._held.path, self._session)
        made = self._held.path.parent
        made.rename(made.with_name(f"{self._size_bytes}-{made.name.partition('-')[2]}"))
        return _upload(made.parent)

    def drop(self) -> None:
        """Leaves nothing of it."""
        drop(self._session, self._held.id)


def drop(session: Session, upload_id: str) -> None:
    """Removes a file; one that is not there is no fault.

    Args:
        session: Place.
        upload_id: Its UUID.
    """
    if _ID.fullmatch(upload_id):
        shutil.rmtree(session.home / FOLDER / upload_id, ignore_errors=True)


def sweep(session: Session) -> int:
    """Removes files that nobody touched for a day; gives how many.

    Args:
        session: Place and moment.
    """
    gone = 0
    folder = session.home / FOLDER
    for each in folder.iterdir() if folder.is_dir() else ():
        if session.now.utc_ms - _touched_ms(each) > KEPT_MS:
            shutil.rmtree(each, ignore_errors=True)
            gone += 1
    return gone


def forget(home: Path) -> int:
    """Removes every file that is on its way; gives how many.

    Args:
        home: The home.
    """
    folder = home / FOLDER
    count = len(list(folder.iterdir())) if folder.is_dir() else 0
    shutil.rmtree(folder, ignore_errors=True)
    return count


def file_name(name: str) -> str:
    """Gives a name that is safe on a disk and says the same: no folders, no hidden file, not too long.

    Args:
        name: As the browser sent it.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r'[\x00-\x1f\x7f-\x9f<>:"|?*\ud800-\udfff]', "_", last).strip().lstrip(".").strip()
    stem, dot, ending = plain.rpartition(".")
    kept = f"{stem[: LONGEST_NAME - 20]}{dot}{ending[:19]}" if len(plain) > LONGEST_NAME else plain
    while len(kept.encode()) > LONGEST_NAME:
        kept = kept[1:]
    return kept or "file"


def _touched_ms(folder: Path) -> int:
    file = next(folder.glob("*/*"), folder)
    return file.stat().st_mtime_ns // 1_000_000


def _touch(path: Path, session: Session) -> None:
    os.utime(path, ns=(session.now.utc_ms * 1_000_000,) * 2)


def _upload(folder: Path) -> Upload:
    try:
        path = next(folder.glob("*-*/*"))
        offset = path.stat().st_size
    except (OSError, StopIteration):
        raise Refused("that file is not whole here; choose it again") from None
    size = path.parent.name.partition("-")[0]
    return Upload(folder.name, path.name, None if size == _UNKNOWN else int(size), offset, path)


@contextmanager
def _opened(held: Upload, session: Session) -> Iterator[BinaryIO]:
    with held.path.open("r+b") as file:
        file.seek(held.offset)
        yield file
        file.flush()
        os.fsync(file.fileno())
    _touch(held.path, session)
