import datetime as dt
import threading
import time
from typing import Any

import pytest
from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from untwitch.actions.log import Details, log
from untwitch.actions.session import Session
from untwitch.actions.standing import DAYS_SHOWN, Period, Standing
from untwitch.facts.refused import Refused
from untwitch.web.answers import DEFECT, Answers, answer_of, made_of, working
from untwitch.web.app import create_app
from untwitch.web.hosting import Hosting
from untwitch.web.visit import Visitor

TODAY = dt.date(2026, 3, 10)


def stands(person_id: str = "a", version: int = 1, *, today: dt.date = TODAY, file: int = 1) -> Standing:
    return Standing(
        file=("record", file), person_id=person_id, version=version, today=today, latest_day=today
    )


class Slow:
    """Work that goes on until it is let go."""

    def __init__(self, thing: Any = "thing") -> None:
        self.go, self.calls, self.thing = threading.Event(), 0, thing

    def __call__(self) -> Any:
        self.calls += 1
        assert self.go.wait(10)
        if isinstance(self.thing, Exception):
            raise self.thing
        return self.thing


def until_there(answers: Answers, key: Standing, what: str, make: Any) -> Any:
    for _ in range(400):
        found = answers.of(key, what, make)
        if found is not None:
            return found
        time.sleep(0.005)
    raise AssertionError("it never came")


def test_quick_work_is_there_at_once() -> None:
    assert Answers(wait_s=10).of(stands(), "what", lambda: "thing") == "thing"


def test_slow_work_is_none_until_it_is_done_and_is_done_once() -> None:
    answers, slow = Answers(wait_s=0.01), Slow()
    assert answers.of(stands(), "what", slow) is None
    assert answers.of(stands(), "what", slow) is None
    slow.go.set()
    assert until_there(answers, stands(), "what", slow) == "thing"
    assert slow.calls == 1


def test_of_many_requests_at_once_one_works() -> None:
    answers, slow = Answers(wait_s=10), Slow()
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.append(answers.of(stands(), "what", slow))) for _ in range(8)
    ]
    for each in threads:
        each.start()
    slow.go.set()
    for each in threads:
        each.join()
    assert found == ["thing"] * 8
    assert slow.calls == 1


def test_one_person_has_one_work_at_a_time_and_another_person_need_not_wait() -> None:
    answers, first, second = Answers(wait_s=0.01), Slow(1), Slow(2)
    second.go.set()
    assert answers.of(stands(), "first", first) is None
    assert answers.of(stands(), "second", second) is None
    assert second.calls == 0
    assert until_there(answers, stands("b"), "second", second) == 2
    first.go.set()
    assert until_there(answers, stands(), "first", first) == 1
    assert until_there(answers, stands(), "second", second) == 2
    assert (first.calls, second.calls) == (1, 2)


@pytest.mark.parametrize(
    "later", [stands(version=2), stands(today=TODAY + dt.timedelta(days=1)), stands(file=2)]
)
def test_a_change_a_new_day_and_another_file_ask_anew(later: Standing) -> None:
    answers = Answers(wait_s=10)
    assert answers.of(stands(), "what", lambda: "old") == "old"
    assert answers.of(later, "what", lambda: "new") == "new"


def test_what_is_outdated_is_thrown_out_and_the_other_person_keeps_theirs() -> None:
    answers, again = Answers(wait_s=10), Slow("again")
    again.go.set()
    answers.of(stands(), "what", lambda: "old")
    answers.of(stands("b"), "what", lambda: "theirs")
    answers.of(stands(version=2), "what", lambda: "new")
    assert answers.of(stands("b"), "what", again) == "theirs"
    assert answers.of(stands(), "what", again) == "again"


def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first() -> None:
    answers, again = Answers(wait_s=10, most_kept=2), Slow("again")
    again.go.set()
    answers.of(stands(), "a", lambda: "a")
    answers.of(stands(), "b", lambda: "b")
    assert answers.of(stands(), "a", again) == "a"
    answers.of(stands(), "c", lambda: "c")
    assert answers.of(stands(), "a", again) == "a"
    assert answers.of(stands(), "b", again) == "again"


def test_a_refusal_is_told_once_and_the_next_request_tries_again() -> None:
    answers = Answers(wait_s=10)
    refused = Slow(Refused("the disk is full"))
    refused.go.set()
    with pytest.raises(Refused, match="the disk is full"):
        answers.of(stands(), "what", refused)
    assert answers.of(stands(), "what", lambda: "thing") == "thing"


def test_a_defect_becomes_a_sentence_and_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    broken = Slow(ZeroDivisionError("our fault"))
    broken.go.set()
    with pytest.raises(Refused, match=DEFECT):
        Answers(wait_s=10).of(stands(), "what", broken)
    assert "our fault" in caplog.text


@pytest.fixture
def door(hosting: Hosting) -> TestClient:
    """The app with one more page, which shows what it was given."""
    app = create_app(hosting)
    router = APIRouter()

    @router.get("/shown")
    def shown(
        visit: Visitor, first: dt.date | None = None, last: dt.date | None = None, all_days: str = ""
    ) -> Response:
        period = Period(first, last, None if all_days else DAYS_SHOWN)
        made = made_of(visit, "words", lambda found: f"{found.explain['rows']} rows", period)
        whole = answer_of(visit, period)
        if made is None or whole is None:
            return working(visit)
        assert made == f"{len(whole.timeline)} rows"
        return PlainTextResponse(made)

    app.include_router(router)
    client = TestClient(app, base_url="http://127.0.0.1:8777", follow_redirects=False)
    assert client.get(f"/open?token={hosting.tokens.new()}").status_code == 303
    return client


def shown(door: TestClient, address: str = "/shown") -> str:
    for _ in range(200):
        answer = door.get(address)
        if "refresh" not in answer.headers:
            return answer.text
        time.sleep(0.02)
    raise AssertionError("it never came")


def test_a_page_shows_progress_that_looks_again_by_itself_and_then_the_answer(
    door: TestClient, session: Session
) -> None:
    log(session, ["evening", "few"])
    app: Any = door.app
    app.state.answers = Answers(wait_s=0)
    first = door.get("/shown")
    assert first.headers["refresh"] == "1"
    assert "The page looks again by itself" in first.text
    assert shown(door) == "1 rows"


def test_an_entry_changes_the_answer_and_days_can_be_chosen(door: TestClient, session: Session) -> None:
    log(session, ["evening", "few"])
    assert shown(door) == "1 rows"
    log(session, ["evening", "none"], Details(at="2026-03-08"))
    assert shown(door) == "3 rows"
    assert shown(door, "/shown?first=2026-03-01") == "10 rows"
    assert shown(door, "/shown?first=2026-03-01&last=2026-03-08") == "8 rows"


def test_only_a_year_is_looked_at_unasked(door: TestClient, session: Session) -> None:
    for day in ("2025-03-10", "2025-03-11", "2026-03-10"):
        log(session, ["evening", "few"], Details(at=day))
    assert shown(door) == "365 rows"
    assert shown(door, "/shown?first=2025-03-10") == "366 rows"
    assert shown(door, "/shown?all_days=yes") == "366 rows"


def test_what_is_refused_in_the_background_is_one_sentence_on_the_page(
    door: TestClient, session: Session
) -> None:
    page = shown(door, "/shown?first=2026-03-05&last=2026-03-01")
    assert "lies before" in page
