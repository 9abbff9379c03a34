import pytest
from tests.sources.reading import problems, quarantined, rows, skipped

from untwitch.facts.problem import Quarantined
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleRow
from untwitch.facts.symptom import Symptom
from untwitch.facts.watch import Watch
from untwitch.intake.csv_text import read_table
from untwitch.sources.complaints import Complaints
from untwitch.sources.csv_rows import RowReader, Setting, activity_meanings
from untwitch.sources.csv_table import understand
from untwitch.sources.source import Item

HOUR_MS = 3_600_000


def read(text: str, *, mapping: dict[str, str] | None = None, is_timeline: bool = False) -> list[Item]:
    table = read_table(text.encode(), name="a.csv")
    complaints = Complaints()
    reader = RowReader(
        table,
        understand(table, mapping).meanings,
        activities=activity_meanings(mapping),
        setting=Setting("table", "Europe/Berlin", is_timeline=is_timeline),
        complaints=complaints,
    )
    return [*reader.items(), *complaints.rest(where="a.csv")]


def hours(row: SampleRow) -> float:
    return (row.end_ms - row.start_ms) / HOUR_MS


def test_an_amount_of_a_day_fills_the_local_day() -> None:
    (row,) = rows(read("date,caffeine (mg)\n2026-03-29,95\n"), "caffeine_mg")
    assert (row.value, hours(row), row.zone, row.zone_known_by) == (95, 23, "Europe/Berlin", "guess")


def test_an_amount_of_a_moment_stays_one() -> None:
    (row,) = rows(read("date,time,caffeine (mg)\n2026-03-02,07:30,95\n"), "caffeine_mg")
    assert hours(row) == 0


def test_blank_stays_unknown_and_zero_stays_zero() -> None:
    items = read("date,stress,twitches\n2026-03-01,,\n2026-03-02,0,0\n")
    assert [row.value for row in rows(items, "stress_0_10")] == [0]
    assert len([each for each in items if isinstance(each, Watch)]) == 1


def test_a_row_without_a_readable_day_is_left_out_and_its_cells_counted() -> None:
    items = read("date,stress\n,3\nsoon,4\n2026-03-02,5\n")
    assert [each.where for each in problems(items)] == ["row 2", "row 3"]
    assert skipped(items, "stress_0_10") == {"time cannot be read": 2}
    assert [row.value for row in rows(items, "stress_0_10")] == [5]


def test_a_cell_that_cannot_be_used_hides_no_other() -> None:
    items = read("date,stress,steps\n2026-03-02,99,5000\n")
    (problem,) = problems(items)
    assert problem.where == "row 2, column stress"
    assert "not believable" in problem.what
    assert [row.value for row in rows(items, "steps")] == [5000]


def test_nights_of_two_times_become_hours_also_when_the_clock_changes() -> None:
    items = read(
        "day,bedtime,wake\n2026-03-28,23:00,07:00\n2026-03-29,23:00,07:00\n2026-03-30,x,07:00\n,,\n2026-03-31,,7:00\n"
    )
    assert [row.value for row in rows(items, "sleep_h")] == [8, 7]
    assert skipped(items, "sleep_h") == {"night cannot be read": 1}


def test_nights_of_two_moments_need_no_day() -> None:
    items = read("Sleep,Wake\n2026-03-28 23:00,2026-03-29 07:00\n2026-03-29 02:30,2026-03-29 07:00\n")
    assert [row.value for row in rows(items, "sleep_h")] == [7, 3.5]
    assert "never was" in problems(items)[0].what


def test_activities_are_kept_apart_until_they_have_a_meaning() -> None:
    text = 'date,activities\n2026-03-02," tired | Bad sleep  | walk | "\n'
    assert quarantined(read(text)) == {"activity:tired": 1, "activity:bad sleep": 1, "activity:walk": 1}
    said = {
        "activity:Tired": "tiredness",
        "activity:bad sleep": "sleep_quality_1_5:2",
        "activity:walk": "ignore",
    }
    items = read(text, mapping=said)
    assert quarantined(items) == {}
    assert [row.value for row in rows(items, "sleep_quality_1_5")] == [2]
    assert [each.kind for each in items if isinstance(each, Symptom)] == ["tiredness"]


