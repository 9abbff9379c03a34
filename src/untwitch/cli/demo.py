"""`untwitch demo`: a made-up person through the whole path, the truth beside the answer."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from untwitch.cli.door import print_json, refusals_as_sentences, session
from untwitch.cli.plan import columns_here, plan_lines
from untwitch.facts.spoken import counted

_BAND = 19


def register(app: typer.Typer) -> None:
    """Adds the verb."""

    @app.command("demo")
    def demo(
        *,
        seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another number, another person.")] = 1,
        days: Annotated[
            int, typer.Option("--days", metavar="N", help="How many days they kept a diary.")
        ] = 90,
        keep: Annotated[
            Path | None,
            typer.Option("--keep", metavar="DIR", help="Empty folder to keep the made-up record in, too."),
        ] = None,
        json: Annotated[bool, typer.Option("--json", help="Print one JSON document, demo/1.")] = False,
    ) -> None:
        """Show the whole path on a made-up person whose truth is known. Your own record is not touched."""
        with refusals_as_sentences():
            from untwitch.actions.demo import demo as shown  # noqa: PLC0415 - loads the model

            found = shown(session(), seed=seed, days=days, keep=keep)
            if json:
                print_json(found.to_json())
            else:
                _print(found)


def _print(found: Any) -> None:
    from rich.console import Console  # noqa: PLC0415 - only the page needs it

    # A pipe or an old terminal may know ASCII only; what it cannot show becomes a question mark.
    encoding = sys.stdout.encoding or "ascii"
    page = Console(
        width=columns_here(), highlight=False, file=io.StringIO(), force_terminal=sys.stdout.isatty()
    )
    print_page(page, found, ascii_only=not encoding.lower().startswith("utf"))
    page.print(f"Made in {found.seconds:.1f} s.")
    text = re.sub(r" +(?=\n)", "", page.file.getvalue())  # type: ignore[attr-defined]  # the StringIO above
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


def print_page(page: Any, found: Any, *, ascii_only: bool) -> None:
    """Prints the demo on a rich console, with nothing that needs colour to be understood.

    Args:
        page: Console, at least 40 characters wide.
        found: What the demo action gave.
        ascii_only: Whether the terminal shows plain ASCII only.
    """
    from rich.text import Text  # noqa: PLC0415

    def title(words: str) -> None:
        page.print()
        page.print(Text(words, style="bold"))

    page.print(Text(f"A made-up person: seed {found.seed}, {counted(found.days, 'day')}", style="bold"))
    page.print(
        "Simulated from end to end. Nobody real, and your own record is not touched. "
        "The truth is known here, so it stands beside the answer."
    )
    title("Twitches per day")
    for line in found.chart(columns=min(page.width, 80), ascii_only=ascii_only):
        page.print(Text(line), no_wrap=True, crop=True)
    if found.course:
        page.print(Text(found.course))
    title("The six reasons: what the diary says, and the truth")
    page.print(_table(found, ascii_only=ascii_only))
    page.print(Text(_key(ascii_only=ascii_only)))
    for cause in found.causes:
        if cause.rung in {"goes with your twitches", "possible"} and cause.ratio:
            page.print(Text(f"{cause.words}. {cause.ratio[:1].upper()}{cause.ratio[1:]}."))
    for line in _plan(found, columns=page.width):
        page.print(Text(line, style="" if line.startswith(" ") else "bold" if line in _titles(found) else ""))
    title("The report for an appointment")
    page.print(Text(str(found.report)), soft_wrap=True)
    if found.home is not None:
        page.print(Text(f"The made-up record lies in {found.home}"), soft_wrap=True)
    page.print()
    page.print(Text(f"Another person: untwitch demo --seed {found.seed + 1}. For yourself: untwitch check"))


def _table(found: Any, *, ascii_only: bool) -> Any:
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, padding=(0, 1, 0, 0), show_header=True, header_style="", pad_edge=False)
    for name in ("Reason", "Where it stands", "0.8 1             2", "Truth"):
        table.add_column(name, no_wrap=name.startswith("0.8"))
    for cause in found.causes:
        table.add_row(
            cause.words, cause.rung, cause.line(columns=_BAND, ascii_only=ascii_only), cause.truth_words
        )
    return table


def _key(*, ascii_only: bool) -> str:
    middle, truth = ("o", "^") if ascii_only else ("●", "▲")
    return (
        "Band: how many times as many twitches came with a usual step up, if the reason acts at all; "
        f"then 90 of 100 such bands hold the truth. {middle} is the middle, {truth} the truth. "
        "A diary shows what goes together. If the link is causal, less of the cause helps."
    )


def _titles(found: Any) -> set[str]:
    return {title for title, _ in found.plan if title}


def _plan(found: Any, *, columns: int) -> Iterator[str]:
    yield ""
    yield from plan_lines(found.plan, columns=columns)
