"""The first ten minutes on a small screen: five weeks of twitches in calf and eyelid, and nothing kept yet.

The way is written down in docs/explanation/journeys.md; what is walked here is that page, step by step.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.web import looks
from tests.web.conftest import *  # noqa: F403 - the fixtures of the app, which live with its tests

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page
    from tests.web.serving import Served

pytestmark = pytest.mark.slow
TOLD = {
    "v.age_years": "38", "v.sex": "female", "v.movement_kind": "flicker", "v.twitch_since_days": "35",
    "v.twitch_pattern": "intermittent", "v.twitch_trend": "unchanged", "v.twitch_severity_0_10": "3",
    "v.twitch_bothers_0_10": "5", "v.all_settled_now": "no", "v.stress_0_10": "7", "v.sleep_mean_7d_h": "6",
    "v.caffeine_24h_mg": "400", "v.water_24h_l": "1.5", "v.weight_loss_3m_kg": "0",
}  # fmt: skip
TICKED = ("c.twitch_sites.calf_left", "c.twitch_sites.eyelid_right")
MOST_SCREENS = 14


@pytest.fixture
def screen(context: "BrowserContext", server: "Served") -> "Iterator[Page]":
    """A phone on which the link has just been opened, with nothing kept anywhere."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(server.opening)
    yield page
    page.close()


def answer_screen(page: "Page") -> None:
    """Answers one screen of the check as somebody does to whom only the twitches apply."""
    none = page.locator("input[name=none]")
    if none.count():
        none.check()
    else:
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        for name, value in TOLD.items():
            field = page.locator(f"main input[name='{name}']")
            if field.count() == 0:
                continue
            if field.first.get_attribute("type") == "radio":
                page.locator(f"main input[name='{name}'][value='{value}']").check()
            else:
                field.fill(value)
        for name in TICKED:
            if page.locator(f"main input[name='{name}']").count():
                page.locator(f"main input[name='{name}']").check()
    page.locator("button.main").first.click()


def test_the_first_ten_minutes_lead_from_check_to_done_for_today(screen: "Page", server: "Served") -> None:
    with looks.watched(screen, server.address) as complaints:
        # 1. Start has two doors and no empty axes.
        expect(screen.get_by_role("heading", level=1)).to_have_text("Muscle twitches, calmly")
        assert screen.locator("svg").count() == 0
        screen.locator("a.door", has_text="Check").click()
        # 2. Check: whom, then one screen at a time.
        screen.get_by_label("Myself").check()
        screen.get_by_role("button", name="Begin").click()
        screens = 0
        while "/check/answer" not in screen.url:
            screens += 1
            assert screens <= MOST_SCREENS, screen.locator("main").inner_text()
            assert looks.faults(screen) == []
            answer_screen(screen)
        # 3. The answer: how soon, who, why, what to do, what to come back for.
        said = screen.locator("main").inner_text()
        for part in ("Why", "What to do", "Come back or call if", "No clinician has reviewed this"):
            assert part in said
        assert "emergency" not in screen.locator("h1").inner_text().lower()
        assert looks.faults(screen) == []
        # 4. One thing to do right now.
        screen.get_by_role("link", name="Next: one thing for right now").click()
        expect(screen.get_by_role("heading", level=1)).to_have_text("One thing for right now")
        # 5. The sheet for an appointment.
        screen.get_by_role("link", name="Next: a sheet to take along").click()
        screen.get_by_role("link", name="Open the sheet").click()
        expect(screen.locator("main")).to_contain_text(re.compile("calf", re.IGNORECASE))
        screen.go_back()
        # 6. An evening line for 28 days, if wanted.
        screen.get_by_role("link", name="Next", exact=True).click()
        screen.get_by_role("button", name="Yes, from today").click()
        # 7. Done for today, and tonight's line.
        expect(screen.get_by_role("heading", level=1)).to_have_text("Done for today")
        screen.get_by_role("link", name="Write the line for today").click()
        screen.get_by_label("Few, 1 to 3").check()
        screen.get_by_role("button", name="Save").click()
        expect(screen.locator("main")).to_contain_text(re.compile("few", re.IGNORECASE))
    assert complaints == []


def test_a_sign_of_an_emergency_shows_help_before_anything_else(screen: "Page", server: "Served") -> None:
    screen.goto(f"{server.address}/check")
    screen.get_by_label("Myself").check()
    screen.get_by_role("button", name="Begin").click()
    screen.locator("input[name='t.chest_pain_or_tightness']").check()
    screen.locator("input[name='v.chest_pain_or_tightness'][value='new_within_last_day']").check()
    screen.locator("button.main").first.click()
    expect(screen).to_have_url(re.compile("/check/answer"))
    first = screen.locator("main > *").first
    assert first.get_attribute("role") == "alert"
    assert re.search(r"112|911|emergency", first.inner_text())
    assert looks.faults(screen) == []


def test_what_was_kept_on_the_first_day_is_what_the_terminal_sees(screen: "Page", server: "Served") -> None:
    screen.goto(f"{server.address}/evening")
    screen.get_by_label("Some, 4 to 10").check()
    screen.get_by_role("button", name="Save").click()
    expect(screen.locator("main")).to_contain_text("4 to 10")
    run = subprocess.run(
        [sys.executable, "-m", "untwitch", "timeline", "--json"],
        env={**os.environ, "UNTWITCH_HOME": str(server.home)},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = json.loads(run.stdout)["rows"]
    assert [(each["twitches_low"], each["twitches_high"]) for each in rows] == [(4, 10)]
