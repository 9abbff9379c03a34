"""Starting up stays light: what a verb does not need is not loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"scipy.stats", "alembic", "altair", "fastapi", "pandas"}
PROBE = """
import json, sys
sys.argv = ["untwitch", *json.loads(sys.argv[1])]
from untwitch.cli.main import run
try:
    run()
except SystemExit as end:
    print(json.dumps({"code": end.code, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


def loaded_by(arguments: list[str], home: Path) -> set[str]:
    """Gives the modules that are loaded when a verb has run."""
    # Measuring coverage would itself load sqlite3.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    run = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(arguments)],
        env={**plain, "UNTWITCH_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    outcome = json.loads(run.stderr.splitlines()[-1])
    assert outcome["code"] in {0, None}, run.stdout + run.stderr
    return set(outcome["modules"])


@pytest.mark.parametrize("arguments", [["--help"], ["log", "none"], ["log", "coffee"], ["log", "--help"]])
def test_help_and_log_load_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    modules = loaded_by(arguments, tmp_path)
    assert not modules & (HEAVY | {"numpy", "scipy"})


def test_check_loads_nothing_heavy_and_no_record(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"age_years": 30}', encoding="utf-8")
    modules = loaded_by(["check", "--facts", str(facts), "--json"], tmp_path)
    assert not modules & (HEAVY | {"numpy", "scipy", "sqlalchemy", "sqlite3"})


def test_help_alone_loads_no_action(tmp_path: Path) -> None:
    assert not {name for name in loaded_by(["--help"], tmp_path) if name.startswith("untwitch.record")}
