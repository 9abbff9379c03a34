"""Server and browser of the app are killed while entries are kept: nothing is lost and nothing is doubled."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tests.web.serving import Served, served

from untwitch.facts.identity import new_id
from untwitch.record.record import Record

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

KINDS: tuple[dict[str, Any], ...] = (
    {"kind": "twitch", "site": "calf_left", "duration_s": 10},
    {"kind": "amount", "what": "coffee"},
    {"kind": "amount", "what": "stress", "amount": "4"},
    {"kind": "symptom", "what": "cramp"},
)
ROWS_OF_COFFEE = 6
WRITERS = 3
START_S = 30


@dataclass
class Sent:
    """What was sent to a server that is killed again and again.

    Attributes:
        acknowledged: Ids of entries that the server called kept.
        waiting: Entries without an answer, oldest first, one list a writer; they are sent again first.
        unanswered: How many times a server died with an entry under way.
    """

    acknowledged: dict[str, str] = field(default_factory=dict)
    waiting: list[list[dict[str, Any]]] = field(default_factory=lambda: [[] for _ in range(WRITERS)])
    unanswered: int = 0


def paired_cookie(server: Served) -> str:
    """Pairs without a browser; gives the cookie."""
    parts = urlsplit(server.opening)
    connection = HTTPConnection(parts.netloc, timeout=START_S)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    connection.close()
    return answer.headers["set-cookie"].partition(";")[0]


def write_until_it_dies(server: Served, cookie: str, waiting: list[dict[str, Any]], known: Sent) -> None:
    """Sends what waits, then new entries, one after the other, until there is no answer any more."""
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=START_S)
    number = 0
    try:
        while True:
            if not waiting:
                waiting.append({"id": new_id(), **KINDS[number % len(KINDS)]})
                number += 1
            entry = waiting[0]
            headers = {"content-type": "application/json", "cookie": cookie}
            connection.request("POST", "/api/entries", json.dumps(entry), headers)
            answer = connection.getresponse()
            told = answer.read()
            assert answer.status == 200, told
            known.acknowledged[entry["id"]] = entry["kind"] + entry.get("what", "")
            waiting.pop(0)
    except (OSError, HTTPException):
        known.unanswered += 1
    finally:
        connection.close()


def kill_a_server(home: Path, known: Sent, cookie: str, *, wait_s: float) -> str:
    """Runs a server under several writers and kills it; gives the cookie of the pairing."""
    with served(home) as server:
        cookie = cookie or paired_cookie(server)
        writers = [
            threading.Thread(target=write_until_it_dies, args=(server, cookie, waiting, known))
            for waiting in known.waiting
        ]
        before = len(known.acknowledged)
        for each in writers:
            each.start()
        until = time.monotonic() + START_S
        while len(known.acknowledged) == before and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(wait_s)
        server.process.kill()
        for each in writers:
            each.join()
    return cookie


def check_what_is_kept(home: Path, known: Sent) -> None:
    """Holds the record against what was acknowledged: all of it there, each once, no more than was sent."""
    with Record.open(home / "untwitch.sqlite", now_ms=1, device="check") as record:
        assert record.integrity() == []
        me = record.person().person_id
        ids = [each.id for kind in ("twitch", "exposure", "symptom") for each in record.entries(me, kind)]
        counts = record.entry_counts(me)
    assert len(ids) == len(set(ids))
    assert known.acknowledged.keys() <= set(ids)
    kinds = Counter(known.acknowledged.values())
    rows = sum(kinds.values()) + (ROWS_OF_COFFEE - 1) * kinds["amountcoffee"]
    under_way = sum(map(len, known.waiting))
    assert rows <= counts["twitch"] + counts["exposure"] + counts["symptom"]
    assert len(ids) <= rows + ROWS_OF_COFFEE * under_way


def send_what_waits(home: Path, known: Sent, cookie: str) -> None:
    """Sends what had no answer, to a server that lives; from then on everything is there exactly once."""
    with served(home) as server:
        connection = HTTPConnection(urlsplit(server.address).netloc, timeout=START_S)
        for waiting in known.waiting:
            while waiting:
                entry = waiting.pop()
                headers = {"content-type": "application/json", "cookie": cookie}
                connection.request("POST", "/api/entries", json.dumps(entry), headers)
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 200
                known.acknowledged[entry["id"]] = entry["kind"] + entry.get("what", "")
        connection.close()
    check_what_is_kept(home, known)
    with Record.open(home / "untwitch.sqlite", now_ms=1, device="check") as record:
        counts = record.entry_counts(record.person().person_id)
    kinds = Counter(known.acknowledged.values())
    assert counts["twitch"] == kinds["twitch"]
    assert counts["symptom"] == kinds["symptomcramp"]
    assert counts["exposure"] == ROWS_OF_COFFEE * kinds["amountcoffee"] + kinds["amountstress"]


def kill_servers(home: Path, kills: int, chance: random.Random) -> Sent:
    """Kills that many servers; gives what was sent."""
    known, cookie = Sent(), ""
    for _ in range(kills):
        cookie = kill_a_server(home, known, cookie, wait_s=chance.uniform(0, 0.4))
        check_what_is_kept(home, known)
    send_what_waits(home, known, cookie)
    return known


@pytest.mark.slow
def test_ten_servers_killed_lose_nothing_acknowledged_and_double_nothing(tmp_path: Path) -> None:
    known = kill_servers(tmp_path / "home", 10, random.Random(10))
    assert len(known.acknowledged) > 50
    assert known.unanswered > 0


class Phone:
    """A browser with a profile on the disk, in a process that can be killed."""

    def __init__(self, playwright: "Playwright", profile: Path) -> None:
        self._playwright = playwright
        self._profile = profile
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> "Page":
        """Starts it and gives a page."""
        told = self._profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        program = shutil.which("chromium") or "chromium"
        self._process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--no-first-run",
                "--disable-gpu", f"--user-data-dir={self._profile}", "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + START_S
        while not (told.exists() and "\n" in told.read_text(encoding="utf-8")):
            assert time.monotonic() < until, "the browser did not start"
            time.sleep(0.02)
        port = told.read_text(encoding="utf-8").split("\n")[0]
        browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        return browser.contexts[0].new_page()

    def kill(self) -> None:
        """Ends it at once, with all of its processes."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self, page: "Page") -> None:
        """Lets it end in peace, which writes its cookies."""
        page.context.browser.new_browser_cdp_session().send("Browser.close")  # type: ignore[union-attr]
        if self._process is not None:
            self._process.wait(timeout=START_S)
            self._process = None


