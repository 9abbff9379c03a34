"""`untwitch check`: three minutes to how soon, whom, why and what now."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from untwitch.cli.door import EXIT_WITH_PROBLEMS, print_json, refusals_as_sentences, say, session
from untwitch.facts.refused import Refused

if TYPE_CHECKING:
    from untwitch.actions.check import EmergencyNumber, Question, View, Walk
    from untwitch.actions.check_memory import Remembered

DONT_KNOW, BACK = "?", "b"
HOW = "(? = don't know, b = back)"
STOPPED = "Stopped. Nothing was kept."
IsEnough = Callable[[dict[str, Any]], bool]


class _Back(Exception):  # noqa: N818 - it is no error, it is a wish
    """The person wants the screen before."""


def register(app: typer.Typer) -> None:
    """Adds the verb to the command line."""
    app.command("check", help="How soon should somebody look at it, and who? Asks, or reads facts.")(_check)


def _check(
    *,
    facts: Annotated[Path | None, typer.Option("--facts", help="One JSON object of facts.")] = None,
    facts_lines: Annotated[
        Path | None, typer.Option("--facts-lines", help="One JSON object a line; every line answers.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
    explain_rules: Annotated[
        bool, typer.Option("--explain-rules", help="Print every rule, for a clinician to read and sign.")
    ] = False,
    country: Annotated[
        str | None, typer.Option("--country", help="Your country, for the numbers: GB.")
    ] = None,
    person: Annotated[str | None, typer.Option("--person", help="Whose record.")] = None,
) -> None:
    with refusals_as_sentences():
        if sum(bool(each) for each in (facts, facts_lines, explain_rules)) > 1:
            raise Refused("give one of --facts, --facts-lines and --explain-rules")
        if explain_rules:
            _explain_rules(as_json=as_json)
        elif facts_lines is not None:
            _lines(facts_lines, country, as_json=as_json)
        elif facts is not None:
            _one(facts, country, as_json=as_json)
        else:
            if as_json:
                raise Refused("--json needs --facts or --facts-lines; without a file it asks in the terminal")
            _ask(country, person)


def _one(path: Path, country: str | None, *, as_json: bool) -> None:
    from untwitch.actions.check import check_file, number_for, said  # noqa: PLC0415 - --help stays light

    numbers = number_for(country)
    answer = check_file(path)
    if as_json:
        print_json(answer)
    else:
        say(*said(answer, numbers=numbers))


def _lines(path: Path, country: str | None, *, as_json: bool) -> None:
    from untwitch.actions.check import check_lines, number_for, one_line, said  # noqa: PLC0415 - same

    numbers = number_for(country)
    refused = 0
    for number, answer in enumerate(check_lines(path), start=1):
        refused += "error" in answer
        if as_json:
            typer.echo(one_line(answer))
        elif "error" in answer:
            say(f"case {number}: {answer['error']}", "")
        else:
            say(f"case {number}", *said(answer, numbers=numbers), "")
    if refused:
        typer.echo(f"untwitch: {refused} case(s) were refused", err=True)


def _explain_rules(*, as_json: bool) -> None:
    from untwitch.actions.check import rules_as_json, rules_to_sign  # noqa: PLC0415 - same

    if as_json:
        print_json(rules_as_json())
        return
    for rule in rules_to_sign():
        say(
            f"{rule.id}  {rule.urgency}, {rule.within}, {rule.whom}  [{rule.basis}: {rule.source}]",
            f"  sign:      {rule.sign}",
            f"  when:      {rule.when}",
            f"  person:    {rule.why_person}",
            f"  clinician: {rule.why_clinician}",
            *([f"  note:      {rule.note}"] if rule.note else []),
            "  read and confirmed by: ____________________  on: __________",
            "",
        )
    say("No clinician has reviewed this. memory = must be confirmed before anybody relies on it.")


def _ask(country: str | None, person: str | None) -> None:
    from untwitch.actions import check as action  # noqa: PLC0415 - same
    from untwitch.actions.check_memory import remember_country, remembered  # noqa: PLC0415 - opens the record
    from untwitch.actions.kept_check import keep_check  # noqa: PLC0415 - same

    here = session(person)
    memory = remembered(here)
    numbers = action.number_for(country or memory.country)
    if not _has_changed(memory, numbers):
        return
    say(
        "This asks what a nurse would ask, most urgent things first. It takes about three minutes.",
        f"Very unwell right now? Do not wait: the emergency number is {numbers.emergency}.",
        "Please do not test your strength for this; answer from daily life.",
    )
    walk = _walk(action.start(_whom()))
    answer = action.check(walk.facts)
    asked_for = walk.facts.get("asked_for", "self")
    say("", *action.said(answer, numbers=numbers, asked_for=asked_for))
    if asked_for == "self":
        keep_check(here, facts=walk.facts, answer=answer)
        if numbers.country:
            remember_country(here, numbers.country)
        say("", "Kept with its date on this device, for your report.")


def _has_changed(memory: "Remembered", numbers: "EmergencyNumber") -> bool:
    """Shows the check of the last days, and asks whether anything is otherwise now."""
    from untwitch.actions.check import said  # noqa: PLC0415 - same

    kept = memory.recent
    if kept is None:
        return True
    say(f"On {kept.day.isoformat()} you answered these questions. The answer was:", "")
    say(*said(kept.answer, numbers=numbers), "")
    try:
        text = _typed("Has anything changed, or come newly, since then? yes or no")
    except _Back:
        return True
    return text.casefold() not in {"n", "no"}


def _whom() -> dict[str, Any]:
    from untwitch.actions.check import whom_question  # noqa: PLC0415 - same

    question = whom_question()
    while True:
        say("", question.text)
        try:
            value = _value(question)
        except _Back:
            continue
        return {} if value is None else {question.fact.name: value}


def _walk(walk: "Walk") -> "Walk":
    from untwitch.actions.check import answered, back, next_screen  # noqa: PLC0415 - same

    while (view := next_screen(walk)) is not None:
        say("", f"{view.number}. {view.title}", f"   {view.why}")
        try:
            walk = answered(walk, view.id, _screen(walk, view))
        except _Back:
            walk = back(walk)
    return walk


def _screen(walk: "Walk", view: "View") -> dict[str, Any]:
    """Gives what was told on a screen; an answer that makes it an emergency ends it at once."""
    from untwitch.actions.check import answered, follow_ups, is_emergency  # noqa: PLC0415 - same

    def is_enough(given: dict[str, Any]) -> bool:
        return is_emergency(answered(walk, view.id, given))

    given = _ticked(view, is_enough) if view.kind == "ticks" else _asked(view.questions, {}, is_enough)
    asked: set[str] = set()
    while more := [each for each in follow_ups(walk, view.id, given) if each.fact.name not in asked]:
        asked.update(each.fact.name for each in more)
        given = _asked(more, given, is_enough)
    return given


def _ticked(view: "View", is_enough: IsEnough) -> dict[str, Any]:
    from untwitch.actions.check import ticked, ticks  # noqa: PLC0415 - same

    for number, question in enumerate(view.questions, start=1):
        say(f"   {number:>2}  {question.tick}")
    prompt = f"Numbers that fit, or none {HOW}"
    while True:
        try:
            found = ticks(_typed(prompt), count=len(view.questions))
            break
        except Refused as refusal:
            say(f"   {refusal}")
    values: dict[str, Any] = {}
    not_known = {view.questions[number - 1].fact.name for number in found.not_known}
    chosen = [view.questions[number - 1] for number in found.ticked]
    for question in sorted(chosen, key=lambda each: each.fact.kind != "yes_or_no"):
        value = True if question.fact.kind == "yes_or_no" else _opened(question)
        if value is None:
            not_known.add(question.fact.name)
        else:
            values[question.fact.name] = value
        if is_enough(values):
            return values
    return ticked(view, values, not_known=frozenset(not_known))


def _opened(question: "Question") -> Any:
    say("", f"   {question.text}")
    return _value(question)


def _asked(questions: "Iterable[Question]", given: dict[str, Any], is_enough: IsEnough) -> dict[str, Any]:
    found = dict(given)
    for question in questions:
        if is_enough(found):
            break
        value = _opened(question)
        if value is not None:
            found[question.fact.name] = value
    return found


def _value(question: "Question") -> Any:
    """Asks until there is a value, or None for not known."""
    from untwitch.actions.check import reply  # noqa: PLC0415 - same

    for line in _choices_of(question):
        say(line)
    while True:
        text = _typed(_prompt_of(question))
        if text in {"", DONT_KNOW}:
            return None
        try:
            value = reply(question.fact, text)
        except Refused as refusal:
            say(f"   {refusal}")
            continue
        return _dated(value) if question.fact.kind in {"medicines", "events"} else value


def _choices_of(question: "Question") -> Iterator[str]:
    from untwitch.actions.check import event_choices  # noqa: PLC0415 - same

    words = event_choices() if question.fact.kind == "events" else question.fact.choices
    for number, meaning in enumerate(words.values(), start=1):
        yield f"   {number:>2}  {meaning}"


def _prompt_of(question: "Question") -> str:
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
    from untwitch.actions.check import meant_names  # noqa: PLC0415 - same

    near = meant_names(name)
    if near is None:
        return name
    for known in near:
        text = _typed(f"{name}: did you mean {known}? yes or no")
        if text.casefold() in {"y", "yes"}:
            return known
    say(f"   {name} is not known here; it stays as typed. A pharmacist can say what it is.")
    return name


def _days(prompt: str, name: str) -> dict[str, float]:
    from untwitch.actions.check import number_of  # noqa: PLC0415 - same

    while (text := _typed(f"{prompt} {HOW}")) not in {"", DONT_KNOW}:
        try:
            return {name: number_of(text)}
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
