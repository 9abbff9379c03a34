"""The band of one cause: where it lies, how sure it looks, and what it says to who cannot see it."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from tests.report.drawn import SVG
from tests.report.sample_person import cause

from untwitch.report.band import LEFT, RIGHT, band_svg


def ratio(low: float, median: float, high: float) -> dict[str, Any]:
    return {"rate_ratio_per_swing": {"low": low, "median": median, "high": high}}


def rect(drawing: str) -> ET.Element:
    (found,) = ET.fromstring(drawing).iter(f"{SVG}rect")
    return found


def test_it_begins_and_ends_where_the_marks_of_those_ratios_stand() -> None:
    drawing = band_svg(cause("caffeine", "likely", **ratio(1.0, 1.5, 2.0)))
    root = ET.fromstring(drawing)
    marks = {each.text: float(each.get("x", "")) for each in root.iter(f"{SVG}text")}
    band = rect(drawing)
    left, width = float(band.get("x", "")), float(band.get("width", ""))
    assert left == marks["same"]
    assert left + width == pytest.approx(marks["2x"])
    middles = [each for each in root.iter(f"{SVG}line") if each.get("class")]
    assert [float(each.get("x1", "")) for each in middles] == [marks["1.5x"]]


def test_what_lies_beyond_the_scale_ends_at_its_edge_and_a_thin_band_can_be_seen() -> None:
    drawing = band_svg(cause("caffeine", "likely", **ratio(LEFT / 2, 1.0, RIGHT * 2)))
    inside = [float(rect(drawing).get(each, "")) for each in ("x", "width")]
    assert inside == [14, 320 - 28]
    thin = band_svg(cause("caffeine", "likely", **ratio(1.2, 1.2, 1.2)))
    assert float(rect(thin).get("width", "")) == 2


def test_each_rung_looks_its_own_without_colour() -> None:
    looks = []
    for verdict, evidence in (
        ("cannot_tell", "none"),
        ("unlikely", "none"),
        ("possible", "none"),
        ("likely", "none"),
        ("likely", "tested_in_you"),
    ):
        band = rect(band_svg(cause("caffeine", verdict, evidence=evidence)))
        looks.append(tuple(band.get(each) for each in ("fill", "fill-opacity", "stroke-dasharray", "height")))
    assert len(set(looks)) == 5


def test_it_is_read_out_in_words() -> None:
    root = ET.fromstring(band_svg(cause("caffeine", "likely")))
    title = root[0]
    assert root.get("aria-labelledby") == title.get("id") == "band-caffeine"
    assert title.text == (
        "With your usual step up, 1.4 times as many, between 1.2 and 1.7, if it acts at all."
    )


def test_a_cause_without_a_band_has_none() -> None:
    assert band_svg(cause("diet", "cannot_tell", rate_ratio_per_swing=None)) == ""
