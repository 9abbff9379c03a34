import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.facts.refused import Refused
from untwitch.recordings import biquad
from untwitch.recordings.detect import detect
from untwitch.recordings.recording import Recording, of_array
from untwitch.recordings.score import matched
from untwitch.recordings.sensors.emg import SENSOR
from untwitch.recordings.simulate import made_rest
from untwitch.recordings.summary import SURE_FROM, RecordingSummary

TIMES = [2.0, 5.0, 7.5, 11.0, 14.0, 18.0, 21.0]


def recording(seconds: float = 25.0, times: list[float] | None = None, **made: object) -> Recording:
    rest = made_rest(seconds, TIMES if times is None else times, **made)  # type: ignore[arg-type]
    return of_array(rest.samples, rate_hz=float(made.get("rate_hz", 1000.0)))  # type: ignore[arg-type]


def sure(summary: RecordingSummary) -> list[float]:
    return [each.time_s for each in summary.twitches if each.confidence >= SURE_FROM]


@pytest.mark.parametrize(("n_channels", "rate_hz"), [(1, 1000.0), (8, 1000.0), (8, 2048.0), (3, 500.0)])
def test_every_clear_twitch_is_found_at_its_time(n_channels: int, rate_hz: float) -> None:
    summary = detect(recording(n_channels=n_channels, rate_hz=rate_hz, heights=14.0))
    hits = matched(sure(summary), TIMES, tolerance_s=0.025)
    assert sorted(hits.tolist()) == list(range(7))
    assert summary.count is not None
    assert summary.count.low <= 7 <= summary.count.high + 1
    assert summary.rate_per_min is not None
    assert summary.rate_per_min.low < 7 / (25 / 60) < summary.rate_per_min.high
    assert summary.smallest_detectable is not None
    assert summary.smallest_detectable.value == pytest.approx(15, rel=0.4)
    assert summary.analysed_s == pytest.approx(25, abs=0.01)
    assert summary.likely_sources_at_least is not None
    assert summary.likely_sources_at_least >= 1
    json.dumps(summary.to_json(drawn=True), allow_nan=False)


def test_rest_without_a_twitch_has_none_and_says_what_would_have_been_seen() -> None:
    summary = detect(recording(60.0, []))
    assert sure(summary) == []
    assert summary.count is not None
    assert summary.count.expected < 1
    assert summary.minutes_needed is not None
    assert summary.minutes_needed > 2
    assert summary.likely_sources_at_least == 0


@pytest.mark.parametrize(("read_s", "workers"), [(2.0, 1), (60.0, 1), (10.0, 2), (3.3, 2)])
def test_the_answer_is_the_same_to_the_bit_for_any_read_and_any_workers(read_s: float, workers: int) -> None:
    made = recording(34.0)
    once = detect(made)
    again = detect(made, read_s=read_s, workers=workers)
    assert again.to_json(drawn=True) == once.to_json(drawn=True)
    assert [each.confidence.hex() for each in again.twitches] == [
        each.confidence.hex() for each in once.twitches
    ]


def test_compiled_or_not_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recording()
    compiled = detect(made)
    monkeypatch.setattr(biquad, "COMPILED", False)
    plain = detect(made)
    assert [each.time_s for each in plain.twitches] == [each.time_s for each in compiled.twitches]
    np.testing.assert_allclose(
        [each.confidence for each in plain.twitches],
        [each.confidence for each in compiled.twitches],
        atol=2e-3,
    )


@given(power=st.integers(-2, 4))
@settings(max_examples=4, deadline=None)
def test_a_louder_recording_has_the_same_twitches(power: int) -> None:
    rest = made_rest(12.0, [2.0, 5.0, 9.0], heights=14.0).samples
    once = detect(of_array(rest, rate_hz=1000.0))
    scaled = detect(of_array(rest * np.float32(2.0**power), rate_hz=1000.0))
    assert [each.time_s for each in scaled.twitches] == [each.time_s for each in once.twitches]
    for ours, theirs in zip(scaled.twitches, once.twitches, strict=True):
        assert ours.confidence == pytest.approx(theirs.confidence, abs=1e-3)
        assert ours.amplitude == pytest.approx((theirs.amplitude or 0) * 2.0**power, rel=1e-4)


@given(shift=st.integers(1, 900))
@settings(max_examples=4, deadline=None)
def test_twitches_move_with_the_signal(shift: int) -> None:
    rest = made_rest(14.0, [3.0, 6.0], heights=14.0).samples
    once, later = (
        sure(detect(of_array(each, rate_hz=1000.0))) for each in (rest[1000:], rest[1000 - shift :])
    )
    np.testing.assert_allclose(np.array(later) - shift / 1000, once, atol=0.0015)


