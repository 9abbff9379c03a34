from typing import Any

import pytest
from starlette.testclient import TestClient

from untwitch.actions.session import Session
from untwitch.facts.identity import new_id
from untwitch.record.record import Record


def sent(**said: Any) -> dict[str, Any]:
    return {"id": new_id(), "kind": "evening", "what": "few", **said}


def test_an_entry_is_acknowledged_with_its_ids_and_once_more_changes_nothing(
    client: TestClient, session: Session
) -> None:
    entry = sent(bother_0_10=2, at_ms=session.now.utc_ms, zone="Europe/Berlin")
    answer = client.post("/api/entries", json=entry)
    assert answer.status_code == 200
    first = answer.json()
    assert first["entries"] == [{"entity": "watch", "id": entry["id"]}]
    assert first["said"] == ["logged: 1 to 3 twitches, seen from 2026-03-10 06:00 to 2026-03-10 20:30"]
    again = client.post("/api/entries", json=entry).json()
    assert again["is_known"]
    assert again["entries"] == first["entries"]
    with Record.open(session.record_path, now_ms=1, device="test") as record:
        assert len(record.entries(record.person().person_id, "watch")) == 1


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "twitch", "site": "calf_left", "duration_s": 10, "strength_0_10": 3, "bother_0_10": 1},
        {"kind": "amount", "what": "coffee", "amount": "2", "unit": ""},
        {"kind": "amount", "what": "workout", "amount": "30", "effort_0_10": 4.5},
        {"kind": "symptom", "what": "cramp", "amount": "3", "site": "foot_left"},
        {"kind": "evening", "count": 0},
    ],
)
def test_every_kind_is_kept_and_taken_back_by_id(
    client: TestClient, session: Session, entry: dict[str, Any]
) -> None:
    entry = {"id": new_id(), "note": "so", **entry}
    assert client.post("/api/entries", json=entry).json()["entries"]
    undo = {"id": new_id(), "kind": "undo", "of": entry["id"]}
    assert client.post("/api/entries", json=undo).json()["said"][0].startswith("taken back")
    with Record.open(session.record_path, now_ms=1, device="test") as record:
        assert sum(record.entry_counts(record.person().person_id).values()) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "4F2B9A34-52F1-4C39-8E0C-0F6A4C7A1D20"},
        {"id": "4f2b9a34-52f1-1c39-8e0c-0f6a4c7a1d20"},
        {"id": None},
        {"kind": "dance"},
        {"kind": "twitch"},
        {"what": "lots"},
        {"count": True},
        {"count": 1.5},
        {"count": -1},
        {"bother_0_10": 10.5},
        {"bother_0_10": "3"},
        {"at_ms": 10**20},
        {"at_ms": 4_102_444_800_000},
        {"note": "x" * 4001},
        {"note": "\u202e"},
        {"more": 1},
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(client: TestClient, wrong: dict[str, Any]) -> None:
    answer = client.post("/api/entries", json=sent(**wrong))
    assert answer.status_code == 422
    assert set(answer.json()) == {"error"}


def test_other_content_under_the_same_id_is_refused(client: TestClient) -> None:
    entry = sent()
    client.post("/api/entries", json=entry)
    answer = client.post("/api/entries", json={**entry, "what": "many"})
    assert answer.status_code == 422
    assert "already stands for something else" in answer.json()["error"]


def test_a_stranger_and_another_site_keep_nothing(client: TestClient, stranger: TestClient) -> None:
    crossing = client.post("/api/entries", json=sent(), headers={"sec-fetch-site": "cross-site"})
    assert crossing.status_code == 403
    stranger.cookies.clear()
    assert stranger.post("/api/entries", json=sent()).status_code == 401
