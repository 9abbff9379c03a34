"""A kept recording written as BIDS: events, channels and what is known of the signal, not the signal."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untwitch.actions.recordings import Shown, show
from untwitch.actions.session import Session
from untwitch.facts.refused import Refused
from untwitch.recordings.bids import file_stem, files
from untwitch.report.write import write_whole

CONTRACT = "recordings/1"
_OF_ALL = "dataset_description.json"


@dataclass(frozen=True, slots=True)
class BidsLabels:
    """What BIDS calls a recording.

    Attributes:
        subject: Of whom, letters and digits.
        task: Doing what.
        visit: Which visit, or None.
    """

    subject: str = "01"
    task: str = "rest"
    visit: str | None = None


@dataclass(frozen=True, slots=True)
class BidsWritten:
    """What was written.

    Attributes:
        folder: The data set.
        paths: Its files of this recording.
        signal: What the file of the signal should be called, if it is put beside them.
    """

    folder: Path
    paths: tuple[Path, ...]
    signal: str

    def to_json(self) -> Mapping[str, Any]:
        """Gives it as one object."""
        return {
            "contract": CONTRACT,
            "folder": str(self.folder),
            "files": [str(each) for each in self.paths],
            "signal": self.signal,
        }


def zipped_bids(session: Session, which: str) -> bytes:
    """Gives a kept recording, marks included, as the bytes of a zip with a BIDS data set of its own.

    Args:
        session: Place, moment and person.
        which: Its id, the begin of it, or `last`.

    Raises:
        Refused: There is no such recording.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _files(show(session, which), BidsLabels()).items():
            archive.writestr(name, text)
    return made.getvalue()


def _files(shown: Shown, named: BidsLabels) -> Mapping[str, str]:
    return files(
        shown.summary,
        subject=named.subject,
        task=named.task,
        session=named.visit,
        site=shown.recording.site,
    )


def export_bids(session: Session, which: str, out: Path, labels: BidsLabels | None = None) -> BidsWritten:
    """Writes a kept recording, marks included, into a BIDS data set.

    Args:
        session: Place, moment and person.
        which: Its id, the begin of it, or `last`.
        out: Folder of the data set, made if it is not there; what describes all of it is left as it is.
        labels: What BIDS calls it.

    Raises:
        Refused: There is no such recording, a label is none, or nothing can be written there.
    """
    named = labels or BidsLabels()
    shown = show(session, which)
    made = _files(shown, named)
    folder = out.expanduser().absolute()
    written = []
    for name, text in made.items():
        path = folder / name
        if name == _OF_ALL and path.exists():
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"{str(path.parent)!r} cannot be made: {error.strerror or error}") from None
        written.append(write_whole(path, text))
    stem = file_stem(named.subject, named.task, session=named.visit)
    kind = {"emg": "_emg", "accelerometer": "_tracksys-phone_motion"}.get(shown.recording.sensor, "_beh")
    return BidsWritten(folder, tuple(written), f"{stem}{kind}{Path(shown.recording.name).suffix.lower()}")
