import datetime as dt

from tests.record.making import NOON_MS, at, batch, bring_in, exposure, one_of_each, twitch, watch

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
