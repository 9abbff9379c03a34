"""`untwitch check`: three minutes to how soon, whom, why and what now."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from untwitch.cli.door import json_text, print_json, refusals_as_sentences, say, session, warn
from untwitch.facts.refused import Refused
from untwitch.facts.spoken import counted

if TYPE_CHECKING:
    from untwitch.actions.check import EmergencyNumber
    from untwitch.actions.check_memory import Remembered
    from untwitch.actions.kept_check import KeptCheck
    from untwitch.actions.session import Session
    from untwitch.cli.check_walk import Conversation


def register(app: typer.Typer) -> None:
    """Adds the verb to the command line."""
    app.command("check", help="How soon should somebody look at it, and who? Asks, or reads facts.")(_check)


def _check(  # noqa: PLR0913 - each is one option
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
    urgency: Annotated[
        str | None,
        typer.Option(
            "--urgency",
            help="personal: a result for you; list: the list of signs beside your answers. Remembered.",
        ),
    ] = None,
    sources: Annotated[bool, typer.Option("--sources", help="Say where each part comes from.")] = False,
    person: Annotated[str | None, typer.Option("--person", help="Whose record.")] = None,
) -> None:
    with refusals_as_sentences():
        if sum(bool(each) for each in (facts, facts_lines, explain_rules)) > 1:
            raise Refused("give one of --facts, --facts-lines and --explain-rules")
        if sources and (as_json or explain_rules):
            raise Refused("--sources is for an answer in words; --json and --explain-rules name them anyway")
        if explain_rules:
            _explain_rules(as_json=as_json)
        elif facts_lines is not None:
            _lines(facts_lines, country, as_json=as_json, sources=sources)
        elif facts is not None:
            _one(facts, country, as_json=as_json, sources=sources)
        else:
            if as_json:
                raise Refused("--json needs --facts or --facts-lines; without a file it asks in the terminal")
            _ask(country, person, urgency, sources=sources)


def _one(path: Path, country: str | None, *, as_json: bool, sources: bool) -> None:
    from untwitch.actions.check import check_file, number_for  # noqa: PLC0415 - --help stays light

    numbers = number_for(country)
    answer = check_file(path)
    if as_json:
        print_json(answer)
    else:
        _say(answer, _Shown(numbers, sources))


@dataclass(frozen=True, slots=True)
class _Shown:
    """How an answer is shown: with whom to call, and with its sources where they were asked for."""

    numbers: "EmergencyNumber"
    sources: bool


def _say(answer: Mapping[str, Any], how: _Shown, *, asked_for: str = "self") -> None:
    from untwitch.actions.check import cited, said  # noqa: PLC0415 - same

    say(*said(answer, numbers=how.numbers, asked_for=asked_for))
    if how.sources:
        say("", *cited(answer), "- every rule with its source: untwitch check --explain-rules")


def _lines(path: Path, country: str | None, *, as_json: bool, sources: bool) -> None:
    from untwitch.actions.check import check_lines, number_for  # noqa: PLC0415 - same

    numbers = number_for(country)
    refused = 0
    for number, answer in enumerate(check_lines(path), start=1):
        refused += "error" in answer
        if as_json:
            typer.echo(json_text(answer))
        elif "error" in answer:
            say(f"case {number}: {answer['error']}", "")
        else:
            say(f"case {number}")
            _say(answer, _Shown(numbers, sources))
            say("")
    if refused:
        warn(f"untwitch: {counted(refused, 'case')} {'was' if refused == 1 else 'were'} refused")


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


def _ask(country: str | None, person: str | None, urgency: str | None, *, sources: bool) -> None:
    from untwitch.actions import check_memory  # noqa: PLC0415 - opens the record
    from untwitch.actions.check import LIST, checked_mode, mode_for, number_for  # noqa: PLC0415 - same
    from untwitch.cli.check_walk import Conversation  # noqa: PLC0415 - same

    numbers = number_for(country)
    here = session(person)
    if urgency is not None:
        check_memory.remember_mode(here, checked_mode(urgency))
    memory = check_memory.remembered(here)
    numbers = numbers if country else number_for(memory.country)
    how = _Shown(numbers, sources)
    known = Conversation(memory.record.told, {each.fact: each.reason for each in memory.openings})
    if (memory.mode or mode_for(numbers.country)) == LIST:
        _begin(numbers)
        _show_list(known.walked({}), numbers)
    elif memory.recent is None:
        _begin(numbers)
        _answer(here, memory, facts=known.walked({}), how=how)
    else:
        _show_again(memory.recent, how)
        _ask_again(here, memory, known=known, how=how, facts=dict(memory.recent.facts))


def _begin(numbers: "EmergencyNumber") -> None:
    say(
        "This asks what a nurse would ask, most urgent things first. It takes about three minutes.",
        f"Very unwell right now? Do not wait: the emergency number is {numbers.emergency}.",
        "Please do not test your strength for this; answer from daily life.",
    )


def _show_list(facts: dict[str, Any], numbers: "EmergencyNumber") -> None:
    from untwitch.actions.check import listed  # noqa: PLC0415 - --help stays light

    say("", *listed(facts, numbers=numbers))


def _answer(here: "Session", memory: "Remembered", facts: dict[str, Any], how: _Shown) -> None:
    from untwitch.actions.check import check  # noqa: PLC0415 - same
    from untwitch.actions.check_memory import remember_country, remember_openings  # noqa: PLC0415 - same
    from untwitch.actions.kept_check import keep_check  # noqa: PLC0415 - same

    asked_for = facts.get("asked_for", "self")
    is_own = asked_for == "self"
    answer = check(facts, own_load_au=memory.record.own_load_au if is_own else None)
    say("")
    _say(answer, how, asked_for=asked_for)
    if is_own:
        keep_check(here, facts=facts, answer=answer)
        remember_openings(here, memory.openings)
        if how.numbers.country:
            remember_country(here, how.numbers.country)
        say("", "Kept with its date on this device, for your report.")


def _show_again(kept: "KeptCheck", how: _Shown) -> None:
    say(f"On {kept.day.isoformat()} you answered these questions. The answer was:", "")
    _say(kept.answer, how)
    say("")


def _ask_again(
    here: "Session",
    memory: "Remembered",
    *,
    known: "Conversation",
    how: _Shown,
    facts: dict[str, Any],
) -> None:
    """Asks what the diary has opened since the check of the last days, and what has changed."""
    asked = () if known.is_emergency(facts) else memory.openings
    for opening in asked:
        if not known.is_emergency(facts):
            facts = known.asked_alone(facts, opening.fact)
    if (asked and known.is_emergency(facts)) or not known.has_changed():
        if asked:
            _answer(here, memory, facts=facts, how=how)
        return
    _begin(how.numbers)
    just_told = {each.fact: facts[each.fact] for each in asked if each.fact in facts}
    _answer(here, memory, facts=known.walked(just_told), how=how)
