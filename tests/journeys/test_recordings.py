"""The whole path of a recording: from its file to the record, the table, the answer, the report, and back."""

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.recordings.made_phone import write_phone
from tests.recordings.made_summary import phone
from tests.report.kept_recordings import kept

from untwitch.actions.bring_in import bring_in
from untwitch.actions.explain import Asked as AskedExplain
from untwitch.actions.explain import explain_record, explain_table
from untwitch.actions.export import export
from untwitch.actions.log import log, undo
from untwitch.actions.measure import Asked, measure
from untwitch.actions.recordings import mark, remove
from untwitch.actions.report import report
from untwitch.actions.session import Session
from untwitch.actions.timeline import table_of_record
from untwitch.facts.exposure import Exposure
from untwitch.facts.history import History
from untwitch.facts.identity import new_id
from untwitch.facts.instant import Instant
from untwitch.record.record import Record
from untwitch.recordings.summary import Count, Rate
from untwitch.timeline.timeline import to_csv

BEGIN_MS = 1_770_000_000_000
DAY_MS = 86_400_000
NOW = Instant(BEGIN_MS + 90 * DAY_MS, "UTC", "guess")


def history(session: Session) -> History:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        return record.history(record.person().person_id)


def test_a_recording_goes_from_its_file_to_the_report_and_back_by_undo(tmp_path: Path) -> None:
    session = Session(home=tmp_path / "home", now=NOW)
    log(session, ["evening", "few"])
    before = history(session)
    path = write_phone(tmp_path / "a.csv", seconds=60.0, times_s=(20.0, 40.0), begin_ms=BEGIN_MS)
    assert measure(session, path, Asked(site="calf_left", save=True)).kept is not None
    mark(session, "last", 50.0, is_twitch=True)
    page = report(session, out=tmp_path / "report.html").path.read_text(encoding="utf-8")
    assert "accelerometer, calf left" in page
    assert "recording-1-trace" in page
    made = table_of_record(session).timeline
    row = made.days().index(dt.date(2026, 2, 2))
    assert made.instruments[row] == "accelerometer, calf left"
    assert made.column("recorded_h")[row] * 3600 == pytest.approx(history(session).recordings[0].analysed_s)
    # what was noticed and what was recorded are never one series
    assert np.isnan(made.column("observed_h")[row])
    everything = history(session)
    copy = Session(home=tmp_path / "copy", now=NOW)
    bring_in(copy, [export(session, tmp_path / "all.zip").path])
    again = history(copy)
    assert (again.recordings, again.marks) == (everything.recordings, everything.marks)
    assert again.watches == everything.watches
    for _ in range(2):
        undo(session)
    assert history(session) == before


def recorded_days(session: Session, *, effect: float, days: int = 70) -> None:
    """A kept recording a day whose count follows the caffeine of that day, and the coffee itself."""
    chance = np.random.default_rng(1)
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        me = record.person().person_id
        for day in range(days):
            coffee_mg = float(chance.choice([0, 100, 200, 300]))
            moment = Instant(BEGIN_MS + day * DAY_MS - 3 * 3_600_000, "UTC", "source")
            record.add(me, [Exposure(new_id(), "caffeine_mg", coffee_mg, moment, moment)])
            number = int(chance.poisson(6 * np.exp(effect * coffee_mg / 100)))
            count = Count(number, max(0, number - 1), number + 1)
            summary = phone(count=count, rate_per_min=Rate(number / 2.5, count.low / 2.5, count.high / 2.5))
            record.keep_recording(me, kept(summary, day=day))


def test_a_recording_series_is_explained_like_any_other_and_alike_from_its_own_table(tmp_path: Path) -> None:
    session = Session(home=tmp_path / "home", now=NOW)
    recorded_days(session, effect=0.5)
    asked = AskedExplain(outcome="recorded_count")
    found = explain_record(session, asked).document
    assert (found["outcome"], found["rows_used"]) == ("recorded_count", 70)
    caffeine = next(each for each in found["causes"] if each["cause"] == "caffeine")
    assert caffeine["probability"] > 0.9
    assert caffeine["rate_ratio"]["low"] < np.exp(0.5) < caffeine["rate_ratio"]["high"]
    # of itself it takes the recordings where the diary has nothing
    assert explain_record(session).document["outcome"] == "recorded_count"
    made = table_of_record(session).timeline
    path = tmp_path / "own.csv"
    path.write_text(to_csv(made), encoding="utf-8")
    own = explain_table(path, asked).document
    for one, other in zip(found["causes"], own["causes"], strict=True):
        assert one["probability"] == pytest.approx(other["probability"], abs=1e-9)


