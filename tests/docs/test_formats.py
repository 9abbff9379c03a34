"""The table of formats in README names what is read, and says of each whether a real file was seen."""

import re
from pathlib import Path

from untwitch.sources import BUILT_IN, sources

README = Path(__file__).resolve().parents[2] / "README.md"
ROW = re.compile(r"^\| `(\w+)` [^|]+\|[^|]+\| ([^|]+) \|$", re.MULTILINE)


def test_the_table_names_each_format_once_and_none_that_is_not_read() -> None:
    named = [name for name, _ in ROW.findall(README.read_text(encoding="utf-8"))]
    assert len(named) == len(set(named)) > 20
    assert set(named) <= set(BUILT_IN)


def test_the_table_says_of_which_formats_no_real_file_was_seen() -> None:
    said = dict(ROW.findall(README.read_text(encoding="utf-8")))
    for source in (each for each in sources() if each.name in said):
        assert (said[source.name] == "no real file yet") is source.unproven, source.name
