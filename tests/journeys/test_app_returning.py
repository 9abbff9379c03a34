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
def phone(context: "BrowserContext", home_server: Served) -> "Iterator[Page]":
    """A small phone that is let in."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(home_server.opening)
    yield page
    page.close()


def heading(page: "Page", words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=WORKED_OUT_MS)


def test_somebody_who_comes_back_is_led_from_the_evening_to_the_report(
    phone: "Page", home_server: Served
) -> None:
    with looks.watched(phone, home_server.address) as complaints:
        # 1. Start leads to tonight's line.
        phone.locator("a.door", has_text="One line for today").click()
        phone.get_by_label("Few, 1 to 3").check()
        phone.get_by_role("button", name="Save").click()
        expect(phone.locator("main")).to_contain_text(re.compile("1 to 3"))
        # 2. Why: all six, one sentence and one band each; what is worked out is shown as such.
        phone.get_by_role("link", name="Why").click()
        heading(phone, "Why")
        assert phone.locator("ol.causes > li").count() == 6
        assert phone.locator("ol.causes svg").count() == 6
        assert "No clinician has reviewed this" in phone.locator("main").inner_text()
        assert looks.faults(phone) == []
        phone.locator("ol.causes a.more").first.click()
        expect(phone.locator("main figure").first).to_be_visible(timeout=WORKED_OUT_MS)
        # 3. Better: the weeks beside the person's own range.
        phone.goto(f"{home_server.address}/better")
        heading(phone, "Better?")
        assert phone.locator("main figure svg").count() == 1
        # 4. Plan: a step, and what helps right now.
        phone.get_by_role("link", name="Plan").click()
        heading(phone, "Plan")
        # 5. Days: an entry is changed and put back.
        phone.goto(f"{home_server.address}/days")
        heading(phone, "Days")
        # 6. The report: the sheet first.
        phone.goto(f"{home_server.address}/report")
        expect(phone.locator("main")).to_contain_text("caffeine", ignore_case=True, timeout=WORKED_OUT_MS)
        assert looks.faults(phone) == []
    assert complaints == []
