"""`untwitch measure`: twitches counted in a recording."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from untwitch.cli.door import EXIT_WITH_PROBLEMS, print_json, refusals_as_sentences, say, session, warn

_TOLD_EVERY_S = 1.0


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command()
    def measure(  # noqa: PLR0913 - each is an option of the command line
        file: Annotated[
            Path,
            typer.Argument(
                metavar="FILE", help="Recording: EDF, BDF, MAT, OTB, WAV, XDF, a phone's CSV, a video."
            ),
        ],
        *,
        site: Annotated[str | None, typer.Option(help="Place on the body map, such as calf_left.")] = None,
        sensor: Annotated[
            str | None, typer.Option(help="emg, phone or video, where the file does not say.")
        ] = None,
        unit: Annotated[
            str | None, typer.Option(help="Unit of its values, such as uV, mV, g or m/s2, likewise.")
        ] = None,
        rate: Annotated[float | None, typer.Option(metavar="HZ", help="Samples a second, likewise.")] = None,
        variable: Annotated[
            str | None, typer.Option(help="Which array or stream is meant, where there are several.")
        ] = None,
        at: Annotated[str | None, typer.Option(help="When it began: 18:30, yesterday 18:00.")] = None,
        note: Annotated[str, typer.Option(help="Your own words, kept with it.")] = "",
        save: Annotated[bool, typer.Option("--save", help="Keep what it came to in the record.")] = False,
        page: Annotated[
            Path | None, typer.Option(metavar="F.html", help="Also write its trace and marks as a page.")
        ] = None,
        person: Annotated[str | None, typer.Option(help="Whose record; the only one if left out.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Find the twitches of a recording: 2 minutes at least, 5 to 10 are better.

        Screening, not clinically validated. A count is shown from the third kept recording of a place on,
        beside your usual range; --json always has it.
        """
        with refusals_as_sentences():
            from untwitch.actions import measure as action  # noqa: PLC0415 - loads numpy
            from untwitch.actions import recording_page as pages  # noqa: PLC0415 - same

            if page is not None:
                pages.refuse_unless_html(page)
            asked = action.Asked(
                sensor=sensor,
                unit=unit,
                rate_hz=rate,
                variable=variable,
                site=site,
                at=at,
                note=note,
                save=save,
            )
            measured = action.measure(session(person), file, asked, progress=_Teller())
            if as_json:
                print_json(measured.document)
            else:
                say(*measured.lines)
            if page is not None:
                warn(f"Written: {pages.write_page(session(person), measured, page)}")
            if not as_json and not save:
                say("Nothing was kept. To keep it: --save")
            if measured.summary.problems:
                raise typer.Exit(EXIT_WITH_PROBLEMS)


class _Teller:
    """Tells on stderr how far a long recording is read, at most once a second."""

    def __init__(self) -> None:
        self._told_at = time.monotonic()

    def __call__(self, done_s: float, whole_s: float) -> None:
        """Tells how far it is.

        Args:
            done_s: Seconds of the recording that are read.
            whole_s: Its length.
        """
        now = time.monotonic()
        if now - self._told_at < _TOLD_EVERY_S:
            return
        self._told_at = now
        end = "\r" if sys.stderr.isatty() else "\n"
        sys.stderr.write(f"{done_s / 60:.1f} of {whole_s / 60:.1f} minutes read{end}")
        sys.stderr.flush()
