"""The command `untwitch`: every verb is one file beside this one, registered here by one line."""

import gc
import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from untwitch import __version__
from untwitch.cli.door import fail

PURPOSE = "Know when a muscle twitch needs looking at, what may set yours off, and what takes the edge off."
# Importing makes many objects and no garbage: collecting as often as usual costs a tenth of a short call.
_COLLECT_AFTER = 100_000
VERBS: tuple[str, ...] = (
    "demo",
    "understand",
    "check",
    "log",
    "bring_in",
    "sources",
    "measure",
    "recordings",
    "timeline",
    "explain",
    "plan",
    "breathe",
    "report",
    "doctor",
    "foods",
    "export",
    "keep",
    "devices",
    "serve",
)
"""One module of this room each; a module has `register(app)` that adds its command."""


class Verbs(TyperGroup):
    """All verbs; a call that is typed wrongly ends in one sentence, as every refusal does."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        """Reads what stands before the verb."""
        with _wrong_use_as_sentence(None):
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        """Reads what stands behind the verb, and does it."""
        with _wrong_use_as_sentence(ctx):
            return super().invoke(ctx)


@contextmanager
def _wrong_use_as_sentence(outer: Any) -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        words = error.format_message().rstrip(".")
        if not words or "\n" in words:
            # Nothing was given: the help, which is no error, is what there is to say.
            raise
        words = f"{words[0].lower()}{words[1:]}".replace("argument(s)", "argument")
        inner = getattr(error, "ctx", None)
        # An option without its value does not say of which verb it is.
        verb = outer.invoked_subcommand if outer else None
        asked = inner.command_path if inner else " ".join(filter(None, ("untwitch", verb)))
        fail(words if words.endswith("?") else f"{words}; {asked} --help says what there is")


def _say_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"untwitch {__version__}")
        raise typer.Exit


def build() -> typer.Typer:
    """Gives the whole command-line application."""
    app = typer.Typer(
        name="untwitch",
        cls=Verbs,
        help=PURPOSE,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(help=PURPOSE)
    def everything(
        *,
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Print the version.")
        ] = False,
    ) -> None:
        """Stands before every verb."""

    for verb in VERBS:
        importlib.import_module(f"untwitch.cli.{verb}").register(app)
    return app


def run() -> None:
    """Runs the command line, with linear algebra on one thread unless the environment says otherwise.

    The matrices here are small: more threads wait for each other longer than they compute (a demo on a busy
    two-core machine took 12 s with two threads and 7 s with one).
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    gc.set_threshold(_COLLECT_AFTER)
    # A stream that was closed is not there at all; what is printed to it goes nowhere.
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    build()()
