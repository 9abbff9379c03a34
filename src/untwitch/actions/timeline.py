"""Gives the table that explain sees, and keeps it as a file."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untwitch.actions.session import Session
from untwitch.facts.problem import Problem
from untwitch.record.record import Record
from untwitch.timeline.build import build
from untwitch.timeline.timeline import Timeline, to_csv

CONTRACT = "timeline/1"


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one person.

    Attributes:
        timeline: The table.
        problems: What of the record could not be used in it.
    """

    timeline: Timeline
    problems: tuple[Problem, ...]

    @property
    def csv(self) -> str:
        """Its text form, which `untwitch explain --timeline` reads."""
        return to_csv(self.timeline)

    def to_json(self) -> dict[str, Any]:
        """Gives the document `timeline/1`: one object a row, unknown cells left out."""
        return {
            "contract": CONTRACT,
            "row_h": self.timeline.row_h,
            "rows": [self._row(index) for index in range(len(self.timeline.starts))],
            "problems": [each.to_json() for each in self.problems],
        }

    def _row(self, index: int) -> Mapping[str, Any]:
        made: dict[str, Any] = {"start": self.timeline.starts[index].isoformat()}
        if self.timeline.sites[index] is not None:
            made["site"] = self.timeline.sites[index]
        if self.timeline.instruments[index]:
            made["instrument"] = self.timeline.instruments[index]
        for name, column in self.timeline.columns.items():
            value = float(column[index])
            if math.isfinite(value):
                made[name] = value
        return made


def table_of_record(
    session: Session,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    row_h: int = 24,
    site: str | None = None,
) -> Table:
    """Gives the table of the person of this session.

    Args:
        session: Place, moment and person.
        first_day: First local day, or None for the earliest fact.
        last_day: Last local day, included, or None for the latest.
        row_h: Length of a row in hours.
        site: Place on the body map, or None for the whole body.

    Raises:
        Refused: There is no such person or site, or the rows cannot have that length.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person = record.person(session.person_name)
        history = record.history(person.person_id)
    timeline, problems = build(history, first_day=first_day, last_day=last_day, row_h=row_h, site=site)
    return Table(timeline, problems)


def write_csv(table: Table, path: Path) -> None:
    """Writes the text form of a table.

    Args:
        table: The table.
        path: The file to write; one that is there is replaced.

    Raises:
        OSError: It cannot be written.
    """
    path.write_text(table.csv, encoding="utf-8", newline="")
