import importlib.util

import pytest

from untwitch.actions import recording_readers as readers
from untwitch.recordings.open import FORMATS


def test_every_format_is_told_and_here_nothing_is_missing() -> None:
    found = readers.recording_readers()
    assert tuple(each.format for each in found) == FORMATS
    assert [each.missing for each in found] == [{}] * len(FORMATS)
    assert readers.is_compiled()


def test_what_is_not_installed_is_told_with_what_is_not_read_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = importlib.util.find_spec
    gone = {"h5py", "numba"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in gone else there(name))
    found = {each.format: each for each in readers.recording_readers()}
    assert found["matlab"].to_json() == {"format": "matlab", "missing": {"h5py": "no files of version 7.3"}}
    assert found["matlab"].words == "matlab (no files of version 7.3 without h5py)"
    assert found["phone_csv"].words == "phone csv"
    assert not readers.is_compiled()
