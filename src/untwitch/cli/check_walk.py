"""The questions of `untwitch check` at the terminal, with what the record offers to confirm."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from untwitch.actions import check_walk as action
from untwitch.cli.door import EXIT_WITH_PROBLEMS, say
from untwitch.facts.refused import Refused

if TYPE_CHECKING:
    from untwitch.actions.check_known import Prefilled

DONT_KNOW, BACK = "?", "b"
HOW = "(? = don't know, b = back)"
STOPPED = "Stopped. Nothing was kept."
IsEnough = Callable[[dict[str, Any]], bool]


class _Back(Exception):  # noqa: N818 - it is no error, it is a wish
    """The person wants the screen before."""


class Conversation:
    """Asks one person at the terminal.

    What a record knows is offered to confirm; what a diary has noticed is asked with its reason. Both hold
    for a check about oneself only.
    """

    def __init__(self, told: Mapping[str, "Prefilled"], reasons: Mapping[str, str]) -> None:
        self._told = dict(told)
        self._reasons = dict(reasons)

    def walked(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """Asks for whom it is and then screen after screen; gives the facts that were told.

        Args:
            known: What was told just before, and is not asked again.
        """
        whom = _whom()
        if whom.get("asked_for", "self") != "self":
            self._told, self._reasons, known = {}, {}, {}
        return dict(self._walk(action.start({**known, **whom})).facts)

    def asked_alone(self, facts: Mapping[str, Any], name: str) -> dict[str, Any]:
        """Asks one question anew, with what it opens; gives all facts with the new answer.

        Args:
            facts: What is known.
            name: The fact that is asked.
        """
        walk, view = action.alone(facts, name)
        while True:
            try:
                given = self._screen(walk, view)
            except _Back:
                continue
            return dict(action.answered(walk, view.id, given).facts)

    def is_emergency(self, facts: Mapping[str, Any]) -> bool:
        """Says whether help is needed now, so that nothing more is asked."""
        return action.is_emergency(action.start(facts))

    def has_changed(self) -> bool:
        """Asks whether anything is otherwise than it was; anything but a no counts as yes."""
        try:
            text = _typed("Has anything else changed, or come newly, since then? yes or no")
        except _Back:
            return True
        return text.casefold() not in {"n", "no"}

    def _walk(self, walk: action.Walk) -> action.Walk:
        while (view := action.next_screen(walk)) is not None:
            say("", f"{view.number}. {view.title}", f"   {view.why}")
            try:
                walk = action.answered(walk, view.id, self._screen(walk, view))
            except _Back:
                walk = action.back(walk)
        return walk

    def _screen(self, walk: action.Walk, view: action.View) -> dict[str, Any]:
        """Gives what was told on a screen; an answer that makes it an emergency ends it at once."""

        def is_enough(given: dict[str, Any]) -> bool:
            return action.is_emergency(action.answered(walk, view.id, given))

        if view.kind == "ticks":
            given = self._ticked(view, is_enough)
        else:
            given = self._asked(view.questions, {}, is_enough)
        asked: set[str] = set()
        while more := [
            each for each in action.follow_ups(walk, view.id, given) if each.fact.name not in asked
        ]:
            asked.update(each.fact.name for each in more)
            given = self._asked(more, given, is_enough)
        return given

    def _ticked(self, view: action.View, is_enough: IsEnough) -> dict[str, Any]:
        values: dict[str, Any] = {}
        not_known: set[str] = set()

        def take(question: action.Question, value: Any) -> bool:
            if value is None:
                not_known.add(question.fact.name)
            else:
                values[question.fact.name] = value
            return is_enough(values)

        known = [
            each for each in view.questions if {each.fact.name} & (self._told.keys() | self._reasons.keys())
        ]
        for question in known:
            if take(question, self._answer(question)):
                return values
        open_view = replace(view, questions=tuple(each for each in view.questions if each not in known))
        found = _numbers(open_view) if open_view.questions else action.Ticks((), ())
        not_known |= {open_view.questions[number - 1].fact.name for number in found.not_known}
        chosen = [open_view.questions[number - 1] for number in found.ticked]
        for question in sorted(chosen, key=lambda each: each.fact.kind != "yes_or_no"):
            if take(question, True if question.fact.kind == "yes_or_no" else _opened(question)):
                return values
        return action.ticked(view, values, not_known=frozenset(not_known))

    def _asked(
        self, questions: Iterable[action.Question], given: dict[str, Any], is_enough: IsEnough
    ) -> dict[str, Any]:
        found = dict(given)
        for question in questions:
            if is_enough(found):
                break
            value = self._answer(question)
            if value is not None:
                found[question.fact.name] = value
        return found

    def _answer(self, question: action.Question) -> Any:
        """Gives the answer to one question: confirmed from the record, or asked with its reason."""
        reason = self._reasons.get(question.fact.name)
        if reason is not None:
            say("", f"   {reason} So this is asked once:")
        known = self._told.get(question.fact.name)
        if known is None:
            return _opened(question)
        say("", f"   {question.text}", f"   From {known.origin}: {known.words}.")
        text = _typed(f"Enter = that is right and all of it, n = change it {HOW}")
        if text == DONT_KNOW:
            return None
        return known.value if text.casefold() in {"", "y", "yes"} else _opened(question)


def _whom() -> dict[str, Any]:
    question = action.whom_question()
    while True:
        say("", question.text)
        try:
            value = _value(question)
        except _Back:
            continue
        return {} if value is None else {question.fact.name: value}


def _numbers(view: action.View) -> action.Ticks:
    for number, question in enumerate(view.questions, start=1):
        say(f"   {number:>2}  {question.tick}")
    while True:
        try:
            return action.ticks(_typed(f"Numbers that fit, or none {HOW}"), count=len(view.questions))
        except Refused as refusal:
            say(f"   {refusal}")


def _opened(question: action.Question) -> Any:
    say("", f"   {question.text}")
    return _value(question)


def _value(question: action.Question) -> Any:
    """Asks until there is a value, or None for not known."""
    for line in _choices_of(question):
        say(line)
    while True:
        text = _typed(_prompt_of(question))
        if text in {"", DONT_KNOW}:
            return None
        try:
            value = action.reply(question.fact, text)
        except Refused as refusal:
            say(f"   {refusal}")
            continue
        return _dated(value) if question.fact.kind in {"medicines", "events"} else value


def _choices_of(question: action.Question) -> Iterator[str]:
    words = action.event_choices() if question.fact.kind == "events" else question.fact.choices
    for number, meaning in enumerate(words.values(), start=1):
        yield f"   {number:>2}  {meaning}"


def _prompt_of(question: action.Question) -> str:
    prompts = {
        "yes_or_no": "yes or no",
        "number": "a number",
        "choice": "one number",
        "choices": "the numbers that fit, or none",
        "events": "the numbers that fit, or none",
        "sites": "places with commas between, such as left calf, eyelid right; or none",
        "medicines": "names as on the packet with commas between, or none",
    }
    return f"{prompts.get(question.fact.kind, 'a few words')} {HOW}"


def _dated(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_with_days(entry) for entry in entries]


def _with_days(entry: dict[str, Any]) -> dict[str, Any]:
    if "event" in entry:
        return {**entry, **_days(f"{entry['event'].replace('_', ' ')}: how many days ago?", "days_ago")}
    name = _settled_name(entry["name"])
    return {
        "name": name,
        **_days(f"{name}: how many days ago was the first dose?", "started_days_ago"),
        **_days(f"{name}: was the dose raised? How many days ago? (Enter = no)", "dose_raised_days_ago"),
        **_days(f"{name}: stopped? How many days ago? (Enter = still taken)", "stopped_days_ago"),
    }


def _settled_name(name: str) -> str:
    """Asks what a name that is not known may mean; nothing is assumed."""
    near = action.meant_names(name)
    if near is None:
        return name
    for known in near:
        text = _typed(f"{name}: did you mean {known}? yes or no")
        if text.casefold() in {"y", "yes"}:
            return known
    say(f"   {name} is not known here; it stays as typed. A pharmacist can say what it is.")
    return name


def _days(prompt: str, name: str) -> dict[str, float]:
    while (text := _typed(f"{prompt} {HOW}")) not in {"", DONT_KNOW}:
        try:
            return {name: action.number_of(text)}
        except Refused as refusal:
            say(f"   {refusal}")
    return {}


def _typed(prompt: str) -> str:
    try:
        text: str = typer.prompt(f"   {prompt}", default="", show_default=False)
    except typer.Abort:
        say("", STOPPED)
        raise typer.Exit(EXIT_WITH_PROBLEMS) from None
    text = text.strip()
    if text.casefold() == BACK:
        raise _Back
    return text
