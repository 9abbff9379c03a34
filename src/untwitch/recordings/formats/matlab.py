"""MATLAB files of version 5 (`-v6`, `-v7`) and 7.3, and plain HDF5, as laboratories share recordings.

What is believed: the recording is one array with the samples along its longer side. Which one is told by its
name (`raw`, `data`, `emg`, `sig` and the like) or its size, or said by the person. A number called `fs`,
`srate` and the like is the rate; one called `lsbmV` is a step; a text called `unit` is the unit; a small
array called `arraymap` and the like, in the file or in `arraymap.mat` beside it, says where each electrode
sits and which columns are electrodes at all. What nobody says is asked for, except where the names in a file
tell that it is of a published data set (flexemg). Proven on real files of version 5 (a-moin/flexemg); of 7.3
on files that h5py wrote in MATLAB's way.

A file of version 5 is read by code of this project, which runs nothing in it. What lies packed in it cannot
be read in parts: it is unpacked whole, up to 256 MB. HDF5 is read in the sandbox, piece by piece;
its library opens no file that is cut off.
"""

import base64
import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.intake.sandbox import Sandbox
from untwitch.recordings.array_choice import (
    Array,
    Chosen,
    DataSet,
    choose,
    data_set,
    map_among,
    rate_among,
    unit_among,
)
from untwitch.recordings.asked import Asked
from untwitch.recordings.blocks import Piece, in_blocks
from untwitch.recordings.given import Given
from untwitch.recordings.mat_file import MatArray, MatContents, load_packed, read_mat
from untwitch.recordings.raw_samples import (
    SAMPLES_AT_ONCE,
    RawLayout,
    Taken,
    numbers_of,
    pieces_in_memory,
    pieces_on_disk,
)
from untwitch.recordings.recording import Block, Recording

HDF5_MAGIC = b"\x89HDF\r\n\x1a\n"
_MAT_5 = (b"IM", b"MI")
_HDF5_OF_MATLAB_AT = 512
_HDF5_READER = "untwitch.recordings.hdf5_apart:hdf5_answer"
_LARGEST_MAP_BYTES = 1 << 16


class _Numbers(Protocol):
    """What gives the samples of an array: of a file of version 5 or of HDF5."""

    def __call__(self, chosen: Chosen, taken: Taken, *, length: int) -> Iterator[Piece]: ...


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a file holds, whichever its version."""

    arrays: tuple[Array, ...]
    texts: dict[str, str]
    numbers: _Numbers
    present: Callable[[Chosen], int]
    """How many columns (or rows, where rows lie together) of an array are there whole."""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Matlab:
    """The reader of MATLAB files and HDF5."""

    name: str = "matlab"
    unproven: bool = False

    def claims(self, given: Given) -> float:
        """Says how surely a file is one of these."""
        first = given.first
        if _is_hdf5(first):
            return 0.9
        return 0.9 if first.startswith(b"MATLAB 5.0") and first[126:128] in _MAT_5 else 0.0

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: It holds none, is damaged or too large, or its rate or unit is not known.
        """
        contents = _of_hdf5(given) if _is_hdf5(given.first) else _of_mat_5(given)
        chosen = choose(contents.arrays, variable=asked.variable, name=given.name)
        others = [each for each in contents.arrays if each is not chosen.array]
        scale, said = asked.unit_of(unit_among(others, contents.texts), name=given.name)
        rate_hz, rate_said, known = _rate(contents, others, asked, name=given.name)
        grid = map_among(others, n_columns=chosen.n_columns)
        if grid is None:
            grid = _map_beside(given, n_columns=chosen.n_columns)
        chosen, columns, cut = _whole_part(chosen, contents, rate_hz=rate_hz, name=given.name)
        if grid is None and known is not None:
            columns = columns[: known.n_channels]
        columns, positions = _electrodes(columns, grid)
        if not columns:
            raise Refused(f"{given.name} ends before its first channel")
        taken = Taken(columns, np.array([scale.factor]), np.array([0.0]))
        is_whole = chosen.array.kind[1] in "iu"

        def open_blocks(length: int) -> Iterator[Block]:
            pieces = contents.numbers(chosen, taken, length=length)
            return in_blocks(
                pieces, length=length, n_samples=chosen.n, n_channels=len(columns), name=given.name
            )

        return Recording(
            name=given.name,
            sensor=asked.sensor_of(scale, name=given.name),
            unit=scale.unit,
            rate_hz=rate_hz,
            channel_names=tuple(f"channel {each + 1}" for each in columns),
            n_samples=chosen.n,
            open_blocks=open_blocks,
            least_bit=scale.factor if scale.is_step and is_whole else None,
            positions=positions,
            problems=(*said, *rate_said, *chosen.problems, *cut),
            saturation=_rails(chosen.array.kind, scale.factor) if scale.is_step and is_whole else None,
        )


