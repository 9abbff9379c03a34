"""The overlay page is well formed, escaped, needs nothing from elsewhere and is easy to read."""

import datetime as dt

from tests.reading import grade
from tests.recordings.made_summary import grid, phone, uncounted
from tests.report.test_html import DISEASES, NEVER, Page

from untwitch.recordings.summary import RecordingSummary
from untwitch.report.recording_page import About, render_recording
from untwitch.report.recording_words import lines


def page_of(summary: RecordingSummary, *, when: str = "3 February 2026, 21:40") -> str:
    about = About(lines(summary, site="calf_left"), dt.date(2026, 2, 3), "0.1.0", when=when)
    return render_recording(summary, about)


def test_the_page_holds_the_words_every_figure_and_its_table() -> None:
    html = page_of(grid())
    page = Page(html)
    assert page.faults == []
    assert page.open == []
    assert page.tags.count("svg") == page.tags.count("figure") == page.tags.count("table") == 3
    text = " ".join(page.text)
    assert "grid.edf" in text
    assert "3 February 2026, 21:40" in text
    assert "All of it could be judged." in text
    assert "not clinically validated" in text


def test_the_page_fetches_and_runs_nothing_and_is_calm() -> None:
    html = page_of(phone(path='<script>alert(1)</script>"&.csv'))
    page = Page(html)
    assert "script" not in page.tags
    assert not any(name in {"src", "href"} or name.startswith("on") for _, name, _ in page.attributes)
    assert "default-src 'none'" in html
    text = " ".join(page.text)
    assert not DISEASES.search(text)
    assert not NEVER.search(text)
    assert grade(" ".join(page.prose), exempt=("accelerometer", "recording")) <= 8


def test_a_longer_recording_is_shown_strip_by_strip_under_its_trace() -> None:
    names = [value for _, name, value in Page(page_of(phone())).attributes if name == "class"]
    charts = [each.split()[-1] for each in names if each.startswith("chart ")]
    assert charts == ["recording-trace", "recording-strips", "recording-shapes"]


def test_a_recording_with_nothing_to_draw_has_a_page_that_says_so() -> None:
    page = Page(page_of(uncounted(), when=""))
    assert "There is nothing to draw." in " ".join(page.text)
    assert page.faults == []
