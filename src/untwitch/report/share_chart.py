"""Shares as all the draws say them, and what a lower cause would do: both if the link is causal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from untwitch.explain.ladder import GOES_WITH, POSSIBLE, TESTED
from untwitch.explain.picture import Picture, WhatIf
from untwitch.facts.spoken import cause_words
from untwitch.report import sentences
from untwitch.report.figure import INK, PLOT_PX, Figure, Table, draw, inline
from untwitch.report.svg import for_page
from untwitch.report.wording import number

if TYPE_CHECKING:
    import altair as alt

    from untwitch.report.figure import Chart

Floats = NDArray[np.float64]

_TAILS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
_NONE = 0.005
_PANEL_PX, _HEIGHT_PX = 176, 110


def share_draws(picture: Picture) -> Figure | None:
    """Gives the posterior of the share of each cause and of what is left; None without a share.

    Args:
        picture: The picture of an answer.
    """
    if not picture.shares:
        return None
    draws = {cause_words(cause): each for cause, each in picture.shares.items()}
    draws["Not explained by these"] = picture.unexplained
    title = "How much each may account for, if the link is causal"
    left = 100 * np.quantile(picture.unexplained, (0.05, 0.5, 0.95))
    sentence = (
        "If the link is causal, this many of 100 twitches would have stayed away on your own better days. "
        "The darker, the more probable; the mark is the middle, and the whole strip holds the truth 90 times "
        f"in 100. About {left[1]:.0f} of 100 ({left[0]:.0f} to {left[2]:.0f}) are not explained by these."
    )
    words = {name: _of_100(each) for name, each in draws.items()}
    return Figure(
        name="shares",
        title=title,
        sentence=sentence,
        svg=for_page(
            draw(_shares_chart(draws, words)),
            name="shares",
            title=title,
            description=". ".join(f"{name}: {said}" for name, said in words.items()) + ".",
        ),
        table=Table(
            caption="Of 100 twitches, if the link is causal (90 of 100)",
            header=("Reason", "Middle", "From", "To", "Chance of none at all"),
            rows=tuple(
                (
                    name,
                    *(f"{100 * end:.0f}" for end in np.quantile(each, (0.5, 0.05, 0.95))),
                    f"{100 * float((each < _NONE).mean()):.0f} of 100",
                )
                for name, each in draws.items()
            ),
        ),
    )


def _of_100(share: Floats) -> str:
    low, median, high = (round(100 * float(each)) for each in np.quantile(share, (0.05, 0.5, 0.95)))
    if high == 0:
        return "none of 100"
    return f"about {median} of 100 (between {low} and {high})"


def _shares_chart(draws: Mapping[str, Floats], words: Mapping[str, str]) -> "Chart":
    import altair as alt  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    strips, middles = [], []
    for position, (name, share) in enumerate(draws.items()):
        middles.append(
            {"position": position, "median": float(np.median(share)), "words": f"{name}: {words[name]}"}
        )
        for tail in _TAILS:
            low, high = np.quantile(share, (tail, 1 - tail)).tolist()
            strips.append({"position": position, "low": low, "high": high})
    scale = alt.Scale(domain=[0, 1], clamp=True, nice=False)
    x = alt.X(
        "low:Q",
        scale=scale,
        title="of 100 twitches",
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], labelExpr="format(100 * datum.value, '~r')"),
    )
    place = alt.Y("position:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    return alt.layer(
        alt.Chart(inline(strips), name="fit")
        .mark_bar(fill=INK, fillOpacity=0.1, height=12, yOffset=9)
        .encode(x=x, x2="high:Q", y=place),
        alt.Chart(inline(middles), name="middle")
        .mark_tick(color=INK, thickness=2.5, height=18, yOffset=9, orient="vertical")
        .encode(x=alt.X("median:Q", scale=scale), y=place),
        alt.Chart(inline(middles), name="words")
        .mark_text(align="left", dy=-9, fontSize=12.5)
        .encode(x=alt.value(0), y=place, text="words:N"),
    ).properties(height=43 * len(middles))


def what_if(curves: Sequence[WhatIf], causes: Sequence[Mapping[str, Any]]) -> Figure | None:
    """Gives what would stay away if a cause came down; None where none goes, or may go, with the twitches.

    Args:
        curves: Curves of an answer.
        causes: `causes` of `explain/1`, for where each stands.
    """
    named = {str(each["cause"]) for each in causes if sentences.rung(each) in {POSSIBLE, GOES_WITH, TESTED}}
    told = [each for each in curves if each.cause in named]
    if not told:
        return None
    title = "What if there were less of it?"
    said = " ".join(_about(each) for each in told)
    return Figure(
        name="what_if",
        title=title,
        sentence=f"{said} Only if the link is causal; a trial can show that, a diary cannot.",
        svg=for_page(
            draw(_what_if_chart(told), width_px=None), name="what_if", title=title, description=said
        ),
        table=Table(
            caption="Fewer of 100 twitches, if the link is causal (90 of 100)",
            header=("Reason", "Part of the way to your better days", "Middle", "From", "To"),
            rows=tuple(
                (
                    cause_words(each.cause),
                    f"{100 * each.part[step]:.0f} of 100",
                    *(f"{100 * float(end[step]):.0f}" for end in (each.median, each.low, each.high)),
                )
                for each in told
                for step in (2, 5, 8, 10)
            ),
        ),
    )


def _about(curve: WhatIf) -> str:
    half = len(curve.part) // 2

    def of_100(step: int) -> str:
        low, median, high = (
            number(round(100 * float(each[step]))) for each in (curve.low, curve.median, curve.high)
        )
        return f"{median} of 100 twitches fewer ({low} to {high})"

    name = cause_words(curve.cause)
    return (
        f"{name}: half way from your other days to your better days, {of_100(half)}; "
        f"all the way, {of_100(-1)}."
    )


def _what_if_chart(curves: Sequence[WhatIf]) -> "Chart":
    import altair as alt  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    highest = max(0.1, *(float(each.high.max()) for each in curves))
    width_px = _PANEL_PX if len(curves) > 1 else PLOT_PX
    panels = [
        _panel(each, highest=highest, is_first=place % 2 == 0, width_px=width_px)
        for place, each in enumerate(curves)
    ]
    return alt.concat(*panels, columns=2)


def _panel(curve: WhatIf, *, highest: float, is_first: bool, width_px: int) -> "Chart":
    import altair as alt  # noqa: PLC0415

    rows = [
        {"part": part, "low": low, "median": median, "high": high}
        for part, low, median, high in zip(
            *(each.tolist() for each in (curve.part, curve.low, curve.median, curve.high)), strict=True
        )
    ]
    x = alt.X(
        "part:Q",
        title="way to your better days",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(
            values=[0, 0.5, 1],
            grid=False,
            labelExpr="datum.value == 0 ? 'none' : datum.value == 1 ? 'all' : 'half'",
            labelFlush=True,
        ),
    )
    scale = alt.Scale(domain=[0, highest], nice=True)
    axis = alt.Axis(tickCount=4, labelExpr="format(100 * datum.value, '~r')")

    def y(name: str) -> "alt.Y":
        return alt.Y(f"{name}:Q", title="fewer of 100" if is_first else None, scale=scale, axis=axis)

    return alt.layer(
        alt.Chart(inline(rows), name=f"told_{curve.cause}")
        .mark_area(color=INK, opacity=0.22)
        .encode(x=x, y=y("low"), y2="high:Q"),
        alt.Chart(inline(rows), name=f"told_line_{curve.cause}")
        .mark_line(color=INK, strokeWidth=2.2)
        .encode(x=x, y=y("median")),
        alt.Chart(inline(rows[-1:]), name=f"told_end_{curve.cause}")
        .mark_circle(color=INK, size=36, opacity=1)
        .encode(x=x, y=y("median")),
    ).properties(width=width_px, height=_HEIGHT_PX, title=alt.TitleParams(cause_words(curve.cause)))
