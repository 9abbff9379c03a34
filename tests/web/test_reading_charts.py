"""A chart is read day by day: by arrow keys, by a finger, and by its table where there is no script."""

import time
from typing import TYPE_CHECKING

import pytest

from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.web.serving import Served

pytestmark = pytest.mark.slow


@pytest.fixture
def lived(server: "Served") -> Session:
    made = Session(home=server.home, now=Instant(time.time_ns() // 1_000_000, "UTC", "guess"))
    for ago, word in enumerate(("many", "none", "few", "some")):
        day = made.now.utc_ms - ago * 86_400_000
        log(made, ["evening", word], Details(at=str(Instant(day, "UTC").local_day())))
    return made


def test_arrow_keys_and_a_finger_read_the_days(lived: Session, server: "Served", paired: "Page") -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - only where a browser is

    paired.goto(f"{server.address}/why/figures")
    slider = paired.get_by_label("Read one day").first
    slider.wait_for(timeout=60_000)
    slider.focus()
    reading = paired.locator(".reading").first
    expect(reading).to_contain_text("fewest 11, most 40")
    slider.press("ArrowLeft")
    expect(reading).to_contain_text("fewest 0, most 0")
    assert "fewest 0, most 0" in str(slider.get_attribute("aria-valuetext"))
    chart = paired.locator("svg.days")
    box = chart.bounding_box()
    assert box is not None
    paired.touchscreen.tap(box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2)
    expect(reading).to_contain_text("fewest 4, most 10")
    expect(slider).to_have_value("0")


def test_without_script_the_table_says_the_same(lived: Session, server: "Served", browser: "Browser") -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - as above

    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.opening)
    page.goto(f"{server.address}/why/figures")
    page.wait_for_selector("svg.days", timeout=60_000)  # the progress page looks again by itself
    page.locator("summary").first.click()
    expect(page.locator("tbody tr").first).to_contain_text("4")
    expect(page.locator("input[type=range]")).to_have_count(0)
    context.close()
