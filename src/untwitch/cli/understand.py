"""`untwitch understand`: what a twitch is, the six reasons, what helps."""

from typing import Annotated

import typer

from untwitch.cli.door import print_json, refusals_as_sentences, say


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command(help="What a twitch is, the six reasons, what helps, and when to see somebody.")
    def understand(
        *,
        sources: Annotated[
            bool, typer.Option("--sources", help="Show grade and source of every sentence.")
        ] = False,
        more: Annotated[bool, typer.Option("--more", help="Show figures about illness too.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        with refusals_as_sentences():
            from untwitch.actions import understand as action  # noqa: PLC0415 - help stays fast

            page = action.understand(more=more)
            if as_json:
                print_json(page.to_json())
            else:
                say(*page.lines(sources=sources))
