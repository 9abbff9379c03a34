"""`untwitch foods`: a large table of foods, for names that the everyday ones do not have."""

from pathlib import Path
from typing import Annotated

import typer

from untwitch.cli.door import print_json, refusals_as_sentences, say, session

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    foods = typer.Typer(help="Load a table of foods, or look into it.", no_args_is_help=True)
    app.add_typer(foods, name="foods")

    @foods.command(name="load")
    def load(
        path: Annotated[
            Path, typer.Argument(metavar="FILE", help="Download of FoodData Central, or a table.")
        ],
        *,
        as_json: _Json = False,
    ) -> None:
        """Load the CSV download of USDA FoodData Central, or a table of foods per 100 g."""
        with refusals_as_sentences():
            from untwitch.actions import foods as action  # noqa: PLC0415 - help stays fast

            done = action.load(session(), path)
            if as_json:
                print_json(done)
            else:
                say(f"{done['foods']} foods are loaded; `untwitch log NAME` knows them now.")

    @foods.command(name="find")
    def find(
        words: Annotated[list[str], typer.Argument(metavar="NAME", help="What it is called.")],
        *,
        as_json: _Json = False,
    ) -> None:
        """Show the loaded foods that a name may mean, the likeliest first."""
        with refusals_as_sentences():
            from untwitch.actions import foods as action  # noqa: PLC0415 - help stays fast

            found = action.search(session(), " ".join(words))
            if as_json:
                print_json(
                    [
                        {"name": each.name, "portion": each.portion, "amounts": dict(each.amounts)}
                        for each in found
                    ]
                )
                return
            for each in found:
                known = ", ".join(
                    f"{name.rpartition('_')[0]} {amount:.0f} {name.rpartition('_')[2]}"
                    for name, amount in each.amounts.items()
                    if amount is not None
                )
                say(f"{each.name}, {each.portion}: {known}")
            if not found:
                say("No loaded food has all these words in its name.")
