"""Reads HDF5 files, which MATLAB's -v7.3 are, in the sandbox: the file may have been made to harm its reader.

The child is asked again and again, with a request each time, so that it never holds more than one piece:

    {"path": "/…/a.mat"}                                        what arrays there are
    {"path": …, "name": "emg", "first": 0, "count": 1000, "is_planar": true}     some of the samples of one

Only arrays that lie in the file itself are read: one that points to another file would show that file's
bytes.
"""

import base64
import json
from collections.abc import Iterator
from typing import Any

MOST_ARRAYS = 4096
FEW = 1024
LONGEST_TEXT = 200
LARGEST_PIECE_BYTES = 16 << 20
_CACHE_BYTES = 64 << 20


def hdf5_answer(request: bytes) -> Iterator[Any]:
    """Gives the arrays of a file, or some of the samples of one.

    Args:
        request: A JSON document, as above.

    Yields:
        Of a file: one object an array, with `name`, `shape`, `kind` (as numpy writes it), and `small` (its
        numbers) or `text` where it is short. Of an array: its samples in base64, column after column, in the
        kind of the array.
    """
    import h5py  # noqa: PLC0415 - only the child needs it

    asked = json.loads(request)
    with h5py.File(asked["path"], "r", rdcc_nbytes=_CACHE_BYTES) as file:
        if "name" in asked:
            item = file[asked["name"]]
            if _lies_within(item):
                yield _samples(item, asked)
        else:
            yield from _arrays(file)


def _arrays(file: Any) -> Iterator[dict[str, Any]]:
    import h5py  # noqa: PLC0415 - only the child needs it

    found: list[dict[str, Any]] = []

    def look(name: str, item: Any) -> bool | None:
        if isinstance(item, h5py.Dataset) and _lies_within(item):
            found.append(_told(name, item))
        return True if len(found) >= MOST_ARRAYS else None

    file.visititems(look)
    yield from (each for each in found if each)


def _lies_within(item: Any) -> bool:
    return not item.is_virtual and item.external is None


def _told(name: str, item: Any) -> dict[str, Any]:
    """Gives what an array is; nothing where it is none of numbers or text."""
    if (
        item.dtype.kind not in "iuf"
        or item.dtype.itemsize > 8
        or not 0 < len(item.shape) <= 2
        or not item.size
    ):
        return {}
    told: dict[str, Any] = {"name": name, "shape": list(item.shape), "kind": item.dtype.str}
    if item.size <= FEW:
        values = item[()].ravel()
        is_text = item.attrs.get("MATLAB_class") == b"char" and item.size <= LONGEST_TEXT
        if is_text:
            told["text"] = "".join(map(chr, values.astype("u2").tolist()))
        else:
            told["small"] = values.astype(float).tolist()
    return told


def _samples(item: Any, asked: dict[str, Any]) -> str:
    import numpy as np  # noqa: PLC0415 - only the child needs it

    first, end = asked["first"], asked["first"] + asked["count"]
    part = item[:, first:end] if asked["is_planar"] and item.ndim == 2 else item[first:end].T
    data = np.ascontiguousarray(part).tobytes()
    if len(data) > LARGEST_PIECE_BYTES:
        raise ValueError("more was asked for than fits an answer")
    return base64.b64encode(data).decode("ascii")
