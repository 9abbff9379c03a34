import time
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.web.serving import Served

from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant

if TYPE_CHECKING:
    from playwright.sync_api import Page

ORIGIN = {"origin": "http://127.0.0.1:8777"}


def shown(client: TestClient, address: str = "/report") -> str:
    for _ in range(600):
        answer = client.get(address)
        if "refresh" not in answer.headers:
            return answer.text
        time.sleep(0.02)
    raise AssertionError("it never came")


def test_the_sheet_comes_first_and_own_words_stand_on_it(client: TestClient) -> None:
    first = shown(client)
    assert first.index("Appointment sheet") < first.index("What was logged")
    assert "Not told yet." in first
    sent = {"worry": "that it <stays>", "tests": "blood, normal\n\nEMG", "questions": "May I run?"}
    answer = client.post("/report/words", data=sent, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/report?said=kept")
    page = shown(client, "/report?said=kept")
    assert "Your words are kept." in page
    assert "<bdi>that it &lt;stays&gt;</bdi>" in page
    assert "<li><bdi>EMG</bdi></li>" in page
    assert "blood, normal\nEMG</textarea>" in page
    assert client.post("/report/words/back", headers=ORIGIN).headers["location"] == "/report?said=back"
    page = shown(client, "/report?said=back")
    assert "Taken back." in page
    assert "EMG" not in page


def test_empty_fields_take_words_back(client: TestClient) -> None:
    client.post("/report/words", data={"worry": "x", "tests": "y"}, headers=ORIGIN)
    client.post("/report/words", data={"worry": "", "tests": "\n"}, headers=ORIGIN)
    assert "Not told yet." in shown(client)


def test_the_file_is_the_report_with_its_own_policy_and_a_name_with_the_day(client: TestClient) -> None:
    shown(client)
    answer = client.get("/report/file")
    assert answer.headers["content-disposition"] == 'attachment; filename="twitches-2026-03-10.html"'
    assert "style-src 'sha256-" in answer.text
    assert answer.text.startswith("<!doctype html>")


def test_days_can_be_chosen(client: TestClient, session: Session) -> None:
    log(session, ["evening", "few"], Details(at="2026-01-05"))
    log(session, ["evening", "few"], Details(at="2026-03-01"))
    assert "5 January 2026 to 1 March 2026" in shown(client)
    page = shown(client, "/report?days=28")
    assert "1 March 2026 to 1 March 2026" in page
    assert '/report/file?days=28"' in page
    assert 'value="28" checked' in page
    assert "5 January 2026 to 6 January 2026" in shown(client, "/report?first=2026-01-05&last=2026-01-06")
    assert client.get("/report?days=7").status_code == 422
    assert client.get("/report?first=x").status_code == 422


@pytest.mark.slow
def test_printed_by_the_browser_it_is_a_tagged_file_in_a_language(server: Served, paired: "Page") -> None:
    now = Instant(time.time_ns() // 1_000_000, "UTC", "guess")
    for ago in ("today", "yesterday"):
        log(Session(home=server.home, now=now), ["evening", "few"], Details(at=ago))
    paired.goto(f"{server.address}/report")
    paired.wait_for_selector("text=Appointment sheet", timeout=60_000)
    printed = paired.pdf(tagged=True, outline=True)
    assert b"/StructTreeRoot" in printed
    assert b"/Lang (en" in printed
    assert b"/MarkInfo" in printed
    assert all(f"/S /{role}".encode() in printed for role in ("H1", "H2", "H3", "Table", "TH", "Figure"))
