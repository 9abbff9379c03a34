"""Charts drawn once for every page: black on nothing by `currentColor`, so that each theme colours them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from untwitch.explain.ladder import GOES_WITH, NO_SIGN, NOT_ENOUGH_YET, POSSIBLE, TESTED
from untwitch.facts.spoken import cause_words
from untwitch.report import sentences
from untwitch.report.figure import INK, Figure, Table, day_ms, draw, inline, reach_of
from untwitch.report.series import MOST_DAILY_BARS, Day, by_weekday, stretches
from untwitch.report.svg import for_page
from untwitch.report.wording import day_words, number

if TYPE_CHECKING:
    from untwitch.report.figure import Chart

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LEAST_DAYS_BY_WEEKDAY = 28


def twitches_per_day(days: Sequence[Day], *, outcome_words: str = "twitches") -> Figure | None:
    """Gives twitches per day; beyond a year, mean per day of each week. None if no day is known.

    Unknown days are grey bands, days with none are dots on the line, ranges of an evening word are paler.

    Args:
        days: Consecutive days.
        outcome_words: What the vertical axis counts.
    """
    if all(each.low is None for each in days):
        return None
    days_each = 1 if len(days) <= MOST_DAILY_BARS else 7
    rows = [
        {
            "from": day_ms(each.first_day),
            "to": day_ms(each.last_day + dt.timedelta(days=1)),
            "low": each.low,
            "high": each.high,
            "zero": 0,
        }
        for each in stretches(days, days_each=days_each)
    ]
    per = "each day" if days_each == 1 else "a day, mean of each week"
    title = f"{outcome_words[:1].upper()}{outcome_words[1:]} {per}"
    drawing = draw(_days_chart(rows, y_title=title))
    return Figure(
        name="days",
        title=title,
        sentence=sentences.about_days(days, outcome_words=outcome_words),
        svg=for_page(
            drawing,
            name="days",
            title=title,
            description=sentences.days_as_text(days, outcome_words=outcome_words),
        ),
        table=Table(
            caption=title,
            header=("Week from" if days_each == 7 else "Day", "Fewest", "Most"),
            rows=tuple(
                (day_words(each.first_day), _cell(each.low), _cell(each.high))
                for each in stretches(days, days_each=days_each)
            ),
        ),
        reach=reach_of(drawing, inset=0.5 * days_each / len(days)),
    )


def _cell(value: float | None) -> str:
    return "not logged" if value is None else number(value)


def _days_chart(rows: Sequence[Mapping[str, Any]], *, y_title: str) -> "Chart":
    import altair as alt  # noqa: PLC0415

    first, last = rows[0]["from"], rows[-1]["to"]
    highest = max(1.0, *(row["high"] for row in rows if row["high"] is not None))
    long = last - first > 150 * 86_400_000
    x = alt.X(
        "from:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[first, last], nice=False),
        axis=alt.Axis(format="%b %Y" if long else "%-d %b", tickCount=5, grid=False, labelFlush=True),
    )
    y_scale = alt.Scale(domain=[0, highest], nice=True)
    y = alt.Y("low:Q", title=y_title, scale=y_scale, axis=alt.Axis(tickCount=4, tickMinStep=1))
    unknown = [row for row in rows if row["low"] is None]
    known = [row for row in rows if row["low"] is not None]
    zero = [{**row, "from": (row["from"] + row["to"]) / 2} for row in known if row["high"] == 0]
    return alt.layer(
        alt.Chart(inline(unknown), name="unknown").mark_rect(color=INK, opacity=0.1).encode(x=x, x2="to:T"),
        alt.Chart(inline(known), name="range")
        .mark_rect(color=INK, opacity=0.3)
        .encode(x=x, x2="to:T", y=y, y2="high:Q"),
        alt.Chart(inline(known), name="known")
        .mark_rect(color=INK, opacity=0.85)
        .encode(x=x, x2="to:T", y=y, y2="zero:Q"),
        alt.Chart(inline(zero), name="none")
        .mark_circle(color=INK, size=9, opacity=0.85)
        .encode(x=x, y=alt.Y("zero:Q")),
    ).properties(height=150)


def causes_on_the_ladder(
    causes: Sequence[Mapping[str, Any]], *, truth: Mapping[str, float] | None = None
) -> Figure | None:
    """Gives one band for each cause: how many times as many twitches, 90 of 100 such bands hold the truth.

    Args:
        causes: `causes` of `explain/1`.
        truth: For a simulated person, the true ratio of each cause, drawn as a triangle.

    Returns:
        The figure, or None if no cause has a band yet.
    """
    rows = [_cause_row(each, position) for position, each in enumerate(causes)]
    if all(row["median"] is None for row in rows):
        return None
    for row in rows:
        row["truth"] = (truth or {}).get(row["cause"])
    title = "The six reasons, and how sure your diary is of each"
    return Figure(
        name="causes",
        title=title,
        sentence=sentences.ABOUT_BANDS + (sentences.ABOUT_TRUTH if truth else ""),
        svg=for_page(
            draw(_causes_chart(rows)),
            name="causes",
            title=title,
            description=" ".join(sentences.about_cause(each) for each in causes),
        ),
        table=Table(
            caption="Times as many twitches for a usual step up, if it acts at all (90 of 100)",
            header=("Reason", "Where it stands", "Middle", "From", "To"),
            rows=tuple(
                (
                    cause_words(row["cause"]),
                    row["rung"],
                    *(_times(row[end]) for end in ("median", "low", "high")),
                )
                for row in rows
            ),
        ),
    )


def _times(ratio: float | None) -> str:
    return "not known" if ratio is None else f"{ratio:.2f}"


def _cause_row(cause: Mapping[str, Any], position: int) -> dict[str, Any]:
    band = sentences.band(cause)
    step = sentences.rung(cause)
    words = f"{cause_words(cause['cause'])}: {step}"
    low, median, high = band or (None, None, None)
    return {
        "cause": cause["cause"], "position": position, "words": words, "rung": step,
        "low": low, "median": median, "high": high,
    }  # fmt: skip


def _causes_chart(rows: Sequence[Mapping[str, Any]]) -> "Chart":
    import altair as alt  # noqa: PLC0415

    numbers = [row[name] for row in rows for name in ("low", "high", "truth") if row[name] is not None]
    left, right = min(0.8, *numbers), max(2.0, *numbers)
    left, right = max(left, 0.25), min(right, 10.0)
    ticks = [each for each in (0.25, 0.5, 0.8, 1, 1.25, 1.5, 2, 3, 4, 6, 8, 10) if left <= each <= right]
    scale = alt.Scale(type="log", domain=[left, right], clamp=True, nice=False)
    x = alt.X(
        "low:Q",
        scale=scale,
        title="times as many twitches, for your usual step up",
        axis=alt.Axis(
            grid=False,
            values=ticks,
            labelExpr="datum.value == 1 ? 'no change' : format(datum.value, '~r') + 'x'",
        ),
    )
    place = alt.Y("position:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    looks: dict[str, dict[str, Any]] = {
        TESTED: {"fill": INK, "fillOpacity": 0.9, "height": 12},
        GOES_WITH: {"fill": INK, "fillOpacity": 0.75, "height": 12},
        POSSIBLE: {"fill": INK, "fillOpacity": 0.25, "height": 12, "stroke": INK},
        NOT_ENOUGH_YET: {
            "fill": INK, "fillOpacity": 0.0, "height": 10, "stroke": INK, "strokeDash": [3, 3],
            "strokeOpacity": 0.7,
        },
        NO_SIGN: {"fill": INK, "fillOpacity": 0.5, "height": 3},
    }  # fmt: skip
    bands = [
        alt.Chart(inline([row for row in rows if row["rung"] == step and row["low"]]), name=name)
        .mark_bar(yOffset=8, **look)
        .encode(x=x, x2="high:Q", y=place)
        for (step, look), name in zip(
            looks.items(), ("tested", "goes", "possible", "early", "nothing"), strict=True
        )
    ]
    words = (
        alt.Chart(inline(rows), name="words")
        .mark_text(align="left", dy=-10, fontSize=12.5)
        .encode(x=alt.value(0), y=place, text="words:N")
    )
    middle = (
        alt.Chart(inline([row for row in rows if row["median"] and row["rung"] != NO_SIGN]), name="median")
        .mark_tick(color=INK, thickness=2.5, height=20, yOffset=8, orient="vertical")
        .encode(x=alt.X("median:Q", scale=scale), y=place)
    )
    truths = (
        alt.Chart(inline([row for row in rows if row["truth"]]), name="truth")
        .mark_point(shape="triangle-up", color=INK, filled=True, opacity=1, size=60, yOffset=21)
        .encode(x=alt.X("truth:Q", scale=scale), y=place)
    )
    line = (
        alt.Chart(inline([{"one": 1}]), name="one")
        .mark_rule(color=INK, strokeDash=[2, 3], opacity=0.4)
        .encode(x=alt.X("one:Q", scale=scale))
    )
    return alt.layer(line, *bands, middle, truths, words).properties(height=50 * len(rows))


def shares(causes: Sequence[Mapping[str, Any]], unexplained: Mapping[str, Any] | None) -> Figure | None:
    """Gives how much of the twitching each cause would account for if the link is causal, and what is left.

    Args:
        causes: `causes` of `explain/1`.
        unexplained: `unexplained_share` of `explain/1`.

    Returns:
        The figure, or None if no share is known.
    """
    rows: list[dict[str, Any]] = [
        {"reason": cause_words(each["cause"]), **sentences.interval(each.get("share"))}
        for each in causes
        if sentences.interval(each.get("share"))
    ]
    left = sentences.interval(unexplained)
    if not rows:
        return None
    if left:
        rows.append({"reason": "Not explained by these", **left})
    for position, row in enumerate(rows):
        row["position"] = position
        row["words"] = f"{row['reason']}: {_percent(row)}"
    title = "How much each may account for, if the link is causal"
    return Figure(
        name="shares",
        title=title,
        sentence=sentences.about_shares(unexplained),
        svg=for_page(
            draw(_shares_chart(rows)),
            name="shares",
            title=title,
            description=". ".join(str(row["words"]) for row in rows) + ".",
        ),
        table=Table(
            caption="Of 100 twitches, if the link is causal (90 of 100)",
            header=("Reason", "Middle", "From", "To"),
            rows=tuple(
                (str(row["reason"]), *(number(round(100 * row[end])) for end in ("median", "low", "high")))
                for row in rows
            ),
        ),
    )


def _percent(row: Mapping[str, Any]) -> str:
    low, median, high = (number(round(100 * row[name])) for name in ("low", "median", "high"))
    return f"about {median} of 100 (between {low} and {high})"


def _shares_chart(rows: Sequence[Mapping[str, Any]]) -> "Chart":
    import altair as alt  # noqa: PLC0415

    scale = alt.Scale(domain=[0, 1], clamp=True, nice=False)
    x = alt.X(
        "low:Q",
        scale=scale,
        title="of 100 twitches",
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], labelExpr="format(100 * datum.value, '~r')"),
    )
    place = alt.Y("position:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    data = inline(rows)
    return alt.layer(
        alt.Chart(data, name="share")
        .mark_bar(fill=INK, fillOpacity=0.3, height=10, yOffset=8)
        .encode(x=x, x2="high:Q", y=place),
        alt.Chart(data, name="median")
        .mark_tick(color=INK, thickness=2.5, height=18, yOffset=8, orient="vertical")
        .encode(x=alt.X("median:Q", scale=scale), y=place),
        alt.Chart(data, name="words")
        .mark_text(align="left", dy=-9, fontSize=12.5)
        .encode(x=alt.value(0), y=place, text="words:N"),
    ).properties(height=42 * len(rows))


def per_weekday(days: Sequence[Day], *, outcome_words: str = "twitches") -> Figure | None:
    """Gives the mean per weekday; None before four weeks of entries, when it would mislead."""
    means = by_weekday(days)
    if sum(known for _, _, known in means) < _LEAST_DAYS_BY_WEEKDAY:
        return None
    rows: list[dict[str, Any]] = [
        {"weekday": _WEEKDAYS[weekday], "mean": mean, "zero": 0}
        for weekday, mean, _ in means
        if mean is not None
    ]
    title = f"Mean {outcome_words} by day of the week"
    return Figure(
        name="weekdays",
        title=title,
        sentence=sentences.about_weekdays(means),
        svg=for_page(
            draw(_weekday_chart(rows, y_title=f"mean {outcome_words}")),
            name="weekdays",
            title=title,
            description=". ".join(f"{row['weekday']} {number(row['mean'])}" for row in rows) + ".",
        ),
        table=Table(title, ("Day", "Mean"), tuple((row["weekday"], number(row["mean"])) for row in rows)),
    )


def _weekday_chart(rows: Sequence[Mapping[str, Any]], *, y_title: str) -> "Chart":
    import altair as alt  # noqa: PLC0415

    return alt.layer(
        alt.Chart(inline(rows), name="weekday")
        .mark_bar(color=INK, opacity=0.75, width=28)
        .encode(
            x=alt.X("weekday:O", sort=list(_WEEKDAYS), title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("mean:Q", title=y_title, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=4)),
        )
    ).properties(height=110)