FORMAT = Matlab()


def _is_hdf5(first: bytes) -> bool:
    return HDF5_MAGIC in {first[:8], first[_HDF5_OF_MATLAB_AT : _HDF5_OF_MATLAB_AT + 8]}


def _rate(
    contents: _Contents, others: Sequence[Array], asked: Asked, *, name: str
) -> tuple[float, tuple[Problem, ...], DataSet | None]:
    """Gives the rate, what is said of it, and the published data set that a file is of.

    Raises:
        Refused: Nobody says it.
    """
    known, found_hz = data_set(contents.arrays), rate_among(others)
    if known is None or found_hz is not None or asked.rate_hz is not None:
        return asked.rate_of(found_hz, name=name), (), known
    what = f"it does not say its rate; recordings of {known.name} have {known.rate_hz:g} samples a second"
    return known.rate_hz, (Problem(name, what),), known


def _rails(kind: str, factor: float) -> tuple[float, float]:
    info = np.iinfo(np.dtype(kind))
    return float(info.min) * factor, float(info.max) * factor


def _whole_part(
    chosen: Chosen, contents: _Contents, *, rate_hz: float, name: str
) -> tuple[Chosen, tuple[int, ...], tuple[Problem, ...]]:
    """Gives the part of a recording that is there, where its file is cut off."""
    there = contents.present(chosen)
    if chosen.is_planar:
        columns = tuple(range(min(there, chosen.n_columns)))
        if there >= chosen.n_columns:
            return chosen, columns, ()
        what = f"the file ends within channel {there + 1} of {chosen.n_columns}; those before it were read"
        return replace(chosen, n_columns=there), columns, (Incomplete(name, what),)
    columns = tuple(range(chosen.n_columns))
    if there >= chosen.n:
        return chosen, columns, ()
    what = f"the file ends after {there / rate_hz:g} s of {chosen.n / rate_hz:g} s; what is there was read"
    return replace(chosen, n=there), columns, (Incomplete(name, what),)


def _electrodes(
    columns: tuple[int, ...], grid: npt.NDArray[np.int64] | None
) -> tuple[tuple[int, ...], npt.NDArray[np.float64] | None]:
    """Gives the columns that are electrodes and where they sit, by row and column of the grid."""
    if grid is None:
        return columns, None
    places = {int(grid[row, column]) - 1: (row, column) for row, column in np.ndindex(*grid.shape)}
    kept = tuple(each for each in columns if each in places)
    return kept, np.array([places[each] for each in kept], dtype=np.float64).reshape(-1, 2)


def _map_beside(given: Given, *, n_columns: int) -> npt.NDArray[np.int64] | None:
    """Gives the map of electrodes in `arraymap.mat` beside a file, where there is one."""
    path = given.path.with_name("arraymap.mat")
    with suppress(OSError, Refused), path.open("rb") as file:
        size = path.stat().st_size
        if size <= _LARGEST_MAP_BYTES:
            arrays = _arrays_of(read_mat(file, size=size, name=path.name))
            return map_among(list(arrays.values()), n_columns=n_columns)
    return None


