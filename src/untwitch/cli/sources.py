"""`untwitch sources`: the formats that are known, and what of a file is recognised."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from untwitch.cli.door import (
    EXIT_WITH_PROBLEMS,
    EXIT_WRONG_USE,
    mapping_of,
    print_json,
    refusals_as_sentences,
    say,
    session,
)

if TYPE_CHECKING:
    from untwitch.actions.sources import Trial

_PROBLEMS_SHOWN, _FILES_SHOWN = 10, 5
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    sources = typer.Typer(help="Show which formats can be imported, or try a file.", no_args_is_help=True)
    app.add_typer(sources, name="sources")

    @sources.command(name="list")
    def list_sources(*, as_json: _Json = False) -> None:
        """Show every format that is known, with what it gives."""
        with refusals_as_sentences():
            from untwitch.actions import sources as action  # noqa: PLC0415 - help stays fast

            found = action.listed()
            if as_json:
                print_json(action.listed_json(found))
                return
            for each in found:
                doubt = ", no real file seen yet: the first rows are shown before an import" * each.unproven
                say(f"{each.name} {each.version}{doubt}", f"  {', '.join(sorted(each.measures))}")

    @sources.command(name="test")
    def test_source(
        path: Annotated[Path, typer.Argument(metavar="FILE", help="File, zip or folder.")],
        *,
        mapping: Annotated[
            list[str] | None, typer.Option("--map", help="What a column means, as for import.")
        ] = None,
        as_json: _Json = False,
    ) -> None:
        """Say what of a file is recognised, and keep nothing."""
        with refusals_as_sentences():
            from untwitch.actions import sources as action  # noqa: PLC0415 - help stays fast

            answer = action.try_out(session(), path, mapping=mapping_of(mapping or []))
            if as_json:
                print_json(answer.to_json())
            else:
                for each in answer.trials:
                    say(*_trial_lines(each))
                say(*(f"Not recognised: {each}" for each in answer.unrecognised))
            if not answer.trials:
                raise typer.Exit(EXIT_WRONG_USE)
            if any(each.problem_count for each in answer.trials):
                raise typer.Exit(EXIT_WITH_PROBLEMS)


def _trial_lines(trial: "Trial") -> Iterator[str]:
    doubt = ", no real file of this kind was seen yet" * trial.source.unproven
    yield f"{trial.path}: {trial.source.name} ({trial.app}), {100 * trial.score:.0f} % sure{doubt}"
    files = ", ".join(trial.files[:_FILES_SHOWN])
    yield f"  {len(trial.files)} file(s): {files}{', …' * (len(trial.files) > _FILES_SHOWN)}"
    for plan in trial.plans:
        if plan.columns or plan.suggestions:
            yield f"  columns of {plan.name}:"
        yield from (f"    {column} = {target or 'not understood'}" for column, target in plan.columns.items())
        yield from (f"    perhaps: --map {column!r}={target}" for column, target in plan.suggestions.items())
    if trial.rows:
        yield "  first rows:"
        yield from (f"    {each.words()}" for each in trial.rows)
    for name, count in trial.counts.items():
        reasons = trial.skipped.get(name, {}).items()
        yield f"  {name}: {count} rows" + "".join(f", {number} {reason}" for reason, number in reasons)
    yield from (f"  kept apart: {count} x {name}" for name, count in trial.apart.items())
    yield from (f"  {each.where}: {each.what}" for each in trial.problems[:_PROBLEMS_SHOWN])
    if trial.problem_count > _PROBLEMS_SHOWN:
        yield f"  … {trial.problem_count - _PROBLEMS_SHOWN} more problems"
