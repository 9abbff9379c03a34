"""`untwitch import` and `untwitch imports`: files people already own, and taking an import back."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    warn,
)
from untwitch.facts.measure import CAUSES

if TYPE_CHECKING:
    from untwitch.actions.bring_in import ImportAnswer
    from untwitch.actions.importing import FileImport
    from untwitch.actions.understood import Unconfirmed

_MEGABYTE = 1_000_000
_TOLD_EVERY_BYTES = 16 * _MEGABYTE
_PROBLEMS_SHOWN = 10
_STRANGERS_SHOWN, _KINDS_SHOWN, _FILES_SHOWN, _APART_SHOWN, _TWINS_SHOWN = 20, 20, 8, 6, 5
_ORDER = (*CAUSES, "besides")
_NOTHING = "Nothing in it is anything that is kept here, so nothing was imported."
_NOTHING_OF_A_TABLE = (
    "Nothing in it was understood, so nothing was imported. Say what a column means with "
    "--map COLUMN=MEANING, such as --map coffee=caffeine_mg*95; --map COLUMN=ignore leaves one out."
)
_Person = Annotated[str | None, typer.Option(help="Whose record; the only one if left out.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""

    @app.command(name="import")
    def bring_in(  # noqa: PLR0913 - each is an option of the command
        paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, zips or folders.")],
        *,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Count everything, keep nothing.")] = False,
        since: Annotated[str | None, typer.Option(help="Leave out what ended before this day.")] = None,
        mapping: Annotated[
            list[str] | None,
            typer.Option("--map", help="What a column means: coffee=caffeine_mg*95, water=water_ml:l."),
        ] = None,
        yes: Annotated[
            bool, typer.Option("--yes", help="Keep also what a reader understood that is not yet proven.")
        ] = False,
        person: _Person = None,
        as_json: _Json = False,
    ) -> None:
        """Import files, zips and folders of other apps; the format is found by content."""
        with refusals_as_sentences():
            from untwitch.actions import bring_in as action  # noqa: PLC0415 - help stays fast

            answer = action.bring_in(
                session(person),
                paths,
                dry_run=dry_run,
                since=since,
                mapping=mapping_of(mapping or []),
                progress=_Teller(),
                confirm=_asker(yes=yes, as_json=as_json),
            )
            if as_json:
                print_json(answer.to_json())
            else:
                say(*_lines(answer))
            _end(answer)

    imports = typer.Typer(help="Show the imports that stand, or take one back.", no_args_is_help=True)
    app.add_typer(imports, name="imports")

    @imports.command(name="list")
    def list_imports(*, person: _Person = None, as_json: _Json = False) -> None:
        """Show the imports that stand, oldest first."""
        with refusals_as_sentences():
            from untwitch.actions import bring_in as action  # noqa: PLC0415 - help stays fast

            found = action.runs(session(person))
            if as_json:
                print_json(action.runs_json(found))
            else:
                say(*(_run_line(each) for each in found), *([] if found else ["Nothing was imported yet."]))

    @imports.command(name="undo")
    def undo_import(
        run_id: Annotated[str, typer.Argument(metavar="ID", help="Number of the import.")],
        *,
        person: _Person = None,
        as_json: _Json = False,
    ) -> None:
        """Take an import back; what another import brought too stays."""
        with refusals_as_sentences():
            from untwitch.actions import bring_in as action  # noqa: PLC0415 - help stays fast

            gone = action.undo(session(person), run_id)
            if as_json:
                print_json({"contract": action.RUNS_CONTRACT, "undone": run_id, "gone": gone})
            else:
                say(f"Import {run_id} is undone; {gone} rows are gone.")


def _asker(*, yes: bool, as_json: bool) -> Callable[["Unconfirmed"], bool]:
    """Gives what asks a person whether the first rows are right; nobody is asked where nobody can answer."""
    can_ask = not as_json and sys.stdin.isatty() and sys.stdout.isatty()

    def ask(shown: "Unconfirmed") -> bool:
        if yes or not can_ask:
            return yes
        say(*_first_rows(shown))
        return typer.confirm("Is that what the app says?", default=False)

    return ask


def _first_rows(shown: "Unconfirmed") -> Iterator[str]:
    yield f"{shown.path}: {shown.app}. No real file of this kind was seen yet. Its first rows as understood:"
    yield from (f"  {each.words()}" for each in shown.rows)
    if not shown.rows:
        yield "  (none)"


class _Teller:
    """Tells on stderr how far a long import is."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, done_bytes: int, total_bytes: int | None, *, kinds: Mapping[str, int]) -> None:
        if done_bytes < self._told:
            self._told = 0
        if done_bytes - self._told < _TOLD_EVERY_BYTES:
            return
        self._told = done_bytes
        total = f" of {total_bytes / _MEGABYTE:.0f}" if total_bytes else ""
        rows = ", ".join(f"{name} {count}" for name, count in kinds.items())
        end = "\r" if sys.stderr.isatty() else "\n"
        sys.stderr.write(f"{done_bytes / _MEGABYTE:.0f}{total} MB: {rows}{end}")
        sys.stderr.flush()


def _end(answer: "ImportAnswer") -> None:
    for each in answer.refused:
        warn(f"untwitch: {each.what}")
    if answer.unconfirmed and not answer.files:
        raise typer.Exit(EXIT_WITH_PROBLEMS)
    if not answer.files:
        if not answer.refused:
            typer.echo("untwitch: no file of a known format is there", err=True)
        raise typer.Exit(EXIT_WRONG_USE)
    if answer.has_problems:
        raise typer.Exit(EXIT_WITH_PROBLEMS)


