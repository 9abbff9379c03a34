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
        # Empty is also what stands there before a page has counted.
        expect(paired.locator("#unsent")).to_have_text("2 entries only on this phone")
    expect(paired.locator("#unsent")).to_have_text("")
    with Record.open(server.home / "untwitch.sqlite", now_ms=1, device="test") as record:
        me = record.person().person_id
        assert record.entry_counts(me) | {"twitch": 1, "watch": 1} == record.entry_counts(me)


def test_what_was_being_typed_is_there_again_and_gone_once_it_is_saved(
    paired: "Page", context: "BrowserContext", server: Served
) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - doors need no browser

    paired.goto(f"{server.address}/evening")
    paired.get_by_label("Some, 4 to 10").check()
    paired.get_by_text("A count, minutes").click()
    paired.get_by_label("Your own words").fill("half a sentence")
    paired.wait_for_timeout(600)
    other = context.new_page()
    paired.close()
    other.goto(f"{server.address}/evening")
    expect(other.get_by_label("Your own words")).to_have_value("half a sentence")
    expect(other.get_by_label("Some, 4 to 10")).to_be_checked()
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.locator("#saved")).to_contain_text("Kept: 4 to 10 twitches")
    other.reload()
    expect(other.get_by_text("some, 4 to 10 twitches")).to_be_visible()
    expect(other.get_by_label("Some, 4 to 10")).not_to_be_checked()
    stored = other.evaluate(
        """async () => {
          const base = await new Promise((done) => {
            const asked = indexedDB.open("untwitch");
            asked.onsuccess = () => done(asked.result);
          });
          const key = await new Promise((done) => {
            const asked = base.transaction("keys").objectStore("keys").get("entries");
            asked.onsuccess = () => done(asked.result);
          });
          const raw = await crypto.subtle.exportKey("raw", key).then(() => "readable", () => "sealed");
          return [raw, key.algorithm.name, key.algorithm.length];
        }"""
    )
    assert stored == ["sealed", "AES-GCM", 256]


def test_what_the_server_refuses_is_said_and_holds_up_nothing(
    paired: "Page", context: "BrowserContext", server: Served
) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - doors need no browser

    ready(paired)
    with away(context):
        for choice in ("Few, 1 to 3", "Many, 11 or more"):
            paired.goto(f"{server.address}/evening")
            paired.get_by_label(choice).check()
            paired.get_by_role("button", name="Save", exact=True).click()
            expect(paired.locator("#saved")).to_contain_text("Saved on this device")
        paired.goto(f"{server.address}/quick")
        paired.get_by_label("From 0, none, to 10").fill("4")
        paired.get_by_role("button", name="Save Stress").click()
        expect(paired.locator("#unsent")).to_have_text("3 entries only on this phone")
    expect(paired.locator("#unsent")).to_have_text("1 entry only on this phone")
    paired.goto(f"{server.address}/evening")
    expect(paired.get_by_text("could not be kept: evening, many")).to_contain_text("is logged already")
    assert faults(paired) == []
    paired.get_by_role("button", name="Discard it").click()
    expect(paired.locator("#unsent")).to_have_text("")
    expect(paired.get_by_text("few, 1 to 3 twitches")).to_be_visible()


def test_an_entry_is_taken_back_before_and_after_it_was_sent(
    paired: "Page", context: "BrowserContext", server: Served
) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - doors need no browser

    ready(paired)
    with away(context):
        paired.goto(f"{server.address}/evening")
        paired.get_by_label("None", exact=True).check()
        paired.get_by_role("button", name="Save", exact=True).click()
        paired.get_by_role("button", name="Undo").click()
        expect(paired.locator("#saved")).to_have_text("Taken back.")
        expect(paired.locator("#unsent")).to_have_text("")
    paired.goto(f"{server.address}/evening")
    paired.get_by_label("None", exact=True).check()
    paired.get_by_role("button", name="Save", exact=True).click()
    expect(paired.locator("#saved")).to_contain_text("Kept: no twitches")
    paired.get_by_role("button", name="Undo").click()
    expect(paired.locator("#saved")).to_have_text("Taken back.")
    paired.reload()
    expect(paired.get_by_text("no line")).to_have_count(8)


def test_what_waits_is_sent_by_the_browser_itself_when_no_page_is_open(
    paired: "Page", context: "BrowserContext", server: Served
) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - doors need no browser

    ready(paired)
    workers: list[str] = []
    tools = context.new_cdp_session(paired)
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: workers.extend(each["registrationId"] for each in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    with away(context):
        paired.goto(f"{server.address}/evening")
        paired.get_by_label("None", exact=True).check()
        paired.get_by_role("button", name="Save", exact=True).click()
        expect(paired.locator("#unsent")).to_have_text("1 entry only on this phone")
        asked = paired.evaluate("async () => (await navigator.serviceWorker.ready).sync.getTags()")
        assert asked == ["unsent"]
        paired.goto("about:blank")
    event = {"origin": server.address, "registrationId": workers[0], "tag": "unsent", "lastChance": False}
    tools.send("ServiceWorker.dispatchSyncEvent", event)
    for _ in range(100):
        with Record.open(server.home / "untwitch.sqlite", now_ms=1, device="test") as record:
            if record.entry_counts(record.person().person_id)["watch"]:
                break
        paired.wait_for_timeout(100)
    else:
        pytest.fail("nothing was sent")
