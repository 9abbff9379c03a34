"""The door of `explain`."""

import json
from pathlib import Path

import pytest
import typer
from tests.explain.diaries import diary
from typer.testing import CliRunner, Result

from untwitch.cli.explain import register
from untwitch.timeline.timeline import to_csv

APP = typer.Typer()
APP.callback()(lambda: None)
register(APP)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(to_csv(diary(40, stress=0.7, caffeine=0.3)))
    return path


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UNTWITCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")


def ran(*arguments: str | Path) -> Result:
    return CliRunner().invoke(APP, ["explain", *map(str, arguments)])


def test_a_table_is_explained_in_words(table: Path) -> None:
    result = ran("--timeline", table)
    assert result.exit_code == 0, result.output
    assert "goes with your twitches" in result.stdout
    assert result.stdout.endswith("No clinician has reviewed this.\n")


def test_json_is_one_document_and_nothing_else(table: Path) -> None:
    document = json.loads(ran("--timeline", table, "--json").stdout)
    assert (document["contract"], document["rows"]) == ("explain/1", 40)
    assert "path" not in document


def test_an_empty_record_cannot_tell_and_that_is_no_failure() -> None:
    result = ran("--json", "--person", "Ada")
    assert result.exit_code == 2
    assert "Ada" in result.stderr
    result = ran("--json")
    assert result.exit_code == 0
    assert {each["verdict"] for each in json.loads(result.stdout)["causes"]} == {"cannot_tell"}


def test_several_tables_or_a_folder_give_one_line_each(table: Path) -> None:
    bad = table.parent / "bad.csv"
    bad.write_text("start,coffee\n")
    for arguments in (["--timeline", table, bad], ["--timeline", table, "--timeline", bad], [table, bad]):
        result = ran(*arguments)
        assert result.exit_code == 1
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        assert [each["path"] for each in lines] == [str(table), str(bad)]
        assert "error" in lines[1]
    result = ran(table.parent)
    assert [Path(json.loads(line)["path"]).name for line in result.stdout.splitlines()] == [
        "bad.csv",
        "table.csv",
    ]
    bad.unlink()
    assert ran("--timeline", table.parent).exit_code == 0


def test_one_table_that_cannot_be_read_ends_in_one_sentence(table: Path) -> None:
    table.write_text("start,coffee\n2026-01-01,1\n")
    result = ran("--timeline", table)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("untwitch: table.csv: column 'coffee' is not known")
    assert ran("--timeline", table.parent / "gone.csv").exit_code == 2


def test_a_bad_cell_ends_with_problems(table: Path) -> None:
    text = table.read_text().splitlines()
    text[3] = text[3].rpartition(",")[0] + ",-4"
    table.write_text("\n".join(text))
    assert ran("--timeline", table).exit_code == 1


def test_the_outcome_is_passed_on(table: Path) -> None:
    assert json.loads(ran(table, "--outcome", "bother_0_10", "--json").stdout)["outcome"] == "bother_0_10"
    assert ran(table, "--outcome", "pain").exit_code == 2


@pytest.mark.parametrize(
    "option", [["--pregnant"], ["--smoker"], ["--oral-contraceptive"]], ids=lambda each: str(each[0])
)
def test_the_body_changes_how_long_caffeine_lasts(table: Path, option: list[str]) -> None:
    def swing(*arguments: str) -> float:
        document = json.loads(ran(table, "--json", *arguments).stdout)
        return float(document["causes"][4]["rate_ratio"]["median"])

    assert swing(*option) != swing()


def test_age_and_sex_change_what_food_is_compared_with(table: Path) -> None:
    rows = table.read_text().splitlines()
    amounts = ["magnesium_mg", *(str(300 + 37 * row % 150) for row in range(40))]
    table.write_text("\n".join(f"{row},{amount}" for row, amount in zip(rows, amounts, strict=True)))

    def ratio(*arguments: str) -> object:
        return json.loads(ran(table, "--json", *arguments).stdout)["causes"][3]["rate_ratio"]

    assert ratio("--sex", "male", "--age", "40") != ratio("--sex", "female", "--age", "40")
    assert ratio("--sex", "other", "--age", "8") != ratio("--sex", "male", "--age", "40")


def test_a_sex_that_is_none_is_refused(table: Path) -> None:
    result = ran(table, "--sex", "dog")
    assert result.exit_code == 2
    assert "female, male or other" in result.stderr


def test_figures_are_drawn_into_a_folder_and_said_beside_the_answer(table: Path, tmp_path: Path) -> None:
    result = ran("--timeline", table, "--json", "--figures", tmp_path / "drawn")
    assert json.loads(result.stdout)["contract"] == "explain/1"
    assert f"{tmp_path / 'drawn' / 'rate.svg'}: Twitches a day" in result.stderr
    assert (tmp_path / "drawn" / "doses.csv").exists()


def test_there_may_be_nothing_to_draw(tmp_path: Path) -> None:
    short = tmp_path / "short.csv"
    short.write_text(to_csv(diary(5)))
    assert "There is nothing to draw yet." in ran("--timeline", short, "--figures", tmp_path / "drawn").stderr


def test_figures_of_several_tables_are_refused(table: Path, tmp_path: Path) -> None:
    result = ran("--timeline", table, "--timeline", table, "--figures", tmp_path / "drawn")
    assert result.exit_code == 2
    assert "--figures draws one table" in result.stderr


def test_power_is_part_of_the_document_when_asked(table: Path) -> None:
    assert "simulated_people" in json.loads(ran("--timeline", table, "--json", "--power").stdout)["power"]


def test_priors_are_read_from_a_file_or_refused_in_one_sentence(table: Path, tmp_path: Path) -> None:
    path = tmp_path / "priors.json"
    path.write_text('{"contract": "priors/1", "causes": {"water": {"inclusion": 2}}}')
    result = ran("--timeline", table, "--priors", path)
    assert result.exit_code == 2
    assert result.stderr == "untwitch: priors.json: water: no mean\n"
    assert ran("--timeline", table, "--priors", tmp_path / "none.json").exit_code == 2