def test_an_activity_cannot_mean_a_column() -> None:
    with pytest.raises(Refused, match="an activity is a measure, a symptom or ignored"):
        read("date,activities\n2026-03-02,walk\n", mapping={"activity:walk": "date"})


def test_an_activity_without_a_value_is_one() -> None:
    items = read("date,activities\n2026-03-02,sick\n", mapping={"activity:sick": "illness_0_1"})
    assert [row.value for row in rows(items, "illness_0_1")] == [1]


def test_symptoms_are_ratings_and_none_is_none() -> None:
    items = read("date,time,pain,cramp\n2026-03-01,,4,no\n2026-03-02,18:00,,yes\n2026-03-03,,sore,\n")
    symptoms = [each for each in items if isinstance(each, Symptom)]
    assert [(each.kind, each.severity_0_10) for each in symptoms] == [("pain", 4), ("cramp", None)]
    assert [each.start.local().hour for each in symptoms] == [12, 18]
    assert problems(items)[0].where == "row 4"


def test_an_outcome_at_a_moment_is_about_its_day() -> None:
    items = read("date,time,twitches\n2026-03-02,21:30,3\n")
    (watch,) = (each for each in items if isinstance(each, Watch))
    assert watch.observed_h == 16
    assert watch.start.local_day().isoformat() == "2026-03-02"


def test_an_outcome_that_contradicts_itself_is_a_problem() -> None:
    items = read("date,twitches,twitches_low\n2026-03-02,,3\n")
    assert "need each other" in problems(items)[0].what


def test_rows_of_a_timeline_last_until_the_next() -> None:
    text = (
        "start,caffeine_mg,twitches\n2026-03-02T00:00+01:00,10,1\n2026-03-02T06:00+01:00,95,2\n"
        "2026-03-02T18:00+01:00,0,\nsoon,1,\n"
    )
    items = read(text, is_timeline=True)
    assert [hours(row) for row in rows(items, "caffeine_mg")] == [6, 6, 6]
    assert [each.observed_h for each in items if isinstance(each, Watch)] == [6, 6]
    assert hours(rows(read("start,steps\n2026-03-02,1\n", is_timeline=True), "steps")[0]) == 24


def test_one_order_of_day_and_month_holds_for_the_column() -> None:
    items = read("date,steps\n03/04/2026,1\n13/04/2026,2\n")
    assert len(rows(items, "steps")) == 2
    assert "can be two days" in problems(read("date,steps\n03/04/2026,1\n"))[0].what
    said = read("date,steps\n03/04/2026,1\n", mapping={"date": "date:month_first"})
    assert len(rows(said, "steps")) == 1


def test_a_table_without_days_is_refused() -> None:
    with pytest.raises(Refused, match="no column of days"):
        read("mood,steps\ngood,1\n")


def test_many_rows_come_in_several_batches() -> None:
    text = "date,time,steps\n" + "".join(
        f"2026-03-02,{n // 60 % 24:02}:{n % 60:02},{n}\n" for n in range(9000)
    )
    assert len(rows(read(text), "steps")) == 9000


def test_cups_are_an_estimate() -> None:
    (row,) = rows(read("date,coffee\n2026-03-02,2\n"), "caffeine_mg")
    assert (row.value, row.estimate) == (190, True)


def test_what_is_kept_apart_stands_with_the_day_that_the_person_lived() -> None:
    (kept,) = (each for each in read("date,mood\n2026-03-02,good\n") if isinstance(each, Quarantined))
    assert kept.examples == ("2026-03-02: good",)
