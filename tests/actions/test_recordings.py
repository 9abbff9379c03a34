"""Kept recordings are listed, shown, marked and removed; every step is undone exactly."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recordings.made_summary import TIMES_S, grid, uncounted
from tests.report.kept_recordings import FIRST_MS, kept

from untwitch.actions.log import undo
from untwitch.actions.recordings import KeptOnes, chosen, kept_ones, listed, mark, remove, show
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.kept_recording import KeptRecording
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

NOW = Instant(FIRST_MS + 40 * 86_400_000, "Europe/Amsterdam")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


def keep(session: Session, recordings: Sequence[KeptRecording]) -> list[str]:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        me = record.person().person_id
        return [record.keep_recording(me, each).id for each in recordings]


def seen(session: Session) -> object:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        history = record.history(record.person().person_id)
    return history.recordings, history.marks, history.watches


def test_they_are_listed_the_newest_first_without_a_count_before_the_third(session: Session) -> None:
    ids = keep(session, [kept(day=0), kept(day=4)])
    found = listed(session)
    assert [each["id"] for each in found.document["recordings"]] == ids[::-1]
    assert found.document["contract"] == "recordings/1"
    assert json.loads(json.dumps(found.document)) == found.document
    first = found.document["recordings"][0]
    assert (first["duration_s"], first["analysed_s"], first["marks"]) == (180.0, 150.0, 0)
    assert first["count"] == {"low": 2.1, "expected": 3.4, "high": 5.2}
    assert all("from the third recording on" in each and "1.4" not in each for each in found.lines)
    keep(session, [kept(day=8), kept(uncounted(), day=9)])
    lines = listed(session).lines
    assert "cannot be told" in lines[0]
    assert all("1.4 (0.84 to 2.1) a minute" in each for each in lines[1:])
    assert ids[0][:8] in lines[3]
    assert "left calf" in lines[3]


def test_nothing_kept_is_no_error_and_makes_no_record(session: Session) -> None:
    assert kept_ones(session, must_be=False) == KeptOnes()
    assert kept_ones(session, must_be=True) == KeptOnes()
    assert not session.record_path.exists()
    with pytest.raises(Refused, match="no recording is kept yet; untwitch measure FILE --save"):
        show(session, "last")


def test_it_must_be_clear_whose_they_are_only_where_that_matters(session: Session) -> None:
    with Record.open(session.record_path, now_ms=1, device="x") as record:
        record.add_person("Anna")
        record.add_person("Ben")
    assert kept_ones(session, must_be=False) == KeptOnes()
    with pytest.raises(Refused, match="Anna"):
        kept_ones(session, must_be=True)
    named = dataclasses.replace(session, person_name="Anna")
    assert kept_ones(named, must_be=False).recordings == ()
    with pytest.raises(Refused, match="Carla"):
        kept_ones(dataclasses.replace(session, person_name="Carla"), must_be=False)


def test_one_is_chosen_by_the_begin_of_its_id_or_as_the_last() -> None:
    ones = KeptOnes(tuple(kept(day=day) for day in range(3)))
    same = dataclasses.replace(ones.recordings[0], id="00000000-0000-4000-8000-000000000001")
    also = dataclasses.replace(ones.recordings[1], id="00000000-0000-4000-8000-000000000002")
    assert chosen(ones, "last") == ones.recordings[2]
    assert chosen(ones, f" {ones.recordings[0].id[:8].upper()}") == ones.recordings[0]
    for wrong in ("zzzz", ones.recordings[0].id[:3], ""):
        with pytest.raises(Refused, match=r"no kept recording has the id .* or say last"):
            chosen(ones, wrong)
    with pytest.raises(Refused, match="2 recordings have an id that begins with '0000'"):
        chosen(KeptOnes((same, also)), "0000")


def test_one_is_shown_with_its_marks_in_words_as_document_and_drawn(session: Session) -> None:
    keep(session, [kept(grid(), day=1, site="forearm_left")])
    assert mark(session, "last", 6.0, is_twitch=True).is_new
    shown = show(session, "last", draws=True)
    assert [each.time_s for each in shown.marks] == [6.0]
    assert [each["time_s"] for each in shown.document["twitches"] if each.get("by_hand")] == [6.0]
    assert shown.document["contract"] == "measure/1"
    assert (shown.document["path"], shown.document["site"]) == ("grid.edf", "forearm_left")
    assert shown.document["kept"]["of_this_series"] == 1
    assert shown.document["shows_count"] is False
    assert [each.name for each in shown.figures] == ["recording-trace", "recording-shapes", "recording-map"]
    assert any("left forearm" in each for each in shown.lines)
    assert show(session, "last").figures == ()
    assert shown.when.endswith(shown.recording.start.local().strftime("%H:%M"))


def test_a_mark_snaps_to_the_candidate_and_adds_strikes_flips_or_is_nothing_new(session: Session) -> None:
    keep(session, [kept()])

    def times() -> list[tuple[float, float, bool]]:
        twitches = show(session, "last").summary.twitches
        return [(each.time_s, each.confidence, each.by_hand) for each in twitches]

    before = times()
    struck = mark(session, "last", 12.45, is_twitch=False)
    assert (struck.is_new, "Marked at 12.50 s: no twitch" in struck.said) == (True, True)
    assert times() == before[1:]
    assert not mark(session, "last", 12.5, is_twitch=False).is_new
    flipped = mark(session, "last", 12.5, is_twitch=True, note="sure")
    assert flipped.is_new
    assert times()[0] == (12.5, 1.0, True)
    added = mark(session, "last", 60.0, is_twitch=True, note="felt it")
    assert (60.0, 1.0, True) in times()
    assert not mark(session, "last", 60.1, is_twitch=True).is_new
    assert added.to_json()["changed"] is True
    # what only the person set is simply gone
    mark(session, "last", 60.1, is_twitch=False)
    assert 60.0 not in [each[0] for each in times()]
    nothing = mark(session, "last", 61.0, is_twitch=False)
    assert (nothing.is_new, nothing.said) == (False, "There is no mark at 61.00 s.")
    for _ in range(4):
        undo(session)
    assert times() == before


def test_a_moment_outside_or_a_bad_note_is_refused(session: Session) -> None:
    keep(session, [kept()])
    for moment in (-1.0, 180.5, float("nan")):
        with pytest.raises(Refused, match="is not in this recording, which lasts 180 s"):
            mark(session, "last", moment, is_twitch=True)
    with pytest.raises(Refused, match="cannot be shown"):
        mark(session, "last", 1.0, is_twitch=True, note="\x1b")
    with pytest.raises(Refused, match="no kept recording"):
        mark(session, "abcd", 1.0, is_twitch=True)


def test_two_candidates_nearer_than_a_hand_is_exact_are_marked_one_by_one(session: Session) -> None:
    first, *others = grid().twitches
    near = dataclasses.replace(first, time_s=first.time_s + 0.04, confidence=0.6)
    keep(session, [kept(grid(twitches=(first, near, *others)))])
    mark(session, "last", first.time_s, is_twitch=False)
    assert mark(session, "last", near.time_s, is_twitch=False).is_new
    assert len(show(session, "last").marks) == 2
    assert len(show(session, "last").summary.twitches) == len(others)


def test_removal_takes_the_watch_along_and_is_undone_exactly(session: Session) -> None:
    ids = keep(session, [kept(day=0), kept(day=4)])
    mark(session, ids[1], 60.0, is_twitch=True)
    before = seen(session)
    done = remove(session, ids[1][:8])
    assert done.said.startswith("Removed: phone-evening.csv, ")
    assert len(listed(session).lines) == 1
    undo(session)
    assert seen(session) == before


STEPS: dict[str, Callable[[Session, float], object]] = {
    "yes": lambda session, at: mark(session, "last", at, is_twitch=True),
    "no": lambda session, at: mark(session, "last", at, is_twitch=False),
}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from([*TIMES_S, 60.0, 60.1, 179.0])), max_size=8
    )
)
def test_marks_are_idempotent_and_undone_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, float]]
) -> None:
    session = Session(home=tmp_path_factory.mktemp("home"), now=NOW)
    keep(session, [kept()])
    states = [seen(session)]
    for what, at in steps:
        STEPS[what](session, at)
        now = seen(session)
        if now != states[-1]:
            states.append(now)
        assert not getattr(STEPS[what](session, at), "is_new", True)
        assert seen(session) == now
        confidences = {each.time_s: each.confidence for each in show(session, "last").summary.twitches}
        assert (confidences.get(at) == 1) == (what == "yes") or at in {60.0, 60.1}
    while len(states) > 1:
        states.pop()
        undo(session)
        assert seen(session) == states[-1]
