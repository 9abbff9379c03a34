"""`untwitch devices`: which browsers may use the app."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from untwitch.cli.door import print_json, refusals_as_sentences, say, session

if TYPE_CHECKING:
    from untwitch.facts.device import Device


def register(app: typer.Typer) -> None:
    """Adds the verb to the command line."""
    verb = typer.Typer(help="Which browsers may use the app.", no_args_is_help=True)
    verb.command("list", help="List the browsers that were paired.")(_list)
    verb.command("revoke", help="Take a browser off the list; it has to be paired anew.")(_revoke)
    app.add_typer(verb, name="devices")


def _list(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False
) -> None:
    with refusals_as_sentences():
        from untwitch.actions import devices as action  # noqa: PLC0415 - help stays fast

        found = action.devices(session())
        if as_json:
            print_json({"contract": "devices/1", "devices": [_json(each) for each in found]})
        elif not found:
            say("No browser is paired. untwitch serve opens the app and pairs the first.")
        else:
            for each in found:
                seen = f"paired {_day(each.paired_ms)}, last seen {_day(each.seen_ms)}"
                say(f"{each.device_id}  {each.name}, {seen}")


def _revoke(
    device_id: Annotated[str, typer.Argument(metavar="ID", help="Its id in the list.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    with refusals_as_sentences():
        from untwitch.actions import devices as action  # noqa: PLC0415 - same

        action.revoke(session(), device_id)
        if as_json:
            print_json({"contract": "devices/1", "revoked": device_id})
        else:
            say("Taken off the list; that browser has to be paired anew.")


def _json(device: "Device") -> dict[str, Any]:
    return {
        "id": device.device_id,
        "name": device.name,
        "paired": _instant(device.paired_ms).isoformat(),
        "seen": _instant(device.seen_ms).isoformat(),
    }


def _day(utc_ms: int) -> str:
    return _instant(utc_ms).astimezone().date().isoformat()


def _instant(utc_ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(utc_ms / 1000, tz=dt.UTC)
