"""What every terminal door shares: the session, how an answer is printed, how a refusal ends."""

import datetime as dt
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import typer

from untwitch.actions.session import Session
from untwitch.facts.instant import Instant, zone_info
from untwitch.facts.plain_text import escaped, shown
from untwitch.facts.refused import Refused

_LONGEST_WORD, _SHOWN_OF_IT = 300, 60
EXIT_DONE, EXIT_WITH_PROBLEMS, EXIT_WRONG_USE = 0, 1, 2


def session(person: str | None = None) -> Session:
    """Gives the session of this call: `UNTWITCH_HOME` or the user's data folder, the clock, the zone."""
    named = os.environ.get("UNTWITCH_HOME")
    if named:
        home = _expanded(named)
    else:
        import platformdirs  # noqa: PLC0415 - only needed where no home is named

        home = Path(platformdirs.user_data_dir("untwitch", appauthor=False))
    now = Instant(time.time_ns() // 1_000_000, _machine_zone(), "guess")
    return Session(home=home, now=now, person_name=person)


def _expanded(named: str) -> Path:
    try:
        return Path(named).expanduser()
    except RuntimeError:
        raise Refused(f"UNTWITCH_HOME is {named!r}; there is no such user here") from None


def _machine_zone() -> str:
    """Gives the IANA name of the machine's zone where it can be told, else its present offset."""
    candidates = [os.environ.get("TZ", "")]
    try:
        candidates.append(str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2])
    except OSError:
        candidates.append("")
    for name in candidates:
        if (name and not name.startswith("+") and "/" in name) or name == "UTC":
            try:
                zone_info(name)
            except Refused:
                continue
            return name
    offset = dt.datetime.now().astimezone().strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


def print_json(document: Any) -> None:
    """Prints one JSON document on stdout and nothing else; a number that is not finite is a defect."""
    typer.echo(json_text(document, indent=2))


def json_text(document: Any, *, indent: int | None = None) -> str:
    """Gives a document as text that every stdout can print and no terminal acts on."""
    is_unicode = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    return escaped(json.dumps(document, ensure_ascii=not is_unicode, allow_nan=False, indent=indent))


def say(*lines: str) -> None:
    """Prints lines for people on stdout; what a file or a name holds cannot act on the terminal."""
    for line in lines:
        typer.echo(shown(line))


def warn(sentence: str) -> None:
    """Prints one sentence on stderr; a word longer than any name is cut."""
    cut = re.sub(rf"\S{{{_LONGEST_WORD},}}", lambda found: f"{found[0][:_SHOWN_OF_IT]}…", sentence)
    typer.echo(shown(cut), err=True)


def fail(sentence: str) -> NoReturn:
    """Ends with one clear sentence on stderr and exit code 2."""
    warn(f"untwitch: {sentence}")
    raise typer.Exit(EXIT_WRONG_USE)


@contextmanager
def refusals_as_sentences() -> Iterator[None]:
    """Turns a refusal, or a file that cannot be read, into one sentence and exit code 2."""
    try:
        yield
    except Refused as refusal:
        fail(str(refusal))
    except BrokenPipeError:
        # Whoever read the output has seen enough, as `head` does; what is left to print goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(EXIT_DONE) from None
    except UnicodeEncodeError as error:
        fail(f"{error.object[error.start : error.end]!r} is no character of any language; it cannot be kept")
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        fail(f"{name}{error.strerror or error}")


def mapping_of(words: list[str]) -> dict[str, str]:
    """Reads `--map COLUMN=MEANING` options.

    Raises:
        Refused: One has no meaning.
    """
    mapping = {}
    for each in words:
        column, mark, target = each.rpartition("=")
        if not mark or not column.strip() or not target.strip():
            raise Refused(f"--map {each!r} should be COLUMN=MEANING, such as coffee=caffeine_mg*95")
        mapping[column.strip()] = target.strip()
    return mapping
