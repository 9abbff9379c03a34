import zipfile
from pathlib import Path

import pytest
from tests.recordings.reading import samples_of, written

from untwitch.facts.refused import Refused
from untwitch.recordings import open as module
from untwitch.recordings.open import formats, open_recording

LOG = "time,seconds_elapsed,z,y,x\n" + "".join(
    f"{1_700_000_000_000_000_000 + each * 10_000_000},{each / 100},9.8,0,{each % 3}\n" for each in range(300)
)
LINEAR = LOG.replace(",9.8,", ",0.1,")
TURN = "time,seconds_elapsed,z,y,x\n" + "0,0,1,1,1\n" * 5


def test_a_file_is_told_by_its_content_not_its_name(tmp_path: Path) -> None:
    found = open_recording(written(tmp_path, "holiday.jpg", LOG))
    assert (found.sensor, found.unit, found.name) == ("accelerometer", "mm/s2", "holiday.jpg")


def test_a_folder_gives_the_accelerometer_without_gravity(tmp_path: Path) -> None:
    for name in ("Accelerometer.csv", "TotalAcceleration.csv", "AccelerometerUncalibrated.csv"):
        written(tmp_path, name, LINEAR if name == "Accelerometer.csv" else LOG)
    written(tmp_path, "Gyroscope.csv", TURN)
    written(tmp_path, "Metadata.csv", "version,device\n3,phone\n")
    found = open_recording(tmp_path)
    assert (found.name, found.holds_gravity) == ("Accelerometer.csv", False)
    assert samples_of(found).shape == (300, 3)
    (tmp_path / "Accelerometer.csv").unlink()
    assert open_recording(tmp_path).name == "TotalAcceleration.csv"


def test_a_zip_is_as_its_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "log.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2026-03-01/Accelerometer.csv", LINEAR)
        archive.writestr("2026-03-01/Gyroscope.csv", TURN)
    found = open_recording(tmp_path / "log.zip")
    assert found.name == "2026-03-01/Accelerometer.csv"
    assert samples_of(found)[:3, 0].tolist() == [0, 1000, 2000]


def test_several_recordings_are_refused_by_name(tmp_path: Path) -> None:
    written(tmp_path, "one/Accelerometer.csv", LINEAR)
    written(tmp_path, "two/Accelerometer.csv", LINEAR)
    with pytest.raises(Refused, match=r"several recordings \(one/Accelerometer\.csv, two/Acc"):
        open_recording(tmp_path)


def test_what_is_no_recording_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"note\.txt is no recording of a format known here"):
        open_recording(written(tmp_path, "note.txt", "dear diary\n"))
    with pytest.raises(Refused, match="is not there"):
        open_recording(tmp_path / "nowhere.edf")
    with pytest.raises(Refused, match="is no recording"):
        open_recording(written(tmp_path, "deep/nothing", b"").parent)


def test_a_file_that_may_not_be_read_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(module, "open_path", fails)
    with pytest.raises(Refused, match="cannot be read: Permission denied"):
        open_recording(tmp_path / "a.edf")


def test_a_folder_of_everything_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 2)
    for each in range(3):
        written(tmp_path, f"{each}.csv", LINEAR)
    with pytest.raises(Refused, match="holds 3 files; name the recording among them"):
        open_recording(tmp_path)


def test_what_a_person_says_reaches_the_reader(tmp_path: Path) -> None:
    path = written(tmp_path, "emg.txt", "1\n2\n3\n4\n")
    found = open_recording(path, unit="0.5uV", rate_hz=200, sensor="emg")
    assert (found.rate_hz, found.least_bit, found.sensor) == (200, 0.5, "emg")
    with pytest.raises(Refused, match="sensor is 'ear'"):
        open_recording(path, sensor="ear")


def test_every_format_is_loaded_once() -> None:
    assert formats() is formats()
