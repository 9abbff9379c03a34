"""A recording goes from its file to words, a document and, where that is wanted, the record; once."""

import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest
from tests.recordings.edf_files import edf_file
from tests.recordings.made_phone import TIMES_S, write_phone

from untwitch.actions.log import Details, log, undo
from untwitch.actions.measure import Asked, Measured, measure
from untwitch.actions.recordings import mark
from untwitch.actions.session import Session
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

BEGIN_MS = 1_770_000_000_000
NOW = Instant(BEGIN_MS + 30 * 86_400_000, "Europe/Amsterdam", "guess")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path / "home", now=NOW)


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that says when it began."""
    return write_phone(tmp_path_factory.mktemp("phone") / "evening.csv", begin_ms=BEGIN_MS)


@pytest.fixture(scope="module")
def timeless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log whose clock starts at nothing."""
    return write_phone(tmp_path_factory.mktemp("phone") / "timeless.csv", times_s=(50.0,), seconds=60.0)


def history(session: Session) -> History:
    with Record.open(session.record_path, now_ms=NOW.utc_ms, device="test") as record:
        return record.history(record.person().person_id)


def surely(found: Measured) -> list[float]:
    return [each.time_s for each in found.summary.twitches if each.confidence > 0.9]


def test_every_pulse_is_found_and_nothing_is_kept_unasked(session: Session, log_file: Path) -> None:
    told: list[tuple[float, float]] = []
    found = measure(session, log_file, Asked(site="left calf"), progress=lambda *each: told.append(each))
    assert surely(found) == pytest.approx(TIMES_S, abs=0.1)
    assert list(told[-1]) == pytest.approx([120.0, 120.0])
    assert [each for each, _ in told] == sorted(each for each, _ in told)
    assert not session.record_path.exists()
    assert found.kept is None
    document = json.loads(json.dumps(found.document, allow_nan=False))
    assert document["contract"] == "measure/1"
    assert document["path"] == str(log_file)
    assert (document["site"], document["instrument"]) == ("calf_left", "accelerometer, calf left")
    assert document["kept"] is None
    assert document["shows_count"] is False
    assert document["started"].startswith("2026-02-02T")
    assert document["seconds"] > 0
    assert any("no number stands here yet" in each for each in found.lines)
    assert found.when == "2 February 2026, 03:40"


def test_what_is_kept_is_a_watch_of_the_time_that_was_judged(session: Session, log_file: Path) -> None:
    found = measure(session, log_file, Asked(site="calf_left", note="after a run", save=True))
    assert found.kept is not None
    (recording,) = history(session).recordings
    assert recording == found.kept
    assert (recording.name, recording.site, recording.note) == ("evening.csv", "calf_left", "after a run")
    assert recording.start == Instant(BEGIN_MS, "Europe/Amsterdam", "guess")
    assert recording.end.utc_ms - recording.start.utc_ms == 120_000
    (watch,) = history(session).watches
    assert watch.observed_h * 3600 == pytest.approx(found.summary.analysed_s, abs=0.001)
    count = found.summary.count
    assert count is not None
    assert (watch.twitches_low, watch.twitches_high) == (math.floor(count.low), math.ceil(count.high))
    assert count.low <= len(TIMES_S) <= count.high
    assert found.document["kept"] == {"id": recording.id, "is_new": True, "of_this_series": 1}
    assert any(each.startswith(f"It is kept: {recording.id[:8]}, 2 February 2026") for each in found.lines)
    assert found.lines[-1].startswith("This is screening.")


def test_the_same_file_is_kept_once_whatever_it_is_called(
    session: Session, log_file: Path, tmp_path: Path
) -> None:
    first = measure(session, log_file, Asked(site="calf_left", save=True))
    before = history(session)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(log_file.read_bytes())
    again = measure(session, copy, Asked(site="calf_right", save=True))
    assert history(session) == before
    assert again.kept == first.kept
    assert again.document["kept"]["is_new"] is False
    assert again.document["site"] == "calf_left"
    assert any("This file was kept before; nothing was added" in each for each in again.lines)
    undo(session)
    assert history(session).recordings == ()


def test_marks_of_the_person_stand_when_the_file_is_measured_again(session: Session, log_file: Path) -> None:
    measure(session, log_file, Asked(save=True))
    mark(session, "last", 30.0, is_twitch=True)
    again = measure(session, log_file, Asked(save=True))
    assert [each.time_s for each in again.summary.twitches if each.by_hand] == [30.0]


