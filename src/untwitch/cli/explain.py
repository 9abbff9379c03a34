"""`untwitch explain`: which of the six causes go with the twitches."""

import json
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, NoReturn

import typer

from untwitch.cli.door import (
    EXIT_WITH_PROBLEMS,
    print_json,
    refusals_as_sentences,
    say,
    session,
    warn,
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
        row_h: Annotated[
            int, typer.Option(help="Hours of a row that the record is cut into: 1, 2, 3, 4, 6, 8, 12 or 24.")
        ] = 24,
        figures: Annotated[
            Path | None,
            typer.Option(metavar="DIR", help="Folder for figures (svg) and the tables behind them (csv)."),
        ] = None,
        priors: Annotated[
            Path | None, typer.Option(help="What a cohort measured of the causes (priors/1, JSON).")
        ] = None,
        power: Annotated[
            bool, typer.Option(help="Also say what more days would tell (simulated, some seconds).")
        ] = False,
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
            asked = action.Asked(
                outcome=outcome,
                physiology=body,
                row_h=row_h,
                priors=action.priors_of(priors) if priors else None,
                with_picture=figures is not None,
                with_power=power,
            )
            named = [*(timeline or []), *(more_tables or [])]
            if len(named) > 1 or any(each.is_dir() for each in named):
                _say_many(action, named, asked, figures=figures)
            if named:
                answer = action.explain_table(named[0], asked)
            else:
                answer = action.explain_record(session(person), asked)
            if as_json:
                print_json(answer.document)
            else:
                say(*action.in_words(answer.document))
            if figures is not None:
                _draw(action, answer, figures)
            if answer.bad_input:
                raise typer.Exit(EXIT_WITH_PROBLEMS)


def _say_many(action: ModuleType, named: list[Path], asked: Any, *, figures: Path | None) -> NoReturn:
    if figures is not None:
        raise Refused("--figures draws one table; several were given")
    failed = False
    for document, explained in action.explain_tables(action.tables_of(named), asked):
        typer.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
        failed |= not explained
    raise typer.Exit(EXIT_WITH_PROBLEMS if failed else 0)


def _draw(action: ModuleType, answer: Any, folder: Path) -> None:
    drawn = action.draw_figures(answer, folder)
    for path, sentence in drawn:
        warn(f"{path}: {sentence}")
    if not drawn:
        warn("There is nothing to draw yet.")


def _sex(word: str | None) -> Sex | None:
    sexes: dict[str, Sex] = {"female": "female", "male": "male", "other": "other"}
    if word is None:
        return None
    if word not in sexes:
        raise Refused(f"sex is {word!r}; it should be female, male or other")
    return sexes[word]
