"""A table has the columns it should have, or is refused with its place."""

import pytest

from untwitch.facts.refused import Refused
from untwitch.knowledge.data_table import packaged_text, rows_of


def test_rows_come_with_their_place() -> None:
    rows = list(rows_of("a,b\n1,2\n3,\n", file_name="x.csv", columns=("a", "b")))
    assert rows == [("x.csv line 2", {"a": "1", "b": "2"}), ("x.csv line 3", {"a": "3", "b": ""})]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,c\n1,2", "x.csv: the columns are .* they should be a, b"),
        ("", "the columns are None"),
        ("a,b\n1", "x.csv line 2: it has not 2 cells"),
        ("a,b\n1,2,3", "x.csv line 2: it has not 2 cells"),
    ],
)
def test_another_shape_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        list(rows_of(text, file_name="x.csv", columns=("a", "b")))


def test_data_of_the_package_is_found() -> None:
    assert packaged_text("red_flags.csv").startswith("id,urgency")
