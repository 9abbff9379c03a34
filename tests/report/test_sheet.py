"""The appointment sheet: answered, or openly left blank."""

import dataclasses
import datetime as dt

import pytest
from tests.report.sample_person import FIRST_DAY, cause, check, explain, history

from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.person import Person
from untwitch.knowledge.check_fact import check_facts
from untwitch.report import sheet

NOBODY = History(person=Person(new_id(), "me"))


def test_every_question_is_a_fact_of_the_check() -> None:
    asked = [name for name, _ in (*sheet.RED_FLAG_QUESTIONS, *sheet.CLINICIAN_QUESTIONS)]
    assert len(asked) == len(set(asked))
    assert set(asked) <= set(check_facts())


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "yes"), (False, "no"), ("none", "no"), ([], "no"),
     (["calf_left", "foot_right"], "left calf, right foot"),
     (3, "3"), (0, "0"), ("feels_weak", "feels weak"), (None, "not answered")],
)  # fmt: skip
def test_an_answer_is_words_and_a_missing_one_is_never_no(value: object, words: str) -> None:
    assert sheet.answers({"weakness": value}, (("weakness", "Weak"),)) == (("Weak", words),)
    assert sheet.answers({}, (("weakness", "Weak"),)) == (("Weak", "not answered"),)
    assert sheet.answers(None, (("weakness", "Weak"),)) == (("Weak", "not answered"),)


def test_places_are_those_that_the_check_was_told() -> None:
    kept = dataclasses.replace(check(), facts={"twitch_sites": ["calf_left", "eyelid_right"]})
    assert sheet.sites_told(kept) == "left calf, right eyelid, as told in the check"
    nothing: tuple[dict[str, object], ...] = ({}, {"twitch_sites": []}, {"twitch_sites": "calf_left"})
    for facts in nothing:
        assert sheet.sites_told(dataclasses.replace(check(), facts=facts)) == ""
    assert sheet.sites_told(None) == ""


def test_the_onset_is_as_told_else_the_first_entry_said_to_be_only_that() -> None:
    assert sheet.onset(history(), check()) == "about 29 January 2025, as told in the check"
    assert sheet.onset(history(), None) == "not told; the first entry with a twitch is of 1 January 2025"
    assert sheet.onset(NOBODY, None) == "not told yet"
    wrong = sheet.KeptCheck(FIRST_DAY, {"twitch_since_days": 1e9}, {})
    assert sheet.onset(NOBODY, wrong) == "not told yet"


def test_places_are_counted_for_noticed_twitches_only() -> None:
    assert sheet.sites(history()) == (("left calf", 2), ("place not told", 1))


def test_symptoms_are_one_line_a_kind_with_the_newest_note() -> None:
    cramp, tired = sheet.symptoms(history("note \x00"))
    assert (cramp.kind, cramp.times, cramp.worst, cramp.sites, cramp.note) == (
        "cramp",
        2,
        6,
        "left calf",
        "note",
    )
    assert (cramp.first_day, cramp.last_day) == (dt.date(2025, 1, 4), dt.date(2025, 1, 10))
    assert (tired.worst, tired.sites, tired.note) == (None, "", "")


def test_three_questions_are_always_there_and_the_persons_own_come_first() -> None:
    bare = sheet.three_questions((), explain=None, has_medicine=False)
    assert len(bare) == 3
    told = sheet.three_questions(("May I run?", " "), explain=explain(), has_medicine=True)
    assert told[0] == "May I run?"
    assert told[2].startswith("My diary points to this first: caffeine")
    assert len(told) == 3
    assert len(sheet.three_questions(tuple("abcd"), explain=None, has_medicine=False)) == 4
    assert "Could one of my medicines play a part?" in sheet.three_questions(
        (), explain=None, has_medicine=True
    )
    nothing = {"causes": [cause("sleep", "unlikely"), cause("water", "cannot_tell")]}
    assert sheet.three_questions((), explain=nothing, has_medicine=False) == bare
