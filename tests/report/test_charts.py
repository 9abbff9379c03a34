"""Charts: sane SVG in the colour of the page, unknown days apart from zero, one band a cause."""

import datetime as dt
import re
import socket
import xml.etree.ElementTree as ET
from typing import Any, NoReturn

import altair as alt
import pytest
from tests.report.sample_person import cause, explain

from untwitch.facts.measure import CAUSES
from untwitch.report import charts
from untwitch.report.figure import Figure, draw
from untwitch.report.series import Day

FIRST = dt.date(2025, 1, 1)
SVG = "{http://www.w3.org/2000/svg}"


def days(*counts: tuple[int, int] | None) -> list[Day]:
    return [Day(FIRST + dt.timedelta(days=step), *(each or ())) for step, each in enumerate(counts)]


def marks(figure: Figure | None, name: str) -> list[ET.Element]:
    """Gives the drawn shapes of one named layer."""
    assert figure is not None
    return [
        shape
        for group in ET.fromstring(figure.svg).iter(f"{SVG}g")
        if f"{name}_marks" in group.get("class", "").split() or name in group.get("class", "").split()
        for shape in group
    ]


def height(shape: ET.Element) -> float:
    found = re.search(r"h([\d.]+)v(-?[\d.]+)h", shape.get("d", ""))
    assert found
    return abs(float(found.group(2)))


def test_unknown_days_are_bands_zeros_are_dots_and_ranges_are_paler() -> None:
    figure = charts.twitches_per_day(days((4, 4), None, (0, 0), (4, 10), None))
    assert len(marks(figure, "unknown")) == 2
    assert len(marks(figure, "none")) == 1
    known, ranges = marks(figure, "known"), marks(figure, "range")
    assert len(known) == len(ranges) == 3
    assert height(ranges[2]) == pytest.approx(1.5 * height(known[2]), rel=0.01)
    assert height(ranges[0]) == pytest.approx(0, abs=0.01)
    assert float(ranges[0].get("opacity", 1)) < float(known[0].get("opacity", 1))


def test_beyond_a_year_weeks_are_drawn() -> None:
    year = charts.twitches_per_day(days(*[(3, 3)] * 365))
    longer = charts.twitches_per_day(days(*[(3, 3)] * 366))
    assert len(marks(year, "known")) == 365
    assert len(marks(longer, "known")) == 53
    assert longer is not None
    assert "mean of each week" in longer.title


def test_the_dates_on_the_axis_are_the_days_of_the_diary(monkeypatch: pytest.MonkeyPatch) -> None:
    for zone in ("Pacific/Honolulu", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", zone)
        figure = charts.twitches_per_day(days(*[(1, 1)] * 5))
        assert figure is not None
        assert ">1 Jan<" in figure.svg


def test_without_any_entry_there_is_no_chart() -> None:
    assert charts.twitches_per_day(days(None, None)) is None
    assert charts.twitches_per_day([]) is None


def test_every_cause_stands_on_its_line_with_the_words_of_the_ladder() -> None:
    figure = charts.causes_on_the_ladder(explain()["causes"])
    words = ["".join(each.itertext()) for each in marks(figure, "words")]
    assert words == [
        "Stress: possible",
        "Overworked muscles: not enough yet",
        "Too little sleep: goes with your twitches",
        "Minerals in food: not enough yet",
        "Caffeine: goes with your twitches",
        "Too little to drink: no sign of it",
    ]


def test_the_look_of_a_band_says_how_sure_it_is_without_colour() -> None:
    figure = charts.causes_on_the_ladder(
        [*explain()["causes"], cause("alcohol", "likely", evidence="tested_in_you")]
    )
    assert len(marks(figure, "goes")) == 2
    assert len(marks(figure, "tested")) == 1
    (possible,) = marks(figure, "possible")
    (early,) = marks(figure, "early")
    assert possible.get("stroke-dasharray") is None
    assert early.get("stroke-dasharray") == "3,3"
    assert len(marks(figure, "nothing")) == 1
    assert len(marks(figure, "median")) == 5


def test_the_truth_of_a_made_up_person_is_marked_and_said() -> None:
    plain = charts.causes_on_the_ladder(explain()["causes"])
    told = charts.causes_on_the_ladder(explain()["causes"], truth={"sleep": 1.5, "caffeine": 1.3})
    assert not marks(plain, "truth")
    assert len(marks(told, "truth")) == 2
    assert plain is not None
    assert told is not None
    assert "triangle" in told.sentence
    assert "triangle" not in plain.sentence


def test_a_ratio_beyond_the_scale_is_clamped_and_not_lost() -> None:
    wild = cause("sleep", "likely", rate_ratio_per_swing={"median": 30.0, "low": 0.01, "high": 900.0})
    assert len(marks(charts.causes_on_the_ladder([wild]), "goes")) == 1


def test_causes_without_any_band_are_not_drawn() -> None:
    bare = [cause(each, "cannot_tell", rate_ratio_per_swing=None) for each in CAUSES]
    assert charts.causes_on_the_ladder(bare) is None
    assert charts.causes_on_the_ladder([]) is None


def test_what_is_not_explained_stands_among_the_shares() -> None:
    figure = charts.shares(explain()["causes"], explain()["unexplained_share"])
    words = ["".join(each.itertext()) for each in marks(figure, "words")]
    assert len(words) == 6
    assert words[-1] == "Not explained by these: about 40 of 100 (between 25 and 60)"
    assert figure is not None
    assert "if the link is causal" in figure.title
    assert len(marks(charts.shares(explain()["causes"], None), "share")) == 5
    assert charts.shares([cause("sleep", "cannot_tell", share=None)], None) is None


def test_weekdays_wait_for_four_weeks_of_entries() -> None:
    assert charts.per_weekday(days(*[(3, 3)] * 27)) is None
    figure = charts.per_weekday(days(*[(3, 3)] * 28))
    assert len(marks(figure, "weekday")) == 7
    assert charts.per_weekday([]) is None


def all_figures() -> list[Figure]:
    found = [
        charts.twitches_per_day(days(*[(3, 5), None, (0, 0)] * 20)),
        charts.causes_on_the_ladder(explain()["causes"], truth={"sleep": 1.5}),
        charts.shares(explain()["causes"], explain()["unexplained_share"]),
        charts.per_weekday(days(*[(3, 3)] * 28)),
    ]
    return [each for each in found if each is not None]


def test_every_figure_has_its_words_and_takes_its_colour_from_the_page() -> None:
    figures = all_figures()
    assert len({each.name for each in figures}) == 4
    for each in figures:
        root = ET.fromstring(each.svg)
        assert root[0].text == each.title
        assert root[1].text
        assert each.sentence.endswith(".")
        used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', each.svg))
        assert used <= {"currentColor", "none", "transparent"}, used


def test_nothing_outside_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a chart opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for each in all_figures():
        assert "http" not in each.svg.replace("http://www.w3.org/", "")


def test_data_from_an_address_are_refused_by_the_drawing_itself() -> None:
    chart: Any = alt.layer(alt.Chart("https://untwitch.example/data.csv").mark_point().encode(x="a:Q"))
    with pytest.raises(ValueError, match=r"not allowed|untwitch\.example"):
        draw(chart)
