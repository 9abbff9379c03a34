"""What breaks the contract is refused in one sentence that names the fact; what keeps it is taken."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.cases import random_facts

from untwitch.check.answers import LONGEST_CASE_BYTES, checked, read_case
from untwitch.facts.refused import Refused
from untwitch.knowledge.check_fact import FILE, check_facts
from untwitch.knowledge.data_table import packaged_text

SCHEMA = jsonschema.Draft202012Validator(json.loads(packaged_text(FILE)))


@given(random_facts())
@settings(max_examples=200)
def test_facts_that_keep_the_contract_are_given_back_in_its_order(facts: dict[str, Any]) -> None:
    assert SCHEMA.is_valid(facts)
    assert checked(facts) == facts
    assert list(checked(facts)) == [name for name in check_facts() if name in facts]
    assert read_case(json.dumps(facts).encode()) == facts


JUNK = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 200), st.floats(-5, 200, allow_nan=False),
        st.sampled_from(["", "x", "none", "female", "calf_left", "flicker", "sudden", "kidney_disease"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["name", "event", "days_ago", "started_days_ago", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=5,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*check_facts(), "feever"]), JUNK, min_size=1, max_size=2))
@settings(max_examples=600)
def test_exactly_what_the_schema_refuses_is_refused(document: dict[str, Any]) -> None:
    if SCHEMA.is_valid(document):
        assert checked(document) == document
        return
    with pytest.raises(Refused) as refusal:
        checked(document)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([], "one object of facts, not a list"),
        ("x", "one object of facts, not text"),
        (3, "one object of facts, not a number"),
        ({"feever": True}, "fact 'feever' is not known; nearest: fever"),
        ({"fever": None}, "fever is null; leave a fact out when it is unknown"),
        ({"fever": "yes"}, "fever is 'yes'; it should be true or false"),
        ({"fever": 1}, "fever is 1; it should be true or false"),
        ({"age_years": True}, "age_years is true; it should be a number"),
        ({"age_years": "40"}, "age_years is '40'; it should be a number"),
        ({"age_years": -1}, "age_years is -1; it goes from 0 to 120"),
        ({"pulse_bpm": 400}, "pulse_bpm is 400; it goes from 15 to 300"),
        ({"age_years": 10**400}, "age_years is a very large number"),
        ({"sex": "femal"}, "sex is 'femal', which is no choice; nearest: female"),
        ({"sex": ["female"]}, "sex is a list, which is no choice"),
        ({"twitch_sites": "calf_left"}, "it should be a list"),
        ({"twitch_sites": ["calf"]}, "twitch_sites is 'calf', which is no choice; nearest: calf_"),
        ({"twitch_sites": ["calf_left", "calf_left"]}, "twitch_sites names something twice"),
        ({"conditions": ["cancr"]}, "nearest: cancer"),
        ({"medicines": [{}]}, "medicines, entry 1 has no name"),
        ({"medicines": ["x"]}, "medicines, entry 1 is 'x'; it should be an object with name"),
        ({"medicines": [{"name": ""}]}, "name has 0 letters; it may have 1 to 120"),
        ({"medicines": [{"name": 4}]}, "name is 4; it should be text"),
        ({"medicines": [{"name": "x", "start": 4}]}, "'start' is not known"),
        ({"medicines": [{"name": "x", "started_days_ago": -4}]}, "started_days_ago is -4; it goes from 0"),
        ({"medicines": [{"name": "x"}] * 501}, "medicines has 501 entries"),
        (
            {"recent_events": [{"event": "wound", "days_ago": 4000}]},
            "days_ago is 4000; it goes from 0 to 3660",
        ),
        ({"recent_events": [{"event": "wond"}]}, "nearest: wound"),
        ({"conditions_other": "x" * 501}, "conditions_other has 501 letters"),
        ({"conditions_other": "\ud800"}, "half a character"),
        ({"x" * 500: 1}, r"fact 'xxx.*\.\.\. is not known"),
    ],
)
def test_the_sentence_names_the_fact_and_what_would_be_right(facts: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        checked(facts)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "there is no case"),
        (b"  \n", "there is no case"),
        (b"{", "the case is not JSON: .* at line 1, column 2"),
        (b'{"fever": true} x', "the case is not JSON"),
        (b'{"fever": NaN}', "NaN is not a number"),
        (b'{"age_years": -Infinity}', "-Infinity is not a number"),
        (b'{"age_years": 1e999}', "it should be a finite number"),
        (b'{"age_years": ' + b"9" * 5000 + b"}", "a number with far too many digits"),
        (b'{"fever": true, "fever": false}', "'fever' stands twice"),
        (b'{"medicines": [{"name": "a", "name": "b"}]}', "'name' stands twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"fever": \xff}', r"not UTF-8 text \(byte 10\)"),
        (b" " * (LONGEST_CASE_BYTES + 1), "more than 1000000 bytes"),
    ],
)
def test_bytes_that_are_no_case_are_refused(raw: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_case(raw)


def test_a_byte_order_mark_does_not_matter() -> None:
    assert read_case(b'\xef\xbb\xbf{"fever": true}') == {"fever": True}
