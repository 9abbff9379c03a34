import pytest
from starlette.testclient import TestClient

from untwitch.actions import uploads
from untwitch.actions.session import Session

HEAD = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="diary.csv"\r\n\r\n'
KIND = {"content-type": "multipart/form-data; boundary=edge"}


def test_the_file_of_a_form_lies_in_the_home_as_it_came(client: TestClient, session: Session) -> None:
    data = bytes(range(256)) * 5000
    answer = client.post(
        "/bring-in/file",
        data={"note": "x" * 10},
        files={"file": ("../My Export.zip", data), "more": ("b", b"2")},
    )
    (held,) = uploads.uploads(session)
    assert answer.headers["location"] == f"/bring-in/{held.id}"
    assert held.path.read_bytes() == data
    assert held.name == "My Export.zip"
    assert held.is_whole


@pytest.mark.parametrize(
    ("headers", "body", "sentence"),
    [
        ({"content-type": "text/plain"}, b"abc", "choose a file first"),
        ({}, b"", "choose a file first"),
        ({"content-type": "multipart/form-data"}, HEAD, "choose a file first"),
        (KIND, HEAD + b"\r\n--edge--\r\n", "choose a file first"),
        (
            KIND,
            b'--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--edge--\r\n',
            "choose a file",
        ),
        (KIND, HEAD + b"half", "did not come whole"),
        (KIND, b"no form at all", "did not come whole"),
        (KIND, b"--edge\r\n" + b"X-Long: " + b"x" * 20_000, "did not come whole"),
    ],
)
def test_a_form_without_a_whole_file_leaves_nothing(
    client: TestClient, session: Session, headers: dict[str, str], body: bytes, sentence: str
) -> None:
    answer = client.post("/bring-in/file", content=body, headers=headers)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert uploads.uploads(session) == ()


def test_a_file_past_the_limit_leaves_nothing(
    client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_BYTES", 100)
    answer = client.post("/bring-in/file", files={"file": ("a.csv", b"x" * 101)})
    assert answer.status_code == 422
    assert "too large" in answer.text
    assert uploads.uploads(session) == ()
