import pytest
from starlette.testclient import TestClient

from untwitch.actions.attach import PART_BYTES
from untwitch.actions.log import log
from untwitch.actions.session import Session
from untwitch.facts.identity import new_id

WHOLE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 5000


@pytest.fixture
def twitch(session: Session) -> str:
    (entry,) = log(session, ["twitch"]).entries
    return entry.id


def sent(client: TestClient, twitch: str, own: str) -> None:
    for number, at in enumerate(range(0, len(WHOLE), PART_BYTES)):
        path = f"/api/attachments/{own}/{number}?entity=twitch&of={twitch}"
        answer = client.put(path, content=WHOLE[at : at + PART_BYTES])
        assert answer.json() == {"id": own, "parts": number + 1}
    answer = client.post(f"/api/attachments/{own}", json={"size_bytes": len(WHOLE)})
    assert (answer.json()["media_type"], answer.json()["size_bytes"]) == ("image/png", len(WHOLE))


@pytest.fixture
def own(client: TestClient, twitch: str) -> str:
    made = new_id()
    sent(client, twitch, made)
    return made


def test_it_comes_back_as_it_came_under_headers_that_let_nothing_run(client: TestClient, own: str) -> None:
    answer = client.get(f"/api/attachments/{own}")
    assert answer.content == WHOLE
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'inline; filename="photo-{own}.png"'
    saved = client.get(f"/api/attachments/{own}?download=true")
    assert saved.headers["content-disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        ("bytes=1048570-1048590", 1_048_570, 1_048_591),
        ("bytes=1280000-", 1_280_000, len(WHOLE)),
        ("bytes=7-99999999999", 7, len(WHOLE)),
    ],
)
def test_a_player_may_ask_for_a_stretch_of_it(
    client: TestClient, own: str, asked: str, start: int, end: int
) -> None:
    answer = client.get(f"/api/attachments/{own}", headers={"range": asked})
    assert answer.status_code == 206
    assert answer.content == WHOLE[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(WHOLE)}"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=-5", "bytes=1-2,4-5", "bytes=99999999-", "lines=1-2", "bytes=9-5"])
def test_a_stretch_that_makes_no_sense_gives_all_of_it_or_nothing_wrong(
    client: TestClient, own: str, asked: str
) -> None:
    answer = client.get(f"/api/attachments/{own}", headers={"range": asked})
    assert answer.status_code == 200
    assert answer.content == WHOLE


def test_once_more_changes_nothing(client: TestClient, twitch: str, own: str) -> None:
    answer = client.post(f"/api/attachments/{own}", json={"size_bytes": len(WHOLE)})
    assert answer.status_code == 200
    again = client.put(f"/api/attachments/{own}/0?entity=twitch&of={twitch}", content=WHOLE[:100])
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("{own}/0?entity=twitch&of={twitch}", b"<script>"),
        ("{own}/0?entity=twitch&of={twitch}", b""),
        ("{own}/0?entity=twitch&of={twitch}", WHOLE[:PART_BYTES] + b"x"),
        ("{own}/1?entity=twitch&of={twitch}", b"x"),
        ("{own}/64?entity=twitch&of={twitch}", b"x"),
        ("{own}/-1?entity=twitch&of={twitch}", b"x"),
        ("{own}/0?entity=medicine&of={twitch}", WHOLE[:100]),
        ("{own}/0?entity=watch&of={twitch}", WHOLE[:100]),
        ("{own}/0", WHOLE[:100]),
        ("x/0?entity=twitch&of={twitch}", WHOLE[:100]),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    client: TestClient, twitch: str, path: str, content: bytes
) -> None:
    answer = client.put(f"/api/attachments/{path.format(own=new_id(), twitch=twitch)}", content=content)
    assert answer.status_code == 422
    assert set(answer.json()) == {"error"}


def test_a_body_beyond_a_part_of_a_file_is_not_read(client: TestClient, twitch: str) -> None:
    path = f"/api/attachments/{new_id()}/0?entity=twitch&of={twitch}"
    assert client.put(path, content=bytes((8 << 20) + 1)).status_code == 413


def test_what_is_not_there_cannot_be_finished_or_shown(client: TestClient) -> None:
    assert client.get(f"/api/attachments/{new_id()}").status_code == 422
    assert client.post(f"/api/attachments/{new_id()}", json={"size_bytes": 5}).status_code == 422


def test_a_stranger_sees_and_adds_nothing(client: TestClient, own: str, twitch: str) -> None:
    client.cookies.clear()
    assert client.get(f"/api/attachments/{own}").status_code == 401
    path = f"/api/attachments/{new_id()}/0?entity=twitch&of={twitch}"
    assert client.put(path, content=WHOLE[:100]).status_code == 401
