"""A form with one file, read as it comes: written to the home at once, never held in memory or in /tmp."""

from typing import Any

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from untwitch.actions.session import Session
from untwitch.actions.uploads import Incoming, Upload
from untwitch.facts.refused import Refused


class _Part:
    """What the parser tells, gathered until it can be written."""

    def __init__(self) -> None:
        self.name: str | None = None
        self.data: list[bytes] = []
        self.is_ended = False
        self._is_file = False
        self._field, self._value, self._said = b"", b"", b""

    def callbacks(self) -> Any:
        return {
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._header_end,
            "on_part_data": self._on_data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._field.lower() == b"content-disposition":
            options = parse_options_header(self._value)[1]
            # Of several files the first counts; a form of ours sends one.
            if b"filename" in options and self.name is None:
                self.name = options[b"filename"].decode("utf-8", "replace")
                self._is_file = True
        self._field, self._value = b"", b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self.data.append(data[start:end])

    def _part_end(self) -> None:
        self._is_file = False

    def _end(self) -> None:
        self.is_ended = True


async def file_of(request: Request, session: Session) -> Upload:
    """Gives the file of a form, kept in the home for now.

    Args:
        request: As it comes.
        session: Place and moment.

    Raises:
        Refused: It is no such form, there is no file in it, or it broke off.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise Refused("choose a file first; this form had none")
    reader = _Reader(session, boundary)
    try:
        async for data in request.stream():
            await run_in_threadpool(reader.take, data)
        return await run_in_threadpool(reader.whole)
    except (MultipartParseError, ClientDisconnect):
        raise Refused("the file did not come whole; choose it again") from None
    finally:
        reader.leave()


class _Reader:
    """Reads a form and writes its file."""

    def __init__(self, session: Session, boundary: bytes) -> None:
        self._session = session
        self._part = _Part()
        self._parser = MultipartParser(boundary, self._part.callbacks())
        self._incoming: Incoming | None = None
        self._is_whole = False

    def take(self, data: bytes) -> None:
        """Takes what came."""
        self._parser.write(data)
        if self._part.name is not None and self._incoming is None:
            self._incoming = Incoming(self._session, self._part.name)
        if self._incoming is not None and self._part.data:
            self._incoming.write(b"".join(self._part.data))
            self._part.data.clear()

    def whole(self) -> Upload:
        """Gives the file at the end of the form."""
        if not self._part.is_ended:
            raise Refused("the file did not come whole; choose it again")
        if self._incoming is None:
            raise Refused("choose a file first; there was none, or it is empty")
        held = self._incoming.finish()
        self._is_whole = True
        return held

    def leave(self) -> None:
        """Leaves nothing of a file that did not come whole."""
        if self._incoming is not None and not self._is_whole:
            self._incoming.drop()
