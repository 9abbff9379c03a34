import pytest

from untwitch.intake.clock import apple_ms
from untwitch.sources.apple_scanner import RawRecord
from untwitch.sources.apple_sleep import KIND, Sleep, night_number


def stretch(word: str, start: str, end: str, *, source: bytes = b"Watch") -> RawRecord:
    times = (f"2026-03-{start}:00 +0100".encode(), f"2026-03-{end}:00 +0100".encode())
    return (KIND, source, b"", *times, f"HKCategoryValueSleepAnalysis{word}".encode(), b""), "", 0


def hours(*records: RawRecord) -> list[tuple[float, bool]]:
    sleep = Sleep()
    sleep.take_all(records)
    sleep.finish()
    return [(row.value, row.estimate) for batch in sleep.column.batches() for row in batch.rows()]


@pytest.mark.parametrize("word", ["Asleep", "AsleepCore", "AsleepDeep", "AsleepREM", "AsleepUnspecified"])
def test_every_word_for_asleep_is_sleep(word: str) -> None:
    assert hours(stretch(word, "01 23:00", "02 06:30")) == [(7.5, False)]


def test_time_in_bed_counts_only_where_nobody_measured_sleep() -> None:
    in_bed = stretch("InBed", "01 22:30", "02 07:00", source=b"Phone")
    assert hours(in_bed) == [(8.5, True)]
    assert hours(in_bed, stretch("AsleepCore", "02 01:00", "02 02:00")) == [(1, False)]
    assert hours(in_bed, stretch("AsleepCore", "02 23:00", "03 02:00")) == [(3, False), (8.5, True)]


def test_the_order_of_the_stretches_does_not_matter() -> None:
    in_bed, asleep = stretch("InBed", "01 22:30", "02 07:00"), stretch("AsleepREM", "01 23:00", "02 06:00")
    assert hours(in_bed, asleep) == hours(asleep, in_bed) == [(7, False)]


def test_awake_is_counted_and_not_named() -> None:
    sleep = Sleep()
    assert sleep.take_all([stretch("Awake", "02 03:00", "02 03:10")]) == []
    assert [dict(each.skipped) for each in sleep.column.batches()] == [{"awake": 1}]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (stretch("Dreaming", "02 03:00", "02 03:10"), "kind of sleep unknown"),
        (stretch("AsleepCore", "02 03:00", "02 02:00"), "ends before it begins"),
        (stretch("AsleepCore", "02 03:00", "04 02:00"), "not believable"),
        (stretch("AsleepCore", "02 03:00", "02 99:00"), "time cannot be read"),
    ],
)
def test_a_stretch_that_cannot_be_taken_is_named(record: RawRecord, reason: str) -> None:
    assert Sleep().take_all([record]) == [(record, reason)]


def test_a_night_goes_from_noon_to_noon_of_its_own_offset() -> None:
    def night(text: bytes) -> int:
        return night_number(apple_ms(text), text)

    evening, morning = night(b"2026-03-01 22:00:00 +0100"), night(b"2026-03-02 11:59:00 +0100")
    assert evening == morning
    assert night(b"2026-03-02 12:01:00 +0100") == morning + 1
    assert night(b"2026-03-02 11:59:00 -0800") == morning
