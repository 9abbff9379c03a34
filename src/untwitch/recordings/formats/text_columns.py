"""Columns of numbers in a text file: one channel a column, with or without times, header or comments.

Read are the text format of BioSPPy's examples (`# Sampling Rate (Hz):= 1000.00`, `# Labels:= EMG`; proven on
its real files), that of OpenSignals (`"sampling rate": 1000` in a comment; from memory, no real file at
hand), and plain tables such as `time (s),EMG (mV)`. A table whose first column rises evenly has its time
there. Columns named as numbers, marks or digital lines are left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from untwitch.facts.problem import Problem
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import Asked, shown
from untwitch.recordings.column_names import plain_name, time_column
from untwitch.recordings.given import Given
from untwitch.recordings.number_table import TextLayout, text_layout
from untwitch.recordings.recording import FASTEST_HZ, MOST_CHANNELS, Recording
from untwitch.recordings.table_recording import (
    TableColumns,
    TableNumbers,
    Worth,
    read_numbers,
    table_recording,
)
from untwitch.recordings.unit_scale import unit_scale

_RATE = re.compile(r"sampl\w{0,8}[ _]?(?:rate|freq\w{0,6})[^0-9]{1,20}([0-9]{1,7}(?:\.[0-9]{1,6})?)")
_UNITS = re.compile(r"units?\b[^:=]{0,10}[:=]+\s*(\S{1,20})")
_LABELS = re.compile(r"(?:labels?|channels?|columns?)\b[^:=]{0,10}[:=]+\s*(.{1,4000})", re.IGNORECASE)
_COLUMNS_OF_JSON = re.compile(r'"column"\s*:\s*\[([^\]]{1,4000})\]')
_NO_CHANNEL = re.compile(
    r"n?_?seq\w*|index|sample\w*|no\.?|n|marks?|markers?|trig\w*|event\w*|digital\w*|[io]\d|label|class|di\d*"
)
_EVEN_STEPS = 0.2
_LEFT_OUT_NAMED = 3


@dataclass(frozen=True, slots=True)
class TextColumns:
    """The reader of columns of numbers."""

    name: str = "text_columns"
    unproven: bool = False

    def claims(self, given: Given) -> float:
        """Says how surely a file is columns of numbers; every better-known table goes before."""
        return 0.0 if text_layout(given.first) is None else 0.3

    def read(self, given: Given, asked: Asked) -> Recording:
        """Gives the recording.

        Raises:
            Refused: Its unit or rate is not known, or nothing in it is a channel.
        """
        layout = text_layout(given.first)
        if layout is None:
            raise Refused(f"{given.name} is no table of numbers")
        layout = _labelled(layout)
        time = time_column(layout)
        columns, unit, problems = _channels(given, layout, time=time)
        numbers = read_numbers(given, layout, columns)
        numbers = _with_unnamed_time(numbers) if time is None and not layout.header else numbers
        scale, said = asked.unit_of(unit or _comment(layout, _UNITS), name=given.name)
        rate = _comment(layout, _RATE)
        rate_hz = float(rate) if rate and 0 < float(rate) <= FASTEST_HZ else None
        return table_recording(
            numbers, worth=Worth(scale), asked=asked, rate_hz=rate_hz, problems=(*problems, *said)
        )


FORMAT = TextColumns()


def _comment(layout: TextLayout, what: re.Pattern[str]) -> str:
    """Gives what the comments say of something, empty for nothing."""
    found = what.search("\n".join(layout.comments).casefold())
    return found[1] if found else ""


def _labelled(layout: TextLayout) -> TextLayout:
    """Gives the layout with the names that a comment holds, where there is no header of the right width."""
    if layout.header:
        return layout
    for comment in layout.comments:
        in_json = _COLUMNS_OF_JSON.search(comment)
        found = None if in_json else _LABELS.search(comment)
        names = re.findall(r'"([^"]*)"', in_json[1]) if in_json else found[1].split() if found else []
        if len(names) == layout.width:
            return TextLayout(
                mark=layout.mark,
                header=tuple(names),
                comments=layout.comments,
                first_line=layout.first_line,
                width=layout.width,
                decimal_comma=layout.decimal_comma,
                first_row=layout.first_row,
            )
    return layout


def _channels(
    given: Given, layout: TextLayout, *, time: tuple[int, float | None] | None
) -> tuple[TableColumns, str, tuple[Problem, ...]]:
    """Gives the columns that are channels, their unit as written, and what was left out.

    Raises:
        Refused: There are none.
    """
    header = layout.header or tuple(f"column {each + 1}" for each in range(layout.width))
    named = [(each, *plain_name(name)) for each, name in enumerate(header[: layout.width])]
    named = [each for each in named if time is None or each[0] != time[0]]
    able = [each for each in named if not _NO_CHANNEL.fullmatch(each[1])]
    in_units = [each for each in able if unit_scale(each[2]) is not None]
    emg = [each for each in in_units or able if "emg" in each[1]]
    chosen = emg or in_units or able
    unit = chosen[0][2] if chosen else ""
    chosen = [each for each in chosen if each[2] == unit]
    if not 0 < len(chosen) <= MOST_CHANNELS:
        raise Refused(f"{given.name} has {len(chosen)} columns that can be channels")
    kept = {each[0] for each in chosen}
    left_out = [header[each[0]] for each in able if each[0] not in kept]
    columns = TableColumns(
        tuple(kept_at for kept_at, _, _ in chosen),
        tuple(shown(header[each[0]]) for each in chosen),
        *(time or (None, None)),
    )
    return columns, unit, _left_out(given, left_out)


def _left_out(given: Given, names: Sequence[str]) -> tuple[Problem, ...]:
    if not names:
        return ()
    listed = ", ".join(map(shown, names[:_LEFT_OUT_NAMED])) + (", …" if len(names) > _LEFT_OUT_NAMED else "")
    return (Problem(given.name, f"{len(names)} columns are no such channels and were left out: {listed}"),)


def _with_unnamed_time(numbers: TableNumbers) -> TableNumbers:
    """Gives the numbers with the first column as time, where it rises evenly and has no name."""
    steps = np.diff(numbers.begin[0]) if numbers.begin.shape[0] > 1 else np.empty(0)
    usual = float(np.median(steps)) if steps.size else 0.0
    if not usual > 0 or not np.mean(np.abs(steps - usual) <= _EVEN_STEPS * usual) > 1 - _EVEN_STEPS:
        return numbers
    columns = numbers.columns
    is_count = usual == 1  # of rows, which is no time
    time = None if is_count else columns.values[0]
    rest = TableColumns(columns.values[1:], columns.names[1:], time)
    return read_numbers(numbers.given, numbers.layout, rest)
