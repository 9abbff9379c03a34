"""Files have the names, columns and fields of BIDS; what nobody told is n/a; events come back as marks."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.recordings.made_summary import TIMES_S, grid, phone, uncounted

from untwitch.facts.refused import Refused
from untwitch.intake.csv_text import read_table
from untwitch.recordings.annotations import annotations_of
from untwitch.recordings.bids import channels, emg_sidecar, events, file_stem, files, motion_sidecar
from untwitch.recordings.summary import Noise


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_files_of_emg_lie_where_bids_has_them() -> None:
    made = files(grid(), subject="01", task="rest", session="02", site="forearm_left")
    assert sorted(made) == [
        "dataset_description.json",
        "sub-01/ses-02/emg/sub-01_ses-02_task-rest_channels.tsv",
        "sub-01/ses-02/emg/sub-01_ses-02_task-rest_emg.json",
        "sub-01/ses-02/emg/sub-01_ses-02_task-rest_events.json",
        "sub-01/ses-02/emg/sub-01_ses-02_task-rest_events.tsv",
    ]
    assert json.loads(made["dataset_description.json"])["BIDSVersion"] == "1.11.1"


def test_a_phone_is_motion_and_a_video_has_events_alone() -> None:
    assert sorted(files(phone(), subject="01", task="rest")) == [
        "dataset_description.json",
        "sub-01/motion/sub-01_task-rest_events.json",
        "sub-01/motion/sub-01_task-rest_events.tsv",
        "sub-01/motion/sub-01_task-rest_tracksys-phone_channels.tsv",
        "sub-01/motion/sub-01_task-rest_tracksys-phone_motion.json",
    ]
    assert sorted(files(phone(sensor="video"), subject="01", task="rest")) == [
        "dataset_description.json", "sub-01/beh/sub-01_task-rest_events.json",
        "sub-01/beh/sub-01_task-rest_events.tsv",
    ]  # fmt: skip


def test_the_sidecar_has_every_required_field_and_guesses_none() -> None:
    side = emg_sidecar(grid(), task="rest", site="forearm_left")
    required = {
        "EMGPlacementScheme", "EMGPlacementSchemeDescription", "EMGReference", "SamplingFrequency",
        "PowerLineFrequency", "SoftwareFilters", "RecordingType", "TaskName",
    }  # fmt: skip
    assert required <= set(side)
    assert (side["EMGReference"], side["PowerLineFrequency"]) == ("n/a", "n/a")
    assert side["EMGPlacementSchemeDescription"] == "16 channels on forearm left, placed by the person"
    assert (side["SamplingFrequency"], side["EMGChannelCount"], side["RecordingDuration"]) == (1000, 16, 60)
    untold = emg_sidecar(grid(), task="rest", site=None)
    assert untold["EMGPlacementSchemeDescription"] == "16 channels place not told"
    motion = motion_sidecar(phone(), task="rest")
    assert (motion["ACCELChannelCount"], motion["SamplingFrequency"]) == (3, 100)


def test_channels_have_their_type_unit_and_state() -> None:
    found = rows(channels(grid(), site="forearm_left"))
    assert found[0] == {
        "name": "E1", "type": "EMG", "units": "uV", "sampling_frequency": "1000", "status": "good",
        "target_muscle": "forearm_left",
    }  # fmt: skip
    assert [row["name"] for row in found if row["status"] == "bad"] == ["E16"]
    axes = rows(channels(phone(channel_names=("acc x", "acc y", "total")), site=None))
    assert [row["component"] for row in axes] == ["x", "y", "n/a"]
    assert {row["type"] for row in axes} == {"ACCEL"}
    assert {row["units"] for row in axes} == {"mm/s^2"}
    unnamed = rows(channels(phone(channel_names=(), noise=None), site=None))
    assert [row["name"] for row in unnamed] == ["channel1", "channel2", "channel3"]
    assert {row["units"] for row in unnamed} == {"mm/s^2"}
    steps = rows(channels(grid(noise=Noise(1, 1, 1, "count")), site=None))
    assert {row["units"] for row in steps} == {"n/a"}


def test_events_hold_every_twitch_and_every_stretch_in_order_and_come_back() -> None:
    text = events(phone())
    found = rows(text)
    assert [float(row["onset"]) for row in found] == sorted([*TIMES_S, 100.0])
    assert found[0] == {
        "onset": "12.5", "duration": "0", "trial_type": "twitch", "confidence": "0.98", "amplitude": "20",
        "amplitude_unit": "mm/s2", "width_ms": "80", "channel": "z", "likely_source": "1",
        "set_by_hand": "0", "reason": "n/a",
    }  # fmt: skip
    (stretch,) = [row for row in found if row["trial_type"] == "excluded"]
    assert (stretch["duration"], stretch["reason"], stretch["confidence"]) == (
        "30", "the phone was moved", "n/a",
    )  # fmt: skip
    back = annotations_of(read_table(text.encode(), name="x"), name="x")
    assert back.times_s == TIMES_S
    assert back.left_out == 1
    assert rows(events(uncounted()))[0]["trial_type"] == "excluded"


@given(st.text(max_size=30))
def test_no_name_of_a_channel_breaks_the_table(name: str) -> None:
    text = channels(phone(channels=1, channel_names=(name,), noise=None), site=None)
    assert len(text.split("\n")) == 3
    assert all(line.count("\t") == 6 for line in text.split("\n")[:2])


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (("a_b", "rest", None), "sub is 'a_b'"),
        (("01", "", None), "task is ''"),
        (("01", "rest", "x/.."), "ses is"),
    ],
)
def test_a_label_that_is_no_label_is_refused(labels: tuple[str, str, str | None], words: str) -> None:
    with pytest.raises(Refused, match=f"{words}.*letters and digits only"):
        file_stem(labels[0], labels[1], session=labels[2])
