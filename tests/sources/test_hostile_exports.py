"""What nobody would write: readers of exports end with items or one sentence, whatever stands there."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.file_exports import SAMPLES

from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.facts.sample_batch import SampleBatch
from untwitch.intake.members import open_path
from untwitch.intake.progress import silent
from untwitch.sources import sources

NAMES = ("activitywatch", "fhir", "garmin", "open_mhealth")
TABLES = ("strava", "rescuetime")
ODD: list[Any] = [
    None, True, -1, 0, 1e308, -1e308, float("nan"), float("inf"), 10**400, "", "x" * 5000, "9" * 5000,
    "\u0000", [], {}, [[]], {"date": None}, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "9999-12-31", "0001-01-01", "2026-03-02T07:00:00+99:99", {"value": 1e308, "unit": "wk"},
    {"value": float("nan"), "unit": "h"},
    {"start_date_time": "9999-12-31T23:59:59Z", "duration": {"value": 1, "unit": "d"}},
]  # fmt: skip
CELLS = [
    "",
    "1e999",
    "-1",
    "nan",
    "9" * 5000,
    "9999-12-31T23:00:00",
    "0001-01-01 00:00:00 +1400",
    '"',
    "Jan 1, 9999, 1:00:00 AM",
    "1,5",
]


def read_all(name: str, path: Path) -> None:
    source = next(each for each in sources() if each.name == name)
    with open_path(path) as members:
        try:
            items = list(source.read(members, mapping=None, zone="Pacific/Apia", progress=silent))
        except Refused:
            return
    for batch in (each for each in items if isinstance(each, SampleBatch)):
        for row in batch.rows():
            measure(batch.measure).refuse_unless_believable(row.value)
            assert row.start_ms <= row.end_ms


def sample_text(name: str) -> list[str]:
    (found,) = (path for path in SAMPLES.iterdir() if path.name.partition(".")[0] == name)
    files = sorted(found.rglob("*.json")) if found.is_dir() else [found]
    return [path.read_text(encoding="utf-8") for path in files]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Gives every place of a document at which something else could stand."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [place for each in value.values() for place in places(each)]
    if isinstance(value, list):
        return [(value, at) for at in range(len(value))] + [place for each in value for place in places(each)]
    return []


def small(document: Any) -> Any:
    """Gives a document with the first few of long lists."""
    if isinstance(document, dict):
        return {key: small(each) for key, each in document.items()}
    return [small(each) for each in document[:15]] if isinstance(document, list) else document


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_value_at_any_place_of_a_sample_breaks_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for text in sample_text(name):
        count = len(places(small(json.loads(text))))
        for number in range(count):
            document = small(json.loads(text))
            holder, key = places(document)[number]
            holder[key] = deepcopy(ODD[number % len(ODD)])
            path.write_text(json.dumps(document), encoding="utf-8")
            read_all(name, path)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_many_odd_values_and_a_cut_break_nothing(name: str, tmp_path: Path, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(sample_text(name)))
    document = small(json.loads(text))
    for _ in range(data.draw(st.integers(1, 8))):
        found = places(document)
        if found:
            holder, key = found[data.draw(st.integers(0, len(found) - 1))]
            holder[key] = data.draw(
                st.sampled_from(ODD).map(deepcopy) | st.floats() | st.text(max_size=30) | st.integers()
            )
    written = json.dumps(document).encode()
    path = tmp_path / "a.json"
    path.write_bytes(written[: data.draw(st.integers(0, len(written)))])
    read_all(name, path)


@pytest.mark.parametrize("name", TABLES)
def test_an_odd_cell_at_any_place_of_a_table_breaks_nothing(name: str, tmp_path: Path) -> None:
    (text,) = sample_text(name)
    path = tmp_path / "a.csv"
    lines = text.splitlines()
    for at, line in enumerate(lines):
        for number in range(line.count(",") + 1):
            cells = line.split(",")
            cells[number] = CELLS[(7 * at + 3 * number) % len(CELLS)]
            path.write_text("\n".join([*lines[:at], ",".join(cells), *lines[at + 1 :]]), encoding="utf-8")
            read_all(name, path)
