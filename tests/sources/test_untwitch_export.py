import json
from pathlib import Path

import pytest
from tests.record.making import batch, importing
from tests.sources.reading import problems, rows, skipped

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.facts.watch import Watch
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.record.record import Record
from untwitch.sources import untwitch_export
from untwitch.sources.source import Item
from untwitch.sources.untwitch_export import SOURCE

SAMPLE = Path(__file__).parent / "samples" / "untwitch_export"


def read(path: Path) -> list[Item]:
    with open_path(path) as members:
        return list(SOURCE.read(members, mapping=None, zone="UTC", progress=silent))


def file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_gives_what_was_worked_out_by_hand() -> None:
    items = read(SAMPLE)
    assert [row.value for row in rows(items, "steps")] == [100, 101, 102, 103, 104, 105, 106]
    (night,) = rows(items, "sleep_h")
    assert (night.app, night.zone, night.zone_known_by, night.estimate) == (
        "Sleep app", "Europe/Berlin", "stay", True,
    )  # fmt: skip
    assert night.end_ms - night.start_ms == 7.25 * 3_600_000
    assert skipped(items, "steps") == {"cannot be used": 1}
    assert [each.where for each in problems(items)] == ["samples.csv, row 9"]
    kinds = [type(each).__name__ for each in items]
    counts = {name: kinds.count(name) for name in ("Twitch", "Watch", "Exposure", "PersonFact", "Stay")}
    assert counts == {"Twitch": 1, "Watch": 2, "Exposure": 1, "PersonFact": 1, "Stay": 1}
    assert kinds.count("NextFile") == 5
    notes = [each.note for each in items if isinstance(each, Watch)]
    assert notes == ["", 'none, "really"']


def test_the_document_says_the_same_as_the_tables(tmp_path: Path) -> None:
    document = {
        "contract": "export/1",
        "entries": {"stay": [{"untwitch_stay_id": "6a0f3f86-6a0e-4d5b-9d53-0a4f6f1f4a06", "zone": "UTC",
                              "from_day": None, "to_day": "2020-01-01"}, 7], "unknown": [1]},
        "samples": [{"measure": "steps", "value": 5.0, "unit": "count",
                     "start": "2026-03-01T00:00:00.000+00:00",
                     "end": "2026-03-01T00:01:00.000+00:00", "zone": "UTC", "zone_known_by": "guess",
                     "source": "x", "estimate": False, "runs": ["1"]}],
    }  # fmt: skip
    path = file(tmp_path, "all.json", json.dumps(document))
    items = read(path)
    assert [row.value for row in rows(items, "steps")] == [5]
    assert [type(each).__name__ for each in items if type(each).__name__ == "Stay"] == ["Stay"]
    assert [each.where for each in problems(items)] == ["all.json, stay record 2"]
    # beside its tables the document is not read again
    file(tmp_path, "samples.csv", (SAMPLE / "samples.csv").read_text())
    assert len(rows(read(tmp_path), "steps")) == 7


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",count,", ",km,", "unit is 'km'; it should be 'count'"),
        ("100.0", "-5", "believable"),
        ("steps", "heart_rate_in_mars", "is not known"),
        ("T00:10:00", "T99:10:00", "is not a time"),
        ("T00:00:00.000+01:00,2026", "T05:00:00.000+01:00,2026", "before it begins"),
        ("source,Anna", "oracle,Anna", "zone_known_by is 'oracle'"),
    ],
)
def test_a_sample_that_cannot_be_is_left_out_with_its_row(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    head, first, *others = (SAMPLE / "samples.csv").read_text().splitlines(keepends=True)
    items = read(file(tmp_path, "samples.csv", "".join([head, first.replace(old, new), *others[:3]])))
    (problem,) = problems(items)
    assert problem.where == "samples.csv, row 2"
    assert words in problem.what
    assert len(rows(items, "steps")) == 3


def test_what_ends_too_early_is_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = file(tmp_path, "a.json", '{"contract": "export/1", "samples": [')
    assert [each.what for each in read(cut) if isinstance(each, Incomplete)] == [
        "it is not a whole JSON document"
    ]
    deep = file(tmp_path, "b.json", '{"contract": "export/1", "samples": ' + "[" * 100_000)
    assert any(isinstance(each, Incomplete) for each in read(deep))
    monkeypatch.setattr(untwitch_export, "LONGEST_LINE", 100)
    long = file(tmp_path, "c.csv", "untwitch_sample_id,measure\n" + "x" * 300_000)
    assert [type(each) for each in read(long)] == [Incomplete]
    wide = file(tmp_path, "d.csv", "untwitch_sample_id,measure\n" + "x" * 140_000 + "\n")
    assert [each.what for each in read(wide) if isinstance(each, Incomplete)]


def test_a_zip_whose_directory_is_damaged_says_so(tmp_path: Path) -> None:
    with open_path(SAMPLE) as members:
        members.damage = "the list of what is in the zip is missing"
        items = list(SOURCE.read(members, mapping=None, zone="UTC", progress=silent))
    assert isinstance(items[0], Incomplete)


def test_a_backup_is_known_and_sent_to_its_own_command(tmp_path: Path) -> None:
    path = tmp_path / "untwitch.sqlite"
    with Record.open(path, now_ms=1, device="test") as record:
        me = record.person().person_id
        with importing(record, me) as run:
            run.take(batch(range(3)))
            run.finish(complete=True)
    with open_path(path) as members:
        assert SOURCE.claims(members) == 1
    with pytest.raises(Refused, match="bring it back with: untwitch restore FILE"):
        read(path)


def test_many_rows_come_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untwitch_export, "ROWS_A_BATCH", 3)
    items = read(SAMPLE)
    assert len([each for each in items if getattr(each, "measure", "") == "steps"]) > 2
    assert len(rows(items, "steps")) == 7
