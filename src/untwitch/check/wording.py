"""An answer as lines for a person: how soon and whom first, then why, what now, and when to come back."""

from collections.abc import Iterator, Mapping
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


def said(answer: Mapping[str, Any], *, numbers: EmergencyNumber, asked_for: str = "self") -> Iterator[str]:
    """Gives the lines of an answer for the person; no line names a disease.

    Args:
        answer: The answer to a case.
        numbers: Whom to call in the person's country.
        asked_for: Whom it is about.
    """
    yield first_line(answer)
    if answer["urgency"] == "emergency" or any(x["id"] == "call_crisis_line" for x in answer["actions"]):
        yield from _help(answer, numbers)
    yield ""
    for reason in answer["reasons"]:
        yield f"- {reason['why_person']}"
        yield f"  ({reason['sign']})"
    if answer["look_alike_person"]:
        yield f"- It looks like {answer['look_alike_person']}."
    yield from _open_questions(answer, asked_for)
    yield from _list("What may play a part now:", _causes(answer))
    yield from _list("What to do:", [each["text"] for each in answer["actions"][:MOST_STEPS]])
    more = [each["text"] for each in answer["actions"][MOST_STEPS:]]
    yield from _list("Also:", more)
    yield from _list("Better not:", [each["text"] for each in answer["avoid"]])
    yield from _list(
        "Come back or call if this shows by itself; please do not test for it:", answer["return_signs"]
    )
    yield ""
    yield f"{NOT_REVIEWED} It is no diagnosis."


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


def _help(answer: Mapping[str, Any], numbers: EmergencyNumber) -> Iterator[str]:
    ids = {each["id"] for each in answer["actions"]}
    yield f"  Emergency number{_in(numbers)}: {numbers.emergency}"
    if "call_crisis_line" in ids and numbers.crisis_line:
        yield f"  Crisis line, at any hour: {numbers.crisis_line}"
    if "call_poison_line" in ids and numbers.poison_line:
        yield f"  Poison line: {numbers.poison_line}"
    if not numbers.country:
        yield "  (for the number of your country: --country GB)"


def _in(numbers: EmergencyNumber) -> str:
    return f" ({numbers.name})" if numbers.name else ""


def _open_questions(answer: Mapping[str, Any], asked_for: str) -> Iterator[str]:
    facts = check_facts()
    open_names = [*answer["ask_again"], *answer.get("ask_also", ())]
    asked = [question_words().get(name, {}).get(asked_for, facts[name].question) for name in open_names]
    yield from _list("Still open, and they can change the answer:", asked)


def _causes(answer: Mapping[str, Any]) -> list[str]:
    return [
        f"{CAUSE_WORDS[each['cause']]}: {STRENGTH_WORDS[each['strength']]} ({each['why']})"
        for each in answer["plausible_causes"]
    ]


def _list(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield ""
        yield title
        for entry in entries:
            yield f"- {entry}"
