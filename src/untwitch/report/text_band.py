"""One interval as a line of characters, for a terminal."""

import math

from untwitch.facts.refused import Refused

_SIGNS = {"gap": " ", "none": "┊", "band": "━", "middle": "●", "truth": "▲"}
_ASCII = {"gap": " ", "none": ":", "band": "=", "middle": "o", "truth": "^"}
LEFT, RIGHT = 0.8, 2.0


def text_band(
    band: tuple[float, float, float] | None,
    *,
    truth: float | None = None,
    columns: int = 18,
    ascii_only: bool = False,
) -> str:
    """Gives a rate ratio on a scale from 0.8 to 2, in steps of equal ratio.

        band            ┊   ━━━●━━▲━      dotted: no change, o: middle, triangle: the truth
        no band         ┊

    Args:
        band: Low, middle and high; None for no band.
        truth: The true ratio, or None where it is not known.
        columns: Width in characters, at least 8.
        ascii_only: Whether the terminal shows plain ASCII only.

    Returns:
        `columns` characters; what lies beyond the scale stands at its end.

    Raises:
        Refused: The line would be too short, or a ratio is not above zero.
    """
    if columns < 8:
        raise Refused(f"a band of {columns} characters is too short")
    signs = _ASCII if ascii_only else _SIGNS
    line = [signs["gap"]] * columns
    line[_place(1.0, columns)] = signs["none"]
    if band:
        low, middle, high = (_place(each, columns) for each in band)
        line[low : high + 1] = [signs["band"]] * (high + 1 - low)
        line[middle] = signs["middle"]
    if truth is not None:
        line[_place(truth, columns)] = signs["truth"]
    return "".join(line)


def _place(ratio: float, columns: int) -> int:
    if not ratio > 0:
        raise Refused(f"a rate ratio of {ratio:g} is not above zero")
    part = math.log(ratio / LEFT) / math.log(RIGHT / LEFT)
    return round(min(max(part, 0.0), 1.0) * (columns - 1))
