"""Each place and sensor is a series of its own; a count stands from its third kept recording on."""

from dataclasses import replace

import pytest
from tests.recordings.made_summary import grid, phone, uncounted
from tests.report.kept_recordings import history_of, kept

from untwitch.facts.identity import new_id
from untwitch.facts.mark import Mark
from untwitch.facts.refused import Refused
from untwitch.recordings.summary import Count, Rate
from untwitch.report.recording_series import beside, rate_of, rate_words, series, summary_of, when
from untwitch.report.recording_words import ENOUGH_A_WEEK

NONE = phone(count=Count(0.1, 0.0, 1.2), rate_per_min=Rate(0.04, 0.0, 0.5), twitches=())


def test_series_come_by_their_newest_recording_and_rows_by_time() -> None:
    calf = [kept(day=0), kept(day=4)]
    arm = [kept(grid(), day=2, site="forearm_left")]
    found = series(history_of([*calf, *arm]))
    assert [each.title for each in found] == ["accelerometer, calf left", "EMG, 16 channels, forearm left"]
    assert [row[0] for row in found[0].table.rows] == [when(calf[1].start), when(calf[0].start)]
    assert found[0].table.rows[0][1:3] == ("2.5 minutes", "30 seconds")
    assert found[1].table.rows[0][1:3] == ("1 minute", "nothing")
    assert [each.name for each in found[1].figures] == [
        "recording-2-trace", "recording-2-shapes", "recording-2-map",
    ]  # fmt: skip


def test_no_count_stands_before_the_third_recording_and_every_one_from_then_on() -> None:
    two = series(history_of([kept(day=0), kept(day=4)]))[0]
    assert {row[3] for row in two.table.rows} == {"from the third recording on"}
    assert not any("About 3 twitches" in each for each in two.lines)
    three = series(history_of([kept(day=0), kept(day=4), kept(NONE, day=8)]))[0]
    assert [row[3] for row in three.table.rows] == [
        "None above 41 mm/s² in 2.5 minutes. Up to 2 may have been missed.",
        "1.4 (0.84 to 2.1)",
        "1.4 (0.84 to 2.1)",
    ]
    assert "Your 2 other recordings of this place had 1.4 a minute." in three.lines


def test_a_recording_without_a_count_is_shown_and_is_not_one_of_the_three() -> None:
    found = series(history_of([kept(day=0), kept(day=4), kept(uncounted(), day=8)]))[0]
    assert [row[3] for row in found.table.rows] == ["cannot be told", *["from the third recording on"] * 2]
    assert "No count can be given for this recording." in found.lines
    assert found.figures == ()


def test_only_the_newest_series_are_drawn() -> None:
    sites = ("calf_left", "calf_right", "thigh_left", "thigh_right")
    found = series(history_of([kept(day=day, site=site) for day, site in enumerate(sites)]))
    assert [bool(each.figures) for each in found] == [True, True, True, False]


def test_what_stands_beside_counts_the_others_and_the_week_before() -> None:
    kept_ones = [kept(day=day) for day in (0, 3, 5, 9.5)]
    other = kept(day=9, site="thigh_left")
    near = beside(
        [*kept_ones, other], (), instrument=kept_ones[3].instrument, start=kept_ones[3].start,
        own_id=kept_ones[3].id,
    )  # fmt: skip
    assert (near.kept, len(near.other_rates), near.in_a_week) == (4, 3, 4)
    # one that is not kept stands beside all that are
    fresh = beside(kept_ones, (), instrument=kept_ones[0].instrument, start=kept_ones[0].start)
    assert (fresh.kept, len(fresh.other_rates), fresh.in_a_week) == (4, 4, 2)
    assert ENOUGH_A_WEEK in series(history_of(kept_ones[:3]))[0].lines
    assert ENOUGH_A_WEEK not in series(history_of(kept_ones[:2]))[0].lines


def test_marks_move_the_rate_the_words_and_the_figure() -> None:
    recording = kept()
    marks = [
        Mark(new_id(), recording.id, 60.0, is_twitch=True), Mark(new_id(), new_id(), 61.0, is_twitch=True),
    ]  # fmt: skip
    assert rate_of(recording, marks) == pytest.approx(4.4 / 2.5)
    assert rate_words(recording, marks, shows=True) == "1.8 (1.2 to 2.5)"
    assert [each.by_hand for each in summary_of(recording, marks).twitches].count(True) == 1
    assert rate_of(replace(recording, analysed_s=0.0), ()) is None
    assert rate_words(replace(recording, analysed_s=0.0), (), shows=True) == "cannot be told"


def test_a_summary_that_cannot_be_read_is_said_and_hides_nothing_else() -> None:
    broken = replace(kept(day=9, site="thigh_left"), summary="{", name="odd\x1b.csv")
    few = replace(broken, count_low=0.0, count_expected=0.2, count_high=0.4)
    with pytest.raises(Refused, match=r"kept of the recording 'odd.csv' cannot be read"):
        summary_of(broken, ())
    found = series(history_of([broken, kept()]))
    assert "cannot be read" in found[0].lines[0]
    assert found[0].figures == ()
    assert found[1].figures
    assert rate_words(few, (), shows=True) == "none that could be seen"
    assert rate_words(kept(NONE), (), shows=True).startswith("None above 41 mm/s²")


def test_a_person_without_recordings_has_no_series() -> None:
    assert series(history_of([])) == ()
