import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.looks import faults
from tests.web.serving import Served
from tests.web.words import words_of

from untwitch.actions.entries import NewEntry, keep
from untwitch.actions.session import Session
from untwitch.facts.identity import new_id
from untwitch.record.record import Record
from untwitch.web.offline import SHELLS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


def test_the_app_can_be_installed_before_it_is_paired(stranger: TestClient) -> None:
    manifest = stranger.get("/manifest.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    assert manifest.json()["display"] == "standalone"
    for icon in manifest.json()["icons"]:
        assert stranger.get(icon["src"]).status_code == 200
    script = stranger.get("/service-worker.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "addEventListener" in script.text
    assert "@" not in re.sub(r"/\*\*.*?\*/", "", script.text, flags=re.DOTALL)


@pytest.mark.parametrize("name", SHELLS)
def test_a_page_that_is_kept_says_nothing_of_anybody(
    stranger: TestClient, session: Session, name: str
) -> None:
    before = stranger.get(f"/offline/{name}")
    assert before.status_code == 200
    keep(session, NewEntry(id=new_id(), kind="evening", count=7, note="a secret"))
    keep(session, NewEntry(id=new_id(), kind="amount", what="stress", amount="9"))
    assert stranger.get(f"/offline/{name}").text == before.text
    assert 'data-shell="1"' in before.text


@pytest.mark.parametrize("name", ["signs", "away"])
def test_the_pages_for_a_time_without_the_server_read_at_grade_8(stranger: TestClient, name: str) -> None:
    # The signs themselves are the words of the check, which has a test of its own.
    page = re.sub(r"<li>[^<]*</li>", "", stranger.get(f"/offline/{name}").text)
    assert grade(words_of(page)) <= 8


def test_there_is_no_other_page_to_keep(stranger: TestClient) -> None:
    assert stranger.get("/offline/days").status_code == 404


def kept_under(client: TestClient) -> str:
    found = re.search(r'KEPT = "(untwitch-[0-9a-f]{16})"', client.get("/service-worker.js").text)
    assert found
    return found[1]


def test_what_is_kept_is_named_by_its_content(client: TestClient, session: Session) -> None:
    first = kept_under(client)
    keep(session, NewEntry(id=new_id(), kind="evening", what="few"))
    assert kept_under(client) == first
    client.cookies.set("theme", "dark")
    assert kept_under(client) != first


def test_everything_that_the_service_worker_keeps_is_there(stranger: TestClient) -> None:
    script = stranger.get("/service-worker.js").text
    paths = re.findall(r'"(/(?:static|offline)/[\w.-]+)"', script)
    assert {"/static/app.css", "/static/queue.js", "/static/entry.js", "/offline/evening"} <= set(paths)
    assert "/static/service-worker.js" not in paths
    for path in paths:
        assert stranger.get(path).status_code == 200


@contextmanager
def away(context: "BrowserContext") -> Iterator[None]:
    """The browser without a network."""
    context.set_offline(True)
    yield
    context.set_offline(False)


def ready(page: "Page") -> None:
    """Waits until the service worker has all that it keeps."""
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")


def test_entries_wait_on_the_phone_and_are_sent_in_order_when_the_server_is_back(
    paired: "Page", context: "BrowserContext", server: Served
) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - doors need no browser

    ready(paired)
    with away(context):
        paired.goto(f"{server.address}/now")
        expect(paired.locator("h1")).to_have_text("A twitch right now")
        assert faults(paired) == []
        paired.get_by_role("link", name="left calf").first.click()
        expect(paired.locator("#place")).to_have_text("Place: left calf")
        paired.get_by_label("About a minute").check()
        paired.get_by_role("button", name="Save", exact=True).click()
        expect(paired.locator("#saved")).to_contain_text("Saved on this device")
        expect(paired.locator("#unsent")).to_have_text("1 entry only on this phone")
        paired.goto(f"{server.address}/evening")
        paired.get_by_label("Few, 1 to 3").check()
        paired.get_by_role("button", name="Save", exact=True).click()
        expect(paired.locator("#unsent")).to_have_text("2 entries only on this phone")
        paired.goto(f"{server.address}/days")
        expect(paired.locator("h1")).to_have_text("Your computer is away")
    expect(paired.locator("#unsent")).to_have_text("")
    with Record.open(server.home / "untwitch.sqlite", now_ms=1, device="test") as record:
        me = record.person().person_id
        assert record.entry_counts(me) | {"twitch": 1, "watch": 1} == record.entry_counts(me)
