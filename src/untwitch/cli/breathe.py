"""`untwitch breathe`: slow breaths, counted in the terminal."""

import sys
import time
from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from untwitch.cli.door import print_json, refusals_as_sentences, say

Breath = tuple[float, str, int]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("breathe", help="Breathe slowly for a few minutes; stop with Ctrl-C.")(_breathe)


def _breathe(
    way: Annotated[str, typer.Argument(help="4-6, 5-5 or sighing.")] = "4-6",
    *,
    minutes: Annotated[float, typer.Option(help="How long, at most 20.")] = 3.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print when to do what, and do not wait.")] = False,
) -> None:
    with refusals_as_sentences():
        from untwitch.actions import breathe as action  # noqa: PLC0415 - help stays fast

        chosen = action.pattern(way)
        breaths = tuple(action.breaths(way, minutes=minutes))
        if as_json:
            cues = [{"start_s": start, "action": words, "seconds": s} for start, words, s in breaths]
            print_json({"contract": "breathe/1", "way": chosen.id, "caution": chosen.caution, "cues": cues})
            return
        say(f"{chosen.name.capitalize()}. {chosen.caution} Stop with Ctrl-C.", "")
        if not sys.stdout.isatty():
            say(*(f"{start:4.0f} s  {words} for {seconds}" for start, words, seconds in breaths))
            return
        try:
            paced(breaths, wait=time.sleep)
        except KeyboardInterrupt:
            typer.echo("")
        say("Breathe as usual.")


def paced(breaths: Iterable[Breath], *, wait: Callable[[float], None]) -> None:
    """Says what to do and counts the seconds of it, one after the other.

    Args:
        breaths: Start, action and seconds of each phase.
        wait: Waits for so many seconds.
    """
    for _, words, seconds in breaths:
        typer.echo(f"{words.capitalize():<18}", nl=False)
        for second in range(1, seconds + 1):
            typer.echo(f" {second}", nl=False)
            wait(1)
        typer.echo("")
