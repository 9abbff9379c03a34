"""A file of any known format becomes a recording: told by its content, asked where it is silent."""

import functools
import importlib
from pathlib import Path

from untwitch.facts.refused import Refused
from untwitch.intake.members import Members, open_path
from untwitch.recordings.asked import asked
from untwitch.recordings.format import Format
from untwitch.recordings.given import Given, given_of
from untwitch.recordings.recording import Recording

FORMATS: tuple[str, ...] = (
    "block_format",
    "edf",
    "matlab",
    "otb",
    "phone_csv",
    "text_columns",
    "video",
    "wav",
    "xdf",
)
"""The register: one module of `formats` each, by the alphabet; a module has a `FORMAT`."""

SURE_ENOUGH = 0.2
MOST_FILES = 2000
_NAMED = 4


@functools.cache
def formats() -> tuple[Format, ...]:
    """Gives every format."""
    return tuple(importlib.import_module(f"untwitch.recordings.formats.{each}").FORMAT for each in FORMATS)


def open_recording(
    path: Path,
    *,
    sensor: str | None = None,
    unit: str | None = None,
    rate_hz: float | None = None,
    variable: str | None = None,
) -> Recording:
    """Gives the recording in a file, zip or folder.

    Args:
        path: What the person named.
        sensor: `emg`, `accelerometer` or `video`, where the file does not say.
        unit: Unit of its values (`uV`, `g`, `0.05uV` for one step of the file, `count`), likewise.
        rate_hz: Samples a second, likewise.
        variable: Which array or stream of several is meant.

    Raises:
        Refused: It is no recording that can be read, or must be asked about; one sentence says which.
    """
    said = asked(sensor=sensor, unit=unit, rate_hz=rate_hz, variable=variable)
    try:
        with open_path(path) as members:
            given, reader = _surest(members, name=path.name)
            recording = reader.read(given, said)
    except FileNotFoundError:
        raise Refused(f"{path} is not there") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}") from None
    return recording


def _surest(members: Members, *, name: str) -> tuple[Given, Format]:
    """Gives the file that is surest to be a recording, and its reader.

    Raises:
        Refused: There is none, or more than one.
    """
    if len(members.members) > MOST_FILES:
        raise Refused(f"{name} holds {len(members.members)} files; name the recording among them")
    best: list[tuple[Given, Format]] = []
    best_score = SURE_ENOUGH
    for member in members.members:
        given = given_of(member)
        for each in formats():
            score = each.claims(given)
            if score > best_score:
                best, best_score = [], score
            if score >= best_score:
                best.append((given, each))
    if not best:
        known = ", ".join(each.replace("_", " ") for each in FORMATS)
        raise Refused(f"{name} is no recording of a format known here: {known}")
    if len({given.name for given, _ in best}) > 1:
        names = ", ".join(given.name for given, _ in best[:_NAMED])
        raise Refused(f"{name} holds several recordings ({names}); name one of them")
    return best[0]
