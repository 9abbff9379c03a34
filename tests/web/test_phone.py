from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from untwitch.web import phone

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.serving import Served


def test_every_check_stands_there_without_a_script(client: TestClient) -> None:
    page = client.get("/phone").text
    for id_, what, works, why in phone.CHECKS:
        assert f'id="{id_}"' in page
        for words in (what, works, why):
            assert words in page


def test_the_script_finds_out_what_works(paired: "Page", server: "Served") -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - doors need no browser
    from tests.web.looks import faults, watched  # noqa: PLC0415 - same

    with watched(paired, server.address) as complaints:
        paired.goto(f"{server.address}/phone")
        for id_ in ("secure", "worker", "storage", "motion", "camera", "vibration"):
            expect(paired.locator(f"#{id_} h2")).to_have_text(
                next(what for name, what, *_ in phone.CHECKS if name == id_) + ": yes"
            )
        expect(paired.locator("#persisted h2")).to_contain_text(": no")
        expect(paired.locator("#persisted .why")).to_be_visible()
        paired.get_by_role("button", name="Ask the browser to keep them").click()
        expect(paired.locator("#looking")).to_contain_text("of 8 work in this browser")
        assert faults(paired) == []
    assert complaints == []
