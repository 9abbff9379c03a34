"""`untwitch doctor`: what state everything is in here."""

from typing import TYPE_CHECKING, Annotated

import typer

from untwitch.cli.door import EXIT_WITH_PROBLEMS, print_json, refusals_as_sentences, say, session

if TYPE_CHECKING:
    from untwitch.actions.doctor import Diagnosis, PersonState


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command()
    def doctor(
        *, json: Annotated[bool, typer.Option("--json", help="One JSON document, doctor/1.")] = False
    ) -> None:
        """Versions, where your data lies, whether it is whole, how fresh each source is."""
        with refusals_as_sentences():
            from untwitch.actions.doctor import doctor as look  # noqa: PLC0415 - --help stays light

            diagnosis = look(session())
            if json:
                print_json(diagnosis.to_json())
            else:
                say(*_in_words(diagnosis))
            if diagnosis.problems:
                raise typer.Exit(EXIT_WITH_PROBLEMS)


def _in_words(diagnosis: "Diagnosis") -> list[str]:
    found = diagnosis.to_json()
    lines = [
        "Versions            " + ", ".join(f"{name} {number}" for name, number in diagnosis.versions.items()),
        f"Reads recordings    {diagnosis.recordings}",
        f"Your data           {diagnosis.record}",
    ]
    if not diagnosis.exists:
        lines.append("                    nothing is kept yet; `untwitch log` makes the first entry")
    else:
        lines.append(f"                    {diagnosis.size_bytes / 1e6:.2f} MB, schema {diagnosis.schema}")
        for person in diagnosis.persons:
            lines += _person_in_words(person)
        lines.append(f"Backups             {', '.join(diagnosis.backups) or 'none yet; imports make them'}")
    if diagnosis.phone_key is not None:
        lines.append(f"Phones trust        the certificate {diagnosis.phone_key}")
    lines.append(f"Leaves this machine {found['leaves_this_machine']}")
    lines += [f"Problem             {each}" for each in diagnosis.problems] or ["Problems            none"]
    return lines


def _person_in_words(person: "PersonState") -> list[str]:
    counts = [f"{count} {kind.replace('_', ' ')}" for kind, count in person.entries.items() if count]
    lines = [f"Kept of {person.name:<12}{', '.join(counts) or 'nothing yet'}"]
    for each in person.sources:
        ago = "today" if each.days_ago <= 0 else f"{each.days_ago} days ago"
        lines.append(f"  newest {each.measure} from {each.app}: {ago}")
    for run in person.imports:
        cut = "" if run.complete else ", cut off before its end"
        lines.append(f"  import {run.id} of {run.day}: {run.format}, {run.app}{cut}")
        lines += [f"    {count} rows of unknown kind {kind}" for kind, count in run.quarantined.items()]
    return lines
