"""A whole diary as a person keeps it: typed line by line, explained, planned, taken to an appointment."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from untwitch.facts.measure import CAUSES, Measure, measures

SOON = "No clinician has reviewed this"
MANY_LINES = """
import json, sys
from untwitch.cli.main import build
app = build()
for words in json.load(sys.stdin):
    code = app(words, standalone_mode=False)
    if code:
        sys.exit(f"{words} ended with {code}")
"""
"""Runs many lines in one process, for speed; each is parsed and kept as a call of its own."""

Json = dict[str, Any]


def run(home: Path, *words: str, codes: tuple[int, ...] = (0,), **env: str) -> str:
    """Gives what one call of the command prints on stdout."""
    done = subprocess.run(
        [sys.executable, "-m", "untwitch", *words],
        env={**os.environ, "UNTWITCH_HOME": str(home), "TZ": "UTC", "PYTHONIOENCODING": "utf-8"} | env,
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode in codes, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if codes != (2,) else done.stderr


def document(home: Path, *words: str, codes: tuple[int, ...] = (0,)) -> Json:
    """Gives the one JSON document that a call prints."""
    loaded: Json = json.loads(run(home, *words, "--json", codes=codes))
    return loaded


def run_all(home: Path, lines: list[list[str]]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MANY_LINES],
        env={**os.environ, "UNTWITCH_HOME": str(home), "TZ": "UTC"},
        input=json.dumps(lines), capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


WORDS = ("none", "few", "few", "some", "3", "many", "none")
TODAY = dt.datetime.now(tz=dt.UTC).date()
DAYS = [TODAY - dt.timedelta(days=back) for back in range(20, 0, -1)]


def day_lines(position: int, day: dt.date) -> list[list[str]]:
    """Gives what somebody types about one day; on every fifth the evening line is forgotten."""
    cups = (1, 3, 2, 4)[position % 4]
    lines = [
        ["log", "sleep", f"{6 + position % 3}h", "--at", f"{day} 07:00"],
        ["log", "stress", str(3 + position % 5), "--at", f"{day} 20:00"],
        *(["log", "coffee", "--at", f"{day} {8 + 3 * cup:02}:00"] for cup in range(cups)),
    ]
    if position % 5 != 4:
        lines.append(["log", "evening", WORDS[position % 7], "--at", f"{day} 22:00"])
    return lines


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with a diary of twenty days, two people, stays, a medicine and a condition."""
    home = tmp_path_factory.mktemp("diary")
    lines = [
        ["log", "person", "new", "Ada"],
        ["log", "person", "birth", "year", "1980"],
        ["log", "person", "sex", "female"],
        ["log", "person", "smoking", "no"],
        ["log", "stay", "Europe/Amsterdam"],
        ["log", "medicine", "Salbutamol", "--started", str(DAYS[5])],
        ["log", "medicine", "salbutamol", "--changed", str(DAYS[9]), "--note", "twice a day"],
        ["log", "condition", "Asthma", "--from", "2020-01-01"],
        ["log", "cramp", "4", "--site", "calf_left", "--at", f"{DAYS[3]} 12:00"],
        ["log", "twitch", "--site", "left eyelid", "--for", "30s", "--at", f"{DAYS[1]} 12:00"],
        *(line for position, day in enumerate(DAYS) for line in day_lines(position, day)),
        ["log", "person", "new", "Bo"],
        ["log", "none", "--person", "Bo", "--at", "yesterday"],
    ]
    run_all(home, lines)
    return home


BODY = ("--sex", "female", "--no-smoker", "--age", str(TODAY.year - 1980))


def without_seconds(found: Json) -> Json:
    return {name: value for name, value in found.items() if name not in {"seconds", "problems"}}


