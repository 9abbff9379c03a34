"""A real server for tests: the command itself, over a real home."""

import json
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Served:
    """A running server.

    Attributes:
        home: Its home.
        address: Where it is, without a path.
        opening: The link that lets one browser in.
        process: The process, to be killed in tests of what survives.
        said: The line that it printed.
    """

    home: Path
    address: str
    opening: str
    process: "subprocess.Popen[str]"
    said: dict[str, Any]


@contextmanager
def served(home: Path, *arguments: str, port: int = 0) -> Iterator[Served]:
    """Runs `untwitch serve` on a free port until the test is over."""
    process = subprocess.Popen(
        [sys.executable, "-m", "untwitch", "serve", "--port", str(port), "--json", *arguments],
        env={**os.environ, "UNTWITCH_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert line, process.stderr.read()
        said = json.loads(line)
        opening = said["url"]
        parts = urllib.parse.urlsplit(opening)
        yield Served(home, f"{parts.scheme}://{parts.netloc}", opening, process, said)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
