"""Every page, as everybody meets it: small and large, three themes, forced colours, large text, by keys."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.reading import grade
from tests.web import looks
from tests.web.conftest import LARGE, SMALL
from tests.web.serving import Served, served

from untwitch.web.app import DOORS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NO_PAGES = re.compile(r"^/(api/|static|open$|manifest|service-worker)|\{|/file$|\.[a-z]+$")
"""What is no page: the interface, parts, links that open once, downloads, and pages of one thing."""


def addresses() -> tuple[str, ...]:
    """Gives the address of every page of the app, as its doors say."""
    routes = [
        route for door in DOORS for route in importlib.import_module(f"untwitch.web.{door}").router.routes
    ]
    found = {str(route.path) for route in routes if "GET" in route.methods}
    return tuple(sorted(path for path in found if not NO_PAGES.search(path)))


ADDRESSES = addresses()
WAYS: dict[str, dict[str, Any]] = {
    "calm": {},
    "high contrast": {"theme": "contrast"},
    "dark": {"theme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "reduced motion": {"reduced_motion": "reduce"},
    "large": {"viewport": LARGE},
    "large dark": {"viewport": LARGE, "theme": "dark"},
}
HARDEST_GRADE = 8.5
"""Grade 8 as the formula gives it, rounded."""


@pytest.fixture(scope="module", params=["empty", "six weeks"])
def visited(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, six_weeks_home: Path
) -> Iterator[Served]:
    """A server over an empty home, and over one that was lived in."""
    home = six_weeks_home if request.param == "six weeks" else tmp_path_factory.mktemp("empty")
    with served(home) as running:
        yield running


@pytest.fixture(scope="module")
def cookies(browser: "Browser", visited: Served) -> list[Any]:
    """What one paired browser shows."""
    context = browser.new_context()
    context.new_page().goto(visited.opening)
    shown = context.cookies()
    context.close()
    return list(shown)


def opened(browser: "Browser", cookies: list[Any], origin: str, way: dict[str, Any]) -> "BrowserContext":
    """Gives a paired browser that is set up in one way."""
    options = {name: value for name, value in way.items() if name != "theme"}
    context = browser.new_context(**{"viewport": SMALL, **options})
    context.add_cookies(cookies)
    if "theme" in way:
        context.add_cookies([{"name": "theme", "value": way["theme"], "url": origin}])
    return context


def settled(page: "Page", address: str) -> None:
    """Opens a page and waits until it has nothing left to work out."""
    page.goto(address)
    expect(page.locator("[data-working]")).to_have_count(0, timeout=60_000)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_right_on_a_small_phone(
    browser: "Browser", visited: Served, cookies: list[Any], address: str
) -> None:
    context = opened(browser, cookies, visited.address, WAYS["calm"])
    page = context.new_page()
    with looks.watched(page, visited.address) as complaints:
        settled(page, visited.address + address)
        assert page.locator("main").is_visible()
        assert looks.faults(page) == []
        assert looks.unseen_focus(page) == []
    context.close()
    assert complaints == []


@pytest.mark.slow
@pytest.mark.parametrize("way", [name for name in WAYS if name != "calm"])
def test_every_page_is_right_in_every_way(
    browser: "Browser", visited: Served, cookies: list[Any], way: str
) -> None:
    context = opened(browser, cookies, visited.address, WAYS[way])
    page = context.new_page()
    found = []
    for address in ADDRESSES:
        settled(page, visited.address + address)
        is_high_contrast = WAYS[way].get("theme") == "contrast"
        found += [f"{address}: {each}" for each in looks.faults(page, is_high_contrast=is_high_contrast)]
    context.close()
    assert found == []


@pytest.mark.slow
def test_every_page_bears_text_of_twice_the_size(
    browser: "Browser", visited: Served, cookies: list[Any]
) -> None:
    context = opened(browser, cookies, visited.address, {})
    page = context.new_page()
    found = []
    for address in ADDRESSES:
        settled(page, visited.address + address)
        # What a browser's own setting of the text size does: everything is measured in it.
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        found += [f"{address}: {each}" for each in looks.faults(page) if "inline" not in each]
    context.close()
    assert found == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_can_be_read_with_eight_years_of_school(
    browser: "Browser", visited: Served, cookies: list[Any], address: str
) -> None:
    context = opened(browser, cookies, visited.address, {})
    page = context.new_page()
    settled(page, visited.address + address)
    lines = page.locator("main").inner_text().splitlines()
    context.close()
    sentences = [
        each.strip() for each in lines if re.search(r"[.?!:]$", each.strip()) and len(each.split()) > 4
    ]
    if sentences:
        assert grade(" ".join(sentences)) <= HARDEST_GRADE, sentences


def test_a_page_without_script_is_whole(browser: "Browser", visited: Served, cookies: list[Any]) -> None:
    context = opened(browser, cookies, visited.address, {"java_script_enabled": False})
    page = context.new_page()
    for address in ADDRESSES:
        page.goto(visited.address + address)
        assert page.locator("h1").count() == 1, address
        assert "That did not work" not in page.locator("main").inner_text(), address
    context.close()
