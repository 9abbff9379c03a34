"""`untwitch report`: a page for an appointment."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from untwitch.cli.door import EXIT_WITH_PROBLEMS, print_json, refusals_as_sentences, say, session
from untwitch.facts.refused import Refused


def register(app: typer.Typer) -> None:
    """Adds the verb."""

    @app.command("report")
    def report(  # noqa: PLR0913 - one option each
        *,
        out: Annotated[Path, typer.Option("--out", metavar="F.html", help="File to write, ending in .html.")],
        first: Annotated[
            str | None,
            typer.Option("--from", metavar="DAY", help="First day, as 2025-01-31. Default: the earliest."),
        ] = None,
        last: Annotated[
            str | None, typer.Option("--to", metavar="DAY", help="Last day, included. Default: the latest.")
        ] = None,
        worry: Annotated[
            str | None,
            typer.Option("--worry", metavar="TEXT", help="Your biggest worry; kept for later reports."),
        ] = None,
        test: Annotated[
            list[str] | None,
            typer.Option(
                "--test", metavar="TEXT", help="An earlier test and its result; may be given again. Kept."
            ),
        ] = None,
        question: Annotated[
            list[str] | None,
            typer.Option("--question", metavar="TEXT", help="A question to ask; may be given again. Kept."),
        ] = None,
        person: Annotated[
            str | None, typer.Option("--person", metavar="NAME", help="Whose; by default the only one.")
        ] = None,
        json: Annotated[bool, typer.Option("--json", help="Print one JSON document, report/1.")] = False,
    ) -> None:
        """Write a page for an appointment: one HTML file that needs nothing else and prints well."""
        with refusals_as_sentences():
            from untwitch.actions import report as reporting  # noqa: PLC0415 - loads the charts

            here = session(person)
            reporting.refuse_unless_html(out)
            days = (_day(first, "--from"), _day(last, "--to"))
            if worry is not None or test or question:
                reporting.tell(here, worry=worry, tests=test or (), questions=question or ())
            written = reporting.report(here, out=out, first_day=days[0], last_day=days[1])
        _print(written, json=json)
        if written.problems:
            raise typer.Exit(EXIT_WITH_PROBLEMS)


def _day(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{option} {text!r} is not a day; write it as 2025-01-31") from None


def _print(written: Any, *, json: bool) -> None:
    if json:
        print_json(written.to_json())
        return
    say(f"Written: {written.path}")
    if written.days:
        say(f"{written.days_known} of {written.days} days have an entry.")
    else:
        say("Nothing is logged yet, so the page is mostly empty. Begin with: untwitch log evening few")
    if not written.has_check:
        say("The signs that need a look are not answered yet: untwitch check")
    if written.problems:
        say(f"{len(written.problems)} things could not be used; the page names them.")
    say("Open it in a browser; its print is the paper for the appointment. No clinician has reviewed this.")
