import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.making import at, exposure, one_of_each, twitch, watch

from untwitch.facts.instant import Instant
from untwitch.facts.person import Medicine
from untwitch.facts.refused import Refused
from untwitch.facts.twitch import Twitch
from untwitch.record.entries import (
    ENTITIES,
    changed,
    entity_of,
    from_json,
    in_words,
    kind_of,
    table_of,
    to_json,
    to_row,
    value_in_words,
)


def test_every_kind_of_entry_has_a_table_with_a_column_for_each_part_of_a_fact() -> None:
    entries = one_of_each()
    assert tuple(entity_of(each) for each in entries) == ENTITIES
    for each in entries:
        assert set(to_row(each, 7)) == set(table_of(entity_of(each)).c.keys())
        assert to_row(each, 7)["person_id"] == 7
        assert kind_of(entity_of(each)) is type(each)


def test_an_unknown_kind_is_refused_by_its_nearest() -> None:
    with pytest.raises(Refused, match="'twich' is not known; nearest: twitch"):
        kind_of("twich")
    with pytest.raises(Refused, match="a str cannot be kept"):
        entity_of("x")  # type: ignore[arg-type]


def test_a_change_is_checked_as_the_fact_is() -> None:
    entry = twitch()
    assert changed(entry, {"site": "calf_right"}).site == "calf_right"  # type: ignore[union-attr]
    assert changed(entry, {"site": None, "bother_0_10": 4}).bother_0_10 == 4  # type: ignore[union-attr]
    with pytest.raises(Refused, match="calf_lefd"):
        changed(entry, {"site": "calf_lefd"})
    with pytest.raises(Refused, match="no field 'sit' to change; nearest: site"):
        changed(entry, {"sit": "calf_left"})
    with pytest.raises(Refused, match="no field 'id'"):
        changed(entry, {"id": entry.id})


@pytest.mark.parametrize(
    ("field", "value"),
    [("note", 3), ("bother_0_10", "much"), ("bother_0_10", True), ("start", 5), ("note", None)],
)
def test_a_value_of_another_type_is_refused(field: str, value: object) -> None:
    with pytest.raises(Refused, match=f"{field} of twitch cannot be"):
        changed(twitch(), {field: value})


@given(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.dates()
    | st.builds(
        Instant,
        st.integers(0, 4_000_000_000_000),
        st.sampled_from(["UTC", "+05:45", "Europe/Amsterdam"]),
        st.sampled_from(["source", "stay", "guess"]),
    )
)
def test_the_value_of_a_field_comes_back_from_its_text(value: object) -> None:
    assert from_json(to_json(value)) == value


def test_an_entry_is_told_in_words() -> None:
    clock = at().local().strftime("%H:%M on %Y-%m-%d")
    assert in_words(twitch()) == f"twitch at calf_left, {clock}"
    assert in_words(Twitch(twitch().id, at())) == f"twitch, {clock}"
    assert in_words(watch()) == f"watch of 16 h, 1 to 3 twitches, {clock}"
    assert in_words(exposure()) == f"caffeine_mg 95, coffee, {clock}"
    told = [in_words(each) for each in one_of_each()[3:]]
    later = at(1).local().strftime("%H:%M on %Y-%m-%d")
    assert told == [
        f"cramp at foot_left, {later}",
        "medicine salbutamol",
        "condition asthma",
        "birth_year 1980",
        "stay in Asia/Tokyo",
        f"accelerometer recording phone-1.csv at calf_left, {at(2).local():%H:%M on %Y-%m-%d}",
        "mark at 12.50 s, no twitch",
    ]


def test_a_watch_is_told_with_an_exact_tally_or_without() -> None:
    exact = changed(watch(), {"twitches_low": 0, "twitches_high": 0})
    assert ", 0 twitches," in in_words(exact)
    untold = changed(watch(), {"twitches_low": None, "twitches_high": None})
    assert "twitches" not in in_words(untold)


def test_a_day_is_not_taken_for_a_moment() -> None:
    with pytest.raises(Refused, match="started_day of medicine cannot be"):
        changed(one_of_each()[4], {"started_day": "2024-01-01"})
    moved = changed(one_of_each()[4], {"started_day": dt.date(2023, 1, 1)})
    assert isinstance(moved, Medicine)
    assert moved.started_day == dt.date(2023, 1, 1)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (dt.date(2026, 11, 1), "2026-11-01"), (None, "nothing"), ("", "nothing"), ("twice", "'twice'"),
        (7.5, "7.5"), (3, "3"), (Instant(0, "UTC"), "00:00 on 1970-01-01"),
    ],
)  # fmt: skip
def test_a_value_is_told_as_a_person_writes_it(value: object, words: str) -> None:
    assert value_in_words(value) == words


def test_a_mark_of_a_twitch_is_told_by_its_time_alone() -> None:
    assert in_words(changed(one_of_each()[9], {"is_twitch": True})) == "mark at 12.50 s"
