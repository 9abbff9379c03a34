"""A page written whole or not at all."""

import contextlib
import os
from pathlib import Path

from untwitch.facts.identity import new_id
from untwitch.facts.refused import Refused


def write_whole(path: Path, text: str) -> Path:
    """Writes a text file so that nobody ever sees half of it: a temporary file beside it, then one rename.

    Args:
        path: Where; its folder must exist. A file there is replaced.
        text: The content; lone surrogates become `?`.

    Returns:
        The absolute path.

    Raises:
        Refused: The folder does not exist, the place is a folder, or nothing can be written there.
    """
    target = path.expanduser().absolute()
    if not target.parent.is_dir():
        raise Refused(f"the folder {str(target.parent)!r} does not exist")
    if target.is_dir():
        raise Refused(f"{str(target)!r} is a folder; give the name of a file, such as report.html")
    temporary = target.with_name(f".{new_id()}.part")
    try:
        with temporary.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
            # What it says of a person is for that person's eyes.
            temporary.chmod(0o600)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        raise Refused(f"{str(target)!r} cannot be written: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return target
