"""Export files become batches of samples: one file a format, chosen by content."""

import functools
from importlib import metadata

from untwitch.facts.refused import Refused
from untwitch.intake.members import Members
from untwitch.sources.apple_health import SOURCE as APPLE_HEALTH
from untwitch.sources.csv_table import SOURCE as CSV_TABLE
from untwitch.sources.source import Source

GROUP = "untwitch.sources"
SURE_ENOUGH = 0.2
_BUILT_IN: tuple[Source, ...] = (APPLE_HEALTH, CSV_TABLE)


@functools.cache
def sources() -> tuple[Source, ...]:
    """Gives every source: the built-in ones, then those of third parties by name.

    Raises:
        Refused: A third party's source cannot be loaded.
    """
    known = {each.name: each for each in _BUILT_IN}
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
    scores = [(each.claims(members), -number, each) for number, each in enumerate(sources())]
    score, _, best = max(scores, key=lambda each: each[:2])
    return best if score >= SURE_ENOUGH else None
