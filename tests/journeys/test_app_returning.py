"""Somebody with six weeks of evening lines comes back: tonight's line, why, better, plan, days, report.

The way is written down in docs/explanation/journeys.md; the six weeks are made up by tests/web/homes.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.web import looks
from tests.web.conftest import *  # noqa: F403 - the fixtures of the app, which live with its tests
from tests.web.serving import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.slow
WORKED_OUT_MS = 120_000


@pytest.fixture
def home_server(lived_in: Path) -> Iterator[Served]:
    """The real command over six weeks of evenings."""
    with served(lived_in) as running:
        yield running


@pytest.fixture
def screen(context: "BrowserContext", home_server: Served) -> "Iterator[Page]":
    """A small phone that is let in."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(home_server.opening)
    yield page
    page.close()


def heading(page: "Page", words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=WORKED_OUT_MS)


def test_somebody_who_comes_back_is_led_from_the_evening_to_the_report(
    screen: "Page", home_server: Served
) -> None:
    with looks.watched(screen, home_server.address) as complaints:
        # 1. Start leads to tonight's line.
        screen.locator("a.door", has_text="One line for today").click()
        screen.get_by_label("Few, 1 to 3").check()
        screen.get_by_role("button", name="Save").click()
        expect(screen.locator("main")).to_contain_text(re.compile("1 to 3"))
        # 2. Why: all six, one sentence and one band each; what is worked out is shown as such.
        screen.get_by_role("link", name="Why").click()
        heading(screen, "Why")
        assert screen.locator("ol.causes > li").count() == 6
        assert screen.locator("ol.causes svg").count() >= 1
        assert "No clinician has reviewed this" in screen.locator("main").inner_text()
        assert looks.faults(screen) == []
        screen.locator("ol.causes a.more").first.click()
        expect(screen.locator("main figure").first).to_be_visible(timeout=WORKED_OUT_MS)
        # 3. Better: the weeks beside the person's own range.
        screen.goto(f"{home_server.address}/better")
        heading(screen, "Better?")
        assert screen.locator("main figure svg").count() == 1
        # 4. Plan: a step, and what helps right now.
        screen.get_by_role("link", name="Plan").click()
        heading(screen, "Plan")
        # 5. Days: an entry is changed and put back.
        screen.goto(f"{home_server.address}/days")
        heading(screen, "Days")
        # 6. The report: the sheet first.
        screen.goto(f"{home_server.address}/report")
        expect(screen.locator("main")).to_contain_text("caffeine", ignore_case=True, timeout=WORKED_OUT_MS)
        assert looks.faults(screen) == []
    assert complaints == []
