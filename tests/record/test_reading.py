import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.making import NOON_MS, at, batch, bring_in, exposure, one_of_each, twitch, watch

from untwitch.facts.instant import Instant
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch
from untwitch.record.reading import span_of
from untwitch.record.record import Record


def test_a_span_holds_the_days_of_every_zone_and_no_more_than_it_must() -> None:
    day = dt.date(1970, 1, 2)
    span = span_of(day, day)
    assert span is not None
    assert (span.first_ms, span.last_ms) == (6 * 3_600_000, (48 + 18) * 3_600_000 - 1)
    assert span_of(None, None) is None
    assert span_of(None, day) != span_of(day, None)


def test_typed_exposures_come_by_time_and_by_measure(record: Record, me: str) -> None:
    record.add(me, [exposure(3, 30), exposure(1, 10), exposure(2, 20)])
    (only,) = record.history(me).batches
    assert list(only.value) == [10, 20, 30]
    assert only.zones == (("Europe/Amsterdam", "stay"),)


def test_entries_come_in_the_order_of_time(record: Record, me: str) -> None:
    later, sooner = twitch(2), twitch(1)
    record.add(me, [later, sooner])
    assert record.history(me).twitches == record.entries(me, "twitch") == (sooner, later)


def test_freshness_knows_what_was_typed_last(record: Record, me: str) -> None:
    record.add(me, [exposure(3), exposure(1)])
    assert record.freshness(me) == {("typed", "caffeine_mg"): at(3)}


def test_entries_and_samples_are_counted_as_they_stand_now(record: Record, me: str) -> None:
    entries = one_of_each()
    record.add(me, entries)
    record.remove(me, "twitch", entries[0].id)
    bring_in(record, me, [batch(range(4)), batch(range(2), app="Phone")])
    counts = record.entry_counts(me)
    assert counts == {
        "twitch": 0, "watch": 1, "exposure": 1, "symptom": 1, "medicine": 1, "condition": 1,
        "person_fact": 1, "stay": 1, "recording": 1, "mark": 1, "sample": 6,
    }  # fmt: skip


def test_rows_that_point_at_nothing_are_found(record: Record, me: str) -> None:
    bring_in(record, me, [batch([1, 2])])
    assert record.integrity() == []
    record._database.pragma("foreign_keys=OFF")
    with record._database.write() as connection:
        connection.exec_driver_sql(f"DELETE FROM sample WHERE start_ms = {NOON_MS + 60_000}")
    assert record.integrity() == ["1 rows of run_sample point at no row of sample"]


def test_the_latest_outcome_is_the_newest_twitch_or_watch(record: Record, me: str) -> None:
    assert record.latest_outcome(me) is None
    record.add(me, [watch(0), watch(3)])
    assert record.latest_outcome(me) == at(3)
    record.add(me, [twitch(5)])
    assert record.latest_outcome(me) == at(5)


@settings(max_examples=20, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["add", "watch", "move", "stretch", "remove", "undo"]),
            st.integers(0, 5),
            st.integers(-9, 9),
        ),
        max_size=12,
    ),
    days=st.tuples(st.integers(-9, 9), st.integers(0, 6)),
)
def test_entries_of_some_days_are_those_of_all_that_touch_them(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]], days: tuple[int, int]
) -> None:
    middle = dt.date(1970, 1, 1) + dt.timedelta(days=NOON_MS // 86_400_000)
    first, last = middle + dt.timedelta(days=days[0]), middle + dt.timedelta(days=sum(days))
    span = span_of(first, last)
    assert span is not None
    with Record.open(tmp_path_factory.mktemp("home") / "u.sqlite", now_ms=1, device="x") as record:
        me = record.person().person_id
        for what, which, day in steps:
            there = [*record.entries(me, "twitch"), *record.entries(me, "watch")]
            chosen = there[which % len(there)] if there else None
            if what == "add":
                record.add(me, [twitch(24 * day)])
            elif what == "watch":
                record.add(me, [watch(24 * day)])
            elif what == "undo":
                record.undo_last(me)
            elif isinstance(chosen, Watch) and what == "stretch":
                later = Instant(chosen.start.utc_ms + abs(day) * 86_400_000 + 1, "UTC", "stay")
                record.edit(me, "watch", chosen.id, field="end", value=later)
            elif isinstance(chosen, Twitch) and what == "move":
                record.edit(me, "twitch", chosen.id, field="start", value=at(24 * day))
            elif chosen is not None and what == "remove":
                record.remove(me, "watch" if isinstance(chosen, Watch) else "twitch", chosen.id)
        for entity in ("twitch", "watch"):
            touching = tuple(
                each
                for each in record.entries(me, entity)
                if isinstance(each, Twitch | Watch)
                and each.start.utc_ms <= span.last_ms
                and (each.end if isinstance(each, Watch) else each.start).utc_ms >= span.first_ms
            )
            assert record.entries(me, entity, first_day=first, last_day=last) == touching


def test_one_entry_is_read_by_its_id_as_it_stands_now(record: Record, me: str) -> None:
    entry = twitch()
    record.add(me, [entry, twitch(1)])
    assert record.entry(me, "twitch", entry.id) == entry
    record.edit(me, "twitch", entry.id, field="note", value="x")
    assert getattr(record.entry(me, "twitch", entry.id), "note", "") == "x"
    record.remove(me, "twitch", entry.id)
    assert record.entry(me, "twitch", entry.id) is None
