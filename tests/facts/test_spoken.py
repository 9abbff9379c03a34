"""Words of ids and numbers."""

import pytest

from untwitch.facts.measure import CAUSES, measures_of
from untwitch.facts.spoken import CAUSE_WORDS, cause_words, counted, spoken


def test_every_cause_and_confounder_has_words_of_its_own() -> None:
    confounders = [each.id.split("_")[0].replace("air", "temperature") for each in measures_of("confounder")]
    assert set(CAUSE_WORDS) == {*CAUSES, *confounders}
    assert len(set(CAUSE_WORDS.values())) == len(CAUSE_WORDS)
    assert cause_words("diet") == "Minerals in food"


def test_an_unknown_id_comes_back_with_spaces() -> None:
    assert cause_words("a_new_cause") == spoken("a_new_cause") == "a new cause"


@pytest.mark.parametrize(
    ("number", "one", "said"),
    [
        (1, "day", "1 day"),
        (0, "day", "0 days"),
        (2, "more row", "2 more rows"),
        (1, "more row", "1 more row"),
    ],
)
def test_one_thing_is_not_many(number: int, one: str, said: str) -> None:
    assert counted(number, one) == said