def _arrays_of(found: MatContents) -> dict[str, Array]:
    """Gives the arrays of a file of version 5, the last of each name."""
    return {
        each.name: Array(each.name, each.shape[::-1], each.kind, each.small)
        for each in found.arrays
        if each.bytes
    }


def _of_mat_5(given: Given) -> _Contents:
    with given.on_disk() as file:
        found = read_mat(file, size=given.size or 0, name=given.name)
    stored = {each.name: each for each in found.arrays}
    return _Contents(
        tuple(_arrays_of(found).values()),
        found.texts,
        partial(_mat_5_pieces, given, stored),
        partial(_mat_5_present, given, stored),
        is_cut=found.is_cut,
    )


def _mat_5_present(given: Given, stored: dict[str, MatArray], chosen: Chosen) -> int:
    array = stored[chosen.array.name]
    together = chosen.n if chosen.is_planar else chosen.n_columns
    if array.packed_at is None:
        there = ((given.size or 0) - array.at) // array.number_bytes
    else:
        with given.on_disk() as file:
            there = load_packed(file, array, name=given.name).size
    return max(0, there) // together


def _mat_5_pieces(
    given: Given, stored: dict[str, MatArray], chosen: Chosen, taken: Taken, *, length: int
) -> Iterator[Piece]:
    array = stored[chosen.array.name]
    if array.packed_at is None:
        layout = RawLayout(array.at, chosen.n, chosen.n_columns, array.kind, is_planar=chosen.is_planar)
        yield from pieces_on_disk(given, layout, taken, length=length)
        return
    with given.on_disk() as file:
        numbers = load_packed(file, array, name=given.name)
    if chosen.is_planar:
        whole = numbers[: numbers.size // chosen.n * chosen.n].reshape(-1, chosen.n)
    else:
        whole = numbers[: chosen.n * chosen.n_columns].reshape(-1, chosen.n_columns).T
    yield from pieces_in_memory(whole, taken, length=length)


def _of_hdf5(given: Given) -> _Contents:
    if importlib.util.find_spec("h5py") is None:
        raise Refused(f"to read {given.name}, install h5py: pip install 'untwitch[recordings]'")
    given.on_disk().close()
    with Sandbox(_HDF5_READER) as sandbox:
        told = list(sandbox.parse(_request(given), name=given.name))
    arrays = tuple(
        Array(each["name"], tuple(each["shape"]), each["kind"], tuple(each.get("small", ()))) for each in told
    )
    texts = {each["name"]: each["text"] for each in told if "text" in each}
    return _Contents(arrays, texts, partial(_hdf5_pieces, given), lambda chosen: max(chosen.array.shape))


def _request(given: Given, **wanted: Any) -> bytes:
    return json.dumps({"path": str(given.path.resolve()), **wanted}).encode()


def _hdf5_pieces(given: Given, chosen: Chosen, taken: Taken, *, length: int) -> Iterator[Piece]:
    most = max(1, SAMPLES_AT_ONCE // chosen.n_columns)
    at_once = min(length, most)
    width = int(chosen.array.kind[2:])
    with Sandbox(_HDF5_READER) as sandbox:
        for first in range(0, chosen.n, at_once):
            count = min(at_once, chosen.n - first)
            wanted = _request(
                given, name=chosen.array.name, first=first, count=count, is_planar=chosen.is_planar
            )
            answers: Sequence[Any] = list(sandbox.parse(wanted, name=given.name))
            data = base64.b64decode(answers[0]) if answers else b""
            if len(data) != count * chosen.n_columns * width:
                raise Refused(f"{given.name} was changed while it was read")
            yield Piece(first, taken.of(numbers_of(data, chosen.array.kind).reshape(-1, count)))
