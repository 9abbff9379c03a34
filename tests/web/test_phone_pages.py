"""The pages that a person sees while a phone is added and a file is brought in, in every theme."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.reading import grade
from tests.web import looks
from tests.web.conftest import SMALL
from tests.web.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LAN = ("--lan", "--lan-port", "0", "--address", "127.0.0.1")
TABLE = b"date,caffeine_mg,cups of tea\n2026-01-01,95,2\n2026-01-02,0,1\n2026-01-03,many,0\n"
GLOSSARY = ("untwitch", "certificate", "fingerprint", "computer", "browser")


def readable(page: "Page") -> None:
    lines = [each.strip() for each in page.locator("main").inner_text().splitlines()]
    sentences = [each for each in lines if each[-1:] in ".?:" and len(each.split()) > 4]
    assert grade(" ".join(sentences), exempt=GLOSSARY) <= 8.5


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["calm", "contrast", "dark"])
def test_adding_a_phone_and_bringing_in_look_right(browser: "Browser", tmp_path: Path, theme: str) -> None:
    (tmp_path / "diary.csv").write_bytes(TABLE)
    with served(tmp_path / "home", *LAN) as running:
        context = browser.new_context(viewport=SMALL, ignore_https_errors=True)
        context.add_cookies([{"name": "theme", "value": theme, "url": running.address}])
        page = context.new_page()
        page.goto(running.opening)
        found: dict[str, list[str]] = {}

        def look(name: str, *, is_plain: bool = False) -> None:
            is_high_contrast = theme == "contrast" and not is_plain  # without a cookie there is one theme
            found[name] = [*looks.faults(page, is_high_contrast=is_high_contrast), *looks.unseen_focus(page)]
            readable(page)

        page.goto(f"{running.address}/devices")
        look("devices")
        page.get_by_role("button", name="Show the codes").click()
        expect(page.locator("svg.code")).to_have_count(2)
        look("codes")
        page.goto(f"http://127.0.0.1:{running.said['phones']['certificate_port']}/")
        look("the page with the certificate", is_plain=True)
        page.goto(f"https://127.0.0.1:{running.said['phones']['port']}/pair")
        look("the page of a phone that is not paired")
        page.get_by_label("The words under the code").fill("aaaa")
        page.get_by_role("button", name="Let this browser in").click()
        expect(page.get_by_text("That did not open.")).to_be_visible()
        look("a word that does not open")
        page.goto(f"{running.address}/bring-in")
        page.set_input_files("input[type=file]", tmp_path / "diary.csv")
        page.get_by_role("button", name="Look at it").click()
        expect(page.get_by_role("button", name="Bring it in")).to_be_visible(timeout=20_000)
        look("what would be brought in")
        page.get_by_role("button", name="Bring it in").click()
        expect(page.get_by_text("It is brought in.")).to_be_visible(timeout=20_000)
        look("what was brought in")
        page.goto(f"{running.address}/bring-in")
        look("what stands")
        context.close()
    assert [(name, each) for name, every in found.items() for each in every] == []
