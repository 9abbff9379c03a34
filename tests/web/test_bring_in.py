import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from untwitch.actions import bring_in, uploads
from untwitch.actions.session import Session

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.serving import Served

SAMPLES = Path(__file__).parents[1] / "sources" / "samples"
TABLE = b"date,caffeine_mg,cups of tea,pain\n2026-01-01,95,2,3\n2026-01-02,0,1,4\n2026-01-03,many,0,1\n"


def brought(client: TestClient, data: bytes = TABLE, name: str = "diary.csv") -> str:
    return str(client.post("/bring-in/file", files={"file": (name, data)}).headers["location"])


def over(client: TestClient, page: str) -> str:
    """Gives the page once the reading is over, as a browser without a script sees it."""
    until = time.monotonic() + 30
    while True:
        text = client.get(page).text
        if 'http-equiv="refresh"' not in text:
            return text
        assert time.monotonic() < until
        time.sleep(0.01)


def test_with_nothing_brought_in_it_says_what_to_do_first(client: TestClient) -> None:
    page = client.get("/bring-in").text
    assert 'enctype="multipart/form-data"' in page
    assert "Nothing yet" in page


def test_a_file_is_looked_at_kept_and_taken_back_without_a_script(
    client: TestClient, session: Session
) -> None:
    page = brought(client)
    looked = over(client, page)
    assert "This is what would be brought in. Nothing is kept yet." in looked
    assert "<strong>caffeine</strong>: 2 new" in looked
    assert "Rows or places that could not be used: 1" in looked
    assert bring_in.runs(session) == ()
    assert client.post(page).headers["location"] == page
    kept = over(client, page)
    assert "It is brought in." in kept
    assert "Take it back, import 1" in kept
    listed = client.get("/bring-in").text
    assert "diary.csv" in listed
    answer = client.post("/bring-in/undo", data={"run": "1"})
    undone = client.get(answer.headers["location"]).text
    assert re.search(r"Import 1 is taken back\. \d+ rows are gone", undone)
    assert bring_in.runs(session) == ()


def test_a_column_is_explained(client: TestClient, session: Session) -> None:
    page = brought(client)
    assert "<legend>cups of tea</legend>" in over(client, page)
    said = {"column.1": "cups of tea", "means.1": "caffeine_mg", "each.1": "40"}
    table = TABLE.replace(b"caffeine_mg,", b"walks,")
    page = brought(client, table)
    over(client, page)
    client.post(f"{page}/columns", data=said)
    assert "<strong>caffeine</strong>: 3 new" in over(client, page)
    client.post(page)
    over(client, page)
    (run,) = bring_in.runs(session)
    assert run.run.measures["caffeine_mg"].taken == 3


def test_a_meaning_that_does_not_fit_is_one_sentence(client: TestClient) -> None:
    page = brought(client)
    over(client, page)
    client.post(f"{page}/columns", data={"column.1": "cups of tea", "means.1": "pain", "each.1": "2"})
    assert "pain takes nothing beside it" in over(client, page)


def test_a_format_that_was_never_tried_asks_whether_its_rows_are_right(
    client: TestClient, session: Session
) -> None:
    page = brought(client, (SAMPLES / "bearable.csv").read_bytes(), "bearable.csv")
    over(client, page)
    client.post(page)
    asked = over(client, page)
    assert "Is that what the app says?" in asked
    assert bring_in.runs(session) == ()
    client.post(page, data={"is_right": "1"})
    assert "It is brought in." in over(client, page)


def test_what_nobody_knows_is_told_and_kept_out(client: TestClient, session: Session) -> None:
    looked = over(client, brought(client, b"\x00\x01\x02", "photo.bin"))
    assert "Nothing in it is anything that is kept here." in looked
    assert "photo.bin" in looked
    assert str(session.home) not in looked


def test_a_file_is_dropped(client: TestClient, session: Session) -> None:
    page = brought(client)
    over(client, page)
    waiting = client.get("/bring-in").text
    assert "All of it is here." in waiting
    client.post(f"{page}/drop")
    assert uploads.uploads(session) == ()


def test_half_a_file_says_that_it_goes_on(client: TestClient, session: Session) -> None:
    half = uploads.begin(session, "export.zip", 10)
    assert "0 % is here. Choose the same file again" in client.get("/bring-in").text
    assert "only a part of export.zip is here" in client.get(f"/bring-in/{half.id}").text


@pytest.mark.parametrize("path", ["/bring-in/nothing", "/bring-in/00000000-0000-0000-0000-000000000000"])
def test_a_file_that_is_gone_is_told_so(client: TestClient, path: str) -> None:
    assert "dropped after a day" in client.get(path).text
    assert client.post("/bring-in/undo", data={"run": "7"}).status_code == 422


def test_a_dropped_file_comes_in_parts_and_is_kept(paired: "Page", server: "Served", tmp_path: Path) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - doors need no browser
    from tests.web.looks import faults, watched  # noqa: PLC0415 - same

    (tmp_path / "diary.csv").write_bytes(TABLE)
    with watched(paired, server.address) as complaints:
        paired.goto(f"{server.address}/bring-in")
        assert faults(paired) == []
        paired.set_input_files("input[type=file]", tmp_path / "diary.csv")
        with paired.expect_response(lambda answer: answer.request.method == "PUT") as sent:
            paired.get_by_role("button", name="Look at it").click()
        assert sent.value.status == 200
        expect(paired.get_by_role("button", name="Bring it in")).to_be_visible(timeout=20_000)
        assert faults(paired) == []
        paired.get_by_role("button", name="Bring it in").click()
        expect(paired.get_by_text("It is brought in.")).to_be_visible(timeout=20_000)
        assert faults(paired) == []
    assert complaints == []
