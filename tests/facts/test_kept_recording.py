"""A kept recording is a summary and a watch; what was excluded was not watched."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.kept_recording import (
    LONGEST_SUMMARY,
    KeptRecording,
    counted_with_marks,
    instrument_name,
    watch_of,
)
from untwitch.facts.mark import Mark
from untwitch.facts.refused import Refused

START = Instant(1_700_000_000_000, "Europe/Amsterdam", "stay")
END = Instant(START.utc_ms + 600_000, "Europe/Amsterdam", "stay")


def kept(**changed: Any) -> KeptRecording:
    """Ten minutes of a phone on the left calf, eight of them judged."""
    right = {
        "id": new_id(), "start": START, "end": END, "sensor": "accelerometer",
        "instrument": "accelerometer, calf left", "site": "calf_left", "name": "evening.csv",
        "sha256": "ab" * 32, "analysed_s": 480.0, "count_expected": 6.4, "count_low": 4.2,
        "count_high": 9.1, "summary": "{}", "note": "after a run",
    }  # fmt: skip
    return KeptRecording(**{**right, **changed})


def test_the_watch_is_the_time_that_was_judged_with_the_count_as_an_interval() -> None:
    recording = kept()
    watch = watch_of(recording, ())
    assert watch is not None
    assert watch.observed_h == pytest.approx(480 / 3600)
    assert (watch.twitches_low, watch.twitches_high) == (4, 10)
    assert (watch.instrument, watch.site, watch.note) == (
        "accelerometer, calf left", "calf_left", "after a run",
    )  # fmt: skip
    assert (watch.id, watch.start) == (recording.id, START)
    assert recording.minutes_analysed == 8


@pytest.mark.parametrize(
    "unknown",
    [{"analysed_s": 0.0}, {"count_expected": None, "count_low": None, "count_high": None}],
)
def test_what_could_not_be_judged_is_no_watch_and_so_never_a_zero(unknown: dict[str, Any]) -> None:
    assert watch_of(kept(**unknown), ()) is None


def test_marks_of_the_recording_move_the_count_and_others_do_not() -> None:
    recording = kept()
    marks = [
        Mark(new_id(), recording.id, 3.0, is_twitch=True),
        Mark(new_id(), recording.id, 4.0, is_twitch=False, instead_of=0.4),
        Mark(new_id(), new_id(), 5.0, is_twitch=True),
    ]
    assert counted_with_marks(recording, marks) == pytest.approx((4.8, 7.0, 9.7))
    watch = watch_of(recording, marks)
    assert watch is not None
    assert (watch.twitches_low, watch.twitches_high) == (4, 10)
    assert counted_with_marks(kept(count_expected=None, count_low=None, count_high=None), marks) is None


@given(
    st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=30),
    st.lists(st.floats(0, 50), min_size=3, max_size=3).map(sorted),
)
def test_a_count_with_marks_is_never_negative_and_keeps_its_order(
    said: list[tuple[bool, float]], count: list[float]
) -> None:
    recording = kept(count_low=count[0], count_expected=count[1], count_high=count[2])
    marks = [
        Mark(new_id(), recording.id, 1.0, is_twitch=yes, instead_of=confidence) for yes, confidence in said
    ]
    found = counted_with_marks(recording, marks)
    assert found is not None
    assert 0 <= found[0] <= found[1] <= found[2]
    change = math.fsum(each.change for each in marks)
    assert found[1] == pytest.approx(max(0, count[1] + change))
    watch = watch_of(recording, marks)
    assert watch is not None
    assert watch.twitches_low is not None
    assert watch.twitches_high is not None
    assert watch.twitches_low <= found[0]
    assert found[2] <= watch.twitches_high


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"id": "x"}, "is not a UUID"),
        ({"end": START}, "must end after it begins"),
        ({"sensor": "nose"}, "sensor 'nose' is not known; known: emg, accelerometer, video"),
        ({"instrument": "diary"}, "'diary' cannot be that of a recording"),
        ({"instrument": ""}, "cannot be that of a recording"),
        ({"site": "calf"}, "body site 'calf' is not known"),
        ({"sha256": "AB" * 32}, "it has 64 digits"),
        ({"analysed_s": 601.0}, "601 s were judged"),
        ({"analysed_s": -1.0}, "-1 s were judged"),
        ({"count_low": None}, "needs its expected number"),
        ({"count_high": math.inf}, "needs its expected number"),
        ({"count_low": 7.0}, "not possible"),
        ({"count_high": 6.0}, "not possible"),
        ({"count_low": -1.0}, "not possible"),
        ({"summary": "x" * (LONGEST_SUMMARY + 1)}, "at most 4000000"),
    ],
)
def test_a_wrong_part_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        kept(**wrong)


def test_a_series_is_named_by_what_may_be_compared() -> None:
    assert instrument_name("accelerometer") == "accelerometer"
    assert instrument_name("accelerometer", site="calf_left", channels=3) == "accelerometer, calf left"
    assert instrument_name("emg", site="thumb_right", channels=64) == "EMG, 64 channels, thumb right"
    assert instrument_name("emg", channels=1) == "EMG"
    with pytest.raises(Refused, match="sensor 'ultrasound' is not known"):
        instrument_name("ultrasound")
    with pytest.raises(Refused, match="nearest: calf_left"):
        instrument_name("video", site="calf_lefd")
