"""`untwitch timeline`: the table that explain sees."""

from pathlib import Path
from typing import Annotated

import typer

from untwitch.cli.door import (
    EXIT_WITH_PROBLEMS,
    print_json,
    refusals_as_sentences,
    say,
    session,
    warn,
)


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command()
    def timeline(
        *,
        csv: Annotated[Path | None, typer.Option(help="Write the table to this file.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
        row_h: Annotated[int, typer.Option(help="Hours of a row: 1, 2, 3, 4, 6, 8, 12 or 24.")] = 24,
        site: Annotated[str | None, typer.Option(help="One place on the body; default: all of it.")] = None,
        person: Annotated[str | None, typer.Option(help="Whose record; default: the only one.")] = None,
    ) -> None:
        """Show the table that explain sees: one row a day, blank where nothing is known."""
        from untwitch.actions import timeline as action  # noqa: PLC0415 - loads numpy

        with refusals_as_sentences():
            table = action.table_of_record(session(person), row_h=row_h, site=site)
            if csv is not None:
                action.write_csv(table, csv)
            if as_json:
                print_json(table.to_json())
            elif csv is not None:
                say(f"{len(table.timeline.starts)} rows are in {csv}.")
            else:
                typer.echo(table.csv, nl=False)
            for problem in table.problems:
                warn(f"{problem.where}: {problem.what}")
            if table.problems:
                raise typer.Exit(EXIT_WITH_PROBLEMS)
