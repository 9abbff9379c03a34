import pytest
from tests.sources.reading import quarantined, rows, skipped

from untwitch.facts.refused import Refused
from untwitch.facts.symptom import Symptom
from untwitch.sources.shelf import Shelf, When
from untwitch.sources.tag_book import TagBook, plan_of

DAY = When(1_800_000_000_000, 1_800_086_400_000, "+01:00", "source")


def test_a_tag_is_what_was_said_of_it_and_nothing_else() -> None:
    shelf = Shelf()
    book = TagBook(shelf, mapping={"activity:Late Coffee": "caffeine_mg:80", "activity:cramp": "cramp"})
    assert list(book.take("late_coffee", True, DAY, app="A", where="row 1")) == []
    (symptom,) = book.take("Cramp", True, DAY, app="A", where="row 2")
    assert isinstance(symptom, Symptom)
    assert symptom.start.utc_ms == DAY.start_ms + 12 * 3_600_000
    assert list(book.take("cramp", False, DAY, app="A", where="row 3")) == []
    assert list(book.take("other", True, DAY, app="A", where="row 4")) == []
    items = list(shelf.finish(where="a"))
    assert [each.value for each in rows(items, "caffeine_mg")] == [80]
    assert quarantined(items) == {"activity:other": 1}


def test_a_no_is_zero_of_a_flag_and_nothing_of_an_amount() -> None:
    shelf = Shelf()
    book = TagBook(shelf, mapping={"activity:ill": "illness_0_1", "activity:stress": "stress_0_10:7"})
    for tag in ("ill", "stress"):
        list(book.take(tag, False, DAY, app="A", where="row 1"))
    list(book.take("ill", True, DAY._replace(end_ms=DAY.start_ms), app="A", where="row 2"))
    items = list(shelf.finish(where="a"))
    assert [each.value for each in rows(items, "illness_0_1")] == [0, 1]
    assert skipped(items, "stress_0_10") == {"answered with no": 1}


def test_a_symptom_at_a_moment_is_at_that_moment() -> None:
    book = TagBook(Shelf(), mapping={"activity:cramp": "cramp"})
    (symptom,) = book.take("cramp", True, DAY._replace(end_ms=DAY.start_ms), app="A", where="row 1")
    assert symptom.start.utc_ms == DAY.start_ms


def test_a_meaning_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="cannot mean 'happiness'"):
        TagBook(Shelf(), mapping={"activity:cramp": "happiness"})


def test_a_plan_offers_only_what_was_not_said() -> None:
    def suggested(tag: str) -> str:
        return "stress_0_10:7" if "stress" in tag else ""

    plan = plan_of("a", "file", ["Stress", "stress", "tea"], suggested=suggested, mapping=None)
    assert plan is not None
    assert dict(plan.suggestions) == {"activity:stress": "stress_0_10:7"}
    said = plan_of("a", "file", ["Stress"], suggested=suggested, mapping={"activity:stress": "ignore"})
    assert said is not None
    assert dict(said.suggestions) == {}
    assert said.header_hash == plan.header_hash
    assert plan_of("a", "file", ["tea"], suggested=suggested, mapping={"mood": "ignore"}) is None
