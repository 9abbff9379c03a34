"""The page as somebody asked for it: plain, with its sources, or with figures of illness."""

from untwitch.actions.understand import understand
from untwitch.knowledge.understand import understand as page


def test_without_asking_no_figure_of_illness_is_shown_and_the_way_to_it_is() -> None:
    text = " ".join(understand().lines())
    assert "180 people" not in text
    assert "untwitch understand --more" in text
    assert text.endswith("No clinician has reviewed this.")


def test_who_asks_for_more_gets_it_with_its_limits() -> None:
    text = " ".join(understand(more=True).lines())
    assert "180 people" in text
    assert "does not mean that it cannot be" in text
    assert "--more" not in text


def test_with_sources_every_sentence_has_grade_and_source_written_out_at_the_end() -> None:
    lines = understand().lines(sources=True)
    for section in page().shown():
        for each in section.claims:
            told = next(line for line in lines if line.strip().startswith(each.text))
            assert told.endswith(f"[{', '.join([each.grade, *each.references])}]")
            for name in each.references:
                assert any(line.strip().startswith(f"{name}: ") for line in lines)
    assert "Sources" not in understand().lines()


def test_the_document_holds_every_sentence_with_grade_and_written_out_sources() -> None:
    document = understand(more=True).to_json()
    assert document["contract"] == "understand/1"
    claims = [each for section in document["sections"] for each in section["claims"]]
    assert len(claims) == sum(len(section.claims) for section in page().sections)
    assert all(each["grade"] in document["grades"] for each in claims)
    assert document["notice"] == page().notice


def test_sentences_stand_beside_their_grade_in_words_and_sources_are_written_out() -> None:
    shown = understand(more=True)
    graded = dict(shown.graded())
    for section in page().sections:
        for each in section.claims:
            assert (each.text in graded) is (each.grade != "word")
            for name in each.references:
                assert name in graded[each.text]
                assert name in dict(shown.sources())
    assert shown.notice == page().notice
