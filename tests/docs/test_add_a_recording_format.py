"""The format that `docs/how-to/add-a-recording-format.md` builds reads what the page says it reads."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.recordings.reading import given, samples_of, written

from untwitch.facts.problem import Incomplete
from untwitch.facts.refused import Refused
from untwitch.recordings.asked import asked

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-recording-format.md"
STEPS = np.arange(-500, 500, dtype="<i2")
DATA = b"TICKS 250 0.5uV\n" + STEPS.tobytes()


@pytest.fixture(name="ticks")
def reader_of_the_page() -> Any:
    (code,) = re.findall(r"```python format\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    room: dict[str, Any] = {"__name__": "ticks"}
    exec(compile(code, "ticks.py", "exec"), room)
    return room["FORMAT"]


def test_the_format_of_the_page_reads_its_file(ticks: Any, tmp_path: Path) -> None:
    one = given(written(tmp_path, "a.ticks", DATA))
    assert ticks.claims(one) == 1
    found = ticks.read(one, asked())
    assert (found.rate_hz, found.unit, found.least_bit, found.problems) == (250, "uV", 0.5, ())
    np.testing.assert_array_equal(samples_of(found)[:, 0], STEPS / 2)


def test_the_format_of_the_page_asks_and_says_what_it_must(ticks: Any, tmp_path: Path) -> None:
    cut = ticks.read(given(written(tmp_path, "b.ticks", DATA[:-1])), asked())
    assert isinstance(cut.problems[0], Incomplete)
    assert cut.n_samples == 999
    unsaid = given(written(tmp_path, "c.ticks", DATA.replace(b"0.5uV", b"steps")))
    with pytest.raises(Refused, match="--unit"):
        ticks.read(unsaid, asked())
    other = given(written(tmp_path, "d.ticks", b"words"))
    assert ticks.claims(other) == 0
    with pytest.raises(Refused, match="no recording of Ticks"):
        ticks.read(other, asked())


def test_the_page_names_what_there_is() -> None:
    root = PAGE.parents[2]
    for name in re.findall(r"`(tests/[\w/.]+\.py)`", PAGE.read_text(encoding="utf-8")):
        if not name.endswith("test_ticks.py"):
            assert (root / name).exists()