def test_explaining_the_record_and_its_own_table_is_the_same(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "ada.csv"
    run(home, "timeline", "--person", "Ada", "--csv", str(table))
    from_record = document(home, "explain", "--person", "Ada")
    from_table = document(home, "explain", "--timeline", str(table), *BODY)
    assert without_seconds(from_record) == without_seconds(from_table)
    assert from_record["contract"] == "explain/1"
    assert [each["cause"] for each in from_record["causes"]] == list(CAUSES)
    assert (from_record["rows"], from_record["rows_used"]) == (20, 16)
    keys = {"cause", "probability", "probability_matters", "probability_largest", "rate_ratio",
            "rate_ratio_per_swing", "parts", "share", "days_avoided", "lag_days", "known_fraction", "verdict",
            "inseparable_from", "days_needed", "evidence"}  # fmt: skip
    assert all(keys <= set(each) for each in [*from_record["causes"], *from_record["confounders"]])
    assert {"start", "end", "outcome", "twitches_per_day", "unexplained_share", "guards", "enough",
            "next_experiment", "problems", "seconds", "version"} <= set(from_record)  # fmt: skip


def test_the_table_has_each_day_as_it_was_lived(home: Path) -> None:
    found = document(home, "timeline", "--person", "Ada")
    assert set(found) == {"contract", "row_h", "rows", "problems"}
    assert found["contract"] == "timeline/1"
    assert found["problems"] == []
    assert [row["start"] for row in found["rows"]] == [day.isoformat() for day in DAYS]
    first, fifth = found["rows"][0], found["rows"][4]
    assert (first["twitches"], first["observed_h"], first["sleep_h"]) == (0, 16, 6)
    assert (first["stress_0_10"], first["caffeine_mg"], first["caffeine_mean_hour"]) == (3, 94.8, 8)
    assert "twitches" not in fifth
    assert "observed_h" not in fifth
    assert found["rows"][1]["twitches_low"] == 1


def test_a_line_of_one_person_is_in_no_table_of_another(home: Path) -> None:
    assert len(document(home, "timeline", "--person", "Bo")["rows"]) == 1
    told = run(home, "timeline", codes=(2,))
    assert told.startswith("untwitch: several people are kept here; say whom with --person: Ada, Bo")


def test_the_plan_the_report_and_the_doctor_know_the_diary(home: Path, tmp_path: Path) -> None:
    plan = document(home, "plan", "--person", "Ada")
    assert plan["contract"] == "plan/1"
    assert {"based_on", "visit", "steps", "right_now"} <= set(plan)
    page = tmp_path / "page.html"
    report = document(home, "report", "--person", "Ada", "--out", str(page), "--worry", "Is it <b>bad</b>?")
    assert report["contract"] == "report/1"
    assert (report["days"], report["days_known"], report["problems"]) == (20, 16, [])
    html = page.read_text(encoding="utf-8")
    for words in ("Salbutamol", "Asthma", "Is it &lt;b&gt;bad&lt;/b&gt;?", SOON):
        assert words in html
    doctor = document(home, "doctor")
    assert doctor["contract"] == "doctor/1"
    assert doctor["problems"] == []
    ada, bo = doctor["persons"]
    assert (ada["name"], bo["name"]) == ("Ada", "Bo")
    assert (ada["entries"]["watch"], bo["entries"]["watch"]) == (16, 1)
    assert ada["entries"]["medicine"] == 1


def test_every_line_can_be_taken_back_one_by_one(tmp_path: Path) -> None:
    run(tmp_path, "log", "coffee")
    run(tmp_path, "log", "medicine", "X")
    run(tmp_path, "log", "medicine", "X", "--started", "2020-01-01", "--note", "mornings")
    for taken_back in ("change of started", "medicine X", "caffeine_mg"):
        assert taken_back in document(tmp_path, "log", "--undo")["undone"]
    assert document(tmp_path, "log", "--undo")["undone"] is None
    counts = document(tmp_path, "doctor")["persons"][0]["entries"]
    assert set(counts.values()) == {0}


def typed(measure: Measure) -> tuple[str, float]:
    """Gives an amount of a measure as it is typed, and what should be kept."""
    if measure.kind == "flag":
        return "yes", 1.0
    value = round((2 * measure.believable_low + measure.believable_high) / 3)
    unit = measure.unit if measure.unit.isalpha() and measure.unit != "count" else ""
    return f"{value}{unit}", value


def test_every_measure_of_the_registry_can_be_logged_by_its_id(tmp_path: Path) -> None:
    lines = [["log", each.id, typed(each)[0], "--at", "yesterday"] for each in measures().values()]
    run_all(tmp_path, lines)
    kept = document(tmp_path, "doctor")["persons"][0]
    assert kept["entries"]["exposure"] == len(measures())
    assert {each["measure"] for each in kept["sources"]} == set(measures())
    rows = document(tmp_path, "timeline")["rows"]
    for each in measures().values():
        if each.timeline and each.id != "caffeine_mean_hour":
            assert rows[-1][each.id] == pytest.approx(typed(each)[1]), each.id


@pytest.mark.parametrize("measure_id", ["caffeine_mg", "sleep_h", "water_ml", "air_temperature_c"])
def test_a_logged_measure_says_its_id_value_and_zone(tmp_path: Path, measure_id: str) -> None:
    text, value = typed(measures()[measure_id])
    found = document(tmp_path, "log", measure_id, text)
    assert {"contract", "entries", "said", "unknown", "undone"} == set(found)
    (entry,) = found["entries"]
    assert (found["contract"], entry["entity"], entry["measure"]) == ("log/1", "exposure", measure_id)
    assert entry["value"] == pytest.approx(value)
    assert entry["zone"] == "UTC"


def test_other_documents_carry_their_contract(tmp_path: Path) -> None:
    assert document(tmp_path, "understand")["contract"] == "understand/1"
    assert document(tmp_path, "imports", "list")["contract"].startswith("import")
    assert not (tmp_path / ".local").exists()
