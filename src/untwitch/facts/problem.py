"""A bad piece of input, kept as a value so that it never hides the good ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from untwitch.facts.refused import Refused


@dataclass(frozen=True)
class Problem:
    """Something in the input that could not be used as it stands.

    Attributes:
        where: Place in the input: `line 812`, `row 3, column caffeine_mg`, `export.xml`.
        what: One sentence about what is wrong and what became of it.
    """

    where: str
    what: str

    def __post_init__(self) -> None:
        if not self.where or not self.what:
            raise Refused(f"a problem needs a place and a sentence, got {self.where!r} and {self.what!r}")

    def to_json(self) -> dict[str, str]:
        """Gives the problem as it stands in every JSON contract."""
        return {"where": self.where, "what": self.what}


@dataclass(frozen=True)
class Incomplete(Problem):
    """The input ends before it should: what was read is good, but there is more that was not."""


@dataclass(frozen=True)
class Quarantined(Problem):
    """Rows of a kind or unit that the registry does not know: counted, with examples, never taken.

    Attributes:
        kind: The kind as the source calls it.
        unit: The unit as the source writes it, empty if it has none.
        count: How many rows.
        first_ms: Start of the earliest row, milliseconds since 1970 UTC, or None.
        last_ms: Start of the latest row.
        examples: Up to five rows as the source writes them.
    """

    kind: str = ""
    unit: str = ""
    count: int = 0
    first_ms: int | None = None
    last_ms: int | None = None
    examples: tuple[str, ...] = field(default=())


def tally(problems: Mapping[str, int]) -> str:
    """Gives counts by reason as words: `3 unit unknown, 1 not a number`; `none` when empty."""
    return ", ".join(f"{count} {reason}" for reason, count in sorted(problems.items())) or "none"
