"""An answer as lines for a person: how soon and whom first, then why, what now, and when to come back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from untwitch.check.verdict import NOT_REVIEWED
from untwitch.knowledge.action_text import answer_schema
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.emergency_number import EmergencyNumber
from untwitch.knowledge.screen import question_words

CAUSE_WORDS = {
    "stress": "stress", "exertion": "work of the muscle", "sleep": "short sleep", "diet": "food",
    "caffeine": "caffeine", "water": "water",
}  # fmt: skip
STRENGTH_WORDS = {
    "weak": "possible, a little",
    "moderate": "possible, clearly",
    "strong": "possible, strongly",
}
"""Without a diary no cause is more than possible; the word after it says how far it is beyond its amount."""
MOST_STEPS = 7
_NOW = "Get help now"
_HOME = "You can look after this at home for now"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in the words and the order in which a person reads it; no line names a disease.

    Attributes:
        first: How soon and whom.
        help: Whom to call, as (what it is, number); only where help is needed now or a line is advised.
        reasons: Why, as (reason, sign).
        look_alike: What it looks like, or empty.
        still_open: Questions that can change the answer.
        causes: What may play a part.
        to_do: The steps that matter most.
        also: Further steps.
        avoid: What to leave.
        return_signs: On what to come back.
        notice: What is said on every answer.
    """

    first: str
    help: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    look_alike: str
    still_open: tuple[str, ...]
    causes: tuple[str, ...]
    to_do: tuple[str, ...]
    also: tuple[str, ...]
    avoid: tuple[str, ...]
    return_signs: tuple[str, ...]
    notice: str


def parts(answer: Mapping[str, Any], *, numbers: EmergencyNumber, asked_for: str = "self") -> Said:
    """Gives the parts of an answer for the person.

    Args:
        answer: The answer to a case.
        numbers: Whom to call in the person's country.
        asked_for: Whom it is about.
    """
    needs_help = answer["urgency"] == "emergency" or any(
        each["id"] == "call_crisis_line" for each in answer["actions"]
    )
    steps = [each["text"] for each in answer["actions"]]
    return Said(
        first=first_line(answer),
        help=tuple(_help(answer, numbers)) if needs_help else (),
        reasons=tuple((each["why_person"], each["sign"]) for each in answer["reasons"]),
        look_alike=answer["look_alike_person"] or "",
        still_open=tuple(_open_questions(answer, asked_for)),
        causes=tuple(_causes(answer)),
        to_do=tuple(steps[:MOST_STEPS]),
        also=tuple(steps[MOST_STEPS:]),
        avoid=tuple(each["text"] for each in answer["avoid"]),
        return_signs=tuple(answer["return_signs"]),
        notice=f"{NOT_REVIEWED} It is no diagnosis.",
    )


def said(answer: Mapping[str, Any], *, numbers: EmergencyNumber, asked_for: str = "self") -> Iterator[str]:
    """Gives the lines of an answer for the person.

    Args:
        answer: The answer to a case.
        numbers: Whom to call in the person's country.
        asked_for: Whom it is about.
    """
    told = parts(answer, numbers=numbers, asked_for=asked_for)
    yield told.first
    yield from (f"  {what}: {number}" for what, number in told.help)
    if told.help and not numbers.country:
        yield "  (for the number of your country: --country GB)"
    yield ""
    for reason, sign in told.reasons:
        yield f"- {reason}"
        yield f"  ({sign})"
    if told.look_alike:
        yield f"- It looks like {told.look_alike}."
    yield from _list("Still open, and they can change the answer:", told.still_open)
    yield from _list("What may play a part now:", told.causes)
    yield from _list("What to do:", told.to_do)
    yield from _list("Also:", told.also)
    yield from _list("Better not:", told.avoid)
    yield from _list(
        "Come back or call if this shows by itself; please do not test for it:", told.return_signs
    )
    yield ""
    yield told.notice


def first_line(answer: Mapping[str, Any]) -> str:
    """Gives how soon and whom in one line.

    Args:
        answer: The answer to a case.
    """
    if answer["urgency"] == "emergency":
        return f"{_NOW}: {_words('whom', answer)}."
    if answer["whom"] == "nobody":
        return f"{_HOME}: {_words('within', answer)}."
    whom = _words("whom", answer)
    if answer["urgency"] == "self_care":
        return f"{_HOME}. {whom[0].upper()}{whom[1:]} can help, {_words('within', answer)}."
    when = "today" if answer["within"] == "today" else _words("within", answer)
    return f"Speak to {whom.removesuffix(' the same day')}, {when}."


def _words(name: str, answer: Mapping[str, Any]) -> str:
    words: Mapping[str, str] = answer_schema()["properties"][name]["x-values"]
    return words[answer[name]]


def _help(answer: Mapping[str, Any], numbers: EmergencyNumber) -> Iterator[tuple[str, str]]:
    ids = {each["id"] for each in answer["actions"]}
    yield f"Emergency number{_in(numbers)}", numbers.emergency
    if "call_crisis_line" in ids and numbers.crisis_line:
        yield "Crisis line, at any hour", numbers.crisis_line
    if "call_poison_line" in ids and numbers.poison_line:
        yield "Poison line", numbers.poison_line


def _in(numbers: EmergencyNumber) -> str:
    return f" ({numbers.name})" if numbers.name else ""


def _open_questions(answer: Mapping[str, Any], asked_for: str) -> Iterator[str]:
    facts = check_facts()
    open_names = [*answer["ask_again"], *answer.get("ask_also", ())]
    for name in open_names:
        yield question_words().get(name, {}).get(asked_for, facts[name].question)


def _causes(answer: Mapping[str, Any]) -> list[str]:
    return [
        f"{CAUSE_WORDS[each['cause']]}: {STRENGTH_WORDS[each['strength']]} ({each['why']})"
        for each in answer["plausible_causes"]
    ]


def _list(title: str, entries: Sequence[str]) -> Iterator[str]:
    if entries:
        yield ""
        yield title
        for entry in entries:
            yield f"- {entry}"
