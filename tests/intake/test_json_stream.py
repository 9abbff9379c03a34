import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.intake import json_stream
from untwitch.intake.json_stream import JsonStream


def reading(data: bytes, *, piece: int = 7) -> Callable[[], bytes]:
    left = [data[at : at + piece] for at in range(0, len(data), piece)][::-1]
    return lambda: left.pop() if left else b""


def stream(text: str, *, piece: int = 7) -> JsonStream:
    return JsonStream(reading(text.encode(), piece=piece), name="a.json")


def walked(found: JsonStream) -> Any:
    sign = found.next_sign()
    if sign == "{":
        return {key: walked(found) for key in found.keys()}  # noqa: SIM118 - it enters the object
    if sign == "[":
        return [walked(found) for _ in found.items()]
    return found.value()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "PIECE_BYTES", 5)


@given(JSON, st.integers(1, 50))
def test_walking_through_gives_what_json_gives(document: Any, piece: int) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    assert walked(stream(text, piece=piece)) == document
    assert stream(text, piece=piece).value() == document


@given(JSON, JSON)
def test_what_is_skipped_does_not_matter(one: Any, other: Any) -> None:
    found = stream(json.dumps([one, other]))
    taken = []
    for nth, _ in enumerate(found.items()):
        if nth == 0:
            found.skip()
        else:
            taken.append(found.value())
    assert taken == [other]
    assert found.next_sign() == ""


def test_a_number_that_two_pieces_share_is_one() -> None:
    assert stream("123456789", piece=4).value() == 123456789
    assert stream("[1.5e3,12]", piece=2).value() == [1500, 12]


def test_a_mark_of_the_encoding_is_passed_and_wrong_bytes_are_shown() -> None:
    assert JsonStream(reading(b"\xef\xbb\xbf[1]"), name="a").value() == [1]
    assert JsonStream(reading(b'"a\xffb"'), name="a").value() == "a\ufffdb"


def test_a_number_of_thousands_of_digits_is_infinite_and_stops_nothing() -> None:
    assert stream("[" + "9" * 5000 + ", 2]").value() == [math.inf, 2]


@pytest.mark.parametrize(
    "text", ["", "   ", "[1, 2", '{"a": 1', '{"a"', '{"a" 1}', "{1: 2}", '"abc', "[1, }", "nul"]
)
def test_what_is_cut_off_or_damaged_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"a\.json is not JSON to its end"):
        walked(stream(text))


def test_what_is_cut_off_cannot_be_skipped() -> None:
    for text in ("", "[1, 2", '{"a": 1', '"abc'):
        with pytest.raises(Refused, match=r"a\.json is not JSON to its end"):
            stream(text).skip()


def test_what_is_no_object_or_list_cannot_be_entered() -> None:
    with pytest.raises(Refused):
        next(stream("[1]").keys())
    with pytest.raises(Refused):
        next(stream("{}").items())


def test_nesting_beyond_all_measure_is_refused() -> None:
    with pytest.raises(Refused, match="nested more deeply"):
        stream("[" * 100_000, piece=50_000).value()


def test_a_value_beyond_all_size_is_refused_and_may_be_walked_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_stream, "LARGEST_VALUE_CHARACTERS", 50)
    text = json.dumps(list(range(1000)))
    with pytest.raises(Refused, match="cut off or damaged"):
        stream(text).value()
    assert walked(stream(text)) == list(range(1000))


def test_the_good_items_come_before_the_damage() -> None:
    found = stream('[{"a": 1}, {"a": 2}, {"a"')
    items = found.items()
    next(items)
    assert found.value() == {"a": 1}
    next(items)
    assert found.value() == {"a": 2}
    next(items)
    with pytest.raises(Refused):
        found.value()


def test_skipping_what_is_nested_beyond_all_measure_takes_no_stack() -> None:
    found = stream("[" + "[" * 50_000 + "]" * 50_000 + ", 7]", piece=50_000)
    items = found.items()
    next(items)
    found.skip()
    next(items)
    assert found.value() == 7
