"""Logs of a phone's accelerometer: phyphox, Sensor Logger, Physics Toolbox, and tables like theirs.

What is believed of them:

- **Sensor Logger** writes a zip of one table a sensor: `time` (ns since 1970), `seconds_elapsed`, `z`, `y`,
  `x`. `Accelerometer.csv` has no gravity and is in m/s2; `TotalAcceleration.csv` (Android) holds gravity, in
  m/s2; `AccelerometerUncalibrated.csv` holds gravity, in g on iOS unless "Standardise Units & Frames" is on,
  else in m/s2: told apart here by the size of gravity. Proven on real files (TaebiLab/MSCardio, whose
  `scg.csv` and `uncalibrated_scg.csv` it wrote).
- **phyphox** writes `"Time (s)"`, `"Acceleration x (m/s^2)"` (with gravity) or `"Linear Acceleration x
  (m/s^2)"` (without), as a table or in a zip; a decimal comma goes with semicolons or tabs. Headers seen in
  public repositories, no real file at hand.
- **Physics Toolbox** writes `time,gFx,gFy,gFz,TgF` in g, or `time,ax (m/s^2),...`, after comment lines in
  newer versions; `time` is in seconds or a clock reading. Headers seen in public repositories, no real file
  at hand.

The three axes may stand in any order; they come as x, y, z. Where a table has no unit in its header, gravity
of about 1 or about 9.81 tells it; where gravity is not in it either, the person is asked.

Reference:
    tszheichoi/awesome-sensor-logger, UNITS.md.
"""

import re
from dataclasses import dataclass

import numpy as np

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked
from untwitch.recordings.column_names import is_time, plain_name, time_column
from untwitch.recordings.given import Given
from untwitch.recordings.number_table import Numbers, TextLayout, text_layout
from untwitch.recordings.recording import Recording
from untwitch.recordings.table_recording import (
    TableColumns,
    TableNumbers,
    Worth,
    read_numbers,
    table_recording,
)
from untwitch.recordings.unit_scale import UnitScale, unit_scale

AXES = ("x", "y", "z")
_AXIS = re.compile(r"(.*?)[\s._-]*([xyz])(?:[\s_-]*axis)?")
_NOT_MOVEMENT = re.compile(r"gyr|rot|mag|grav|orient|quat|^w$|^b$|alpha|beta|euler|velo|disp|pos", re.ASCII)
_LINEAR = re.compile(r"lin|user|motion|withoutg")
_RAW = re.compile(r"uncal|raw")
_IN_G = re.compile(r"gf|g[\s_-]?force|^g$")
_MOVEMENT = re.compile(r"acc|^a$|^$|scg|gf|g[\s_-]?force|^g$|lin|user")
_EPOCH_NS_FROM, _EPOCH_NS_TO = 9e17, 4e18  # 1998 to 2096
_EPOCH_MS_FROM, _EPOCH_MS_TO = 9e11, 4e12
_IS_1_G, _IS_9_81 = (0.85, 1.15), (8.8, 10.8)
_NO_GRAVITY_G = 0.5
_STEADY = 0.2
_REPEATS_FROM, _REPEATS_TO = 0.3, 0.9


@dataclass(frozen=True, slots=True)
class AxisColumns:
    """Columns of one sensor in a table.

    Attributes:
        what: What stands before the axes, in small letters.
        positions: Column by axis.
        unit: Unit in the header, empty for none.
    """

    what: str
    positions: dict[str, int]
    unit: str


