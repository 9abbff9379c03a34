"""A figure's table as a file."""

import csv
import datetime as dt
import io

import pytest

from untwitch.facts.refused import Refused
from untwitch.report.figure import Table, day_ms, reach_of


def test_a_table_is_read_back_as_it_was() -> None:
    table = Table("c", ("Day", "Logged"), (("1 January", 'a "word", or two'), ("2 January", "3")))
    assert list(csv.reader(io.StringIO(table.to_csv()))) == [list(table.header), *map(list, table.rows)]


def test_a_day_stands_at_its_own_midnight() -> None:
    assert day_ms(dt.date(1970, 1, 3)) == 2 * 86_400_000


def test_the_reach_is_where_the_first_and_last_column_lie() -> None:
    drawing = '<svg viewBox="0 0 500 100"><g fill="none" transform="translate(50,5)"/></svg>'
    assert reach_of(drawing, inset=0) == (0.1, 0.9)
    assert reach_of(drawing, inset=0.25) == (0.3, 0.7)
    with pytest.raises(Refused, match="where its plot lies"):
        reach_of("<svg/>", inset=0)
