"""Makes the pictures of the app: the real server, its own example person, Chromium, a small phone."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.web.serving import served

SCREENS = Path(__file__).parent / "screens"
SMALL = {"width": 360, "height": 740}
PAGES = {
    "start": "/",
    "check": "/check",
    "evening": "/evening",
    "now": "/now",
    "why": "/why",
    "better": "/better",
    "plan": "/plan",
    "breathe": "/breathe",
    "report": "/report",
}
"""Name of a picture, and the page that it shows."""
WORKED_OUT_MS = 120_000


def main() -> None:
    """Writes the pictures beside this script."""
    SCREENS.mkdir(exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_context(viewport=SMALL, service_workers="block").new_page()  # type: ignore[arg-type]
        page.goto(server.opening)
        _picture(page, "first-day")
        page.get_by_role("button", name="Open the example").click()
        for name, path in PAGES.items():
            page.goto(server.address + path)
            expect(page.locator("[data-working]")).to_have_count(0, timeout=WORKED_OUT_MS)
            _picture(page, name)
        for theme in ("dark", "contrast"):
            page.context.add_cookies([{"name": "theme", "value": theme, "url": server.address}])
            page.goto(f"{server.address}/why")
            _picture(page, f"why-{theme}")
        browser.close()


def _picture(page: Page, name: str) -> None:
    path = SCREENS / f"{name}.png"
    page.screenshot(path=path)
    sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
