"""Makes the pictures of the docs from the made-up person of `untwitch demo`."""

import dataclasses
import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import CONSOLE_SVG_FORMAT, Console
from rich.terminal_theme import TerminalTheme

from untwitch.actions.demo import Demo, demo
from untwitch.actions.session import Session
from untwitch.cli.demo import print_page
from untwitch.facts.instant import Instant
from untwitch.report import charts
from untwitch.report.answer_figures import answer_figures
from untwitch.report.svg import standalone
from untwitch.report.table_days import days_of

PICTURES = Path(__file__).parent / "pictures"
SEED = 1
_CALM = TerminalTheme(
    (251, 250, 246), (38, 48, 47), [(38, 48, 47)] * 8, [(38, 48, 47)] * 8
)  # one ink on one paper: nothing on that page needs colour
# Rich points at fonts on a server; a picture must not fetch anything.
_FORMAT = re.sub(r"@font-face \{\{.*?\}\}|<!--.*?-->", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def pictures() -> dict[str, str]:
    """Gives every picture as SVG by its file name; the same program always gives the same."""
    with tempfile.TemporaryDirectory() as folder:
        here = Session(home=Path(folder) / "none", now=Instant(0, "UTC"))
        shown = demo(here, seed=SEED, keep=Path(folder) / "demo")
    truth = {each.cause: each.truth for each in shown.causes}
    days = charts.twitches_per_day(days_of(shown.answer.timeline))
    drawn = [days, *answer_figures(shown.explain, shown.answer.picture, truth=truth).values()]
    made = {f"{each.name}.svg": standalone(each.svg) for each in drawn if each is not None}
    return made | {"demo.svg": _terminal(shown)}


def _terminal(shown: Demo) -> str:
    page = Console(width=80, record=True, file=io.StringIO(), highlight=False)
    print_page(page, dataclasses.replace(shown, report=Path("report.html"), home=None), ascii_only=False)
    return page.export_svg(title="untwitch demo", theme=_CALM, code_format=_FORMAT, unique_id="untwitch-demo")


def main() -> None:
    """Writes the pictures beside this script."""
    PICTURES.mkdir(exist_ok=True)
    for name, svg in pictures().items():
        (PICTURES / name).write_text(svg, encoding="utf-8")
        sys.stdout.write(f"{name}: {len(svg)} characters\n")


if __name__ == "__main__":
    main()
