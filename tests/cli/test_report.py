"""The door of `report`."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from untwitch.actions.report import ReportWritten
from untwitch.cli.report import register

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(APP, ["report", *arguments], env={"UNTWITCH_HOME": str(home)})


def test_an_empty_record_makes_a_page_and_says_how_to_begin(tmp_path: Path) -> None:
    result = run(tmp_path / "home", "--out", str(tmp_path / "a.html"))
    assert result.exit_code == 0, result.output
    for words in (
        f"Written: {tmp_path / 'a.html'}",
        "Nothing is logged yet",
        "untwitch check",
        "No clinician",
    ):
        assert words in result.stdout
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_json_is_one_document_and_what_is_told_stands_on_the_page(tmp_path: Path) -> None:
    told = ("--worry", "that it stays", "--test", "blood, normal", "--question", "May I run?")
    result = run(tmp_path / "home", "--out", str(tmp_path / "a.html"), "--json", *told)
    assert json.loads(result.stdout)["contract"] == "report/1"
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert all(words in page for words in told[1::2])
    run(tmp_path / "home", "--out", str(tmp_path / "b.html"))
    assert "that it stays" in (tmp_path / "b.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["a.pdf", "a.fhir.json", "a.txt"])
def test_another_kind_of_file_is_refused_in_one_sentence_that_names_html(tmp_path: Path, name: str) -> None:
    result = run(tmp_path / "home", "--out", str(tmp_path / name), "--worry", "kept?")
    assert result.exit_code == 2
    assert ".html" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--from", "1.2.2026"), "--from '1.2.2026' is not a day"),
     (("--to", "soon"), "--to 'soon' is not a day"),
     (("--from", "2026-02-01", "--to", "2026-01-01"), "lies before"), (("--person", "nobody"), "nobody")],
)  # fmt: skip
def test_wrong_days_and_people_are_refused(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    run(tmp_path / "home", "--out", str(tmp_path / "first.html"))
    result = run(tmp_path / "home", "--out", str(tmp_path / "a.html"), *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "a.html").exists()


def test_the_help_offers_html_only(tmp_path: Path) -> None:
    said = run(tmp_path, "--help").stdout
    assert "html" in said
    assert "pdf" not in said.lower()
    assert "fhir" not in said.lower()


def test_problems_end_with_one_and_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def written(*_: object, **__: object) -> ReportWritten:
        return ReportWritten(tmp_path / "a.html", "2026-01-01", "2026-01-09", 8, 9, True, ("a: b", "c: d"))

    monkeypatch.setattr("untwitch.actions.report.report", written)
    result = run(tmp_path, "--out", str(tmp_path / "a.html"))
    assert result.exit_code == 1
    assert "2 things could not be used" in result.stdout
    assert "8 of 9 days have an entry." in result.stdout
    assert "untwitch check" not in result.stdout
