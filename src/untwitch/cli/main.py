"""The command `untwitch`: every verb is one file beside this one, registered here by one line."""

import gc
import importlib
import io
import os
import sys
from typing import Annotated

import typer

from untwitch import __version__

PURPOSE = "Know when a muscle twitch needs looking at, what may set yours off, and what takes the edge off."
# Importing makes many objects and no garbage: collecting as often as usual costs a tenth of a short call.
_COLLECT_AFTER = 100_000
VERBS: tuple[str, ...] = (
    "demo",
    "understand",
    "check",
    "log",
    "bring_in",
    "timeline",
    "explain",
    "plan",
    "report",
    "doctor",
)
"""One module of this room each; a module has `register(app)` that adds its command."""


def _say_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"untwitch {__version__}")
        raise typer.Exit


def build() -> typer.Typer:
    """Gives the whole command-line application."""
    app = typer.Typer(
        name="untwitch",
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
