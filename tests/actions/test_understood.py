from collections.abc import Iterator
from pathlib import Path

import pytest

from untwitch.actions.understood import Unconfirmed, UnderstoodRow, first_rows, look_at
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.facts.person import PersonFact
from untwitch.facts.problem import Problem
from untwitch.facts.sample_batch import BatchBuilder, SampleBatch, SampleRow
from untwitch.facts.symptom import Symptom
from untwitch.facts.watch import Watch
from untwitch.intake.members import open_path
from untwitch.sources.csv_table import SOURCE
from untwitch.sources.source import Item, NextFile

SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
NOON = Instant(1_772_362_800_000, "Europe/Berlin")
ONE = Instant(1_772_366_400_000, "Europe/Berlin")


def batch(count: int) -> BatchBuilder:
    builder = BatchBuilder("caffeine_mg")
    for number in range(count):
        builder.add(
            SampleRow(NOON.utc_ms + number, NOON.utc_ms + number, 95, "x", "+01:00", "guess", estimate=False)
        )
    return builder


def test_a_row_says_what_how_much_and_when() -> None:
    items: list[Item] = [
        Problem("row 1", "bad"),
        NextFile(),
        batch(1).batch(),
        Watch(id=new_id(), start=NOON, end=ONE, instrument="diary", twitches_low=1, twitches_high=1),
        Symptom(id=new_id(), kind="pain", start=NOON),
    ]
    assert [each.words() for each in first_rows(items)] == [
        "caffeine_mg 95 mg, 2026-03-01 12:00+01:00 (+01:00)",
        "watch, 2026-03-01 12:00+01:00 to 2026-03-01 13:00+01:00 (Europe/Berlin)",
        "symptom, 2026-03-01 12:00+01:00 (Europe/Berlin)",
    ]


def test_what_has_no_moment_is_shown_without_one() -> None:
    (row,) = first_rows([PersonFact(id=new_id(), fact="birth_year", value="1980")])
    assert row == UnderstoodRow("personfact", None, "", "", "", "")


def test_only_a_few_items_are_read() -> None:
    read = []

    def items() -> Iterator[Item]:
        for number in range(100):
            read.append(number)
            yield batch(2).batch()

    assert len(first_rows(items(), at_most=3)) == 3
    assert read == list(range(20))


def test_rows_of_different_kinds_come_first_and_no_more_is_read_than_they_need() -> None:
    symptom = Symptom(id=new_id(), kind="pain", start=NOON)
    watch = Watch(id=new_id(), start=NOON, end=ONE, instrument="diary")
    given: list[Item] = [batch(3).batch(), symptom, symptom, watch, batch(1).batch()]
    items = iter(given)
    assert [each.kind for each in first_rows(items)] == ["caffeine_mg", "symptom", "watch"]
    assert isinstance(next(items), SampleBatch)
    found = first_rows([batch(3).batch(), symptom])
    assert [each.kind for each in found] == ["caffeine_mg", "symptom", "caffeine_mg"]


def test_a_file_is_looked_at_with_what_was_said_of_its_columns() -> None:
    with open_path(SAMPLES / "csv_table.csv") as members:
        rows = look_at(SOURCE, members, mapping={"Coffee": "ignore"}, zone="Europe/Berlin")
    assert len(rows) == 3
    assert "caffeine_mg" not in {each.kind for each in rows}


def test_it_is_one_object_in_json() -> None:
    shown = Unconfirmed("a", "cups", "Cups", first_rows([batch(1).batch()]))
    assert shown.to_json() == {
        "path": "a",
        "format": "cups",
        "app": "Cups",
        "first_rows": [
            {
                "kind": "caffeine_mg",
                "value": 95.0,
                "unit": "mg",
                "start": "2026-03-01 12:00+01:00",
                "end": "2026-03-01 12:00+01:00",
                "zone": "+01:00",
            }
        ],
    }


def test_a_source_that_gives_a_list_is_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SOURCE, "read", lambda *_, **__: [batch(5).batch()], raising=False)
    with open_path(SAMPLES / "csv_table.csv") as members:
        assert len(look_at(SOURCE, members, mapping={}, zone="UTC")) == 3
