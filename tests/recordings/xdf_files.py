"""XDF files made by hand, chunk by chunk."""

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

BOUNDARY = bytes.fromhex("43a546dccbf5410fb30ed5467383cbe4")


def chunk(tag: int, content: bytes, *, width: int = 4) -> bytes:
    """Gives one chunk."""
    return bytes([width]) + (len(content) + 2).to_bytes(width, "little") + struct.pack("<H", tag) + content


def stream_header(
    number: int,
    *,
    name: str = "Band",
    kind: str = "EMG",
    channels: int = 2,
    rate_hz: float = 500,
    value_format: str = "float32",
    units: Sequence[str] = ("microvolts", "microvolts"),
    labels: Sequence[str] = ("left", "right"),
) -> bytes:
    """Gives the header of a stream."""
    told = "".join(
        f"<channel><label>{label}</label><unit>{unit}</unit></channel>"
        for label, unit in zip(labels, units, strict=True)
    )
    xml = (
        f'<?xml version="1.0"?><info><name>{name}</name><type>{kind}</type><channel_count>{channels}'
        f"</channel_count><nominal_srate>{rate_hz}</nominal_srate><channel_format>{value_format}"
        f"</channel_format><created_at>1.0</created_at><desc><channels>{told}</channels></desc></info>"
    )
    return chunk(2, struct.pack("<I", number) + xml.encode())


def samples(
    number: int, times: Sequence[float | None] | npt.NDArray[Any], values: npt.NDArray[Any], *, width: int = 4
) -> bytes:
    """Gives a chunk of samples; a time of None is left out."""
    body = b"".join(
        (b"\0" if time is None else b"\x08" + struct.pack("<d", time)) + row.tobytes()
        for time, row in zip(times, values, strict=True)
    )
    return chunk(3, struct.pack("<I", number) + bytes([width]) + len(values).to_bytes(width, "little") + body)


def xdf_file(*chunks: bytes) -> bytes:
    """Gives a file of chunks."""
    return b"XDF:" + chunk(1, b'<?xml version="1.0"?><info><version>1.0</version></info>') + b"".join(chunks)


def footer(number: int) -> bytes:
    """Gives the end of a stream."""
    return chunk(6, struct.pack("<I", number) + b"<info><sample_count>1</sample_count></info>")


def some_values(n: int = 4000, channels: int = 2) -> npt.NDArray[np.float32]:
    """Gives values of a stream."""
    return np.random.default_rng(9).normal(scale=30, size=(n, channels)).astype("<f4")
