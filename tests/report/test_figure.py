"""A figure's table as a file."""

import csv
import datetime as dt
import io

from untwitch.report.figure import Table, day_ms


def test_a_table_is_read_back_as_it_was() -> None:
    table = Table("c", ("Day", "Logged"), (("1 January", 'a "word", or two'), ("2 January", "3")))
    assert list(csv.reader(io.StringIO(table.to_csv()))) == [list(table.header), *map(list, table.rows)]


def test_a_day_stands_at_its_own_midnight() -> None:
    assert day_ms(dt.date(1970, 1, 3)) == 2 * 86_400_000
