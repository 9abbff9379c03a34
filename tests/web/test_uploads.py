import base64
import hashlib
from typing import Any

import pytest
from starlette.testclient import TestClient

from untwitch.actions import uploads
from untwitch.actions.session import Session

NEW = {"name": "export.zip", "size_bytes": 6, "modified_ms": 5}


def part(client: TestClient, upload_id: str, offset: int, data: bytes, digest: bytes | None = None) -> Any:
    hashed = base64.b64encode(digest or hashlib.sha256(data).digest()).decode()
    headers = {"content-type": "application/octet-stream", "content-digest": f"sha-256=:{hashed}:"}
    return client.put(f"/api/uploads/{upload_id}?offset={offset}", content=data, headers=headers)


def test_a_file_comes_in_parts_and_goes_on_after_a_break(client: TestClient, session: Session) -> None:
    held = client.post("/api/uploads", json=NEW).json()
    assert (held["offset"], held["part_bytes"]) == (0, uploads.PART_BYTES)
    assert part(client, held["id"], 0, b"abc").json()["offset"] == 3
    again = client.post("/api/uploads", json=NEW).json()
    assert (again["id"], again["offset"]) == (held["id"], 3)
    assert client.get(f"/api/uploads/{held['id']}").json() == again
    assert part(client, held["id"], 3, b"def").json()["offset"] == 6
    assert uploads.upload_of(session, held["id"]).path.read_bytes() == b"abcdef"


def test_a_part_that_does_not_fit_is_refused_with_what_is_right(client: TestClient) -> None:
    upload = client.post("/api/uploads", json=NEW).json()["id"]
    assert "begins at 0" in part(client, upload, 3, b"abc").json()["error"]
    assert "not what was sent" in part(client, upload, 0, b"abc", bytes(32)).json()["error"]
    assert part(client, upload, 0, b"abcdefg").status_code == 422
    assert client.get(f"/api/uploads/{upload}").json()["offset"] == 0


@pytest.mark.parametrize("digest", [None, "sha-256=:abc:", "md5=:AAAA:"])
def test_a_part_without_its_hash_is_refused(client: TestClient, digest: str | None) -> None:
    upload = client.post("/api/uploads", json=NEW).json()["id"]
    headers = {"content-digest": digest} if digest else {}
    assert client.put(f"/api/uploads/{upload}?offset=0", content=b"abc", headers=headers).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"size_bytes": 0},
        {"size_bytes": uploads.LARGEST_BYTES + 1},
        {"size_bytes": 6.0},
        {"name": ""},
        {"x": 1},
    ],
)
def test_a_file_that_cannot_be_is_refused(client: TestClient, wrong: dict[str, Any]) -> None:
    assert client.post("/api/uploads", json=NEW | wrong).status_code == 422


def test_a_part_that_is_too_large_is_not_read(client: TestClient) -> None:
    upload = client.post("/api/uploads", json=NEW).json()["id"]
    headers = {"content-length": str(uploads.PART_BYTES + 1), "content-digest": f"sha-256=:{'A' * 43}=:"}
    answer = client.put(f"/api/uploads/{upload}?offset=0", content=b"", headers=headers)
    assert answer.status_code == 413


def test_a_file_is_dropped(client: TestClient, session: Session) -> None:
    upload = client.post("/api/uploads", json=NEW).json()["id"]
    assert client.delete(f"/api/uploads/{upload}").json()["id"] == upload
    assert uploads.uploads(session) == ()
    assert client.delete(f"/api/uploads/{upload}").status_code == 422
    assert client.get(f"/api/uploads/{upload}/reading").status_code == 422


def test_before_anybody_reads_it_a_file_waits(client: TestClient) -> None:
    upload = client.post("/api/uploads", json=NEW).json()["id"]
    found = client.get(f"/api/uploads/{upload}/reading").json()
    assert found == {"state": "waiting", "done_bytes": 0, "total_bytes": None, "rows": 0}


def test_strangers_send_nothing(stranger: TestClient, session: Session) -> None:
    assert stranger.post("/api/uploads", json=NEW).status_code == 401
    assert uploads.uploads(session) == ()
