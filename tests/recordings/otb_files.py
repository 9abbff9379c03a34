"""OTB+ and OTB4 archives made by hand, as public readers describe them."""

import io
import tarfile
from typing import Any

import numpy as np
import numpy.typing as npt


def tar_of(files: dict[str, bytes]) -> bytes:
    """Gives an archive."""
    into = io.BytesIO()
    with tarfile.open(fileobj=into, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return into.getvalue()


def stream(rows: npt.NDArray[Any], *, number_bytes: int = 2) -> bytes:
    """Gives the samples of a stream, `(n, n_columns)`."""
    if number_bytes == 3:
        return rows.astype("<i4").reshape(-1, 1).view(np.uint8)[:, :3].tobytes()
    return rows.astype(f"<i{number_bytes}").tobytes()


def plus_description(
    *, device: str = "QUATTROCENTO", bits: int = 16, total: int = 6, rate_hz: float = 2048
) -> str:
    """Gives the description of an OTB+ stream: four muscle channels from column 1, and others."""
    muscle = "".join(f'<Channel Index="{each}" ID="GR04MM1305" Gain="1"/>' for each in range(4))
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Device Name="{device}" SampleFrequency="{rate_hz}" '
        f'DeviceTotalChannels="{total}" ad_bits="{bits}"><!-- a comment --><Channels>'
        '<Adapter ID="AdapterControl" Gain="1" ChannelStartIndex="0"><Channel Index="0" ID="Ramp"/></Adapter>'
        f'<Adapter ID="AD1x64SP" Gain="150" ChannelStartIndex="1">{muscle}</Adapter>'
        '<Adapter ID="Direct connection" Gain="0.5" ChannelStartIndex="5"><Channel Index="0" ID="AUX"/>'
        "</Adapter></Channels></Device>"
    )


def four_track(**changed: object) -> str:
    """Gives one track of an OTB4 description."""
    told = {
        "Device": "Novecento+",
        "Title": "Muscle",
        "SubTitle": "GR08",
        "SignalStreamPath": "one.sig",
        "TotalChannelsInFile": 5,
        "AcquisitionChannel": 1,
        "NumberOfChannels": 3,
        "SampleSize": 4,
        "SamplingFrequency": 2000,
        "ADC_Nbits": 24,
        "ADC_Range": 4.8,
        "Gain": 8,
        "UnitOfMeasurement": "mV",
        "UnitOfMeasurementFactor": 1000,
        **changed,
    }
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in told.items() if value is not None)
    return f"<TrackInfo>{inside}</TrackInfo>"


def four_description(*tracks: str) -> str:
    """Gives the description of an OTB4 archive."""
    return f"<ArrayOfTrackInfo>{''.join(tracks)}</ArrayOfTrackInfo>"
