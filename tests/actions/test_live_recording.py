import dataclasses
import uuid
from pathlib import Path

import numpy as np
import pytest

from untwitch.actions import live_recording
from untwitch.actions.recordings import listed
from untwitch.actions.session import Session
from untwitch.facts.instant import Instant
from untwitch.facts.refused import Refused
from untwitch.recordings.formats.block_format import block_bytes

RATE_HZ = 60


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=tmp_path, now=Instant(1_773_171_000_000, "Europe/Berlin", "guess"))


@pytest.fixture
def live_id(session: Session) -> str:
    made = str(uuid.uuid4())
    live_recording.begin(session, made, holds_gravity=True)
    return made


def blocks(seconds: int, *, kicks_s: tuple[float, ...] = ()) -> list[bytes]:
    """Two seconds of a phone at rest each, with short kicks; made up."""
    draw = np.random.default_rng(3)
    times = np.arange(seconds * RATE_HZ) * 1000 / RATE_HZ
    values = draw.normal(0, 0.005, (times.size, 3))
    values[:, 2] += 9.81
    for each in kicks_s:
        since = np.maximum(times / 1000 - each, 0)
        pulse = 0.6 * np.exp(-since / 0.03) * np.sin(2 * np.pi * 22 * since)
        values[:, 2] += pulse
    rows = 2 * RATE_HZ
    return [
        block_bytes(number, times[at : at + rows], values[at : at + rows])
        for number, at in enumerate(range(0, times.size, rows))
    ]


def test_a_recording_is_on_the_disk_block_by_block_and_for_its_owner_only(
    session: Session, live_id: str
) -> None:
    sent = blocks(6)
    assert [live_recording.append(session, live_id, each) for each in sent] == [0, 1, 2]
    (path,) = (session.home / live_recording.FOLDER).iterdir()
    assert path.read_bytes().endswith(b"".join(sent))
    assert path.stat().st_mode & 0o777 == 0o600
    assert live_recording.so_far(session, live_id).recorded_s == pytest.approx(6, abs=0.1)


def test_a_block_that_comes_twice_and_a_begin_that_comes_twice_do_no_harm(
    session: Session, live_id: str
) -> None:
    first, second = blocks(4)
    for each in (first, first, second):
        live_recording.append(session, live_id, each)
    live_recording.begin(session, live_id, holds_gravity=True)
    assert live_recording.so_far(session, live_id).recorded_s == pytest.approx(4, abs=0.1)


def test_what_is_no_block_is_refused_and_changes_nothing(session: Session, live_id: str) -> None:
    (path,) = (session.home / live_recording.FOLDER).iterdir()
    before = path.read_bytes()
    for each in (b"", b"x" * 100, blocks(2)[0][:-1]):
        with pytest.raises(Refused):
            live_recording.append(session, live_id, each)
    assert path.read_bytes() == before


def test_kicks_are_marked_as_they_come(session: Session, live_id: str) -> None:
    for each in blocks(40, kicks_s=(11.0, 23.0, 31.0)):
        live_recording.append(session, live_id, each)
    marks_s = live_recording.so_far(session, live_id).marks_s
    assert len(marks_s) == 3
    assert np.allclose(marks_s, (11.0, 23.0, 31.0), atol=0.2)


def test_a_finished_recording_is_kept_and_its_movement_is_not(session: Session, live_id: str) -> None:
    for each in blocks(40, kicks_s=(11.0,)):
        live_recording.append(session, live_id, each)
    made = live_recording.finish(session, live_id, site="calf_left")
    (kept,) = listed(session).document["recordings"]
    assert made.kept is not None
    assert (kept["id"], kept["site"], kept["sensor"]) == (made.kept.id, "calf_left", "accelerometer")
    assert list((session.home / live_recording.FOLDER).iterdir()) == []
    with pytest.raises(Refused, match="may be finished already"):
        live_recording.finish(session, live_id, site=None)


@pytest.mark.parametrize("seconds", [0, 4, 28])
def test_a_recording_too_short_to_say_anything_is_let_go(
    session: Session, live_id: str, seconds: int
) -> None:
    for each in blocks(seconds):
        live_recording.append(session, live_id, each)
    assert live_recording.so_far(session, live_id).marks_s == ()
    with pytest.raises(Refused, match="less than 30 seconds says nothing"):
        live_recording.finish(session, live_id, site=None)
    assert live_recording.unfinished(session) == ()
    assert listed(session).document["recordings"] == []


def test_what_is_unfinished_is_listed_thrown_away_or_gone_after_a_day(session: Session, live_id: str) -> None:
    (left,) = live_recording.unfinished(session)
    assert (left.id, left.started) == (live_id, session.now)
    live_recording.discard(session, live_id)
    assert live_recording.unfinished(session) == ()
    live_recording.begin(session, live_id, holds_gravity=None)
    later = dataclasses.replace(session.now, utc_ms=session.now.utc_ms + live_recording.KEPT_MS + 1)
    other = str(uuid.uuid4())
    live_recording.begin(dataclasses.replace(session, now=later), other, holds_gravity=None)
    assert [each.id for each in live_recording.unfinished(session)] == [other]


def test_too_many_and_too_long_are_refused(
    session: Session, live_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_recording, "LARGEST_BYTES", 3000)
    live_recording.append(session, live_id, blocks(2)[0])
    with pytest.raises(Refused, match="grown too long"):
        live_recording.append(session, live_id, blocks(2)[0])
    for _ in range(live_recording.MOST_AT_ONCE - 1):
        live_recording.begin(session, str(uuid.uuid4()), holds_gravity=None)
    with pytest.raises(Refused, match="8 recordings are unfinished"):
        live_recording.begin(session, str(uuid.uuid4()), holds_gravity=None)


def test_an_id_that_is_no_id_reaches_no_file(session: Session) -> None:
    for wrong in ("../../etc/passwd", "*", ""):
        with pytest.raises(Refused):
            live_recording.append(session, wrong, blocks(2)[0])


def test_a_home_that_cannot_be_written_to_is_one_sentence(session: Session) -> None:
    (session.home / live_recording.FOLDER).write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="cannot be written to"):
        live_recording.begin(session, str(uuid.uuid4()), holds_gravity=None)