def test_a_tensed_muscle_leaves_the_minutes_and_the_count() -> None:
    rest = made_rest(30.0, [3.0, 25.0], heights=14.0)
    random = np.random.default_rng(5)
    rest.samples[10_000:18_000] += 40 * random.standard_normal((8000, 8)).astype(np.float32)
    summary = detect(of_array(rest.samples, rate_hz=1000.0))
    (tensed,) = summary.excluded
    assert tensed.reason == "the muscle was tensed"
    assert 9.5 < tensed.start_s <= 10.0
    assert 18.0 <= tensed.end_s < 18.8
    assert summary.analysed_s == pytest.approx(30 - (tensed.end_s - tensed.start_s))
    assert len(sure(summary)) == 2


def test_a_burst_of_hum_is_named_as_such() -> None:
    rest = made_rest(30.0, [3.0], heights=14.0)
    t = np.arange(1200)[:, np.newaxis] / 1000
    rest.samples[12_000:13_200] += (20 * np.sin(2 * np.pi * 50 * t)).astype(np.float32)
    summary = detect(of_array(rest.samples, rate_hz=1000.0))
    longest = max(summary.excluded, key=lambda each: each.end_s - each.start_s)
    assert longest.reason == "a burst of mains hum"
    assert len(sure(summary)) == 1


def test_muscle_tensed_for_minutes_is_louder_than_the_rest() -> None:
    rest = made_rest(140.0, [], n_channels=2, rate_hz=500.0)
    random = np.random.default_rng(5)
    rest.samples[25_000:65_000] += 30 * random.standard_normal((40_000, 2)).astype(np.float32)
    summary = detect(of_array(rest.samples, rate_hz=500.0))
    assert summary.analysed_s < 65
    assert sure(summary) == []


def test_a_loose_electrode_in_a_short_recording_gives_no_count_and_says_why() -> None:
    rest = made_rest(15.0, [3.0])
    rest.samples[8000:, 2] += 150_000
    summary = detect(of_array(rest.samples, rate_hz=1000.0, name="arm.edf"))
    assert summary.count is None
    assert summary.twitches == ()
    (problem,) = summary.problems
    assert problem.where == "arm.edf"
    assert "the signal jumped at 7.9 s" in problem.what
    longer = made_rest(60.0, [3.0], heights=14.0)
    longer.samples[8000:, 2] += 150_000
    assert len(sure(detect(of_array(longer.samples, rate_hz=1000.0)))) == 1


def test_a_step_that_is_no_muscle_is_not_counted() -> None:
    rest = made_rest(30.0, [4.0], heights=14.0)
    rest.samples[15_000:] += 60
    summary = detect(of_array(rest.samples, rate_hz=1000.0))
    assert len(sure(summary)) == 1
    assert "left the signal on another level" in summary.problems[0].what


def test_too_little_to_judge_gives_no_count() -> None:
    summary = detect(recording(2.5, []))
    assert summary.count is None
    assert "only 2.5 s could be judged" in summary.problems[0].what
    silent = detect(of_array(np.zeros((20_000, 2)), rate_hz=1000.0))
    assert silent.count is None
    assert silent.noise is None
    assert [each.reason for each in silent.excluded] == ["no channel could be used"]


def test_a_gap_is_no_quiet_time() -> None:
    rest = made_rest(30.0, [4.0, 25.0], heights=14.0)
    rest.samples[10_000:15_000] = np.nan
    summary = detect(of_array(rest.samples, rate_hz=1000.0))
    assert [each.reason for each in summary.excluded if each.end_s - each.start_s > 1] == ["no signal here"]
    assert summary.analysed_s == pytest.approx(24.8, abs=0.05)
    assert len(sure(summary)) == 2


def test_a_bad_channel_is_named_and_left_out() -> None:
    rest = made_rest(30.0, [4.0], heights=20.0)
    rest.samples[:, 3] *= 30
    rest.samples[:, 6] = 7
    summary = detect(of_array(rest.samples, rate_hz=1000.0))
    assert summary.noise is not None
    assert summary.noise.bad_channels == ("channel 4", "channel 7")
    assert len(sure(summary)) == 1


def test_no_workers_and_too_slow_a_recording_are_refused() -> None:
    with pytest.raises(Refused, match="0 workers"):
        detect(recording(5.0, []), workers=0)
    with pytest.raises(Refused, match="100 samples a second are too few"):
        detect(of_array(np.zeros((1000, 1)), rate_hz=100.0))


def test_a_sensor_without_gates_leaves_nothing_out() -> None:
    rest = made_rest(30.0, [4.0], heights=14.0)
    rest.samples[15_000:] += 60
    bare = dataclasses.replace(SENSOR, gates=frozenset())
    summary = detect(of_array(rest.samples, rate_hz=1000.0), sensor=bare)
    assert summary.excluded == ()
    assert len(sure(summary)) == 2
