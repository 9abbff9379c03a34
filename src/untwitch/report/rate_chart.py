"""The rate that the model fits, over time, with what was logged."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING, Any

from untwitch.explain.picture import RateBand
from untwitch.report.figure import INK, Figure, Table, day_ms, draw, inline, reach_of
from untwitch.report.series import MOST_DAILY_BARS
from untwitch.report.svg import for_page
from untwitch.report.wording import day_words, number

if TYPE_CHECKING:
    import altair as alt

    from untwitch.report.figure import Chart

NAME = "rate"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One day, or one week: the mean of its rows; what was logged is the mean over the rows that were."""

    first_day: dt.date
    last_day: dt.date
    low: float
    median: float
    high: float
    counted_low: float | None
    counted_high: float | None


def fitted_rate(rate: RateBand, *, outcome_words: str = "twitches") -> Figure:
    """Gives the fitted rate with its band, and beside it what was logged.

    Rows shorter than a day are drawn as the mean of their day; beyond a year weeks are drawn.

    Args:
        rate: The fitted rate.
        outcome_words: What was counted.
    """
    stretches = _stretches(rate)
    title = f"{outcome_words[:1].upper()}{outcome_words[1:]} a day, and the rate behind them"
    is_weekly = stretches[0].first_day != stretches[0].last_day
    sentence = (
        f"Each dot is what you logged {'in a week, a day on average' if is_weekly else 'on one day'}, "
        "each pale bar the range of an evening word. "
        "Days jump about by chance, also when nothing changes. The line is the rate behind them. "
        "The band shows how sure it is: it holds the rate about 9 times in 10. "
        f"It is wider where nothing was logged. {_course(stretches, outcome_words=outcome_words)}"
    )
    drawing = draw(_chart(stretches, y_title=f"{outcome_words} a day"))
    return Figure(
        name=NAME,
        title=title,
        sentence=sentence,
        svg=for_page(
            drawing,
            name=NAME,
            title=title,
            description=sentence,
        ),
        table=_table(stretches, outcome_words=outcome_words, is_weekly=is_weekly),
        reach=reach_of(drawing, inset=0),
    )


def _stretches(rate: RateBand) -> tuple[_Stretch, ...]:
    days = [dt.date.fromisoformat(each[:10]) for each in rate.starts]
    days_each = 1 if (days[-1] - days[0]).days < MOST_DAILY_BARS else 7
    by_stretch: dict[int, list[int]] = {}
    for row, day in enumerate(days):
        by_stretch.setdefault((day - days[0]).days // days_each, []).append(row)
    made = []
    for rows in by_stretch.values():
        logged = [row for row in rows if math.isfinite(rate.counted_low[row])]
        made.append(
            _Stretch(
                first_day=days[rows[0]],
                last_day=days[rows[-1]],
                low=float(rate.low[rows].mean()),
                median=float(rate.median[rows].mean()),
                high=float(rate.high[rows].mean()),
                counted_low=float(rate.counted_low[logged].mean()) if logged else None,
                counted_high=float(rate.counted_high[logged].mean()) if logged else None,
            )
        )
    return tuple(made)


def _course(stretches: Sequence[_Stretch], *, outcome_words: str) -> str:
    first, last = stretches[: max(1, len(stretches) // 5)], stretches[-max(1, len(stretches) // 5) :]
    before, now = (mean(each.median for each in part) for part in (first, last))
    return f"It lay near {number(before)} {outcome_words} a day at first and near {number(now)} in the end."


def _table(stretches: Sequence[_Stretch], *, outcome_words: str, is_weekly: bool) -> Table:
    def logged(each: _Stretch) -> str:
        if each.counted_low is None or each.counted_high is None:
            return "not logged"
        low, high = number(each.counted_low), number(each.counted_high)
        return low if low == high else f"{low} to {high}"

    return Table(
        caption=f"{outcome_words[:1].upper()}{outcome_words[1:]} a day: logged, and the rate (90 of 100)",
        header=("Week from" if is_weekly else "Day", "Logged", "Rate", "From", "To"),
        rows=tuple(
            (
                day_words(each.first_day),
                logged(each),
                number(each.median),
                number(each.low),
                number(each.high),
            )
            for each in stretches
        ),
    )


def _rows(stretches: Sequence[_Stretch]) -> list[dict[str, Any]]:
    return [
        {
            "at": (day_ms(each.first_day) + day_ms(each.last_day)) / 2,
            "low": each.low,
            "median": each.median,
            "high": each.high,
            "counted_low": each.counted_low,
            "counted_high": each.counted_high,
        }
        for each in stretches
    ]


def _chart(stretches: Sequence[_Stretch], *, y_title: str) -> "Chart":
    import altair as alt  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    rows = _rows(stretches)
    logged: list[Mapping[str, Any]] = [row for row in rows if row["counted_low"] is not None]
    ranges = [row for row in logged if row["counted_low"] < row["counted_high"]]
    counts = [row for row in logged if row["counted_low"] == row["counted_high"]]
    # The band of a day that nobody logged may be huge: it may leave the picture, line and counts may not.
    most = max(1.0, *(row["median"] for row in rows), *(row["counted_high"] for row in logged))
    highest = max(most, min(max(row["high"] for row in rows), 1.15 * most))
    long = rows[-1]["at"] - rows[0]["at"] > 150 * 86_400_000
    x = alt.X(
        "at:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[rows[0]["at"], rows[-1]["at"]], nice=False),
        axis=alt.Axis(format="%b %Y" if long else "%-d %b", tickCount=5, grid=False, labelFlush=True),
    )
    scale = alt.Scale(domain=[0, highest], nice=True)
    axis = alt.Axis(tickCount=4, tickMinStep=1)

    def y(name: str) -> "alt.Y":
        return alt.Y(f"{name}:Q", title=y_title, scale=scale, axis=axis)

    return alt.layer(
        alt.Chart(inline(rows), name="fit")
        .mark_area(color=INK, opacity=0.2, interpolate="monotone", clip=True)
        .encode(x=x, y=y("low"), y2="high:Q"),
        alt.Chart(inline(rows), name="fit_line")
        .mark_line(color=INK, strokeWidth=2, interpolate="monotone")
        .encode(x=x, y=y("median")),
        alt.Chart(inline(ranges), name="logged_range")
        .mark_rule(color=INK, opacity=0.22, strokeWidth=3, strokeCap="round")
        .encode(x=x, y=y("counted_low"), y2="counted_high:Q"),
        alt.Chart(inline(counts), name="logged")
        .mark_circle(color=INK, opacity=0.55, size=16 if len(rows) <= 120 else 8)
        .encode(x=x, y=y("counted_low")),
    ).properties(height=170)
