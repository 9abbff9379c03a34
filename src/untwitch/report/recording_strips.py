"""A recording strip by strip, one under the other, so that each mark can be looked at and judged by eye."""

import math
from typing import TYPE_CHECKING, Any

from untwitch.recordings.summary import RecordingSummary, Trace
from untwitch.report.figure import INK, PLOT_PX, Figure, Table, draw, inline
from untwitch.report.recording_figures import MOST_DRAWN, clock, extreme, judged_range, mark_layers, surest
from untwitch.report.recording_words import UNIT_WORDS, duration
from untwitch.report.svg import for_page
from untwitch.report.wording import plain

if TYPE_CHECKING:
    from untwitch.report.figure import Chart

MOST_STRIPS = 12
SHORTEST_S = 60.0
_WIDTH_PX = round(1.5 * PLOT_PX)
_HEIGHT_PX = 60
_MINUTES = (
    "floor(datum.value / 60) + ':' + (datum.value % 60 < 10 ? '0' : '') + format(datum.value % 60, '~r')"
)


def strips_figure(summary: RecordingSummary, *, name: str) -> Figure | None:
    """Gives the trace in strips of a minute, longer where that would make more than twelve.

        0:00   |__^_______________o_____|
        1:00   |_________xxxxx__________|
        2:00   |____o______|

    Returns:
        The figure, or None where one line shows as much: no trace, or a recording of less than two strips.
    """
    trace = summary.trace
    length_s = max(SHORTEST_S, math.ceil(summary.duration_s / MOST_STRIPS / 60) * 60.0)
    if trace is None or not len(trace.channel_low) or summary.duration_s <= length_s:
        return None
    number = math.ceil(summary.duration_s / length_s)
    title = "Strip by strip"
    sentence = (
        f"The same trace in strips of {duration(length_s)}, the time at the left end and below. "
        "Look at what a mark stands over. You can set a mark by its time, or take one away."
    )
    return Figure(
        name=name,
        title=title,
        sentence=sentence,
        svg=for_page(
            draw(_chart(summary, trace, length_s=length_s, number=number), width_px=None),
            name=name,
            title=title,
            description=sentence,
        ),
        table=Table(
            caption="Strips",
            header=("From", "To", "Marks", "Largest"),
            rows=tuple(_row(summary, trace, place * length_s, length_s) for place in range(number)),
        ),
    )


def _row(summary: RecordingSummary, trace: Trace, begin_s: float, length_s: float) -> tuple[str, ...]:
    end_s = min(begin_s + length_s, summary.duration_s)
    inside = sum(begin_s <= each.time_s < end_s for each in summary.twitches)
    part = _part(trace, begin_s, length_s)
    highest = extreme(trace.channel_high[part], lowest=False)
    largest = "no signal" if highest is None else f"{highest:g} {UNIT_WORDS.get(trace.unit, trace.unit)}"
    return clock(begin_s), clock(end_s), str(inside) if inside else "none", largest


def _part(trace: Trace, begin_s: float, length_s: float) -> slice:
    first = math.floor(begin_s / trace.step_s)
    return slice(first, max(first + 1, math.ceil((begin_s + length_s) / trace.step_s)))


def _chart(summary: RecordingSummary, trace: Trace, *, length_s: float, number: int) -> "Chart":
    import altair as alt  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    low, high, _ = judged_range(summary, trace)
    scale = alt.Scale(domain=[low, high], nice=True)
    strips = [
        _strip(summary, trace, begin_s=place * length_s, length_s=length_s, scale=scale)
        for place in range(number)
    ]
    return alt.vconcat(*strips, spacing=4)


def _strip(summary: RecordingSummary, trace: Trace, *, begin_s: float, length_s: float, scale: Any) -> "Any":
    import altair as alt  # noqa: PLC0415

    end_s = begin_s + length_s
    rows = _signal(trace, begin_s, length_s)
    left_out = [
        {"at": max(each.start_s, begin_s), "to": min(each.end_s, end_s)}
        for each in summary.excluded
        if each.start_s < end_s and each.end_s > begin_s
    ]
    inside = [each for each in summary.twitches if begin_s <= each.time_s < end_s]
    x = alt.X(
        "at:Q",
        scale=alt.Scale(domain=[begin_s, end_s], nice=False),
        axis=alt.Axis(title=None, grid=False, tickCount=6, labelExpr=_MINUTES, labelFontSize=10),
    )
    unit = UNIT_WORDS.get(trace.unit, trace.unit)
    return alt.layer(
        alt.Chart(inline(left_out[:MOST_DRAWN]), name="left_out")
        .mark_rect(color=INK, opacity=0.1)
        .encode(x=x, x2="to:Q"),
        alt.Chart(inline(rows), name="signal")
        .mark_area(color=INK, opacity=0.75, interpolate="step", clip=True)
        .encode(
            x=x,
            y=alt.Y("low:Q", title=plain(unit, longest=20), scale=scale, axis=alt.Axis(tickCount=2)),
            y2="high:Q",
        ),
        *mark_layers(surest(inside, most=MOST_DRAWN // MOST_STRIPS), x=x, unit_s=1),
    ).properties(width=_WIDTH_PX, height=_HEIGHT_PX)


def _signal(trace: Trace, begin_s: float, length_s: float) -> list[dict[str, Any]]:
    part = _part(trace, begin_s, length_s)
    low, high = trace.channel_low[part], trace.channel_high[part]
    together = max(1, math.ceil(len(low) / _WIDTH_PX))
    return [
        {
            "at": round((part.start + place + together / 2) * trace.step_s, 4),
            "low": extreme(low[place : place + together], lowest=True),
            "high": extreme(high[place : place + together], lowest=False),
        }
        for place in range(0, len(low), together)
    ]
