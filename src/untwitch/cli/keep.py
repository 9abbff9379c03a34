"""`untwitch backup`, `restore` and `erase`: copies of the record, brought back, and facts erased for good."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from untwitch.cli.door import fail, print_json, refusals_as_sentences, say, session

if TYPE_CHECKING:
    from untwitch.actions.keep import Backup, Erased

_MEGABYTE = 1_000_000
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
_WORDS = {"import": "before an import", "migration": "before an upgrade", "restore": "before a restore"}


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    for name, command in (("backup", _backup), ("restore", _restore), ("erase", _erase)):
        app.command(name=name)(command)


def _backup(
    *,
    out: Annotated[
        Path | None, typer.Option(help="Folder for one more copy, such as a disk kept elsewhere.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Copy the record as it is now, with a SHA-256 beside the copy."""
    with refusals_as_sentences():
        from untwitch.actions import keep as action  # noqa: PLC0415 - help stays fast

        made = action.backup(session(), folder=out)
        if as_json:
            print_json(action.backups_json((made,)))
            return
        kept = action.kept_per_reason()
        automatic = ", ".join(f"{kept[reason]} made {words}" for reason, words in _WORDS.items())
        say(
            f"{made.path} ({made.size_bytes / _MEGABYTE:.1f} MB) is the record as it is now.",
            f"Of copies you ask for the newest {kept['hand']} are kept; beside them {automatic}.",
        )


def _restore(
    name: Annotated[
        str | None, typer.Argument(metavar="BACKUP", help="A copy; without it they are listed.")
    ] = None,
    *,
    yes: _Yes = False,
    as_json: _Json = False,
) -> None:
    """Bring a copy back to the place of the record; every row is compared."""
    with refusals_as_sentences():
        from untwitch.actions import keep as action  # noqa: PLC0415 - help stays fast

        here = session()
        if name is None:
            found = action.backups(here)
            if as_json:
                print_json(action.backups_json(found))
            else:
                say(*_listed(found))
            return
        _sure(f"What is in the record now is replaced by {name} (a copy is made before).", yes=yes)
        done = action.restore(here, name)
        if as_json:
            print_json(action.restored_json(done))
            return
        say(f"The record is as {name} has it: {sum(done.rows.values())} rows, each compared.")
        if done.before:
            say(f"What was there before is in {done.before}.")


def _erase(
    *,
    everything: Annotated[
        bool, typer.Option("--everything", help="The record of everybody, and all copies.")
    ] = False,
    person: Annotated[str | None, typer.Option(help="Everything of this person.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only one kind: twitch, watch, exposure … or a measure.")
    ] = None,
    keep_backups: Annotated[
        bool, typer.Option("--keep-backups", help="Leave copies that still hold it.")
    ] = False,
    yes: _Yes = False,
    as_json: _Json = False,
) -> None:
    """Erase for good: everything, one person, or one kind; the file is rewritten."""
    with refusals_as_sentences():
        from untwitch.actions import keep as action  # noqa: PLC0415 - help stays fast

        here = session(person)
        if everything == bool(person or kind):
            fail(
                "say what: --everything, --person NAME, or --kind KIND (and --person where there are several)"
            )
        if kind and kind not in action.erasable():
            fail(f"there is no kind {kind!r}; there are {', '.join(action.erasable())}")
        what = kind or person or action.EVERYTHING
        copies = len(action.backups(here))
        also = f" and {copies} copies of the record" * (bool(copies) and not keep_backups)
        _sure(
            f"This erases {what}{also} for good; to keep it elsewhere: untwitch export --out FILE.zip",
            yes=yes,
        )
        done = action.erase(here, everything=everything, kind=kind, keep_backups=keep_backups)
        if as_json:
            print_json(done.to_json())
        else:
            say(*_erased(done))


def _sure(sentence: str, *, yes: bool) -> None:
    """Asks a person; where nobody can answer, `--yes` must have said so."""
    if yes:
        return
    if not sys.stdin.isatty():
        fail(f"{sentence}; if that is what you want, say --yes")
    say(sentence)
    typer.confirm("Is that what you want?", default=False, abort=True)


def _listed(found: "tuple[Backup, ...]") -> Iterator[str]:
    for each in found:
        state = "" if each.is_whole else ", CHANGED since it was written: it cannot be restored"
        yield f"{each.path.name}, {each.size_bytes / _MEGABYTE:.1f} MB{state}"
    yield "To bring one back: untwitch restore NAME" if found else "There is no copy yet: untwitch backup"


def _erased(done: "Erased") -> Iterator[str]:
    what = "files" if done.what == "everything" else "rows"
    copies = f", with {done.backups} copies of the record" if done.backups else ""
    yield f"{done.what} is erased: {done.rows} {what} are gone and overwritten{copies}."
    if done.backups_left:
        yield f"{len(done.backups_left)} copies still hold it, in {done.backups_left[0].parent}."
    yield "What a disk, a cloud or a phone copied by itself is not reached by this."