def test_a_count_is_shown_from_the_third_kept_recording_on(session: Session, tmp_path: Path) -> None:
    shown = []
    for day in range(3):
        path = write_phone(
            tmp_path / f"{day}.csv", seconds=60.0, times_s=(20.0, 40.0), seed=day,
            begin_ms=BEGIN_MS + 4 * day * 86_400_000,
        )  # fmt: skip
        found = measure(session, path, Asked(site="calf_left", save=True))
        shown.append((found.document["shows_count"], any("About " in each for each in found.lines)))
    assert [each for each, _ in shown] == [False, False, True]
    assert [each for _, each in shown][:2] == [False, False]
    assert any("Your 2 other recordings of this place had" in each for each in found.lines)
    other = write_phone(tmp_path / "other.csv", seconds=60.0, seed=9, begin_ms=BEGIN_MS)
    elsewhere = measure(session, other, Asked(site="thigh_left", save=True))
    assert elsewhere.document["shows_count"] is False


def test_a_file_that_does_not_say_when_must_be_told(session: Session, timeless: Path) -> None:
    with pytest.raises(Refused, match=r"timeless.csv does not say when it was recorded; say it with --at"):
        measure(session, timeless, Asked(save=True))
    assert measure(session, timeless).when == ""
    found = measure(session, timeless, Asked(save=True, at="2026-03-01 18:00"))
    assert found.kept is not None
    assert found.kept.start.local().isoformat() == "2026-03-01T18:00:00+01:00"
    with pytest.raises(Refused, match="still to come"):
        measure(session, timeless, Asked(save=True, at="2026-12-01 18:00"))


def test_the_zone_is_that_of_the_stay(session: Session, log_file: Path) -> None:
    log(session, ["stay", "Asia/Tokyo"], Details(days={"from": "2026-01-01", "to": "2026-02-10"}))
    found = measure(session, log_file, Asked(save=True))
    assert found.kept is not None
    assert (found.kept.start.zone, found.kept.start.zone_known_by) == ("Asia/Tokyo", "stay")
    assert found.kept.start.utc_ms == BEGIN_MS


def test_a_clock_without_a_zone_is_that_of_the_place_lived_in(session: Session, tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    noise = [np.clip(chance.normal(0, 30, (20, 500)), -3000, 3000).astype("<i2") for _ in range(2)]
    path = tmp_path / "arm.edf"
    path.write_bytes(edf_file(noise, started="02.02.2617.30.00"))
    found = measure(session, path, Asked(site="forearm_left"))
    assert found.summary.sensor == "emg"
    assert found.document["instrument"] == "EMG, 2 channels, forearm left"
    assert found.document["started"] == "2026-02-02T17:30:00+01:00"
    log(session, ["stay", "Asia/Tokyo"], Details(days={"from": "2026-01-01", "to": "2026-02-10"}))
    kept = measure(session, path, Asked(save=True)).kept
    assert kept is not None
    assert kept.start.local().isoformat() == "2026-02-02T17:30:00+09:00"
    assert kept.start.zone_known_by == "stay"


def test_a_recording_of_the_future_is_refused(tmp_path: Path, log_file: Path) -> None:
    early = Session(home=tmp_path / "home", now=Instant(BEGIN_MS - 3 * 86_400_000, "UTC"))
    with pytest.raises(
        Refused, match="begins on 2026-02-02, which is still to come; say when it did with --at"
    ):
        measure(early, log_file, Asked(save=True))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(site="calf_lefd"), "nearest: calf_left"),
        (Asked(sensor="nose"), "sensor is 'nose'"),
        (Asked(unit="parsec"), "parsec"),
        (Asked(rate_hz=-1), "--rate is -1"),
        (Asked(note="\x1b"), "the note holds a character"),
    ],
)
def test_what_is_said_wrongly_is_refused_before_anything_is_read(
    session: Session, log_file: Path, asked: Asked, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        measure(session, log_file, dataclasses.replace(asked, save=True))
    assert not session.record_path.exists()


def test_a_sensor_is_known_by_its_everyday_name(session: Session, timeless: Path) -> None:
    assert measure(session, timeless, Asked(sensor="phone")).summary.sensor == "accelerometer"
    with pytest.raises(Refused, match="not the emg of --sensor"):
        measure(session, timeless, Asked(sensor="emg"))


def test_what_is_no_recording_is_refused(session: Session, tmp_path: Path) -> None:
    text = tmp_path / "letter.txt"
    text.write_text("Dear all,\n")
    with pytest.raises(Refused, match=r"letter.txt"):
        measure(session, text)
    with pytest.raises(Refused, match="is not there"):
        measure(session, tmp_path / "none.edf")


def test_it_must_be_clear_whose_it_is_only_to_keep_it(session: Session, timeless: Path) -> None:
    with Record.open(session.record_path, now_ms=1, device="x") as record:
        record.add_person("Anna")
        record.add_person("Ben")
    assert measure(session, timeless).kept is None
    with pytest.raises(Refused, match="Anna"):
        measure(session, timeless, Asked(save=True, at="2026-03-01 18:00"))
