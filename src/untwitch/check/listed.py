"""The published list of signs beside a person's own answers, without a result about the person."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from untwitch.check.screens import WHOM_FACT
from untwitch.check.spoken import in_words
from untwitch.check.triage import EMERGENCY, NOTHING_FITS, UNANSWERED
from untwitch.check.verdict import NOT_REVIEWED
from untwitch.knowledge.action_text import answer_schema
from untwitch.knowledge.check_fact import check_facts
from untwitch.knowledge.emergency_number import EmergencyNumber
from untwitch.knowledge.red_flag import URGENCIES, WITHIN, RedFlag, red_flags
from untwitch.knowledge.screen import TICK, question_words, screens

NO_RESULT = "This is a list of signs, the same for everybody. It gives no result about you: please compare."


def listed(facts: Mapping[str, Any], *, numbers: EmergencyNumber) -> Iterator[str]:
    """Gives the lines of the list; they are the same for every person, apart from the person's own answers.

    Args:
        facts: What was answered.
        numbers: Whom to call in the person's country.
    """
    yield NO_RESULT
    yield f"Emergency number{f' ({numbers.name})' if numbers.name else ''}: {numbers.emergency}"
    if numbers.crisis_line:
        yield f"Crisis line, at any hour: {numbers.crisis_line}"
    yield ""
    yield "What you answered, apart from no:"
    yield from [f"- {line}" for line in _own(facts)] or ["- nothing"]
    for title, signs in _groups().items():
        yield ""
        yield title
        yield from (f"- {sign}" for sign in signs)
    yield ""
    yield f"{NOT_REVIEWED} It is no diagnosis. If you are not sure, ask a doctor."


def _own(facts: Mapping[str, Any]) -> Iterator[str]:
    no = {name: value for screen in screens() for name, value in screen.none_stores.items()}
    for name, fact in check_facts().items():
        if name == WHOM_FACT or name not in facts or facts[name] == no.get(name):
            continue
        value = in_words(fact, facts[name])
        if value not in {"no", "none"}:
            question = _short(name, facts.get(WHOM_FACT, "self"))
            yield question if value == "yes" else f"{question}: {value}"


def _short(name: str, asked_for: str) -> str:
    """Gives a question without its sign and without the explanation after it."""
    words = question_words().get(name, {})
    text = words.get(TICK, words.get(asked_for, check_facts()[name].question))
    return re.split(r"[?]|[.] ", text)[0].rstrip(".")


def _groups() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for flag in sorted(red_flags(), key=_order):
        if flag.id not in {UNANSWERED, NOTHING_FITS}:
            found.setdefault(_title(flag), []).append(flag.sign)
    return found


def _order(flag: RedFlag) -> tuple[int, int]:
    return URGENCIES.index(flag.urgency), WITHIN.index(flag.within)


def _title(flag: RedFlag) -> str:
    properties = answer_schema()["properties"]
    within, whom = (properties[name]["x-values"] for name in ("within", "whom"))
    if flag.urgency == EMERGENCY:
        return f"{within[flag.within].capitalize()}, {whom[flag.whom]}:"
    return f"{whom[flag.whom].capitalize()}, {within[flag.within]}:"
