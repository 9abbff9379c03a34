"""Every region has one of two modes; a table with a mistake is refused."""

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.urgency_mode import (
    LIST,
    MODES,
    PERSONAL,
    checked_mode,
    mode_for,
    parse,
    urgency_modes,
)

HEADER = "country,mode,basis,note\n"


def test_every_region_is_personal_until_somebody_decides_otherwise() -> None:
    assert set(urgency_modes().values()) == {PERSONAL}
    assert mode_for(None) == mode_for("GB") == PERSONAL


def test_a_region_with_a_row_of_its_own_has_its_own_mode() -> None:
    modes = parse(f"{HEADER}*,personal,memory,x\nDE,list,guidance,x\n")
    assert mode_for("DE", modes=modes) == LIST
    assert mode_for("GB", modes=modes) == mode_for(None, modes=modes) == PERSONAL


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("DE,list,memory,x", "the row \\* for all other regions is missing"),
        ("*,personal,memory,x\nde,list,memory,x", "country 'de' should be two capital letters"),
        ("*,personal,memory,x\n*,list,memory,x", "stand once"),
        ("*,lists,memory,x", "mode 'lists' is not known; nearest: list"),
        ("*,list,hearsay,x", "basis 'hearsay'"),
    ],
)
def test_a_table_with_a_mistake_is_refused(rows: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse(HEADER + rows + "\n")


def test_a_mode_is_personal_or_list() -> None:
    assert [checked_mode(each) for each in MODES] == list(MODES)
    with pytest.raises(Refused, match="'lists' is not known; nearest: list; it is personal or list"):
        checked_mode("lists")
