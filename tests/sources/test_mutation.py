"""Broken input: kept cases in the fast tier, ten seconds of new ones for every source in the slow one."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.sources.mutation import LARGEST_RSS_MB, SAMPLES, files_of_sample, fuzz, inputs, mutated, read_all

from untwitch.sources import sources
from untwitch.sources.source import Source

CORPUS = Path(__file__).parent / "corpus"
SOURCES = [pytest.param(each, id=each.name) for each in sources()]
SECONDS = 10


@pytest.mark.parametrize("case", sorted(CORPUS.iterdir()), ids=lambda each: each.name)
def test_what_once_broke_a_source_is_read_or_refused(case: Path, tmp_path: Path) -> None:
    name = case.name.partition("-")[0]
    shutil.copy(case, tmp_path / case.name)
    (source,) = (each for each in sources() if each.name == name)
    assert read_all(source, tmp_path) in {"read", "refused"}


def test_every_kept_case_is_of_a_source() -> None:
    assert {each.name.partition("-")[0] for each in CORPUS.iterdir()} <= {each.name for each in sources()}


@pytest.mark.parametrize("source", SOURCES)
def test_a_few_changed_samples_break_no_source(source: Source, tmp_path: Path) -> None:
    made = inputs(source.name, random.Random(source.name))
    for _ in range(3):
        for old in tmp_path.iterdir():
            old.unlink()
        for name, data in next(made).items():
            (tmp_path / name).write_bytes(data)
        read_all(source, tmp_path)


def test_a_change_depends_on_its_seed_alone_and_changes_something() -> None:
    sample = (SAMPLES / "csv_table.csv").read_bytes()
    ones, others = ([mutated(sample, random.Random(seed)) for seed in range(50)] for _ in range(2))
    assert ones == others
    assert len(set(ones)) > 45
    assert all(len(each) <= 1 << 20 for each in ones)
    assert mutated(b"", random.Random(3)) is not None


def test_a_failure_is_found_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (source,) = (each for each in sources() if each.name == "csv_table")

    def broken(*_: object, **__: object) -> object:
        raise IndexError("not the best of sources")

    monkeypatch.setattr(type(source), "read", broken)
    found = fuzz("csv_table", 30, 1, tmp_path)
    assert len(found["failures"]) == 5
    assert "not the best of sources" in found["failures"][0]["error"]
    assert len(list(tmp_path.iterdir())) == 5 * len(files_of_sample("csv_table"))


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_ten_seconds_of_broken_input_break_no_source(source: Source) -> None:
    command = [sys.executable, "-m", "tests.sources.mutation", source.name, str(SECONDS), "20261126"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS * 12)
    found = json.loads(run.stdout)
    assert found["failures"] == []
    assert found["peak_rss_mb"] <= LARGEST_RSS_MB
    assert found["inputs"] > 5
