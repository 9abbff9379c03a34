"""A child process in which a parser of a hostile format may fail without harm: little memory, little time.

The child gets the bytes on its standard input and answers one JSON document a line; nothing that it sends is
executed. Limits of memory and time hold where the system has them (not on Windows); the clock of the parent
holds everywhere.
"""

import importlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import IO, Any

from untwitch.facts.refused import Refused

MEMORY_BYTES = 1 << 30
CPU_S = 20
WALL_S = 60.0
LARGEST_ANSWER_BYTES = 512 << 20
LONGEST_LINE_BYTES = 32 << 20
_THROUGH = b'"end"\n'
_PARSER = re.compile(r"untwitch\.(intake|sources)\.[a-z_]+:[a-z_]+")
"""What the child may run: a function of these rooms that takes bytes and gives plain values."""


def parse_apart(parser: str, data: bytes, *, name: str, wall_s: float = WALL_S) -> list[Any]:
    """Runs a parser on bytes in a child process.

    Args:
        parser: `module:function`, in the rooms `intake` or `sources`.
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
    """Runs a parser on bytes in a child process and gives each value as it comes, never all at once.

    Args:
        parser: `module:function`, in the rooms `intake` or `sources`.
        data: The whole file.
        name: Name for the sentence.
        options: What the parser is asked for, as its keyword arguments; plain JSON values.
        wall_s: Seconds after which the child is stopped.

    Yields:
        What the parser yields, as plain JSON values.

    Raises:
        Refused: The parser failed, took too long or answered too much; what it gave before is good.
    """
    command = [sys.executable, "-P", "-m", "untwitch.intake.sandbox", parser, json.dumps(dict(options or {}))]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        clock = threading.Timer(wall_s, child.kill)
        clock.start()
        try:
            yield from _values(child, data, name=name)
        finally:
            clock.cancel()
            child.kill()


def _values(child: "subprocess.Popen[bytes]", data: bytes, *, name: str) -> Iterator[Any]:
    if child.stdin is None or child.stdout is None:
        raise Refused("the reader of foreign files did not start")
    feeder = threading.Thread(target=_feed, args=(child.stdin, data), daemon=True)
    feeder.start()
    try:
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
    finally:
        child.kill()
        feeder.join()


def _feed(pipe: IO[bytes], data: bytes) -> None:
    try:
        pipe.write(data)
        pipe.close()
    except OSError:
        return  # the child ended first; what it answered says why


def _limit() -> None:
    """Takes from this process the memory and time it does not need, and the right to write files."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue  # a system may refuse one of them; the clock of the parent still holds


def answer(parser: str, source: IO[bytes], target: IO[bytes], *, options: str = "{}") -> None:
    """Runs a parser within the child: bytes in, a JSON document a line out, `"end"` when it is through.

    Args:
        parser: `module:function`, in the rooms `intake` or `sources`.
        source: Where the bytes come from.
        target: Where the lines go.
        options: Keyword arguments of the parser, a JSON document.

    Raises:
        Refused: The parser is none of these rooms.
    """
    if not _PARSER.fullmatch(parser):
        raise Refused(f"{parser!r} is not a parser of the sandbox")
    module, _, function = parser.partition(":")
    parse: Callable[..., Iterable[Any]] = getattr(importlib.import_module(module), function)
    for line in _as_lines(parse(source.read(), **json.loads(options))):
        target.write(line)
    target.write(_THROUGH)
    target.flush()


def _as_lines(values: Iterable[Any]) -> Iterator[bytes]:
    for value in values:
        yield json.dumps(value).encode() + b"\n"


if __name__ == "__main__":
    _limit()
    answer(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer, options=sys.argv[2])
