"""A recording in the terms of BIDS: what was found as events, the channels, what is known of the signal.

Reference:
    Brain Imaging Data Structure 1.11, electromyography (BEP042) and motion; field names as published there.
"""

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from untwitch.facts.refused import Refused
from untwitch.recordings.summary import RecordingSummary

BIDS_VERSION = "1.11.1"
SUFFIX: Mapping[str, str] = MappingProxyType({"emg": "emg", "accelerometer": "motion", "video": "beh"})
"""Folder and suffix by sensor; video has no modality of its own and gives events alone."""
UNKNOWN = "n/a"

_LABEL = re.compile("[A-Za-z0-9]{1,60}")
_UNITS: Mapping[str, str] = MappingProxyType({"uV": "uV", "mm/s2": "mm/s^2", "px": UNKNOWN, "count": UNKNOWN})
_EVENT_COLUMNS = (
    "onset", "duration", "trial_type", "confidence", "amplitude", "amplitude_unit", "width_ms", "channel",
    "likely_source", "set_by_hand", "reason",
)  # fmt: skip


def file_stem(subject: str, task: str, *, session: str | None = None) -> str:
    """Gives how the files of one recording begin: `sub-01_ses-02_task-rest`.

    Raises:
        Refused: A label is not of letters and digits alone.
    """
    parts = [("sub", subject), ("ses", session), ("task", task)]
    for name, label in parts:
        if label is not None and not _LABEL.fullmatch(label):
            raise Refused(f"{name} is {label[:80]!r}; a BIDS label has letters and digits only")
    return "_".join(f"{name}-{label}" for name, label in parts if label is not None)


def files(
    summary: RecordingSummary, *, subject: str, task: str, session: str | None = None, site: str | None = None
) -> dict[str, str]:
    """Gives every file of a recording by its place in the data set; the signal itself is not among them.

    Args:
        summary: What it came to, marks of the person put over it.
        subject: Label of the person, letters and digits.
        task: Label of what was done.
        session: Label of the visit, or None.
        site: Place on the body map, or None.

    Raises:
        Refused: A label is not of letters and digits alone.
    """
    stem = file_stem(subject, task, session=session)
    suffix = SUFFIX[summary.sensor]
    folder = "/".join(
        part for part in (f"sub-{subject}", f"ses-{session}" if session else "", suffix) if part
    )
    made = {
        "dataset_description.json": _json(_DATASET),
        f"{folder}/{stem}_events.tsv": events(summary),
        f"{folder}/{stem}_events.json": _json(_EVENTS),
    }
    if summary.sensor == "emg":
        made[f"{folder}/{stem}_emg.json"] = _json(emg_sidecar(summary, task=task, site=site))
        made[f"{folder}/{stem}_channels.tsv"] = channels(summary, site=site)
    if summary.sensor == "accelerometer":
        made[f"{folder}/{stem}_tracksys-phone_motion.json"] = _json(motion_sidecar(summary, task=task))
        made[f"{folder}/{stem}_tracksys-phone_channels.tsv"] = channels(summary, site=site)
    return made


def events(summary: RecordingSummary) -> str:
    """Gives twitches and stretches that were left out as `events.tsv`, in order of time."""
    rows: list[tuple[float, tuple[object, ...]]] = [
        (
            each.time_s,
            (
                each.time_s, 0, "twitch", each.confidence, each.amplitude, each.unit, each.duration_ms,
                each.channel, each.likely_source, int(each.by_hand), None,
            ),
        )
        for each in summary.twitches
    ]  # fmt: skip
    rows += [
        (each.start_s, (each.start_s, each.end_s - each.start_s, "excluded", *[None] * 7, each.reason))
        for each in summary.excluded
    ]
    return _table(_EVENT_COLUMNS, (row for _, row in sorted(rows, key=lambda each: each[0])))


