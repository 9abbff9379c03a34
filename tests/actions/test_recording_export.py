"""A kept recording is written as BIDS with its marks, into a data set that may be there already."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.actions.test_recordings import NOW, keep
from tests.recordings.made_summary import grid
from tests.report.kept_recordings import kept

from untwitch.actions.recording_export import BidsLabels, export_bids, zipped_bids
from untwitch.actions.recordings import mark
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.recordings.annotations import read_annotations


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(home=tmp_path / "home", now=NOW)
    keep(made, [kept(), kept(grid(), day=3, site="forearm_left")])
    return made


def test_the_files_of_a_recording_are_written_with_its_marks(session: Session, tmp_path: Path) -> None:
    mark(session, "last", 6.0, is_twitch=True)
    done = export_bids(session, "last", tmp_path / "set", BidsLabels("07", "rest", "a"))
    assert [each.relative_to(tmp_path).as_posix() for each in done.paths] == [
        "set/dataset_description.json",
        "set/sub-07/ses-a/emg/sub-07_ses-a_task-rest_events.tsv",
        "set/sub-07/ses-a/emg/sub-07_ses-a_task-rest_events.json",
        "set/sub-07/ses-a/emg/sub-07_ses-a_task-rest_emg.json",
        "set/sub-07/ses-a/emg/sub-07_ses-a_task-rest_channels.tsv",
    ]
    assert done.signal == "sub-07_ses-a_task-rest_emg.edf"
    assert 6.0 in read_annotations(done.paths[1]).times_s
    assert json.loads(done.paths[3].read_text())["EMGPlacementSchemeDescription"].startswith("16 channels on")
    assert done.to_json()["files"] == [str(each) for each in done.paths]


def test_what_describes_the_data_set_is_left_as_it_is(session: Session, tmp_path: Path) -> None:
    own = tmp_path / "dataset_description.json"
    own.write_text('{"Name": "mine"}')
    done = export_bids(session, "last", tmp_path)
    assert own not in done.paths
    assert json.loads(own.read_text()) == {"Name": "mine"}
    # again: the files of the recording are replaced
    assert len(export_bids(session, "last", tmp_path).paths) == 4


def test_a_phone_gets_the_name_of_its_modality(session: Session, tmp_path: Path) -> None:
    first = keep(session, [kept(day=9)])[0]
    assert export_bids(session, first, tmp_path).signal == "sub-01_task-rest_tracksys-phone_motion.csv"


def test_a_bad_label_or_a_place_that_cannot_be_is_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="letters and digits"):
        export_bids(session, "last", tmp_path, BidsLabels(subject="../x"))
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="cannot be made"):
        export_bids(session, "last", tmp_path / "file")


def test_a_zip_holds_the_same_files(session: Session, tmp_path: Path) -> None:
    done = export_bids(session, "last", tmp_path / "set")
    with zipfile.ZipFile(io.BytesIO(zipped_bids(session, "last"))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            each.relative_to(done.folder).as_posix(): each.read_bytes() for each in done.paths
        }