def free_port() -> int:
    """Gives a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def kill_browsers(folder: Path, kills: int, playwright: "Playwright") -> int:
    """Keeps an entry in a browser without a server and kills it, again and again; gives how many arrive."""
    from playwright.sync_api import expect  # noqa: PLC0415 - the servers need no browser

    home, port = folder / "home", free_port()
    phone = Phone(playwright, folder / "profile")
    try:
        with served(home, port=port) as server:
            page = phone.open()
            page.goto(server.opening)
            page.evaluate("async () => { await navigator.serviceWorker.ready; }")
            phone.close(page)
        address = f"http://127.0.0.1:{port}"
        for number in range(kills):
            page = phone.open()
            page.goto(f"{address}/now")
            expect(page.locator("#unsent")).to_contain_text(f"{number} entr" if number else "")
            assert page.evaluate("() => untwitch.draft('/now 0')") is None
            page.get_by_role("link", name="left calf").first.click()
            page.locator("form").first.get_by_text("It was earlier").click()
            page.locator("form").first.get_by_label("Your own words").fill(f"number {number}")
            page.locator("form").first.get_by_role("button", name="Save", exact=True).click()
            page.locator("#saved", has_text="Saved on this device").wait_for()
            phone.kill()
        with served(home, port=port):
            page = phone.open()
            page.goto(f"{address}/evening")
            until = time.monotonic() + START_S + kills
            while page.evaluate("async () => (await untwitch.all()).length"):
                assert time.monotonic() < until, "not all of it was sent"
                time.sleep(0.1)
            phone.close(page)
    finally:
        phone.kill()
    with Record.open(home / "untwitch.sqlite", now_ms=1, device="check") as record:
        assert record.integrity() == []
        twitches = record.entries(record.person().person_id, "twitch")
    notes = [getattr(each, "note", "") for each in twitches]
    assert sorted(notes) == sorted(f"number {number}" for number in range(kills))
    return len(notes)


@pytest.mark.slow
def test_ten_browsers_killed_after_saved_on_this_device_lose_nothing(
    tmp_path: Path, playwright: "Playwright"
) -> None:
    assert kill_browsers(tmp_path, 10, playwright) == 10
