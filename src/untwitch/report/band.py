"""One interval as a small picture of its own, drawn by hand: a page of six needs no drawing program.

same        1.5x        2x
 :   |=====#====|                between 1.1 and 1.6 times as many, the middle 1.3
"""

import html
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from untwitch.explain.ladder import GOES_WITH, NO_SIGN, NOT_ENOUGH_YET, POSSIBLE, TESTED
from untwitch.report import sentences
from untwitch.report.wording import number

LEFT, RIGHT = 0.8, 2.5
_WIDTH_PX, _HEIGHT_PX, _INSET_PX = 320, 40, 14
_MIDDLE_PX = 28
_MARKS = ((1.0, "same"), (1.5, "1.5x"), (2.0, "2x"))
_LOOKS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        TESTED: ('class="band goes_band" fill="currentColor" fill-opacity="0.9"', 12),
        GOES_WITH: ('class="band goes_band" fill="currentColor" fill-opacity="0.75"', 12),
        POSSIBLE: ('class="band" fill="currentColor" fill-opacity="0.25" stroke="currentColor"', 12),
        NOT_ENOUGH_YET: ('class="band" fill="none" stroke="currentColor" stroke-dasharray="3 3"', 10),
        NO_SIGN: ('class="band" fill="currentColor" fill-opacity="0.5"', 3),
    }
)
"""How sure it is, without colour: solid, outlined, dashed, thin."""


def band_svg(cause: Mapping[str, Any]) -> str:
    """Gives the band of one cause as an `svg` element; empty where it has none.

        same        1.5x        2x
         :   |=====#====|               between 1.1 and 1.6 times as many, the middle 1.3

    Args:
        cause: One of `causes` of `explain/1`; its `cause` is unique in the page.
    """
    band = sentences.band(cause)
    if band is None:
        return ""
    low, middle, high = (_place_px(each) for each in band)
    look, height_px = _LOOKS[sentences.rung(cause)]
    name = f"band-{html.escape(str(cause['cause']))}"
    marks = "".join(_mark(ratio, words) for ratio, words in _MARKS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart band-chart" role="img" '
        f'viewBox="0 0 {_WIDTH_PX} {_HEIGHT_PX}" aria-labelledby="{name}">'
        f'<title id="{name}">{html.escape(_words(band))}</title>{marks}'
        f'<rect {look} x="{low}" y="{_MIDDLE_PX - height_px / 2:g}" width="{max(high - low, 2):g}" '
        f'height="{height_px}"/>'
        f'<line class="band goes_middle" x1="{middle}" x2="{middle}" y1="{_MIDDLE_PX - 10}" '
        f'y2="{_MIDDLE_PX + 10}" stroke="currentColor" stroke-width="2.5"/></svg>'
    )


def _mark(ratio: float, words: str) -> str:
    place = _place_px(ratio)
    opacity = 0.5 if ratio == 1 else 0.15
    return (
        f'<line x1="{place}" x2="{place}" y1="15" y2="{_HEIGHT_PX}" stroke="currentColor" '
        f'stroke-opacity="{opacity}" stroke-dasharray="2 3"/>'
        f'<text x="{place}" y="11" text-anchor="middle" font-size="12" fill="currentColor">{words}</text>'
    )


def _place_px(ratio: float) -> float:
    part = math.log(ratio / LEFT) / math.log(RIGHT / LEFT)
    inside = _WIDTH_PX - 2 * _INSET_PX
    return round(_INSET_PX + min(max(part, 0.0), 1.0) * inside, 1)


def _words(band: tuple[float, float, float]) -> str:
    low, middle, high = (number(each) for each in band)
    return f"With your usual step up, {middle} times as many, between {low} and {high}, if it acts at all."
