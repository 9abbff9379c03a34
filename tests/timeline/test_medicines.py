"""A change of medicine is known from the dated list; where the list says nothing, nothing is known."""

import datetime as dt

import numpy as np
import pytest
from tests.timeline.made import DAY, history, moments, watch

from untwitch.facts.identity import new_id
from untwitch.facts.person import Medicine
from untwitch.timeline.build import build
from untwitch.timeline.local_time import RowGrid, day_number
from untwitch.timeline.medicines import medicine_changes

NAN = np.nan
FIRST = dt.date(2026, 3, 1)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number - 1)


def medicine(name: str, **days: dt.date | None) -> Medicine:
    return Medicine(new_id(), name, **days)  # type: ignore[arg-type]  # dates by name


def changes(*listed: Medicine, row_h: int = 24) -> list[float]:
    found: list[float] = medicine_changes(listed, RowGrid(day_number(FIRST), 8, row_h)).tolist()
    return found


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        # one that was taken all along makes every day known
        ([{"started_day": dt.date(2020, 5, 1)}], [0, 0, 0, 0, 0, 0, 0, 0]),
        (
            [{"started_day": dt.date(2020, 5, 1)}, {"started_day": day(4), "dose_changed_day": day(7)}],
            [0, 0, 0, 1, 0, 0, 1, 0],
        ),
        # nobody said what was taken before
        ([{"started_day": day(4), "stopped_day": day(6)}], [NAN, NAN, NAN, 1, 0, 1, 0, 0]),
        # it may have begun on any day before its dose changed
        ([{"dose_changed_day": day(3)}], [NAN, NAN, 1, 0, 0, 0, 0, 0]),
        (
            [{"started_day": dt.date(2020, 5, 1)}, {"stopped_day": day(5)}],
            [NAN, NAN, NAN, NAN, 1, 0, 0, 0],
        ),
        # one without a date may have begun on any day at all
        ([{"started_day": day(2)}, {}], [NAN, 1, NAN, NAN, NAN, NAN, NAN, NAN]),
        ([{}], [NAN] * 8),
        ([], [NAN] * 8),
        # what comes after the table says that the list was not kept in it
        ([{"started_day": dt.date(2026, 4, 1)}], [NAN] * 8),
    ],
)
def test_days_are_known_as_far_as_the_list_is(
    listed: list[dict[str, dt.date]], expected: list[float]
) -> None:
    made = changes(*(medicine(f"m{number}", **each) for number, each in enumerate(listed)))
    assert made == pytest.approx(expected, nan_ok=True)


def test_every_row_of_a_day_has_the_value_of_the_day() -> None:
    made = changes(medicine("m", started_day=day(2)), row_h=12)
    assert made == pytest.approx([NAN, NAN, 1, 1, *[0.0] * 12], nan_ok=True)


def test_the_list_reaches_the_table_and_what_was_typed_stands_beside_it() -> None:
    watches = tuple(watch(24 * number + 8, 24 * number + 20) for number in range(4))
    listed = (medicine("m", started_day=DAY + dt.timedelta(days=1)),)
    table, _ = build(history(watches=watches, medicines=listed))
    assert table.column("medicine_change_0_1").tolist() == pytest.approx([NAN, 1, 0, 0], nan_ok=True)
    typed = moments("medicine_change_0_1", [(9, 0.0), (33, 0.0), (81, 1.0)])
    table, _ = build(history(watches=watches, medicines=listed, batches=(typed,)))
    assert table.column("medicine_change_0_1").tolist() == [0, 1, 0, 1]
    without, _ = build(history(watches=watches))
    assert "medicine_change_0_1" not in without.columns
