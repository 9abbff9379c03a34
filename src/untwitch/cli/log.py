"""`untwitch log`: a twitch, an evening, a coffee, a night, a medicine, in one line."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from untwitch.cli.door import print_json, refusals_as_sentences, say, session
from untwitch.facts.refused import Refused

HELP = """Log one thing in one line.

untwitch log evening few · log none · log twitch --site calf_left · log coffee · log caffeine 95mg ·
log sleep 6.5h · log stress 7 · log pain 4 --site calf_left · log supplement magnesium 200mg ·
log medicine "Salbutamol" --started 2026-10-01 · log person sex female · log food-check 3 1 2 6 6 3"""


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Keeps the collector still for one line: running it while modules load costs a tenth of the call."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _WithNegativeNumbers(TyperCommand):
    """A command to which `-5` behind a word is a number, as in `log air temperature -5`, and no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        before = ["", *args]
        words = [
            "\N{MINUS SIGN}" + word[1:] if re.match(r"-[\d.,]", word) and not last.startswith("-") else word
            for last, word in zip(before, args, strict=False)
        ]
        return super().parse_args(ctx, words)


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command(name="log", help=HELP, cls=_WithNegativeNumbers)
    def log(  # noqa: PLR0913 - each is one option of the command
        words: Annotated[
            list[str] | None, typer.Argument(metavar="KIND [VALUE]", help="What, and how much.")
        ] = None,
        *,
        site: Annotated[str | None, typer.Option(help="Place on the body map, such as calf_left.")] = None,
        at: Annotated[str | None, typer.Option(help="When: 18:30, yesterday 18:00, 2 h ago.")] = None,
        note: Annotated[str, typer.Option(help="Your own words.")] = "",
        lasted: Annotated[
            str | None, typer.Option("--for", help="How long a bout or a watch lasted: 30s, 2h.")
        ] = None,
        strength: Annotated[float | None, typer.Option(help="How strong a twitch was, 0 to 10.")] = None,
        bother: Annotated[float | None, typer.Option(help="How much it bothered, 0 to 10.")] = None,
        effort: Annotated[float | None, typer.Option(help="How hard a workout was, 0 to 10.")] = None,
        minutes: Annotated[float | None, typer.Option(help="Minutes of twitching on an evening.")] = None,
        started: Annotated[str | None, typer.Option(help="First dose of a medicine.")] = None,
        changed: Annotated[str | None, typer.Option(help="Last change of its dose.")] = None,
        stopped: Annotated[str | None, typer.Option(help="Its last dose.")] = None,
        from_day: Annotated[str | None, typer.Option("--from", help="First day.")] = None,
        to_day: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
        undo: Annotated[bool, typer.Option("--undo", help="Take back what was logged last.")] = False,
        person: Annotated[str | None, typer.Option(help="Whose record; the only one if left out.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        with refusals_as_sentences(), _collecting_later():
            from untwitch.actions import log as action  # noqa: PLC0415 - help stays fast

            days = {
                "started": started, "changed": changed, "stopped": stopped, "from": from_day, "to": to_day,
            }  # fmt: skip
            details = action.Details(
                site, at, note, lasted,
                strength_0_10=strength, bother_0_10=bother, effort_0_10=effort, twitch_min=minutes, days=days,
            )  # fmt: skip
            if undo and (words or details != action.Details(days=dict.fromkeys(days))):
                raise Refused("--undo stands alone; it takes back what was logged last")
            here = session(person)
            logged = action.undo(here) if undo else action.log(here, words or [], details)
            if as_json:
                print_json(logged.to_json())
            else:
                say(*logged.said)
