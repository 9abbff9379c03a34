import pytest

from untwitch.facts.refused import Refused
from untwitch.recordings.description import tree_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_description_is_a_tree(encoding: str) -> None:
    text = '<?xml version="1.0"?><a><!-- said --><b>\u00b5V</b></a>'
    assert tree_of(text.encode(encoding), name="x").findtext("b") == "\u00b5V"


def test_zeros_behind_it_are_no_damage() -> None:
    assert tree_of(b"<a>" + b" " * 1000 + b"</a>\0\0", name="x").tag == "a"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<a>", "x is damaged"),
        (b"", "x is damaged"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "x declares things of its own"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16"), "x declares things of its own"),
        (b"<a>" * 100_000, "x is damaged"),
    ],
)
def test_damage_and_declarations_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        tree_of(data, name="x")
