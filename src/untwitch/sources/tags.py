"""Words that people give their days, and what they may want them to mean."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from untwitch.sources.csv_columns import ACTIVITY, plain

SUGGESTED: Mapping[str, str] = MappingProxyType(
    {
        "stress": "stress_0_10:7",
        "stressed": "stress_0_10:7",
        "stressful day": "stress_0_10:7",
        "stressed / frustrated": "stress_0_10:7",
        "bad sleep": "sleep_quality_1_5:2",
        "good sleep": "sleep_quality_1_5:4",
        "tired": "tiredness",
        "sick": "illness_0_1:1",
        "ill": "illness_0_1:1",
    }
)
"""What a person may want activities and tags to mean; shown by --dry-run, never taken unasked."""


def suggestions(names: Iterable[str], *, said: Iterable[str]) -> dict[str, str]:
    """Gives a meaning for each tag that has an obvious one, in the words of `--map`.

    Args:
        names: Tags as written.
        said: Columns and tags of which a person has said the meaning.
    """
    known = {_plain_column(each) for each in said}
    found = {f"{ACTIVITY}{plain(each)}": SUGGESTED[plain(each)] for each in names if plain(each) in SUGGESTED}
    return {column: target for column, target in found.items() if column not in known}


def _plain_column(column: str) -> str:
    return f"{ACTIVITY}{plain(column[len(ACTIVITY) :])}" if column.startswith(ACTIVITY) else plain(column)
