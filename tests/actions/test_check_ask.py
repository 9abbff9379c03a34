"""A check asked on pages: which comes next, what an answer leads to, one step back, and the end."""

from pathlib import Path

import pytest
from tests.check.cases import calm

from untwitch.actions import check_ask
from untwitch.actions.check_ask import answer, back, begin, begin_again, finish, page, tell_change
from untwitch.actions.check_draft import Draft, load
from untwitch.actions.check_memory import country_of, remember_mode
from untwitch.actions.kept_check import keep_check, kept_check
from untwitch.actions.log import log
from untwitch.actions.session import Session
from untwitch.check.verdict import verdict
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused

NOW = Instant(1_773_171_000_000, "Europe/Berlin")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


def draft(session: Session) -> Draft:
    found = load(session)
    assert found is not None
    return found


def shown(session: Session) -> check_ask.Page:
    found = page(draft(session))
    assert found is not None
    return found


def test_it_begins_with_whom_and_remembers_the_country(session: Session) -> None:
    begin(session, whom="my_child", country="uk")
    assert draft(session).whom == "my_child"
    assert country_of(session) == "GB"
    assert (shown(session).key, shown(session).number) == ("danger_now", 1)
    for wrong in ({"whom": "x"}, {"whom": "self", "country": "XX"}):
        with pytest.raises(Refused):
            begin(session, **wrong)


def test_an_answer_to_a_screen_that_is_not_next_changes_nothing(session: Session) -> None:
    assert answer(session, key="danger_now", form={"none": "on"}) is None
    begin(session, whom="self")
    before = draft(session)
    assert answer(session, key="mood", form={"none": "on"}) is None
    assert draft(session) == before


def test_a_page_that_is_wrong_comes_back_with_what_was_typed(session: Session) -> None:
    begin(session, whom="self")
    again = answer(session, key="danger_now", form={})
    assert again is not None
    assert again.has_errors
    assert answer(session, key="danger_now", form={"none": "on"}) is None
    assert shown(session).number == 2
    assert not shown(session).has_errors


def test_follow_ups_that_no_longer_apply_are_dropped(session: Session) -> None:
    begin(session, whom="self")
    heart = {"t.heartbeat": "on", "v.heartbeat": "skips_sometimes"}
    answer(session, key="danger_now", form=heart)
    assert [each.fact for each in shown(session).more] == ["pulse_bpm"]
    answer(session, key="danger_now", form={"none": "on", "v.pulse_bpm": "70"})
    assert shown(session).key == "face_and_strength"
    assert "pulse_bpm" not in draft(session).walk().facts


def test_back_from_the_first_page_leaves_the_check(session: Session) -> None:
    back(session)
    begin(session, whom="self")
    answer(session, key="danger_now", form={"none": "on"})
    back(session)
    assert shown(session).is_none
    back(session)
    assert load(session) is None


def test_a_screen_that_is_left_in_the_middle_stands_there_as_it_was(session: Session) -> None:
    begin(session, whom="self")
    answer(session, key="danger_now", form={"none": "on"})
    form = {"t.unsteady": "on", "v.unsteady": "?", "t.double_vision": "on", "t.face_droop": "on"}
    back(session, key="face_and_strength", form=form)
    assert shown(session).key == "danger_now"
    answer(session, key="danger_now", form={"none": "on"})
    fields = {each.fact: each for each in shown(session).fields}
    assert [name for name, each in fields.items() if each.is_ticked] == ["unsteady", "double_vision"]
    assert not shown(session).is_none
    for key in ("face_and_strength", "pain_and_feeling", "fluids_and_heat"):
        answer(session, key=key, form={"none": "on"})
    back(session, key="who", form={"v.age_years": "40"})
    answer(session, key="fluids_and_heat", form={"none": "on"})
    fields = {each.fact: each for each in shown(session).fields}
    assert fields["age_years"].value == "40"
    assert not any(each.is_chosen for each in fields["sex"].groups[0][1])


def test_the_end_keeps_ones_own_check_and_no_other(session: Session) -> None:
    for whom, is_kept in (("my_child", False), ("self", True)):
        begin(session, whom=whom)
        answer(session, key="danger_now", form={"t.fainted": "on"})
        assert page(draft(session)) is None
        assert finish(session, draft(session)) is is_kept
        assert (kept_check(session) is not None) is is_kept
    assert load(session) is None


def test_a_list_gives_nothing_to_keep(session: Session) -> None:
    remember_mode(session, "list")
    begin(session, whom="self")
    answer(session, key="danger_now", form={"t.fainted": "on"})
    assert finish(session, draft(session)) is False
    assert kept_check(session) is None


def test_a_check_of_the_last_days_with_nothing_new_keeps_its_date(session: Session) -> None:
    begin_again(session)
    assert load(session) is None
    keep_check(session, facts=calm(), answer=verdict(calm()))
    begin_again(session, has_changed=False)
    assert load(session) is None
    begin_again(session)
    assert check_ask.is_change_asked(draft(session))
    tell_change(session, has_changed=False)
    assert not check_ask.is_change_asked(draft(session))
    assert page(draft(session)) is None
    before = kept_check(session)
    assert finish(session, draft(session))
    assert kept_check(session) == before
    assert load(session) is None
    tell_change(session, has_changed=True)
    assert load(session) is None


def test_an_opening_is_said_once(session: Session) -> None:
    keep_check(session, facts=calm(), answer=verdict(calm()))
    log(session, ["weakness"])
    begin_again(session)
    assert shown(session).key == "one weakness"
    assert shown(session).number == 0
    answer(session, key="one weakness", form={"v.weakness": "none"})
    assert check_ask.is_change_asked(draft(session))
    tell_change(session, has_changed=False)
    assert finish(session, draft(session))
    begin_again(session)
    assert check_ask.is_change_asked(draft(session))


def test_after_an_emergency_only_what_changed_is_asked(session: Session) -> None:
    facts = calm(fainted=True)
    keep_check(session, facts=facts, answer=verdict(facts))
    log(session, ["weakness"])
    begin_again(session)
    assert check_ask.is_change_asked(draft(session))
    tell_change(session, has_changed=True)
    assert check_ask.is_whom_asked(draft(session))
    begin(session, whom="self")
    assert shown(session).key == "danger_now"
