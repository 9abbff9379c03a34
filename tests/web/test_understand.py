import re

from starlette.testclient import TestClient
from tests.reading import grade
from tests.web.words import words_of

from untwitch.actions.understand import understand
from untwitch.knowledge.understand import understand as known


def test_every_sentence_is_there_before_any_question(client: TestClient) -> None:
    page = client.get("/understand").text
    for section in understand(more=True).sections:
        assert section.title in page
        for claim in section.claims:
            assert claim.text in page
    assert "No clinician has reviewed this." in page


def test_figures_about_illness_and_sources_stand_behind_a_tap(client: TestClient) -> None:
    page = client.get("/understand").text
    shown = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    assert "motor neurone" not in shown
    assert "mattiuzzi_2024" not in shown
    assert "mattiuzzi_2024" in page
    assert "controlled observation" in page


def test_the_page_is_the_same_for_everybody(client: TestClient) -> None:
    assert client.get("/understand").text == client.get("/understand").text


def test_what_is_shown_reads_at_grade_8(client: TestClient) -> None:
    page = re.sub(r"<details>.*?</details>", "", client.get("/understand").text, flags=re.DOTALL)
    assert grade(words_of(page), exempt=[*known().glossary, "fuh-SIK-yoo-LAY-shun"]) <= 8
