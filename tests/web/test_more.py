from starlette.testclient import TestClient

from untwitch.web import more


def test_every_other_page_is_listed_with_what_it_is_for(client: TestClient) -> None:
    page = client.get("/more").text
    for address, words, about in more.PAGES:
        assert f'href="{address}"' in page
        assert words in page
        assert about in page
