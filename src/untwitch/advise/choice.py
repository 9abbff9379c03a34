"""Which causes a plan goes for: what the diary shows first, then what check finds plausible; two at most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from untwitch.explain.ladder import POSSIBLE, words
from untwitch.facts.measure import CAUSES
from untwitch.facts.refused import Refused, nearest

AT_MOST = 2
_VERDICTS = ("likely", "possible")
_STRENGTHS = ("strong", "moderate", "weak")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One cause that a plan goes for.

    Attributes:
        cause: Its id.
        ladder: Its rung in the words that people read everywhere.
        because: What speaks for it in this person.
        inseparable_from: Causes that the diary cannot tell it from yet.
        parts: Measures of it, the one that matters most first; empty when not known.
        days_needed: Further days until the diary would know, or None.
    """

    cause: str
    ladder: str
    because: str
    inseparable_from: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    days_needed: int | None = None


def choose(attribution: Mapping[str, Any] | None, answer: Mapping[str, Any] | None) -> tuple[Chosen, ...]:
    """Gives the causes to go for, the most likely first.

    Args:
        attribution: `explain/1`, or None.
        answer: The answer of check, or None.

    Returns:
        At most two; none when neither points anywhere.
    """
    found: dict[str, Chosen] = {}
    for chosen in (*_from_attribution(attribution), *_from_answer(answer)):
        found.setdefault(chosen.cause, chosen)
    excluded = _no_sign(attribution)
    return tuple(each for each in found.values() if each.cause not in excluded)[:AT_MOST]


def _from_attribution(attribution: Mapping[str, Any] | None) -> Iterator[Chosen]:
    rows: Sequence[Mapping[str, Any]] = attribution["causes"] if attribution else ()
    fitting = [row for row in rows if row["verdict"] in _VERDICTS]
    for row in sorted(fitting, key=lambda each: (_VERDICTS.index(each["verdict"]), -_probability(each))):
        yield Chosen(
            cause=_checked(row["cause"]),
            ladder=words(row["verdict"], row["evidence"]),
            because="your diary",
            inseparable_from=tuple(row.get("inseparable_from") or ()),
            parts=tuple(part["measure"] for part in sorted(row.get("parts") or (), key=_minus_probability)),
            days_needed=row.get("days_needed"),
        )


def _probability(row: Mapping[str, Any]) -> float:
    return float(row.get("probability") or 0.0)


def _minus_probability(row: Mapping[str, Any]) -> float:
    return -_probability(row)


def _from_answer(answer: Mapping[str, Any] | None) -> Iterator[Chosen]:
    rows: Sequence[Mapping[str, Any]] = answer["plausible_causes"] if answer else ()
    for row in sorted(rows, key=lambda each: _STRENGTHS.index(each["strength"])):
        yield Chosen(cause=_checked(row["cause"]), ladder=POSSIBLE, because=row["why"])


def _no_sign(attribution: Mapping[str, Any] | None) -> frozenset[str]:
    rows: Sequence[Mapping[str, Any]] = attribution["causes"] if attribution else ()
    return frozenset(row["cause"] for row in rows if row["verdict"] == "unlikely")


def _checked(cause: str) -> str:
    if cause not in CAUSES:
        raise Refused(f"cause {cause!r} is not known{nearest(cause, CAUSES)}")
    return cause
