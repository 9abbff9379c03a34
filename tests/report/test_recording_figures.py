"""The overlay shows the trace, every mark with how sure it is, and what was left out with its reason."""

from dataclasses import replace

import numpy as np
import pytest
from tests.reading import grade
from tests.recordings.made_summary import grid, phone, uncounted
from tests.report.drawn import layers, text

from untwitch.facts.identity import new_id
from untwitch.facts.mark import Mark
from untwitch.recordings.by_hand import with_marks
from untwitch.recordings.summary import Excluded, Potential, RecordingSummary, Trace
from untwitch.report import recording_figures as drawing
from untwitch.report.figure import Figure
from untwitch.report.recording_figures import judged_range, recording_figures, trace_figure


def trace_of(summary: RecordingSummary) -> Figure:
    figure = trace_figure(summary, name="t")
    assert figure is not None
    return figure


def test_a_grid_has_three_figures_a_phone_two_and_an_unjudged_recording_none() -> None:
    assert [each.name for each in recording_figures(grid(), name="a")] == ["a-trace", "a-shapes", "a-map"]
    assert [each.name for each in recording_figures(phone())] == ["recording-trace", "recording-shapes"]
    assert recording_figures(uncounted()) == ()


def test_every_twitch_has_its_mark_and_the_surer_is_darker_and_larger() -> None:
    marks = layers(trace_of(phone()))["known_twitch"]
    assert len(marks) == 5
    opacities = [float(each.get("opacity", "1")) for each in marks]
    assert opacities[0] > opacities[1] > opacities[2] > opacities[3]
    assert len(str(marks[0].get("d"))) > 0


def test_marks_by_hand_are_triangles_and_said() -> None:
    here = new_id()
    marks = [Mark(new_id(), here, 60.0, is_twitch=True), Mark(new_id(), here, 12.5, is_twitch=False)]
    figure = trace_of(with_marks(phone(), marks))
    assert len(layers(figure)["known_by_hand"]) == 1
    assert len(layers(figure)["known_twitch"]) == 4
    assert "Triangles were set by hand." in figure.sentence
    assert "Triangles" not in trace_of(phone()).sentence
    rows = {row[0]: row for row in figure.table.rows}
    assert rows["1:00.00"] == ("1:00.00", "set by hand", "not measured", "not told")
    assert "0:12.50" not in rows


def test_what_was_left_out_is_shaded_in_every_panel_with_its_reason() -> None:
    figure = trace_of(phone())
    assert len(layers(figure)["left_out"]) == 3
    assert "Grey was left out: the phone was moved (30 seconds)." in figure.sentence
    assert ("1:40.00", "left out until 2:10.00", "", "the phone was moved") in figure.table.rows
    # a reason that fits into its stretch stands there, one that does not is in the sentence alone
    assert "the phone was moved" not in text(figure)
    wide = trace_of(phone(excluded=(Excluded(60.0, 130.0, "the phone was moved"),)))
    assert "the phone was moved" in text(wide)
    assert "Grey" not in trace_of(phone(excluded=())).sentence


def test_the_table_has_every_number_of_the_drawing_in_order_of_time() -> None:
    table = trace_of(phone()).table
    assert [row[0] for row in table.rows] == [
        "0:12.50", "0:31.25", "0:31.50", "1:28.00", "1:40.00", "2:20.75",
    ]  # fmt: skip
    assert table.rows[0] == ("0:12.50", "98", "20 mm/s²", "channel z, shape 1")
    assert table.rows[2] == ("0:31.50", "40", "60 mm/s²", "channel z")
    assert all(len(row) == len(table.header) for row in table.rows)


def test_of_very_many_the_surest_are_drawn_and_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_ROWS", 2)
    monkeypatch.setattr(drawing, "MOST_DRAWN", 3)
    made = phone(excluded=tuple(Excluded(10 * at, 10 * at + at + 1, "no signal") for at in range(5)))
    figure = trace_of(made)
    assert len(layers(figure)["known_twitch"]) == 3
    assert len(layers(figure)["left_out"]) == 9
    assert [row[0] for row in figure.table.rows if "left" not in row[1]] == ["0:12.50", "2:20.75"]
    assert figure.table.caption.endswith("without the 3 least sure marks")


def test_a_long_trace_is_drawn_small_and_no_peak_is_lost() -> None:
    high = np.ones(4000, np.float32)
    high[[7, 3999]] = [50, 70]
    high[100:120] = np.nan
    trace = Trace(0.9, "z", -high, high, high, 6.0, "mm/s2")
    rows = drawing._steps(trace)
    assert len(rows) == 800
    assert rows[1]["high"] == 50
    assert rows[-1]["high"] == 70
    assert rows[-1]["low"] == -70
    assert rows[20]["high"] is rows[20]["statistic"] is None
    figure = trace_of(phone(trace=trace, duration_s=3600.0))
    assert len(figure.svg) < 150_000
    small = trace_of(phone(trace=Trace(180.0, "z", high[:1], high[:1], high[:1], 6.0, "mm/s2")))
    assert "svg" in small.svg


def test_what_was_left_out_may_leave_the_picture_and_a_twitch_may_not() -> None:
    made = phone()
    assert made.trace is not None
    loud = made.trace.channel_high.copy()
    loud[210:250] = 5000
    trace = replace(made.trace, channel_high=loud, statistic=loud)
    low, high, statistic = judged_range(phone(trace=trace), trace)
    assert low == pytest.approx(-11, abs=0.1)
    assert (high, statistic) == (140, 140)
    assert "5,000" not in text(trace_of(phone(trace=trace)))
    # where nothing was judged all of it is drawn
    none = phone(trace=trace, excluded=(Excluded(0, 180, "the phone was moved"),))
    assert judged_range(none, trace)[1] == 5000
    quiet = replace(trace, statistic=np.full(360, np.nan, np.float32))
    assert judged_range(made, quiet)[2] == pytest.approx(7.2)


def test_a_short_recording_is_drawn_in_seconds_and_a_long_one_in_minutes() -> None:
    assert "seconds" in text(trace_of(grid()))
    assert "minutes" in text(trace_of(phone()))


def test_nothing_found_is_said_and_a_recording_without_a_trace_has_no_such_figure() -> None:
    figure = trace_of(phone(twitches=(), templates=()))
    assert "There is no mark: nothing stood out of the noise." in figure.sentence
    assert trace_figure(phone(trace=None), name="t") is None
    empty = np.zeros(0, np.float32)
    assert trace_figure(phone(trace=Trace(1, "z", empty, empty, empty, 6, "px")), name="t") is None


@pytest.mark.parametrize("made", [phone(), grid()])
def test_the_sentences_are_easy_to_read_and_the_drawings_have_words(made: RecordingSummary) -> None:
    for figure in recording_figures(made):
        assert grade(figure.sentence, exempt=("electrode", "recording")) <= 8
        assert "<desc" in figure.svg
        assert 'fill="black"' not in figure.svg
        assert "currentColor" in figure.svg


def test_a_name_of_a_file_or_channel_cannot_act_on_the_page() -> None:
    evil = Potential(12.5, 0.9, 1.0, "uV", 1.0, "<script>x</script>\x1b[2J")
    made = phone(path='<img src=x onerror="y">.csv', twitches=(evil,))
    figure = trace_of(made)
    assert "<script" not in figure.svg
    assert "<img" not in figure.svg
    assert "\x1b" not in figure.table.rows[0][3]
