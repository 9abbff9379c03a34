"""What is shown cannot act on a terminal, and nothing of it is lost without a word."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.plain_text import checked_line, checked_text, escaped, shown
from untwitch.facts.refused import Refused

HARMFUL = ("\x1b", "\x07", "\r", "\x9b", "\x00", "\x7f", "\u202e", "\u2066", "\u2028", "\udcff")


@pytest.mark.parametrize("character", HARMFUL)
def test_a_character_that_acts_is_marked_escaped_and_refused(character: str) -> None:
    text = f"a{character}b"
    assert shown(text) == "a\ufffdb"
    assert escaped(json.dumps(text, ensure_ascii=False)).isascii()
    with pytest.raises(Refused, match=f"the note holds a character .* number {ord(character)}"):
        checked_text(text, what="the note", longest=9)


@given(st.text())
def test_an_escaped_document_means_the_same_and_can_be_written(text: str) -> None:
    document = escaped(json.dumps([text], ensure_ascii=False))
    assert json.loads(document) == [text]
    document.encode()


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines\tand a tab",
        "\u0645\u0631\u0636",
        "\u0645\u06cc\u200c\u062e",
        "👩\u200d⚕️",
        "Grüße <b>&</b> =1+1",
    ],
)
def test_words_of_every_language_stay_as_they_are(text: str) -> None:
    assert shown(text) == escaped(text) == checked_text(text, what="the note", longest=40) == text


def test_line_ends_of_other_machines_are_taken() -> None:
    assert checked_text("a\r\nb", what="the note", longest=9) == "a\nb"


def test_a_line_has_single_blanks() -> None:
    assert checked_line("  Ada \n of\tDelft ", what="the name", longest=12) == "Ada of Delft"


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(Refused, match="the name has 13 characters; at most 12 are kept"):
        checked_line("Ada of Delft!", what="the name", longest=12)
