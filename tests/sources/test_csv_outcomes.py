import pytest

from untwitch.facts.refused import Refused
from untwitch.facts.watch import Watch
from untwitch.sources.csv_moments import Place, Span
from untwitch.sources.csv_outcomes import row_id, watch_of_diary, watch_of_recording

PLACE = Place("Europe/Berlin", stays=(), day_first=None)
DAY = PLACE.span("2026-03-02", time="", end="", where="row 2")
SIX_HOURS = PLACE.span("2026-03-02 06:00", time="", end="2026-03-02 12:00", where="row 2")


def diary(span: Span = DAY, **cells: str) -> Watch | None:
    return watch_of_diary(cells, span, decimal_comma=False)


def kept(span: Span = DAY, **cells: str) -> Watch:
    watch = diary(span, **cells)
    assert watch is not None
    return watch


def test_a_zero_is_a_watch_in_which_nothing_was_seen() -> None:
    watch = kept(twitches="0")
    assert (watch.twitches_low, watch.twitches_high, watch.observed_h) == (0, 0, 16)
    assert watch.end == DAY.end
    assert watch.instrument == "diary"


def test_a_blank_is_not_recorded() -> None:
    assert diary() is None
    assert diary(observed_h="12", site="calf_left") is None


def test_a_watch_is_as_long_as_was_observed_and_no_longer_than_its_row() -> None:
    assert kept(twitches="3", observed_h="5").observed_h == 5
    assert kept(SIX_HOURS, twitches="3").observed_h == 6
    for hours, words in (("0", "nothing can have been seen"), ("99", "longer than the row")):
        with pytest.raises(Refused, match=words):
            diary(twitches="3", observed_h=hours)


def test_words_and_buckets_are_between_two_counts() -> None:
    assert (kept(evening="Few").twitches_low, kept(evening="few").twitches_high) == (1, 3)
    bucket = kept(twitches_low="4", twitches_high="10", bother_0_10="3", twitch_min="20", site="calf_left")
    assert (bucket.twitches_low, bucket.twitches_high, bucket.bother_0_10) == (4, 10, 3)
    assert (bucket.twitch_min, bucket.site) == (20, "calf_left")
    with pytest.raises(Refused, match="need each other"):
        diary(twitches_low="4")


def test_bother_without_a_count_says_nothing_of_the_count() -> None:
    with pytest.raises(Refused, match="bother_0_10 without a count"):
        diary(bother_0_10="3")


def test_a_moment_is_no_time_to_watch() -> None:
    moment = PLACE.span("2026-03-02 06:00", time="", end="", where="row 2")
    with pytest.raises(Refused, match="not a moment"):
        diary(moment, twitches="3")


def recording(**cells: str) -> Watch | None:
    return watch_of_recording(cells, DAY, decimal_comma=False)


def test_a_recording_is_a_series_of_its_own() -> None:
    watch = recording(recorded_count="37.4", recorded_h="0.5", instrument="emg")
    assert watch is not None
    assert (watch.twitches_low, watch.observed_h, watch.instrument) == (37, 0.5, "emg")
    bounds = recording(recorded_low="3.5", recorded_high="8.2")
    assert bounds is not None
    assert (bounds.twitches_low, bounds.twitches_high, bounds.instrument) == (3, 9, "recording")
    assert recording(instrument="emg") is None
    with pytest.raises(Refused, match="instrument 'diary'"):
        recording(recorded_count="3", instrument="diary")


def test_the_same_row_has_the_same_id_and_another_one_another() -> None:
    assert kept(twitches="3").id == kept(twitches="3").id == kept(twitches="3", observed_h="16").id
    assert len({kept(twitches="3").id, kept(twitches="4").id, kept(twitches="3", site="calf_left").id}) == 3
    assert row_id("a", 1) != row_id("a", 2)