def channels(summary: RecordingSummary, *, site: str | None) -> str:
    """Gives `channels.tsv`: name, type, unit and whether a channel was bad.

    Args:
        summary: What the recording came to.
        site: Place on the body map, or None.
    """
    bad = set(summary.noise.bad_channels) if summary.noise else set()
    kind = "EMG" if summary.sensor == "emg" else "ACCEL"
    unit = _UNITS.get(_unit(summary), UNKNOWN)
    names = summary.channel_names or tuple(f"channel{number + 1}" for number in range(summary.channels))
    header: tuple[str, ...] = ("name", "type", "units", "sampling_frequency", "status")
    rows: list[tuple[object, ...]] = [
        (name, kind, unit, summary.rate_hz, "bad" if name in bad else "good") for name in names
    ]
    if kind == "EMG":
        return _table((*header, "target_muscle"), [(*row, site) for row in rows])
    # The motion modality wants the axis and what was tracked right after the name.
    axis = {"x": "x", "y": "y", "z": "z"}
    return _table(
        ("name", "component", "type", "tracked_point", "units", "sampling_frequency", "status"),
        [(row[0], axis.get(str(row[0]).lower()[-1:]), row[1], site, *row[2:]) for row in rows],
    )


def emg_sidecar(summary: RecordingSummary, *, task: str, site: str | None) -> dict[str, Any]:
    """Gives `emg.json`; what nobody told is `n/a`, never guessed.

    Args:
        summary: What the recording came to.
        task: Label of what was done.
        site: Place on the body map, or None.
    """
    where = f"on {site.replace('_', ' ')}, placed by the person" if site else "place not told"
    return {
        "TaskName": task,
        "EMGPlacementScheme": "Other",
        "EMGPlacementSchemeDescription": f"{summary.channels} channels {where}",
        "EMGReference": UNKNOWN,
        "SamplingFrequency": summary.rate_hz,
        "PowerLineFrequency": UNKNOWN,
        "SoftwareFilters": UNKNOWN,
        "RecordingType": "continuous",
        "RecordingDuration": summary.duration_s,
        "EMGChannelCount": summary.channels,
        "Instructions": UNKNOWN,
    }


def motion_sidecar(summary: RecordingSummary, *, task: str) -> dict[str, Any]:
    """Gives `motion.json` of a phone.

    Args:
        summary: What the recording came to.
        task: Label of what was done.
    """
    return {
        "TaskName": task,
        "SamplingFrequency": summary.rate_hz,
        "RecordingDuration": summary.duration_s,
        "RecordingType": "continuous",
        "MotionChannelCount": summary.channels,
        "ACCELChannelCount": summary.channels,
        "TrackedPointsCount": 1,
        "TrackingSystemName": "phone",
    }


_DATASET: Mapping[str, Any] = MappingProxyType(
    {
        "Name": "Recordings of muscle twitches",
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "raw",
        "GeneratedBy": [{"Name": "untwitch"}],
    }
)
_EVENTS: Mapping[str, Any] = MappingProxyType(
    {
        "onset": {
            "Description": "Of a twitch its peak, of a stretch its begin",
            "Units": "s",
        },
        "duration": {"Description": "0 for a twitch, whose width stands in width_ms", "Units": "s"},
        "trial_type": {
            "Levels": {
                "twitch": "A twitch, found by a program or set by hand; screening, not clinically validated",
                "excluded": "Not judged; this time counts as not watched",
            }
        },
        "confidence": {"Description": "Probability, 0 to 1, that it is one; 1 where it was set by hand"},
        "amplitude": {"Description": "Lowest to highest on the strongest channel, in amplitude_unit"},
        "width_ms": {"Description": "How long it stands out of the noise", "Units": "ms"},
        "likely_source": {"Description": "Number of a shape that came again; never a count of motor units"},
        "set_by_hand": {"Levels": {"0": "found by a program", "1": "set by a person"}},
    }
)


def _unit(summary: RecordingSummary) -> str:
    if summary.noise is not None:
        return summary.noise.unit
    return {"emg": "uV", "accelerometer": "mm/s2"}.get(summary.sensor, "")


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(dict(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [header, *([_cell(each) for each in row] for row in rows)]
    return "".join("\t".join(line) + "\n" for line in lines)


def _cell(value: object) -> str:
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, float):
        return repr(round(value, 6)).removesuffix(".0")
    return re.sub(r"\s+", " ", str(value))
