"""A chart with its words and the table behind it; drawn once, and coloured by each theme."""

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from untwitch.facts.refused import Refused

if TYPE_CHECKING:
    import altair as alt

    Chart = alt.LayerChart | alt.FacetChart | alt.ConcatChart | alt.VConcatChart

INK = "currentColor"
PLOT_PX = 400
_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+)')
_PLOT = re.compile(r'<g [^>]*transform="translate\(([\d.]+),')
_CONFIG: dict[str, Any] = {
    "aria": False,
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "concat": {"spacing": 18},
    "axis": {
        "labelColor": INK, "titleColor": INK, "domainColor": INK, "tickColor": INK, "gridColor": INK,
        "gridOpacity": 0.12, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
    },
    "title": {"color": INK, "subtitleColor": INK, "fontSize": 12.5, "subtitleFontSize": 12,
              "fontWeight": "bold", "anchor": "start", "offset": 8},
    "text": {"color": INK, "fontSize": 12},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as text, for who reads rather than sees.

    Attributes:
        caption: What it holds.
        header: Names of the columns; the first names what a row is.
        rows: Cells, as many as the header has.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_csv(self) -> str:
        """Gives the table as the text of a file."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return text.getvalue()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its words.

    Attributes:
        name: Unique in a page.
        title: A few words.
        sentence: What it shows, for everybody, beside the chart.
        svg: One `svg` element whose description holds the same numbers as text.
        table: The numbers behind it.
        reach: Where the middles of the first and of the last row of the table lie, as parts of the width;
            None for a chart whose rows do not stand side by side at even distances.
    """

    name: str
    title: str
    sentence: str
    svg: str
    table: Table
    reach: tuple[float, float] | None = None


def draw(chart: "Chart", *, width_px: int | None = PLOT_PX) -> str:
    """Gives the SVG of a chart; no address is ever fetched, data are in the chart.

    Args:
        chart: The chart.
        width_px: Width of its plot; None for a chart that says so itself.
    """
    import vl_convert  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    spec = (chart if width_px is None else chart.properties(width=width_px)).to_dict()
    spec["config"] = _CONFIG
    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn


def reach_of(drawing: str, *, inset: float) -> tuple[float, float]:
    """Gives where the first and the last of even columns lie, as parts of the width of a drawing.

    Args:
        drawing: SVG as `draw` gives it.
        inset: How far the middle of the first column lies inside the plot, as part of the plot's width; the
            last one lies as far inside on the other side.

    Raises:
        Refused: The drawing has no view box or no place of its plot.
    """
    box, plot = _BOX.search(drawing), _PLOT.search(drawing)
    if box is None or plot is None:
        raise Refused("the drawing does not say where its plot lies")
    whole, left = float(box[1]), float(plot[1])
    return (left + inset * PLOT_PX) / whole, (left + (1 - inset) * PLOT_PX) / whole


def inline(rows: Sequence[Mapping[str, Any]]) -> "alt.InlineData":
    """Gives rows as data that stand in the chart itself."""
    import altair as alt  # noqa: PLC0415 - slow to load, and only needed when something is drawn

    return alt.InlineData(values=[dict(row) for row in rows])


def day_ms(day: dt.date) -> int:
    """Gives the place of a day on a time axis that knows no zones."""
    return int(dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC).timestamp() * 1000)
