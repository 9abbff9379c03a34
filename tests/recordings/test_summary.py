import json
from typing import Any

import numpy as np
import pytest

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.summary import (
    Count,
    Excluded,
    Noise,
    Potential,
    Rate,
    RecordingSummary,
    Smallest,
    Template,
    Trace,
)

MEASURE_1 = {
    "contract", "path", "sensor", "channels", "rate_hz", "duration_s", "analysed_s", "excluded", "count",
    "rate_per_min", "smallest_detectable", "twitches", "likely_sources_at_least", "minutes_needed",
    "problems",
}  # fmt: skip


def potential(time_s: float = 1.5, **changed: Any) -> Potential:
    values: dict[str, Any] = {
        "confidence": 0.97, "amplitude": 40.0, "unit": "uV", "duration_ms": 9.0, "channel": "c1",
    }  # fmt: skip
    return Potential(time_s, **{**values, **changed})


def summary(**changed: Any) -> RecordingSummary:
    values: dict[str, Any] = {
        "path": "calf.edf",
        "sensor": "emg",
        "channels": 2,
        "rate_hz": 1000.0,
        "duration_s": 120.0,
        "analysed_s": 110.0,
        "excluded": (Excluded(0.0, 10.0, "no signal"),),
        "count": Count(1.0, 1.0, 2.0),
        "rate_per_min": Rate(0.5, 0.1, 2.0),
        "smallest_detectable": Smallest(15.0, "uV"),
        "twitches": (potential(likely_source=1), potential(20.0)),
        "likely_sources_at_least": 1,
        "minutes_needed": 20.0,
        "noise": Noise(3.0, 2.5, 4.0, "uV", 0.5, ("c9",)),
    }
    return RecordingSummary(**{**values, **changed})


def test_the_contract_holds_every_name_of_measure_1() -> None:
    document = summary().to_json()
    assert set(document) >= MEASURE_1
    assert document["contract"] == "measure/1"
    assert document["excluded"] == [{"start_s": 0.0, "end_s": 10.0, "reason": "no signal"}]
    assert document["count"] == {"expected": 1.0, "low": 1.0, "high": 2.0}
    assert document["rate_per_min"] == {"median": 0.5, "low": 0.1, "high": 2.0}
    assert document["smallest_detectable"] == {"value": 15.0, "unit": "uV"}
    assert document["twitches"][0] == {
        "time_s": 1.5, "confidence": 0.97, "amplitude": 40.0, "unit": "uV", "duration_ms": 9.0,
        "channel": "c1", "likely_source": 1,
    }  # fmt: skip
    assert document["noise"]["bad_channels"] == ["c9"]
    assert document["started"] is None
    assert document["sure_from"] == 0.9
    json.dumps(document, allow_nan=False)


def test_a_mark_by_hand_says_so_and_others_do_not() -> None:
    assert potential(by_hand=True, confidence=1.0).to_json()["by_hand"] is True
    assert "by_hand" not in potential().to_json()


def test_a_drawn_summary_carries_trace_shapes_and_places_with_null_where_missing() -> None:
    trace = Trace(
        0.1, "c1", np.array([-1, np.nan], np.float32), np.array([1, np.nan], np.float32),
        np.array([2.5, np.nan], np.float32), 8.0, "uV",
    )  # fmt: skip
    template = Template(1, 3, 1000.0, np.array([[1, 2], [3, 4.56789]], np.float32), "uV")
    document = summary(
        trace=trace,
        templates=(template,),
        channel_names=("c1", "c2"),
        positions=np.array([[0, 0], [0, 1]], np.float32),
        started=Instant(0, "UTC"),
    ).to_json(drawn=True)
    assert document["trace"]["statistic"] == [2.5, None]
    assert document["trace"]["channel_low"] == [-1.0, None]
    assert document["trace"]["threshold"] == 8.0
    assert document["templates"][0]["samples"] == [[1.0, 2.0], [3.0, 4.568]]
    assert document["positions"] == [[0.0, 0.0], [0.0, 1.0]]
    assert document["channel_names"] == ["c1", "c2"]
    assert document["started"] == "1970-01-01T00:00:00+00:00"
    json.dumps(document, allow_nan=False)
    bare = summary().to_json(drawn=True)
    assert bare["trace"] is None
    assert bare["positions"] is None


def test_no_count_needs_a_reason() -> None:
    none = {"count": None, "rate_per_min": None}
    with pytest.raises(Refused, match="needs a problem that says why"):
        summary(**none)
    document = summary(**none, problems=(Problem("calf.edf", "an electrode was loose"),)).to_json()
    assert document["count"] is None
    assert document["rate_per_min"] is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"analysed_s": 121.0}, "121 s analysed of 120 s"),
        ({"analysed_s": -1.0}, "-1 s analysed"),
        ({"rate_per_min": None}, "come together"),
        ({"excluded": (Excluded(0, 10, "a"), Excluded(9, 12, "b"))}, "overlap at 9 s"),
        ({"twitches": (potential(2.0), potential(1.0))}, "in order of time"),
    ],
)
def test_a_summary_that_cannot_be_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        summary(**changed)


def test_parts_that_cannot_be_are_refused() -> None:
    with pytest.raises(Refused, match="from 5 s to 5 s is not possible"):
        Excluded(5.0, 5.0, "no signal")
    with pytest.raises(Refused, match="needs a reason"):
        Excluded(0.0, 5.0, "")
    with pytest.raises(Refused, match="a count of 1 with interval 2 to 3"):
        Count(1.0, 2.0, 3.0)
    with pytest.raises(Refused, match="a rate per minute of 1 with interval 0 to nan"):
        Rate(1.0, 0.0, float("nan"))
    with pytest.raises(Refused, match="at -1 s is not in the recording"):
        potential(-1.0)
    with pytest.raises(Refused, match="is no probability"):
        potential(confidence=1.5)
    with pytest.raises(Refused, match="likely source 0"):
        potential(likely_source=0)
