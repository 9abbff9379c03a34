"""What is kept of a recording comes back as it was; what others wrote there is refused in a sentence."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.recordings.made_summary import grid, phone, uncounted

from untwitch.facts.kept_recording import LONGEST_SUMMARY
from untwitch.facts.refused import Refused
from untwitch.recordings import kept_summary
from untwitch.recordings.kept_summary import from_text, to_text
from untwitch.recordings.summary import Excluded, Potential, RecordingSummary


@pytest.mark.parametrize("made", [phone(), grid(), uncounted(), phone(positions=None, trace=None)])
def test_a_summary_comes_back_from_its_text(made: RecordingSummary) -> None:
    back = from_text(to_text(made), name="x")
    assert to_text(back) == to_text(made)
    assert back.to_json() == made.to_json()
    for name in ("twitches", "excluded", "count", "rate_per_min", "noise", "problems", "channel_names"):
        assert getattr(back, name) == getattr(made, name), name
    if made.trace is not None and back.trace is not None:
        np.testing.assert_allclose(back.trace.channel_high, made.trace.channel_high, rtol=1e-3)
        np.testing.assert_array_equal(np.isnan(back.trace.channel_low), np.isnan(made.trace.channel_low))


def test_of_a_very_long_recording_the_surest_is_kept_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, most in (("MOST_TWITCHES", 2), ("MOST_TEMPLATES", 1), ("MOST_EXCLUDED", 1)):
        monkeypatch.setattr(kept_summary, name, most)
    stretches = (Excluded(1, 2, "no signal"), Excluded(3, 9, "no signal"), Excluded(10, 12, "no signal"))
    back = from_text(to_text(grid(excluded=stretches, twitches=phone().twitches)), name="x")
    assert [each.confidence for each in back.twitches] == [0.98, 0.99]
    assert [each.members for each in back.templates] == [9]
    assert back.excluded == (Excluded(3, 9, "no signal"),)
    assert [each.what for each in back.problems] == [
        "3 candidates of least confidence are not kept one by one; the count has them"
    ]


def test_the_longest_text_fits_into_the_record() -> None:
    many = tuple(
        Potential(number / 7, 0.123456789012, 123.45678901234, "mm/s2", 79.999999999, "channel-name", 12)
        for number in range(kept_summary.MOST_TWITCHES + 5)
    )
    text = to_text(phone(twitches=many, duration_s=7200.0, analysed_s=7200.0, excluded=()))
    assert len(text) < LONGEST_SUMMARY


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"contract": "measure/2"}, "no measure/1"),
        ({"sensor": "nose"}, "'nose'"),
        ({"twitches": [{"time_s": 1}]}, "confidence"),
        ({"twitches": [{}] * 20_000}, "20000 rows"),
        ({"count": {"expected": 1, "low": 2, "high": 3}}, "not possible"),
        ({"count": 7}, "int"),
        ({"minutes_needed": "x"}, "could not convert"),
        ({"positions": [1, 2]}, "1 dimensions"),
        ({"positions": [[1, 2]]}, "places of shape"),
        ({"duration_s": float("inf")}, "inf for a number"),
        ({"positions": [[1e31, 2]] * 3}, "above 1e"),
        ({"trace": {**phone().to_json(drawn=True)["trace"], "statistic": [1.0]}}, "different lengths"),
        ({"trace": {**phone().to_json(drawn=True)["trace"], "step_s": 0}}, "steps of 0 s"),
        ({"excluded": None}, "NoneType"),
    ],
)
def test_a_text_that_is_no_summary_is_refused_with_the_name_of_the_recording(
    change: dict[str, Any], words: str
) -> None:
    document = {**phone().to_json(drawn=True), **change}
    with pytest.raises(Refused, match=r"kept of the recording 'evening' cannot be read .*" + words):
        from_text(json.dumps(document, default=float), name="evening")


@given(
    st.text(max_size=60) | st.sampled_from(["[]", "{}", "null", "[" * 100_000, '{"contract":"measure/1"}'])
)
def test_no_text_ends_in_anything_but_a_refusal(text: str) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        from_text(text, name="x")


@given(st.data())
def test_a_changed_value_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    document = json.loads(to_text(replace(grid(), twitches=grid().twitches[:2], trace=phone().trace)))
    node: Any = document
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if not (isinstance(node[key], dict | list) and node[key]) or data.draw(st.booleans()):
            break
        node = node[key]
    node[key] = data.draw(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
        | st.lists(st.integers(), max_size=3)
    )  # fmt: skip
    try:
        read = from_text(json.dumps(document), name="x")
    except Refused:
        return
    assert isinstance(to_text(read), str)
