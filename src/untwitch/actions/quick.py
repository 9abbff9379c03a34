"""Amounts that are typed often, each with what was typed last; and every other measure by name."""

import datetime as dt
from dataclasses import dataclass

from untwitch.actions.entry_words import clock_words, entry_words
from untwitch.actions.session import Session
from untwitch.facts.exposure import Exposure
from untwitch.facts.measure import measure, measures
from untwitch.record.record import Record
from untwitch.report.wording import measure_words, unit_words

_LATELY = dt.timedelta(days=90)
"""Amounts of before say little of today, and ten years of them take long to read."""


@dataclass(frozen=True, slots=True)
class Quick:
    """One amount that is typed often.

    Attributes:
        what: What a log line calls it.
        name: Its heading.
        ask: The question.
        measure: The measure that tells it from others.
        food: Name of the drink that the record keeps beside it; empty for any.
        unit: Unit of the number; empty for cups and ratings.
        usual: The number that stands there at first.
        most: The largest number that the form takes.
        step: Smallest step.
        has_effort: Whether it asks how hard it was.
    """

    what: str
    name: str
    ask: str
    measure: str
    food: str = ""
    unit: str = ""
    usual: str = ""
    most: int = 10
    step: float = 1
    has_effort: bool = False


QUICK = (
    Quick("coffee", "Coffee", "Cups", "caffeine_mg", food="coffee", usual="1", most=20, step=0.5),
    Quick(
        "water", "Water", "Millilitres", "water_ml", food="water", unit="ml", usual="250", most=3000, step=50
    ),
    Quick(
        "sleep", "Sleep", "Hours, the night that ended this morning", "sleep_h", unit="h", most=24, step=0.25
    ),
    Quick("stress", "Stress", "From 0, none, to 10", "stress_0_10", step=0.5),
    Quick(
        "workout",
        "Exertion",
        "Minutes of a workout or hard work",
        "exertion_au",
        unit="min",
        most=1440,
        has_effort=True,
    ),
    Quick(
        "repetitive",
        "Typing",
        "Hours of typing, or of another movement again and again",
        "repetitive_h",
        unit="h",
        most=24,
        step=0.25,
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A quick amount as the page shows it.

    Attributes:
        quick: What it is.
        last: What was typed last, in words; empty for nothing yet.
    """

    quick: Quick
    last: str = ""


def quick_amounts(session: Session) -> tuple[Shown, ...]:
    """Gives the amounts that are typed often, each with what was typed last.

    Args:
        session: Place, moment and person.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        lately = record.entries(person_id, "exposure", first_day=session.now.local_day() - _LATELY)
    typed = [each for each in lately if isinstance(each, Exposure)]
    newest: dict[tuple[str, str], Exposure] = {}
    for each in typed:
        newest[each.measure, each.name] = newest[each.measure, ""] = each
    return tuple(Shown(each, _words(newest.get((each.measure, each.food)))) for each in QUICK)


def nothing_typed() -> tuple[Shown, ...]:
    """Gives the same amounts for nobody, for a page that is kept where no record is."""
    return tuple(Shown(each) for each in QUICK)


def _words(entry: Exposure | None) -> str:
    if entry is None:
        return ""
    return f"{entry_words(entry)}, {entry.start.local_day()} at {clock_words(entry.start)}"


def other_amounts() -> tuple[tuple[str, str], ...]:
    """Gives every measure that can be typed, as what a log line calls it and as words with its unit."""
    named = []
    for measure_id in measures():
        unit = unit_words(measure(measure_id).unit)
        named.append((measure_id, f"{measure_words(measure_id)}{f' ({unit})' if unit else ''}"))
    return tuple(sorted(named, key=lambda each: each[1].lower()))
