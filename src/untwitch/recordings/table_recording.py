"""A text table of numbers becomes a recording, with its own times or with a rate that somebody knows."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from untwitch.facts.instant import Instant
from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked
from untwitch.recordings.blocks import Piece, in_blocks
from untwitch.recordings.given import Given
from untwitch.recordings.number_table import Numbers, TextLayout, number_rows
from untwitch.recordings.recording import Block, Recording, SampleArray
from untwitch.recordings.timed_rows import Placed, placed, scaled
from untwitch.recordings.unit_scale import UnitScale

MOST_KEPT_CELLS = 4_000_000
"""A table up to this is read once and kept, 16 MB; a longer one is read anew for each pass."""

_FASTEST_STEPS_S = ((2e-1, 1.0), (2e2, 1e-3), (2e5, 1e-6), (float("inf"), 1e-9))
"""Steps below the first number are of the second in seconds: so 5 to 5000 samples a second are told apart."""


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What the columns of a table are taken for.

    Attributes:
        values: Positions of the channels.
        names: Their names.
        time: Position of the time, or None.
        time_s: Seconds of one unit of the time column, or None where its steps tell.
    """

    values: tuple[int, ...]
    names: tuple[str, ...]
    time: int | None = None
    time_s: float | None = None


@dataclass(slots=True)
class TableNumbers:
    """The numbers of a table after one pass through it.

    Attributes:
        given: The file.
        layout: How it lies.
        columns: What its columns are.
        n_rows: How many rows it has.
        times: The time column as written, or None.
        begin: The first rows of the channels, `(n_channels, n)`, as written.
        problems: Bad cells, and where it ends if it is cut off.
        kept: The channels as written where the table is short enough to be kept, else None.
    """

    given: Given
    layout: TextLayout
    columns: TableColumns
    n_rows: int = 0
    times: Numbers | None = None
    begin: Numbers = field(default_factory=lambda: np.empty((0, 0)))
    problems: tuple[Problem, ...] = ()
    kept: list[SampleArray] | None = field(default_factory=list)

    def values(self) -> Iterator[SampleArray]:
        """Gives the channels as written, `(n_channels, n)`, piece by piece.

        Raises:
            Refused: The file was changed meanwhile.
        """
        if self.kept is not None:
            yield from self.kept
            return
        row = 0
        for rows in self._rows(self.columns.values):
            row += rows.shape[1]
            if row > self.n_rows:
                break
            yield rows.astype(np.float32)
        if row != self.n_rows:
            raise Refused(f"{self.given.name} was changed while it was read")

    def _rows(self, wanted: Sequence[int]) -> Iterator[Numbers]:
        try:
            for rows in number_rows(self.given, self.layout, wanted):
                yield rows.columns
        except Refused:
            return


def read_numbers(given: Given, layout: TextLayout, columns: TableColumns) -> TableNumbers:
    """Goes through a table once.

    Args:
        given: The file.
        layout: How it lies.
        columns: Which columns are wanted.

    Raises:
        Refused: It has no rows.
    """
    found = TableNumbers(given, layout, columns)
    wanted = columns.values if columns.time is None else (columns.time, *columns.values)
    times: list[Numbers] = []
    bad = 0
    said: tuple[Problem, ...] = ()
    try:
        for rows in number_rows(given, layout, wanted):
            channels = rows.columns[columns.time is not None :]
            times.append(rows.columns[0])
            bad += rows.bad
            if not found.n_rows:
                found.begin = channels
            found.n_rows += channels.shape[1]
            if found.kept is not None:
                found.kept.append(channels.astype(np.float32))
                if found.n_rows * len(columns.values) > MOST_KEPT_CELLS:
                    found.kept = None
    except Refused as refused:
        if not found.n_rows:
            raise
        said = (Incomplete(given.name, f"it ends after row {found.n_rows}: {refused}"),)
    if not found.n_rows:
        raise Refused(f"{given.name} has no rows")
    if bad:
        said = (Problem(given.name, f"{bad} cells are no numbers and were left out"), *said)
    found.times = None if columns.time is None else np.concatenate(times)
    found.problems = said
    return found


def time_unit_s(times: Numbers) -> float:
    """Gives the seconds of one unit of a time column, by its usual step.

    Args:
        times: As written, NaN where there is none.
    """
    steps = np.diff(times[np.isfinite(times)])
    steps = steps[steps > 0]
    usual = float(np.median(steps)) if steps.size else 1.0
    return next(unit_s for most, unit_s in _FASTEST_STEPS_S if usual < most)


@dataclass(frozen=True, slots=True)
class Worth:
    """What the values of a table are.

    Attributes:
        scale: Their unit.
        holds_gravity: Whether gravity is in them; None where nobody knows or it makes no sense.
    """

    scale: UnitScale
    holds_gravity: bool | None = None


def table_recording(
    numbers: TableNumbers,
    *,
    worth: Worth,
    asked: Asked,
    rate_hz: float | None = None,
    started: Instant | None = None,
    problems: tuple[Problem, ...] = (),
) -> Recording:
    """Gives the recording of a table.

    Args:
        numbers: The table after one pass.
        worth: What its values are.
        asked: What a person said.
        rate_hz: Samples a second that the file names, for tables without times.
        started: When it began, where the file says so.
        problems: What is to be said besides.

    Raises:
        Refused: It is no recording, or nobody knows its rate.
    """
    given, columns, scale = numbers.given, numbers.columns, worth.scale
    on_grid = _placed(numbers, scale=scale, asked=asked)
    return Recording(
        name=given.name,
        sensor=asked.sensor_of(scale, name=given.name),
        unit=scale.unit,
        rate_hz=on_grid.rate_hz if on_grid else asked.rate_of(rate_hz, name=given.name),
        channel_names=columns.names,
        n_samples=on_grid.n_samples if on_grid else numbers.n_rows,
        open_blocks=on_grid.open_blocks if on_grid else partial(_blocks, numbers, scale.factor),
        least_bit=scale.factor if scale.is_step else None,
        started=started,
        gaps=on_grid.gaps if on_grid else (),
        problems=(*problems, *numbers.problems, *(on_grid.problems if on_grid else ())),
        holds_gravity=worth.holds_gravity,
    )


def _placed(numbers: TableNumbers, *, scale: UnitScale, asked: Asked) -> Placed | None:
    """Gives the rows of a table with times on an even grid; None for a table without."""
    times, numbers.times = numbers.times, None  # the grid knows all that is needed of them
    if times is None:
        return None
    unit_s = numbers.columns.time_s or time_unit_s(times)
    begin = next((each for each in times[:1000].tolist() if math.isfinite(each)), 0.0)
    times -= begin
    times *= unit_s
    return placed(
        times,
        numbers.values,
        n_channels=len(numbers.columns.values),
        asked=asked,
        name=numbers.given.name,
        factor=scale.factor,
    )


def _blocks(numbers: TableNumbers, factor: float, length: int) -> Iterator[Block]:
    def pieces() -> Iterator[Piece]:
        first = 0
        for channels in numbers.values():
            yield Piece(first, scaled(channels, factor=factor))
            first += channels.shape[1]

    return in_blocks(
        pieces(),
        length=length,
        n_samples=numbers.n_rows,
        n_channels=len(numbers.columns.values),
        name=numbers.given.name,
    )
