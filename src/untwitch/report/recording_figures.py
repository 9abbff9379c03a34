"""The overlay of a recording: its trace with the marks, the shapes of likely sources, and where they lie."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from untwitch.recordings.summary import Excluded, Potential, RecordingSummary, Trace
from untwitch.report.figure import INK, PLOT_PX, Figure, Table, draw, inline
from untwitch.report.recording_shapes import map_figure, shapes_figure
from untwitch.report.recording_words import UNIT_WORDS, by_reason, duration
from untwitch.report.svg import for_page
from untwitch.report.wording import number, plain

if TYPE_CHECKING:
    from untwitch.report.figure import Chart

MOST_ROWS = 400
"""Twitches that a table names one by one; of more the surest."""
MOST_DRAWN = 1000
"""Marks, and stretches left out, in one drawing; of more the surest and the longest."""
_STEPS_A_PX = 2
_LETTER_PX = 6
_SECONDS_UNTIL_S = 120.0
_SURE = 0.5


def recording_figures(summary: RecordingSummary, *, name: str = "recording") -> tuple[Figure, ...]:
    """Gives every figure that a recording allows, in the order in which a page shows them.

    Args:
        summary: What it came to, marks of the person put over it.
        name: Begins the name of each figure, unique in a page.
    """
    drawn = (
        trace_figure(summary, name=f"{name}-trace"),
        shapes_figure(summary, name=f"{name}-shapes"),
        map_figure(summary, name=f"{name}-map"),
    )
    return tuple(each for each in drawn if each is not None)


def trace_figure(summary: RecordingSummary, *, name: str) -> Figure | None:
    """Gives the strongest channel over time, what was left out, and the marks with their confidence.

        marks       |   o         .  O      |    one a twitch: the larger, the surer; a triangle is by hand
        trace       |~~^~~~~~~~~~~~~^~~~~~~~|    lowest to highest of each step
        left out           |xxxxx|
        statistic   |__^____________^_______|    the line is where a twitch is counted

    Returns:
        The figure, or None if no trace was kept.
    """
    trace = summary.trace
    if trace is None or not len(trace.channel_low):
        return None
    title = f"{plain(summary.path, longest=60)}: the trace and its marks"
    sentence = _about_trace(summary, trace)
    return Figure(
        name=name,
        title=title,
        sentence=sentence,
        svg=for_page(
            draw(_trace_chart(summary, trace), width_px=None),
            name=name,
            title=title,
            description=f"{sentence} {_marks_as_text(summary.twitches)}",
        ),
        table=_trace_table(summary),
    )


def _about_trace(summary: RecordingSummary, trace: Trace) -> str:
    by_hand = " Triangles were set by hand." if any(each.by_hand for each in summary.twitches) else ""
    left_out = ""
    if summary.excluded:
        reasons = ", ".join(f"{plain(each)} ({duration(s)})" for each, s in by_reason(summary.excluded)[:4])
        left_out = f" Grey was left out: {reasons}."
    marks = (
        " A dot above is something that may be a twitch: the darker, the surer."
        if summary.twitches
        else " There is no mark: nothing stood out of the noise."
    )
    return (
        f"The band is the signal of channel {plain(trace.channel, longest=40)}, from lowest to highest."
        f"{marks}{by_hand}{left_out} Below is how far all channels together stand out of the noise. "
        "What passes the dashed line is counted most surely."
    )


def _marks_as_text(twitches: Sequence[Potential]) -> str:
    if not twitches:
        return ""
    sure = [each for each in twitches if each.confidence >= _SURE]
    return f"{len(twitches)} marks, {len(sure)} of them surer than even."


def _trace_table(summary: RecordingSummary) -> Table:
    listed = surest(summary.twitches, most=MOST_ROWS)
    rows: list[tuple[float, tuple[str, ...]]] = [(each.time_s, _twitch_row(each)) for each in listed]
    rows += [
        (each.start_s, (clock(each.start_s), f"left out until {clock(each.end_s)}", "", plain(each.reason)))
        for each in _longest(summary.excluded)[:MOST_ROWS]
    ]
    more = len(summary.twitches) - len(listed)
    caption = "Every mark and every stretch that was left out"
    return Table(
        caption=f"{caption}, without the {more} least sure marks" if more else caption,
        header=("At", "How sure, of 100", "Size", "Where or why"),
        rows=tuple(row for _, row in sorted(rows, key=lambda each: each[0])),
    )


def surest(twitches: Sequence[Potential], *, most: int) -> list[Potential]:
    """Gives the surest of many twitches, those set by hand before all, in order of time."""
    chosen = sorted(twitches, key=lambda each: (not each.by_hand, -each.confidence))[:most]
    return sorted(chosen, key=lambda each: each.time_s)


def _longest(excluded: Sequence[Excluded]) -> list[Excluded]:
    return sorted(excluded, key=lambda each: each.start_s - each.end_s)[:MOST_DRAWN]


def _twitch_row(each: Potential) -> tuple[str, ...]:
    sure = "set by hand" if each.by_hand else number(round(100 * each.confidence))
    height = "not measured"
    if each.amplitude is not None:
        height = f"{number(each.amplitude)} {UNIT_WORDS.get(each.unit, each.unit)}"
    where = "" if each.channel is None else f"channel {plain(each.channel, longest=40)}"
    source = "" if each.likely_source is None else f"shape {each.likely_source}"
    return clock(each.time_s), sure, height, ", ".join(filter(None, (where, source))) or "not told"


def clock(seconds: float) -> str:
    """Gives a moment as minutes and seconds: `2:05.25`."""
    minutes, rest = divmod(round(seconds * 100), 6000)
    return f"{minutes}:{rest // 100:02d}.{rest % 100:02d}"


def _steps(trace: Trace, *, unit_s: float = 60.0) -> list[dict[str, Any]]:
    """Gives the trace with at most two steps a pixel; None, without signal, breaks the line."""
    together = max(1, math.ceil(len(trace.channel_low) / (_STEPS_A_PX * PLOT_PX)))
    rows = []
    for begin in range(0, len(trace.channel_low), together):
        part = slice(begin, begin + together)
        rows.append(
            {
                "at": round((begin + together / 2) * trace.step_s / unit_s, 5),
                "low": extreme(trace.channel_low[part], lowest=True),
                "high": extreme(trace.channel_high[part], lowest=False),
                "statistic": extreme(trace.statistic[part], lowest=False),
            }
        )
    return rows


def extreme(values: "np.ndarray[Any, Any]", *, lowest: bool) -> float | None:
    """Gives the lowest or the highest of some values; None where none is known."""
    known = values[~np.isnan(values)]
    if not known.size:
        return None
    return float(f"{known.min() if lowest else known.max():.4g}")


def judged_range(summary: RecordingSummary, trace: Trace) -> tuple[float, float, float]:
    """Gives lowest and highest of the channel and highest statistic, where the recording was judged.

    What was left out may be a hundred times larger than a twitch; it may leave the picture, a twitch may not.

    Args:
        summary: What the recording came to.
        trace: Its trace.
    """
    at_s = (np.arange(len(trace.channel_low)) + 0.5) * trace.step_s
    is_judged = np.ones(len(at_s), dtype=bool)
    for each in summary.excluded:
        is_judged &= (at_s < each.start_s - trace.step_s) | (at_s > each.end_s + trace.step_s)
    if not (is_judged & ~np.isnan(trace.channel_high)).any():
        is_judged[:] = True
    low = extreme(trace.channel_low[is_judged], lowest=True)
    high = extreme(trace.channel_high[is_judged], lowest=False)
    statistic = extreme(trace.statistic[is_judged], lowest=False)
    return min(low or 0.0, 0.0), high or 1.0, max(1.2 * trace.threshold, statistic or 0.0)


def _trace_chart(summary: RecordingSummary, trace: Trace) -> "Chart":
    import altair as alt  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    whole_s = max(summary.duration_s, len(trace.channel_low) * trace.step_s)
    unit_s, words = (60.0, "minutes") if whole_s > _SECONDS_UNTIL_S else (1.0, "seconds")
    rows = _steps(trace, unit_s=unit_s)
    unit = UNIT_WORDS.get(trace.unit, trace.unit)
    low, high, highest = judged_range(summary, trace)
    scale = alt.Scale(domain=[0, whole_s / unit_s], nice=False)

    def x(field: str = "at", *, shows_axis: bool) -> "alt.X":
        axis = alt.Axis(title=words, grid=False, tickCount=6) if shows_axis else None
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    longest = _longest(summary.excluded)
    left_out = [
        {"at": each.start_s / unit_s, "to": each.end_s / unit_s,
         "middle": (each.start_s + each.end_s) / 2 / unit_s, "reason": plain(each.reason, longest=40)}
        for each in longest
    ]  # fmt: skip
    labels = [
        row for row, each in zip(left_out, longest, strict=True)
        if len(str(row["reason"])) * _LETTER_PX < (each.end_s - each.start_s) / whole_s * PLOT_PX
    ]  # fmt: skip
    shaded = alt.Chart(inline(left_out), name="left_out").mark_rect(color=INK, opacity=0.1)
    marks = alt.layer(
        shaded.encode(x=x(shows_axis=False), x2="to:Q"),
        *mark_layers(surest(summary.twitches, most=MOST_DRAWN), x=x(shows_axis=False), unit_s=unit_s),
    ).properties(height=16, width=PLOT_PX)
    signal = alt.layer(
        shaded.encode(x=x(shows_axis=False), x2="to:Q"),
        alt.Chart(inline(rows), name="signal")
        .mark_area(color=INK, opacity=0.75, interpolate="step", clip=True)
        .encode(
            x=x(shows_axis=False),
            y=alt.Y(
                "low:Q",
                title=unit,
                axis=alt.Axis(tickCount=4),
                scale=alt.Scale(domain=[low, high], nice=True),
            ),
            y2="high:Q",
        ),
        alt.Chart(inline(labels), name="reason")
        .mark_text(color=INK, fontSize=11, baseline="top")
        .encode(x=x("middle", shows_axis=False), y=alt.value(3), text="reason:N"),
    ).properties(height=130, width=PLOT_PX)
    statistic = alt.layer(
        shaded.encode(x=x(shows_axis=True), x2="to:Q"),
        alt.Chart(inline(rows), name="statistic")
        .mark_line(color=INK, opacity=0.7, strokeWidth=1, interpolate="step", clip=True)
        .encode(
            x=x(shows_axis=True),
            y=alt.Y(
                "statistic:Q",
                title="stands out",
                axis=alt.Axis(tickCount=3),
                scale=alt.Scale(domain=[0, highest], nice=True),
            ),
        ),
        alt.Chart(inline([{"threshold": trace.threshold}]), name="threshold")
        .mark_rule(color=INK, strokeDash=[4, 3])
        .encode(y="threshold:Q"),
    ).properties(height=60, width=PLOT_PX)
    return alt.vconcat(marks, signal, statistic, spacing=6)


def mark_layers(twitches: Sequence[Potential], *, x: "Any", unit_s: float = 60) -> list[Any]:
    """Gives the layers of marks: dots for what was found, triangles for what a person set.

    Args:
        twitches: What is marked.
        x: The axis of time, of the field `at`.
        unit_s: Seconds of one unit of that axis.
    """
    import altair as alt  # noqa: PLC0415

    def rows(*, by_hand: bool) -> list[dict[str, Any]]:
        return [
            {"at": each.time_s / unit_s, "sure": each.confidence}
            for each in twitches
            if each.by_hand == by_hand
        ]

    sure = alt.Opacity("sure:Q", scale=alt.Scale(domain=[0, 1], range=[0.15, 1]), legend=None)
    size = alt.Size("sure:Q", scale=alt.Scale(domain=[0, 1], range=[12, 50]), legend=None)
    return [
        alt.Chart(inline(rows(by_hand=False)), name="known_twitch")
        .mark_circle(color=INK)
        .encode(x=x, y=alt.value(8), opacity=sure, size=size),
        alt.Chart(inline(rows(by_hand=True)), name="known_by_hand")
        .mark_point(color=INK, filled=True, shape="triangle-down", size=60)
        .encode(x=x, y=alt.value(8)),
    ]
