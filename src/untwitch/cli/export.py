"""`untwitch export`: everything that is kept of a person, to take along."""

from pathlib import Path
from typing import Annotated

import typer

from untwitch.cli.door import fail, print_json, refusals_as_sentences, say, session
from untwitch.facts.plain_text import escaped


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command()
    def export(
        *,
        out: Annotated[Path | None, typer.Option(help="New folder, or zip, to write to.")] = None,
        person: Annotated[str | None, typer.Option(help="Whose record; the only one if left out.")] = None,
        as_json: Annotated[
            bool, typer.Option("--json", help="Print everything as one JSON document.")
        ] = False,
    ) -> None:
        """Write everything that is kept of you: tables (csv) and one document (JSON)."""
        with refusals_as_sentences():
            from untwitch.actions import export as action  # noqa: PLC0415 - help stays fast

            if out is None:
                if not as_json:
                    fail("say where to: --out FOLDER, --out FILE.zip, or --json for the terminal")
                for piece in action.document(session(person)):
                    typer.echo(escaped(piece), nl=False)
                return
            made = action.export(session(person), out)
            if as_json:
                print_json(made.to_json())
                return
            rows = ", ".join(f"{name} {count}" for name, count in made.rows.items() if count)
            say(
                f"Everything is in {made.path}: {rows or 'nothing was kept yet'}.",
                "It holds health data: keep it where only you can read it. `untwitch import` reads it back.",
            )
