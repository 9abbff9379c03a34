import io
import zipfile

from starlette.testclient import TestClient
from tests.actions.test_recordings import keep
from tests.report.kept_recordings import kept

from untwitch.actions.session import Session


def test_a_recording_is_given_as_a_page_and_as_a_data_set(client: TestClient, session: Session) -> None:
    keep(session, [kept()])
    page = client.get("/recordings/last/page.html")
    assert page.headers["content-disposition"] == 'attachment; filename="recording.html"'
    assert "<svg" in page.text
    data = client.get("/recordings/last/bids.zip").content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "dataset_description.json" in archive.namelist()


def test_a_recording_that_is_not_there_is_one_sentence(client: TestClient) -> None:
    for name in ("page.html", "bids.zip"):
        answer = client.get(f"/recordings/last/{name}")
        assert answer.status_code == 422
        assert "no recording is kept yet" in answer.text
