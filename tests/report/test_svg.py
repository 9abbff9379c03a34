"""Drawings made safe to stand in a page."""

import xml.etree.ElementTree as ET

import pytest

from untwitch.facts.refused import Refused
from untwitch.report.svg import for_page, standalone

DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" viewBox="0 0 10 20">'
    '<defs><clipPath id="clip1"><path d="M0,0"/></clipPath>'
    '<clipPath id="clip10"><path d="M0,0"/></clipPath></defs>'
    '<g clip-path="url(#clip1)"/><g clip-path="url(#clip10)"/></svg>'
)


def made(drawing: str = DRAWN) -> str:
    return for_page(drawing, name="days", title="A & B", description="Two <words>")


def test_a_drawing_has_a_title_and_a_description_that_name_it() -> None:
    root = ET.fromstring(made())
    title, description = root[0], root[1]
    assert (title.text, description.text) == ("A & B", "Two <words>")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert root.get("role") == "img"
    assert root.get("viewBox") == "0 0 10 20"
    assert root.get("width") is None


def test_ids_carry_the_name_of_the_drawing_and_still_point_home() -> None:
    drawn = made()
    assert 'id="days-clip1"' in drawn
    assert "url(#days-clip1)" in drawn
    assert 'id="days-clip10"' in drawn
    assert "url(#days-clip10)" in drawn
    assert "days-days" not in drawn


@pytest.mark.parametrize(
    "foreign",
    [
        "<script>1</script>",
        "<image/>",
        '<g onclick="x"/>',
        '<a href="x"/>',
        "<style></style>",
        "<foreignObject/>",
        '<g style="x"/>',
    ],
)
def test_a_drawing_with_foreign_parts_is_refused(foreign: str) -> None:
    with pytest.raises(Refused, match="must not carry"):
        made(DRAWN.replace("<defs>", f"{foreign}<defs>"))


@pytest.mark.parametrize("wrong", ["", "<p>", "<svg width='1'></svg>"])
def test_what_is_no_drawing_is_refused(wrong: str) -> None:
    with pytest.raises(Refused, match="view box"):
        made(wrong)


def test_a_file_of_its_own_has_a_ground_in_light_and_dark() -> None:
    text = standalone(made())
    ET.fromstring(text)
    assert "prefers-color-scheme:dark" in text
    with pytest.raises(Refused, match="not SVG"):
        standalone("<p>")


def test_it_is_short_and_only_its_root_speaks() -> None:
    part = (
        '<g role="graphics-object" aria-label="x" pointer-events="none"><path class="background" d="M0,0"/>'
        '<path d="M1.23456,-0.0001h3.3333333e-05v2.5" opacity="1" fill-opacity="0.25"/></g>'
    )
    drawn = made(DRAWN.replace("<defs>", f"{part}<defs>"))
    assert '<g><path d="M1.23,0h0v2.5" fill-opacity="0.25"/></g>' in drawn
    assert drawn.count("role=") == 1