def _lines(answer: "ImportAnswer") -> Iterator[str]:
    if len(answer.files) > _FILES_SHOWN:
        yield from _by_app(answer)
    else:
        for file in answer.files:
            yield from _file_lines(file, dry_run=answer.dry_run)
    for each in answer.unconfirmed:
        yield from _first_rows(each)
        yield "  Nothing of it is kept. If the rows are right, import it again with --yes."
    for twin in answer.repeated[:_TWINS_SHOWN]:
        yield f"{twin.path} says the same as {twin.same_as}; it was read once."
    if len(answer.repeated) > _TWINS_SHOWN:
        yield f"… {len(answer.repeated) - _TWINS_SHOWN} more that say the same as another"
    yield from _strangers(answer.unrecognised)
    days = answer.days()
    if len(answer.files) > 1 and days:
        yield f"All {len(answer.files)} imports together say something of:"
        yield from (f"  {cause}: {each.words()}" for cause, each in days.items())


def _strangers(paths: Sequence[str]) -> Iterator[str]:
    """Names the files that nobody knows, many of one folder together."""
    if len(paths) <= _STRANGERS_SHOWN:
        yield from (f"Not recognised, left alone: {path}" for path in paths)
        return
    folders = Counter(path.rpartition("/")[0] for path in paths)
    yield from (
        f"Not recognised, left alone: {count} file(s) in {folder}"
        for folder, count in folders.most_common(_STRANGERS_SHOWN)
    )
    left = len(paths) - sum(count for _, count in folders.most_common(_STRANGERS_SHOWN))
    if left:
        yield f"… {left} more not recognised; --json names them"


def _by_app(answer: "ImportAnswer") -> Iterator[str]:
    """Says of each app what its imports brought together."""
    from untwitch.actions.known_days import cause_of  # noqa: PLC0415 - help stays fast

    for each in answer.by_app():
        numbers = f", numbers {', '.join(each.numbers)}" if each.numbers and not answer.dry_run else ""
        yield f"{each.app}: {each.imports} import(s){numbers}" + f", {each.incomplete} INCOMPLETE" * bool(
            each.incomplete
        )
        last = ""
        for name, count in sorted(each.counts.items(), key=lambda one: _ORDER.index(cause_of(one[0]))):
            if cause_of(name) != last:
                last = cause_of(name)
                yield f"  {last}:"
            skipped = "".join(f", {number} {reason}" for reason, number in count.skipped.items())
            known = f", on {each.days[name].words()}" if name in each.days else ""
            yield f"    {name}: {count.taken} new, {count.already_known} known already{skipped}{known}"
        if each.apart:
            kinds = ", ".join(f"{count} x {kind}" for kind, count in each.apart[:_APART_SHOWN])
            more = f", … {len(each.apart) - _APART_SHOWN} more" if len(each.apart) > _APART_SHOWN else ""
            yield f"  kept apart: {kinds}{more}"
        if each.problems:
            yield f"  {each.problems} problem(s), the first: {each.first_problem}"
    yield "Every import by itself: untwitch import --json, or import fewer files at once."


def _file_lines(file: "FileImport", *, dry_run: bool) -> Iterator[str]:
    run = file.run
    if file.says_nothing:
        yield f"{run.path}: {run.app}. {_NOTHING_OF_A_TABLE if file.plans else _NOTHING}"
    else:
        kept = "would be imported (nothing was kept)" if dry_run else f"is imported (number {run.id})"
        span = f"{run.first_day} to {run.last_day}" if run.first_day else "no day in it can be used"
        yield f"{run.path}: {run.app}, {span}, {kept}."
    if not run.complete:
        yield "  INCOMPLETE: the file ends too early or is damaged; later rows are missing."
    yield from _counts(file)
    for each in run.quarantined[:_KINDS_SHOWN]:
        yield f"  kept apart: {each.count} x {each.kind} {each.unit}".rstrip() + f" ({each.what})"
    if len(run.quarantined) > _KINDS_SHOWN:
        yield f"  … {len(run.quarantined) - _KINDS_SHOWN} more kinds kept apart; --json names them"
    for plan in file.plans:
        if plan.columns or plan.suggestions:
            yield f"  columns of {plan.name}:"
        yield from (f"    {column} = {target or 'not understood'}" for column, target in plan.columns.items())
        yield from (f"    perhaps: --map {column!r}={target}" for column, target in plan.suggestions.items())
    for problem in run.problems[:_PROBLEMS_SHOWN]:
        yield f"  {problem.where}: {problem.what}"
    if run.problem_count > _PROBLEMS_SHOWN:
        yield f"  … {run.problem_count - _PROBLEMS_SHOWN} more problems; --json names them"


def _counts(file: "FileImport") -> Iterator[str]:
    """Says what was taken for which cause, on which days, and what was left out and why."""
    from untwitch.actions.known_days import cause_of  # noqa: PLC0415 - help stays fast

    days = file.days.by_measure()
    last = ""
    counts = {**file.run.measures, **file.run.entries}
    for name, count in sorted(counts.items(), key=lambda each: _ORDER.index(cause_of(each[0]))):
        if cause_of(name) != last:
            last = cause_of(name)
            yield f"  {last}:"
        skipped = "".join(f", {number} {reason}" for reason, number in count.skipped.items())
        known = f", on {days[name].words()}" if name in days else ""
        yield f"    {name}: {count.taken} new, {count.already_known} known already{skipped}{known}"


def _run_line(file: "FileImport") -> str:
    run = file.run
    rows = sum(each.taken for each in (*run.measures.values(), *run.entries.values()))
    state = "" if run.complete else ", INCOMPLETE"
    return f"{run.id}: {run.path} ({run.app}), {run.first_day} to {run.last_day}, {rows} new rows{state}"
