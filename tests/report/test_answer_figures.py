"""Every figure of an answer, from the document alone or with the picture of its fit."""

from tests.report.sample_person import explain
from tests.report.sample_picture import picture

from untwitch.report.answer_figures import answer_figures


def test_the_document_alone_gives_bands_and_shares() -> None:
    assert list(answer_figures(explain(), None)) == ["causes", "shares"]
    assert answer_figures(None, None) == {}


def test_a_picture_adds_rate_doses_and_what_if_and_its_own_shares() -> None:
    made = answer_figures(explain() | {"outcome": "bother_0_10"}, picture())
    assert list(made) == ["causes", "rate", "doses", "shares", "what_if"]
    assert made["rate"].title.startswith("Points of bother")
    assert "Chance of none at all" in made["shares"].table.header


def test_every_figure_has_words_and_a_table_of_one_shape() -> None:
    for each in answer_figures(explain(), picture()).values():
        assert each.title
        assert each.sentence.endswith((".", "!"))
        assert each.table.rows
        assert {len(row) for row in each.table.rows} == {len(each.table.header)}
        assert "<desc" in each.svg


def test_nothing_is_said_without_its_condition() -> None:
    made = answer_figures(explain(), picture())
    assert "if the link is causal" in made["shares"].title
    assert "Only if the link is causal" in made["what_if"].sentence
    assert "not why" in made["doses"].sentence
