"""The shapes of likely sources of a recording, and where on a grid its twitches were largest."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from untwitch.recordings.summary import RecordingSummary, Template
from untwitch.report.figure import INK, PLOT_PX, Figure, Table, draw, inline
from untwitch.report.recording_words import UNIT_WORDS
from untwitch.report.svg import for_page
from untwitch.report.wording import number, plain

if TYPE_CHECKING:
    from untwitch.report.figure import Chart

MOST_SHAPES = 6


def shapes_figure(summary: RecordingSummary, *, name: str) -> Figure | None:
    """Gives the usual shape of each likely source on its strongest channel; None if there is none."""
    shown = sorted(summary.templates, key=lambda each: (-each.members, each.likely_source))[:MOST_SHAPES]
    shown = [each for each in shown if each.samples.size and np.isfinite(each.samples).all()]
    if not shown:
        return None
    title = "Shapes that came again"
    sentence = (
        "Each curve is the middle of twitches that look alike, on the channel where they are largest. "
        "They may come from different parts of the muscle. There are at least this many shapes; "
        "more may look the same."
    )
    return Figure(
        name=name,
        title=title,
        sentence=sentence,
        svg=for_page(draw(_shapes_chart(shown), width_px=None), name=name, title=title, description=sentence),
        table=Table(
            caption="Shapes, the commonest first",
            header=("Shape", "Twitches", "Channel", "Height", "Length"),
            rows=tuple(_shape_row(each, summary.channel_names) for each in shown),
        ),
    )


def _strongest(template: Template) -> int:
    return int(np.argmax(np.ptp(template.samples, axis=0)))


def _shape_row(template: Template, names: Sequence[str]) -> tuple[str, ...]:
    channel = _strongest(template)
    told = plain(names[channel], longest=40) if channel < len(names) else str(channel + 1)
    height = float(np.ptp(template.samples[:, channel]))
    length_ms = 1000 * len(template.samples) / template.rate_hz
    return (
        str(template.likely_source),
        str(template.members),
        told,
        f"{number(height)} {UNIT_WORDS.get(template.unit, template.unit)}",
        f"{number(length_ms)} ms",
    )


def _shapes_chart(shown: Sequence[Template]) -> "Chart":
    import altair as alt  # noqa: PLC0415

    largest = max(float(np.abs(each.samples).max()) for each in shown) or 1.0
    panels = []
    for each in shown:
        wave = each.samples[:, _strongest(each)]
        step_ms = 1000 / each.rate_hz
        rows = [
            {"at": round((place - len(wave) // 2) * step_ms, 3), "value": float(f"{value:.4g}")}
            for place, value in enumerate(wave.tolist())
        ]
        panels.append(
            alt.Chart(inline(rows), name=f"shape_{each.likely_source}", title=f"shape {each.likely_source}")
            .mark_line(color=INK, strokeWidth=1.8)
            .encode(
                x=alt.X("at:Q", title="ms", axis=alt.Axis(grid=False, tickCount=3)),
                y=alt.Y(
                    "value:Q",
                    title=UNIT_WORDS.get(each.unit, each.unit),
                    scale=alt.Scale(domain=[-largest, largest], nice=True),
                    axis=alt.Axis(tickCount=3),
                ),
            )
            .properties(width=PLOT_PX // 3 - 40, height=70)
        )
    return alt.concat(*panels, columns=3)


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of a grid: an electrode, or a cell of a video, which has a channel for each direction.

    Attributes:
        name: Of its first channel.
        row: Row on the grid.
        column: Column.
        twitches: How many were largest there, as far as they are sure; None where all its channels are bad.
    """

    name: str
    row: float
    column: float
    twitches: float | None


def _places(summary: RecordingSummary) -> list[_Place]:
    if summary.positions is None:
        return []
    surely: dict[str | None, float] = {}
    for each in summary.twitches:
        surely[each.channel] = surely.get(each.channel, 0.0) + each.confidence
    bad = set(summary.noise.bad_channels) if summary.noise else set()
    there: dict[tuple[float, float], list[str]] = {}
    for channel, (row, column) in zip(summary.channel_names, summary.positions.tolist(), strict=True):
        there.setdefault((row, column), []).append(channel)
    return [
        _Place(
            name=plain(channels[0], longest=40),
            row=row,
            column=column,
            twitches=None
            if bad.issuperset(channels)
            else round(math.fsum(surely.get(each, 0.0) for each in channels), 3),
        )
        for (row, column), channels in sorted(there.items())
    ]


def map_figure(summary: RecordingSummary, *, name: str) -> Figure | None:
    """Gives how many twitches were largest at each place of a grid; None without a grid or a twitch."""
    places = _places(summary)
    if not places or not summary.twitches:
        return None
    most = max(places, key=lambda each: each.twitches or 0.0)
    title = "Where they were largest"
    crossed = " A cross was left out as bad." if any(each.twitches is None for each in places) else ""
    sentence = (
        "Each square is one place of the grid: the darker, the more twitches were largest there. "
        f"Most were at {most.name}.{crossed}"
    )
    return Figure(
        name=name,
        title=title,
        sentence=sentence,
        svg=for_page(draw(_map_chart(places), width_px=None), name=name, title=title, description=sentence),
        table=Table(
            caption="Twitches by the place where they were largest, as far as they are sure",
            header=("Place", "Row", "Column", "Twitches"),
            rows=tuple(
                (
                    each.name,
                    number(each.row),
                    number(each.column),
                    "left out" if each.twitches is None else number(each.twitches),
                )
                for each in places
            ),
        ),
    )


def _map_chart(places: Sequence[_Place]) -> "Chart":
    import altair as alt  # noqa: PLC0415

    columns, lines = sorted({each.column for each in places}), sorted({each.row for each in places})
    cell = max(8, min(28, PLOT_PX // len(columns)))
    highest = max(1e-9, *(each.twitches or 0.0 for each in places))
    x = alt.X("column:O", sort=columns, axis=None, scale=alt.Scale(paddingInner=0.08))
    y = alt.Y("row:O", sort=lines, axis=None, scale=alt.Scale(paddingInner=0.08))
    rows: list[dict[str, Any]] = [asdict(each) for each in places]
    return alt.layer(
        alt.Chart(inline([row for row in rows if row["twitches"] is not None]), name="place")
        .mark_rect(color=INK, stroke=INK, strokeOpacity=0.25)
        .encode(
            x=x,
            y=y,
            fillOpacity=alt.FillOpacity(
                "twitches:Q", scale=alt.Scale(domain=[0, highest], range=[0.03, 0.9]), legend=None
            ),
        ),
        alt.Chart(inline([row for row in rows if row["twitches"] is None]), name="bad")
        .mark_point(color=INK, shape="cross", size=40, opacity=0.5)
        .encode(x=x, y=y),
    ).properties(width=cell * len(columns), height=cell * len(lines))
