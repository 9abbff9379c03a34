from starlette.testclient import TestClient


def test_start_has_two_doors(client: TestClient) -> None:
    page = client.get("/").text
    assert 'href="/check"' in page
    assert 'href="/understand"' in page
