"""`untwitch serve`: opens the app on this machine."""

from typing import Annotated

import typer

from untwitch.cli.door import json_text, refusals_as_sentences, say, session

PORT = 8777


def register(app: typer.Typer) -> None:
    """Adds the verb to the command line."""
    app.command("serve", help="Open the app in a browser on this machine.")(_serve)


def _serve(
    *,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 for any.", min=0, max=65535)] = PORT,
    person: Annotated[str | None, typer.Option(help="Whose record; the only one if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line when it runs.")] = False,
) -> None:
    with refusals_as_sentences():
        from untwitch.web.app import run  # noqa: PLC0415 - help stays fast

        def started(address: str) -> None:
            if as_json:
                typer.echo(json_text({"contract": "serve/1", "url": address}))
            else:
                say(
                    f"untwitch is open at {address}",
                    "The link works once, for the first browser; it stays paired. Stop with Ctrl-C.",
                )

        run(lambda: session(person), port=port, started=started)
