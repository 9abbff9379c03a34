"""The overlay of one recording as an HTML page that needs nothing else."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from untwitch.recordings.summary import RecordingSummary
from untwitch.report.page import environment, style
from untwitch.report.recording_figures import recording_figures
from untwitch.report.recording_strips import strips_figure
from untwitch.report.wording import day_words, plain


@dataclass(frozen=True, slots=True)
class About:
    """What surrounds a recording on its page.

    Attributes:
        lines: The recording in words.
        made_day: Day on which the page is made.
        version: Version of the program.
        when: When it was recorded, in words; empty if not known.
    """

    lines: Sequence[str]
    made_day: dt.date
    version: str
    when: str = ""


def render_recording(summary: RecordingSummary, about: About) -> str:
    """Gives the whole page.

    Args:
        summary: What the recording came to, marks of the person put over it.
        about: What surrounds it.

    Returns:
        HTML; it fetches nothing and runs nothing.
    """
    text, digest = style()
    figures, strips = recording_figures(summary), strips_figure(summary, name="recording-strips")
    page = (
        environment()
        .get_template("recording.html")
        .render(
            name=plain(summary.path, longest=120),
            style=text,
            style_hash=digest,
            made_on=day_words(about.made_day),
            version=about.version,
            when=about.when,
            lines=[plain(each) for each in about.lines],
            figures=[*figures[:1], *([strips] if strips else []), *figures[1:]],
        )
    )
    return page + "\n"
