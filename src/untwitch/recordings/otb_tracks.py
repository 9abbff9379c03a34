"""What the descriptions in OTB+ and OTB4 archives say: which columns are muscle, and what a step is worth."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from untwitch.facts.refused import Refused
from untwitch.recordings.description import tree_of
from untwitch.recordings.recording import FASTEST_HZ, MOST_CHANNELS
from untwitch.recordings.unit_scale import unit_scale

LARGEST_XML_BYTES = 4 << 20
MOST_COLUMNS = 4096
_NO_MUSCLE = (
    "adapter",
    "direct connection",
    "quaternion",
    "buffer",
    "ramp",
    "load",
    "aux",
    "control",
    "imu",
    "force",
)
_RANGE_AND_GAIN = {
    "QUATTRO": (5.0, 150.0),
    "QUATTROCENTO": (5.0, 150.0),
    "DUE": (5.0, 200.0),
    "DUE+": (3.3, 202.0),
    "QUATTRO+": (3.3, 202.0),
}
_ELSE_RANGE_AND_GAIN = (4.8, 256.0)


@dataclass(frozen=True, slots=True)
class Track:
    """Columns of a stream that are of one muscle or grid.

    Attributes:
        stream: Name of the file of samples.
        n_columns: Columns of that file.
        number_bytes: Bytes of a number in it.
        columns: Which are meant.
        names: Their names.
        step_uv: Microvolts of a step, one a column.
        rate_hz: Samples a second.
    """

    stream: str
    n_columns: int
    number_bytes: int
    columns: tuple[int, ...]
    names: tuple[str, ...]
    step_uv: tuple[float, ...]
    rate_hz: float


def _number(text: str | None, what: str, name: str) -> float:
    """Gives a number of a description.

    Raises:
        Refused: It is none.
    """
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > 1e9:
        raise Refused(f"{name} gives no number as {what}")
    return value


def _step_uv(range_v: float, bits: float, gain: float, name: str) -> float:
    """Gives the microvolts of a step.

    Raises:
        Refused: No converter has so many bits.
    """
    if not 1 <= bits <= 32:
        raise Refused(f"{name} gives {bits:g} bits, or a gain or range that cannot be")
    return range_v / 2**bits / gain * 1e6


def _checked(track: Track, *, name: str) -> Track:
    """Gives a track that can be.

    Raises:
        Refused: It cannot.
    """
    is_there = track.columns and min(track.columns) >= 0 and max(track.columns) < track.n_columns
    if not is_there or track.n_columns > MOST_COLUMNS or len(track.columns) > MOST_CHANNELS:
        raise Refused(f"{name} names channels that its stream of {track.n_columns} does not have")
    if track.number_bytes not in {2, 3, 4} or not 0 < track.rate_hz <= FASTEST_HZ:
        what = f"{track.number_bytes} bytes a number and {track.rate_hz:g} samples a second"
        raise Refused(f"{name} gives {what}; that cannot be read")
    if not all(0 < each < 1e9 for each in track.step_uv):
        raise Refused(f"{name} gives a gain or range that cannot be")
    return track


def plus_track(data: bytes, *, stream: str, name: str) -> Track:
    """Gives the muscle channels of an OTB+ stream.

    Args:
        data: The description that bears the name of the stream.
        stream: Name of the stream.
        name: Name of the description.

    Raises:
        Refused: It is damaged, or describes no muscle.
    """
    device = tree_of(data, name=name)
    kind = (device.get("Name") or "").upper()
    bits = _number(device.get("ad_bits"), "ad_bits", name)
    range_v, usual_gain = _RANGE_AND_GAIN.get(kind, _ELSE_RANGE_AND_GAIN)
    found: dict[int, tuple[str, float]] = {}
    for adapter in device.iter("Adapter"):
        if _is_other(adapter.get("ID") or ""):
            continue
        start = _number(adapter.get("ChannelStartIndex"), "ChannelStartIndex", name)
        gain = _number(adapter.get("Gain", "1"), "Gain", name)
        gain = usual_gain if gain in {0.0, 1.0} else gain
        for channel in adapter.iter("Channel"):
            called = channel.get("ID") or ""
            if not _is_other(called):
                index = int(start + _number(channel.get("Index"), "Index", name))
                found[index] = (f"{called} {index + 1}".strip(), _step_uv(range_v, bits, gain, name))
    columns = tuple(sorted(found))
    if not columns:
        raise Refused(f"{name} describes no channels of muscle")
    return _checked(
        Track(
            stream=stream,
            n_columns=int(_number(device.get("DeviceTotalChannels"), "DeviceTotalChannels", name)),
            number_bytes=int(bits) // 8,
            columns=columns,
            names=tuple(found[each][0] for each in columns),
            step_uv=tuple(found[each][1] for each in columns),
            rate_hz=_number(device.get("SampleFrequency"), "SampleFrequency", name),
        ),
        name=name,
    )


def four_tracks(data: bytes, *, name: str) -> tuple[Track, ...]:
    """Gives the muscle tracks of an OTB4 archive.

    Args:
        data: Its description of tracks.
        name: Name of the description.

    Raises:
        Refused: It is damaged, or describes no muscle.
    """
    tree = tree_of(data, name=name)
    told = list(tree.iter("TrackInfo"))
    together = sum(_count(each, "NumberOfChannels", name) for each in told)
    tracks = [_four_track(each, together, name) for each in told if _is_muscle(each)]
    if not tracks:
        raise Refused(f"{name} describes no channels of muscle")
    return tuple(tracks)


def _is_muscle(told: ET.Element) -> bool:
    unit = unit_scale(told.findtext("UnitOfMeasurement") or "mV")
    titles = (told.findtext("Title") or "", told.findtext("SubTitle") or "")
    flags = (told.findtext("IsControl") or "", told.findtext("IsProcessing") or "")
    is_volt = unit is not None and unit.unit == "uV"
    return is_volt and not _any_other(titles) and "true" not in {each.strip().lower() for each in flags}


def _is_other(called: str) -> bool:
    return called.strip().casefold().startswith(_NO_MUSCLE)


def _any_other(titles: Iterable[str]) -> bool:
    return any(_is_other(each) for each in titles)


def _count(told: ET.Element, what: str, name: str) -> int:
    return int(_number(told.findtext(what) or "1", what, name))


def _four_track(told: ET.Element, together: int, name: str) -> Track:
    first, count = _count(told, "AcquisitionChannel", name), _count(told, "NumberOfChannels", name)
    if told.findtext("AcquisitionChannel") is None:
        first = 0
    if not 0 < count <= MOST_CHANNELS:
        raise Refused(f"{name} has a track of {count} channels")
    bits = _number(told.findtext("ADC_Nbits"), "ADC_Nbits", name)
    gain = _number(told.findtext("Gain"), "Gain", name) or 1.0
    step_uv = _step_uv(_number(told.findtext("ADC_Range"), "ADC_Range", name), bits, gain, name)
    title = (told.findtext("SubTitle") or told.findtext("Title") or "track").strip()[:40]
    total = told.findtext("TotalChannelsInFile")
    size = told.findtext("SampleSize")
    return _checked(
        Track(
            stream=(told.findtext("SignalStreamPath") or "").strip(),
            n_columns=together if total is None else int(_number(total, "TotalChannelsInFile", name)),
            number_bytes=(4 if bits > 24 else int(bits) // 8)
            if size is None
            else int(_number(size, "SampleSize", name)),
            columns=tuple(range(first, first + count)),
            names=tuple(f"{title} {each + 1}" for each in range(count)),
            step_uv=(step_uv,) * count,
            rate_hz=_number(told.findtext("SamplingFrequency"), "SamplingFrequency", name),
        ),
        name=name,
    )
