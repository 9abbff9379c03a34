from pathlib import Path

import pytest

from untwitch.actions.log import Details, log
from untwitch.actions.quick import QUICK, other_amounts, quick_amounts
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.measure import measures

NOW = Instant(1_773_171_000_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path, now=NOW)


def test_nothing_typed_yet_is_nothing_and_not_zero(session: Session) -> None:
    assert [each.last for each in quick_amounts(session)] == [""] * len(QUICK)


def test_the_newest_of_each_is_said_with_its_day(session: Session) -> None:
    log(session, ["coffee"], Details(at="08:30"))
    log(session, ["tea"], Details(at="10:00"))
    log(session, ["stress", "7"], Details(at="yesterday 18:00"))
    log(session, ["stress", "3"], Details(at="2026-03-08 18:00"))
    last = {each.quick.name: each.last for each in quick_amounts(session)}
    assert last["Coffee"] == "caffeine 95 mg, coffee, 2026-03-10 at 08:30"
    assert last["Stress"] == "stress, own rating 7 of 10, 2026-03-09 at 18:00"
    assert last["Water"] == last["Sleep"] == ""


@pytest.mark.parametrize("quick", QUICK, ids=lambda each: each.name)
def test_what_a_form_sends_is_what_it_shows_as_last(session: Session, quick: object) -> None:
    chosen = next(each for each in QUICK if each is quick)
    log(session, [chosen.what, f"2 {chosen.unit}"])
    last = {each.quick.name: each.last for each in quick_amounts(session)}
    assert last[chosen.name]


def test_every_measure_can_be_chosen() -> None:
    assert {name for name, _ in other_amounts()} == set(measures())
    assert ("stress_0_10", "stress, own rating (of 10)") in other_amounts()
    assert ("illness_0_1", "ill") in other_amounts()
