from pathlib import Path

from starlette.testclient import TestClient
from tests.reading import grade
from tests.recordings.made_phone import write_phone
from tests.web.forms import form_to
from tests.web.words import words_of

from untwitch.actions.recordings import listed
from untwitch.actions.session import Session

BEGIN_MS = 1_773_100_000_000


def test_a_recording_is_looked_through_and_kept_only_where_that_is_wanted(
    client: TestClient, session: Session, tmp_path: Path
) -> None:
    data = write_phone(tmp_path / "evening.csv", begin_ms=BEGIN_MS).read_bytes()
    page = client.get("/measure?site=calf_left&sensor=phone").text
    address = form_to(page, "/measure/file?site=calf_left&amp;sensor=phone".replace("&amp;", "&")).action
    sent = client.post(address, files={"file": ("evening.csv", data)})
    assert sent.status_code == 200, sent.text
    assert "Nothing was kept." in sent.text
    assert listed(session).lines == ()
    sent = client.post(f"{address}&save=on", files={"file": ("evening.csv", data)})
    assert "It is kept." in sent.text
    (line,) = listed(session).lines
    assert "calf left" in line or "left calf" in line
    assert not any((session.home / "uploads").iterdir())


def test_what_is_no_recording_is_refused_and_not_kept(client: TestClient, session: Session) -> None:
    for query in ("site=", "site=&rate=fast", "site=elbow"):
        sent = client.post(f"/measure/file?{query}", files={"file": ("x.csv", "a,b\n1,2\n")})
        assert sent.status_code == 422
        assert not any((session.home / "uploads").iterdir())


def test_the_file_is_asked_for_after_what_it_may_not_say(client: TestClient) -> None:
    assert "multipart/form-data" not in client.get("/measure").text
    page = client.get("/measure?site=calf_left&unit=%22%3E&save=on").text
    assert '<option value="calf_left" selected>' in page
    assert 'name="save" value="on" checked' in page
    assert 'value="&#34;&gt;"' in page


def test_the_page_reads_at_grade_8(client: TestClient) -> None:
    assert grade(words_of(client.get("/measure?site=").text)) <= 8
