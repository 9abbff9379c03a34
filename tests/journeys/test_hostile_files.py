"""Files that mean harm, through the whole import: a sentence each, never an error or much memory."""

import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.hostile import hostile_files

from untwitch.actions.bring_in import bring_in
from untwitch.actions.session import Session
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.record.record import Record

NOW = Instant(1_795_694_400_000, "Europe/Berlin", "guess")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return hostile_files(tmp_path_factory.mktemp("made"))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


def history(session: Session) -> History:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        assert record.integrity() == []
        return record.history(record.person().person_id)


def put(tmp_path: Path, name: str, data: bytes) -> Path:
    folder = tmp_path / "given"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def test_there_are_more_than_a_hundred(files: Mapping[str, bytes]) -> None:
    assert len(files) > 150
    assert sum(map(len, files.values())) < 40_000_000


CHILD = """
import json, resource, sys, time
from pathlib import Path
from untwitch.actions.bring_in import bring_in
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
session = Session(home=Path(sys.argv[2]), now=Instant(1_795_694_400_000, "Europe/Berlin", "guess"))
for path in sorted(Path(sys.argv[1]).iterdir()):
    begin = time.process_time()
    answer = bring_in(session, [path], confirm=lambda _: True).to_json()
    json.dumps(answer, allow_nan=False)
    said = [each["what"] for each in answer["problems"]]
    print(json.dumps([path.name, len(answer["runs"]), len(answer["unrecognised"]), said,
                      time.process_time() - begin]), flush=True)
# not ru_maxrss of its own: that begins with what the program had that started this one
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
peak = max(int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps(["peak", peak // 1024]))
"""


@pytest.mark.slow
def test_none_of_them_breaks_the_import_or_takes_much(files: Mapping[str, bytes], tmp_path: Path) -> None:
    for name, data in files.items():
        put(tmp_path, name, data)
    before = {path for path in tmp_path.rglob("*") if "home" not in path.parts}
    command = [sys.executable, "-c", CHILD, str(tmp_path / "given"), str(tmp_path / "home")]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"}
    )
    assert run.returncode == 0, run.stderr[-3000:]
    *lines, (_, peak_mb) = map(json.loads, run.stdout.splitlines())
    assert [each[0] for each in lines] == sorted(files)
    assert peak_mb < 512
    for _, runs, unrecognised, said, _ in lines:
        assert runs or unrecognised or said
        assert all(len(each) < 1000 for each in said)
    assert {path for path in tmp_path.rglob("*") if "home" not in path.parts} == before
    assert not Path("/tmp/evil.csv").exists()
    with sqlite3.connect(tmp_path / "home" / "untwitch.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (unbelievable,) = connection.execute("SELECT count(*) FROM sample WHERE abs(value) > 1e9").fetchone()
        assert unbelievable == 0


@pytest.mark.parametrize(
    ("name", "caffeine_mg", "sleep_h"),
    [
        ("semicolons.csv", [95.5], [7.25]),
        ("cell_thousands.csv", [95.0, 1050.0], [7, 7]),
        ("cell_two_marks.csv", [95.0], [7, 7]),
        ("cell_digits.csv", [95.0], [7, 7]),
        ("cell_nan.csv", [95.0], [7, 7]),
        ("cell_overflow.csv", [95.0], [7, 7]),
        ("cell_negative.csv", [95.0], [7, 7]),
        ("day_year_9999.csv", [5, 95, 95], [7, 7, 7]),
        ("day_future.csv", [5, 95, 95], [7, 7, 7]),
        ("day_gap.csv", [5, 95, 95, 95], [7, 7, 7, 7]),
        ("encoding_utf-8-sig.csv", [95] * 3, [7] * 3),
        ("encoding_utf-16.csv", [95] * 3, [7] * 3),
        ("encoding_utf-16-le.csv", [95] * 3, [7] * 3),
        ("tabs.csv", [95] * 3, [7] * 3),
        ("carriage_returns.csv", [95] * 3, [7] * 3),
        ("ragged.csv", [1, 95], [2, 7]),
        ("name_traversal.zip", [95], [7]),
    ],
)
def test_what_is_only_badly_made_is_read_to_the_number(
    files: Mapping[str, bytes],
    session: Session,
    tmp_path: Path,
    name: str,
    caffeine_mg: list[float],
    sleep_h: list[float],
) -> None:
    bring_in(session, [put(tmp_path, name, files[name])])
    found: dict[str, Any] = {"caffeine_mg": [], "sleep_h": []}
    for batch in history(session).batches:
        found[batch.measure] += list(batch.value)
    assert {each: sorted(values) for each, values in found.items()} == {
        "caffeine_mg": caffeine_mg,
        "sleep_h": sleep_h,
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bomb.zip", "has an element longer than 16 MB"),
        ("bomb.csv.gz", "unpacks to more than 64 MB"),
        ("bomb_table.zip", "unpacks to more than 64 MB"),
        ("too_deep.zip", "more than 3 deep"),
        ("two_orders.csv", "has the day first"),
    ],
)
def test_what_means_harm_is_told_in_one_sentence(
    files: Mapping[str, bytes], session: Session, tmp_path: Path, name: str, words: str
) -> None:
    answer = bring_in(session, [put(tmp_path, name, files[name])])
    said = [each.what for each in answer.refused] + [
        each.what for file in answer.files for each in file.run.problems
    ]
    assert any(words in each for each in said)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1 << 21