def test_a_diary_is_not_changed_by_recordings_beside_it(tmp_path: Path) -> None:
    session = Session(home=tmp_path / "home", now=NOW)
    with_diary = Session(home=tmp_path / "diary", now=NOW)
    for each in (session, with_diary):
        for day in range(20):
            log(Session(home=each.home, now=Instant(BEGIN_MS + day * DAY_MS + 12 * 3_600_000, "UTC")),
                ["evening", ["few", "some", "none"][day % 3]])  # fmt: skip
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        for day in range(20):
            record.keep_recording(record.person().person_id, kept(day=day))
    alone, beside = (explain_record(each).document for each in (with_diary, session))
    assert alone["outcome"] == beside["outcome"] == "twitches"
    assert alone["twitches_per_day"] == beside["twitches_per_day"]


KEEP = """
import sys
from pathlib import Path
from tests.report.kept_recordings import kept
from untwitch.record.record import Record
with Record.open(Path(sys.argv[1]), now_ms=1, device="child") as record:
    me = record.person().person_id
    for number in range(10_000):
        print(record.keep_recording(me, kept(day=number / 1000)).id, flush=True)
"""


@pytest.mark.slow
def test_a_save_killed_at_any_moment_is_whole_or_not_there(tmp_path: Path) -> None:
    chance = random.Random(4)
    path = tmp_path / "untwitch.sqlite"
    said: set[str] = set()
    for number in range(8):
        child = subprocess.Popen([sys.executable, "-c", KEEP, str(path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        child.send_signal(signal.SIGKILL)
        said |= {line for line in child.stdout.read().decode().split("\n")[:-1] if len(line) == 36}
        child.stdout.close()
        child.wait()
        with Record.open(path, now_ms=1, device="check") as record:
            assert record.integrity() == []
            there = record.history(record.person().person_id)
        ids = {each.id for each in there.recordings}
        assert said <= ids
        assert len(there.watches) == len(ids)
        # each killed program had at most one save under way that it could not speak of
        assert len(ids) <= len(said) + 2 * (number + 1)


@pytest.mark.slow
def test_the_command_killed_at_any_moment_keeps_all_of_a_recording_or_nothing(tmp_path: Path) -> None:
    chance = random.Random(5)
    path = write_phone(tmp_path / "a.csv", seconds=60.0, times_s=(20.0, 40.0), begin_ms=BEGIN_MS)
    home = tmp_path / "home"
    environment = {**os.environ, "UNTWITCH_HOME": str(home), "TZ": "UTC"}
    command = [sys.executable, "-m", "untwitch", "measure", str(path), "--save", "--json"]
    session = Session(home=home, now=NOW)
    for _ in range(5):
        child = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        time.sleep(chance.uniform(0.3, 3.0))
        child.send_signal(signal.SIGKILL)
        child.wait()
        if (home / "untwitch.sqlite").exists():
            assert len(history(session).recordings) in {0, 1}
    for _ in range(2):
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert len(history(session).recordings) == 1
    assert json.loads(done.stdout)["kept"]["is_new"] is False
    remove(session, "last")
    assert history(session).watches == ()


@pytest.mark.real_data
def test_real_recordings_are_told_and_one_of_artefacts_gets_no_count(real_data: Path, tmp_path: Path) -> None:
    session = Session(home=tmp_path / "home", now=NOW)
    chest = real_data / "recordings/accelerometer/mscardio/Subject_0005_Recording_003/scg.csv"
    found = measure(session, chest, Asked(site="chest", save=True))
    assert found.kept is not None
    assert found.kept.start.local_day() == dt.date(2024, 10, 17)
    assert 0 < found.summary.analysed_s < found.summary.duration_s
    artefacts = measure(session, real_data / "recordings/emg/002-Session3Test__002-007.mat", Asked())
    assert (artefacts.summary.count, artefacts.document["count"]) == (None, None)
    assert "No count can be given for this recording." in artefacts.lines
    assert artefacts.summary.problems
