"""`untwitch recordings`: kept recordings listed, shown, marked by hand, written out, compared, removed."""

from pathlib import Path
from typing import Annotated

import typer

from untwitch.cli.door import EXIT_WITH_PROBLEMS, print_json, refusals_as_sentences, say, session, warn

_Person = Annotated[str | None, typer.Option(help="Whose record; the only one if left out.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_Which = Annotated[str, typer.Argument(metavar="ID", help="Begin of its id, or last.")]
_Time = Annotated[float, typer.Argument(metavar="SECONDS", help="From the start of the file.")]
_Note = Annotated[str, typer.Option(help="Your own words.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(help="Show kept recordings, or mark them by hand.", no_args_is_help=True)
    app.add_typer(group, name="recordings")
    group.command(name="list")(_list)
    group.command(name="show")(_show)
    group.command(name="mark")(_mark)
    group.command(name="unmark")(_unmark)
    group.command(name="remove")(_remove)
    group.command(name="export")(_export)
    group.command(name="score")(_score)


def _list(*, person: _Person = None, as_json: _Json = False) -> None:
    """Show the kept recordings, the newest first."""
    with refusals_as_sentences():
        from untwitch.actions import recordings as action  # noqa: PLC0415 - loads numpy

        found = action.listed(session(person))
        if as_json:
            print_json(found.document)
        else:
            say(*found.lines or ["No recording is kept yet. To keep one: untwitch measure FILE --save"])


def _show(
    which: _Which = "last",
    *,
    page: Annotated[
        Path | None, typer.Option(metavar="F.html", help="Also write its trace and marks as a page.")
    ] = None,
    person: _Person = None,
    as_json: _Json = False,
) -> None:
    """Say what a kept recording came to, with your marks."""
    with refusals_as_sentences():
        from untwitch.actions import recording_page as pages  # noqa: PLC0415 - loads numpy
        from untwitch.actions import recordings as action  # noqa: PLC0415 - same

        here = session(person)
        if page is not None:
            pages.refuse_unless_html(page)
        shown = action.show(here, which)
        if as_json:
            print_json(shown.document)
        else:
            say(*shown.lines)
        if page is not None:
            warn(f"Written: {pages.write_page(here, shown, page)}")


def _mark(
    which: _Which,
    seconds: _Time,
    *,
    note: _Note = "",
    person: _Person = None,
    as_json: _Json = False,
) -> None:
    """Say that a twitch is at a moment: add a mark, or confirm the one that was found."""
    _say_of_a_moment(which, seconds, is_twitch=True, note=note, person=person, as_json=as_json)


def _unmark(
    which: _Which,
    seconds: _Time,
    *,
    note: _Note = "",
    person: _Person = None,
    as_json: _Json = False,
) -> None:
    """Say that no twitch is at a moment: take away the mark that was found or set there."""
    _say_of_a_moment(which, seconds, is_twitch=False, note=note, person=person, as_json=as_json)


def _say_of_a_moment(
    which: str, seconds: float, *, is_twitch: bool, note: str, person: str | None, as_json: bool
) -> None:
    with refusals_as_sentences():
        from untwitch.actions import recordings as action  # noqa: PLC0415 - loads numpy

        done = action.mark(session(person), which, seconds, is_twitch=is_twitch, note=note)
        if as_json:
            print_json(done.to_json())
        else:
            say(done.said)


def _remove(which: _Which, *, person: _Person = None, as_json: _Json = False) -> None:
    """Remove a kept recording from the record; its file is not touched."""
    with refusals_as_sentences():
        from untwitch.actions import recordings as action  # noqa: PLC0415 - loads numpy

        done = action.remove(session(person), which)
        if as_json:
            print_json(done.to_json())
        else:
            say(done.said)


def _export(  # noqa: PLR0913 - each is an option of the command
    which: _Which = "last",
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the BIDS data set.")],
    subject: Annotated[str, typer.Option(help="BIDS label of the person.")] = "01",
    task: Annotated[str, typer.Option(help="BIDS label of what was done.")] = "rest",
    visit: Annotated[str | None, typer.Option(help="BIDS label of the visit (ses-).")] = None,
    person: _Person = None,
    as_json: _Json = False,
) -> None:
    """Write a kept recording as BIDS: events, channels, sidecar; the signal stays in its own file."""
    with refusals_as_sentences():
        from untwitch.actions import recording_export as action  # noqa: PLC0415 - loads numpy

        labels = action.BidsLabels(subject=subject, task=task, visit=visit)
        done = action.export_bids(session(person), which, out, labels)
        if as_json:
            print_json(done.to_json())
            return
        say(*(f"Written: {each}" for each in done.paths))
        say(f"The file of the signal itself, if you put it beside them, is to be called {done.signal}.")


def _score(  # noqa: PLR0913 - each is an option of the command
    which: Annotated[
        str, typer.Argument(metavar="FILE|ID", help="A recording, or the begin of the id of a kept one.")
    ],
    marks: Annotated[Path, typer.Argument(metavar="MARKS", help="events.tsv, or a CSV with times.")],
    *,
    label: Annotated[str | None, typer.Option(help="Label of the marks that are meant.")] = None,
    tolerance: Annotated[
        float | None, typer.Option(metavar="MS", help="How far a found one may lie from its mark.")
    ] = None,
    sure_from: Annotated[
        float, typer.Option("--from", metavar="P", help="Least confidence of what is held against the marks.")
    ] = 0.5,
    sensor: Annotated[str | None, typer.Option(help="As for measure.")] = None,
    unit: Annotated[str | None, typer.Option(help="As for measure.")] = None,
    rate: Annotated[float | None, typer.Option(metavar="HZ", help="As for measure.")] = None,
    person: _Person = None,
    as_json: _Json = False,
) -> None:
    """Hold what was found in a recording against marks that somebody set by eye."""
    with refusals_as_sentences():
        from untwitch.actions import recording_score as action  # noqa: PLC0415 - loads numpy
        from untwitch.actions.measure import Asked  # noqa: PLC0415 - same

        asked = action.AskedScore(
            label=label,
            tolerance_s=None if tolerance is None else tolerance / 1000,
            sure_from=sure_from,
            recording=Asked(sensor=sensor, unit=unit, rate_hz=rate),
        )
        done = action.score(session(person), which, marks, asked)
        if as_json:
            print_json(done.document)
        else:
            say(*done.lines)
        if done.problems:
            raise typer.Exit(EXIT_WITH_PROBLEMS)
