"""Which of the arrays of a laboratory's file is the recording, and what the others say of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused, nearest
from untwitch.recordings.asked import shown
from untwitch.recordings.recording import FASTEST_HZ, MOST_CHANNELS

FEWEST_SAMPLES = 100
_LIKELY = re.compile(r"(?:^|[._/])(?:s?emg\w*|raw\w*|data|sig\w*|x)$", re.IGNORECASE)
_RATE = re.compile(
    r"(?:^|[._/])(?:fs|srate|sr|fsamp|sf|freq|sampl\w{0,8}_?(?:rate|freq\w{0,6})|rate_?hz|fsample)$",
    re.IGNORECASE,
)
_STEP = re.compile(r"(?:^|[._/])lsb_?(n|u|m)?v$", re.IGNORECASE)
_UNIT = re.compile(r"(?:^|[._/])units?$", re.IGNORECASE)
_MAP = re.compile(r"(?:^|[._/])(?:array|channel|electrode|grid)_?map\w*$", re.IGNORECASE)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class DataSet:
    """A published data set whose files are known by the names in them and lack what its paper says.

    Attributes:
        name: Its name.
        names: Names that all its files have.
        rate_hz: Samples a second.
        n_channels: How many of the first columns are electrodes.
    """

    name: str
    names: frozenset[str]
    rate_hz: float
    n_channels: int


DATA_SETS = (DataSet("flexemg", frozenset({"raw", "p.lsbmV", "p.timegest", "p.timerest"}), 1000.0, 64),)
"""Reference:
    flexemg: Moin A. et al. (2018), IEEE ISCAS, doi:10.1109/ISCAS.2018.8351613 (the rate from memory).
"""


@dataclass(frozen=True, slots=True)
class Array:
    """An array of numbers.

    Attributes:
        name: Its name.
        shape: Its sides as stored: the last one runs fastest.
        kind: Type of a number as numpy writes it.
        small: Its numbers where there are few, the last side running fastest.
    """

    name: str
    shape: tuple[int, ...]
    kind: str
    small: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The recording among them.

    Attributes:
        array: The array.
        n: Its samples.
        n_columns: Its columns, of which some may be no channels.
        is_planar: Whether the samples of a column lie together.
        problems: What else it could have been.
    """

    array: Array
    n: int
    n_columns: int
    is_planar: bool
    problems: tuple[Problem, ...]


def choose(arrays: Sequence[Array], *, variable: str | None, name: str) -> Chosen:
    """Gives the array that is the recording: the one named, else one of a likely name, else the largest.

    Args:
        arrays: All of them.
        variable: The name that a person gave, or None.
        name: Name of the file.

    Raises:
        Refused: None can be, or none has that name.
    """
    able = [each for each in arrays if _sides(each) is not None]
    if variable is not None:
        named = [each for each in able if each.name == variable]
        if not named:
            names = [each.name for each in able] or ["nothing of that shape"]
            raise Refused(f"{name} has no array {shown(variable)!r}{nearest(variable, names)}")
        return _chosen(named[0], (), name)
    if not able:
        raise Refused(f"{name} has no array of {FEWEST_SAMPLES} samples or more")
    likely = [each for each in able if _LIKELY.search(each.name)] or able
    best = max(likely, key=lambda each: int(np.prod(_sides(each) or (0,))))
    size = int(np.prod(_sides(best) or (0,)))
    others = [
        each.name for each in able if each is not best and 2 * int(np.prod(_sides(each) or (0,))) >= size
    ]
    return _chosen(best, others, name)


def _sides(array: Array) -> tuple[int, int] | None:
    """Gives both sides of an array that can be a recording."""
    sides = [each for each in array.shape if each != 1] or [1]
    if len(sides) == 1:
        sides = [1, *sides] if array.shape[0] == 1 else [*sides, 1]
    if len(sides) != 2 or max(sides) < FEWEST_SAMPLES or min(sides) > MOST_CHANNELS:
        return None
    return sides[0], sides[1]


def _chosen(array: Array, others: Sequence[str], name: str) -> Chosen:
    first, last = _sides(array) or (1, 1)
    is_planar = last > first
    problems: tuple[Problem, ...] = ()
    if others:
        listed = ", ".join(map(shown, others[:_NAMED])) + (", …" if len(others) > _NAMED else "")
        problems = (Problem(name, f"{shown(array.name)} was read; other arrays in it: {listed}"),)
    return Chosen(array, max(first, last), min(first, last), is_planar, problems)


def rate_among(arrays: Sequence[Array]) -> float | None:
    """Gives the samples a second that a number of such a name says, where exactly one rate is said."""
    found = {each.small[0] for each in arrays if len(each.small) == 1 and _RATE.search(each.name)}
    rates = {each for each in found if 1 <= each <= FASTEST_HZ}
    return rates.pop() if len(rates) == 1 else None


def unit_among(arrays: Sequence[Array], texts: Mapping[str, str]) -> str:
    """Gives the unit that a step (`lsbmV`) or a text of such a name says, empty for none."""
    for each in arrays:
        step = _STEP.search(each.name)
        if step is not None and len(each.small) == 1 and each.small[0] > 0:
            return f"{each.small[0]:.12f}".rstrip("0") + f"{(step[1] or '').lower()}V"
    return next((text.strip() for name, text in texts.items() if _UNIT.search(name)), "")


def map_among(arrays: Sequence[Array], *, n_columns: int) -> npt.NDArray[np.int64] | None:
    """Gives the 1-based number of the column of each electrode, on its grid `(rows, columns)`, or None.

    Args:
        arrays: All of them.
        n_columns: Columns of the recording.
    """
    for each in arrays:
        if not _MAP.search(each.name) or len(each.shape) != 2 or len(each.small) < 2:
            continue
        numbers = np.array(each.small)
        is_each_once = np.array_equal(np.sort(numbers), np.arange(1, numbers.size + 1))
        if is_each_once and numbers.size <= n_columns:
            return numbers.reshape(each.shape).T.astype(np.int64)
    return None


def data_set(arrays: Sequence[Array]) -> DataSet | None:
    """Gives the published data set that a file is of, or None."""
    names = {each.name for each in arrays}
    return next((each for each in DATA_SETS if each.names <= names), None)
