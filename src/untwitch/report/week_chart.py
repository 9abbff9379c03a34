"""Each week as a dot beside the person's own usual range."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from untwitch.report.figure import INK, Figure, Table, day_ms, draw, inline, reach_of
from untwitch.report.svg import for_page
from untwitch.report.weeks import DAYS_A_WEEK_COUNTS, Usual, Week, Weeks
from untwitch.report.wording import day_words, number

if TYPE_CHECKING:
    from untwitch.report.figure import Chart

NAME = "weeks"
MOST_WEEKS = 53


def week_chart(weeks: Weeks, *, outcome_words: str = "twitches") -> Figure | None:
    """Gives the latest year of weeks with the usual range behind them; None where there is no range yet.

    Args:
        weeks: The weeks.
        outcome_words: What was counted.
    """
    if weeks.usual is None:
        return None
    shown = weeks.weeks[-MOST_WEEKS:]
    title = "Each week beside your own usual range"
    usual = weeks.usual
    sentence = (
        "Each dot is one week, the mean of its days. The pale band is your own usual range: about 9 of 10 "
        f"weeks would lie in it if nothing changed, going by {usual.weeks} weeks before the latest "
        f"{len(weeks.latest)}, which are drawn darker. A week with fewer than {DAYS_A_WEEK_COUNTS} days "
        "written down has no dot."
    )
    description = (
        " ".join(f"Week of {day_words(each.first_day)}: {_mean(each)}." for each in weeks.latest)
        + f" Usual range {number(usual.low)} to {number(usual.high)} {outcome_words} a day."
    )
    drawing = draw(_chart(shown, weeks, y_title=f"{outcome_words} a day"))
    return Figure(
        name=NAME,
        title=title,
        sentence=sentence,
        svg=for_page(drawing, name=NAME, title=title, description=description),
        table=Table(
            caption=f"{outcome_words[:1].upper()}{outcome_words[1:]} a day, mean of each week",
            header=("Week from", "Mean", "Days written down", "Beside your usual range"),
            rows=tuple(
                (day_words(each.first_day), _mean(each), str(each.days_known), _beside(each, usual))
                for each in shown
            ),
        ),
        reach=reach_of(drawing, inset=0.5 / len(shown)),
    )


def _mean(week: Week) -> str:
    return "not known" if week.mean is None else number(week.mean)


def _beside(week: Week, usual: Usual) -> str:
    if week.mean is None:
        return "not known"
    if week.mean < usual.low:
        return "fewer"
    return "more" if week.mean > usual.high else "within it"


def _chart(shown: Sequence[Week], weeks: Weeks, *, y_title: str) -> "Chart":
    import altair as alt  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    usual, latest = weeks.usual, {each.first_day for each in weeks.latest}
    first = day_ms(shown[0].first_day)
    last = day_ms(shown[-1].first_day + dt.timedelta(days=7))
    rows: list[dict[str, Any]] = [
        {
            "at": day_ms(each.first_day) + 3.5 * 86_400_000,
            "mean": each.mean,
            "is_latest": each.first_day in latest,
        }
        for each in shown
        if each.mean is not None
    ]
    band = (
        [{"from": first, "to": last, "low": usual.low, "middle": usual.middle, "high": usual.high}]
        if usual
        else []
    )
    highest = max(1.0, *(row["mean"] for row in rows), *(row["high"] for row in band))
    x_scale = alt.Scale(type="utc", domain=[first, last], nice=False)
    x = alt.X(
        "at:T",
        title=None,
        scale=x_scale,
        axis=alt.Axis(
            format="%b %Y" if len(shown) > 22 else "%-d %b", tickCount=5, grid=False, labelFlush=True
        ),
    )
    scale = alt.Scale(domain=[0, highest], nice=True)

    def y(name: str) -> "alt.Y":
        return alt.Y(f"{name}:Q", title=y_title, scale=scale, axis=alt.Axis(tickCount=4, tickMinStep=1))

    def dots(name: str, some: Sequence[Mapping[str, Any]], *, size: int, opacity: float) -> "alt.Chart":
        drawn: alt.Chart = (
            alt.Chart(inline(some), name=name)
            .mark_circle(color=INK, size=size, opacity=opacity)
            .encode(x=x, y=y("mean"))
        )
        return drawn

    return alt.layer(
        alt.Chart(inline(band), name="usual")
        .mark_rect(color=INK, opacity=0.12)
        .encode(x=alt.X("from:T", scale=x_scale), x2="to:T", y=y("low"), y2="high:Q"),
        alt.Chart(inline(band), name="usual_middle")
        .mark_rule(color=INK, strokeDash=[2, 3], opacity=0.4)
        .encode(y=y("middle")),
        dots("before", [row for row in rows if not row["is_latest"]], size=28, opacity=0.45),
        dots("told_latest", [row for row in rows if row["is_latest"]], size=60, opacity=1),
    ).properties(height=170)