@dataclass(frozen=True, slots=True)
class PhoneCsv:
    """The reader of phone logs."""

    name: str = "phone_csv"
    unproven: bool = False

    def claims(self, given: Given) -> float:
        """Says how surely a file is a log of an accelerometer; more where gravity is out of it."""
        layout = text_layout(given.first)
        if layout is None or not layout.header or time_column(layout) is None:
            return 0.0
        columns = _axis_columns(layout, given.name)
        if columns is None:
            return 0.0
        said = _said_of(columns, given.name)
        if _LINEAR.search(said):
            return 0.97
        return 0.93 if _RAW.search(said) else 0.94 if "total" in said else 0.95

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: Its unit is not known, or it has no rows with times.
        """
        layout = text_layout(given.first)
        columns = None if layout is None else _axis_columns(layout, given.name)
        time = None if layout is None else time_column(layout)
        if layout is None or columns is None or time is None:
            raise Refused(f"{given.name} is no log of an accelerometer with times")
        axes = [each for each in AXES if each in columns.positions]
        taken = TableColumns(tuple(columns.positions[each] for each in axes), tuple(axes), *time)
        numbers = read_numbers(given, layout, taken)
        worth, problems = _worth(columns, numbers, asked=asked)
        started = _started(given, layout)
        problems = (*problems, *_repeats(numbers))
        return table_recording(numbers, worth=worth, asked=asked, started=started, problems=problems)


FORMAT = PhoneCsv()


def _axis_columns(layout: TextLayout, file_name: str) -> AxisColumns | None:
    """Gives the columns of the accelerometer: without gravity before with, all three axes before fewer."""
    groups: dict[str, AxisColumns] = {}
    for position, name in enumerate(layout.header):
        plain, unit = plain_name(name)
        found = _AXIS.fullmatch(plain)
        if found is None or position >= layout.width:
            continue
        what = found[1].strip(" ._-")
        group = groups.setdefault(what, AxisColumns(what, {}, unit))
        group.positions.setdefault(found[2], position)
    able = [each for each in groups.values() if _is_movement(each, file_name)]
    return max(able, key=lambda each: (len(each.positions), bool(_LINEAR.search(each.what))), default=None)


def _is_movement(columns: AxisColumns, file_name: str) -> bool:
    said = columns.what or _stem(file_name)
    if columns.unit and (scale := unit_scale(columns.unit)) is not None:
        return scale.unit == "mm/s2" and not said.startswith("grav")
    return not columns.unit and not _NOT_MOVEMENT.search(said) and bool(_MOVEMENT.search(columns.what))


def _stem(file_name: str) -> str:
    return file_name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0].casefold()


def _said_of(columns: AxisColumns, file_name: str) -> str:
    """Gives all that names the sensor: what stands before the axes, and the file."""
    return f"{columns.what} {_stem(file_name)}"


def _worth(columns: AxisColumns, numbers: TableNumbers, *, asked: Asked) -> tuple[Worth, tuple[Problem, ...]]:
    """Gives the unit and whether gravity is in it.

    Raises:
        Refused: Nobody knows the unit.
    """
    name = numbers.given.name
    size, is_steady = _usual_size(numbers.begin)
    if columns.unit or asked.unit is not None:
        scale, problems = asked.unit_of(columns.unit, name=name)
    else:
        found = _unit_by_gravity(columns, numbers, size if is_steady else float("nan"))
        if found is None:
            raise asked.unit_missing(name)
        scale, problems = found, ()
    if scale.unit != "mm/s2":
        raise Refused(f"{name} is a log of an accelerometer; --unit can be m/s2, mm/s2 or g")
    size_g = size * scale.factor / 9806.65
    if len(columns.positions) == len(AXES) and np.isfinite(size_g):
        return Worth(scale, holds_gravity=bool(size_g > _NO_GRAVITY_G)), problems
    return Worth(scale), problems


def _usual_size(begin: Numbers) -> tuple[float, bool]:
    """Gives the median length of the vector of acceleration, as written, and whether it hardly changes.

    The length is NaN where no row has all axes.
    """
    lengths = np.sqrt(np.sum(begin**2, axis=0))
    known = lengths[np.isfinite(lengths)]
    if not known.size:
        return float("nan"), False
    low, usual, high = np.quantile(known, (0.25, 0.5, 0.75)).tolist()
    return usual, high - low < _STEADY * usual


def _unit_by_gravity(columns: AxisColumns, numbers: TableNumbers, size: float) -> UnitScale | None:
    """Gives the unit where its header has none: by name, by gravity, or by the app that wrote it."""
    if _IN_G.search(columns.what):
        return unit_scale("g")
    if len(columns.positions) == len(AXES):
        for (low, high), word in ((_IS_1_G, "g"), (_IS_9_81, "m/s2")):
            if low <= size <= high:
                return unit_scale(word)
    is_sensor_logger = any(each.casefold() == "seconds_elapsed" for each in numbers.layout.header)
    is_raw = bool(_RAW.search(_said_of(columns, numbers.given.name)))
    return unit_scale("m/s2") if is_sensor_logger and not is_raw else None


def _started(given: Given, layout: TextLayout) -> Instant | None:
    """Gives when the first row was written, where a column counts from 1970."""
    del given
    for name, cell in zip(layout.header, layout.first_row, strict=False):
        if not is_time(name):
            continue
        try:
            value = float(cell)
        except ValueError:
            continue
        for low, high, to_ms in ((_EPOCH_NS_FROM, _EPOCH_NS_TO, 1e-6), (_EPOCH_MS_FROM, _EPOCH_MS_TO, 1.0)):
            if low < value < high:
                return Instant(round(value * to_ms), "UTC", "source")
    return None


def _repeats(numbers: TableNumbers) -> tuple[Problem, ...]:
    """Says so where many rows repeat the one before: the sensor is slower than its log."""
    begin = numbers.begin
    if begin.shape[1] < 200:
        return ()
    share = float(np.mean((np.diff(begin, axis=1) == 0).all(axis=0)))
    if not _REPEATS_FROM < share < _REPEATS_TO:
        return ()
    what = f"{100 * share:.0f} % of the rows repeat the row before: the sensor is slower than its log"
    return (Problem(numbers.given.name, what),)
