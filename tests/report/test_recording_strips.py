"""A recording is shown minute by minute; no mark and no peak is lost between two strips."""

from dataclasses import replace

import numpy as np
import pytest
from tests.reading import grade
from tests.recordings.made_summary import TIMES_S, grid, phone
from tests.report.drawn import layers, text

from untwitch.recordings.summary import Excluded, RecordingSummary, Trace
from untwitch.report.recording_strips import strips_figure


def test_each_minute_has_its_strip_with_its_marks_and_what_was_left_out() -> None:
    figure = strips_figure(phone(), name="s")
    assert figure is not None
    assert [row[:3] for row in figure.table.rows] == [
        ("0:00.00", "1:00.00", "3"), ("1:00.00", "2:00.00", "1"), ("2:00.00", "3:00.00", "1"),
    ]  # fmt: skip
    assert [row[3] for row in figure.table.rows] == ["120 mm/s²", "25 mm/s²", "140 mm/s²"]
    drawn = layers(figure)
    assert len(drawn["known_twitch"]) == len(TIMES_S)
    # 100 to 130 s lies in two strips
    assert len(drawn["left_out"]) == 2
    assert "1:30" in text(figure)
    assert grade(figure.sentence) <= 8


def test_a_strip_is_longer_where_there_would_be_more_than_twelve() -> None:
    values = np.ones(4000, np.float32)
    trace = Trace(0.45, "z", -values, values, values, 6.0, "mm/s2")
    figure = strips_figure(phone(duration_s=1800.0, trace=trace), name="s")
    assert figure is not None
    assert len(figure.table.rows) == 10
    assert figure.table.rows[1][:2] == ("3:00.00", "6:00.00")
    assert "strips of 3 minutes" in figure.sentence
    assert len(figure.svg) < 300_000


@pytest.mark.parametrize(
    "made",
    [grid(), phone(trace=None), phone(duration_s=60.0, excluded=(), analysed_s=60.0)],
)
def test_there_is_none_where_one_line_shows_as_much(made: RecordingSummary) -> None:
    assert strips_figure(made, name="s") is None


def test_a_strip_without_signal_says_so_and_the_last_one_ends_with_the_recording() -> None:
    nothing = np.full(360, np.nan, np.float32)
    trace = Trace(0.5, "z", nothing, nothing, nothing, 6.0, "mm/s2")
    figure = strips_figure(phone(trace=trace, duration_s=150.0, analysed_s=0.0), name="s")
    assert figure is not None
    assert [row[3] for row in figure.table.rows] == ["no signal"] * 3
    assert figure.table.rows[-1][1] == "2:30.00"
    made = phone()
    assert made.trace is not None
    short = replace(made.trace, channel_low=nothing[:10], channel_high=nothing[:10], statistic=nothing[:10])
    cut = strips_figure(phone(trace=short, excluded=(Excluded(5, 180, "no signal"),)), name="s")
    assert cut is not None
    assert len(cut.table.rows) == 3
