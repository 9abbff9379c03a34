"""A child process in which a parser of a hostile format may fail without harm: little memory, little time.

The child gets the bytes on its standard input and answers one JSON document a line; nothing that it sends is
executed. It can parse one file after the other, so that thousands of small ones cost one start. Limits of
memory and time hold where the system has them (not on Windows); the clock of the parent holds everywhere.
"""

import importlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Self

from untwitch.facts.refused import Refused

MEMORY_BYTES = 1 << 30
CPU_S = 20
WALL_S = 60.0
LARGEST_ANSWER_BYTES = 512 << 20
LONGEST_LINE_BYTES = 32 << 20
_LENGTH_BYTES = 8
_THROUGH = b'"end"\n'
_PARSER = re.compile(r"untwitch\.(intake|sources|recordings)\.[a-z0-9_]+:[a-z0-9_]+")
"""What the child may run: a function of these rooms that takes bytes and gives plain values. Recordings are
too large to be handed over whole: there the bytes are a request that names the file."""


class Sandbox:
    """A child process that runs one parser, started when first asked and anew after a failure."""

    def __init__(
        self, parser: str, *, options: Mapping[str, Any] | None = None, wall_s: float = WALL_S
    ) -> None:
        """Names the parser.

        Args:
            parser: `module:function`, in the rooms `intake`, `sources` or `recordings`.
            options: What the parser is asked for, as its keyword arguments; plain JSON values.
            wall_s: Seconds for one file, after which the child is stopped.
        """
        self._command = [
            sys.executable, "-P", "-m", "untwitch.intake.sandbox", parser, json.dumps(dict(options or {})),
        ]  # fmt: skip
        self._wall_s = wall_s
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def parse(self, data: bytes, *, name: str) -> Generator[Any, None, None]:
        """Runs the parser on bytes and gives each value as it comes, never all at once.

        Args:
            data: The whole file.
            name: Name for the sentence.

        Yields:
            What the parser yields, as plain JSON values.

        Raises:
            Refused: The parser failed, took too long or answered too much; what it gave before is good.
        """
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        clock = threading.Timer(self._wall_s, self._child.kill)
        clock.start()
        is_through = False
        try:
            yield from _values(self._child, data, name=name)
            is_through = True
        finally:
            clock.cancel()
            if not is_through:
                self.close()

    def close(self) -> None:
        """Ends the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        child.wait()


def parse_apart(parser: str, data: bytes, *, name: str, wall_s: float = WALL_S) -> list[Any]:
    """Runs a parser on bytes in a child process of its own.

    Args:
        parser: `module:function`, in the rooms `intake`, `sources` or `recordings`.
        data: The whole file.
        name: Name for the sentence.
        wall_s: Seconds after which the child is stopped.

    Returns:
        What the parser yields, as plain JSON values.

    Raises:
        Refused: The parser failed, took too long or answered too much.
    """
    return list(stream_apart(parser, data, name=name, wall_s=wall_s))


def stream_apart(
    parser: str, data: bytes, *, name: str, options: Mapping[str, Any] | None = None, wall_s: float = WALL_S
) -> Generator[Any, None, None]:
    """Runs a parser on bytes in a child process of its own and gives each value as it comes.

    Args:
        parser: `module:function`, in the rooms `intake`, `sources` or `recordings`.
        data: The whole file.
        name: Name for the sentence.
        options: What the parser is asked for, as its keyword arguments; plain JSON values.
        wall_s: Seconds after which the child is stopped.

    Yields:
        What the parser yields, as plain JSON values.

    Raises:
        Refused: The parser failed, took too long or answered too much; what it gave before is good.
    """
    with Sandbox(parser, options=options, wall_s=wall_s) as sandbox:
        yield from sandbox.parse(data, name=name)


def _values(child: "subprocess.Popen[bytes]", data: bytes, *, name: str) -> Iterator[Any]:
    """Hands bytes to the child, which reads all of them before it answers, and gives its lines as values."""
    if child.stdin is None or child.stdout is None:
        raise Refused("the reader of foreign files did not start")
    with suppress(OSError):  # the child may have ended first; what it answered says why
        child.stdin.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
        child.stdin.write(data)
        child.stdin.flush()
    left = LARGEST_ANSWER_BYTES
    while line := child.stdout.readline(min(left, LONGEST_LINE_BYTES) + 1):
        left -= len(line)
        if left < 0 or len(line) > LONGEST_LINE_BYTES:
            raise Refused(f"{name} holds more than can be read here")
        if line == _THROUGH:
            return
        if line.endswith(b"\n"):
            yield json.loads(line)
    raise Refused(f"{name} could not be read: it is damaged, too large or protected")


def _limit() -> None:
    """Takes from this process the memory it does not need, and the right to write files."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a system may refuse one of them; the parent's clock still holds
            resource.setrlimit(kind, (most, most))


def _grant_time() -> None:
    """Gives this process the time of one more file."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(ValueError, OSError):
        until_s = int(used.ru_utime + used.ru_stime) + 1 + CPU_S
        resource.setrlimit(resource.RLIMIT_CPU, (until_s, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def answer(
    parser: str,
    source: IO[bytes],
    target: IO[bytes],
    *,
    options: str = "{}",
    before_each: Callable[[], None] = lambda: None,
) -> None:
    """Runs a parser within the child on one file after the other.

    A file comes as its length, eight bytes, and its bytes; a JSON document a line goes out, and `"end"` when
    the file is through.

    Args:
        parser: `module:function`, in the rooms `intake`, `sources` or `recordings`.
        source: Where the files come from.
        target: Where the lines go.
        options: Keyword arguments of the parser, a JSON document.
        before_each: Called before each file.

    Raises:
        Refused: The parser is none of these rooms.
    """
    if not _PARSER.fullmatch(parser):
        raise Refused(f"{parser!r} is not a parser of the sandbox")
    module, _, function = parser.partition(":")
    parse: Callable[..., Iterable[Any]] = getattr(importlib.import_module(module), function)
    asked = json.loads(options)
    while len(length := source.read(_LENGTH_BYTES)) == _LENGTH_BYTES:
        before_each()
        for value in parse(source.read(int.from_bytes(length, "big")), **asked):
            target.write(json.dumps(value).encode() + b"\n")
        target.write(_THROUGH)
        target.flush()


if __name__ == "__main__":
    os.putenv("OPENBLAS_NUM_THREADS", "1")  # each thread of it would reserve memory that the limit counts
    _limit()
    answer(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer, options=sys.argv[2], before_each=_grant_time)
