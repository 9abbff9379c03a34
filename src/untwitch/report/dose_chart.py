"""What each dose does to the rate: one small panel a cause, on one scale."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from untwitch.explain.ladder import GOES_WITH, NO_SIGN, NOT_ENOUGH_YET, TESTED
from untwitch.explain.picture import DoseCurve
from untwitch.facts.spoken import cause_words
from untwitch.report import sentences
from untwitch.report.dose_words import dose_words
from untwitch.report.figure import INK, PLOT_PX, Figure, Table, draw, inline
from untwitch.report.svg import for_page
from untwitch.report.wording import number

if TYPE_CHECKING:
    import altair as alt

    from untwitch.report.figure import Chart

NAME = "doses"
TITLE = "More of it, more twitches?"
_PANEL_PX, _HEIGHT_PX = 176, 110
_MOST_MARKS = 48
_SMALLEST, _LARGEST = 0.4, 6.0


def doses(curves: Sequence[DoseCurve], causes: Sequence[Mapping[str, Any]]) -> Figure | None:
    """Gives how the rate changes with each dose, against the person's own better days; None without a curve.

    Args:
        curves: Curves of an answer.
        causes: `causes` of `explain/1`, for where each stands.
    """
    rungs = {str(each["cause"]): sentences.rung(each) for each in causes}
    told = [each for each in curves if each.cause in rungs]
    if not told:
        return None
    title = TITLE if len(told) == 1 else f"{TITLE} One panel a reason"
    said = [_about(each, rungs[each.cause]) for each in told]
    one = "" if len(told) == 1 else "Each panel is one reason. "
    sentence = (
        f"{one}The line shows how many times as many twitches came with it, against your "
        "own better days (the ring), if it acts at all. The band is how sure that is, 90 of 100. The small "
        "marks below are your own days. Only the strength of the line comes from the diary: that it goes "
        "evenly up is taken for granted. A diary shows what goes together, not why."
    )
    return Figure(
        name=NAME,
        title=title,
        sentence=sentence,
        svg=for_page(
            draw(_chart(told, rungs), width_px=None), name=NAME, title=title, description=" ".join(said)
        ),
        table=Table(
            caption="Times as many twitches as on your own better days, if it acts at all (90 of 100)",
            header=("Reason", "Level", "Middle", "From", "To"),
            rows=tuple(row for each in told for row in _cells(each)),
        ),
    )


def _about(curve: DoseCurve, rung: str) -> str:
    words = dose_words(curve.dose)
    high = int(np.argmin(np.abs(curve.level - np.quantile(curve.seen, 0.8))))
    level, better = (words.amount(each) for each in (curve.level[high], curve.favourable))
    low, median, most = (number(float(each[high])) for each in (curve.low, curve.median, curve.high))
    return (
        f"{cause_words(curve.cause)}: {rung}. With {level} {median} times as many as with {better}, "
        f"between {low} and {most}, if it acts at all."
    )


def _cells(curve: DoseCurve) -> list[tuple[str, ...]]:
    words = dose_words(curve.dose)
    points = np.linspace(0, len(curve.level) - 1, 5).round().astype(int).tolist()
    return [
        (
            cause_words(curve.cause),
            words.amount(curve.level[point]),
            *(f"{float(each[point]):.2f}" for each in (curve.median, curve.low, curve.high)),
        )
        for point in points
    ]


def _chart(curves: Sequence[DoseCurve], rungs: Mapping[str, str]) -> "Chart":
    import altair as alt  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    ends = [float(end) for each in curves for end in (each.low.min(), each.high.max())]
    span = (max(_SMALLEST, min(0.8, *ends)), min(_LARGEST, max(1.6, *ends)))
    width_px = _PANEL_PX if len(curves) > 1 else PLOT_PX
    panels = [_panel(each, rungs[each.cause], span=span, width_px=width_px) for each in curves]
    return alt.concat(*panels, columns=2)


def _panel(curve: DoseCurve, rung: str, *, span: tuple[float, float], width_px: int) -> "Chart":
    import altair as alt  # noqa: PLC0415

    words = dose_words(curve.dose)
    rows = [
        {"level": words.shown(level), "low": low, "median": median, "high": high}
        for level, low, median, high in zip(
            *(each.tolist() for each in (curve.level, curve.low, curve.median, curve.high)), strict=True
        )
    ]
    seen = np.quantile(curve.seen, np.linspace(0, 1, min(_MOST_MARKS, len(curve.seen)))).tolist()
    ticks = [each for each in (0.5, 1, 2, 4) if span[0] <= each <= span[1]]
    y_axis = alt.Axis(
        values=ticks, grid=True, labelExpr="datum.value == 1 ? 'same' : format(datum.value, '~r') + 'x'"
    )
    y_scale = alt.Scale(type="log", domain=list(span), nice=False)
    x = alt.X(
        "level:Q",
        title=words.axis,
        scale=alt.Scale(zero=False, nice=False, reverse=words.is_reversed),
        axis=alt.Axis(tickCount=4, grid=False),
    )

    def y(name: str) -> "alt.Y":
        return alt.Y(f"{name}:Q", title=None, scale=y_scale, axis=y_axis)

    kind = "told" if rung in {GOES_WITH, TESTED} else "open"
    looks = _looks(rung)
    return alt.layer(
        alt.Chart(inline(rows), name=f"{kind}_{curve.cause}")
        .mark_area(color=INK, opacity=looks["band"], clip=True)
        .encode(x=x, y=y("low"), y2="high:Q"),
        alt.Chart(inline(rows), name=f"{kind}_line_{curve.cause}")
        .mark_line(color=INK, strokeWidth=looks["width"], strokeDash=looks["dash"], clip=True)
        .encode(x=x, y=y("median")),
        alt.Chart(inline([{"level": words.shown(each)} for each in seen]), name=f"days_{curve.cause}")
        .mark_tick(color=INK, opacity=0.3, thickness=1, height=7, orient="vertical")
        .encode(x=x, y=alt.value(_HEIGHT_PX - 4)),
        alt.Chart(inline([{"level": words.shown(curve.favourable), "one": 1}]), name=f"better_{curve.cause}")
        .mark_point(color=INK, size=38, strokeWidth=1.5, opacity=0.9)
        .encode(x=x, y=y("one")),
    ).properties(
        width=width_px,
        height=_HEIGHT_PX,
        title=alt.TitleParams(cause_words(curve.cause), subtitle=rung),
    )


def _looks(rung: str) -> dict[str, Any]:
    """How sure it is, without colour: solid and dark, paler, dashed."""
    if rung in {GOES_WITH, TESTED}:
        return {"band": 0.25, "width": 2.5, "dash": [1, 0]}
    if rung == NO_SIGN:
        return {"band": 0.08, "width": 1.2, "dash": [1, 0]}
    if rung == NOT_ENOUGH_YET:
        return {"band": 0.1, "width": 1.5, "dash": [4, 3]}
    return {"band": 0.16, "width": 2, "dash": [1, 0]}
