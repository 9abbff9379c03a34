"""Every claim carries a grade and a source that exists; only memory may stand alone, and it is marked."""

import csv
from importlib import resources

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.reference import GRADES, Claim, claim, parse, reference, references, sources_of

GOOD = '[x_2000]\nauthors = "X"\nyear = 2000\ntitle = "T"\ndoi = "10.1/x"\nread = "text"\n'


def test_every_shipped_reference_has_a_link_and_says_how_far_it_was_read() -> None:
    assert len(references()) > 30
    for each in references().values():
        assert each.link.startswith(("https://", "http://"))
        assert str(each).endswith("]")
        assert str(each.year) in str(each)


def test_every_reference_of_the_intake_table_exists() -> None:
    table = resources.files("untwitch.knowledge").joinpath("intakes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        for name in row["references"].split():
            assert reference(name).id == name


def test_an_unknown_reference_names_the_nearest() -> None:
    with pytest.raises(Refused, match="'kim_2012' is not known; nearest: kim_2021"):
        reference("kim_2012")


def test_a_doi_becomes_a_link() -> None:
    assert parse(GOOD)["x_2000"].link == "https://doi.org/10.1/x"
    assert parse(GOOD.replace("doi =", "url ="))["x_2000"].link == "10.1/x"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title", "titel", "field 'titel' is not known; nearest: title"),
        ('authors = "X"\n', "", "no authors"),
        ('read = "text"\n', "", "no read"),
        ('read = "text"', 'read = "txt"', "read is 'txt'; nearest: text"),
        ("2000\n", "20\n", "year 20 is not a year"),
        ("2000\n", '"2000"\n', "year '2000' is not a year"),
        ('doi = "10.1/x"\n', "", "neither doi nor url"),
    ],
)
def test_a_bad_reference_refuses_the_whole_list(old: str, new: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(GOOD.replace(old, new))


def test_a_claim_from_memory_is_marked_and_needs_no_source() -> None:
    assert Claim("Rest.", "memory").marked() == "Rest. (from memory, not yet checked)"
    assert Claim("Rest.", "B", ("kim_2021",)).marked() == "Rest."
    assert Claim("Said so.", "word").marked() == "Said so."


def test_a_claim_in_json_carries_its_grade_and_written_out_sources() -> None:
    document = Claim("Rest.", "B", ("kim_2021",)).to_json()
    assert document["text"] == "Rest."
    assert document["grade"] == "B"
    assert "2021" in document["references"][0]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "T.", "grade": "Z"}, "here: grade 'Z' of 'T.' is not known"),
        ({"text": " ", "grade": "A"}, "here: a claim needs a sentence"),
        ({"text": "T.", "grade": "A"}, "has grade A and no reference"),
        ({"text": "T.", "grade": "A", "references": ["nobody"]}, "'nobody' is not known"),
        ({"text": "T."}, "here: a claim needs a text and a grade"),
        ({"grade": "A"}, "here: a claim needs a text and a grade"),
        ({"text": "T.", "grade": "memory", "source": "x"}, "field 'source' does not belong"),
    ],
)
def test_a_bad_claim_is_refused_with_its_place(row: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        claim(row, where="here")


def test_a_good_claim_is_taken_as_it_stands() -> None:
    made = claim({"text": "T.", "grade": "guidance", "references": ["nhs_twitching"]}, where="here")
    assert (made.text, made.grade, made.references) == ("T.", "guidance", ("nhs_twitching",))


def test_sources_of_several_claims_come_once_each_in_order() -> None:
    claims = [Claim("a", "B", ("kim_2021", "gunes_2024")), Claim("b", "B", ("kim_2021",))]
    assert [each.id for each in sources_of(claims)] == ["kim_2021", "gunes_2024"]


def test_every_grade_has_words() -> None:
    assert all(GRADES.values())
