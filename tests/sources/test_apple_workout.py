import pytest

from untwitch.sources.apple_scanner import RawRecord, RawWorkout
from untwitch.sources.apple_workout import HEART_RATE, Workouts

DAY = "2026-03-03"
RESTING_MS = 1_772_492_400_000  # 2026-03-03 00:00 +01:00


def workout(start: str = "18:00", end: str = "18:30", **attributes: str) -> RawWorkout:
    times = {"startDate": f"{DAY} {start}:00 +0100", "endDate": f"{DAY} {end}:00 +0100"}
    return RawWorkout({"duration": "30", "durationUnit": "min", "sourceName": "Watch", **times, **attributes})


def beat(clock: str, bpm: bytes, *, unit: bytes = b"count/min") -> RawRecord:
    at = f"{DAY} {clock}:00 +0100".encode()
    return (HEART_RATE, b"Watch", unit, at, at, bpm, b""), "", 0


def exertion(
    *raws: RawWorkout,
    beats: tuple[RawRecord, ...] = (),
    resting: tuple[tuple[int, float], ...] = (),
    born: str = "",
) -> list[float]:
    workouts = Workouts()
    workouts.birth_day = born
    workouts.take_heart_rates(beats)
    for at, bpm in resting:
        workouts.take_resting(at, bpm)
    for each in raws:
        assert workouts.take(each) == ""
    workouts.finish()
    found = [row for batch in workouts.column.batches() for row in batch.rows()]
    assert all(row.estimate for row in found)
    return [row.value for row in found]


BEATS = tuple(beat(f"18:{minute}", b"120") for minute in ("05", "15", "25"))


def test_without_anything_else_the_effort_is_4() -> None:
    assert exertion(workout()) == [120]


def test_energy_says_more_than_nothing() -> None:
    new = workout()
    new.statistics.append(
        {"type": "HKQuantityTypeIdentifierActiveEnergyBurned", "sum": "836.8", "unit": "kJ"}
    )
    assert exertion(new) == pytest.approx([0.7 * 200])
    assert exertion(workout(totalEnergyBurned="200", totalEnergyBurnedUnit="kcal")) == pytest.approx([140])
    assert exertion(workout(totalEnergyBurned="200", totalEnergyBurnedUnit="bananas")) == [120]
    assert exertion(workout(totalEnergyBurned="0")) == [120]
    assert exertion(workout(totalEnergyBurned="lots")) == [120]


def test_heart_rates_say_more_than_energy() -> None:
    raw = workout(totalEnergyBurned="200")
    # born 1986: highest 208 - 0.7 * 40 = 180; reserve (120 - 60) / 120 = 0.5, effort 5
    assert exertion(raw, beats=BEATS, resting=((RESTING_MS, 60),), born="1986-03-01") == [150]


def test_too_little_known_of_the_heart_falls_back_to_energy() -> None:
    raw, resting = workout(totalEnergyBurned="200"), ((RESTING_MS, 60.0),)
    assert exertion(raw, beats=BEATS[:2], resting=resting, born="1986-03-01") == pytest.approx([140])
    assert exertion(raw, beats=BEATS, born="1986-03-01") == pytest.approx([140])
    assert exertion(raw, beats=BEATS, resting=resting) == pytest.approx([140])
    assert exertion(raw, beats=BEATS, resting=resting, born="2090-01-01") == pytest.approx([140])


def test_only_a_resting_heart_rate_from_before_and_not_long_before_counts() -> None:
    for at_ms in (RESTING_MS + 2 * 86_400_000, RESTING_MS - 31 * 86_400_000):
        assert exertion(workout(), beats=BEATS, resting=((at_ms, 60),), born="1986-03-01") == [120]
    several = ((RESTING_MS - 86_400_000, 90.0), (RESTING_MS, 60.0), (RESTING_MS + 86_400_000, 40.0))
    assert exertion(workout(), beats=BEATS, resting=several, born="1986-03-01") == [150]


def test_later_heart_rates_do_not_change_a_workout() -> None:
    later = (*BEATS, beat("19:30", b"199"), beat("17:00", b"45"))
    assert exertion(workout(), beats=later, resting=((RESTING_MS, 60),), born="1986-03-01") == [150]


def test_a_mean_of_the_workouts_own_goes_first() -> None:
    raw = workout()
    raw.statistics.append({"type": HEART_RATE.decode(), "average": "144", "unit": "count/min"})
    assert exertion(raw, beats=BEATS, resting=((RESTING_MS, 60),), born="1986-03-01") == pytest.approx([210])


def test_workouts_at_one_time_share_their_heart_rates() -> None:
    inside = workout("18:10", "18:12", duration="2")
    inside.attributes["sourceName"] = "Phone"
    found = exertion(workout(), inside, beats=BEATS, resting=((RESTING_MS, 60),), born="1986-03-01")
    assert found == [150, 8]


def test_minutes_come_from_the_duration_else_from_the_clock() -> None:
    assert exertion(workout(duration="0.5", durationUnit="hr")) == [120]
    assert exertion(workout(duration="1800", durationUnit="s")) == [120]
    assert exertion(workout(duration="", end="18:10")) == [40]
    assert exertion(workout(durationUnit="fortnight", end="18:10")) == [40]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (workout(end="17:00"), "ends before it begins"),
        (workout(end="99:00"), "time cannot be read"),
        (workout(duration="5000"), "not believable"),
        (workout(duration="-5"), "not believable"),
    ],
)
def test_a_workout_that_cannot_be_taken_says_why(raw: RawWorkout, reason: str) -> None:
    workouts = Workouts()
    assert workouts.take(raw) == reason
    assert [dict(each.skipped) for each in workouts.column.batches()] == [{reason: 1}]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (beat("18:05", b"120", unit=b"furlong"), "unit unknown"),
        (beat("99:05", b"120"), "time cannot be read"),
        (beat("18:05", b"x"), "not a number"),
        (beat("18:05", b"900"), "not believable"),
    ],
)
def test_a_heart_rate_that_cannot_be_used_says_why(record: RawRecord, reason: str) -> None:
    assert Workouts().take_heart_rates([record]) == [(record, reason)]


def test_heart_rates_a_second_are_turned_into_beats_a_minute() -> None:
    beats = tuple(beat(f"18:{minute}", b"2", unit=b"count/s") for minute in ("05", "15", "25"))
    assert exertion(workout(), beats=beats, resting=((RESTING_MS, 60),), born="1986-03-01") == [150]


def test_the_zone_of_a_workout_is_kept() -> None:
    workouts = Workouts()
    raw = workout()
    raw.zone = "Europe/Rome"
    workouts.take(raw)
    workouts.finish()
    assert [row.zone for batch in workouts.column.batches() for row in batch.rows()] == ["Europe/Rome"]
