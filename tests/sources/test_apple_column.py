import pytest

from untwitch.facts.refused import Refused
from untwitch.sources.apple_column import QUANTITIES, Column, factor_of, lived, zone_of
from untwitch.sources.apple_scanner import RawRecord

START, LATER, EARLIER = (
    b"2026-03-02 08:00:00 +0100",
    b"2026-03-02 08:10:00 +0100",
    b"2026-03-02 07:00:00 +0100",
)


def raw(
    value: bytes, *, unit: bytes = b"count", start: bytes = START, end: bytes = LATER, zone: str = ""
) -> RawRecord:
    return (b"HKQuantityTypeIdentifierStepCount", b"Mia&#39;s Watch", unit, start, end, value, b""), zone, 0


def test_rows_become_a_batch_of_columns() -> None:
    column = Column("steps")
    assert column.take_all([raw(b"5"), raw(b"6", zone="Europe/Rome")]) == []
    (batch,) = column.batches()
    first, second = batch.rows()
    assert (first.value, first.app, first.zone, first.zone_known_by) == (5, "Mia's Watch", "+01:00", "guess")
    assert (second.zone, second.zone_known_by) == ("Europe/Rome", "source")
    assert first.end_ms - first.start_ms == 600_000
    assert list(column.batches()) == []
    assert column.seen == 2


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (raw(b"x"), "not a number"),
        (raw(b""), "not a number"),
        (raw(b"5", unit=b"furlong"), "unit unknown"),
        (raw(b"-5"), "not believable"),
        (raw(b"nan"), "not believable"),
        (raw(b"5", start=b"soon"), "time cannot be read"),
        (raw(b"5", end=b"soon"), "time cannot be read"),
        (raw(b"5", end=EARLIER), "ends before it begins"),
    ],
)
def test_a_record_that_cannot_be_taken_comes_back_with_the_reason(record: RawRecord, reason: str) -> None:
    column = Column("steps")
    assert column.take_all([record, raw(b"5")]) == [(record, reason)]
    (batch,) = column.batches()
    assert (len(batch), batch.seen, dict(batch.skipped)) == (1, 2, {reason: 1})


def test_units_may_change_from_row_to_row() -> None:
    column = Column("water_ml")
    assert column.take_all([raw(b"2", unit=b"L"), raw(b"330", unit=b"mL"), raw(b"1", unit=b"L")]) == []
    assert [row.value for batch in column.batches() for row in batch.rows()] == [2000, 330, 1000]


def test_a_batch_waits_until_it_is_due() -> None:
    column = Column("steps")
    column.take_all([raw(b"5")])
    column.skip("late", count=2)
    assert list(column.batches(at_least=2)) == []
    assert [each.seen for each in column.batches(at_least=1)] == [3]


def test_skipped_rows_alone_make_a_batch_at_the_end() -> None:
    column = Column("steps")
    column.skip("late")
    (batch,) = column.batches()
    assert (len(batch), batch.seen) == (0, 1)


@pytest.mark.parametrize(
    ("unit", "measure", "expected"),
    [
        (b"kJ", "active_energy_kcal", (1 / 4.184, 0)),
        (b"cal", "active_energy_kcal", (0.001, 0)),
        (b"Cal", "active_energy_kcal", (1, 0)),
        (b"degF", "body_temperature_c", (5 / 9, -160 / 9)),
        (b"mcg", "magnesium_mg", (0.001, 0)),
    ],
)
def test_units_are_those_that_apple_writes(unit: bytes, measure: str, expected: tuple[float, float]) -> None:
    assert factor_of(unit, measure) == pytest.approx(expected)


def test_a_unit_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Refused):
        factor_of(b"%", "calcium_mg")


def test_a_record_knows_who_made_it_and_where() -> None:
    assert lived(raw(b"5")) == (b"Mia&#39;s Watch", b"+0100")
    assert zone_of(b"-0730") == ("-07:30", "guess")
    assert lived(raw(b"5", zone="Europe/Rome"))[1] == "Europe/Rome"


def test_an_estimate_is_marked() -> None:
    column = Column("steps")
    column.add(0, 1, 5.0, lived=(b"App", b"+0000"), estimate=True)
    assert [row.estimate for batch in column.batches() for row in batch.rows()] == [True]


def test_every_quantity_is_a_measure() -> None:
    for name in QUANTITIES.values():
        assert Column(name).measure.id == name
