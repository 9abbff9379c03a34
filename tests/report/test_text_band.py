"""One interval as a line of characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.report.text_band import text_band

RATIOS = st.floats(0.01, 100)


def test_the_scale_runs_in_equal_ratios_with_no_change_marked() -> None:
    assert text_band((1.0, 1.3, 2.0), columns=19, ascii_only=True) == "    ======o========"
    assert text_band((1.2, 1.3, 1.6), truth=2.0, columns=19) == "    ┊   ━━●━━━━   ▲"
    assert text_band(None, columns=19) == "    ┊" + " " * 14


@given(st.tuples(RATIOS, RATIOS, RATIOS).map(sorted), RATIOS, st.integers(8, 60))
def test_every_line_is_as_wide_as_asked_and_shows_the_truth(
    band: list[float], truth: float, columns: int
) -> None:
    low, middle, high = band
    line = text_band((low, middle, high), truth=truth, columns=columns, ascii_only=True)
    assert len(line) == columns
    assert line.count("^") == 1
    assert line.isascii()


def test_beyond_the_scale_stands_at_its_end() -> None:
    assert text_band((3, 4, 5), columns=10, ascii_only=True)[-1] == "o"
    assert text_band((0.1, 0.2, 0.3), columns=10, ascii_only=True)[0] == "o"


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(Refused, match="too short"):
        text_band(None, columns=7)
    with pytest.raises(Refused, match="not above zero"):
        text_band((0.0, 1.0, 2.0))
