"""`untwitch plan`: what to do today, from the record."""

import shutil
import textwrap
from collections.abc import Sequence
from typing import Annotated

import typer

from untwitch.cli.door import print_json, refusals_as_sentences, say, session

_WIDEST = 80


def register(app: typer.Typer) -> None:
    """Adds the verb."""

    @app.command("plan")
    def plan(
        *,
        person: Annotated[
            str | None, typer.Option("--person", metavar="NAME", help="Whose; by default the only one.")
        ] = None,
        json: Annotated[bool, typer.Option("--json", help="Print one JSON document, plan/1.")] = False,
    ) -> None:
        """Say what to do today: what to change, what helps right now, what to log, when to see somebody."""
        with refusals_as_sentences():
            from untwitch.actions.plan import plan as planned  # noqa: PLC0415 - loads the model

            answer = planned(session(person))
            if json:
                print_json(answer.document)
            else:
                say(*plan_lines(answer.parts, columns=columns_here()))


def columns_here() -> int:
    """Gives the width to write in: the terminal's, at most 80 characters, at least 40."""
    return max(40, min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST))


def plan_lines(parts: Sequence[tuple[str, Sequence[str]]], *, columns: int) -> list[str]:
    """Gives the parts of a plan as lines of a terminal.

    Args:
        parts: Titles with their texts; a part without a title stands without indent.
        columns: Longest line in characters.
    """
    found: list[str] = []
    for title, texts in parts:
        found += ["", title] if found and title else [title] if title else [""]
        for text in texts:
            first, rest = ("  - ", "    ") if title else ("", "")
            if text[:1].isdigit():
                first = "  "
            found += textwrap.wrap(text, columns, initial_indent=first, subsequent_indent=rest)
    return found
