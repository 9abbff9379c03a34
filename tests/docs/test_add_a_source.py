"""The source that `docs/how-to/add-a-source.md` builds is installed as a package would be, and used."""

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from untwitch.cli.main import build
from untwitch.sources import sources

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-source.md"


def block(name: str) -> str:
    """Gives the one block of the page that bears this name."""
    (found,) = re.findall(rf"```\w+ {name}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Puts the source where a package manager would, with the entry point as the page writes it."""
    packages = tmp_path / "packages"
    information = packages / "sips_for_untwitch-1.dist-info"
    information.mkdir(parents=True)
    (packages / "sips_for_untwitch.py").write_text(block("source"), encoding="utf-8")
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: sips-for-untwitch\nVersion: 1\n")
    (point,) = re.findall(r'^sips = "(.*)"$', PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    (information / "entry_points.txt").write_text(f"[untwitch.sources]\nsips = {point}\n")
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.syspath_prepend(packages)
    importlib.invalidate_caches()
    sources.cache_clear()
    yield
    sources.cache_clear()
    sys.modules.pop("sips_for_untwitch", None)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(build(), [str(each) for each in words])


def file(tmp_path: Path, text: str, *, name: str = "drinks.json") -> Path:
    (tmp_path / "files").mkdir(exist_ok=True)
    path = tmp_path / "files" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_source_of_the_page_is_found_listed_and_tried(tmp_path: Path) -> None:
    assert "\nsips 1\n  caffeine_mg, water_ml\n" in run("sources", "list").stdout
    shown = run("sources", "test", file(tmp_path, block("sample")))
    assert shown.exit_code == 1
    assert ": sips (Sips), 100 % sure\n" in shown.stdout
    assert "  water_ml: 3 rows" in shown.stdout
    assert "drinks.json, record 3: 'sometime' is not a time; left out" in shown.stdout


def test_its_sample_is_imported_as_the_page_says(tmp_path: Path) -> None:
    document = json.loads(run("import", file(tmp_path, block("sample")), "--json").stdout)
    (made,) = document["runs"]
    assert made["format"] == "sips"
    assert {name: each["taken"] for name, each in made["measures"].items()} == {
        "water_ml": 3,
        "caffeine_mg": 1,
    }
    assert [each["where"] for each in made["problems"]] == ["drinks.json, record 3"]


def test_two_overlapping_exports_of_it_are_one_import_without_doubles(tmp_path: Path) -> None:
    sample = json.loads(block("sample"))
    file(tmp_path, json.dumps({**sample, "drinks": sample["drinks"][:2]}), name="february.json")
    file(tmp_path, json.dumps({**sample, "drinks": sample["drinks"][1:]}), name="march.json")
    (made,) = json.loads(run("import", tmp_path / "files", "--json").stdout)["runs"]
    assert made["measures"]["water_ml"]["taken"] == 3
    assert made["measures"]["water_ml"]["skipped"] == {"in another file too": 1}


@pytest.mark.parametrize(
    "text",
    ['{"app": "Sips"', '{"app": "Sips", "drinks": 7}', '{"app": "Sips"}',
     '{"app": "Sips", "drinks": [7, {"ml": "x"}]}',
     '{"app": "Sips", "drinks": [{"at": "2026-03-01T08:00:00+01:00", "ml": 1e999}]}',
     '{"app": "Sips", "drinks": ' + "[" * 10_000],
)  # fmt: skip
def test_broken_input_ends_in_a_sentence(tmp_path: Path, text: str) -> None:
    result = run("import", file(tmp_path, text))
    assert result.exit_code in {1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)
