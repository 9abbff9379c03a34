"""`untwitch serve`: opens the app on this machine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from untwitch.cli.door import json_text, refusals_as_sentences, say, session
from untwitch.facts.refused import Refused

if TYPE_CHECKING:
    from untwitch.web.app import Running

PORT, LAN_PORT = 8777, 8778


def register(app: typer.Typer) -> None:
    """Adds the verb to the command line."""
    app.command("serve", help="Open the app in a browser on this machine, and on phones nearby.")(_serve)


def _serve(
    *,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 for any.", min=0, max=65535)] = PORT,
    lan: Annotated[
        bool,
        typer.Option("--lan", help="Let phones of the same network pair; tells it the name untwitch.local."),
    ] = False,
    lan_port: Annotated[
        int,
        typer.Option(help="Port for phones; the next is for their certificate; 0 for any.", min=0, max=65534),
    ] = LAN_PORT,
    address: Annotated[
        list[str] | None, typer.Option(help="Address of this machine in its network, if it is not found.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="Whose record; the only one if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line when it runs.")] = False,
) -> None:
    with refusals_as_sentences():
        from untwitch.actions.certificates import checked_addresses  # noqa: PLC0415 - help stays fast
        from untwitch.web.app import run  # noqa: PLC0415 - same

        named = checked_addresses(address or ())
        if named and not lan:
            raise Refused("--address says where phones find this machine; it goes with --lan")

        def started(running: "Running") -> None:
            if as_json:
                typer.echo(json_text(_json(running)))
            else:
                say(*_words(running))

        run(
            lambda: session(person),
            port=port,
            started=started,
            lan_port=lan_port if lan else None,
            addresses=named,
        )


def _json(running: "Running") -> dict[str, Any]:
    found: dict[str, Any] = {"contract": "serve/1", "url": running.opening}
    if running.lan is not None:
        found["phones"] = {
            "addresses": list(running.lan.addresses),
            "port": running.lan.port,
            "certificate_port": running.lan.lobby_port,
            "certificate_sha256": running.lan.certificates.fingerprint,
        }
    return found


def _words(running: "Running") -> Iterator[str]:
    yield f"untwitch is open at {running.opening}"
    yield "The link works once, for the first browser; it stays paired. Stop with Ctrl-C."
    if running.lan is not None:
        found = running.lan.addresses
        where = " or ".join(running.lan.app_address("/", host=each) for each in found)
        yield (
            f"Phones of this network find it at {where}."
            if found
            else "This machine is in no home network now."
        )
        yield "To let one in, open More, then Devices, in the browser here."
        yield "While it runs, this network is told the name untwitch.local."
