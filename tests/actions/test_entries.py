"""What a page sends is kept once under its id, whatever is sent again."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untwitch.actions import entries
from untwitch.actions.entries import KEPT_BEFORE, Kept, NewEntry, keep, told
from untwitch.actions.session import Session
from untwitch.facts.exposure import Exposure
from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

NOW = Instant(1_773_171_000_000, "Europe/Berlin", "guess")


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(home=tmp_path_factory.mktemp("home"), now=NOW)


def kept(session: Session) -> History:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        return record.history(record.person().person_id)


def evening(**said: object) -> NewEntry:
    return NewEntry(id=new_id(), kind="evening", **{"what": "few", **said})  # type: ignore[arg-type]


def test_an_evening_sent_twice_is_kept_once(session: Session) -> None:
    entry = evening(bother_0_10=3.0, twitch_min=15.0, note="after work")
    first, second = keep(session, entry), keep(session, entry)
    assert (first.is_known, second.is_known) == (False, True)
    assert first.entries == second.entries == (("watch", entry.id),)
    assert second.said == (KEPT_BEFORE,)
    (watch,) = kept(session).watches
    assert (watch.id, watch.twitches_low, watch.bother_0_10, watch.twitch_min, watch.note) == (
        entry.id, 1, 3, 15, "after work",
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        {"what": "some"}, {"count": 2}, {"bother_0_10": 1.0}, {"twitch_min": 2.0}, {"note": "x"},
        {"when": "yesterday"}, {"at_ms": NOW.utc_ms - 1}, {"zone": "UTC"},
    ],
)  # fmt: skip
def test_other_content_under_the_same_id_is_refused(session: Session, other: dict[str, object]) -> None:
    entry = evening()
    keep(session, entry)
    with pytest.raises(Refused, match="already stands for something else"):
        keep(session, dataclasses.replace(entry, **other))  # type: ignore[arg-type]
    assert len(kept(session).watches) == 1


def test_a_second_line_of_one_evening_is_refused_in_words_of_a_page(session: Session) -> None:
    keep(session, evening())
    with pytest.raises(Refused, match=r"logged already; take that line back first, on the page of its day$"):
        keep(session, evening(what="some"))


def test_two_tabs_that_send_the_same_at_once_keep_it_once_and_both_are_told_so(session: Session) -> None:
    keep(session, NewEntry(id=new_id(), kind="amount", what="stress", amount="1"))
    for back in range(1, 7):
        entry = evening(when=f"{back} days ago")
        with ThreadPoolExecutor(2) as tabs:
            told_both = list(tabs.map(keep, [session] * 2, [entry] * 2))
        assert [each.id for each in told_both] == [entry.id] * 2
    assert len(kept(session).watches) == 6


def test_a_refusal_because_another_tab_was_first_is_an_acknowledgement(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = evening()
    keep(session, entry)
    look = entries._known
    looked: list[bool] = []

    def first_too_early(*asked: Any) -> Kept | None:
        if not looked:
            looked.append(True)
            return None
        return look(*asked)

    monkeypatch.setattr(entries, "_known", first_too_early)
    assert keep(session, entry).is_known


def test_a_count_goes_before_the_word(session: Session) -> None:
    keep(session, evening(count=7))
    assert kept(session).watches[0].twitches_low == kept(session).watches[0].twitches_high == 7


def test_a_twitch_keeps_its_place_time_and_feeling(session: Session) -> None:
    at_ms = NOW.utc_ms - 600_000
    entry = NewEntry(
        id=new_id(), kind="twitch", site="calf_left", duration_s=90.0, strength_0_10=4.0, bother_0_10=2.0,
        note="sofa", at_ms=at_ms, zone="Europe/Berlin",
    )  # fmt: skip
    keep(session, entry)
    (twitch,) = kept(session).twitches
    assert (twitch.site, twitch.duration_s, twitch.strength_0_10, twitch.bother_0_10, twitch.note) == (
        "calf_left", 90, 4, 2, "sofa",
    )  # fmt: skip
    assert twitch.start.utc_ms == at_ms


@pytest.mark.parametrize(
    ("said", "measure", "value"),
    [
        ({"what": "coffee", "amount": "2"}, "caffeine_mg", 189.6),
        ({"what": "water", "amount": "300", "unit": "ml"}, "water_ml", 300),
        ({"what": "sleep", "amount": "6.5", "unit": "h"}, "sleep_h", 6.5),
        ({"what": "workout", "amount": "30", "unit": "min", "effort_0_10": 5.0}, "exertion_au", 150),
        ({"what": "illness_0_1", "amount": "yes"}, "illness_0_1", 1),
        ({"what": "supplement magnesium", "amount": "200", "unit": "mg"}, "magnesium_supplement_mg", 200),
    ],
)
def test_amounts_are_kept_with_their_units(
    session: Session, said: dict[str, object], measure: str, value: float
) -> None:
    keep(session, NewEntry(id=new_id(), kind="amount", **said))  # type: ignore[arg-type]
    (found,) = [each for each in kept(session).batches if each.measure == measure]
    assert list(found.value) == [pytest.approx(value, rel=1e-3)]


def test_pain_names_the_check_once_in_a_while(session: Session) -> None:
    pain = NewEntry(id=new_id(), kind="symptom", what="pain", amount="4", site="calf_left")
    made = keep(session, pain)
    assert made.is_worth_a_check
    assert not any("untwitch" in each for each in made.said)
    assert not keep(session, dataclasses.replace(pain, id=new_id())).is_worth_a_check
    found = told(session, pain.id)
    assert found is not None
    assert found.is_worth_a_check
    assert found.words == ("pain, left calf, 4 of 10",)


def test_hints_for_a_terminal_are_not_said_on_a_page(session: Session) -> None:
    made = keep(session, NewEntry(id=new_id(), kind="amount", what="magnesium", amount="200"))
    assert made.said == ("logged: magnesium 200 mg, 2026-03-10 20:30",)


def test_a_note_is_written_on_an_entry_and_taken_back_alone(session: Session) -> None:
    entry = evening()
    keep(session, entry)
    note = NewEntry(id=new_id(), kind="note", of=entry.id, note="a long day")
    assert keep(session, note).entries == (("watch", entry.id),)
    assert keep(session, note).is_known
    assert kept(session).watches[0].note == "a long day"
    keep(session, NewEntry(id=new_id(), kind="undo", of=note.id))
    assert kept(session).watches[0].note == ""
    with pytest.raises(Refused, match="no entry has the id"):
        keep(session, NewEntry(id=new_id(), kind="note", of=new_id(), note="x"))


def test_undo_by_id_takes_back_all_of_one_thing_and_nothing_else(session: Session) -> None:
    coffee = NewEntry(id=new_id(), kind="amount", what="coffee")
    keep(session, coffee)
    keep(session, evening())
    undo = NewEntry(id=new_id(), kind="undo", of=coffee.id)
    assert keep(session, undo).said[0].startswith("taken back: ")
    assert keep(session, undo).said == ("that was taken back before",)
    assert kept(session).batches == ()
    assert len(kept(session).watches) == 1
    assert keep(session, coffee).is_known
    assert kept(session).batches == ()
    found = told(session, coffee.id)
    assert found is not None
    assert (found.is_undone, found.words) == (True, ())


def test_what_nobody_sent_is_not_known(session: Session) -> None:
    assert told(session, new_id()) is None
    assert told(session, "'; drop table") is None


@pytest.mark.parametrize(
    ("kind", "said", "told_words"),
    [
        ("evening", {"what": ""}, "how many twitches"),
        ("evening", {"what": "person new Ben"}, "an evening of"),
        ("amount", {"what": "medicine X"}, "cannot be logged on this page"),
        ("amount", {"what": "person new Ben"}, "cannot be logged on this page"),
        ("amount", {"what": " "}, "which amount"),
        ("symptom", {"what": "coffee"}, "cannot be logged on this page"),
        ("twitch", {"site": "knee"}, "body site 'knee' is not known"),
        ("twitch", {"strength_0_10": 11.0}, "strength_0_10 is 11"),
        ("undo", {"of": "x"}, "is not a UUID"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(
    session: Session, kind: str, said: dict[str, object], told_words: str
) -> None:
    with pytest.raises(Refused, match=told_words):
        keep(session, NewEntry(id=new_id(), kind=kind, **said))  # type: ignore[arg-type]
    history = kept(session)
    assert (*history.twitches, *history.watches, *history.batches, *history.symptoms) == ()


def test_a_form_is_read_field_by_field() -> None:
    own = new_id()
    form = {
        "id": own, "what": " few ", "count": "", "bother_0_10": "3", "twitch_min": "2,5", "note": "",
        "stranger": "x", "kind": "undo",
    }  # fmt: skip
    assert NewEntry.of_form("evening", form) == NewEntry(
        id=own, kind="evening", what="few", bother_0_10=3.0, twitch_min=2.5
    )
    assert NewEntry.of_form("evening", {"id": own, "count": "7"}).count == 7


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "is not a UUID"),
        ({"id": "a" * 32}, "not written as a UUID is"),
        ({"id": "4f2b9a34-52f1-4c39-8e0c-0f6a4c7a1d20", "bother_0_10": "much"}, "bother is 'much'"),
        ({"id": "4f2b9a34-52f1-4c39-8e0c-0f6a4c7a1d20", "count": "2.5"}, "should be a whole number"),
        ({"id": "4f2b9a34-52f1-4c39-8e0c-0f6a4c7a1d20", "count": "nan"}, "should be a whole number"),
    ],
)
def test_a_form_that_is_wrong_is_one_sentence(form: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        NewEntry.of_form("evening", form)


def test_a_kind_that_is_not_known_is_refused() -> None:
    with pytest.raises(Refused, match="nearest: twitch"):
        NewEntry(id=new_id(), kind="twich")


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(["twitch", "amount", "undo"])), min_size=1, max_size=12
    )
)
def test_sent_in_any_order_any_number_of_times_each_is_kept_once_or_taken_back(
    tmp_path_factory: pytest.TempPathFactory, sent: list[tuple[int, str]]
) -> None:
    session = Session(home=tmp_path_factory.mktemp("home"), now=NOW)
    twitches = [
        NewEntry(id=new_id(), kind="twitch", site="calf_left", at_ms=NOW.utc_ms - n) for n in range(5)
    ]
    amounts = [NewEntry(id=new_id(), kind="amount", what="stress", amount=str(n)) for n in range(5)]
    there: dict[str, bool] = {}
    for number, kind in sent:
        if kind == "undo":
            of = twitches[number].id
            if of in there:
                there[of] = False
                keep(session, NewEntry(id=new_id(), kind="undo", of=of))
            continue
        entry = (twitches if kind == "twitch" else amounts)[number]
        there.setdefault(entry.id, True)
        keep(session, entry)
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        me = record.person().person_id
        found = [each.id for kind in ("twitch", "exposure") for each in record.entries(me, kind)]
        assert sorted(found) == sorted(entry_id for entry_id, is_there in there.items() if is_there)
        assert all(isinstance(each, Exposure) for each in record.entries(me, "exposure"))
