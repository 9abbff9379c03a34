"""`untwitch explain`: which of the six causes go with the twitches."""

import json
from pathlib import Path
from typing import Annotated

import typer

from untwitch.cli.door import (
    EXIT_WITH_PROBLEMS,
    print_json,
    refusals_as_sentences,
    say,
    session,
)
from untwitch.facts.person import Physiology, Sex
from untwitch.facts.refused import Refused

_BODY = "The body, where the record does not know it"


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command()
    def explain(  # noqa: PLR0913 - each is an option of the command line
        more_tables: Annotated[
            list[Path] | None, typer.Argument(metavar="[TABLE]...", help="More tables, or a folder of them.")
        ] = None,
        *,
        timeline: Annotated[
            list[Path] | None,
            typer.Option(help="A table (csv) to explain in place of the record; may be given several times."),
        ] = None,
        outcome: Annotated[
            str, typer.Option(help="auto, twitches, recorded_count, twitch_min or bother_0_10.")
        ] = "auto",
        as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
        age: Annotated[float | None, typer.Option(help="Age in years.", rich_help_panel=_BODY)] = None,
        sex: Annotated[str | None, typer.Option(help="female, male or other.", rich_help_panel=_BODY)] = None,
        pregnant: Annotated[bool | None, typer.Option(rich_help_panel=_BODY)] = None,
        smoker: Annotated[bool | None, typer.Option(rich_help_panel=_BODY)] = None,
        oral_contraceptive: Annotated[bool | None, typer.Option(rich_help_panel=_BODY)] = None,
        person: Annotated[str | None, typer.Option(help="Whose record; default: the only one.")] = None,
    ) -> None:
        """Say which of the six causes go with your twitches, and how sure that is.

        Several tables, or a folder, give one JSON document a line.
        """
        from untwitch.actions import explain as action  # noqa: PLC0415 - loads numpy

        with refusals_as_sentences():
            body = Physiology(
                age_years=age,
                sex=_sex(sex),
                pregnant=pregnant,
                smoking=smoker,
                oral_contraceptive=oral_contraceptive,
            )
            named = [*(timeline or []), *(more_tables or [])]
            if len(named) > 1 or any(each.is_dir() for each in named):
                failed = False
                for document, explained in action.explain_tables(
                    action.tables_of(named), physiology=body, outcome=outcome
                ):
                    typer.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
                    failed |= not explained
                raise typer.Exit(EXIT_WITH_PROBLEMS if failed else 0)
            if named:
                answer = action.explain_table(named[0], physiology=body, outcome=outcome)
            else:
                answer = action.explain_record(session(person), physiology=body, outcome=outcome)
            if as_json:
                print_json(answer.document)
            else:
                say(*action.in_words(answer.document))
            if answer.bad_input:
                raise typer.Exit(EXIT_WITH_PROBLEMS)


def _sex(word: str | None) -> Sex | None:
    sexes: dict[str, Sex] = {"female": "female", "male": "male", "other": "other"}
    if word is None:
        return None
    if word not in sexes:
        raise Refused(f"sex is {word!r}; it should be female, male or other")
    return sexes[word]
