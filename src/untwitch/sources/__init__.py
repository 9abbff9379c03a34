"""Export files become batches of samples: one file a format, chosen by content."""

import functools
import importlib
from collections import defaultdict
from dataclasses import dataclass
from importlib import metadata

from untwitch.facts.refused import Refused
from untwitch.intake.members import Member, Members
from untwitch.sources.source import Source

GROUP = "untwitch.sources"
SURE_ENOUGH = 0.2
BUILT_IN: tuple[str, ...] = (
    "activitywatch",
    "apple_health",
    "bearable",
    "cronometer",
    "csv_table",
    "daylio_backup",
    "fhir",
    "fit",
    "fitbit",
    "garmin",
    "google_fit",
    "health_connect",
    "macrofactor",
    "myfitnesspal",
    "open_mhealth",
    "oura",
    "plees",
    "rescuetime",
    "samsung_health",
    "sleep_as_android",
    "sleep_cycle",
    "sleepmeter",
    "strava",
    "untwitch_export",
    "whoop",
)
"""The register: one module of this room each, by the alphabet; a module has a `SOURCE`."""


@dataclass(frozen=True, slots=True)
class Share:
    """The files that one source reads.

    Attributes:
        source: The source.
        members: Its files.
        score: How sure it is of the file that it is least sure of, 0 to 1.
    """

    source: Source
    members: Members
    score: float


@functools.cache
def sources() -> tuple[Source, ...]:
    """Gives every source: the built-in ones, then those of third parties by name.

    Raises:
        Refused: A third party's source cannot be loaded.
    """
    known: dict[str, Source] = {
        name: importlib.import_module(f"untwitch.sources.{name}").SOURCE for name in BUILT_IN
    }
    for entry in sorted(metadata.entry_points(group=GROUP), key=lambda each: each.name):
        if entry.name in known:
            continue
        try:
            known[entry.name] = entry.load()
        except (ImportError, AttributeError) as error:
            raise Refused(f"the source {entry.name!r} of {entry.value!r} cannot be loaded: {error}") from None
    return tuple(known.values())


def choose(members: Members) -> Source | None:
    """Gives the source that is surest of the files by their content; None if none is.

    Args:
        members: The opened files.
    """
    return _surest(members)[0]


def _surest(members: Members) -> tuple[Source | None, float]:
    best, best_score = None, 0.0
    for each in sources():
        score = _claim(each, members)
        if score > best_score:
            best, best_score = each, score
        if score >= 1:
            break
    return (best, best_score) if best_score >= SURE_ENOUGH else (None, 0.0)


def _claim(source: Source, members: Members) -> float:
    try:
        return source.claims(members)
    except Refused:
        return 0.0


def allot(members: Members) -> tuple[tuple[Share, ...], tuple[Member, ...]]:
    """Gives every file to the source that is surest of it.

    Args:
        members: The opened files.

    Returns:
        What each source reads, in the order of its first file, and the files that nobody knows.
    """
    files: defaultdict[str, list[Member]] = defaultdict(list)
    found: dict[str, tuple[Source, float]] = {}
    strangers = []
    for member in members.members:
        source, score = _surest(members.only((member,)))
        if source is None:
            strangers.append(member)
            continue
        files[source.name].append(member)
        lowest = found.get(source.name, (source, score))[1]
        found[source.name] = (source, min(score, lowest))
    shares = tuple(Share(source, members.only(files[name]), score) for name, (source, score) in found.items())
    return shares, tuple(strangers)
