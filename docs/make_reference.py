"""Writes docs/reference/cli.md from the real help of every command."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from untwitch.cli.main import build

PAGE = Path(__file__).parent / "reference" / "cli.md"
HEAD = """# Command line

Made from the program's own help by `make docs`; a test fails when this page and the program differ.
Exit codes: 0 done, 1 done with problems that were said, 2 wrong use or input that could not be read.
`UNTWITCH_HOME` names the folder of the record; without it, it lies in your user data folder.
"""


def commands(group: typer.core.TyperGroup, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Gives every command with the plain text of its help."""
    for name, command in group.commands.items():
        whole = (*path, name)
        if isinstance(command, typer.core.TyperGroup):
            yield from commands(command, whole)
            continue
        with typer.Context(command, info_name=" ".join(whole), terminal_width=100) as context:
            usage = command.get_usage(context)
            parts = [usage, (command.help or "").strip()]
            rows = [row for each in command.get_params(context) if (row := each.get_help_record(context))]
            parts += [f"  {option:<28} {text}".rstrip() for option, text in rows]
            yield " ".join(whole), "\n".join(part for part in parts if part)


def page() -> str:
    """Gives the whole page."""
    group = typer.main.get_group(build())
    sections = [f"\n## `{name}`\n\n```text\n{text}\n```\n" for name, text in commands(group, ("untwitch",))]
    return HEAD + "".join(sections)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
