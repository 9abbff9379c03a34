import pytest

from untwitch.facts.refused import Refused
from untwitch.intake.json_text import read_json, read_json_list


def test_a_document_is_its_value_in_whatever_encoding() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": 1}', name="a") == {"a": 1}
    assert read_json('{"a": "ä"}'.encode("utf-16"), name="a") == {"a": "ä"}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[" * 200_000, "nested more deeply"),
        (b"1" * 5000, "is not JSON that can be read: Exceeds the limit"),
        (b"\0\1\2", "is not text"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, what: str) -> None:
    with pytest.raises(Refused, match=what):
        read_json(data, name="a")


def test_a_list_is_its_items() -> None:
    assert read_json_list(b"[1, 2]", name="a") == ([1, 2], "")


@pytest.mark.parametrize("end", [b', {"c": ', b"", b", [" + b"[" * 200_000, b", nonsense]"])
def test_a_list_that_is_cut_off_or_damaged_gives_the_items_before(end: bytes) -> None:
    items, damage = read_json_list(b' [{"a": 1},\n {"b": 2}' + end, name="a")
    assert items == [{"a": 1}, {"b": 2}]
    assert "2 items before that are read" in damage


@pytest.mark.parametrize("data", [b"{", b"", b"[", b"words"])
def test_a_file_without_a_whole_item_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="is not JSON"):
        read_json_list(data, name="a")


def test_a_document_that_is_no_list_is_refused() -> None:
    with pytest.raises(Refused, match="a is not a list"):
        read_json_list(b"{}", name="a")
